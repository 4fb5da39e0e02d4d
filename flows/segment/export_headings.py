"""The heading without labels that databases of the press print above a text: its lines are known
by their order.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from flows.reading.byline_lines import reads_as_byline
from flows.reading.dates.lines import has_time, is_time_line
from flows.reading.exports import is_certificate, is_notice, read_export_marks
from flows.seeds import read_seed
from flows.segment.export_fields import Fields, cut_citation, cut_source, has_name, read_field
from flows.segment.line import Line
from flows.text import alternation, fold_text

LONGEST_EDITION = 40
LONGEST_CLOCK = 12  # "09:15 GMT"
LINES_TO_COUNT = 15  # above the count of words stand section, headline and names
NUMBERED = re.compile(r"\d{1,4}\)\s+(?=\S)")  # "12) Bridge reopens", in a list that was saved


class Heading(NamedTuple):
    """The lines of a heading by number; None where it has none of these."""

    headline: int | None
    source: int | None
    day: int | None


def label_heading(lines: list[Line], marks: list[int], fields: Fields) -> int | None:
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
        found = Heading(next((at for at in heading if at < cited), None), None, None)
    elif counted is not None:
        found = label_counted(lines, range(counted + 1, first), days)
    elif marks and days and marks[0] < days[0]:
        found = find_numbered(lines, heading, marks[0], days[0])
    else:
        found = find_plain(lines, heading, days)
    label_names(lines, found, cited)
    for at in heading:
        lines[at].headline_score = 0.0
        if marks and lines[at].kind is None and is_beside(lines, at, found):
            lines[at].bar("other")
    if found.headline is not None:
        label_title(lines[found.headline])
        if lines[found.headline].blank_before and marks:
            claim_wrapped(lines, found.headline, first, fields)
    return found.headline


def label_counted(lines: list[Line], below: range, days: list[int]) -> Heading:
    """A heading whose source and day stand below its count of words, headline and names above it.

    Args:
        below: from the line below the count to the text.
    """
    counted = below.start - 1
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
    day = next(at for at in days if at > counted)
    source = next((at for at in below if at > day and not is_clock(lines[at].text)), None)
    for at in range(counted, below.stop):
        if at not in (day, source):
            lines[at].bar("other")
    return Heading(headline, source, day)


def find_numbered(lines: list[Line], heading: list[int], mark: int, day: int) -> Heading:
    """A heading with source and day between the number of the document and the headline."""
    titles = (at for at in heading if at > day and not is_edition(lines[at].text))
    headline = next((at for at in titles if lines[at].blank_before), None)
    return Heading(headline, day - 1 if day - 1 > mark else None, day)


def find_plain(lines: list[Line], heading: list[int], days: list[int]) -> Heading:
    """A heading that begins with its headline, or with its source and day."""
    day = days[0] if days else None
    if (below := find_title_below(lines, heading, days)) is not None:
        return Heading(below, heading[0] if heading[0] != day else None, day)
    headline = heading[0] if heading else None
    if headline is not None and heading[1:2] == [day] and owns(lines, headline):
        lines[headline].bar("outlet_label")
        headline = next((at for at in heading[2:] if lines[at].kind is None), None)
    is_apart = day is not None and headline is not None and headline < day - 1
    return Heading(headline, day - 1 if is_apart and day is not None else None, day)


def label_names(lines: list[Line], found: Heading, cited: int | None) -> None:
    """Label the lines of source and day, or the citation that says both."""
    headline, source, day = found
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


def is_beside(lines: list[Line], at: int, found: Heading) -> bool:
    """Whether a line stands above the headline, as a section does, or is an edition below a day."""
    if found.headline is not None and at < found.headline:
        return True
    return found.day is not None and found.day < at != found.headline and is_edition(lines[at].text)


def label_title(title: Line) -> None:
    title.kind, title.cuts, title.headline_score, title.is_title_like = None, (), 1.0, True
    title.body_score = 0.0
    if number := NUMBERED.match(title.text):
        title.cuts = ((0, "other"), (number.end(), "headline"))


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


def is_body_heading(text: str) -> bool:
    return fold_text(text).rstrip(" :") in read_export_marks("body")


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
