"""Printed dates, read from single lines of a page.

What is not printed is never filled in: no year, no day, no zone from anywhere else.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from flows.reading.dates.calendar import make_date, make_solar_date
from flows.reading.dates.clocks import (
    Place,
    find_later_zone,
    read_clock_after,
    read_clock_before,
    read_zone,
)
from flows.reading.dates.markers import (
    ends_range,
    is_of_something_else,
    link_range,
    read_marker,
    read_marker_behind,
)
from flows.reading.dates.words import (
    ERAS,
    MONTHS,
    Month,
    find_languages_with,
    read_calendars,
    words_of,
    write_turkish_capitals,
)
from flows.text import LETTER, alternation, fold_case, fold_digits


class Bracket(NamedTuple):
    """A half-open span of time [earliest, latest) that a line names; "May 2025" is 31 days.

    Naive; in UTC where utc_offset_minutes is known, else as printed.
    """

    earliest: datetime
    latest: datetime
    utc_offset_minutes: int | None
    precision: str  # minute hour day month year
    text: str  # the characters of the line that say it
    is_update: bool = False  # the line says that something older was changed then


# Valid in Python's re and in Rust's regex crate, so no look-around.
TURKISH_MONTHS = [word for word, languages in MONTHS.items() if {"tr", "az"} & languages.keys()]
MONTH = alternation([*MONTHS, *map(write_turkish_capitals, TURKISH_MONTHS)])
ENGLISH_MONTH = alternation(word.title() for word, languages in MONTHS.items() if "en" in languages)
ORDINAL = rf"(?:{alternation(words_of('ordinal'))}|\.)?"
# "of" of "19th of May"; between a word such as d' and the month a space may stand or not.
OF_WORDS = [word for word in words_of("of") if not word.endswith("'")]
OF_ELIDED = [f"{word[:-1]}['’]" for word in words_of("of") if word.endswith("'")]
OF = rf"(?:{alternation(OF_WORDS)}\s|(?:{'|'.join(OF_ELIDED)})\s?)?"

HAN_DIGITS = "〇一二三四五六七八九"
HAN_YEAR = f"[{HAN_DIGITS}零○]{{4}}"
HAN_NUMBER = "(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"  # 1 to 99

DATE_PATTERN = "|".join(
    [
        # ISO, 2025/05/19, Korean 2025. 5. 19.
        r"(?P<ymd_year>\d{4})(?P<ymd_mark>[-/]|\.\s?)(?P<ymd_month>\d{1,2})"
        r"(?P<ymd_mark2>[-/]|\.\s?)(?P<ymd_day>\d{1,2})",
        # 2024（令和6）年5月14日, 2024年（令和6年）5月14日
        r"(?P<cjk_year>\d{4})\s?(?:[(（][^()（）]{2,8}[)）]\s?)?[年년]"
        r"(?:\s?[(（][^()（）]{2,8}年[)）])?\s?(?P<cjk_month>\d{1,2})\s?[月월]"
        r"(?:\s?(?P<cjk_day>\d{1,2})\s?[日일号號])?",
        rf"(?P<era>{alternation(ERAS)})\s?(?P<era_year>\d{{1,3}}|元|{HAN_NUMBER})\s?年"
        rf"\s?(?P<era_month>\d{{1,2}}|{HAN_NUMBER})\s?月"
        rf"(?:\s?(?P<era_day>\d{{1,2}}|{HAN_NUMBER})\s?[日號号])?",
        # 二〇二四年三月五日
        rf"(?P<han_year>{HAN_YEAR})\s?年\s?(?P<han_month>{HAN_NUMBER})\s?月"
        rf"(?:\s?(?P<han_day>{HAN_NUMBER})\s?[日號号])?",
        r"(?P<first>\d{1,2})(?P<mark>[-/]|\.\s?)(?P<second>\d{1,2})(?P<mark2>[-/]|\.\s?)"
        r"(?P<last>\d{4}|\d{2})",
        # 19 May 2025, May 19, 2025, May 2025
        # "14 أيار/مايو 2024": two names of one month
        rf"(?:(?P<day_before>\d{{1,2}}){ORDINAL}[\s.\-/]{{0,3}}{OF}(?:{MONTH}\s?/\s?)?|\b)"
        rf"(?P<month>{MONTH})"
        rf"(?:[\s.,\-/]{{1,3}}{OF}(?:{alternation(ERAS)}\s?)?)?"
        rf"(?:(?P<day_after>\d{{1,2}}){ORDINAL}[\s,]{{1,3}})?"
        r"(?P<year>\d{4})",
        # "Lesotho TimesMarch 6, 2024", as converters glue it
        rf"(?P<glued_month>(?-i:{ENGLISH_MONTH}))\s(?P<glued_day>\d{{1,2}}),?\s"
        r"(?P<glued_year>\d{4})",
        # 2025. május 19., 2025 m. gegužės 19 d., 2025. gada 19. maijs
        r"(?P<lead_year>\d{4})(?:\.\s?|[-/\s])"
        rf"(?:{alternation(words_of('year'))}\s)?"
        rf"(?:(?P<lead_day>\d{{1,2}})\.?\s(?P<lead_month>{MONTH})\b"
        rf"|(?P<lead_month_before>{MONTH})[\s.\-/]{{1,3}}(?P<lead_day_after>\d{{1,2}}))",
    ]
)

# Most lines fail here, within a microsecond. The long pattern is compiled when it is first needed.
MAY_HOLD_DATE = re.compile(r"\d{4}|\d\.\s?\d\d?\.\s?\d\d|[\d元〇零○一二三四五六七八九十]\s?年")


@cache
def compile_dates() -> re.Pattern[str]:
    return re.compile(DATE_PATTERN, re.IGNORECASE)


# Months come first in English of the United States, its territories and the Philippines (CLDR);
# Canada prints both orders, so there an ambiguous 3/4/2025 stays unread.
MONTH_FIRST_COUNTRIES = {"US", "AS", "GU", "MH", "MP", "PH", "PR", "UM", "VI"}
BOTH_ORDERS_COUNTRIES = {"CA"}
# Where 19.05.25 is how people write a day; Hungarian or Lithuanian would mean 2019.
DOT_LANGUAGES = find_languages_with("short_date")


# Outside of these it is a number, a clock time, or a year of another calendar.
FIRST_YEAR, LAST_YEAR = 1900, 2099
# Pages in these print years of an era with or without its name: 2554 of the Buddhists is 2011.
ERA_OF_LANGUAGE = {language: years for language, _, _, years in read_calendars("era") if years < 0}
SOLAR_LANGUAGES = {language for language, *_ in read_calendars("solar_month")}


class Day(NamedTuple):
    """A day or month of the calendar, and where a line prints it; `make_day` makes one."""

    year: int
    month: int
    day: int | None
    start: int
    end: int


def make_day(year: int, month: int | None, day: int | None, start: int, end: int) -> Day | None:
    """The day that has these numbers, or the month where the day is None.

    None where the calendar has no such day, the month is unknown, or the year is no likely one.

    >>> make_day(2007, 1, 0, 0, 13) is None
    True
    """
    if month is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    is_there = make_date(year, month, 1 if day is None else day) is not None
    return Day(year, month, day, start, end) if is_there else None


def make_solar_day(year: int, month: int, day: int | None, start: int, end: int) -> Day | None:
    """The day that has these numbers in the solar Hijri calendar; a month of it is none of ours."""
    found = make_solar_date(year, month, day) if day is not None else None
    return Day(found.year, found.month, found.day, start, end) if found else None


def make_named_day(
    year: int, month: Month | None, day: int | None, start: int, end: int, language: str | None
) -> Day | None:
    """The day of a month that is printed as a word of a language."""
    if month is None:
        return None
    if month.is_solar:
        return make_solar_day(year, month.number, day, start, end)
    return make_day(count_year(year, language), month.number, day, start, end)


def count_year(year: int, language: str | None) -> int:
    """A year as we count it: count_year(2554, "th") == 2011."""
    return (
        year + ERA_OF_LANGUAGE[language]
        if year > LAST_YEAR and language in ERA_OF_LANGUAGE
        else year
    )


def find_date(
    line: str,
    language: str | None = None,
    country: str | None = None,
    is_month_first: bool | None = None,
) -> Bracket | None:
    """The first date that the line prints, with the time and zone beside it; else None.

    A date behind an "Updated" marker counts only where the line has no other. One behind
    "Available until", or of an event ("Hearing: 3 May 2025", "3-5 May 2025"), never counts.
    3/4/2025 is read only where the language, the country or is_month_first (what other dates of the
    page say) decides its order.

    >>> find_date("By Ann Lee | 19 May 2025 13:34 CEST | 3 min").text
    '19 May 2025 13:34 CEST'
    """
    if MAY_HOLD_DATE.search(line) is None:
        return None
    printed, line = line, fold_digits(line)
    place = Place(base_language(language), country.upper() if country else None)
    updated, position = None, 0
    for day in find_days(line, place, is_month_first):
        bracket = bracket_day(line, day, place)
        before = line[max(position, day.start - MARKER_REACH) : day.start]
        behind = line[line.index(bracket.text) + len(bracket.text) :]
        marker = read_marker(before) or read_marker_behind(behind)
        position = day.end
        if is_of_something_else(marker, bracket.text, behind) or (marker == "updated" and updated):
            continue
        start = line.index(bracket.text)
        bracket = bracket._replace(text=printed[start : start + len(bracket.text)])
        if marker != "updated":
            return bracket
        updated = bracket._replace(is_update=True)
    return updated


def read_day_order(text: str) -> bool | None:
    """Whether the dates of a page put the month first: True, False; None: they do not say.

    >>> read_day_order("12/31/2024 ... 3/4/2025"), read_day_order("31/12/2024"), read_day_order("")
    (True, False, None)
    """
    orders = {
        int(first) <= 12
        for first, second in re.findall(r"(?<![\d/])(\d{1,2})/(\d{1,2})/\d{4}(?![\d/])", text)
        if (int(first) > 12) != (int(second) > 12)
    }
    return orders.pop() if len(orders) == 1 else None


def base_language(language: str | None) -> str | None:
    base = language.lower().replace("_", "-").split("-")[0] if language else None
    return "no" if base in ("nb", "nn") else base


def find_days(line: str, place: Place, is_month_first: bool | None) -> Iterator[Day]:
    """Every verified date of the line, in order."""
    pattern, position = compile_dates(), 0
    while match := pattern.search(line, position):
        position = match.start() + 1
        if not is_whole(line, match):
            continue
        if match["month"]:
            day = read_named_day(line, match, place.language)
        elif match["glued_month"]:
            day = read_glued_day(match)
        elif match["era"]:
            day = read_era_day(match)
        elif match["han_year"]:
            day = read_han_day(match)
        elif match["lead_year"]:
            day = read_year_first_day(line, match, place.language)
            if day is None:
                continue
        else:
            day = read_numeric_day(match, place, is_month_first)
        position = match.end()  # an impossible date is not read again from its middle
        if day is None or ends_range(line[max(0, day.start - RANGE_REACH) : day.start], MONTH):
            continue
        link = link_range(line, day.end)
        if link is None or pattern.match(line, link) is None:
            yield day


def is_whole(line: str, match: re.Match[str]) -> bool:
    """Whether neither end is part of a longer number, as in "version 3.1.2.2024"."""
    before, after = line[max(0, match.start() - 2) : match.start()], line[match.end() :]
    if match[0][0].isdecimal() and re.search(r"\d$|\d[.,/\-]$|v$", before, re.IGNORECASE):
        return False
    if match["cjk_year"]:
        return True
    if match["first"]:
        is_short_year = len(match["last"]) == 2
        marks = "./:" if is_short_year else "./-" if match["mark"] == "-" else "./"
        is_cut = re.match(rf"[{marks}]?\d", after)
        return not is_cut and not (is_short_year and re.search(r"\s", match[0]))
    if match["ymd_day"] and len(match["ymd_day"]) == 2 and re.match(r"\d\d:[0-5]\d", after):
        return True
    # glued by a converter: "March 7, 20247:55 AM UTC", "28. Juni 201914. Januar 2020"
    is_named = match["year"] or match["glued_year"]
    if is_named and re.match(rf"\d{{1,2}}(?::[0-5]\d|\.?\s{LETTER}{{3}})", after):
        return True
    return not re.match(r"[./]?\d" if match["ymd_year"] else r"\d", after)


RANGE_REACH = 40  # characters of "17. Dezember bis Mittwoch, " before the day that ends a range


def read_numeric_day(match: re.Match[str], place: Place, is_month_first: bool | None) -> Day | None:
    """The day of a date in figures alone."""
    if match["ymd_year"]:
        if match["ymd_mark"][0] != match["ymd_mark2"][0]:
            return None
        year, month, day = int(match["ymd_year"]), int(match["ymd_month"]), int(match["ymd_day"])
    elif match["cjk_year"]:
        year, month = int(match["cjk_year"]), int(match["cjk_month"])
        day = int(match["cjk_day"]) if match["cjk_day"] else None
    elif match["mark"][0] != match["mark2"][0]:
        return None
    else:
        is_dotted = match["mark"][0] == "."
        first, second, year = int(match["first"]), int(match["second"]), int(match["last"])
        if len(match["last"]) == 2:
            if not is_dotted or place.language not in DOT_LANGUAGES:
                return None
            year += 2000 if year <= 68 else 1900  # POSIX
        order = False if is_dotted else find_order(first, second, place)
        order = is_month_first if order is None else order
        if order is None:
            return None
        month, day = (first, second) if order else (second, first)
    if place.language in SOLAR_LANGUAGES and year < FIRST_YEAR and day is not None:
        return make_solar_day(year, month, day, *match.span())
    return make_day(count_year(year, place.language), month, day, *match.span())


def read_era_day(match: re.Match[str]) -> Day | None:
    """The day of "令和6年5月14日"."""
    count = 1 if match["era_year"] == "元" else read_number(match["era_year"])
    day = read_number(match["era_day"]) if match["era_day"] else None
    year, month = ERAS[match["era"]] + count, read_number(match["era_month"])
    return make_day(year, month, day, *match.span())


def read_han_day(match: re.Match[str]) -> Day | None:
    """The day of "二〇二四年三月五日"."""
    digits = match["han_year"].translate(str.maketrans("零○", "〇〇"))
    year = int("".join(str(HAN_DIGITS.index(digit)) for digit in digits))
    day = read_number(match["han_day"]) if match["han_day"] else None
    return make_day(year, read_number(match["han_month"]), day, *match.span())


def read_number(text: str) -> int:
    """A number up to 99 in figures or in Chinese.

    >>> read_number("25"), read_number("二十五"), read_number("十"), read_number("五")
    (25, 25, 10, 5)
    """
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    count = (HAN_DIGITS.index(tens) if tens else 1) if ten else 0
    return 10 * count + (HAN_DIGITS.index(ones) if ones else 0)


def find_order(first: int, second: int, place: Place) -> bool | None:
    """Whether the month comes first in 3/4/2025 where it was printed; None where both do."""
    if first > 12 or second > 12:
        return second > 12
    if first == second:
        return False
    if place.language not in (None, "en"):
        return False
    if place.country is None or place.country in BOTH_ORDERS_COUNTRIES:
        return None
    return place.country in MONTH_FIRST_COUNTRIES


def read_named_day(line: str, match: re.Match[str], language: str | None) -> Day | None:
    """The day of "19 May 2025", "May 19, 2025" or "May 2025"."""
    number = match["day_after"] or match["day_before"]
    if number is None and not is_whole_month(line, match):
        return None
    is_month_first = match["day_after"] is not None
    is_month_only = number is None
    is_risky = is_month_only or is_month_first
    name, month = read_month(match["month"], language, is_risky, is_month_only)
    year, day = int(match["year"]), int(number) if number else None
    start = match.start("month") if is_month_first else match.start()
    return make_named_day(year, month, day, start, match.end(), name)


def read_glued_day(match: re.Match[str]) -> Day | None:
    name, month = read_month(match["glued_month"], "en", is_risky=False)
    year, day = int(match["glued_year"]), int(match["glued_day"])
    return make_named_day(year, month, day, *match.span(), name)


def is_whole_month(line: str, match: re.Match[str]) -> bool:
    """Whether "May 2025" is a month, and no part of "32. May 2025" or "May 2025-26"."""
    start, end = match.start("month"), match.end("month")
    is_after_number = re.search(r"\d\W{0,3}$", line[max(0, start - 4) : start])
    is_span = line[match.end() : match.end() + 1] in ("-", "/", "–")
    return not (is_after_number or is_span or line[end].isdecimal())


def read_year_first_day(line: str, match: re.Match[str], language: str | None) -> Day | None:
    """The day of "2025. május 19."; none of "Euro 2024 March 5, 2026", whose date comes after."""
    if re.match(r"[\s,]{1,3}\d{4}", line[match.end() :]):
        return None
    word = match["lead_month"] or match["lead_month_before"]
    name, month = read_month(word, language, is_risky=True)
    year, day = int(match["lead_year"]), int(match["lead_day"] or match["lead_day_after"])
    return make_named_day(year, month, day, *match.span(), name)


def read_month(
    word: str, language: str | None, is_risky: bool, is_month_only: bool = False
) -> tuple[str, Month] | tuple[None, None]:
    """Language and month of a word; None where languages disagree on it.

    The page's language decides; English counts everywhere. Of other languages only full names
    count, because "15 Set 2024" or "Gen 3, 2024" may be anything; on pages of unknown language
    that holds where the form is risky.
    """
    by_language = MONTHS.get(fold_case(word), {})
    if language in by_language:
        by_language = {language: by_language[language]}
    elif "en" in by_language:
        by_language = {"en": by_language["en"]}
    elif language and is_month_only:
        return None, None  # "Mars 2020" on an English page is no March
    elif language or is_risky:
        by_language = {name: month for name, month in by_language.items() if month.is_full}
    if len({(month.number, month.is_solar) for month in by_language.values()}) != 1:
        return None, None
    return next(iter(by_language.items()))


def find_numbered_month(word: str) -> int | None:
    """The number of a month of our calendar by a word of any language; None where they disagree."""
    numbers = {month.number for month in MONTHS.get(word, {}).values() if not month.is_solar}
    return numbers.pop() if len(numbers) == 1 else None


MARKER_REACH = 40  # characters between "Updated on Monday, the " and its date


def bracket_day(line: str, day: Day, place: Place) -> Bracket:
    """The span of time that a date in a line means, with the time and zone beside it."""
    start, end = day.start, day.end
    clock = offset = None
    if day.day is not None:
        place = place._replace(day=make_date(day.year, day.month, day.day))
        clock = read_clock_after(line, end, place) or read_clock_before(line, start, place)
    if clock:
        start, end, offset = min(start, clock.start), max(end, clock.end), clock.offset
        if offset is None and (later := find_later_zone(line, end, place)):
            offset, end = later
        elif offset is None and clock.end == day.start:  # "17:40 03/04/2024 GMT+7"
            offset, end = read_zone(line, end, place, is_bare_allowed=False)
    elif day.day is not None:
        offset, end = read_zone(line, end, place, is_bare_allowed=False)

    earliest = datetime(day.year, day.month, day.day or 1)
    if clock and clock.minute is not None:
        earliest += timedelta(hours=clock.hour, minutes=clock.minute)
        latest, precision = earliest + timedelta(minutes=1), "minute"
    elif clock:
        earliest += timedelta(hours=clock.hour)
        latest, precision = earliest + timedelta(hours=1), "hour"
    elif day.day is not None:
        latest, precision = earliest + timedelta(days=1), "day"
    else:
        latest, precision = (earliest + timedelta(days=31)).replace(day=1), "month"
    shift = timedelta(minutes=offset or 0)
    return Bracket(earliest - shift, latest - shift, offset, precision, line[start:end].strip())
