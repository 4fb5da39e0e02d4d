"""Whole pages as nobody would write them, made of real ones: page N of seed S is always the same.

A page is made by its seed, its number and the pages that it is made of; these are data/raw, and
with COPYDESK_REFERENCE the real pages too.
"""

import os
import random
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import polars as pl

from flows.ingest import ingest_files
from flows.seeds import read_seed

RAW = Path(__file__).parents[2] / "data" / "raw"
LONGEST_ORIGINAL = 8_000  # characters of a page that is mutated; most are cut to far fewer
LONGEST_PAGE = 100_000
MOST_MUTATIONS = 4


class Page(NamedTuple):
    """A mutated page, as a row of a JSONL file."""

    id: str  # seed/number
    text: str
    url: str | None
    captured_at: str | None


def make_pages(seed: int, numbers: range, originals: list[str]) -> Iterator[Page]:
    for number in numbers:
        yield make_page(seed, number, originals)


def make_page(seed: int, number: int, originals: list[str]) -> Page:
    """Page `number` of a seed."""
    rng = random.Random(f"{seed}/{number}")
    text = cut_original(rng, rng.choice(originals))
    count = rng.randint(1, MOST_MUTATIONS)
    for mutate in rng.choices(list(MUTATIONS), list(MUTATIONS.values()), k=count):
        text = mutate(rng, text, originals)[:LONGEST_PAGE]
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    url, captured_at = rng.choice(URLS), rng.choice(CAPTURES)
    return Page(f"{seed}/{number}", text if text.strip() else f"{text}0", url, captured_at)


def read_originals(work: Path) -> list[str]:
    """The texts that pages are made of, the same ones in the same order everywhere.

    Args:
        work: a folder for what ingest writes.
    """
    files = ingest_files([RAW], {}, work).page_files
    texts = [text for file in files for text in pl.read_parquet(file, glob=False)["text"]]
    if reference := os.environ.get("COPYDESK_REFERENCE"):
        pages = Path(reference) / "pages"
        texts += [path.read_text("utf-8") for path in sorted((pages / "real").glob("*.txt"))]
        texts += pl.read_parquet(pages / "dev.parquet", glob=False)["text"].to_list()
    return sorted({text for text in texts if text.strip()})


def cut_original(rng: random.Random, text: str) -> str:
    """A part of a page: its lines from one on, for at most so many characters."""
    most = rng.choice((400, 1_500, 3_000, 3_000, LONGEST_ORIGINAL))
    start = rng.choice((0, 0, rng.randrange(len(text))))
    return text[start : start + most]


# Lines


def shuffle_lines(rng: random.Random, text: str, _: list[str]) -> str:
    lines = text.split("\n")
    rng.shuffle(lines)
    return "\n".join(lines)


def drop_lines(rng: random.Random, text: str, _: list[str]) -> str:
    share = rng.random()
    return "\n".join(line for line in text.split("\n") if rng.random() > share)


def double_lines(rng: random.Random, text: str, _: list[str]) -> str:
    times = rng.choice((2, 2, 3, 20))
    return "\n".join(
        line
        for one in text.split("\n")
        for line in [one] * (times if one.strip() and rng.random() < 0.2 else 1)
    )


def glue_lines(rng: random.Random, text: str, _: list[str]) -> str:
    """Line ends that a converter lost, or all of them: a page of one line."""
    share, glue = rng.choice((0.1, 0.5, 1)), rng.choice(("", "", " ", " | ", "\t"))
    return "".join(
        glue if character == "\n" and rng.random() < share else character for character in text
    )


def break_lines(rng: random.Random, text: str, _: list[str]) -> str:
    """Thousands of short lines."""
    most, gap = rng.choice((1, 3, 8, 30)), rng.choice(("\n", "\n\n"))
    pieces, position = [], 0
    while position < len(text):
        end = position + rng.randint(1, most)
        pieces.append(text[position:end])
        position = end
    return gap.join(pieces)


def wrap_lines(rng: random.Random, text: str, _: list[str]) -> str:
    """A column of so many words."""
    width, words = rng.choice((1, 4, 12)), text.split(" ")
    return "\n".join(" ".join(words[at : at + width]) for at in range(0, len(words), width))


def repeat_line(rng: random.Random, text: str, _: list[str]) -> str:
    lines = text.split("\n")
    at, times = rng.randrange(len(lines)), rng.choice((50, 300, 2_000))
    lines[at:at] = [lines[at][:120]] * times
    return "\n".join(lines)


def repeat_page(_: random.Random, text: str, __: list[str]) -> str:
    """A long page: what takes time that grows with the square of its length shows here."""
    return text * (LONGEST_PAGE // max(len(text), 1))


def space_lines(rng: random.Random, text: str, _: list[str]) -> str:
    space = rng.choice((" ", "\t", "\n", "\xa0", "\u3000")) * rng.choice((1, 3, 40, 2_000))
    return text.replace(rng.choice(("\n", " ")), space, rng.choice((1, 5, 20)))


# Words of other pages and languages


def mix_pages(rng: random.Random, text: str, originals: list[str]) -> str:
    """The lines of two pages in turn, or one behind the other."""
    other = cut_original(rng, rng.choice(originals))
    if rng.random() < 0.5:
        return f"{text}\n{other}"
    lines = [text.split("\n"), other.split("\n")]
    return "\n".join(
        own.pop(0) for own in rng.choices(lines, k=len(lines[0]) + len(lines[1])) if own
    )


def swap_words(rng: random.Random, text: str, originals: list[str]) -> str:
    others = cut_original(rng, rng.choice(originals)).split() or ["a"]
    return " ".join(rng.choice(others) if rng.random() < 0.2 else word for word in text.split(" "))


def change_case(rng: random.Random, text: str, _: list[str]) -> str:
    return rng.choice((str.upper, str.lower, str.title, str.swapcase, str.casefold))(text)


# Numbers, dates and ages


EDGES = ("0", "00", "13", "24", "31", "32", "60", "99", "100", "1e4", "9999", "10000", "0000")
EDGES += ("-1", "1900", "2100", "²", "①", "½", "9" * 30, "9" * 5_000)


def swap_numbers(rng: random.Random, text: str, _: list[str]) -> str:
    """Numbers of the page replaced by edge numbers."""
    share = rng.choice((0.1, 0.5, 1))
    return "".join(
        rng.choice(EDGES if rng.random() < 0.99 else EDGES[-1:])
        if is_number and rng.random() < share
        else "".join(part)
        for is_number, part in groupby(text, str.isdecimal)
    )


def spell_digits(rng: random.Random, text: str, _: list[str]) -> str:
    """Digits of another script, or some superscripts and circled ones."""
    zero = rng.choice("٠۰०০๐０᠐𝟎")
    digits = [chr(ord(zero) + number) for number in range(10)]
    if rng.random() < 0.2:
        digits = list("⁰¹²³⁴⑤⑥⑦⑧⑨")
    return text.translate(str.maketrans("0123456789", "".join(digits)))


@lru_cache
def read_words(seed: str, column: str, **row: str) -> list[str]:
    return sorted(set(read_seed(seed).filter(**row)[column]))


def write_time(rng: random.Random) -> str:
    """A line that says when, in the form that some language has, with numbers that few have."""

    def number(last: int) -> str:
        return rng.choice(EDGES[:-1]) if rng.random() < 0.4 else str(rng.randint(0, last + 1))

    day, month_no = number(31), number(12)
    year = rng.choice(("2024", "2025", "1999", "0000", "0001", "9999", "99", number(2100)))
    month = rng.choice(read_words("months", "word"))
    month = rng.choice((month, month.title(), month.upper()))
    mark = rng.choice((".", "-", "/", ". "))
    date = rng.choice(
        [
            *(f"{day} {month} {year}", f"{day}. {month} {year}", f"{month} {day}, {year}"),
            *(f"{year} {month} {day}", f"{year}. {month} {day}.", f"{month} {year}"),
            *(
                f"{year}年{month_no}月{day}日",
                f"{year}년 {month_no}월 {day}일",
                f"{month_no}月{day}日",
            ),
            *(f"{day}{mark}{month_no}{mark}{year}", f"{year}{mark}{month_no}{mark}{day}"),
            *(
                f"{day} de {month} de {year}",
                f"{day} {month}",
                f"{month} {day}",
                "29 February 2023",
            ),
        ]
    )
    clock = f"{number(24)}{rng.choice('::::.h時')}{number(60)}"
    zone = rng.choice(("", " UTC", " +05:99", "+15:00", "-12:00", " CET", " (IST)", "Z", " GMT+99"))
    age = rng.choice(read_words("age_words", "text", kind="form"))
    age = age.replace("{count}", number(99))
    age = age.replace("{unit}", rng.choice(read_words("age_words", "text", kind="unit")))
    weekday = rng.choice(read_words("weekdays", "word"))
    stamp = rng.choice(read_words("date_words", "text"))
    return rng.choice(
        [
            *(date, age, f"{stamp} {date}", f"{stamp}: {age}", f"{weekday}, {date}"),
            *(f"{date} {clock}{zone}", f"{date}T{clock}:00{zone}", f"{clock}{zone} {date}"),
            *(f"{weekday} ({date}) {stamp} {clock}", f"{date}{date}", f"{date} - {date} {clock}"),
            *(f"Valley Ledger | {age}", f"Jane Roe | {date}", f"{age}Bridge reopens after a week"),
            rng.choice(read_words("age_words", "text", kind="phrase")),
        ]
    )


def print_times(rng: random.Random, text: str, _: list[str]) -> str:
    """Lines that say when, between the lines of the page or in front of its words."""
    lines = text.split("\n")
    for _number in range(rng.choice((3, 10, 60))):
        at = rng.randrange(len(lines))
        if rng.random() < 0.5:
            lines[at : at + 1] = [write_time(rng), lines[at]]
        else:
            lines[at] = f"{write_time(rng)} {lines[at]}"
    return "\n".join(lines)


def print_markers(rng: random.Random, text: str, _: list[str]) -> str:
    """Markers, bylines, outlets and credits where none belongs."""
    lines = text.split("\n")
    for _number in range(rng.choice((1, 5, 40))):
        at = rng.randrange(len(lines))
        marker = rng.choice(read_words("page_markers", "phrase"))
        name = rng.choice(read_words("outlets", "name"))
        said = rng.choice(read_words("attribution_phrases", "phrase"))
        line = rng.choice(
            [
                *(marker, name, f"{marker} {lines[at]}", f"{marker}: {name} {write_time(rng)}"),
                *(f"By {name} and {said}, {name}", f"({name})", f"{said} {name}", f"© {name}"),
                *(
                    f"PORT AMBER ({name}) - {lines[at]}",
                    f"Photo: {name}/{name}",
                    f"{name} | {marker}",
                ),
            ]
        )
        lines.insert(at, line)
    return "\n".join(lines)


# Characters


MARKS = "\u202a\u202b\u202d\u202e\u202c\u2066\u2067\u2069\u200e\u200f"  # bidi
MARKS += "\u0301\u0308\u0327\u0345\u20dd\u093f\u0e31\ufe0f"  # combining
MARKS += "\u200b\u200c\u200d\u2060\ufeff\u00ad"  # zero width
MARKS += "\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029\xa0\u3000\t"  # separators of lines and words
MARKS += "\0\x01\x7f\ufffd\ufffe\U0010ffff\ue000"  # what is hardly text
MARKS += "ſKİıßẞǅﬁﷺ²①½Ⅷ々〇𝐀🇺👩"  # with another case, or another form
QUOTES = "\"'“”„«»‘’‚‹›「」『』〝〞＂`´"


def sprinkle_marks(rng: random.Random, text: str, _: list[str]) -> str:
    marks = rng.choice((MARKS, rng.choice(MARKS), rng.choice(MARKS)))
    share = rng.choice((0.01, 0.1, 0.5))
    return "".join(
        f"{character}{rng.choice(marks)}" if rng.random() < share else character
        for character in text
    )


def sprinkle_quotes(rng: random.Random, text: str, _: list[str]) -> str:
    """Quotation marks by the hundred."""
    marks = rng.choice((QUOTES, '"', "“”", "'’", "„“", "«»"))
    share = rng.choice((0.02, 0.2))
    return "".join(
        rng.choice(marks) + character if rng.random() < share else character for character in text
    )


def put_run(rng: random.Random, text: str, _: list[str]) -> str:
    """A long run of one short thing."""
    piece = rng.choice(
        [
            *(
                " ",
                "\n",
                "-",
                ".",
                "a",
                "A",
                "Aa ",
                "1",
                "1.",
                "5 May ",
                "山",
                "\u0301",
                "(",
                "[",
                "|",
            ),
            *(
                " - ",
                '"',
                "“",
                "said ",
                "https://a.b/",
                "a@",
                "@",
                "By ",
                " and ",
                "&amp;",
                "\\",
                "/",
            ),
            *("Photo: ", "© ", "AP ", "2 hours ago ", "Ann Lee, ", "a\n", "Mr. ", "\0", "., ", "🇺"),
        ]
    )
    run = piece * (rng.choice((50, 500, 3_000, 20_000)) // len(piece))
    at = rng.randrange(len(text) + 1)
    return text[:at] + run + text[at:]


def normalize(rng: random.Random, text: str, _: list[str]) -> str:
    return unicodedata.normalize(rng.choice(("NFD", "NFKD", "NFC", "NFKC")), text)


def cut_characters(rng: random.Random, text: str, _: list[str]) -> str:
    """Characters dropped, doubled or moved."""
    share = rng.choice((0.02, 0.2))
    return "".join(
        rng.choice(("", character * 2, rng.choice(text))) if rng.random() < share else character
        for character in text
    )


Mutation = Callable[[random.Random, str, list[str]], str]
MUTATIONS: dict[Mutation, int] = {  # how often each is drawn
    print_times: 12,
    **dict.fromkeys((print_markers, swap_numbers), 6),
    **dict.fromkeys((sprinkle_marks, sprinkle_quotes, put_run, mix_pages, glue_lines), 4),
    **dict.fromkeys((shuffle_lines, drop_lines, double_lines, wrap_lines, swap_words), 3),
    **dict.fromkeys((spell_digits, space_lines, change_case, cut_characters), 3),
    **dict.fromkeys((repeat_line, repeat_page, break_lines, normalize), 1),
}

URLS = [
    *(None, None, "https://www.valleyledger.example/a", "http://[", "http://[::1", "http://a..b/c"),
    *(
        "http://a:99999999/",
        "http://a:80:80/",
        "http://xn--/",
        "http://xn--99999999999/",
        "//",
        ".",
    ),
    *("http://\0/", "http://%00/", "http://٣.٣.٣.٣/", "http://127.0.0.1/", "javascript:alert(1)"),
    *(
        "http://ß.de/",
        "http://例え.テスト/",
        "http://co.uk/",
        "http://" + "a." * 500 + "com",
        "a" * 9_000,
    ),
    *("http://user:pw@bbc.co.uk:1/?q#f", "file:///etc/passwd", "http://\u202eexample.com/", "<b>"),
    *("https://news.google.com/x", "HTTP://BBC.CO.UK", "http://xn--zckzah.xn--zckzah/", "'; drop"),
]
CAPTURES = [
    *(None, None, "2025-06-07T12:00:00Z", "2025-06-07", "1990-01-01", "2100-12-31T23:59:59Z"),
    *("2100-12-31T23:59:59.999999-23:59", "1990-01-01T00:00:00+23:59", "2024-02-29", "0001-01-01"),
    *("9999-12-31T23:59:59-14:00", "2025-02-29", "", "now", "2025-06-07T24:00:00", "٢٠٢٥-٠٦-٠٧"),
    *("2025-W23-6", "20250607T120000", "2025-06-07T12:00:00.123456789Z", "10000-01-01"),
]
