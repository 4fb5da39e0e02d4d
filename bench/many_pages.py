"""As many pages as one wants out of the reference's: dev and silver again and again, each time with
other words and days, from three hundred outlets, captured one after the other over a year.

What makes a page a page stays: words that the seeds know, names, short words. Of the other words
letters are changed, vowel for vowel, so that two copies of an article share no run of words. The
newest day that a page prints becomes that of its capture, and the others move with it. Pages in
scripts without an alphabet here keep most of their words, so that their copies are of one family,
as those of an agency's text are.
"""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path

import polars as pl

from flows.seeds import read_seed
from flows.shipped import SEEDS
from flows.text import alternation

OUTLETS, DAYS, OLDEST = 300, 365, timedelta(days=30)
FIRST_DAY = datetime(2025, 1, 1, tzinfo=UTC)
PAGES_A_FILE = 5_000
LONGEST_DATED = 400  # characters of a line whose days are moved
LETTERS = ("aeiou", "bcdfghjklmnpqrstvwxz", "аеиоуыюя", "бвгджзклмнпрстфхцчшщ")
LETTERS += ("αειουω", "βγδζκλμνξπρστφχ")
HAN, HAN_COUNT, HAN_STEP = 0x4E00, 5_000, 37
WORD = re.compile(r"\b[^\W\d_]{5,}\b|[\u4e00-\u61ff]{3}")
YEAR, MONTH, DAY = (
    r"(?P<year>20\d\d)",
    r"(?P<month>0?[1-9]|1[0-2])",
    r"(?P<day>0?[1-9]|[12]\d|3[01])",
)
NUMBERED = (
    re.compile(rf"(?<!\d){YEAR}(?P<mark>[-./]){MONTH}(?P=mark){DAY}(?!\d)"),
    re.compile(rf"(?<!\d){DAY}(?P<mark>[-./]){MONTH}(?P=mark){YEAR}(?!\d)"),
)


def write_pages(reference: Path, folder: Path, numbers: range, year: int) -> None:
    """Write the pages of these numbers as Parquet files.

    Args:
        year: how many pages are captured within a year.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = ("dev.parquet", "silver.parquet")
    texts = pl.concat([pl.read_parquet(reference / name).select("text") for name in names])["text"]
    for start in numbers[::PAGES_A_FILE]:
        of_file = range(start, min(start + PAGES_A_FILE, numbers.stop))
        rows = [make_page(number, texts, year) for number in of_file]
        columns = ["id", "url", "captured_at", "text"]
        pl.DataFrame(rows, schema=columns, orient="row").write_parquet(
            folder / f"pages-{start:09}.parquet"
        )


def make_page(number: int, texts: pl.Series, year: int) -> tuple:
    copy, row = divmod(number, len(texts))
    moment = FIRST_DAY + timedelta(days=DAYS * number / year)
    url = f"https://outlet{number * 7 % OUTLETS:03}.example/news/{number}"
    text = move_days(vary_words(texts[row], copy) if copy else texts[row], moment.date())
    return f"page-{number:09}", url, moment, text


# Words


def vary_words(text: str, copy: int) -> str:
    """A text with other words."""
    return WORD.sub(partial(vary_word, make_table(copy), copy), text)


def vary_word(table: dict[int, int], copy: int, found: re.Match[str]) -> str:
    word = found[0]
    if ord(word[0]) >= HAN:
        return word[:2] + chr(HAN + (ord(word[2]) - HAN + copy * HAN_STEP) % HAN_COUNT)
    return word if word[0].isupper() or word in list_known() else word.translate(table)


@lru_cache(maxsize=1)
def make_table(copy: int) -> dict[int, int]:
    """Which letter becomes which: each alphabet's move by their own step, so that few copies are
    alike.
    """
    table: dict[int, int] = {}
    for number, letters in enumerate(LETTERS):
        step = copy // 5 if number % 2 else copy
        moved = letters[step % len(letters) :] + letters[: step % len(letters)]
        table |= str.maketrans(letters, moved)
    return table


@lru_cache
def list_known() -> frozenset[str]:
    """All words that stand in seeds, in small letters."""
    content = "\n".join(path.read_text() for path in sorted(SEEDS.glob("*.csv")))
    return frozenset(re.findall(r"[^\W\d_]{5,}", content.lower()))


# Days


def move_days(text: str, newest: date) -> str:
    """A text with other days: the newest is given, none is older by more than OLDEST."""
    lines = text.split("\n")
    dated = [at for at, line in enumerate(lines) if len(line) <= LONGEST_DATED and "20" in line]
    patterns = (*NUMBERED, *compile_named())
    found = (day for at in dated for one in patterns for day in one.finditer(lines[at]))
    days = [day for one in found if (day := read_day(one))]
    for pattern in patterns if days else ():
        for at in dated:
            lines[at] = pattern.sub(partial(move_day, max(days), newest), lines[at])
    return "\n".join(lines)


def read_day(found: re.Match[str]) -> date | None:
    month = found["month"]
    number = int(month) if month.isdecimal() else read_months()[month.lower()][1]
    try:
        return date(int(found["year"]), number, int(found["day"]))
    except ValueError:
        return None


def move_day(newest_there: date, newest: date, found: re.Match[str]) -> str:
    day = read_day(found)
    if day is None:
        return found[0]
    moved, text = newest - min(newest_there - day, OLDEST), found[0]
    parts = {"year": f"{moved.year}", "day": f"{moved.day:02}", "month": name_month(found, moved)}
    for name in sorted(parts, key=found.start, reverse=True):
        start, end = (at - found.start() for at in found.span(name))
        text = text[:start] + parts[name] + text[end:]
    return text


def name_month(found: re.Match[str], day: date) -> str:
    """The month as the found one is written: a number, or a long or short name."""
    word = found["month"]
    if word.isdecimal():
        return f"{day.month:02}"
    names = list_names().get((read_months()[word.lower()][0], day.month), [word])
    name = min(names, key=lambda name: abs(len(name) - len(word)))
    return name.capitalize() if word[0].isupper() else name


@lru_cache
def compile_named() -> tuple[re.Pattern[str], ...]:
    """Days with the name of a month: "5 June 2023", "June 5, 2023"."""
    month = rf"(?P<month>{alternation(read_months())})"
    return (
        re.compile(rf"\b{DAY}(?:\.|st|nd|rd|th)?\s(?:de\s)?{month}\.?,?\s(?:de\s)?{YEAR}\b", re.I),
        re.compile(rf"\b{month}\.?\s{DAY},\s{YEAR}\b", re.I),
    )


@lru_cache
def read_months() -> dict[str, tuple[str, int]]:
    """Name -> the first language that has it, and the number of the month."""
    rows = read_seed("months").select("word", "language", "month").iter_rows()
    months: dict[str, tuple[str, int]] = {}
    for word, language, month in rows:
        months.setdefault(word.lower(), (language, month))
    return months


@lru_cache
def list_names() -> dict[tuple[str, int], list[str]]:
    """Language and month -> its names."""
    names: dict[tuple[str, int], list[str]] = {}
    for word, language, month in (
        read_seed("months").select("word", "language", "month").iter_rows()
    ):
        names.setdefault((language, month), []).append(word)
    return names
