"""The heading of the page's own article: which lines around it say when and by whom it was
published.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from flows.reading import dates
from flows.reading.byline_labels import compile_byline_prefix, is_bare_byline
from flows.reading.byline_lines import reads_as_byline
from flows.reading.bylines import find_names
from flows.reading.datelines import read_lone_dateline
from flows.reading.dates.ends import strip_moment
from flows.reading.dates.lines import (
    has_date,
    has_time,
    is_of_event,
    is_time_line,
    says_published,
)
from flows.segment.line import Line
from flows.segment.names_alone import may_be_author
from flows.segment.printed import is_head
from flows.segment.segment_kinds import find_kinds

# Swept on dev's 257 leads (python -m train.metadata): right to the day, wrong.
LINES_IN_HEADING = 3  # of the body: 1: 172, 2; 2: 199, 3; 3: 199, 3; 5: 199, 4
LINES_ABOVE_TEXT = 4  # of a body, that may be names and dates
LINES_ABOVE = 3  # 0: 198, 3; 3: 199, 3; 6: 200, 3, but a masthead's day stands there
LINES_FAR_ABOVE = 10  # 5: 197, 4; 10 and 15: 199, 3
LINES_BELOW = 1  # 0: 198, 3; 1, 2 and 4: 199, 3
LINES_BESIDE = 3  # of a time, for names: precision, recall 1: .960, .565; 3: .964, .627; 4: .959
LONGEST_NAMES = 90
SEPARATORS = " \t|·•-–—,/"
MOST_NAMES, SHORTEST_NAME = 8, 4  # a line below "By" that is "and" or "," does not end the names


def claim_heading(lines: list[Line]) -> None:
    """Label the dates and bylines in the heading of the page's own article as its own, unless they
    belong to another story. If none of them is a date, one that stands farther away is labelled.

    A heading reaches from shortly above the article's first line to the third line of its body:
    often the deck is the first line of the body.
    """
    own = [index for index, line in enumerate(lines) if line.story == 0]
    body = [index for index in own if lines[index].kind in find_kinds("is_body")]
    if not body:
        return
    last = body[min(LINES_IN_HEADING, len(body)) - 1]
    claims = {index: find_claim(lines[index]) for index in find_heading(lines, own[0], last)}
    claims |= dict.fromkeys(find_dates_in_body(lines, body), "timestamp")
    if not has_own_date(lines, own, claims):
        claims |= find_far_claims(lines, own)
    kinds = {index: kind or lines[index].kind for index, kind in claims.items()}
    headline = next((index for index in own if lines[index].kind == "headline"), own[0] - 1)
    claims |= dict.fromkeys(find_name_lines(lines, kinds, headline), "byline")
    for index, kind in claims.items():
        if kind:
            lines[index].kind, lines[index].story = kind, 0
    for index in sorted(claims, reverse=True):
        if lines[index].kind == "timestamp" and lines[index].story == 0:
            lines[index : index + 1] = cut_signed_date(lines[index])


def cut_signed_date(line: Line) -> list[Line]:
    """The parts of a line that says when and by whom: "By Jane Roe | 19 May 2025", "19 May 2025 by
    Jane Roe"; the line itself if it does not say both.
    """
    text, date = line.text, dates.find_date(line.text)
    if date is None or date.text not in text or read_lone_dateline(text):
        return [line]
    names = strip_moment(text)
    start = len(names)
    if 0 < start < len(text) and text.startswith(names) and find_names(names):
        kinds = ("byline", "timestamp")
    else:
        start, kinds = text.index(date.text) + len(date.text), ("timestamp", "byline")
        if has_date(text[start:]) or not find_names(text[start:].strip(SEPARATORS)):
            return [line]
    start += len(text[start:]) - len(text[start:].lstrip(SEPARATORS))
    first = replace(line, text=text[:start].rstrip(), kind=kinds[0], cuts=())
    last = replace(line, start=line.start + start, text=text[start:], kind=kinds[1], cuts=())
    return [first, replace(last, blank_before=0, offset=line.offset + start)]


def find_dates_in_body(lines: list[Line], body: list[int]) -> Iterator[int]:
    """Lines that were taken for the body's and say when it was published: dates above its first
    paragraph; those beside or below a name shortly below it; at its end "Published 19 May 2025".
    """
    first = next((at for at, index in enumerate(body) if is_text(lines[index])), len(body))
    if first == len(body):
        return
    yield from filter(
        lambda index: is_date_in_body(lines[index]), body[: min(first, LINES_ABOVE_TEXT)]
    )
    near = body[first + 1 : first + LINES_IN_HEADING]
    for index in sorted({*near, body[-1]} - {body[first]}):
        text = lines[index].text
        is_below_name = index in near and lines[index - 1].kind == "byline"
        if is_date_in_body(lines[index]) and (
            says_published(text)
            or is_below_name
            or (index in near and (compile_byline_prefix().match(text) or find_names(text)))
        ):
            yield index


def is_text(line: Line) -> bool:
    """Whether a line of a body is a paragraph, and no date that was taken for one."""
    return line.kind == "paragraph" and not is_date_in_body(line)


def is_date_in_body(line: Line) -> bool:
    """Whether a line of a body is a date of publication or change and little else."""
    return is_time_line(line.text) and not is_of_event(line.text)


def find_heading(lines: list[Line], first: int, last: int) -> Iterator[int]:
    """The lines from a little above the first to the last one, without lists of other stories."""
    above = first
    claimable = find_kinds("is_claimable")
    while above > max(0, first - LINES_ABOVE) and lines[above - 1].kind in claimable:
        above -= 1
    is_listed = False
    for index in range(above, last):
        is_listed = lines[index].story != 0 and (is_listed or lines[index].kind == "related_marker")
        if not is_listed:
            yield index


def find_claim(line: Line) -> str | None:
    """The kind that a line has as a line of the heading; None if it says neither when nor by whom,
    or is another story's.

    "Published 19 May 2025" is of the page's own article even if it was taken for a part of a card.
    """
    kind = line.kind
    if line.entry is not None or is_head(line.text):
        return None
    if line.story is None and kind in find_kinds("is_claimable"):
        if kind == "timestamp" or (is_time_line(line.text) and not is_of_event(line.text)):
            return "timestamp"
        return "byline" if kind == "byline" else None
    return kind if line.story and kind == "timestamp" and says_published(line.text) else None


def has_own_date(lines: list[Line], own: list[int], claims: dict[int, str | None]) -> bool:
    """Whether a line that is the article's own, or is claimed for it, prints a date."""
    timed = [index for index in own if lines[index].kind in find_kinds("says_when")]
    timed += [index for index, kind in claims.items() if kind]
    return any(has_date(lines[index].text) for index in timed)


def find_far_claims(lines: list[Line], own: list[int]) -> dict[int, str | None]:
    """A time far from the heading with the bylines beside it, and the kinds that they get."""
    time = find_far_time(lines, own)
    if time is None:
        return {}
    beside = range(max(0, time - LINES_BESIDE), min(time + LINES_BESIDE + 1, len(lines)))
    claims: dict[int, str | None] = {
        index: "byline" for index in beside if is_far_byline(lines[index])
    }
    return claims | {time: "timestamp"}


def find_far_time(lines: list[Line], own: list[int]) -> int | None:
    """One time far from the heading: "Published 19 May 2025" anywhere, if the page has one such
    day; a date with a clock time above the headline; or a date right below the body.
    """
    kinds = find_kinds("is_claimable") | find_kinds("is_of_picture")
    free = [
        index
        for index, line in enumerate(lines)
        if line.story is None and line.entry is None and line.kind in kinds and has_date(line.text)
    ]
    free = [index for index in free if not is_head(lines[index].text)]
    marked = [index for index in free if says_published(lines[index].text)]
    found = [dates.find_date(lines[index].text) for index in marked]
    if len({date and date.earliest.date() for date in found}) == 1:
        return marked[0]
    above = [
        index
        for index in free
        if own[0] - LINES_FAR_ABOVE <= index < own[0]
        and has_time(lines[index].text)
        and is_time_line(lines[index].text)
        and not any(line.story for line in lines[index : own[0]])
    ]
    below = [
        index
        for index in free
        if own[-1] < index <= own[-1] + LINES_BELOW and is_time_line(lines[index].text)
    ]
    return next(iter([*above[-1:], *below]), None)


def find_name_lines(
    lines: list[Line], kinds: dict[int, str | None], headline: int
) -> Iterator[int]:
    """Lines with names below a byline that is nothing but "By"; where there is no byline, the
    first below the headline that stands beside a time.

    Args:
        kinds: of the lines of the heading that are the article's own, or are claimed for it.
    """
    times = [index for index, kind in kinds.items() if kind == "timestamp"]
    bylines = [index for index, kind in kinds.items() if kind == "byline"]
    starts = [index + 1 for index in bylines if is_bare_byline(lines[index].text)]
    if not any(compile_byline_prefix().match(lines[index].text) for index in bylines):
        steps = range(-LINES_BESIDE, LINES_BESIDE + 1)
        beside = {time + step for time in times for step in steps}
        below = (index for index in kinds if index > headline and index in beside)
        story = [
            line for line in lines if line.story == 0 and line.kind not in ("byline", "timestamp")
        ]
        named = (index for index in below if is_name_line(lines[index]))
        starts += islice((index for index in named if may_be_author(lines, index, story)), 1)
    if not starts:
        return
    first = starts[0]
    is_marked = is_bare_byline(lines[first - 1].text)
    for index in range(first, min(first + MOST_NAMES, len(lines))):
        if is_name_line(lines[index], is_marked):
            yield index
        elif len(lines[index].text) > SHORTEST_NAME:
            break


def is_name_line(line: Line, is_marked: bool = False) -> bool:
    """Whether a line that is no story's names people.

    Args:
        is_marked: it stands below "By", so that a name needs no known first name.
    """
    is_free = line.story is None and line.kind in find_kinds("may_hold_names")
    if not is_free or len(line.text) > LONGEST_NAMES:
        return False
    names = find_names(line.text, is_marked)
    if is_marked or not names:
        return bool(names)
    # Behind other words a name may be that of whom a picture shows.
    return line.text.lstrip(" –—-|").startswith(names[0].split()[0]) or reads_as_byline(line.text)


def is_far_byline(line: Line) -> bool:
    """Whether a line beside a far time is a byline: labelled so, or one name and nothing else."""
    if not is_name_line(line):
        return False
    return line.kind == "byline" or len(find_names(line.text)[0]) == len(line.text)
