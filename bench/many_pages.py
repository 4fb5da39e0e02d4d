"""As many pages as one wants out of the reference's: dev and silver again and again, each time with
other words and days, from three hundred outlets over a year.

What makes a page a page stays: words that the seeds know, names, short words. Of the other words
letters are changed, vowel for vowel, so that two copies of an article share no run of words; days
are moved. Pages in scripts without an alphabet here keep most of their words, so that their copies
are of one family, as those of an agency's text are.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path

import polars as pl

from flows.shipped import SEEDS

OUTLETS, DAYS, DAYS_APART = 300, 365, 5
FIRST_DAY = datetime(2025, 1, 1, tzinfo=UTC)
PAGES_A_FILE = 5_000
LETTERS = (
    "aeiou",
    "bcdfghjklmnpqrstvwxz",
    "аеиоуыюя",
    "бвгджзклмнпрстфхцчшщ",
    "αειουω",
    "βγδζκλμνξπρστφχ",
)
HAN, HAN_COUNT, HAN_STEP = 0x4E00, 5_000, 37
WORD = re.compile(r"\b[^\W\d_]{5,}\b|[\u4e00-\u61ff]{3}")
NAMED_DAY = re.compile(
    r"\b(?P<day>[12]?\d|3[01])(?=\.?\s[^\W\d_]{3,10}\.?,?\s20\d\d)|(?<=[^\W\d_]\s)(?P<behind>[12]?\d)(?=,\s20\d\d)"
)
NUMBERED_DAY = re.compile(
    r"\b(?P<a>20\d\d|[0-3]?\d)(?P<mark>[-./])(?P<b>[01]?\d)(?P=mark)(?P<c>20\d\d|[0-3]\d)\b"
)


def write_pages(reference: Path, folder: Path, first: int, count: int) -> None:
    """Write so many pages from the number `first` on as Parquet files."""
    folder.mkdir(parents=True, exist_ok=True)
    names = ("dev.parquet", "silver.parquet")
    texts = pl.concat([pl.read_parquet(reference / name).select("text") for name in names])["text"]
    for start in range(first, first + count, PAGES_A_FILE):
        numbers = range(start, min(start + PAGES_A_FILE, first + count))
        rows = [make_page(number, *divmod(number, len(texts)), texts) for number in numbers]
        columns = ["id", "url", "captured_at", "text"]
        pl.DataFrame(rows, schema=columns, orient="row").write_parquet(
            folder / f"pages-{start:09}.parquet"
        )


def make_page(number: int, copy: int, row: int, texts: pl.Series) -> tuple:
    moment = FIRST_DAY + timedelta(days=(row + copy * DAYS_APART) % DAYS, minutes=number % 1_440)
    url = f"https://outlet{number * 7 % OUTLETS:03}.example/news/{number}"
    return f"page-{number:09}", url, moment, vary(texts[row], copy)


def vary(text: str, copy: int) -> str:
    """A text with other words and days; the first copy is as it was."""
    if not copy:
        return text
    text = WORD.sub(partial(vary_word, make_table(copy), copy), text)
    text = NAMED_DAY.sub(lambda day: str(move(int(day[0]), copy * DAYS_APART, 28)), text)
    return NUMBERED_DAY.sub(partial(vary_day, copy), text)


def vary_word(table: dict[int, int], copy: int, found: re.Match[str]) -> str:
    word = found[0]
    if ord(word[0]) >= HAN:
        return word[:2] + chr(HAN + (ord(word[2]) - HAN + copy * HAN_STEP) % HAN_COUNT)
    return word if word[0].isupper() or word in list_known() else word.translate(table)


def vary_day(copy: int, day: re.Match[str]) -> str:
    parts = [
        part if len(part) > 2 else str(move(int(part), copy, 12))
        for part in day.group("a", "b", "c")
    ]
    return day["mark"].join(part.zfill(2) for part in parts)


def move(number: int, steps: int, most: int) -> int:
    return (number + steps - 1) % most + 1


@lru_cache(maxsize=1)
def make_table(copy: int) -> dict[int, int]:
    """Which letter becomes which: each alphabet's moves by its own step, so that few copies are
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
