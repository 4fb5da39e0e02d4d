"""The order of time: the day of each article, the window before a day, the days that changed."""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from itertools import pairwise

import polars as pl

COVERING = pl.Schema(
    {
        "article_id": pl.String,
        "headline": pl.String,
        "body": pl.String,
        "language_code": pl.String,
        "published_earliest": pl.Datetime("us"),
        "known_at": pl.Datetime("us"),
        "quotation_family_ids": pl.List(pl.String),
        "group_article_id": pl.String,
        "is_complete": pl.Boolean,
    }
)
WINDOW_DAYS = 3  # bench/NOTES.md has the sweep


def order_articles(articles: pl.DataFrame) -> pl.DataFrame:
    """The articles with node, dated_at and day; in the order of time, undated and teasers last.

    The day is the one that known_at ends; null where the bracket is wider than the window.
    """
    width = pl.col("known_at") - pl.col("published_earliest")
    is_dated = width.is_null() | (width <= timedelta(days=WINDOW_DAYS))
    return (
        articles.match_to_schema(COVERING, extra_columns="ignore")
        .with_columns(dated_at=pl.when(is_dated).then("known_at"))
        .with_columns(
            day=as_day(pl.col("dated_at")),
            start=pl.when(pl.col("dated_at").is_not_null()).then(
                pl.min_horizontal("published_earliest", "dated_at")
            ),
        )
        .sort(
            pl.col("is_complete").not_(),
            "day",
            "start",
            "dated_at",
            "article_id",
            nulls_last=True,
        )
        .with_row_index("node")
    )


def as_day(dated_at: pl.Expr) -> pl.Expr:
    """The day that ends then or later: brackets are half-open."""
    return dated_at.dt.offset_by("-1us").dt.date()


def split_days(days: list[date | None], nodes: range) -> list[tuple[date | None, range]]:
    """The nodes of each day; those without one last."""
    starts = [node for node in nodes if node == nodes.start or days[node] != days[node - 1]]
    return [(days[start], range(start, end)) for start, end in pairwise([*starts, nodes.stop])]


def find_window(dated_days: list[date], day: date, before: int) -> range:
    """The dated articles of a day and of the days before it, as far as they stand before a node."""
    start = bisect_left(dated_days, day - timedelta(days=WINDOW_DAYS))
    return range(start, min(before, bisect_right(dated_days, day)))


# What has changed


def find_stale_days(
    nodes: pl.DataFrame, before: pl.DataFrame, changed: pl.Series | None
) -> set[date | None]:
    """The days on which an article is new, gone or other; None for those without a day.

    Needs: article_id, day; STORY_ARTICLES of the last run. changed is None where all are.
    """
    then = before.select("article_id", day=as_day(pl.col("dated_at")))
    days = pl.concat([nodes.select("article_id", "day"), then])
    if changed is not None:
        days = days.filter(pl.col("article_id").is_in(changed.implode()))
    return {*days["day"]}


def is_stale(day: date | None, stale: set[date | None]) -> bool:
    """Whether something changed on the day or in its window; of no day: whether anything did."""
    if day is None:
        return bool(stale)
    return any(day - timedelta(days=back) in stale for back in range(WINDOW_DAYS + 1))
