"""Whether a line says when: whether it has a date, and whether it has little else."""

import re
from functools import cache

from flows.reading.dates.clocks import TIME_PATTERN
from flows.reading.dates.markers import (
    ends_range,
    find_marker,
    is_of_something_else,
    link_range,
    read_marker,
    read_marker_behind,
)
from flows.reading.dates.printed import DATE_PATTERN, MARKER_REACH, MONTH, find_date, is_whole
from flows.reading.dates.words import WEEKDAYS, words_of, write_bounded
from flows.reading.dates.yearless import find_yearless
from flows.text import DENSE, alternation, fold_digits

DATE, TIME = re.compile(DATE_PATTERN, re.I), re.compile(TIME_PATTERN, re.I)
MAY_HOLD_DATE = re.compile(r"\d{4}|\d[./-]\s?\d|[\d元〇零○一二三四五六七八九十]\s?年")
NO_LETTERS = re.compile(r"[\W\d_]")
PARTS = re.compile(r"\s+[|•·–—/-]\s+|\s{2,}|\n")
PUBLISHED = re.compile(
    rf"\W*(?:[^\W\d_]+\s)?(?:{alternation(words_of('published'))})(?![^\W\d_])", re.I
)
LONGEST_TIME_LINE = 110
WORD = re.compile(rf"{DENSE}|[^\W\d_]{{3,}}")
FEWEST_WORDS, FEWEST_BEHIND = 2, 3  # of a title with a date, before it and behind
GOES_ON = re.compile(rf"[:：]\s*|(?={DENSE})|['’](?=[^\W\d_])")
HAS_DIGIT = re.compile(r"\d")
# Swept on dev's 257 leads (python -m train.metadata): right to the day, wrong.
MOST_LETTERS = 32  # beside a date: 24: 197, 3; 32: 199, 3; 40: 198, 4


def has_date(text: str) -> bool:
    """Whether a text may print a date; most lines fail at the first look."""
    return MAY_HOLD_DATE.search(text) is not None and holds_date(text)


def holds_date(text: str) -> bool:
    """Whether the form of a date is there that is no part of a longer number: not in the numbers
    of agencies, "dpa:240403-99-551234/2".
    """
    found = DATE.search(text)
    while found and (found["first"] or found["ymd_year"]) and not is_whole(text, found):
        found = DATE.search(text, found.start() + 1)
    return found is not None


def is_day_alone(text: str, language: str | None = None) -> bool:
    """Whether a line is a day without a year, with its weekday or a clock time or neither, and
    nothing else.

    >>> is_day_alone("12 March"), is_day_alone("6月3日 17:40"), is_day_alone("12 March deadline")
    (True, True, False)
    """
    if len(text) > LONGEST_TIME_LINE or not HAS_DIGIT.search(text) or has_date(text):
        return False
    text = fold_digits(text)
    day = next(find_yearless(text, language), None)
    if day is None or day.year is not None:
        return False
    rest = f"{text[: day.start]} {text[day.end :]}"
    rest = compile_weekdays().sub("", TIME.sub("", rest))
    return not any(map(str.isalnum, rest))


def has_time(text: str) -> bool:
    """Whether a text may print a clock time."""
    return TIME.search(fold_digits(text)) is not None


def is_time_line(text: str) -> bool:
    """Whether a part of a line has a date and little else.

    >>> is_time_line("17.04.2024, 12:24 Lesezeit: 5 Min.")
    True
    """
    if len(text) > LONGEST_TIME_LINE or not has_date(text):
        return False
    return any(
        holds_date(part) and count_other_letters(part) <= MOST_LETTERS for part in split_parts(text)
    )


def is_of_event(text: str) -> bool:
    """Whether the date of a line is of an event, by its words or by a clock time without minutes:
    "Opening: 17 June 2025", "Saturday 17 June 2025, 9pm".
    """
    date = find_date(text)
    if date is None:
        return says_other(text)
    return date.precision == "hour" and not says_published(text)


def split_parts(text: str) -> list[str]:
    """The parts of a line: ["3 May 2025", "Jane Roe"] of "3 May 2025 | Jane Roe"."""
    return PARTS.split(text)


def count_other_letters(text: str) -> int:
    """How many letters stand beside the dates and clock times of a text."""
    return len(NO_LETTERS.sub("", TIME.sub("", DATE.sub("", fold_digits(text)))))


def names_more(text: str) -> bool:
    """Whether a line names something else beside its date: "Ferry crews strike in June 2023", "5
    June 2023: the day the ferries stood still"; but not "Last updated on Monday, 5 June 2023" and
    not "5 June 2023 | Jane Roe".
    """
    date = DATE.search(text)
    before, behind = (text[: date.start()], text[date.end() :]) if date else ("", text)
    marker = find_marker(before)
    if PARTS.search(before):
        return False
    if marker and marker.lastgroup == "expires":  # "Ferries stand still until 5 June 2023"
        before = before[: marker.start()]
    elif read_marker(before) not in (None, "event", "unknown"):
        return False
    return count_words(before) >= FEWEST_WORDS or goes_on(behind)


def goes_on(behind: str) -> bool:
    """Whether what stands right behind a date is a title or the rest of one: "まで橋を閉鎖"."""
    is_joined = GOES_ON.match(behind) is not None and read_marker_behind(behind) is None
    return is_joined and not HAS_DIGIT.search(behind) and count_words(behind) >= FEWEST_BEHIND


def count_words(text: str) -> int:
    return len(WORD.findall(compile_weekdays().sub("", text)))


def has_weekday(text: str) -> bool:
    """Whether a text names a day of the week: "Mon 5 June", "2025年6月5日（木）"."""
    return compile_weekdays().search(text) is not None


@cache
def compile_weekdays() -> re.Pattern[str]:
    east_asian = "[(（][月火水木金土日][)）]"
    return re.compile(rf"{write_bounded(list(WEEKDAYS))}|{east_asian}", re.I)


def says_published(text: str) -> bool:
    """Whether a text begins as "Published 19 May 2025" does."""
    return PUBLISHED.match(text) is not None


def says_other(text: str) -> bool:
    """Whether a text says that its first date is of something else than a publication: "Hearing: 3
    May 2025", "valid until 3/5/2025".
    """
    date = DATE.search(text)
    if date is None:
        return False
    before = text[max(0, date.start() - MARKER_REACH) : date.start()]
    link = link_range(text, date.end())
    if ends_range(before, MONTH) or (link and DATE.match(text, link)):
        return True
    clock = TIME.search(text, date.end())
    behind = text[clock.end("clock") if clock else date.end() :]
    return is_of_something_else(read_marker(before), date[0], behind)
