"""Clock times beside dates, and the zones that stand behind them."""

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from flows.reading.dates.calendar import is_summer
from flows.reading.dates.words import WEEKDAYS, ZONES, words_of, write_bounded
from flows.text import CAPITAL, NO_CAPITAL, alternation, fold_case

# Words behind a time: of clocks alone ("Uhr"), and those that tell how long something lasts as
# well ("uur"); words in front of it ("kl.").
CLOCK_WORD = alternation(words_of("clock"))
HOUR_WORD = alternation([*words_of("clock"), *words_of("hour")])
CLOCK_BEFORE = alternation(words_of("clock_before"))
# Valid in Python's re and in Rust's regex crate, so no look-around.
HALF = r"[ap]\s?\.?\s?m\b\.?"
CJK_HALF = "午前|午後|上午|下午|오전|오후"
TIME_PATTERN = (
    r"(?:^|[^\d:.,])(?P<clock>"
    rf"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:\s?(?:{HALF}|{HOUR_WORD}\b))?"
    rf"|(?:[01]?\d|2[0-3])\.[0-5]\d\s?(?:{HALF}|{HOUR_WORD}\b)"
    rf"|{CLOCK_BEFORE}\s?(?:[01]?\d|2[0-3])[.:][0-5]\d"
    r"|(?:[01]?\d|2[0-3])h[0-5]\d"
    r"|(?:[01]\d|2[0-3])[0-5]\d\s?(?:hrs|hours)\b"
    rf"|(?:1[0-2]|0?[1-9])\s?{HALF}"
    rf"|(?:[01]?\d|2[0-3])\s{CLOCK_WORD}\b"
    rf"|(?:(?:{CJK_HALF})\s?)?(?:[01]?\d|2[0-3])\s?[時时点點시]\s?(?:[0-5]?\d\s?[分분])?"
    r")(?:[^\d]|$)"
)


class Place(NamedTuple):
    """Where and when a line was printed, as far as it is known."""

    language: str | None
    country: str | None  # two capitals
    day: date | None = None


class Clock(NamedTuple):
    hour: int
    minute: int | None
    offset: int | None
    start: int
    end: int


# How languages other than those above tell the halves of a day.
MORNING, EVENING = words_of("morning"), words_of("evening")
HALF_WORD = write_bounded(MORNING + EVENING)
FIRST_OFFSET, LAST_OFFSET = -12 * 60, 14 * 60  # minutes: Baker Island, Kiribati
LONGEST_OF_TWO = 160  # characters of a line with two times
LONGEST_BEFORE = 48  # characters of a time and what stands between it and its date
WITHOUT_MARK = r"(?<=\d\d)(?=[0-5]\d\s?(?:hrs|hours)\b)"  # "1740 hrs"
CLOCK = (
    rf"(?:(?P<half_before>{CJK_HALF}|{HALF_WORD})\s?)?(?P<hour>[01]?\d|2[0-3])"
    rf"(?:\s?(?P<mark>[:h時时点點시.]|{WITHOUT_MARK})\s?(?P<minute>[0-5]\d)"
    r"(?::[0-5]\d(?:[.,]\d{1,9})?)?\s?[分분]?"
    r"|[時时点點시])?:?"
    rf"(?:\s?(?P<half>{HALF}|{HALF_WORD}))?"
    # converters glue the next word to it: "17:40 UhrLesezeit"
    rf"(?P<word>\s?{HOUR_WORD}(?:\b|(?-i:(?={CAPITAL}{NO_CAPITAL}))))?"
)


SECONDS = re.compile(r"\d:\d\d:\d\d")
UNTIL = re.compile(r"\s?[-−](\d\d):?(\d\d)(?![\d:])")
ISO_DAY, ISO_LENGTH = re.compile(r"\d{4}-\d\d-\d\d$"), 10


@cache
def make_gap() -> str:
    joiners, weekdays = alternation(words_of("joiner")), write_bounded(list(WEEKDAYS))
    brackets = r"[(（][^\d()（）]{1,9}[)）]"
    return rf"(?:[\s,;،、，|•·–—:\-/@]|{brackets}|{weekdays}\.?|{joiners}(?:[\s,;]|$)){{0,8}}"


@cache
def compile_clock_after() -> re.Pattern[str]:
    joiners = alternation(words_of("joiner"))
    return re.compile(rf"\.?(?:{make_gap()}|[\s,]?{joiners}\s?|T)(?:{CLOCK})(?!\d)", re.IGNORECASE)


@cache
def compile_clock_before() -> re.Pattern[str]:
    weekdays = alternation(WEEKDAYS)
    return re.compile(
        rf"(?<![\d:.,])(?:{CLOCK})(?P<zone>{ZONE_BETWEEN})?"
        rf"{make_gap()}(?:{weekdays}\.?)?[\s,.]{{0,3}}$",
        re.IGNORECASE,
    )


ZONE_BETWEEN = r"\s?[(（]?(?:[^\W\d_]{1,5}|(?:utc|gmt)\s?[+\-−]\d{1,2}(?::\d\d)?)[)）]?"
SMALL_ZONES = [name for name in ZONES if not name.isupper()]  # "heure de paris", in any case
ZONE = re.compile(
    r"[\s,]{0,2}[(（]?(?:(?P<base>UTC|GMT)?\s?(?P<sign>[+\-−])(?P<hours>\d{1,2})(?!\d:)"
    r"(?::?(?P<minutes>\d{2}))?(?![\d:])"
    # "UTCUpdated" is glued, "ESTABLISHED" is a word, and the GMT of "GMT+2" is not GMT
    rf"|(?P<name>{alternation(filter(str.isupper, ZONES))}|(?i:{alternation(SMALL_ZONES)}))"
    r"(?=[A-Z][a-z]|[\W\d]|$)(?![+\-−]\d))[)）]?"
)


def read_clock_after(line: str, day_end: int, place: Place) -> Clock | None:
    """The time behind a date that ends there."""
    match = compile_clock_after().match(line, day_end)
    # "26.10.2025 | 2:43 min" is how long a video runs, "3.5 %" no time at all
    is_hour = match is not None and match["mark"] == "h"  # "09h40min" is a time
    if match is None or (
        re.match(r"\s?(?:min|sec|sek|[%€$£]|[.,/]\d)", line[match.end() :]) and not is_hour
    ):
        return None
    hour_minute = read_hour_minute(match, is_dot_allowed=True)
    if hour_minute is None:
        return None
    is_iso = line[day_end] in "Tt" or is_exact(line, day_end, match)
    offset, end = read_zone(line, match.end(), place, is_bare_allowed=True, is_iso=is_iso)
    return Clock(*hour_minute, offset, match.start(), end)


def is_exact(line: str, day_end: int, clock: re.Match[str]) -> bool:
    """Whether "-05:00" behind a time is its zone and ends no range: the time has seconds, or the
    day is as machines print it and the range would end before it begins.
    """
    if SECONDS.search(clock[0]):
        return True
    until = UNTIL.match(line, clock.end())
    has_iso_day = ISO_DAY.search(line, max(0, day_end - ISO_LENGTH), day_end) is not None
    if not has_iso_day or until is None or not clock["minute"]:
        return False
    return (int(until[1]), int(until[2])) < (int(clock["hour"]), int(clock["minute"]))


def read_clock_before(line: str, day_start: int, place: Place) -> Clock | None:
    """The time in front of a date that starts there."""
    window = max(0, day_start - LONGEST_BEFORE)
    match = compile_clock_before().search(line[window:day_start])
    if match is None:
        return None
    hour_minute = read_hour_minute(match, is_dot_allowed=False)
    if hour_minute is None:
        return None
    offset = None
    if match["zone"]:
        offset, _ = read_zone(match["zone"], 0, place, is_bare_allowed=False)
    return Clock(*hour_minute, offset, window + match.start(), day_start)


def read_hour_minute(match: re.Match[str], is_dot_allowed: bool) -> tuple[int, int | None] | None:
    hour, half = int(match["hour"]), (match["half"] or "")[:1].lower()
    minute = int(match["minute"]) if match["minute"] else None
    has_word = bool(half or match["word"] or match["half_before"])
    if minute is None and not has_word and not re.search("[時时点點시]", match[0]):
        return None
    if match["mark"] == "." and not (is_dot_allowed or has_word):
        return None
    said = fold_case(match["half_before"] or match["half"] or "")
    if said in MORNING or said in EVENING:
        half = "p" if said in EVENING else "a"
    if half == "a" and hour > 12:
        return None
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour, minute


def read_zone(
    line: str, position: int, place: Place, is_bare_allowed: bool, is_iso: bool = False
) -> tuple[int | None, int]:
    """Minutes east of UTC and where the zone ends; (None, position) where none is printed.

    Of a name that means another zone elsewhere, such as "IST", the minutes are None where the place
    is unknown.

    "+02:00" without UTC or GMT counts only directly behind a clock time, "-05:00" only behind one
    that is_iso says is exact: "14:05-15:30" is a range.
    """
    match = ZONE.match(line, position)
    if match is None:
        return None, position
    is_closed_outside = match[0][-1] in ")）" and not {"(", "（"} & {*match[0]}
    end = match.end() - 1 if is_closed_outside else match.end()
    if match["name"]:
        return read_zone_name(match["name"], place), end
    if not match["base"]:
        is_plain = match["sign"] == "+" and len(match["hours"]) == 2 and match["minutes"]
        if not (is_iso or (is_bare_allowed and is_plain)):
            return None, position
    offset = read_offset(int(match["hours"]), int(match["minutes"] or 0), match["sign"] == "+")
    return (None, position) if offset is None else (offset, end)


def find_later_zone(line: str, position: int, place: Place) -> tuple[int | None, int] | None:
    """The zone of a second time on the line, which is that of the first as well, and where it ends:
    "3 May 2025 4:05 pm | Updated 5:40 pm IST". None if no zone is printed there.
    """
    if len(line) > LONGEST_OF_TWO:
        return None
    for clock in compile_time().finditer(line, position):
        offset, end = read_zone(line, clock.end("clock"), place, is_bare_allowed=False)
        if end > clock.end("clock"):
            return offset, end
    return None


def read_offset(hours: int, minutes: int, is_east: bool) -> int | None:
    """Minutes east of UTC; None where no place on earth is so far from Greenwich.

    >>> read_offset(3, 30, is_east=False), read_offset(5, 99, is_east=True)
    (-210, None)
    """
    offset = (hours * 60 + minutes) * (1 if is_east else -1)
    return offset if minutes < 60 and FIRST_OFFSET <= offset <= LAST_OFFSET else None


def read_zone_name(name: str, place: Place) -> int | None:
    """Minutes east of UTC of "CEST", or of "IST" where the country is known."""
    for zone in ZONES.get(name) or ZONES[fold_case(name)]:
        if zone.language in (None, place.language) and zone.country in (None, place.country):
            is_later = zone.daylight and place.day and is_summer(zone.daylight, place.day)
            return zone.offset_minutes + (60 if is_later else 0)
    return None


@cache
def compile_time() -> re.Pattern[str]:
    return re.compile(TIME_PATTERN, re.IGNORECASE)


def find_time(line: str) -> str | None:
    """The first clock time in the line, as printed, whether or not a date stands beside it.

    >>> find_time("5:44 PM (Updated: )")
    '5:44 PM'
    """
    match = compile_time().search(line)
    return match["clock"].strip() if match else None
