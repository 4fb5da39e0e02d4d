"""Measure reuse: which planted copies are found again, and what else is.

    COPYDESK_REFERENCE=../reference .venv/bin/python -m bench.reuse
    .venv/bin/python -m bench.reuse --more 1000 10000 100000

Copies of the reference's bodies are planted, on two sets: thresholds were chosen on the first one.
With --more, what the last 100 of so many invented articles cost when the others are known. How the
whole grows is measured by bench.compare. Figures are printed, never asserted.
"""

import argparse
import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import duckdb
import polars as pl

from bench.clock import Clock, replaced, run_apart
from bench.figures import print_heading, print_row
from bench.invented import invent_articles
from bench.reference import fill_columns, find_reference, read_bodies
from flows.compare.index import Index
from flows.compare.reuse import COMPARED, find_reuse, relations, update_reuse

SHARES = (0.4, 0.5, 0.55, 0.6, 0.65, 0.7)
BASES, QUICK_BASES, QUICK_BODIES = 120, 10, 300
FEWEST_BASE_WORDS = 40
MORE = 100


class Planted(NamedTuple):
    """Bodies and copies of them: what each copy's id says of it."""

    articles: pl.DataFrame
    kind_of: dict[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure reuse.")
    parser.add_argument("--show", action="store_true", help="print ids of what was not planted")
    parser.add_argument("--quick", action="store_true", help="few bodies, the shipped threshold")
    parser.add_argument("--more", type=int, nargs="+", help="of so many articles, the last 100")
    options = parser.parse_args()
    if options.more:
        print_more(options.more)
        return
    files = "pages/dev.parquet", "pages/silver.parquet", "stories/event_labelled.parquet"
    bodies = split_sets(read_bodies(find_reference(*files)))
    base_count, shares = BASES, SHARES
    if options.quick:
        bodies = bodies.sample(QUICK_BODIES, seed=1)
        base_count, shares = QUICK_BASES, (relations.DUPLICATE_SHARE,)
    for name in ("chosen on", "scored on"):
        planted = plant_copies(bodies.filter(set=name), base_count, random.Random(name))
        print_planted(name, planted, shares, options.show)
    print_found(bodies)


def split_sets(bodies: pl.DataFrame) -> pl.DataFrame:
    """The different bodies with `set`; all articles of a publisher are in one set."""
    site = pl.col("url").str.extract(r"^https?://([^/]+)")
    group = pl.when(origin="stories").then("event").otherwise(site)
    is_chosen_on = pl.col("origin").eq("dev") | (group.str.len_bytes() % 2 == 0)
    return (
        bodies.filter(~pl.col("body").str.contains("(?i)lorem ipsum"))
        .with_columns(
            set=pl.when(is_chosen_on).then(pl.lit("chosen on")).otherwise(pl.lit("scored on"))
        )
        .unique("body", keep="first", maintain_order=True)
    )


# Planted copies


def plant_copies(bodies: pl.DataFrame, base_count: int, rng: random.Random) -> Planted:
    """So many bodies, each with four copies."""
    texts = bodies["body"].to_list()
    rng.shuffle(texts)
    words = [word for text in texts for word in text.split()]
    bases = [text for text in texts if len(text.split()) >= FEWEST_BASE_WORDS]
    rows, kind_of = [], {}
    for number, body in enumerate(bases[:base_count]):
        rows.append((f"{number:04}", body))
        for kind, copy in alter(body, words, rng).items():
            rows.append((f"{number:04} {kind}", copy))
            kind_of[f"{number:04} {kind}"] = kind
    articles = pl.DataFrame(rows, schema=["article_id", "body"], orient="row")
    return Planted(fill_columns(articles, COMPARED), kind_of)


def print_planted(name: str, planted: Planted, shares: tuple[float, ...], is_shown: bool) -> None:
    kinds = sorted({*planted.kind_of.values()})
    print_heading(name, "share from", *kinds, "all", "false")
    copy_count, base_id = len(planted.kind_of), pl.col("article_id").str.slice(0, 4)
    for share in shares:
        with replaced(relations, DUPLICATE_SHARE=share):
            found = find_reuse(planted.articles).filter(relation="duplicate")
        is_right = base_id == pl.col("other_article_id").str.slice(0, 4)
        hits = found.filter(is_right, pl.col("article_id") == base_id)["other_article_id"]
        hit_kinds = hits.replace_strict(planted.kind_of, return_dtype=pl.String)
        false = found.filter(~is_right)
        print_row(
            f"{planted.articles.height} articles",
            f"{share:.2f}",
            *(f"{(hit_kinds == kind).sum() * len(kinds) / copy_count:.3f}" for kind in kinds),
            f"{len(hits) / copy_count:.3f}",
            str(false.height),
        )
        if is_shown:
            print(false)


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
    found = find_reuse(fill_columns(bodies.select("article_id", "body"), COMPARED))
    print_heading("set", "articles", "duplicates", "passages")
    for (origin,), of_origin in bodies.group_by("origin", maintain_order=True):
        inside = found.join(of_origin.select("article_id"), on="article_id", how="semi")
        counts = [
            str(inside.filter(relation=name).height) for name in ("duplicate", "shared_passage")
        ]
        print_row(str(origin), f"{of_origin.height:,}", *counts)


# Articles more


def print_more(counts: list[int]) -> None:
    """Processor seconds of all but 100 articles, and of these; and what the index takes."""
    print_heading("articles", "all", "100 more", "index MB", "peak MB", "rows", "the same")
    for count in counts:
        print_row(f"{count:,}", *run_apart(measure_more, count))


def measure_more(count: int) -> list[str]:
    """The figures of print_more."""
    latest = pl.col("published_earliest") + pl.duration(minutes=1)
    articles = invent_articles(count).with_columns(
        published_latest=latest, first_captured=latest + pl.duration(hours=1)
    )
    articles = fill_columns(articles, COMPARED).sort("published_latest", "article_id")
    known, more = articles.head(-MORE), articles.tail(MORE)

    def read(article_ids: pl.Series) -> pl.DataFrame:
        return articles.filter(pl.col("article_id").is_in(article_ids.implode()))

    with TemporaryDirectory(prefix="copydesk-bench-") as scratch:
        path = Path(scratch) / "index.duckdb"
        with duckdb.connect(path) as connection:
            index = Index(connection)
            clock = Clock("all")
            rows = update_reuse(known, None, index, read).reuse
            index.commit()
            clock.end()
            clock.begin("more")
            found = update_reuse(more, more["article_id"], index, read)
            index.commit()
            clock.end()
        index_mb = path.stat().st_size / 1e6
    again = pl.Series(found.article_ids).implode()
    kept = ~pl.col("article_id").is_in(again) & ~pl.col("other_article_id").is_in(again)
    rows = pl.concat([rows.filter(kept), found.reuse]).sort("article_id", "other_article_id")
    is_same = rows.equals(find_reuse(articles))
    seconds = (f"{clock.parts[name].processor_seconds:.2f}" for name in ("all", "more"))
    peak_mb = f"{clock.sum_up().peak_mb:,.0f}"
    return [*seconds, f"{index_mb:,.1f}", peak_mb, f"{rows.height:,}", str(is_same)]


if __name__ == "__main__":
    main()
