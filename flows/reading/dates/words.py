"""The words that dates are printed in: months, zones, markers; read from seeds/."""

import csv
from collections import defaultdict
from typing import NamedTuple

from flows.shipped import SEEDS
from flows.text import fold_case


def read_seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as seed:
        return list(csv.DictReader(seed))


def write_turkish_capitals(word: str) -> str:
    """A word in the capitals of Turkish: "haziran" -> "HAZİRAN"."""
    return word.replace("i", "İ").replace("ı", "I").upper()


class Month(NamedTuple):
    number: int
    is_full: bool


def read_months() -> dict[str, dict[str, Month]]:
    """Word -> language -> month. Full: no longer name (by 2 letters) of that month starts so."""
    rows = read_seed("months.csv")
    names = defaultdict(list)
    for row in rows:
        names[row["language"], row["month"]].append(row["word"])
    months = defaultdict(dict)
    for row in rows:
        word, language = row["word"], row["language"]
        is_full = not any(
            name.startswith(word) and len(name) >= len(word) + 2
            for name in names[language, row["month"]]
            if len(word) < 5
        )
        month = Month(int(row["month"]), is_full)
        months[word][language] = month
        if language in ("tr", "az"):
            months[fold_case(write_turkish_capitals(word))].setdefault(language, month)
    return dict(months)


def words_of(kind: str) -> list[str]:
    return [row["text"] for row in DATE_WORDS if row["kind"] == kind]


MONTHS = read_months()
DATE_WORDS = read_seed("date_words.csv")


class Zone(NamedTuple):
    offset_minutes: int  # east of UTC, in winter
    language: str  # only on pages in it; empty: on any
    country: str  # only on pages of it; empty: of any
    is_daylight_us: bool  # an hour more from March to November, as in "ET"


def read_zones() -> dict[str, list[Zone]]:
    zones = defaultdict(list)
    for row in read_seed("time_zones.csv"):
        zone = Zone(
            int(row["offset_minutes"]), row["language"], row["country"], row["daylight"] == "us"
        )
        zones[row["abbreviation"]].append(zone)
    return dict(zones)


def read_weekdays() -> dict[str, dict[str, int]]:
    """Word -> language -> day of the week, Monday 1."""
    weekdays = defaultdict(dict)
    for row in read_seed("weekdays.csv"):
        weekdays[fold_case(row["word"])][row["language"]] = int(row["weekday"])
    return dict(weekdays)


ZONES = read_zones()
WEEKDAYS = read_weekdays()
