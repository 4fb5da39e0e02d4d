"""How long a search takes: `python -m bench.search [ARTICLES]`, 100,000 unless told.

The articles are the long lines of data/raw, in all their languages or those in Cyrillic alone,
repeated to 2,500 characters each, with some of their words in other places. The macro is asked for
the same as the command. `work` are the seconds of all cores of the command's second time: what
others do on the machine does not count.
"""

import argparse
import random
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import duckdb
import polars as pl

from bench.figures import print_heading, print_row
from flows.ingest import ingest_files
from flows.shipped import ROOT, SQL
from flows.view.search import search_articles
from flows.warehouse.build import Connection, connect
from flows.warehouse.models import build_macros, build_marts

CHARACTERS = 2500
SWAPPED = 15  # words of an article
BATCH = 10_000
SEARCHES = (
    "ferry",
    "the",
    "election",
    "zzyzx",
    "fähre",
    '"port amber"',
    "ferry harbour -strike",
    "пором",
    "議会",
    "exchange prisoners weeks",
    "strike*",
    "str*",  # too short a beginning: all texts are read
    '"of was"',
    '"на в"',  # words of nearly all texts, hardly ever side by side
)
CYRILLIC = re.compile("[а-я]{3}")
INSERT = """
    insert into core.articles by name
    select
        *,
        uuid()::varchar as article_id,
        date '2025-01-01' + (random() * 365)::integer as published_day,
        '' as reason_undated,
        9 as word_count,
        true as is_complete,
        core.word_codes(concat_ws(chr(10), headline, body)) as word_codes,
    from made
"""


def read_bodies(folder: Path) -> list[str]:
    """The long lines of the sample's pages, a text a page."""
    bodies = []
    for chunk in ingest_files([ROOT / "data" / "raw"], {}, folder).page_files:
        for text in pl.read_parquet(chunk, glob=False)["text"]:
            bodies.append("\n".join(line for line in text.split("\n") if len(line) > 60))
    return sorted(body for body in bodies if len(body) > 400)


def make_articles(bodies: list[str], count: int, chance: random.Random) -> pl.DataFrame:
    rows = []
    for _ in range(count):
        body = chance.choice(bodies)
        body *= 1 + CHARACTERS // len(body)
        pieces = body[:CHARACTERS].split(" ")
        words = body.split()
        for _ in range(SWAPPED):
            pieces[chance.randrange(len(pieces))] = chance.choice(words)
        rows.append((" ".join(pieces[:9]), " ".join(pieces)))
    return pl.DataFrame(rows, schema=["headline", "body"], orient="row")


def main(count: int = 100_000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bodies = read_bodies(Path(folder))
        measure("all scripts", bodies, count, Path(folder) / "all.duckdb")
        cyrillic = [body for body in bodies if CYRILLIC.search(body)]
        measure("Cyrillic alone", cyrillic, count, Path(folder) / "cyrillic.duckdb")


def measure(name: str, bodies: list[str], count: int, file: Path) -> None:
    chance = random.Random(15)
    with connect(file) as connection:
        connection.execute((SQL / "core.sql").read_text())
        build_marts(connection)
        build_macros(connection)
        for start in range(0, count, BATCH):
            made = make_articles(bodies, min(BATCH, count - start), chance)
            connection.register("made", made)
            connection.execute(INSERT)
    print_heading(name, "articles", "first, s", "again, s", "work, s", "macro, s")
    for words in SEARCHES:
        with duckdb.connect(file, read_only=True) as connection:
            first, again, macro = (
                ask(find, connection, words) for find in (find_first, find_first, count_found)
            )
        assert first.count == macro.count
        seconds = (first.seconds, again.seconds, again.work_seconds, macro.seconds)
        print_row(words, f"{first.count:,}", *(f"{one:.2f}" for one in seconds))


class Answer(NamedTuple):
    """How many articles were found, and how long it took."""

    count: int
    seconds: float  # by the clock
    work_seconds: float  # of all cores


def ask(find: Callable[[Connection, str], int], connection: Connection, words: str) -> Answer:
    began, work_began = time.perf_counter(), time.process_time()
    count = find(connection, words)
    return Answer(count, time.perf_counter() - began, time.process_time() - work_began)


def find_first(connection: Connection, words: str) -> int:
    return search_articles(connection, words)[0]


def count_found(connection: Connection, words: str) -> int:
    return connection.execute("select count(*) from search($1)", [words]).fetchall()[0][0]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=int, nargs="?", default=100_000)
    main(parser.parse_args().articles)
