"""The walk through the days: which articles join which story."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from heapq import heapify, heappop, heappush
from typing import NamedTuple

import polars as pl

from flows.compare.stories.days import find_window, is_stale, split_days
from flows.compare.stories.likeness import Vectors, find_likenesses, weigh_articles
from flows.compare.terms import ArticleTerms

# bench/NOTES.md has the sweeps.
STORY_LIKENESS = 0.09
# Undated articles, and teasers: nothing but the text speaks for one event. Small sets want .26, but
# an undated article meets all others: of 1,459 unrelated ones .26 joins twice as many wrongly.
STRICT_LIKENESS = 0.30


class Walk(NamedTuple):
    """The articles in the order of time, and the story of each as far as the walk has come."""

    terms: ArticleTerms
    days: list[date | None]
    dated_days: list[date]  # of the complete articles that have one; they come first
    complete: range  # with those without a day; teasers come behind them
    families: list[list[str] | None]  # of the quotations in each article
    copy_of: list[int]  # the node itself, or the day's first copy of the same group
    story_of: list[int | None]  # the node of the story's first article; None: a teaser without one


def walk_days(walk: Walk, stale: set[date]) -> None:
    """Find the stories of the complete articles of each day.

    Needs: the stories of the last run, and the days that have changed since; those that have other
    stories are added. A day is walked again if its window has changed, in what the articles say or
    in which stories they were.
    """
    for day, today in split_days(walk.days, range(len(walk.dated_days))):
        if day and is_stale(day, stale):
            before = find_window(walk.dated_days, day, today.start)
            known = walk.story_of[today.start : today.stop]
            join_articles(walk, before, today)
            if known != walk.story_of[today.start : today.stop]:
                stale.add(day)


def walk_teasers(walk: Walk, stale: set[date]) -> None:
    """Put the teasers of each day into the stories around it."""
    teasers = range(walk.complete.stop, len(walk.days))
    for day, today in split_days(walk.days, teasers):
        if day and is_stale(day, stale):
            join_teasers(walk, find_window(walk.dated_days, day, today.start), today)


def begin_walk(nodes: pl.DataFrame, terms: ArticleTerms, story_of: list[int | None]) -> Walk:
    """Needs: the nodes as order_articles has them, and the story of each in the last run."""
    complete_count = int(nodes["is_complete"].sum())
    return Walk(
        terms,
        days=nodes["day"].to_list(),
        dated_days=nodes["day"].head(complete_count).drop_nulls().to_list(),
        complete=range(complete_count),
        families=nodes["quotation_family_ids"].to_list(),
        copy_of=nodes["copy_of"].to_list(),
        story_of=[*story_of],
    )


def drop_copies(walk: Walk, nodes: range) -> list[int]:
    return [node for node in nodes if walk.copy_of[node] == node]


def join_articles(walk: Walk, before: range, today: range) -> None:
    """Put the articles of a day into stories, theirs or those of the days before.

    Average linkage: the most similar pair of clusters joins first, until none is similar enough.
    """
    counted = drop_copies(walk, today)
    old, new = weigh_articles(walk.terms, drop_copies(walk, before), counted, is_window=True)
    founders, counts = count_stories(walk, old.nodes)
    sizes = [1] * len(counted) + counts
    links: list[dict[int, float]] = [{} for _ in sizes]
    for row, place, likeness in find_likenesses(new, new, range(len(counted)), walk.families):
        if row < place:
            links[row][place] = links[place][row] = likeness
    for row, story, likeness in compare_stories(walk, new, old, founders):
        links[row][len(counted) + story] = links[len(counted) + story][row] = likeness
    for cluster, members in merge_clusters(links, sizes, len(counted), STORY_LIKENESS).items():
        is_known = cluster >= len(counted)
        founder = founders[cluster - len(counted)] if is_known else counted[members[0]]
        for member in members:
            walk.story_of[counted[member]] = founder
    for node in today:
        walk.story_of[node] = walk.story_of[walk.copy_of[node]]


def merge_clusters(
    links: list[dict[int, float]], sizes: list[int], article_count: int, threshold: float
) -> dict[int, list[int]]:
    """The articles of each cluster.

    Clusters from article_count on are stories, of which no two join. links: for each cluster the
    sum of likenesses between its articles and those of others; links and sizes are used up.
    """
    members = {cluster: [cluster] for cluster in range(article_count)}

    def average(one: int, other: int) -> float:
        return round(links[one][other] / (sizes[one] * sizes[other]), 5)

    queue = [
        (-average(one, other), one, other)
        for one, linked in enumerate(links)
        for other in linked
        if one < other and average(one, other) >= threshold
    ]
    heapify(queue)
    while queue:
        negated, one, other = heappop(queue)
        if other not in links[one] or -negated != average(one, other):
            continue  # one of the two has grown or is gone
        kept, gone = (other, one) if other >= article_count else (one, other)
        members[kept] = sorted(members.get(kept, []) + members.pop(gone))
        move_links(links, gone, kept, article_count)
        sizes[kept] += sizes[gone]
        for linked in links[kept]:
            if (likeness := average(kept, linked)) >= threshold:
                heappush(queue, (-likeness, min(kept, linked), max(kept, linked)))
    return members


def move_links(links: list[dict[int, float]], gone: int, kept: int, article_count: int) -> None:
    """Add the links of a cluster to those of the cluster that it joins."""
    del links[kept][gone], links[gone][kept]
    for linked, likeness in links[gone].items():
        del links[linked][gone]
        if kept < article_count or linked < article_count:
            links[kept][linked] = links[linked][kept] = links[kept].get(linked, 0) + likeness
    links[gone] = {}


def join_teasers(walk: Walk, around: range, today: range) -> None:
    """Put each teaser into the story that it is most like; teasers hold no story together."""
    old, new = weigh_articles(walk.terms, drop_copies(walk, around), [*today], is_window=False)
    founders, sizes = count_stories(walk, old.nodes)
    best: dict[int, tuple[float, int]] = {}
    for row, story, total in compare_stories(walk, new, old, founders):
        likeness = round(total / sizes[story], 5)
        if likeness >= STRICT_LIKENESS:
            best[row] = max(best.get(row, (0, 0)), (likeness, -founders[story]))
    for row, node in enumerate(today):
        walk.story_of[node] = -best[row][1] if row in best else None


def count_stories(walk: Walk, nodes: list[int]) -> tuple[list[int], list[int]]:
    """The stories of these nodes, by their first articles, and how many of the nodes each has."""
    counts = Counter(story for node in nodes if (story := walk.story_of[node]) is not None)
    founders = sorted(counts)
    return founders, [counts[founder] for founder in founders]


def compare_stories(
    walk: Walk, today: Vectors, before: Vectors, founders: list[int]
) -> Iterator[tuple[int, int, float]]:
    """As find_likenesses, with the stories of `before` as places."""
    place_of: dict[int | None, int] = {founder: place for place, founder in enumerate(founders)}
    places = [place_of[walk.story_of[node]] for node in before.nodes]
    return find_likenesses(today, before, places, walk.families)
