"""The fields that databases of the press print around a text, "LENGTH: 143 words": what each says,
and which parts of its line that is.
"""

import re
from functools import lru_cache

from flows.reading import dates
from flows.reading.byline_labels import find_prefix
from flows.reading.byline_lines import reads_as_byline
from flows.reading.dates.words import WEEKDAYS, words_of
from flows.reading.exports import (
    read_citation,
    read_field_roles,
    read_label,
    read_tag,
    read_tags,
)
from flows.segment.line import Line
from flows.text import fold_case

Fields = dict[int, tuple[str, int]]  # line -> what its field says, and where that begins
SEPARATORS = " \t,;:|·•–—-"
BEHIND_DAY = re.compile(r"\s*[|·•]\s*(?=[^\W\d_])")  # an outlet
BESIDE = re.compile(r"\s+\|\s+")  # another field on the line
LONGEST_NAME = 80  # of an outlet before its day
LONGEST_TIED = 300  # a line with several fields
FEWEST_TAGS = 4
# What a field says becomes a part of the line of this kind; other fields are of no article.
KINDS = {"headline": "headline", "byline": "byline", "date": "timestamp", "source": "outlet_label"}
KINDS |= {"dateline": "dateline", "rights": "notice"}
ESCAPED = re.compile(r"\\(.)|''")  # a quotation mark within quotes, as YAML writes it
OWN_TEXT = 0.6  # the least score of prose for the body


def label_fields(lines: list[Line], fields: Fields) -> None:
    for index, (role, end) in fields.items():
        label_field(lines[index], role, end)
        for below in range(index + 1, len(lines)):
            if lines[below].blank_before or below in fields or role in KINDS or role == "text":
                break
            if not lines[below].is_prose_like:
                lines[below].bar("other")


def label_field(line: Line, role: str, end: int) -> None:
    """Cut the label from what a field says, and give that its kind."""
    kind, text = KINDS.get(role), line.text
    if role == "text" and end < len(text):
        line.label_size, line.kind, line.body_score = end, None, max(line.body_score, OWN_TEXT)
        return
    line.bar(kind or "other")
    if kind is None or end == len(text):
        line.kind = "other"
        return
    if role == "source" and (cuts := cut_citation(text, end)):
        line.cuts = cuts
        return
    if role == "dateline":
        line.story = 0
    start, last = find_quoted(text, end)
    last = min(last, find_value_end(text, start))
    if kind == "byline" and read_label(text) and find_prefix(text) and reads_as_byline(text):
        start = 0  # its label tells names that nobody knows
    parts = [(0, "other"), (start, kind)] if start else [(0, kind)]
    parts += [(last, "other")] if last < len(text) else []
    if role == "source" and (told := cut_source(text, end)):
        parts = [(0, "other"), *told] if end else [*told]
    line.cuts = tuple(parts)
    if role == "headline":
        line.kind, line.headline_score, line.is_title_like = None, 1.0, True


def find_value_end(text: str, start: int) -> int:
    """Where the value of a field ends that begins there: at another field on the line, or behind
    the text.
    """
    beside = (sign for sign in BESIDE.finditer(text, start) if read_label(text[sign.end() :]))
    return next((sign.start() for sign in beside), len(text))


def cut_source(text: str, start: int = 0) -> tuple[tuple[int, str], ...]:
    """The parts of a line that names an outlet and behind it its day, or its day and behind it the
    outlet: "Ilm-Bote vom 01.06.2023, Nr. 111", "June 1, 2023 | Orvelle Post". Empty of another
    line.
    """
    date = dates.find_date(text[start:])
    day = text.find(date.text, start) if date else -1
    if not date or day < 0:
        return ()
    last, name = day + len(date.text), text[start:day]
    if len(name) > LONGEST_NAME:
        return ()
    if has_name(name):
        end = start + len(strip_joiner(name))
        parts = [(start, "outlet_label"), (end, "other"), (day, "timestamp"), (last, "other")]
    elif behind := BEHIND_DAY.match(text, last):
        parts = [(day, "timestamp"), (last, "other"), (behind.end(), "outlet_label")]
    else:
        return ()
    return tuple(part for part in parts if part[0] < len(text))


def has_name(text: str) -> bool:
    return any(map(str.isalpha, strip_joiner(text)))


def strip_joiner(name: str) -> str:
    """What stands before a day, without the words and signs that join the two.

    >>> strip_joiner("Ilm-Bote vom "), strip_joiner("Orvelle Post (Orvelle) - ")
    ('Ilm-Bote', 'Orvelle Post (Orvelle)')
    """
    while True:
        name = name.rstrip(SEPARATORS)
        rest, _, last = name.rpartition(" ")
        if fold_case(last) not in read_joiners():
            return name
        name = rest


@lru_cache
def read_joiners() -> frozenset[str]:
    return frozenset(WEEKDAYS) | frozenset(words_of("on"))


def cut_citation(text: str, start: int = 0) -> tuple[tuple[int, str], ...]:
    """The parts of a line that is a citation: authors, outlet and day; its place, volume and page
    are of no article. Empty of another line.
    """
    citation = read_citation(text, start)
    date = citation and dates.find_date(text[slice(*citation.when)])
    if not citation or not date:
        return ()
    day = text.find(date.text, citation.when[0])
    places = [(citation.authors, "byline"), (citation.outlet, "outlet_label")]
    places.append(((day, day + len(date.text)), "timestamp"))
    parts, last = [], 0
    for place, kind in places:
        if place:
            parts += [(last, "other")] if place[0] > last else []
            parts.append((place[0], kind))
            last = place[1]
    return (*parts, (last, "other")) if last < len(text) else tuple(parts)


def find_quoted(text: str, start: int) -> tuple[int, int]:
    """Where the value of a field begins and ends that stands in quotes, as in YAML."""
    value = text[start:].rstrip()
    is_quoted = len(value) > 2 and value[0] == value[-1] and value[0] in "\"'"
    if not is_quoted or value[0] in ESCAPED.sub("", value[1:-1]):
        return start, len(text)
    return start + 1, start + len(value) - 1


def read_field(text: str) -> tuple[str, int] | None:
    """What the field of a line says, and where that begins: ("byline", 8) of "BYLINE: Jane Roe". Of
    several fields on a line the first one that says something of an article.
    """
    label = read_label(text)
    if not label:
        return None
    found = [(read_field_roles()[label[0]], label[1])]
    for sign in BESIDE.finditer(text, label[1]) if len(text) <= LONGEST_TIED else ():
        if beside := read_label(text[sign.end() :]):
            found.append((read_field_roles()[beside[0]], sign.end() + beside[1]))
    return next((field for field in found if field[0] in KINDS), found[0])


def read_tags_of(lines: list[Line]) -> Fields:
    """The fields of a page that has tags for labels, as Factiva prints them: "HD  Ferries sail". A
    tag may stand above what it says. None of a page that has few.
    """
    found = {index: tag for index, line in enumerate(lines) if (tag := read_tag(line.text))}
    names = {name for name, _ in found.values()}
    if len(names) < FEWEST_TAGS or not names & {"HD", "AN"}:
        return {}
    fields: Fields = {}
    for index, (name, end) in found.items():
        role = read_tags()[name]
        fields[index] = (role, end)
        is_alone = end >= len(lines[index].text)
        if is_alone and role != "text" and index + 1 < len(lines) and index + 1 not in found:
            fields[index + 1] = (role, 0)
    return fields
