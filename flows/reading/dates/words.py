"""The words that dates are printed in: months, zones, markers; read from seeds/."""

import csv
import re
from collections import defaultdict
from typing import NamedTuple

from flows.shipped import SEEDS


def read_seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as seed:
        return list(csv.DictReader(seed))


def fold(text: str) -> str:
    """Lower case that gives the Turkish capital dotted I one character: "HAZİRAN" -> "haziran"."""
    return text.replace("İ", "i").lower()


def turkish_capitals(word: str) -> str:
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
            months[fold(turkish_capitals(word))].setdefault(language, month)
    return dict(months)


def one_of(words) -> str:
    """Regular expression for any of the words, longest first, as a prefix tree: a plain
    alternation of a thousand words is tried word by word. "mai", "mars" -> "ma(?:i|rs)"."""
    tree: dict = {}
    for word in words:
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}

    def write(node: dict) -> str:
        branches = [
            re.sub(r"([.^$*+?{}\[\]\\|()])", r"\\\1", character) + write(node[character])
            for character in sorted(node)
            if character
        ]
        if not branches:
            return ""
        body, is_end = "|".join(branches), "" in node
        if len(branches) == 1 and not is_end:
            return body
        return f"(?:{body})?" if is_end else f"(?:{body})"

    return write(tree)


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
        weekdays[fold(row["word"])][row["language"]] = int(row["weekday"])
    return dict(weekdays)


ZONES = read_zones()
WEEKDAYS = read_weekdays()
