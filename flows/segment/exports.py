"""What databases of the press print around a text: fields ("LENGTH: 143 words"), numbers of
documents, and a heading without labels, whose lines are known by their order.

Words of these stand in seeds/export_marks.csv.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from flows.reading import dates
from flows.reading.byline_labels import find_prefix
from flows.reading.byline_lines import reads_as_byline
from flows.reading.dates.lines import has_time, is_time_line
from flows.reading.dates.words import WEEKDAYS, words_of
from flows.reading.exports import (
    COPYRIGHT,
    OF_EXPORTS,
    ends_document,
    is_accession,
    is_certificate,
    is_notice,
    read_citation,
    read_export_marks,
    read_field_roles,
    read_label,
    read_tag,
    read_tags,
)
from flows.reading.front_matter import MOST_LINES, find_end
from flows.seeds import read_seed
from flows.segment.line import Line
from flows.segment.lines import SHORTEST_TITLE
from flows.text import alternation, fold_case, fold_identity, fold_text

Fields = dict[int, tuple[str, int]]  # line -> what its field says, and where that begins
FEWEST_FIELDS = 3
LONGEST_MARK = 80
SEPARATORS = " \t,;:|·•–—-"
BEHIND_DAY = re.compile(r"\s*[|·•]\s*(?=[^\W\d_])")  # an outlet
BESIDE = re.compile(r"\s+\|\s+")  # another field on the line
LONGEST_TIED = 300  # a line with several fields
LONGEST_EDITION = 40
LONGEST_CLOCK = 12  # "09:15 GMT"
FEWEST_TAGS = 4
LINES_ABOVE_FIELDS = 5  # of a record, which its fields begin
# What a field says becomes a part of the line of this kind; other fields are of no article.
KINDS = {"headline": "headline", "byline": "byline", "date": "timestamp", "source": "outlet_label"}
KINDS |= {"dateline": "dateline", "rights": "notice"}
SHORT = ("date", "dateline")  # fields that say no sentence
NUMBERED = re.compile(r"\d{1,4}\)\s+(?=\S)")  # "12) Bridge reopens", in a list that was saved
ESCAPED = re.compile(r"\\(.)|''")  # a quotation mark within quotes, as YAML writes it
HEADING = re.compile(r"\s*#{1,6}\s+")
LINES_TO_COUNT = 15  # above the count of words stand section, headline and names
LABELLED = frozenset({"other", "notice", "byline", "timestamp", "outlet_label", "dateline"})
OWN = ("byline", "timestamp", "outlet_label", "dateline")
OWN_TEXT = 0.6  # the least score of prose for the body


class Export(NamedTuple):
    """What a page is known as, if it is a document of an export."""

    is_one: bool = False
    headline: int | None = None  # its line


NO_EXPORT = Export()


def label_export(lines: list[Line]) -> Export:
    """Label what an export prints around its text, so that nothing of it is in the body, and what
    it says is its headline, byline, day and outlet. Elsewhere only fields are labelled, where
    several stand in a row.
    """
    fields = read_tags_of(lines) or {
        index: field
        for index, line in enumerate(lines)
        if (field := read_field(line.text)) and not is_sentence(line, field[0])
    }
    marks = [
        index
        for index, line in enumerate(lines)
        if len(line.text) <= LONGEST_MARK and is_mark(line.text)
    ]
    fields = drop_in_text(lines, fields, marks)
    is_export = is_of_export(lines, fields, marks)
    front_end = find_end([line.text for line in lines[: MOST_LINES + 2]]) or -1
    if not is_export:
        runs = find_runs(fields)
        fronted = {at: field for at, field in fields.items() if at < front_end}
        fields = fronted | {at: field for run in runs for at, field in run.items()}
    for line in lines[: front_end + 1]:
        line.keep_out()
        if not line.is_bullet:  # of a list of authors, or of tags
            line.bar("other")
    label_fields(lines, fields)
    bar_repeated_titles(lines, fields)
    if not is_export:
        return NO_EXPORT
    for index in [*marks, *find_behind(lines)]:
        lines[index].bar("other")
    for line in lines:
        if is_notice(line.text) and (not line.is_prose_like or not COPYRIGHT.match(line.text)):
            line.bar("notice")
    headlines = (at for at, (role, _) in sorted(fields.items()) if role == "headline")
    headline = next((at for at in headlines if lines[at].headline_score == 1), None)
    if headline is None:
        headline = label_unlabelled(lines, marks, fields)
    for line in lines:
        if line.kind in OWN:
            line.story = 0
    own = find_own_text(lines)
    for line in own:  # of nobody else: an export has no lists and other stories
        line.kind, line.cuts = None, ()
        line.body_score = max(line.body_score, OWN_TEXT)
        line.story_headline_score = line.story_text_score = 0.0
    bar_between(lines, own, {*fields, *marks})
    return Export(True, headline)


def is_of_export(lines: list[Line], fields: Fields, marks: list[int]) -> bool:
    """Whether a page is a document of an export: by its number or end, or by fields that only
    exports have.
    """
    if any(not is_heading(lines[index].text) for index in marks):
        return True
    labels = {fold_text(lines[at].text[:end]) for at, (_, end) in fields.items()}
    roles = {role for role, _ in fields.values()}
    is_record = min(fields, default=len(lines)) < LINES_ABOVE_FIELDS and "headline" in roles
    has_own = bool(roles & OF_EXPORTS) or (is_record and bool(roles & {"date", "source"}))
    return has_own and len(labels) >= FEWEST_FIELDS


def is_sentence(line: Line, role: str) -> bool:
    """Whether a line that begins as a field is text: "Date: a fruit of the palm, …"."""
    return line.is_prose_like and role in SHORT and dates.find_date(line.text) is None


def drop_in_text(lines: list[Line], fields: Fields, marks: list[int]) -> Fields:
    """The fields without those amid a text, where "Body" says where that begins."""
    first = next((at for at in marks if is_body_heading(lines[at].text)), None)
    if first is None or min(fields, default=first) >= first:
        return fields
    last = next((at for at in marks if at > first), len(lines))
    own = [at for at in range(first, last) if lines[at].is_prose_like and at not in fields]
    text = range(first + 1, own[-1] if own else first)
    return {at: field for at, field in fields.items() if at not in text}


def find_runs(fields: Fields) -> Iterator[Fields]:
    """Different fields that stand right below each other, three or more."""
    for _, group in groupby(enumerate(sorted(fields)), key=lambda place: place[1] - place[0]):
        run = {at: fields[at] for _, at in group}
        if len(set(run.values())) >= FEWEST_FIELDS:
            yield run


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
    if len(name) > LONGEST_MARK:
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


def label_unlabelled(lines: list[Line], marks: list[int], fields: Fields) -> int | None:
    """Label a heading without labels: source and day between the number of a document and its
    headline, below the headline, or below the count of words. The number of the headline's line.
    """
    counted = find_count(lines[:LINES_TO_COUNT])
    cited = None if counted is not None else find_cited(lines[:LINES_TO_COUNT])
    first = find_first_text(lines, find_heading_end(lines, marks, counted, cited))
    heading = [
        at
        for at in range(first)
        if at not in fields and lines[at].kind != "other" and has_name(lines[at].text)
    ]
    days = [at for at in heading if is_time_line(lines[at].text)]
    if counted is not None and not any(at > counted for at in days):  # "85 words" below the day
        lines[counted].bar("other")
        counted = None
        heading = [at for at in heading if lines[at].kind != "other"]
    if cited is not None:
        day = source = None
        headline = next((at for at in heading if at < cited), None)
    elif counted is not None:
        above = [at for at in range(counted) if not reads_as_byline(lines[at].text)]
        # Of documents that were not saved whole, a title and its first sentence may stand above.
        others = (at for at in above if lines[at].is_prose_like or is_time_line(lines[at].text))
        last = max(others, default=-1)
        above = [at for at in above if at > last] or above
        # A section above it, and "Special to the Post" below, are shorter.
        headline = max(above, key=lambda at: lines[at].size, default=None)
        for at in range(counted):
            # A name right below the headline may be one that nobody knows.
            is_below = headline is not None and at > headline
            is_name = is_below and (at - 1 == headline or reads_as_byline(lines[at].text))
            if at != headline:
                lines[at].bar("byline" if is_name else "other")
        below = range(counted + 1, first)
        day = next(at for at in days if at > counted)
        named = (at for at in below if at > day and not is_clock(lines[at].text))
        source = next(named, None)
        for at in below:
            if at not in (day, source):
                lines[at].bar("other")
        lines[counted].bar("other")
    elif marks and days and marks[0] < days[0]:
        day, source = days[0], days[0] - 1 if days[0] - 1 > marks[0] else None
        titles = [at for at in heading if at > day and not is_edition(lines[at].text)]
        headline = next((at for at in titles if lines[at].blank_before), None)
    elif (below := find_title_below(lines, heading, days)) is not None:
        day, headline = days[0], below
        source = heading[0] if heading[0] != day else None
    else:
        day = days[0] if days else None
        headline = heading[0] if heading else None
        if headline is not None and heading[1:2] == [day] and owns(lines, headline):
            lines[headline].bar("outlet_label")
            headline = next((at for at in heading[2:] if lines[at].kind is None), None)
        is_apart = day is not None and headline is not None and headline < day - 1
        source = day - 1 if is_apart and day is not None else None
    for at, kind in ((source, "outlet_label"), (day, "timestamp")):
        if at is not None and at != headline:
            lines[at].bar(kind)
    if source is None and day is not None and day != headline:
        lines[day].cuts = cut_source(lines[day].text)
    if source is not None and source != headline:
        lines[source].cuts = cut_issue(lines[source].text)
    if cited is not None and cited != headline:
        lines[cited].bar("outlet_label")
        lines[cited].cuts = cut_citation(lines[cited].text)
    for at in heading:
        lines[at].headline_score = 0.0
        is_above = headline is not None and at < headline  # an edition, a section
        is_below_day = day is not None and day < at != headline and is_edition(lines[at].text)
        if marks and lines[at].kind is None and (is_above or is_below_day):
            lines[at].bar("other")
    if headline is not None:
        title = lines[headline]
        title.kind, title.cuts, title.headline_score, title.is_title_like = None, (), 1.0, True
        title.body_score = 0.0
        if number := NUMBERED.match(title.text):
            title.cuts = ((0, "other"), (number.end(), "headline"))
        if title.blank_before and marks:
            claim_wrapped(lines, headline, first, fields)
    return headline


def claim_wrapped(lines: list[Line], headline: int, first: int, fields: Fields) -> None:
    """Label the lines with which a headline goes on that was wrapped at a column."""
    for at in range(headline + 1, first):
        line = lines[at]
        if line.blank_before or at in fields or line.kind is not None:
            break
        line.bar("headline")
        line.story = 0


def owns(lines: list[Line], name: int) -> bool:
    """Whether a line is the name in a line of copyright."""
    return any(is_notice(line.text) and lines[name].text in line.text for line in lines)


def is_edition(text: str) -> bool:
    """Whether a line names an edition: "Late Edition - Final", "Bundesausgabe"."""
    return len(text) <= LONGEST_EDITION and compile_edition().search(fold_text(text)) is not None


def cut_issue(text: str) -> tuple[tuple[int, str], ...]:
    """The parts of a line that names an outlet and the number of its issue: "La Voix, no. 5968"."""
    issue = compile_issue().search(text)
    return ((0, "outlet_label"), (issue.start(), "other")) if issue else ()


def find_heading_end(
    lines: list[Line], marks: list[int], counted: int | None, cited: int | None
) -> int:
    """The line above which all is of the heading: that behind the count of words, the citation, or
    "Body" below other fields; 0 if nothing says so.
    """
    ends = [at for at in (counted, cited) if at is not None]
    if not ends:
        is_told = [line.kind in ("other", "notice") for line in lines]
        ends = [at for at in marks if is_body_heading(lines[at].text) and any(is_told[:at])]
    return ends[0] + 1 if ends else 0


def is_clock(text: str) -> bool:
    return len(text) <= LONGEST_CLOCK and has_time(text)


def find_title_below(lines: list[Line], heading: list[int], days: list[int]) -> int | None:
    """The headline below the day, where outlet and day stand on the first lines, glued together or
    in one, and it is longer than the outlet's name. None if it stands elsewhere.

    Args:
        heading: the lines above the text.
        days: those among them that are a day.
    """
    if not days or days[0] not in heading[:2]:
        return None
    day = days[0]
    if any(is_certificate(line.text) for line in lines):  # Europresse has sections above headlines
        titles = [at for at in heading if at > day and not reads_as_byline(lines[at].text)]
        return max(titles, key=lambda at: lines[at].size, default=None)
    below = [at for at in heading if at > day and lines[at].kind is None]
    title = below[0] if below and not reads_as_byline(lines[below[0]].text) else None
    if title is None or day == heading[0]:
        return title
    is_glued = not lines[day].blank_before and lines[title].blank_before
    return title if is_glued and lines[title].size > lines[heading[0]].size else None


def bar_repeated_titles(lines: list[Line], fields: Fields) -> None:
    """Keep a headline that a field says from standing again above the text."""
    titles = {}
    for at, (role, end) in fields.items():
        start, last = find_quoted(lines[at].text, end)
        if role == "headline" and last > start:
            titles[fold_title(lines[at].text[start:last])] = at
    if not titles:
        return
    for at in range(max(titles.values()) + 1, find_first_text(lines, max(fields) + 1)):
        text = fold_title(lines[at].text)
        is_own = lines[at].is_prose_like and text not in titles  # a text that begins with its title
        if at not in fields and not is_own and repeats_title(text, titles):
            lines[at].bar("other")


def repeats_title(text: str, titles: Iterable[str]) -> bool:
    """Whether a folded line is a title again, or one of the two is the other's beginning."""
    return any(
        title == text
        or (
            min(len(title), len(text)) >= SHORTEST_TITLE
            and (title.startswith(text) or text.startswith(title))
        )
        for title in titles
    )


def fold_title(text: str) -> str:
    return fold_identity(ESCAPED.sub(unescape, HEADING.sub("", text))).strip(" .")


def unescape(mark: re.Match[str]) -> str:
    return mark[1] or "'"


def find_own_text(lines: list[Line]) -> list[Line]:
    """The longest run of lines that are neither fields nor of the heading."""
    runs: list[list[Line]] = [[]]
    for line in lines:
        if line.kind in LABELLED or line.headline_score == 1:
            runs.append([])
        else:
            runs[-1].append(line)
    return max(runs, key=lambda run: sum(line.size for line in run))


def bar_between(lines: list[Line], own: list[Line], told: set[int]) -> None:
    """Keep out what stands below the text between fields, as fields of unknown names do, or below
    a heading, as "Graphic".

    Args:
        told: the lines that are fields or marks.
    """
    last = lines.index(own[-1]) if own else len(lines)
    above = None
    for at in range(last + 1, len(lines)):
        line = lines[at]
        if at in told or line.kind in LABELLED:
            above = at
        elif above is not None and (is_heading(lines[above].text) or not line.is_prose_like):
            line.bar("other")


def find_behind(lines: list[Line]) -> range:
    """The lines behind the last document of a file, which say what was searched for; and the one
    above its number, whose copy it is.
    """
    ends = [at for at, line in enumerate(lines) if is_accession(line.text)]
    if not ends:
        return range(0)
    owner = lines[max(ends[-1] - 1, 0)]
    is_owner = not owner.ends_sentence and len(owner.text) <= LONGEST_MARK
    return range(ends[-1] - is_owner, len(lines))


def find_first_text(lines: list[Line], start: int) -> int:
    """Where the text begins: at the first prose that is no field, from a line on."""
    is_text = (line.is_prose_like and line.kind not in ("other", "notice") for line in lines)
    return next((at for at, is_own in enumerate(is_text) if is_own and at >= start), len(lines))


def find_cited(lines: list[Line]) -> int | None:
    """The line that is a citation, and no field."""
    own = (at for at, line in enumerate(lines) if not read_field(line.text))
    return next((at for at in own if cut_citation(lines[at].text)), None)


def find_count(lines: list[Line]) -> int | None:
    """The line that counts the words of a text and says nothing else: "106 words"."""
    pattern = compile_count()
    return next((at for at, line in enumerate(lines) if pattern.fullmatch(line.text)), None)


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


def is_heading(text: str) -> bool:
    """Whether a line is a heading as exports have them: "Body", "Classification"."""
    return is_body_heading(text) or fold_text(text).rstrip(" :") in read_export_marks("heading")


def is_body_heading(text: str) -> bool:
    return fold_text(text).rstrip(" :") in read_export_marks("body")


def is_mark(text: str) -> bool:
    """Whether a short line is a mark of an export: "2 of 37 DOCUMENTS", "End of Document"."""
    plain, counted = read_marks()
    folded = fold_text(text).rstrip(" :")
    if folded in plain or ends_document(text):
        return True
    return counted.fullmatch(folded) is not None


@lru_cache
def read_marks() -> tuple[frozenset[str], re.Pattern[str]]:
    """Marks without a number, folded, and an expression of those with numbers."""
    marks = [fold_text(mark) for mark in read_seed("export_marks").filter(match="line")["text"]]
    forms = (re.escape(mark).replace(r"\#", r"\d{1,6}") for mark in marks if "#" in mark)
    return frozenset(mark for mark in marks if "#" not in mark), re.compile("|".join(sorted(forms)))


@lru_cache
def compile_edition() -> re.Pattern[str]:
    return re.compile(alternation(sorted(read_export_marks("edition"))))


@lru_cache
def compile_issue() -> re.Pattern[str]:
    words = alternation(read_seed("export_marks").filter(kind="issue")["text"])
    return re.compile(rf",\s+{words}\.?\s*\d.*$", re.I)


@lru_cache
def compile_count() -> re.Pattern[str]:
    words = alternation(read_seed("export_marks").filter(kind="words")["text"])
    return re.compile(rf"\d[\d.,\s]{{0,8}}\s{words}", re.I)
