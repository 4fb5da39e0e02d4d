"""Measure stories: B-cubed per set of labelled articles, and how it grows.

    COPYDESK_REFERENCE=../reference .venv/bin/python -m bench.stories
    .venv/bin/python -m bench.stories --growth 25000 50000 100000

The first sweeps the threshold: it was chosen on the first set. Growth is measured on the invented
articles of bench.compare, with one core. Figures are printed, never asserted.
"""

import argparse
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from bench import build_file
from bench.clock import Clock, read_mb, replaced, run_apart
from bench.compare import write_articles
from bench.figures import print_heading, print_row
from bench.reference import fill_columns, find_reference, read_bodies
from flows.compare.stories import Found, Known, find_stories, walk
from flows.compare.stories.days import COVERING
from flows.compare.stories.names import Stories
from flows.compare.terms import TEXTS

SETS = ("wikinews_medium", "wikinews", "handpicked")
LIKENESSES = (0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.11, 0.12, 0.14, 0.16)
DRAWS, OUTLETS_DRAWN = 6, 3
ARTICLES_AN_UNDATED_ONE = 50
ReadTexts = Callable[[pl.Series], pl.DataFrame]
ARTICLES = pl.Schema(TEXTS | COVERING)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure stories.")
    parser.add_argument("--growth", type=int, nargs="+", help="so many invented articles")
    parser.add_argument("--quick", action="store_true", help="the smallest set, one threshold")
    options = parser.parse_args()
    if options.growth is not None:
        return print_growth(options.growth)
    files = "pages/dev.parquet", "pages/silver.parquet", "stories/event_labelled.parquet"
    reference = find_reference(*files)
    if options.quick:
        return print_sets(reference, SETS[1:2], (walk.STORY_LIKENESS,), draw_count=1)
    return print_sets(reference, SETS, LIKENESSES, DRAWS)


# Labelled articles


def print_sets(
    reference: Path, sets: tuple[str, ...], likenesses: tuple[float, ...], draw_count: int
) -> None:
    """B-cubed F1 of each set at each threshold; then precision, recall and F1 at the shipped one.

    Days are those that the set gives (two sets were fetched on one day). "+ others" adds the
    English bodies of dev and silver on the same days, and scores the labelled ones. "3 each": the
    events of three outlets or more, one article of each of three; the mean of some draws.
    """
    labelled = pl.read_parquet(reference / "stories" / "event_labelled.parquet")
    others = read_distractors(reference)
    print_heading("B-cubed F1", *(f"{likeness:.2f}" for likeness in likenesses))
    for name in sets:
        articles = read_set(labelled, name)
        with_others = pl.concat([articles, spread_days(others, articles)])
        drawn = [draw(articles, seed) for seed in range(draw_count)]
        for kind, tried in (
            ("", [(articles, articles)]),
            (" + others", [(with_others, articles)]),
            (" 3 each", [(three, three) for three in drawn]),
        ):
            print_row(name + kind, *(f"{f1:.3f}" for f1 in sweep(tried, likenesses)))
    print_heading("shipped", "articles", "events", "precision", "recall", "F1")
    for name in sets:
        articles = read_set(labelled, name)
        figures = (f"{value:.3f}" for value in score(articles, articles))
        print_row(name, str(articles.height), str(articles["event"].n_unique()), *figures)


def sweep(
    tried: list[tuple[pl.DataFrame, pl.DataFrame]], likenesses: tuple[float, ...]
) -> list[float]:
    """F1 at each threshold, the mean of what is tried: articles, and the labelled ones of them."""
    scores = []
    for likeness in likenesses:
        with replaced(walk, STORY_LIKENESS=likeness):
            scores.append(sum(score(*pair)[2] for pair in tried) / len(tried))
    return scores


def read_set(labelled: pl.DataFrame, name: str) -> pl.DataFrame:
    """The articles of a set: ARTICLES, event, outlet."""
    day = pl.col("published_at").str.slice(0, 10).str.to_datetime("%Y-%m-%d", time_unit="us")
    articles = (
        labelled.with_row_index("number")
        .filter(set=name)
        .with_columns(
            article_id=pl.format("{}-{}", pl.lit(name), "number"),
            language_code=pl.lit("en"),
            published_earliest=day,
            known_at=day + timedelta(days=1),
        )
    )
    return fill_columns(articles, ARTICLES).with_columns(
        event=articles["event"],
        outlet=articles["url"].str.extract(r"https?://(?:www\.)?([^/]+)"),
    )


def draw(articles: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Three articles of three outlets for each event that has them."""
    chosen = (
        articles.select("event", "outlet", "article_id")
        .sample(fraction=1, shuffle=True, seed=seed)
        .unique(["event", "outlet"], keep="first", maintain_order=True)
        .filter(pl.len().over("event") >= OUTLETS_DRAWN)
        .group_by("event", maintain_order=True)
        .head(OUTLETS_DRAWN)
    )
    return articles.filter(pl.col("article_id").is_in(chosen["article_id"].implode()))


def read_distractors(reference: Path) -> pl.DataFrame:
    """The English articles of dev and silver."""
    return (
        read_bodies(reference)
        .filter(pl.col("origin") != "stories", language_code="en")
        .unique("body", keep="first", maintain_order=True)
    )


def spread_days(others: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The other articles on the days of these, one after the other; they have no event."""
    days = articles["published_earliest"].unique().sort()
    given = pl.Series([days[number % len(days)] for number in range(others.height)])
    dated = others.with_columns(
        published_earliest=given.cast(pl.Datetime("us")),
        known_at=given.cast(pl.Datetime("us")) + timedelta(days=1),
    )
    unknown = pl.lit(None, dtype=pl.String)
    return fill_columns(dated, ARTICLES).with_columns(event=unknown, outlet=unknown)


def score(articles: pl.DataFrame, labelled: pl.DataFrame) -> tuple[float, float, float]:
    return score_pairs(find_told(articles).stories.story_articles, labelled)


def find_told(articles: pl.DataFrame, known: Known | None = None) -> Found:
    """The stories of articles that are given with their texts."""
    texts = articles.select(TEXTS.names())

    def read_texts(article_ids: pl.Series) -> pl.DataFrame:
        return texts.filter(pl.col("article_id").is_in(article_ids.implode()))

    return find_stories(articles.select(COVERING.names()), read_texts, known)


def score_pairs(found: pl.DataFrame, labelled: pl.DataFrame) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 of the labelled articles."""
    pairs = found.join(labelled.select("article_id", "event"), on="article_id", how="inner")
    both = pl.len().over("story_id", "event")
    size = found.group_by("story_id").len(name="size")
    precision, recall = (
        pairs.join(size, on="story_id")
        .select((both / pl.col("size")).mean(), recall=(both / pl.len().over("event")).mean())
        .row(0)
    )
    return precision, recall, 2 * precision * recall / (precision + recall)


# Growth


def print_growth(counts: list[int]) -> None:
    """Of the articles of bench.compare: all days, one day more, and the same with some undated."""
    names = "stories", "F1", "seconds", "processor s", "a day more", "2 % undated", "peak MB"
    print_heading("articles", *names)
    for count in counts:
        with TemporaryDirectory(prefix="copydesk-bench-") as scratch:
            run_apart(write_articles, Path(scratch), count)
            print_row(f"{count:,}", *run_apart(measure_growth, Path(scratch)))


def measure_growth(folder: Path) -> list[str]:
    """The figures of print_growth."""
    with build_file.open_build(folder) as build:
        access = build_file.make_access(build)
        articles, read_texts = access.read_compared("stories"), access.read_texts
        clock = Clock("all days")
        found = find_stories(articles, read_texts)
        clock.end()
        all_days = clock.parts["all days"]
        more_seconds = time_last_day(articles, read_texts, found)
        peak_mb = read_mb("self", "VmHWM")
        undated = forget_dates(articles)
        known = find_stories(undated, read_texts)
        undated_seconds = time_last_day(undated, read_texts, known)
    story_articles = found.stories.story_articles
    *_, f1 = score_pairs(story_articles, pl.read_parquet(folder / "planted.parquet"))
    times = all_days.seconds, all_days.processor_seconds, more_seconds, undated_seconds
    counted = (f"{found.stories.stories.height:,}", f"{f1:.3f}", *(f"{time:.1f}" for time in times))
    return [*counted, f"{peak_mb:,.0f}"]


def time_last_day(articles: pl.DataFrame, read_texts: ReadTexts, found: Found) -> float:
    """Processor seconds for the last day's articles, as if those of the others were known."""
    last = articles.select(pl.col("known_at").max() - timedelta(days=1)).item()
    ids = articles.filter(pl.col("known_at") > last)["article_id"]
    is_known = ~pl.col("article_id").is_in(ids.implode())
    stories, keys = found.stories, found.keys.filter(is_known)

    def read_keys(column: str, values: pl.Series) -> pl.DataFrame:
        return keys.filter(pl.col(column).is_in(values.implode()))

    before = Stories(stories.stories, stories.story_articles.filter(is_known))
    clock = Clock("last day")
    find_stories(articles, read_texts, Known(before, ids, read_keys))
    clock.end()
    return clock.parts["last day"].processor_seconds


def forget_dates(articles: pl.DataFrame) -> pl.DataFrame:
    """The articles, one in fifty without a date."""
    is_dated = pl.int_range(pl.len()) % ARTICLES_AN_UNDATED_ONE > 0
    return articles.with_columns(pl.when(is_dated).then(pl.col("published_earliest", "known_at")))


if __name__ == "__main__":
    main()
