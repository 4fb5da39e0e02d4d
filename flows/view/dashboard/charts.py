"""Charts: numbers as bars, drawn by templates/charts.html as SVG with a table beside it."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from flows.view.dashboard.published import Row

WIDTH, HEIGHT = 720, 150  # of a chart of days, in its own units
WIDEST = 40  # bar
BY_DAY, BY_WEEK, BY_MONTH = 70, 500, 3000  # the most days that are shown in such steps


class Bar(NamedTuple):
    """A bar of a chart, a row of the table beside it."""

    label: str
    value: int
    part: int = 0  # of the value, drawn darker: the original ones
    href: str | None = None
    is_drawn: bool = True  # what is not known has a number alone, so that it dwarfs nothing


class Drawn(NamedTuple):
    """Where a bar stands."""

    bar: Bar
    x: float
    width: float
    height: float
    part_height: float


def draw_bars(bars: list[Bar]) -> list[Drawn]:
    """Upright bars, side by side over the whole width; the highest has the whole height."""
    highest = max((bar.value for bar in bars), default=0) or 1
    step = WIDTH / max(len(bars), 1)
    width = min(step * 0.8, WIDEST)
    return [
        Drawn(
            bar,
            round(number * step + (step - width) / 2, 2),
            round(width, 2),
            round(HEIGHT * bar.value / highest, 2),
            round(HEIGHT * bar.part / highest, 2),
        )
        for number, bar in enumerate(bars)
    ]


def sum_days(days: Iterable[Row], link: str) -> list[Bar]:
    """Bars of days, weeks, months or years, as many as can be seen, those without articles too.

    Args:
        days: day, article_count and original_article_count.
        link: the address of the articles, to which the days are added.
    """
    counts = {row["day"]: row for row in days if row["day"] is not None and row["article_count"]}
    if not counts:
        return []
    first, last = min(counts), max(counts)
    return [
        Bar(
            tell_step(start, end),
            sum(row["article_count"] for row in inside),
            sum(row["original_article_count"] for row in inside),
            f"{link}&published_day_from={start}&published_day_to={end}",
        )
        for start, end in list_steps(first, last)
        for inside in [[row for day, row in counts.items() if start <= day <= end]]
    ]


def list_steps(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The first and last day of each step from one day to another."""
    span = (last - first).days + 1
    start = first
    if span > BY_DAY:
        start = first - timedelta(days=first.weekday()) if span <= BY_WEEK else first.replace(day=1)
    if span > BY_MONTH:
        start = first.replace(month=1, day=1)
    while start <= last:
        if span <= BY_DAY:
            following = start + timedelta(days=1)
        elif span <= BY_WEEK:
            following = start + timedelta(days=7)
        elif span <= BY_MONTH:
            following = (start + timedelta(days=32)).replace(day=1)
        else:
            following = start.replace(year=start.year + 1)
        yield start, following - timedelta(days=1)
        start = following


def tell_step(start: date, end: date) -> str:
    """
    >>> tell_step(date(2025, 5, 1), date(2025, 5, 31))
    '2025-05'
    >>> tell_step(date(2025, 5, 5), date(2025, 5, 11))
    '2025-05-05 to 2025-05-11'
    """
    days = (end - start).days + 1
    if days == 1:
        return f"{start}"
    if days == 7:
        return f"{start} to {end}"
    return f"{start:%Y-%m}" if days < 32 else f"{start:%Y}"
