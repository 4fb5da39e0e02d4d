"""Groups of many copies of one text: of two copies of a group no row is given, of each with the
group's first one."""

import polars as pl

from flows.compare.reuse.pairs import MOST_PAIRED, order_articles

GROUPS = pl.Schema({"number": pl.UInt32, "first": pl.UInt32})


def find_groups(copies: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """GROUPS: the articles of each group of more than 20 copies, and the group's first one.

    An agency's own article comes first, then the one that is known earliest. A copy belongs to the
    first article of which it is a copy, out of those that have 20 copies and are none themselves.
    Needs: number, other: pairs of copies, all of each article; article_id, number, known_at,
    is_agencys of the articles.
    """
    turns = order_articles(articles)
    pairs = copies.join(turns, on="number").join(
        turns.rename({"number": "other"}), on="other", suffix="_other"
    )
    is_later = pl.col("turn") > pl.col("turn_other")
    ordered = (
        pairs.select(
            number=pl.when(is_later).then("number").otherwise("other"),
            first=pl.when(is_later).then("other").otherwise("number"),
            turn=pl.max_horizontal("turn", "turn_other"),
            first_turn=pl.min_horizontal("turn", "turn_other"),
        )
        .filter(pl.len().over("first") >= MOST_PAIRED)
        .sort("turn", "first_turn")
    )
    found = pl.DataFrame(list(assign_copies(ordered).items()), schema=GROUPS, orient="row")
    found = found.filter(pl.len().over("first") >= MOST_PAIRED)
    firsts = found.select(pl.col("first").unique())
    return pl.concat([found, firsts.select(number="first", first="first")]).sort("number")


def assign_copies(ordered: pl.DataFrame) -> dict[int, int]:
    """The first one of each copy, by number; a first one is no copy itself.

    Needs: number, first, in the order of turns: whether a first one is a copy is known by then.
    """
    first_of: dict[int, int] = {}
    for number, first in ordered.select("number", "first").iter_rows():
        if number not in first_of and first not in first_of:
            first_of[number] = first
    return first_of


def show_groups(related: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """The pairs without those of two copies of one group; `group`: the first, if one is its copy.

    Needs: number, other; GROUPS of all articles of the pairs.
    """
    first, is_of_one_group = pl.col("first"), pl.col("first") == pl.col("first_other")
    is_with_first = (first == pl.col("number")) | (first == pl.col("other"))
    return (
        related.join(groups, on="number", how="left")
        .join(groups, left_on="other", right_on="number", how="left", suffix="_other")
        .filter((~is_of_one_group | is_with_first).fill_null(True))
        .with_columns(group=pl.when(is_of_one_group).then("first"))
        .drop("first", "first_other")
    )
