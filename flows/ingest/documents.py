"""Several documents in one text, as databases of the press export them: where each begins and ends.

A text is divided only where it says itself that it holds documents: numbers ("2 of 37 DOCUMENTS"),
the end of each ("End of Document"; Factiva's "Document ABCD000020240515ek5e00000"), the same block
of fields ("Title: …", "Record Number: …") above or below each; or rules between parts that each
begin as an article does. Words of these stand in seeds/export_marks.csv.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from flows.reading.exports import (
    FEWEST_FIELDS,
    NUMBER,
    OF_EXPORTS,
    compile_forms,
    compile_numbers,
    ends_document,
    is_document,
    is_notice,
    read_export_marks,
    read_field_roles,
    read_label,
)
from flows.text import fold_text

LINES_OF_HEADING = 8  # within which an article says its day
LINES_OF_COVER = 10  # who searched, when and for what, above a first document that has no list
LINES_BEHIND = 30  # a last document
LINES_ABOVE_FIELDS = 3  # a headline, and below it its outlet and day
LONGEST_TITLE, LONGEST_HEADING_LINE = 160, 80
SHORTEST_PARAGRAPH = 100
MOST_FIELDS = 30  # of a record, and what stands above it
RECORD = {"headline", "source", "date"}
TAIL = OF_EXPORTS | {"address", "other", "rights"}  # what fields below a text say
# "-----", "* * *", a line of boxes, a form feed.
SIGNS = r"=_*#~\-–—―─━═•·⁂"
RULE = re.compile(rf"\s*(?:([{SIGNS}])(?:[ \t]?\1){{2,}}|⁂|\f)\s*")
# A day, or the day before a year: "1 June 2023", "June 1, 2023", "2023-06-01".
DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)\D{1,20}(?:19|20)\d\d(?!\d)|(?<!\d)(?:19|20)\d\d\D\d{1,2}\D")
LISTED = re.compile(r"\s*1\.\s+(\S.*?)\s*")
GAP = re.compile(r"\s*[:：]?\s+|\s*[:：]\s*")  # between a label and its number
ENDS_SENTENCE = re.compile(r"[.!?…:;,]\W*$")


class Line(NamedTuple):
    """A line of a text that is not blank."""

    start: int
    text: str
    is_apart: bool  # a blank line stands above it, or nothing


Finder = Callable[[list[Line]], list[int]]


def split_documents(text: str) -> list[tuple[int, int]]:
    """Where the documents of a text begin and end, without what stands before the first; one span,
    the whole text, if it does not say that it holds several.

    >>> text = "1 of 2 DOCUMENTS\\nA ferry\\n\\n2 of 2 DOCUMENTS\\nA bridge"
    >>> [text[start:end].split("\\n")[1] for start, end in split_documents(text)]
    ['A ferry', 'A bridge']
    """
    return split_by(text, (find_numbers, find_ends, find_blocks, find_ids, find_ruled))


def split_numbered(text: str) -> list[tuple[int, int]]:
    """The same of a text out of HTML, in which fields and rules mean less: documents that are
    numbered, that say where they end, or that each have a record of headline, outlet and day.
    """
    return split_by(text, (find_numbers, find_ends, find_records))


def split_by(text: str, finders: tuple[Finder, ...]) -> list[tuple[int, int]]:
    lines = list(read_lines(text))
    for find in finders:
        if starts := find(lines):
            return list(pairwise([*starts, len(text)]))
    return [(0, len(text))]


def read_lines(text: str) -> Iterator[Line]:
    start, is_apart = 0, True
    for line in text.splitlines(keepends=True):
        if line.strip() or "\f" in line:
            yield Line(start, line, is_apart)
        is_apart = not line.strip()
        start += len(line)


def find_numbers(lines: list[Line]) -> list[int]:
    """Documents that are numbered: "2 of 37 DOCUMENTS" on a line of its own. Numbers begin anew
    where searches were saved one behind another; a number in a text does not go on with the one
    above.
    """
    starts: list[int] = []
    last = 0
    for line in lines:
        match = (
            len(line.text) <= LONGEST_HEADING_LINE
            and compile_numbers().fullmatch(fold_text(line.text))
        ) or None
        number = int(next(filter(None, match.groups()))) if match else 0
        if number > last or number == 1:
            starts.append(line.start)
            last = number
    return starts if len(starts) > 1 else []


def find_ends(lines: list[Line]) -> list[int]:
    """Documents each of which says where it ends."""
    ends = [number for number, line in enumerate(lines) if ends_document(line.text)]
    if not ends:
        return []
    # Of two with nothing but notices between them both end the same one.
    pairs = zip(ends, [*ends[1:], len(lines)], strict=True)
    ends = [end for end, after in pairs if skip_notices(lines, end + 1) != after]
    first = find_first(lines[: ends[0]])
    return [lines[first].start, *(lines[skip_notices(lines, end + 1)].start for end in ends[:-1])]


def find_announced(text: str, spans: list[tuple[int, int]]) -> int | None:
    """How many documents a file says that it holds: above the first one ("Documents (100)"), below
    the last one ("Results Found  27"), or in the number of each ("1 of 37 DOCUMENTS"). None if it
    does not say, if the numbers are of several searches, or if it is one page and no export. The
    number of a single document is its place among others, which may stand in files of their own.
    """
    cover = [line for line in text[: spans[0][0]].splitlines() if line.strip()]
    first, last = (text[slice(*span)].splitlines() for span in (spans[0], spans[-1]))
    if not cover:
        heads = (line for line in first if line.strip())
        cover = list(takewhile(lambda line: len(line) < SHORTEST_PARAGRAPH, heads))[:LINES_OF_COVER]
    last = last[-LINES_BEHIND:]
    end = max((at for at, line in enumerate(last) if ends_document(line)), default=len(last))
    counts = (
        count
        for line in (*cover, *last[end:])
        if len(line) <= LONGEST_HEADING_LINE and (count := read_announced(line)) is not None
    )
    count = next(counts, None)
    if len(spans) == 1:
        return count if count is not None and is_document(text) else None
    if count is not None:
        return count
    return sum_totals([text[start:end].strip().split("\n")[0] for start, end in spans])


def sum_totals(numbers: list[str]) -> int | None:
    """How many documents the numbers of documents say that there are; of several searches in one
    file, each of which begins anew, all of theirs. None if they do not say.
    """
    totals: list[set[int]] = []
    last = 0
    for text in map(fold_text, numbers):
        number, total = compile_numbers().fullmatch(text), compile_totals().fullmatch(text)
        if not number or not total:
            return None
        found = int(next(filter(None, number.groups())))
        if found <= last or not totals:
            totals.append(set())
        totals[-1].add(int(next(filter(None, total.groups()))))
        last = found
    return sum(map(max, totals)) if all(len(own) == 1 for own in totals) else None


def read_announced(line: str) -> int | None:
    """
    >>> read_announced("Total articles : 1,024"), read_announced("Results Found\\t27")
    (1024, 27)
    """
    match = compile_announced().fullmatch(fold_text(GAP.sub(" ", line).strip()))
    digits = "".join(filter(str.isdigit, next(filter(None, match.groups())))) if match else ""
    return int(digits) if digits else None


def skip_notices(lines: list[Line], first: int) -> int:
    """The number of the first line from this one on that is no notice below a document."""
    own = (number for number in range(first, len(lines)) if not is_notice(lines[number].text))
    return next(own, len(lines) - 1)


def find_first(lines: list[Line]) -> int:
    """The number of the line with which the first document begins: of a list of titles above it
    ("1. A ferry") the first stands there again.
    """
    listed = (LISTED.fullmatch(line.text) for line in lines)
    title = next((match[1] for match in listed if match), None)
    again = (number for number, line in enumerate(lines) if line.text.strip() == title)
    return next(again, 0)


def find_blocks(lines: list[Line]) -> list[int]:
    """Documents that each have the same fields in a row: "Title: …", "Author: …", "Date: …"; above
    their texts, or below them if the first text stands above the first fields.
    """
    blocks: list[list[tuple[int, str]]] = [[]]
    for number, line in enumerate(lines):
        if label := read_label(line.text):
            if line.is_apart and blocks[-1]:
                blocks.append([])
            blocks[-1].append((number, label[0]))
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if len(block) >= FEWEST_FIELDS]
    if not blocks:
        return []
    fields = {field for _, field in blocks[0]}
    alike = [block for block in blocks if len(fields & {own for _, own in block}) >= FEWEST_FIELDS]
    if len(alike) < 2:
        return []
    first = alike[0][0][0]
    if any(len(line.text) >= SHORTEST_PARAGRAPH for line in lines[:first]):
        ends = [block[-1][0] for block in alike[:-1]]
        return [lines[0].start, *(lines[skip_notices(lines, end + 1)].start for end in ends)]
    return [lines[find_title(lines, block[0][0])].start for block in alike]


def find_records(lines: list[Line]) -> list[int]:
    """Documents with the same fields above each of them, among these headline, outlet and day."""
    starts, numbers = find_blocks(lines), {line.start: at for at, line in enumerate(lines)}
    firsts = []
    for start in starts:
        labels = [read_label(line.text) for line in lines[numbers[start] :][:MOST_FIELDS]]
        first = next((at for at, label in enumerate(labels) if label), 0)
        fields = takewhile(bool, labels[first:])
        if not {read_field_roles()[label[0]] for label in fields if label} >= RECORD:
            return []
        firsts.append(lines[numbers[start] + first].start)
    return firsts


def find_ids(lines: list[Line]) -> list[int]:
    """Documents each of which ends with a number of its own: "Record: 1A2B3C", perhaps with notices
    and other fields right below.
    """
    ids = [
        (number, label[0], line.text[label[1] :].strip())
        for number, line in enumerate(lines)
        if (label := read_label(line.text)) and read_field_roles()[label[0]] == "id"
    ]
    ids = [found for found in ids if found[1] == ids[0][1]]
    if len(ids) < 2 or len({value for *_, value in ids}) < len(ids):
        return []
    spans = pairwise([0, *(number for number, *_ in ids)])
    if not all(has_text(lines[first:last]) for first, last in spans):
        return []
    ends = (skip_tail(lines, number + 1) for number, *_ in ids[:-1])
    return [lines[0].start, *(lines[end].start for end in ends)]


def skip_tail(lines: list[Line], first: int) -> int:
    """The number of the first line from this one on that is no notice, no field and no rule."""
    while first < len(lines) - 1 and is_of_tail(lines[first].text):
        first += 1
    return first


def is_of_tail(text: str) -> bool:
    label = read_label(text)
    return (
        bool(RULE.fullmatch(text))
        or is_notice(text)
        or (label is not None and read_field_roles()[label[0]] in TAIL)
    )


def find_title(lines: list[Line], first: int) -> int:
    """The number of the line above a block of fields with which its heading begins, if that is
    glued to it: a headline, and below it perhaps its outlet and day.
    """
    top = first
    while (
        top > max(first - LINES_ABOVE_FIELDS, 0)
        and not lines[top].is_apart
        and len(lines[top - 1].text) <= LONGEST_TITLE
    ):
        top -= 1
    return top if lines[top].is_apart else first


def find_ruled(lines: list[Line]) -> list[int]:
    """Documents with a rule across the page between them, each of which begins as articles do."""
    rules = [number for number, line in enumerate(lines) if RULE.fullmatch(line.text)]
    parts = [
        (first + 1, last) for first, last in pairwise([-1, *rules, len(lines)]) if last > first + 1
    ]
    # Above the first document and below the last one something short may stand.
    while parts and not has_text(lines[slice(*parts[-1])]):
        parts.pop()
    while parts and not has_text(lines[slice(*parts[0])]):
        parts.pop(0)
    if len(parts) < 2 or not all(begins_article(lines[first:last]) for first, last in parts):
        return []
    return [lines[first].start for first, _ in parts]


def has_text(lines: list[Line]) -> bool:
    return any(len(line.text) >= SHORTEST_PARAGRAPH for line in lines)


def begins_article(lines: list[Line]) -> bool:
    """Whether lines begin with a title and a day, in any order, with a paragraph below."""
    paragraphs = (at for at, line in enumerate(lines) if len(line.text) >= SHORTEST_PARAGRAPH)
    title, heading = lines[0], lines[: min(next(paragraphs, 0), LINES_OF_HEADING)]
    is_title = len(title.text) <= LONGEST_TITLE and not ENDS_SENTENCE.search(title.text)
    has_day = any(
        len(line.text) <= LONGEST_HEADING_LINE and DAY.search(line.text) for line in heading
    )
    return is_title and has_day and len(heading) > 1


@lru_cache
def compile_totals() -> re.Pattern[str]:
    """The number of a document, with its second number as a group: how many there are."""
    return compile_forms(read_export_marks("number"), NUMBER, rf"({NUMBER})")


@lru_cache
def compile_announced() -> re.Pattern[str]:
    """How many documents the cover of an export says that it has, as a group."""
    number = r"(\d[\d., ']{0,8})"
    return compile_forms(
        (GAP.sub(" ", mark) for mark in read_export_marks("announced")), number, number
    )
