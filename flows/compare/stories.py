"""Which articles cover one event, and the terms that hold them together."""

import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import polars as pl

from flows.compare.terms import ARTICLES_A_STEP, ArticleTerms, Terms, spread, weigh_share

STORIES = pl.Schema(
    {
        "story_id": pl.String,  # hash of the first article's id
        "headline": pl.String,  # of the first article that has one
        "terms": pl.List(pl.String),  # what holds the articles together, the strongest first
        "first_published": pl.Datetime("us"),  # the earliest dated_at; null: all undated
        "last_published": pl.Datetime("us"),  # the latest
        "article_count": pl.Int32,  # complete ones
    }
)
STORY_ARTICLES = pl.Schema(
    {
        "story_id": pl.String,
        "article_id": pl.String,
        "dated_at": pl.Datetime("us"),  # known_at; null where its bracket is too wide
    }
)
STORY_CHANGES = pl.Schema({"old_story_id": pl.String, "new_story_id": pl.String})
COVERING = pl.Schema(
    {
        "article_id": pl.String,
        "headline": pl.String,
        "body": pl.String,
        "language_code": pl.String,
        "published_earliest": pl.Datetime("us"),
        "known_at": pl.Datetime("us"),
        "quotation_family_ids": pl.List(pl.String),
        "is_complete": pl.Boolean,
    }
)

# bench/NOTES.md has the sweeps.
STORY_LIKENESS = 0.09
# Undated articles, and teasers: nothing but the text speaks for one event. Small sets want .26, but
# an undated article meets all others: of 1,459 unrelated ones .26 joins twice as many wrongly.
STRICT_LIKENESS = 0.30
QUOTED_BONUS = 0.12  # for words in quotation marks that both have: tells of undated ones only
FAINT = 0.03  # counts as nothing, so that a day's graph stays sparse
WINDOW_DAYS = 3
# A window's own news counts as if so many ordinary articles stood beside them: what everybody
# writes of in a week of war tells no event from another, what three of a quiet day share does.
# 60 to 80 are alike.
ORDINARY_ARTICLES = 75
STORY_TERMS = 8
CELLS_A_STEP, ROWS_A_STEP = 4_000_000, 256


class Stories(NamedTuple):
    """What find_stories found."""

    stories: pl.DataFrame
    story_articles: pl.DataFrame


class Vectors(NamedTuple):
    """Articles as vectors of terms: nodes[i] has those from starts[i] to starts[i + 1].

    `term` is a number below term_count, the same in all vectors that are compared. `usual` is what
    an article has in common with the window's mean, `usual_mean` the mean with itself: taken off,
    so that likeness is what two articles share beyond what all of these days share.
    """

    nodes: range
    starts: np.ndarray
    term: np.ndarray
    term_count: int
    weight: np.ndarray
    usual: np.ndarray
    usual_mean: float


def find_stories(
    articles: pl.DataFrame, before: Stories | None = None, changed: pl.Series | None = None
) -> Stories:
    """The events that articles cover (STORIES, STORY_ARTICLES), by story_id.

    Needs: the columns of COVERING, one row an article. `known_at`: when it is known to have been
    out (core.known_articles); `quotation_family_ids`: families of the quotations in it.
    Every complete article has a story, often its own alone; a teaser joins one or has none.
    Likeness is the cosine of TF-IDF terms, headline and names counting more, document frequencies
    from a shipped table and from the window. Articles of a day join each other and the stories of
    the WINDOW_DAYS before it by average likeness, the likest first; two stories never become one.
    What has no day comes last and needs more likeness, or a quotation in common. So a day's
    stories depend on the days before it only, and pages that arrive day by day never rename one.
    before, changed: what was found last time, and the ids of articles that are new, gone or other
    since. Only the days that they bear on are walked, and whatever has no day; the result is that
    of walking them all.
    Example: three outlets on one bridge's collapse, two of them the day after, are one story.
    """
    if before is None:
        before, changed = Stories(STORIES.to_frame(), STORY_ARTICLES.to_frame()), None
    nodes = order_articles(articles)
    terms = ArticleTerms(nodes)
    stale = find_stale_days(nodes, before.story_articles, changed)
    story_of = walk(nodes, terms, remember(nodes, before.story_articles), stale)
    return name_stories(nodes, terms, story_of, before, changed)


def find_story_changes(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Story ids that are gone, and the story that has most of their articles (STORY_CHANGES).

    Needs: STORY_ARTICLES of the last run and of this one. new_story_id is null where all the
    articles are gone.
    """
    return (
        before.join(after.select("story_id").unique(), on="story_id", how="anti")
        .join(after, on="article_id", how="left", suffix="_new")
        .group_by(old_story_id="story_id", new_story_id="story_id_new")
        .len()
        .sort(
            pl.col("new_story_id").is_null(),
            -pl.col("len").cast(pl.Int64),
            "old_story_id",
            "new_story_id",
        )
        .unique("old_story_id", keep="first", maintain_order=True)
        .select(STORY_CHANGES.names())
        .sort("old_story_id")
        .match_to_schema(STORY_CHANGES)
    )


# The clock


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


# What a run has to walk


def find_stale_days(
    nodes: pl.DataFrame, before: pl.DataFrame, changed: pl.Series | None
) -> set[date | None]:
    """The days on which an article is new, gone or other; None for those without a day."""
    then = before.select("article_id", day=as_day(pl.col("dated_at")))
    days = pl.concat([nodes.select("article_id", "day"), then])
    if changed is not None:
        days = days.filter(pl.col("article_id").is_in(changed.implode()))
    return {*days["day"]}


def remember(nodes: pl.DataFrame, before: pl.DataFrame) -> list[int | None]:
    """The story that each node had, as the node of its first article; None: without, or new."""
    founders = nodes.select(
        story_id=pl.Series([hash_article(name) for name in nodes["article_id"]], dtype=pl.String),
        founder="node",
    )
    known = before.join(founders, on="story_id").select("article_id", "founder")
    return nodes.join(known, on="article_id", how="left", maintain_order="left")[
        "founder"
    ].to_list()


# The walk


class Postings(NamedTuple):
    """For each term t the places that have it: place[starts[t]:starts[t + 1]]."""

    starts: np.ndarray
    place: np.ndarray
    weight: np.ndarray


def walk(
    nodes: pl.DataFrame,
    terms: ArticleTerms,
    story_of: list[int | None],
    stale: set[date | None],
) -> list[int | None]:
    """The story of each node, as the node of its first article; None: a teaser without one.

    Needs: the stories of the last run, and the days that have changed since. A day is walked
    again if its window has changed, in what the articles say or in which stories they were.
    """
    days, families = nodes["day"].to_list(), nodes["quotation_family_ids"].to_list()
    story_of, stale = [*story_of], {*stale}
    complete = range(int(nodes["is_complete"].sum()))
    dated = complete[: complete.stop - nodes[: complete.stop]["day"].null_count()]
    for day, today in split_days(days, complete):
        if is_stale(day, stale):
            before = find_window(days, dated, day, before=today.start)
            known = story_of[today.start : today.stop]
            join_articles(before, today, terms, families, story_of, is_dated=day is not None)
            if known != story_of[today.start : today.stop]:
                stale.add(day)
    for day, today in split_days(days, range(complete.stop, nodes.height)):
        if is_stale(day, stale):
            around = find_window(days, dated, day, before=complete.stop) if day else complete
            join_teasers(around, today, terms, families, story_of)
    return story_of


def is_stale(day: date | None, stale: set[date | None]) -> bool:
    if day is None:
        return bool(stale)
    return any(day - timedelta(days=back) in stale for back in range(WINDOW_DAYS + 1))


def split_days(days: list[date | None], nodes: range) -> list[tuple[date | None, range]]:
    """The nodes of each day; those without one last."""
    starts = [node for node in nodes if node == nodes.start or days[node] != days[node - 1]]
    return [(days[start], range(start, end)) for start, end in pairwise([*starts, nodes.stop])]


def find_window(days: list[date | None], dated: range, day: date | None, before: int) -> range:
    """The dated articles of the days before, and of the day itself as far as they are settled."""
    if day is None:
        return dated
    start = bisect_left(days, day - timedelta(days=WINDOW_DAYS), 0, dated.stop)
    return range(start, min(before, bisect_right(days, day, 0, dated.stop)))


def weigh_articles(
    terms: ArticleTerms, before: range, today: range, is_window: bool
) -> tuple[Vectors, Vectors]:
    """Vectors of length 1 of the articles before and of today.

    In a window, terms weigh less that many of its articles have, and what all have is `usual`;
    else they weigh as the shipped table says.
    """
    taken = terms.take(np.concatenate([before, today]).astype(np.int64))
    known, term = np.unique(taken.term, return_inverse=True)
    count = len(before) + len(today)
    share, usual, usual_mean = taken.share, np.zeros(count), 0.0
    if is_window:
        others = np.bincount(term, minlength=len(known))[term] - 1
        share = (ORDINARY_ARTICLES * share + others) / (ORDINARY_ARTICLES + count)
        share = np.maximum(share, taken.share)
    weight, row = weigh(taken, share)
    if is_window:
        mean = np.bincount(term, weight, len(known)) / (ORDINARY_ARTICLES + count)
        usual, usual_mean = np.bincount(row, weight * mean[term], count), float(mean @ mean)
    parts = []
    for nodes, first in ((before, 0), (today, len(before))):
        starts = taken.starts[first : first + len(nodes) + 1]
        entries, rows = slice(starts[0], starts[-1]), slice(first, first + len(nodes))
        own = (starts - starts[0], term[entries], len(known), weight[entries])
        parts.append(Vectors(nodes, *own, usual[rows], usual_mean))
    return tuple(parts)


def weigh(terms: Terms, share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(weight, row) of each term."""
    counts = np.diff(terms.starts)
    row = np.repeat(np.arange(len(counts)), counts)
    weight = terms.loudness * weigh_share(share)
    length = np.sqrt(np.bincount(row, weight**2, minlength=len(counts)))
    return weight / np.maximum(length, 1e-9)[row], row


def join_articles(
    before: range,
    today: range,
    terms: ArticleTerms,
    families: list[list[str] | None],
    story_of: list[int | None],
    is_dated: bool,
) -> None:
    """Put the articles of a day into stories, theirs or those of the days before.

    Average linkage: of all pairs of clusters the likest joins first, until none is alike enough.
    """
    old, new = weigh_articles(terms, before, today, is_window=is_dated)
    founders, counts = count_stories(before, story_of)
    sizes = [1] * len(today) + counts
    links = [{} for _ in sizes]
    for row, place, likeness in compare(new, new, range(len(today)), families):
        if row < place:
            links[row][place] = links[place][row] = likeness
    for row, story, likeness in compare_stories(new, old, founders, families, story_of):
        links[row][len(today) + story] = links[len(today) + story][row] = likeness
    threshold = STORY_LIKENESS if is_dated else STRICT_LIKENESS
    for cluster, members in merge(links, sizes, len(today), threshold).items():
        is_known = cluster >= len(today)
        founder = founders[cluster - len(today)] if is_known else today.start + members[0]
        for member in members:
            story_of[today.start + member] = founder


def merge(
    links: list[dict[int, float]], sizes: list[int], article_count: int, threshold: float
) -> dict[int, list[int]]:
    """The articles of each cluster; those beyond article_count are stories, never tied together."""
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
        likeness, one, other = heappop(queue)
        if other not in links[one] or -likeness != average(one, other):
            continue
        kept, gone = (other, one) if other >= article_count else (one, other)
        members[kept] = sorted(members.get(kept, []) + members.pop(gone))
        del links[kept][gone], links[gone][kept]
        for linked, sum_ in links[gone].items():
            del links[linked][gone]
            if kept < article_count or linked < article_count:
                links[kept][linked] = links[linked][kept] = links[kept].get(linked, 0) + sum_
        links[gone] = {}
        sizes[kept] += sizes[gone]
        for linked in links[kept]:
            if (likeness := average(kept, linked)) >= threshold:
                heappush(queue, (-likeness, min(kept, linked), max(kept, linked)))
    return members


def join_teasers(
    around: range,
    today: range,
    terms: ArticleTerms,
    families: list[list[str] | None],
    story_of: list[int | None],
) -> None:
    """Put each teaser into the story that it is most like; teasers hold no story together."""
    old, new = weigh_articles(terms, around, today, is_window=False)
    founders, sizes = count_stories(around, story_of)
    best: dict[int, tuple[float, int]] = {}
    for row, story, sum_ in compare_stories(new, old, founders, families, story_of):
        likeness = round(sum_ / sizes[story], 5)
        if likeness >= STRICT_LIKENESS:
            best[row] = max(best.get(row, (0, 0)), (likeness, -founders[story]))
    for row, node in enumerate(today):
        story_of[node] = -best[row][1] if row in best else None


def count_stories(nodes: range, story_of: list[int | None]) -> tuple[list[int], list[int]]:
    """The stories of these nodes, by their first articles, and how many of the nodes each has."""
    counts = Counter(story_of[node] for node in nodes)
    founders = sorted(counts)
    return founders, [counts[founder] for founder in founders]


def compare_stories(
    today: Vectors,
    before: Vectors,
    founders: list[int],
    families: list[list[str] | None],
    story_of: list[int | None],
) -> Iterator[tuple[int, int, float]]:
    """As compare, with the stories of `before` as places."""
    place_of = {founder: place for place, founder in enumerate(founders)}
    places = [place_of[story_of[node]] for node in before.nodes]
    return compare(today, before, places, families)


def compare(
    today: Vectors,
    others: Vectors,
    places: Sequence[int],
    families: list[list[str] | None],
) -> Iterator[tuple[int, int, float]]:
    """(row, place, sum of likenesses) of each article of today with the others at each place.

    Sums of less than FAINT an article are left out.
    """
    if not len(places):
        return
    places = np.asarray(places)
    sizes = np.bincount(places)
    postings = post_terms(others, places)
    quoted = pair_quotations(today.nodes, others.nodes, places.tolist(), families)
    usual = np.bincount(places, others.usual - others.usual_mean)
    step = max(1, min(CELLS_A_STEP // len(sizes), ROWS_A_STEP))
    for start in range(0, len(today.nodes), step):
        stop = min(start + step, len(today.nodes))
        sums = multiply(today, start, stop, postings, len(sizes)) - usual
        sums -= today.usual[start:stop, None] * sizes
        for row, node in enumerate(today.nodes[start:stop]):
            for place in quoted.get(node, ()):
                sums[row, place] += QUOTED_BONUS
        row_at, place_at = np.nonzero(np.round(sums / sizes, 5) >= FAINT)
        yield from zip(
            (row_at + start).tolist(),
            place_at.tolist(),
            sums[row_at, place_at].tolist(),
            strict=True,
        )


def post_terms(vectors: Vectors, places: np.ndarray) -> Postings:
    order = np.argsort(vectors.term, kind="stable")
    counts = np.bincount(vectors.term, minlength=vectors.term_count)
    return Postings(
        starts=np.concatenate([[0], np.cumsum(counts)]),
        place=np.repeat(places, np.diff(vectors.starts))[order],
        weight=vectors.weight[order],
    )


def multiply(
    vectors: Vectors, start: int, stop: int, postings: Postings, place_count: int
) -> np.ndarray:
    """The sum of products of terms, a row an article from start to stop, a column a place."""
    entries = slice(vectors.starts[start], vectors.starts[stop])
    term, weight = vectors.term[entries], vectors.weight[entries]
    row = np.repeat(np.arange(stop - start), np.diff(vectors.starts[start : stop + 1]))
    counts = postings.starts[term + 1] - postings.starts[term]
    entry = spread(postings.starts[term], counts)
    cell = np.repeat(row * place_count, counts) + postings.place[entry]
    product = np.repeat(weight, counts) * postings.weight[entry]
    sums = np.bincount(cell, product, minlength=(stop - start) * place_count)
    return sums.reshape(stop - start, place_count)


def pair_quotations(
    today: range, others: range, places: Sequence[int], families: list[list[str] | None]
) -> dict[int, list[int]]:
    """For each node of today the places of articles that have a quotation of it, once each."""
    carriers = defaultdict(list)
    for node, place in zip(others, places, strict=True):
        for family in families[node] or ():
            carriers[family].append((node, place))
    return {
        node: [
            place
            for _, place in sorted({pair for family in families[node] for pair in carriers[family]})
        ]
        for node in today
        if families[node]
    }


# What a story is called


def name_stories(
    nodes: pl.DataFrame,
    terms: ArticleTerms,
    story_of: list[int | None],
    before: Stories,
    changed: pl.Series | None,
) -> Stories:
    placed = nodes.with_columns(founder=pl.Series(story_of, dtype=pl.UInt32)).drop_nulls("founder")
    founders = placed["founder"].unique().sort()
    names = pl.DataFrame(
        {
            "founder": founders,
            "story_id": [hash_article(name) for name in nodes["article_id"].gather(founders)],
        },
        schema={"founder": pl.UInt32, "story_id": pl.String},
    )
    placed = placed.join(names, on="founder", maintain_order="left")
    story_articles = (
        placed.select(STORY_ARTICLES.names())
        .sort("story_id", "article_id")
        .match_to_schema(STORY_ARTICLES)
    )
    renewed = find_renewed(before.story_articles, story_articles, changed)
    is_renewed = pl.col("story_id").is_in(renewed.implode())
    kept = before.stories.filter(~is_renewed)
    told = tell_stories(placed.filter("is_complete", is_renewed).drop("body"), terms)
    return Stories(pl.concat([kept, told]).sort("story_id"), story_articles)


def find_renewed(before: pl.DataFrame, after: pl.DataFrame, changed: pl.Series | None) -> pl.Series:
    """Ids of the stories with a changed article, and of those with other articles than before."""
    both = ["story_id", "article_id"]
    other = pl.concat(
        [after.join(before, on=both, how="anti"), before.join(after, on=both, how="anti")]
    )
    if changed is not None:
        of_changed = after.filter(pl.col("article_id").is_in(changed.implode()))
        other = pl.concat([other, of_changed])
    return other["story_id"].unique()


def tell_stories(complete: pl.DataFrame, terms: ArticleTerms) -> pl.DataFrame:
    return (
        complete.group_by("story_id")
        .agg(
            pl.col("headline").sort_by("node").drop_nulls().first(),
            first_published=pl.col("dated_at").min(),
            last_published=pl.col("dated_at").max(),
            article_count=pl.len().cast(pl.Int32),
        )
        .join(explain_stories(complete, terms), on="story_id", how="left")
        .with_columns(pl.col("terms").fill_null([]))
        .select(STORIES.names())
        .match_to_schema(STORIES)
    )


def hash_article(article_id: str) -> str:
    return hashlib.sha256(article_id.encode()).hexdigest()[:32]


def explain_stories(complete: pl.DataFrame, terms: ArticleTerms) -> pl.DataFrame:
    """story_id, terms: those that make the articles alike, or the heaviest of one alone."""
    counted = complete.select("node", "founder", "story_id", count=pl.len().over("founder"))
    step = counted["founder"].rank("dense") // ARTICLES_A_STEP
    parts = counted.with_columns(step=step).partition_by("step", maintain_order=True)
    return pl.concat([explain(part, terms) for part in (counted.clear(), *parts)])


def explain(counted: pl.DataFrame, terms: ArticleTerms) -> pl.DataFrame:
    counted = counted.sort("node")
    taken = terms.take(counted["node"].to_numpy())
    weight, row = weigh(taken, taken.share)
    weight = pl.Series(weight, dtype=pl.Float64)
    held = counted[row].select(
        "story_id",
        "count",
        term=pl.Series(taken.term, dtype=pl.UInt64),
        weight=weight,
        square=weight**2,
        spelling=taken.spelling,
    )
    total, squares = pl.col("weight"), pl.col("square")
    best = (
        held.group_by("story_id", "count", "term", maintain_order=True)
        .agg(pl.col("weight", "square").sum(), pl.col("spelling").first())
        # Of the sum of products over all pairs of articles, what the term adds.
        .with_columns(score=pl.when(count=1).then(total).otherwise(total**2 - squares).round(6))
        .filter(pl.col("score") > 0)
        .sort("story_id", -pl.col("score"), "spelling")
        .group_by("story_id", maintain_order=True)
        .head(STORY_TERMS)
    )
    return best.group_by("story_id", maintain_order=True).agg(terms="spelling")
