"""Measure stories: B-cubed per set of labelled articles, and how it grows.

    COPYDESK_REFERENCE=../reference .venv/bin/python -m bench.stories
    .venv/bin/python -m bench.stories --growth 25000 50000 100000
    .venv/bin/python -m bench.stories --frequencies

The first sweeps the threshold: it was chosen on the first set. Growth is measured on the invented
articles of bench.compare, with one core. The last makes flows/compare/weights anew and wants
wordfreq. Figures are printed, never asserted.
"""

import argparse
import os
from collections import Counter
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # Polars reads this once

import polars as pl

from bench.compare import run_apart, write_articles
from bench.run import read_mb
from flows.compare import stories
from flows.compare import terms as story_terms
from flows.compare.stories import COVERING, find_stories
from flows.warehouse import load

SETS = ("wikinews_medium", "wikinews", "handpicked")
LIKENESSES = (0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.11, 0.12, 0.14, 0.16)
DRAWS, OUTLETS_DRAWN = 6, 3
SHIPPED_LIKENESS = stories.STORY_LIKENESS
WORDS_A_LANGUAGE, WORDS_AN_ARTICLE = 5_000, 400


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure stories.")
    parser.add_argument("--growth", type=int, nargs="*", default=[])
    parser.add_argument("--frequencies", action="store_true")
    options = parser.parse_args()
    if options.frequencies:
        return write_frequencies()
    if folder := os.environ.get("COPYDESK_REFERENCE"):
        print_sets(Path(folder))
    if options.growth:
        print_growth(options.growth)
    return None


def print_row(*cells: str) -> None:
    print("".join(f"{cell:>17}" for cell in cells), flush=True)


# Labelled articles


def print_sets(reference: Path) -> None:
    """B-cubed F1 of each set at each threshold; then precision, recall and F1 at the shipped one.

    Days are those that the set gives (two sets were fetched on one day). "+ others" adds the
    English bodies of dev and silver on the same days, and scores the labelled ones. "3 each": the
    events of three outlets or more, one article of each of three; the mean of some draws.
    """
    labelled = pl.read_parquet(reference / "stories" / "event_labelled.parquet")
    others = read_distractors(reference)
    print_row("B-cubed F1", *(f"{likeness:.2f}" for likeness in LIKENESSES))
    for name in SETS:
        articles = read_set(labelled, name)
        with_others = pl.concat([articles, spread(others, articles)])
        drawn = [draw(labelled, articles, name, seed) for seed in range(DRAWS)]
        for kind, tried in (
            ("", [(articles, articles)]),
            (" + others", [(with_others, articles)]),
            (" 3 each", [(three, three) for three in drawn]),
        ):
            print_row(name[:8] + kind, *(f"{value:.3f}" for value in sweep(tried)))
    print_row("\nshipped", "articles", "events", "precision", "recall", "F1")
    for name in SETS:
        articles = read_set(labelled, name)
        figures = (f"{value:.3f}" for value in score(articles, articles))
        print_row(name, str(articles.height), str(articles["event"].n_unique()), *figures)


def sweep(tried: list[tuple[pl.DataFrame, pl.DataFrame]]) -> list[float]:
    scores = []
    for stories.STORY_LIKENESS in LIKENESSES:
        scores.append(sum(score(*pair)[2] for pair in tried) / len(tried))
    stories.STORY_LIKENESS = SHIPPED_LIKENESS
    return scores


def draw(labelled: pl.DataFrame, articles: pl.DataFrame, name: str, seed: int) -> pl.DataFrame:
    """Three articles of three outlets for each event that has them."""
    outlet = pl.col("url").str.extract(r"https?://(?:www\.)?([^/]+)")
    chosen = (
        labelled.filter(set=name)
        .select("event", outlet=outlet, article_id=articles["article_id"])
        .sample(fraction=1, shuffle=True, seed=seed)
        .unique(["event", "outlet"], keep="first", maintain_order=True)
        .filter(pl.len().over("event") >= OUTLETS_DRAWN)
        .group_by("event", maintain_order=True)
        .head(OUTLETS_DRAWN)
    )
    return articles.filter(pl.col("article_id").is_in(chosen["article_id"].implode()))


def read_set(labelled: pl.DataFrame, name: str) -> pl.DataFrame:
    day = pl.col("published_at").str.slice(0, 10).str.to_datetime("%Y-%m-%d", time_unit="us")
    return as_covering(
        labelled.with_row_index("at")
        .filter(set=name)
        .with_columns(
            article_id=pl.format("{}-{}", pl.lit(name), "at"),
            language_code=pl.lit("en"),
            published_earliest=day,
            known_at=day + timedelta(days=1),
        )
    )


def read_distractors(reference: Path) -> pl.DataFrame:
    dev = pl.read_parquet(reference / "pages" / "dev.parquet")
    silver = pl.read_parquet(reference / "pages" / "silver.parquet")
    named = [
        dev.select("page_id", "language", headline="gold_headline", body="gold_body"),
        silver.select(
            "page_id", "language", headline=pl.lit(None, dtype=pl.String), body="silver_body"
        ),
    ]
    return (
        pl.concat(named)
        .filter(language="en")
        .drop_nulls("body")
        .unique("body", keep="first", maintain_order=True)
    )


def spread(others: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    days = articles["published_earliest"].unique().sort()
    given = [days[number % len(days)] for number in range(others.height)]
    return as_covering(
        others.with_columns(
            article_id="page_id",
            event=pl.lit(None, dtype=pl.String),
            language_code=pl.lit("en"),
            published_earliest=pl.Series(given, dtype=pl.Datetime("us")),
            known_at=pl.Series(given, dtype=pl.Datetime("us")) + timedelta(days=1),
        )
    )


def as_covering(articles: pl.DataFrame) -> pl.DataFrame:
    missing = [
        pl.lit(None, dtype=kind).alias(name)
        for name, kind in COVERING.items()
        if name not in articles.columns and name != "is_complete"
    ]
    kept = [*COVERING.names(), *(["event"] if "event" in articles.columns else [])]
    return articles.with_columns(*missing, is_complete=pl.lit(True)).select(kept)


def score(articles: pl.DataFrame, labelled: pl.DataFrame) -> tuple[float, float, float]:
    return score_pairs(find_stories(articles.drop("event")).story_articles, labelled)


def score_pairs(found: pl.DataFrame, labelled: pl.DataFrame) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 of the labelled articles."""
    pairs = found.join(labelled.select("article_id", "event"), on="article_id", how="inner")
    both = pl.len().over("story_id", "event")
    size = found.group_by("story_id").len(name="size")
    shares = pairs.join(size, on="story_id").select(
        precision=both / pl.col("size"), recall=both / pl.len().over("event")
    )
    precision, recall = shares["precision"].mean(), shares["recall"].mean()
    return precision, recall, 2 * precision * recall / (precision + recall)


# Document frequencies


def write_frequencies() -> None:
    """The share of articles of 400 words that have a term, for the most frequent of a language."""
    import wordfreq

    frames = []
    for language in sorted(wordfreq.available_languages("small")):
        counted = wordfreq.get_frequency_dict(language, "small")
        words = sorted(counted, key=lambda word: (-counted[word], word))[:WORDS_A_LANGUAGE]
        shares = Counter()
        rows = pl.DataFrame({"word": words}).with_columns(stem=story_terms.stem(pl.col("word")))
        for word, stem in rows.iter_rows():
            shares[stem] += counted[word]
        frames.append(
            pl.DataFrame({"stem": list(shares), "frequency": list(shares.values())}).select(
                language=pl.lit(language),
                stem="stem",
                share=(1 - (-pl.col("frequency") * WORDS_AN_ARTICLE).exp())
                .round(4)
                .cast(pl.Float32),
            )
        )
    known = pl.concat(frames).filter(pl.col("share") > story_terms.RARE_SHARE)
    any_language = (
        known.group_by("stem").agg(pl.col("share").max()).with_columns(language=pl.lit(""))
    )
    table = pl.concat([known, any_language.select(known.columns)]).sort("language", "stem")
    story_terms.FREQUENCIES.parent.mkdir(exist_ok=True)
    table.write_parquet(story_terms.FREQUENCIES, compression="zstd", compression_level=19)
    print(f"{table.height:,} terms of {len(frames)} languages")


# Growth


def print_growth(counts: list[int]) -> None:
    """Of the articles of bench.compare: all days, one day more, and the same with some undated."""
    names = "stories", "F1", "seconds", "processor s", "a day more", "2 % undated", "peak MB"
    print_row("\narticles", *names)
    for count in counts:
        with TemporaryDirectory(prefix="copydesk-bench-") as scratch:
            run_apart(write_articles, Path(scratch), count)
            print_row(f"{count:,}", *run_apart(measure_growth, Path(scratch)))


def measure_growth(folder: Path) -> list[str]:
    with load.connect(folder / "build.duckdb") as build:
        articles = load.read_compared(build, "stories")
    began, processor_began = perf_counter(), process_time()
    found = find_stories(articles)
    seconds, processor_seconds = perf_counter() - began, process_time() - processor_began
    more_seconds = time_last_day(articles, found)
    peak_mb = read_mb("self", "VmHWM")
    undated = forget_dates(articles)
    with_undated_seconds = time_last_day(undated, find_stories(undated))
    *_, f1 = score_pairs(found.story_articles, pl.read_parquet(folder / "origins.parquet"))
    times = seconds, processor_seconds, more_seconds, with_undated_seconds
    counted = f"{found.stories.height:,}", f"{f1:.3f}", *(f"{time:.1f}" for time in times)
    return [*counted, f"{peak_mb:,.0f}"]


def time_last_day(articles: pl.DataFrame, found: stories.Stories) -> float:
    """Processor seconds for the last day's articles, as if those of the others were known."""
    last = articles["known_at"].max() - timedelta(days=1)
    ids = articles.filter(pl.col("known_at") > last)["article_id"]
    known = found._replace(
        story_articles=found.story_articles.filter(~pl.col("article_id").is_in(ids.implode()))
    )
    began = process_time()
    find_stories(articles, known, ids)
    return process_time() - began


def forget_dates(articles: pl.DataFrame) -> pl.DataFrame:
    """The articles, one in fifty without a date."""
    names = "published_earliest", "known_at"
    is_dated = pl.int_range(pl.len()) % 50 > 0
    return articles.with_columns(pl.when(is_dated).then(pl.col(*names)))


if __name__ == "__main__":
    main()
