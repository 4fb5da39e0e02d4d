"""Dates without a year, and what fixes the year: a capture, or the weekday beside the date."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple

from flows.reading.dates.calendar import make_date, move_moment
from flows.reading.dates.clocks import Place
from flows.reading.dates.printed import (
    MONTH,
    OF,
    ORDINAL,
    Bracket,
    bracket_day,
    make_day,
    read_month,
)
from flows.reading.dates.words import WEEKDAYS, ZONES, words_of
from flows.text import SENTENCE_BREAK, alternation, fold_case

SENTENCE_REACH = 300  # characters before and after a day
SENTENCE_BREAKS = re.compile(SENTENCE_BREAK)
LEAP_YEAR = 2000  # has every day that any year has
YEARS_TO_FIT = 5  # a weekday never falls on the same date twice within five years
LONGEST_WITHOUT_YEAR = timedelta(days=300)
TURN_OF_DAY = timedelta(hours=14)  # the sun rises in Kiribati so much earlier than in Greenwich
CJK_WEEKDAYS = {name: number for number, name in enumerate("一二三四五六日", 1)} | {
    name: number for number, name in enumerate("月火水木金土日", 1)
}


class Yearless(NamedTuple):
    """A day of no year: "Monday, 5 August" is Yearless(8, 5, 1, None, 0, 16)."""

    month: int
    day: int
    weekday: int | None  # Monday 1
    year: int | None  # where it is printed after all
    start: int
    end: int

    def in_year(self, year: int) -> date | None:
        """The day of that year; None if it has none, as most have no 29 February."""
        return make_date(year, self.month, self.day)


EDGE = r"(?<![^\W_])"
WEEKDAY = alternation(WEEKDAYS)


@cache
def compile_days() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{EDGE}(?P<weekday>{WEEKDAY})(?:[\s,.]{{1,3}}|\s?[(（]))?"
        rf"(?:(?:the|den|dem|le|el|am|on)\s)?"
        rf"(?:(?<![\d.,:/\-])(?P<day_before>\d{{1,2}}){ORDINAL}[\s.]{{1,2}}{OF}"
        rf"(?P<month>{MONTH})\b\.?"
        rf"|{EDGE}(?P<month_before>{MONTH})\.?\s(?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.]\d|\d)"
        r"|(?<!\d)(?P<cjk_month>\d{1,2})\s?月\s?(?P<cjk_day>\d{1,2})\s?[日号號]"
        r"(?:\s?[(（]\s?(?P<cjk_weekday>[月火水木金土日])(?:曜日?)?\s?[)）]"
        r"|(?:星期|周|週)(?P<cjk_weekday2>[一二三四五六日]))?"
        # "5 May 1530 GMT" has a clock time and no year
        rf")(?:,?\s(?P<year>(?:19|20)\d\d|\d{{4}}(?!\s?{alternation(ZONES)}\b))(?!\d))?",
        re.IGNORECASE,
    )


def find_yearless(text: str, language: str | None = None) -> Iterator[Yearless]:
    """Every day in a text that has its month and no year, or has its weekday.

    >>> next(find_yearless("He left on Saturday (June 7).", "en"))[:4]
    (6, 7, 6, None)
    """
    for match in compile_days().finditer(text):
        found = read_yearless(match, language)
        if found and (found.year is None or found.weekday):
            yield found


def read_yearless(match: re.Match[str], language: str | None) -> Yearless | None:
    if match["cjk_month"]:
        month, day = int(match["cjk_month"]), int(match["cjk_day"])
        weekday = CJK_WEEKDAYS.get(match["cjk_weekday"] or match["cjk_weekday2"])
    else:
        word = match["month"] or match["month_before"]
        language, named = read_month(word, language, is_risky=True)
        if named is None or named.is_solar:
            return None
        month = named.number
        day = int(match["day_before"] or match["day_after"])
        weekday = read_weekday(match["weekday"], language)
    year = int(match["year"]) if match["year"] else None
    if make_date(LEAP_YEAR if year is None else year, month, day) is None:
        return None
    return Yearless(month, day, weekday, year, match.start(), match.end())


def read_weekday(word: str | None, language: str | None) -> int | None:
    # "ſunday" matches the pattern of "sunday" and is no such word.
    return WEEKDAYS.get(fold_case(word), {}).get(language) if word and language else None


def fit_year(day: Yearless, first_year: int) -> int | None:
    """The one year of five, from the first year on, in which the day falls on its weekday.

    >>> fit_year(Yearless(6, 7, 6, None, 0, 0), 2022)
    2025
    """
    years = range(first_year, first_year + YEARS_TO_FIT)
    named = filter(None, (day.in_year(year) for year in years))
    fitting = [one.year for one in named if one.isoweekday() == day.weekday]
    return fitting[0] if len(fitting) == 1 else None


def last_year_before(day: Yearless, captured_latest: datetime) -> int | None:
    """The year of the last such day before a capture; None if its weekday does not fit, or if it is
    nearly a year ago: then the day is one to come, of an event.
    """
    limit = move_moment(captured_latest.replace(tzinfo=None), 1, TURN_OF_DAY)
    if limit is None:
        return None
    for year in (limit.year, limit.year - 1):
        named = day.in_year(year)
        if named and named <= limit.date():
            if limit.date() - named > LONGEST_WITHOUT_YEAR:
                return None
            return year if day.weekday in (None, named.isoweekday()) else None
    return None


def date_yearless(line: str, day: Yearless, year: int, place: Place) -> Bracket | None:
    """The day in that year, with the time and zone beside it; None if the year has no such day."""
    dated = make_day(year, day.month, day.day, day.start, day.end)
    return dated and bracket_day(line, dated, place)


@cache
def compile_years() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<horizon>{EDGE}{alternation(words_of('horizon'))}\s)"
        rf"|(?P<month>{EDGE}{MONTH}[\s.,]{{1,3}}{OF}(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s)?"
        r"|(?<!\d)\d{1,2}(?:\.\s?|[-/])\d{1,2}(?:\.\s?|[-/]))"
        r"|(?<![\w.,/€$£-]))"
        r"(?P<year>(?:19|20)\d\d)(?P<iso>[-./]\d\d[-./]\d\d(?!\d))?(?![\d%]|[.,]\d)",
        re.IGNORECASE,
    )


def find_latest_years(text: str) -> tuple[int | None, int | None]:
    """The latest year that a text prints, and the latest of a month or day: "May 2022", "3.5.2022",
    "2022-05-03"; "by 2030" is a plan and does not count.

    >>> find_latest_years("The war began in 2014 and will cost 3.2019 bn by 2030.")
    (2014, None)
    """
    latest = dated = None
    for match in compile_years().finditer(text):
        if match["horizon"]:
            continue
        year = int(match["year"])
        latest = max(year, latest or year)
        if match["month"] or match["iso"]:
            dated = max(year, dated or year)
    return latest, dated


def find_year(day: Yearless, latest: int | None, dated: int | None) -> int | None:
    """The year of a day that a page prints with its weekday: the one that fits, of the five years
    from the latest that the page prints. None where the latest year of a whole date says
    otherwise: then the latest year is a plan or a number.

    >>> day = Yearless(6, 7, 6, None, 0, 0)
    >>> [
    ...     find_year(day, *find_latest_years(text))
    ...     for text in ("In May 2022 it began.", "In May 2022 it aimed at 2035.")
    ... ]
    [2025, None]
    """
    if latest is None or day.weekday is None:
        return None
    year = fit_year(day, latest)
    if year is None or dated is None:
        return year
    other = fit_year(day, dated)
    is_same = other == year or (other is None and latest - dated < YEARS_TO_FIT)
    return year if is_same else None


@cache
def compile_said_on() -> re.Pattern[str]:
    said = alternation(words_of("said"))
    return re.compile(rf"{EDGE}{said}\s(?:\S{{1,6}}\s){{0,2}}$", re.IGNORECASE)


@cache
def compile_tense(*kinds: str) -> re.Pattern[str]:
    words = alternation([word for kind in kinds for word in words_of(kind)])
    return re.compile(rf"{EDGE}{words}(?![^\W_])", re.IGNORECASE)


def bracket_mention(text: str, day: Yearless, year: int) -> tuple[datetime, datetime] | None:
    """When a story was published that names a day with its weekday: within a week of that day,
    and not before it where something was "said on" it. None where the sentence speaks of what is
    to come, which may be months ahead, or says neither.

    >>> text = "officials said on Saturday (June 7)"
    >>> [f"{end:%d %b %H}" for end in bracket_mention(text, next(find_yearless(text)), 2025)]
    ['06 Jun 10', '14 Jun 12']
    """
    in_year = day.in_year(year)
    if in_year is None:
        return None
    named = datetime.combine(in_year, time())
    said_on = compile_said_on().search(text, max(0, day.start - 40), day.start)
    if said_on is None:
        sentence = cut_sentence(text, day)
        is_future = compile_tense("future").search(sentence)
        if is_future or not compile_tense("said", "past").search(sentence):
            return None
    earliest = named if said_on else named - timedelta(days=6)
    return earliest - TURN_OF_DAY, named + timedelta(days=7, hours=12)


def cut_sentence(text: str, day: Yearless) -> str:
    """The sentence around a day, or what of it is near by."""
    first, last = max(0, day.start - SENTENCE_REACH), day.end + SENTENCE_REACH
    for sentence_break in SENTENCE_BREAKS.finditer(text, first, day.start):
        first = sentence_break.end()
    sentence_break = SENTENCE_BREAKS.search(text, day.end, last)
    return text[first : sentence_break.start() if sentence_break else last]
