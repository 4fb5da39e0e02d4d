"""Measure reuse: which planted copies are found again, and what else is.

    COPYDESK_REFERENCE=../reference .venv/bin/python -m bench.reuse

Copies of the reference's bodies are planted, on two sets: thresholds were chosen on the first one.
How it grows is measured by bench.compare. Figures are printed, never asserted.
"""

import argparse
import os
import random
from pathlib import Path

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # Polars reads this once

import polars as pl

from flows.compare import reuse
from flows.compare.reuse import COMPARED, find_reuse

BASES = 120
FEWEST_BASE_WORDS = 40
SHARES = (0.4, 0.5, 0.55, 0.6, 0.65, 0.7)
SHIPPED_SHARE = reuse.DUPLICATE_SHARE


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure reuse.")
    parser.add_argument("--show", action="store_true", help="print ids of what was not planted")
    options = parser.parse_args()
    folder = os.environ.get("COPYDESK_REFERENCE")
    if not folder:
        parser.error("COPYDESK_REFERENCE must name a folder with pages/ and stories/")
    bodies = read_bodies(Path(folder))
    for name in ("chosen on", "scored on"):
        print_planted(name, bodies.filter(set=name), options.show)
    print_found(bodies)


def print_row(*cells: str) -> None:
    print("".join(f"{cell:>15}" for cell in cells), flush=True)


def read_bodies(reference: Path) -> pl.DataFrame:
    """article_id, body, origin, set: every body of the reference; publishers in one set only."""
    dev = pl.read_parquet(reference / "pages" / "dev.parquet")
    silver = pl.read_parquet(reference / "pages" / "silver.parquet")
    stories = pl.read_parquet(reference / "stories" / "event_labelled.parquet").with_row_index("at")
    site = pl.col("url").str.extract(r"^https?://([^/]+)")
    is_even = site.str.len_bytes() % 2 == 0
    names = pl.lit("chosen on"), pl.lit("scored on")
    frames = [
        dev.select(article_id="page_id", body="gold_body", origin=pl.lit("dev"), set=names[0]),
        silver.select(
            article_id="page_id",
            body="silver_body",
            origin=pl.lit("silver"),
            set=pl.when(is_even).then(names[0]).otherwise(names[1]),
        ),
        stories.select(
            article_id=pl.format("story{}", "at"),
            body="body",
            origin=pl.lit("stories"),
            set=pl.when(pl.col("event").str.len_bytes() % 2 == 0)
            .then(names[0])
            .otherwise(names[1]),
        ),
    ]
    bodies = pl.concat(frames).filter(~pl.col("body").str.contains("(?i)lorem ipsum"))
    return bodies.drop_nulls("body").unique("body", keep="first", maintain_order=True)


def as_compared(articles: pl.DataFrame) -> pl.DataFrame:
    missing = [
        pl.lit(None, dtype=kind).alias(name)
        for name, kind in COMPARED.items()
        if name not in articles.columns and name != "is_complete"
    ]
    return articles.with_columns(*missing, is_complete=pl.lit(True)).select(COMPARED.names())


# Planted copies


def print_planted(name: str, bodies: pl.DataFrame, is_shown: bool) -> None:
    rng = random.Random(name)
    rows = bodies.select("article_id", "body").rows()
    rng.shuffle(rows)
    words = [word for _, body in rows for word in body.split()]
    long = [row for row in rows if len(row[1].split()) >= FEWEST_BASE_WORDS]
    planted, kind_of = [], {}
    for number, (_, body) in enumerate(long[:BASES]):
        planted.append((f"{number:04}", body))
        for kind, copy in alter(body, words, rng).items():
            planted.append((f"{number:04} {kind}", copy))
            kind_of[f"{number:04} {kind}"] = kind
    articles = as_compared(pl.DataFrame(planted, schema=["article_id", "body"], orient="row"))
    kinds = sorted({*kind_of.values()})
    print_row(f"\n{name}", "share from", *kinds, "all", "false")
    for share in SHARES:
        reuse.DUPLICATE_SHARE = share
        copies = (
            find_reuse(articles)
            .filter(relation="duplicate")
            .with_columns(
                base=pl.col("article_id").str.slice(0, 4),
                other_base=pl.col("other_article_id").str.slice(0, 4),
            )
        )
        false = copies.filter(pl.col("base") != pl.col("other_base"))
        hits = copies.filter(
            pl.col("article_id") == pl.col("base"), pl.col("base") == pl.col("other_base")
        )["other_article_id"].replace_strict(kind_of)
        print_row(
            f"{len(planted)} articles",
            f"{share:.2f}",
            *(f"{(hits == kind).sum() * len(kinds) / len(kind_of):.3f}" for kind in kinds),
            f"{len(hits) / len(kind_of):.3f}",
            str(false.height),
        )
        if is_shown:
            print(false)
    reuse.DUPLICATE_SHARE = SHIPPED_SHARE


def alter(body: str, words: list[str], rng: random.Random) -> dict[str, str]:
    """Four copies: wrapped in other words, cut to 40 %, edited at 5 % and 12 % of the words."""
    own = body.split(" ")
    start = rng.randrange(0, len(own) - int(0.4 * len(own)))
    around = [rng.choice(words) for _ in range(2 * rng.randint(20, 200))]
    half = len(around) // 2
    return {
        "wrapped": " ".join((*around[:half], *own, *around[half:])),
        "cut": " ".join(own[start : start + int(0.4 * len(own))]),
        "edited5": edit(own, 0.05, words, rng),
        "edited12": edit(own, 0.12, words, rng),
    }


def edit(own: list[str], share: float, words: list[str], rng: random.Random) -> str:
    """Words replaced, left out or put in, in equal parts."""
    edited = []
    for word in own:
        way = rng.random() / share
        edited += [rng.choice(words)] if way < 1 / 3 else [] if way < 2 / 3 else [word]
        if 2 / 3 <= way < 1:
            edited.append(rng.choice(words))
    return " ".join(edited)


# What the reference's bodies share


def print_found(bodies: pl.DataFrame) -> None:
    found = find_reuse(as_compared(bodies))
    print_row("\nset", "articles", "duplicates", "passages")
    for (origin,), of_origin in bodies.group_by("origin", maintain_order=True):
        inside = found.join(of_origin.select("article_id"), on="article_id", how="semi")
        counts = [
            str(inside.filter(relation=name).height) for name in ("duplicate", "shared_passage")
        ]
        print_row(origin, f"{of_origin.height:,}", *counts)


if __name__ == "__main__":
    main()
