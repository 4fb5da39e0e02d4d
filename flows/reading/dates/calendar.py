"""Days and moments out of numbers that a page prints; None where there is no such day or moment."""

from datetime import date, datetime, timedelta

NOWRUZ_YEAR, NOWRUZ = 1403, date(2024, 3, 20)  # a first day of the solar Hijri year
FIRST_SOLAR_YEAR, LAST_SOLAR_YEAR = 1279, 1478  # 1900 to 2099 of our count


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


def make_solar_date(year: int, month: int, day: int) -> date | None:
    """The day of our calendar that is this one of the solar Hijri calendar of Iran.

    Eight years of 33 are leap years, in a cycle that is exact from 1799 to 2254.

    >>> make_solar_date(1403, 1, 1), make_solar_date(1403, 12, 30), make_solar_date(1402, 12, 30)
    (datetime.date(2024, 3, 20), datetime.date(2025, 3, 20), None)
    """
    if not (FIRST_SOLAR_YEAR <= year <= LAST_SOLAR_YEAR and 1 <= month <= 12):
        return None
    if month <= 6:
        length = 31
    else:
        length = 30 if month < 12 or count_leap_years(year + 1) > count_leap_years(year) else 29
    if not 1 <= day <= length:
        return None
    days_before = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    leap_years = count_leap_years(year) - count_leap_years(NOWRUZ_YEAR)
    first = NOWRUZ + timedelta(days=365 * (year - NOWRUZ_YEAR) + leap_years)
    return first + timedelta(days=days_before + day - 1)


def count_leap_years(year: int) -> int:
    """How many solar Hijri leap years came before a year."""
    return (8 * year + 21) // 33


def is_summer(rule: str, day: date) -> bool:
    """Whether clocks are set an hour ahead on a day: by the rule of the United States (us, since
    2007), Europe (eu, since 1996), Australia (au, since 2008) or New Zealand (nz, since 2007).

    >>> [is_summer("us", day) for day in (date(2025, 3, 9), date(2025, 11, 2))]
    [True, False]
    >>> is_summer("eu", date(2025, 3, 29)), is_summer("au", date(2025, 1, 1))
    (False, True)
    """
    year = day.year
    match rule:
        case "us":
            return find_sunday(year, 3, 8) <= day < find_sunday(year, 11, 1)
        case "eu":
            return find_sunday(year, 3, 25) <= day < find_sunday(year, 10, 25)
        case "au":
            return not find_sunday(year, 4, 1) <= day < find_sunday(year, 10, 1)
        case _:
            return not find_sunday(year, 4, 1) <= day < find_sunday(year, 9, 24)


def find_sunday(year: int, month: int, first: int) -> date:
    """The first Sunday of a month that is not before one of its days."""
    day = date(year, month, first)
    return day + timedelta(days=6 - day.weekday())
