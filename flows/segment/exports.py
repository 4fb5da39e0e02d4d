"""What databases of the press print around a text: fields ("LENGTH: 143 words"), numbers of
documents, and a heading without labels. See export_fields.py and export_headings.py for the two.

Words of these stand in seeds/export_marks.csv.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from flows.reading import dates
from flows.reading.exports import (
    COPYRIGHT,
    NUMBER,
    OF_EXPORTS,
    compile_forms,
    ends_document,
    is_accession,
    is_notice,
    read_export_marks,
)
from flows.reading.front_matter import MOST_LINES, find_end
from flows.seeds import read_seed
from flows.segment.export_fields import (
    ESCAPED,
    OWN_TEXT,
    Fields,
    find_quoted,
    label_fields,
    read_field,
    read_tags_of,
)
from flows.segment.export_headings import find_first_text, is_body_heading, label_heading
from flows.segment.line import Line
from flows.segment.lines import SHORTEST_TITLE
from flows.text import fold_identity, fold_text

FEWEST_FIELDS = 3
LONGEST_MARK = 80
LINES_ABOVE_FIELDS = 5  # of a record, which its fields begin
SHORT = ("date", "dateline")  # fields that say no sentence
HEADING = re.compile(r"\s*#{1,6}\s+")
LABELLED = frozenset({"other", "notice", "byline", "timestamp", "outlet_label", "dateline"})
OWN = ("byline", "timestamp", "outlet_label", "dateline")


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
    marks = [
        index
        for index, line in enumerate(lines)
        if len(line.text) <= LONGEST_MARK and is_mark(line.text)
    ]
    fields = drop_in_text(lines, read_tags_of(lines) or read_fields(lines), marks)
    is_export = is_of_export(lines, fields, marks)
    front_end = find_end([line.text for line in lines[: MOST_LINES + 2]]) or -1
    if not is_export:
        runs = find_runs(fields)
        fronted = {at: field for at, field in fields.items() if at < front_end}
        fields = fronted | {at: field for run in runs for at, field in run.items()}
    bar_front_matter(lines[: front_end + 1])
    label_fields(lines, fields)
    bar_repeated_titles(lines, fields)
    if not is_export:
        return NO_EXPORT
    return Export(True, label_document(lines, fields, marks))


def read_fields(lines: list[Line]) -> Fields:
    """The lines of a page that are fields by their labels."""
    return {
        index: field
        for index, line in enumerate(lines)
        if (field := read_field(line.text)) and not is_sentence(line, field[0])
    }


def bar_front_matter(front: list[Line]) -> None:
    """Keep front matter out of articles, its fences and what its fields list."""
    for line in front:
        line.keep_out()
        if not line.is_bullet:  # of a list of authors, or of tags
            line.bar("other")


def label_document(lines: list[Line], fields: Fields, marks: list[int]) -> int | None:
    """Label the lines of a document of an export: those around its text, its heading, and its text,
    which is all of one article. The line of its headline.
    """
    for index in [*marks, *find_behind(lines)]:
        lines[index].bar("other")
    for line in lines:
        if is_notice(line.text) and (not line.is_prose_like or not COPYRIGHT.match(line.text)):
            line.bar("notice")
    headlines = (at for at, (role, _) in sorted(fields.items()) if role == "headline")
    headline = next((at for at in headlines if lines[at].headline_score == 1), None)
    if headline is None:
        headline = label_heading(lines, marks, fields)
    for line in lines:
        if line.kind in OWN:
            line.story = 0
    own = find_own_text(lines)
    for line in own:  # of nobody else: an export has no lists and other stories
        line.kind, line.cuts = None, ()
        line.body_score = max(line.body_score, OWN_TEXT)
        line.story_headline_score = line.story_text_score = 0.0
    bar_between(lines, own, {*fields, *marks})
    return headline


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


def is_heading(text: str) -> bool:
    """Whether a line is a heading as exports have them: "Body", "Classification"."""
    return is_body_heading(text) or fold_text(text).rstrip(" :") in read_export_marks("heading")


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
    counted = compile_forms((mark for mark in marks if "#" in mark), NUMBER, NUMBER)
    return frozenset(mark for mark in marks if "#" not in mark), counted
