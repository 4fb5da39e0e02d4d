"""When an entry of a live page was written: "17.02 BST", "14:32 Uhr: Die Brücke ist gesperrt"."""

import re
from datetime import timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from flows.reading.dates import find_date, find_yearless, read_age
from flows.reading.dates.clocks import CJK_HALF, HALF, HALF_WORD, ZONE
from flows.reading.dates.lines import has_date
from flows.reading.dates.words import WEEKDAYS, words_of, write_bounded
from flows.text import LETTER, alternation, fold_digits

LONGEST_TIME = 70
LONGEST_START = 40  # of a time that stands before a title
MOST_BESIDE = 12  # letters beside a date and a time: a weekday, "Uhr"
GAP = r"[\s,·•|/()–—-]"
SEPARATOR = re.compile(r"\s*[:|·•–—-]\s+|\s*[：｜]\s*|\t+|\s{2,}")


class EntryTime(NamedTuple):
    """What a line says of when an entry was written."""

    text: str
    clock: str | None  # with its zone, as printed, in our digits
    has_day: bool  # it prints a date, with or without its year
    is_age: bool
    is_update: bool  # something older was changed then

    @property
    def begins_entry(self) -> bool:
        return not self.is_update and bool(self.clock or self.is_age)


@cache
def compile_clock() -> re.Pattern[str]:
    before = alternation(words_of("joiner"))
    hour = r"(?:[01]?\d|2[0-3])"
    minute = r"[0-5]\d(?::[0-5]\d)?"
    return re.compile(
        rf"(?:{before}\s)?(?P<clock>(?:(?:{CJK_HALF}|{HALF_WORD})\s?)?"
        rf"(?:{hour}[:.hH]{minute}|{hour}\s?[時时点點시]\s?(?:[0-5]?\d\s?[分분])?"
        rf"|(?:1[0-2]|0?[1-9])(?=\s?{HALF})|{hour}(?=\s?uhr\b))"
        rf"(?:\s?(?:{HALF}|{HALF_WORD}))?(?:\s?(?:uhr|uur|hrs|h|น\.)(?![^\W\d_]))?)(?![\d:.,]*\d)",
        re.IGNORECASE,
    )


@cache
def compile_stamp() -> re.Pattern[str]:
    """What says that something was changed, or that the page as a whole was published."""
    return re.compile(write_bounded(words_of("updated") + words_of("published")), re.IGNORECASE)


@cache
def compile_updated() -> re.Pattern[str]:
    return re.compile(write_bounded(words_of("updated")), re.IGNORECASE)


@cache
def compile_today() -> re.Pattern[str]:
    return re.compile(write_bounded(words_of("today") + list(WEEKDAYS)), re.IGNORECASE)


@lru_cache(maxsize=10_000)
def read_entry_time(text: str) -> EntryTime | None:
    """The time that a whole line is: a clock time with its zone and date, or an age; None if other
    words stand beside it.

    >>> read_entry_time("17.02 BST").clock
    '17.02 BST'
    """
    text = text.strip(" \t[]【】")
    if len(text) > LONGEST_TIME:
        return None
    folded = fold_digits(text)
    if age := read_age(text):
        clock = find_clock(folded)
        return EntryTime(text, clock and clock[0], False, True, age.is_update)
    is_update = compile_updated().search(text) is not None
    day = find_day(text)
    rest = folded if day is None else f"{folded[: day[0]]} {folded[day[1] :]}"
    clock = find_clock(rest)
    if clock is None and day is None:
        return None
    beside = rest if clock is None else f"{rest[: clock[1]]} {rest[clock[2] :]}"
    beside = compile_stamp().sub("", compile_today().sub("", beside))
    if len(re.findall(LETTER, beside)) > (MOST_BESIDE if day else 2):
        return None
    return EntryTime(text, clock and clock[0], day is not None, False, is_update)


def find_day(text: str) -> tuple[int, int] | None:
    """Where a text prints a day, with or without its year."""
    if has_date(text) and (date := find_date(text)):
        start = text.find(date.text)
        return (start, start + len(date.text)) if start >= 0 else (0, 0)
    day = next(find_yearless(text), None)
    return (day.start, day.end) if day else None


def find_clock(folded: str) -> tuple[str, int, int] | None:
    """The first clock time of a text with its zone, and where it begins and ends."""
    for match in compile_clock().finditer(folded):
        before = folded[match.start("clock") - 1 : match.start("clock")]
        if before.isalnum() or (before and before in ".:"):
            continue
        zone = ZONE.match(folded, match.end())
        end = zone.end() if zone else match.end()
        return folded[match.start("clock") : end].strip(), match.start(), end
    return None


def read_minutes(clock: str) -> int | None:
    """Minutes since midnight, where the time was printed: read_minutes("2.15pm") == 855."""
    date = find_date(f"2001-01-02 {clock}")
    if date is None or date.precision not in ("hour", "minute"):
        return None
    moment = date.earliest + timedelta(minutes=date.utc_offset_minutes or 0)
    return moment.hour * 60 + moment.minute


def find_entry_start(text: str) -> int | None:
    """Where the title behind a time begins: 8 in "14:32 - Bridge closed"; None if no line of an
    entry begins so.

    >>> find_entry_start("14:32 - Bridge closed"), find_entry_start("14:32 to Carrow is cancelled")
    (8, None)
    """
    folded = fold_digits(text[:LONGEST_START])
    clock = compile_clock().match(folded)
    if clock is None:
        return None
    zone = ZONE.match(folded, clock.end())
    end = zone.end() if zone else clock.end()
    separator = SEPARATOR.match(text, end)
    if separator is None and text[end : end + 1] == " " and text[end + 1 : end + 2].isupper():
        return end + 1
    return separator.end() if separator and separator.end() < len(text) else None
