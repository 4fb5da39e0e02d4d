"""The words that dates are printed in: months, zones, markers; read from seeds/."""

import re
from collections import defaultdict
from typing import NamedTuple
from unicodedata import normalize

from flows.seeds import read_seed
from flows.text import DENSE, alternation, drop_accents, fold_case


def write_turkish_capitals(word: str) -> str:
    """A word in the capitals of Turkish: "haziran" -> "HAZİRAN"."""
    return word.replace("i", "İ").replace("ı", "I").upper()


class Month(NamedTuple):
    number: int
    is_full: bool
    is_solar: bool = False  # of the solar Hijri year, which begins in March


def read_months() -> dict[str, dict[str, Month]]:
    """Word -> language -> month. Full: no longer name (by 2 letters) of that month starts so."""
    rows = read_seed("months").select("language", "month", "word").rows()
    names = defaultdict(list)
    for language, number, word in rows:
        names[language, number].append(word)
    months = defaultdict(dict)
    for language, number, word in rows:
        is_full = not any(
            name.startswith(word) and len(name) >= len(word) + 2
            for name in names[language, number]
            if len(word) < 5
        )
        month = Month(number, is_full)
        for spelling in {word, normalize("NFC", word)}:  # "য়" is two characters there
            months[spelling][language] = month
            if language == "el":  # its capitals have no accents
                months[drop_accents(spelling)].setdefault(language, month)
        if language in ("tr", "az"):
            months[fold_case(write_turkish_capitals(word))].setdefault(language, month)
    for language, _, word, number in read_calendars("solar_month"):
        months[word][language] = Month(number, is_full=True, is_solar=True)
    return dict(months)


def read_calendars(kind: str) -> list[tuple[str, str, str, int]]:
    """language, kind, word and number of what seeds/calendars.csv has of a kind."""
    return read_seed("calendars").filter(kind=kind).rows()


def words_of(kind: str) -> list[str]:
    return read_seed("date_words").filter(kind=kind)["text"].to_list()


def write_bounded(words: list[str]) -> str:
    """The expression of any of these words that is no part of a longer one; scripts without spaces
    between words set no bounds.

    >>> [bool(re.search(write_bounded(["frist"]), text)) for text in ("die frist:", "befristet")]
    [True, False]
    """
    dense = [word for word in words if re.match(DENSE, word)]
    spaced = [word for word in words if word not in dense]
    return rf"(?:{alternation(dense)}|(?<![^\W\d_]){alternation(spaced)}(?![^\W\d_]))"


def find_languages_with(kind: str) -> frozenset[str]:
    """The languages that have a word of a kind."""
    return frozenset(read_seed("date_words").filter(kind=kind)["language"])


MONTHS = read_months()
# Years from the count of an era to ours: 令和 2018, พ.ศ. -543.
ERAS = {word: years for _, _, word, years in read_calendars("era")}


class Zone(NamedTuple):
    offset_minutes: int  # east of UTC, in winter
    language: str | None  # only on pages in it; None: in any
    country: str | None  # only on pages of it; None: of any
    daylight: str | None  # whose rule gives an hour more in summer, as in "ET"


def read_zones() -> dict[str, list[Zone]]:
    zones = defaultdict(list)
    for name, country, language, offset, daylight in read_seed("time_zones").iter_rows():
        zones[name].append(Zone(offset, language, country, daylight))
    for found in zones.values():  # the first that fits counts, so one of any place comes last
        found.sort(key=lambda zone: (zone.country is None, zone.language is None))
    return dict(zones)


def read_weekdays() -> dict[str, dict[str, int]]:
    """Word -> language -> day of the week, Monday 1."""
    weekdays = defaultdict(dict)
    for language, word, weekday in read_seed("weekdays").iter_rows():
        weekdays[fold_case(word)][language] = weekday
        if language == "el":
            weekdays[drop_accents(fold_case(word))].setdefault(language, weekday)
    return dict(weekdays)


ZONES = read_zones()
WEEKDAYS = read_weekdays()
