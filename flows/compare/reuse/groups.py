"""Groups of many copies of one text: each copy is compared with the group's first, not with all."""

import polars as pl

from flows.compare.reuse.prints import Texts
from flows.compare.reuse.relations import find_relations, measure_pairs

# As many copies of one text, and as many articles with one passage, are compared with each other.
MOST_PAIRED = 20
# Of the first ones of an article's prints, those that have the most of them are looked at.
FIRSTS_LOOKED_AT = 3
PRINTS_A_SHARED_ONE = 12  # as for pairs
GROUPS = pl.Schema({"node": pl.UInt32, "first": pl.UInt32})


def find_groups(prints: pl.DataFrame, nodes: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """node, first: the articles of each group of more than 20 copies, and the group's first one.

    Needs: node, key, print_count, a row a key of an article; the columns of number_articles.
    An agency's own article comes first, then the one that is known earliest. A copy has most of a
    print's holders before it, so it meets the first of its group through the prints that both have.
    """
    candidates = find_candidates(prints, order_articles(nodes))
    related = relate(candidates, nodes, texts)
    first_of = assign_copies(related)
    # Where the one that it is most like is a copy itself, the first of that one's group.
    taken = [*first_of, *first_of.values()]  # a first one never becomes a copy
    again = related.filter(~pl.col("node").is_in(taken)).select(
        "node",
        "turn",
        first=pl.col("first").replace_strict(first_of, default=None, return_dtype=pl.UInt32),
    )
    again = again.drop_nulls().unique(["node", "first"]).sort("turn", "first")
    first_of |= assign_copies(relate(again, nodes, texts))
    copies = pl.DataFrame(list(first_of.items()), schema=GROUPS, orient="row")
    copies = copies.filter(pl.len().over("first") >= MOST_PAIRED)
    firsts = copies.select(pl.col("first").unique())
    return pl.concat([copies, firsts.select(node="first", first="first")]).sort("node")


def order_articles(nodes: pl.DataFrame) -> pl.DataFrame:
    """node, turn: an agency's own articles, then the others, each by the time they are known."""
    is_agencys = (pl.col("outlet_id") == pl.col("wire_outlet_id")).fill_null(False)
    return (
        nodes.sort(~is_agencys, "known_at", "node", nulls_last=True)
        .select("node")
        .with_row_index("turn")
    )


def find_candidates(prints: pl.DataFrame, turns: pl.DataFrame) -> pl.DataFrame:
    """node, turn, first: articles, and the first holders of prints that more than 20 hold."""
    crowded = prints.filter(pl.len().over("key") > MOST_PAIRED).join(turns, on="node")
    first = crowded.sort("turn").unique("key", keep="first").select("key", first="node")
    counts = first.rename({"first": "node"}).join(prints, on=["node", "key"])
    fewest = pl.min_horizontal("print_count", "print_count_first")
    return (
        crowded.join(first, on="key")
        .filter(pl.col("node") != pl.col("first"))
        .group_by("node", "turn", "print_count", "first")
        .agg(shared=pl.len())
        .join(
            counts.select(first="node", print_count_first="print_count").unique(),
            on="first",
        )
        .filter(pl.col("shared") * PRINTS_A_SHARED_ONE >= fewest)
        .join(turns.select(first="node", first_turn="turn"), on="first")
        .sort("turn", -pl.col("shared").cast(pl.Int64), "first_turn")
        .group_by("node", maintain_order=True)
        .head(FIRSTS_LOOKED_AT)
        .sort("turn", "first_turn")
        .select("node", "turn", "first")
    )


def relate(candidates: pl.DataFrame, nodes: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """The candidates that are copies of their first one, or versions of it; in the same order."""
    pairs = candidates.select(**order_pair("node", "first")).unique()
    no_teasers = pl.DataFrame(schema={"node": pl.UInt32, "other": pl.UInt32, "basis": pl.String})
    related = find_relations(measure_pairs(pairs, texts), nodes, no_teasers).filter(
        pl.col("relation").is_in(["duplicate", "version"])
    )
    ordered = candidates.with_columns(
        **{f"pair_{side}": column for side, column in order_pair("node", "first").items()}
    )
    return ordered.join(
        related,
        left_on=["pair_node", "pair_other"],
        right_on=["node", "other"],
        how="semi",
        maintain_order="left",
    ).select(candidates.columns)


def order_pair(one: str, other: str) -> dict[str, pl.Expr]:
    """Two columns of nodes as a pair, the smaller one in front."""
    return {"node": pl.min_horizontal(one, other), "other": pl.max_horizontal(one, other)}


def assign_copies(related: pl.DataFrame) -> dict[int, int]:
    """The first one of each copy, by node; a first one is no copy itself.

    Needs: node, first, in the order of turns: whether a first one is a copy is known by then.
    """
    first_of: dict[int, int] = {}
    for node, first in related.select("node", "first").iter_rows():
        if node not in first_of and first not in first_of:
            first_of[node] = first
    return first_of


def keep_firsts(pairs: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """The pairs (node, other) without those of two copies of one group; each copy with its first.

    Needs: node, other; GROUPS.
    """
    copies = groups.filter(pl.col("node") != pl.col("first"))
    is_of_one_group = (pl.col("first") == pl.col("first_other")).fill_null(False)
    kept = (
        pairs.join(copies, on="node", how="left")
        .join(copies, left_on="other", right_on="node", how="left", suffix="_other")
        .filter(~is_of_one_group)
        .select("node", "other")
    )
    return pl.concat([kept, copies.select(**order_pair("node", "first"))]).unique()
