"""The order of time: the day of each article, the window before a day, the days that changed."""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import polars as pl

COVERING = pl.Schema(
    {
        "article_id": pl.String,
        "published_earliest": pl.Datetime("us"),
        "known_at": pl.Datetime("us"),
        "quotation_family_ids": pl.List(pl.String),
        "group_article_id": pl.String,
        "is_complete": pl.Boolean,
    }
)
WINDOW_DAYS = 3  # bench/NOTES.md has the sweep


def order_articles(articles: pl.DataFrame) -> pl.DataFrame:
    """The articles in the order of time, undated ones and teasers last.

    With node; place, where it stood, so that texts can be read as they lie; dated_at; day, the one
    that known_at ends, null where the bracket is wider than the window; copy_of, the node itself or
    the day's first copy of the same group.
    """
    width = pl.col("known_at") - pl.col("published_earliest")
    is_dated = width.is_null() | (width <= timedelta(days=WINDOW_DAYS))
    return (
        articles.match_to_schema(COVERING, extra_columns="ignore")
        .with_row_index("place")
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
        .with_columns(copy_of=find_copy())
    )


def find_copy() -> pl.Expr:
    """The node that counts: of a day's copies of one group, the first one.

    So a text that thousands print on one day is compared once, and does not count as what all
    write of. Needs: node, day, is_complete, group_article_id.
    """
    is_copy = pl.col("group_article_id").is_not_null() & pl.col("is_complete")
    first = pl.col("node").filter("is_complete").min().over("group_article_id", "day")
    return pl.when(is_copy).then(first).otherwise("node")


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
) -> set[date]:
    """The days on which an article is new, gone or other.

    Needs: article_id, day; STORY_ARTICLES of the last run. changed is None where all are.
    """
    then = before.select("article_id", day=as_day(pl.col("dated_at")))
    days = pl.concat([nodes.select("article_id", "day"), then])
    if changed is not None:
        days = days.filter(pl.col("article_id").is_in(changed.implode()))
    return {*days["day"].drop_nulls()}


def is_stale(day: date, stale: set[date]) -> bool:
    """Whether something changed on the day or in its window."""
    return any(day - timedelta(days=back) in stale for back in range(WINDOW_DAYS + 1))


def list_walked(nodes: pl.DataFrame, stale: set[date]) -> np.ndarray:
    """The nodes of the days that are walked if only these have changed, and of their windows."""
    behind = {day + timedelta(days=ahead) for day in stale for ahead in range(WINDOW_DAYS + 1)}
    days = {day - timedelta(days=back) for day in behind for back in range(WINDOW_DAYS + 1)}
    is_walked = pl.when("is_complete").then(is_among(days)).otherwise(is_among(behind))
    return nodes.filter(is_walked)["node"].to_numpy()


def is_among(days: set[date]) -> pl.Expr:
    return pl.col("day").is_in(pl.Series(sorted(days), dtype=pl.Date).implode())
