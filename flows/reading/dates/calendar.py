"""Days and moments out of numbers that a page prints; None where there is no such day or moment."""

from datetime import date, datetime, timedelta


def make_date(year: int, month: int, day: int) -> date | None:
    """The day of the calendar that has these numbers.

    >>> make_date(2024, 2, 29), make_date(2025, 2, 29), make_date(2025, 5, 0)
    (datetime.date(2024, 2, 29), None, None)
    """
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def move_moment(moment: datetime, count: float, unit: timedelta) -> datetime | None:
    """The moment so many units later; None before the year 1 or after 9999.

    >>> move_moment(datetime(2025, 5, 19, 12), -2, timedelta(hours=1))
    datetime.datetime(2025, 5, 19, 10, 0)
    """
    try:
        return moment + count * unit
    except OverflowError:
        return None
