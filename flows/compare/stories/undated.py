"""Articles without a day: they belong to a story of any day, and meet it by the keys they share.

An article without a day is compared with those that hold enough of its keys, and with the whole
stories of those. Which of them change depends on those alone, so that only articles are compared
again that share keys with what has changed.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import polars as pl

from flows.compare.stories.keys import (
    ENOUGH,
    FAMILY,
    HELD,
    Keys,
    drop_crowded,
    multiply_keys,
)
from flows.compare.stories.likeness import FAINT, QUOTED_BONUS
from flows.compare.stories.walk import STRICT_LIKENESS, Walk, merge_clusters
from flows.compare.terms import spread, weigh_terms

PAIRS_A_STEP = 50_000
TEASERS_A_STEP = 100_000
LIKE = pl.Schema({"node": pl.UInt32, "other": pl.UInt32, "likeness": pl.Float64})
NEAR = pl.Schema({"node": pl.UInt32, "founder": pl.UInt32, "likeness": pl.Float64})
NO_STORIES = pl.Schema(
    {"node": pl.UInt32, "place": pl.UInt32, "product": pl.Int64, "size": pl.Int64}
)
# By its 24 heaviest terms alone an article is less like a teaser than by all: .27 joins .94 of
# those that .30 by all terms joins rightly, and hardly more wrongly. bench/NOTES.md has the sweep.
TEASER_LIKENESS = 0.27


class Links(NamedTuple):
    """How much articles without a day are alike, and like the stories of dated ones."""

    articles: pl.DataFrame  # LIKE: both without a day
    stories: pl.DataFrame  # NEAR: with all of a story's articles, in the mean


def join_undated(walk: Walk, nodes: pl.DataFrame, keys: Keys, affected: pl.Series) -> None:
    """Put the complete articles without a day into stories: the affected ones, and those whose
    story hangs together with theirs.

    Needs: of the nodes node, day, is_complete, copy_of.
    """
    own = nodes.filter(pl.col("is_complete"), pl.col("day").is_null())["node"]
    members = list_members(walk, nodes.filter(pl.col("day").is_not_null()))
    joined, links = find_joined(walk, keys, members, own, affected)
    links = Links(
        links.articles.unique(["node", "other"]).sort("node", "other"),
        links.stories.unique(["node", "founder"]).sort("node", "founder"),
    )
    place_articles(walk, joined.sort().to_list(), links, members)
    for node in own.to_list():
        walk.story_of[node] = walk.story_of[walk.copy_of[node]]


def find_joined(
    walk: Walk, keys: Keys, members: pl.DataFrame, own: pl.Series, affected: pl.Series
) -> tuple[pl.Series, Links]:
    """The affected articles and all that are linked to them, one by one or through a story."""
    is_own = pl.col("node").is_in(own.implode())
    joined, links = affected, find_links(walk, keys, members, own, affected)
    while True:
        strict = pl.col("likeness") >= STRICT_LIKENESS
        near = links.articles.filter(strict)["other"]
        stories = links.stories.filter(strict)["founder"].unique()
        held = keys.list_held(members.filter(pl.col("founder").is_in(stories.implode()))["node"])
        beside = keys.meet(held, is_own)["other"]
        beside = beside.filter(~beside.is_in(joined.implode())).unique()
        around = find_links(walk, keys, members, own, beside)
        of_these = pl.col("founder").is_in(stories.implode())
        through = around.stories.filter(strict, of_these)["node"]
        found = pl.concat([near, through]).unique()
        found = found.filter(~found.is_in(joined.implode()))
        if found.is_empty():
            return joined, links
        more = find_links(walk, keys, members, own, found)
        joined = pl.concat([joined, found])
        links = Links(*(pl.concat(pair) for pair in zip(links, more, strict=True)))


def find_links(
    walk: Walk, keys: Keys, members: pl.DataFrame, own: pl.Series, asked: pl.Series
) -> Links:
    """The links of articles without a day: with each other, and with the stories they meet."""
    met = keys.meet(keys.list_held(asked), pl.col("is_complete"))
    is_own = pl.col("other").is_in(own.implode())
    alike = compare_pairs(walk, met.filter(is_own))
    alike = alike.filter(pl.col("likeness").round(5) >= FAINT)
    return Links(alike, compare_stories(walk, met.filter(~is_own), members))


def compare_stories(walk: Walk, met: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """NEAR of articles with the stories of those that they meet.

    Needs: MET; founder, node of all members that count.
    """
    of_story = members.rename({"node": "other"})
    stories = met.join(of_story, on="other").select("node", "founder").unique()
    pairs = stories.join(of_story, on="founder").join(met, on=["node", "other"], how="left")
    pairs = pairs.filter(pl.col("node") != pl.col("other")).with_columns(
        pl.col("is_quoted").fill_null(False)
    )
    return (
        compare_pairs(walk, pairs.sort("other", "node"))
        .join(of_story, on="other")
        .group_by("node", "founder", maintain_order=True)
        .agg(pl.col("likeness").mean())
        .filter(pl.col("likeness").round(5) >= FAINT)
        .match_to_schema(NEAR)
    )


def compare_pairs(walk: Walk, pairs: pl.DataFrame) -> pl.DataFrame:
    """The likeness of each pair (LIKE), with the bonus for a quotation in common.

    Needs: node, other, is_quoted.
    """
    found = [LIKE.to_frame()]
    for step in pairs.iter_slices(PAIRS_A_STEP):
        likeness = multiply(walk, step["node"].to_numpy(), step["other"].to_numpy())
        likeness += QUOTED_BONUS * step["is_quoted"].to_numpy()
        found.append(step.select("node", "other", likeness=likeness).match_to_schema(LIKE))
    return pl.concat(found)


def multiply(walk: Walk, nodes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The product of the terms of each pair, weighed as the shipped table says."""
    known, place = np.unique(nodes, return_inverse=True)
    known_others, other_place = np.unique(others, return_inverse=True)
    own, other = walk.terms.take(known), walk.terms.take(known_others)
    weight, _ = weigh_terms(own, own.share)
    other_weight, other_row = weigh_terms(other, other.share)
    terms = np.unique(other.term)
    if not len(terms):
        return np.zeros(len(nodes))
    # Each term of an article as a number: that of the article, then that of the term.
    numbered = other_row * len(terms) + np.searchsorted(terms, other.term)
    order = np.argsort(numbered)
    numbered, other_weight = numbered[order], other_weight[order]
    counts = np.diff(own.starts)[place]
    entry = spread(own.starts[place], counts)
    pair = np.repeat(np.arange(len(nodes)), counts)
    code = np.minimum(np.searchsorted(terms, own.term), len(terms) - 1)
    is_known = (terms[code] == own.term)[entry]
    entry, pair = entry[is_known], pair[is_known]
    wanted = other_place[pair] * len(terms) + code[entry]
    at = np.minimum(np.searchsorted(numbered, wanted), len(numbered) - 1)
    product = np.where(numbered[at] == wanted, weight[entry] * other_weight[at], 0.0)
    return np.bincount(pair, product, minlength=len(nodes))


def list_members(walk: Walk, nodes: pl.DataFrame) -> pl.DataFrame:
    """founder, node of the complete articles that count."""
    counted = nodes.filter(pl.col("is_complete"), pl.col("copy_of") == pl.col("node"))["node"]
    founders = pl.Series([walk.story_of[node] for node in counted.to_list()], dtype=pl.UInt32)
    return pl.DataFrame({"founder": founders, "node": counted}).drop_nulls("founder")


def place_articles(walk: Walk, own: list[int], links: Links, members: pl.DataFrame) -> None:
    """Average linkage, as within a day: of pairs that do not meet likeness is 0."""
    founders = links.stories["founder"].unique().sort().to_list()
    counts = dict(members["founder"].value_counts().iter_rows())
    sizes = [1] * len(own) + [counts[founder] for founder in founders]
    place_of = {node: place for place, node in enumerate(own)}
    story_place = {founder: len(own) + place for place, founder in enumerate(founders)}
    linked: list[dict[int, float]] = [{} for _ in sizes]
    for node, other, likeness in links.articles.iter_rows():
        one, two = place_of[node], place_of.get(other)
        if two is not None and one < two:
            linked[one][two] = linked[two][one] = likeness
    for node, founder, likeness in links.stories.iter_rows():
        one, two = place_of[node], story_place[founder]
        linked[one][two] = linked[two][one] = likeness * counts[founder]
    for cluster, found in merge_clusters(linked, sizes, len(own), STRICT_LIKENESS).items():
        is_known = cluster >= len(own)
        founder = founders[cluster - len(own)] if is_known else own[found[0]]
        for member in found:
            walk.story_of[own[member]] = founder


# Teasers


def join_undated_teasers(walk: Walk, nodes: pl.DataFrame, keys: Keys, affected: pl.Series) -> None:
    """Put each of the teasers into the story that it is most like, or into none.

    They are compared by what is kept of them and of articles, so that no text is read.
    """
    members = list_members(walk, nodes)
    for step in split_nodes(affected):
        best = (
            compare_teasers(keys, members, step)
            .filter(pl.col("likeness") >= TEASER_LIKENESS)
            .sort("node", -pl.col("likeness"), "founder")
            .unique("node", keep="first")
        )
        founders = dict(best.select("node", "founder").iter_rows())
        for node in step.to_list():
            walk.story_of[node] = founders.get(node)


def compare_teasers(keys: Keys, members: pl.DataFrame, teasers: pl.Series) -> pl.DataFrame:
    """NEAR of teasers with the stories that they meet: the product of their keys with those of the
    mean of the story's articles.

    Needs: founder, node of all members that count.
    """
    own = keys.list_held(teasers)
    held = keys.list_holders(own["key"]).filter("is_complete")
    telling = drop_crowded(held)
    sizes = members.group_by(place="founder").agg(size=pl.len().cast(pl.Int64))
    is_enough = pl.col("product") >= ENOUGH * pl.col("size")
    met = [
        part.join(sizes, on="place").filter(is_enough)
        for part in multiply_keys(own, add_keys(telling, members))
    ]
    met = pl.concat(met or [NO_STORIES.to_frame()])
    # Those who met are compared by all keys, but by families that few quote only.
    met_stories = members.join(met, left_on="founder", right_on="place", how="semi")
    is_family = pl.col("weight") == FAMILY
    counted = pl.concat([telling.filter(is_family), held.filter(~is_family)])
    return (
        met.select("node", "place", "size")
        .join(own, on="node")
        .join(add_keys(counted, met_stories), on=["place", "key"], suffix="_of_story")
        .with_columns(product=pl.col("weight").cast(pl.Int64) * pl.col("weight_of_story"))
        .group_by("node", "size", founder="place")
        .agg(
            shared=pl.col("product").filter(~is_family).sum(),
            quoted=pl.col("product").filter(is_family).sum() // FAMILY**2,
        )
        .with_columns(
            likeness=(pl.col("shared") / 1e6 + QUOTED_BONUS * pl.col("quoted")) / pl.col("size")
        )
        .select("node", "founder", pl.col("likeness").round(5))
        .match_to_schema(NEAR)
    )


def add_keys(held: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """place, key, weight: of each story, by its founder, the sum of its articles' keys."""
    return (
        held.join(members, on="node")
        .group_by("key", place="founder")
        .agg(pl.col("weight").cast(pl.Int64).sum())
    )


def split_nodes(nodes: pl.Series) -> Iterator[pl.Series]:
    for first in range(0, len(nodes), TEASERS_A_STEP):
        yield nodes.slice(first, TEASERS_A_STEP)


# What has changed


def find_affected(
    nodes: pl.DataFrame, keys: Keys, touched: pl.Series, is_complete: bool
) -> pl.Series:
    """The articles without a day, or the teasers, on which a change may bear.

    Needs: of the nodes node, article_id, day, is_complete, copy_of, group_article_id.
    touched: nodes that have changed, and all of stories that have.
    """
    asked = nodes.filter(
        pl.col("is_complete") == is_complete,
        pl.col("day").is_null(),
        pl.col("copy_of") == pl.col("node"),
    )
    if asked.is_empty():
        return asked["node"]
    gone = keys.read_gone()
    names = gone.select(pl.col("article_id").rank("dense").cast(pl.UInt32) + nodes.height)
    held = pl.concat(
        [
            keys.list_held(touched),
            gone.select(node=names.to_series(), key="key", weight="weight").match_to_schema(HELD),
        ]
    )
    met = keys.meet(held, pl.col("node").is_in(asked["node"].implode()))["other"]
    crowding = keys.list_holders(keys.list_crowding())["node"]
    is_changed = pl.col("article_id").is_in(keys.changed_ids.implode())
    is_affected = (
        is_changed
        | pl.col("node").is_in(pl.concat([met, crowding]).implode())
        | pl.col("group_article_id").is_not_null()
    )
    return asked.filter(is_affected)["node"]
