"""How long a search takes: `python -m bench.search [ARTICLES]`, 100,000 unless told.

The articles are the long lines of data/raw, in all their languages, repeated to
2,500 characters each, with some of their words in other places.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import polars as pl

from bench.figures import print_heading, print_row
from flows.ingest import ingest_files
from flows.shipped import ROOT
from flows.view.search import search_articles

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
)
TABLES = """
    create schema core;
    create table core.articles (
        article_id varchar, headline varchar, body varchar, outlet_id varchar, published_day date,
        language_code varchar, word_count integer, is_complete boolean
    );
    create table core.outlets (outlet_id varchar, name varchar);
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
        chance, file = random.Random(15), Path(folder) / "search.duckdb"
        bodies = read_bodies(Path(folder))
        with duckdb.connect(file) as connection:
            connection.execute(TABLES)
            for start in range(0, count, BATCH):
                made = make_articles(bodies, min(BATCH, count - start), chance)
                connection.register("made", made)
                connection.execute(
                    "insert into core.articles by name select *, uuid()::varchar as article_id,"
                    " date '2025-01-01' + (random() * 365)::integer as published_day from made"
                )
        print_heading("search", "articles", "first, s", "again, s")
        for words in SEARCHES:
            took = []
            with duckdb.connect(file, read_only=True) as connection:
                for _ in range(2):
                    began = time.perf_counter()
                    found, _ = search_articles(connection, words)
                    took.append(time.perf_counter() - began)
            print_row(words, f"{found:,}", *(f"{seconds:.2f}" for seconds in took))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
