"""Lists of other stories with their dates: title and date on one line, "Bridge reopens (12 May
2024)", "12.05.2024 – Bridge reopens"; or a title, its summary and its date below one another.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from flows.reading.byline_lines import reads_as_byline
from flows.reading.dates.lines import DATE, TIME, compile_weekdays, has_date, is_time_line
from flows.segment.cards import (
    BULLETED,
    assign_story,
    find_date_below,
    free_titles,
    is_dated_item,
)
from flows.segment.first_labels import FULL_STOP, measure
from flows.segment.line import Cuts, Line
from flows.segment.lines import LONGEST_TITLE, SHORTEST_TITLE
from flows.text import fold_digits

TITLE = "headline"
FEWEST_TITLES = 2  # one below the other
LONGEST_MOMENT = 24  # characters beside a date at its edge: a weekday, a clock time
SIGNS = " \t()[]（）【】|｜/:：,，;·•–—-"  # between a title and a date
GAP, EDGE = re.compile(rf"[{re.escape(SIGNS)}]*"), re.compile(rf"[{re.escape(SIGNS)}.]*")
DAYS = ("first", "ymd_day", "cjk_day", "era_day", "glued_day")
DAYS += ("day_before", "day_after", "lead_day", "lead_day_after")
MAY_BE_DATED = frozenset({None, "timestamp", "byline", "related_marker", "navigation", "other"})


def cut_dated_titles(lines: list[Line], numbers: Iterator[int]) -> None:
    """Cut each line of a list of other stories into its headline and its date, and make it a story
    of its own, where two or more lines in a row have both.
    """
    for line in find_listed(lines):
        if line.kind == "other" and is_time_line(line.text):
            line.kind = "timestamp"  # "5 June 2023 · 3 min read"
    listed = [(line, read_dated_title(line)) for line in find_listed(lines)]
    for is_dated, run in groupby(listed, key=lambda pair: pair[1] is not None):
        titles = list(run)
        if not is_dated or len(titles) < FEWEST_TITLES:
            continue
        for line, cuts in titles:
            line.kind, line.cuts = TITLE, cuts or ()
            line.keep_out()
            assign_story([line], next(numbers))


def bar_dated_items(lines: list[Line]) -> None:
    """Keep out of a body the items of a list below its marker that all have a date below them."""
    for start, line in enumerate(lines, 1):
        if not line.is_marker_alone or start == len(lines):
            continue
        if is_dated_item(lines, start, len(lines)):
            free_titles(lines, start, len(lines))
        ends = [start]
        while ends[-1] < len(lines) and is_dated_item(lines, ends[-1], len(lines)):
            ends.append(1 + (find_date_below(lines, ends[-1], len(lines)) or ends[-1]))
        if len(ends) > FEWEST_TITLES:
            for item in lines[start : ends[-1]]:
                item.keep_out()


def find_listed(lines: list[Line]) -> Iterator[Line]:
    """The lines below a marker such as "Related stories", up to prose or a line of other kind."""
    is_listed = False
    for line in lines:
        if line.is_marker_alone:
            is_listed = True
        elif line.is_prose_like or line.kind not in MAY_BE_DATED:
            is_listed = False
        elif is_listed:
            yield line


def read_dated_title(line: Line) -> Cuts | None:
    """The parts of a line that begins or ends with a day, and has a title beside it."""
    bullet = BULLETED.match(line.text)
    start = bullet.end() if bullet else 0
    text = fold_digits(line.text[start:])
    if line.story is not None or line.size > LONGEST_TITLE or not has_date(text):
        return None
    if len(DATE.findall(text)) > 1:
        return None
    cuts = cut_date_in_front(text) or cut_date_behind(text)
    if cuts is None:
        return None
    ends = [*(offset for offset, _ in cuts[1:]), len(text)]
    title = next(text[at:end] for (at, kind), end in zip(cuts, ends, strict=True) if kind == TITLE)
    if not may_be_headline(title.strip()):
        return None
    moved = tuple((start + offset, kind) for offset, kind in cuts)
    return ((0, "navigation"), *moved) if start else moved


def cut_date_in_front(text: str) -> Cuts | None:
    """Cut "12.05.2024 – Bridge reopens" behind its day, and behind the clock time beside that."""
    date = DATE.search(text)
    if date is None or not names_day(date) or not is_moment(text[: date.start()]):
        return None
    clock = TIME.search(text, date.end())
    is_beside = clock is not None and EDGE.fullmatch(text, date.end(), clock.start("clock"))
    gap = GAP.match(text, clock.end("clock") if clock and is_beside else date.end())
    return ((0, "timestamp"), (gap.end(), TITLE)) if gap else None


def cut_date_behind(text: str) -> Cuts | None:
    """Cut "Bridge reopens (Sunday, 12 May 2024)" before its day, and before the weekday of that."""
    *_, date = DATE.finditer(text)
    start = find_weekday(text, date.start())
    if not names_day(date) or not is_moment(text[date.end() :]):
        return None
    end = len(text[:start].rstrip(SIGNS))
    if not text[end:start].strip():
        return ((0, TITLE), (start, "timestamp"))
    return ((0, TITLE), (end, "navigation"), (start, "timestamp"))


def find_weekday(text: str, start: int) -> int:
    """Where the weekday right before a date begins; where the date does, if it has none."""
    before = (day.span() for day in compile_weekdays().finditer(text, 0, start))
    near = (first for first, end in before if EDGE.fullmatch(text, end, start))
    return next(near, start)


def names_day(date: re.Match[str]) -> bool:
    """Whether a date is a day: "in May 2024" is a part of a title."""
    return any(date[name] for name in DAYS)


def is_moment(text: str) -> bool:
    """Whether what stands at the edge beside a date is a weekday, a clock time or nothing."""
    rest = compile_weekdays().sub("", TIME.sub("", text))
    return len(text) <= LONGEST_MOMENT and EDGE.fullmatch(rest) is not None


def may_be_headline(text: str) -> bool:
    """Whether the words beside a date may be a headline: no name, and nothing that ends with a full
    stop, as an entry of a chronicle does.
    """
    return (
        measure(text) >= SHORTEST_TITLE
        and FULL_STOP.search(text) is None
        and not reads_as_byline(text)
    )
