"""Families: wordings that pairs tie together, the quotations of them, and their names."""

import hashlib
from collections import Counter

import polars as pl

from flows.compare.families.index import ENDS, Renewal, drop, name_ends

QUOTATION_FAMILIES = pl.Schema(
    {"article_id": pl.String, "quotation_no": pl.Int32, "quotation_family_id": pl.String}
)


def gather_pairs(
    renewal: Renewal, touched: pl.Series, lost: pl.DataFrame, new: pl.DataFrame
) -> tuple[pl.Series, pl.DataFrame]:
    """The wordings that pairs tie to those that are touched, and all pairs of them.

    touched: wordings that stand elsewhere than before, or in other pairs.
    """
    reached, pairs = touched, new
    edge = reached
    while len(edge):
        known = renewal.read_pairs(edge).join(lost, on=ENDS, how="anti")
        pairs = pl.concat([pairs, known]).unique(ENDS, keep="any")
        edge = drop(name_ends(known).to_frame("wording_id"), reached)["wording_id"]
        reached = pl.concat([reached, edge])
    return reached, pairs


def group_wordings(pairs: pl.DataFrame) -> pl.DataFrame:
    """wording_id, family: one of its wordings. A wording without a pair is not among them.

    Needs: WORDING_PAIRS, all of each wording that they name.
    """
    parents = {node: node for node in name_ends(pairs)}
    weights = dict(pairs.select("shorter_id", "shorter_weight").iter_rows())
    longer_ones: dict[str, dict] = {"firm": {}, "loose": {}, "faint": {}}
    for longer, shorter, tie in pairs.select(*ENDS, "tie").iter_rows():
        longer_ones[tie].setdefault(shorter, []).append(longer)
    for shorter, tied in longer_ones["firm"].items():
        for longer in tied:
            unite(parents, longer, shorter)
    loose, faint = longer_ones["loose"], longer_ones["faint"]
    sizes = Counter(find_root(parents, node) for node in parents)
    # The longest first: what a short wording joins is settled before a shorter one asks.
    for node in sorted(loose.keys() | faint.keys(), key=lambda node: (-weights[node], node)):
        own = find_root(parents, node)
        tied = [*loose.get(node, ()), *(faint.get(node, ()) if sizes[own] == 1 else ())]
        roots = {find_root(parents, longer) for longer in tied} - {own}
        if len(roots) == 1:
            (other,) = roots
            sizes[min(own, other)] = sizes[own] + sizes[other]
            unite(parents, own, other)
    families = [(node, find_root(parents, node)) for node in parents]
    schema = {"wording_id": pl.UInt64, "family": pl.UInt64}
    return pl.DataFrame(families, schema=schema, orient="row")


def find_root(parents: dict[int, int], node: int) -> int:
    while parents[node] != node:
        parents[node] = parents[parents[node]]
        node = parents[node]
    return node


def unite(parents: dict[int, int], node: int, other: int) -> None:
    node, other = find_root(parents, node), find_root(parents, other)
    parents[max(node, other)] = min(node, other)


def name_families(renewal: Renewal, quoted: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """QUOTATION_FAMILIES of these quotations; null for a family that one article alone quotes.

    Needs: QUOTED; wording_id and family of the wordings that have a pair.
    """
    family = pl.coalesce("family", "wording_id")
    members = quoted.join(groups, on="wording_id", how="left").with_columns(family=family)
    shared = members.filter(pl.col("article_id").n_unique().over("family") > 1)
    first = shared.sort("known_at", "article_id", "quotation_no", nulls_last=True).unique(
        "family", keep="first", maintain_order=True
    )
    named = renewal.read_wordings(first)
    names = named.select(
        "family",
        quotation_family_id=pl.Series(map(hash_wording, named["wording"]), dtype=pl.String),
    )
    return members.join(names, on="family", how="left").match_to_schema(
        QUOTATION_FAMILIES, extra_columns="ignore"
    )


def hash_wording(wording: str) -> str:
    return hashlib.sha256(wording.encode()).hexdigest()[:32]
