"""Which articles cover one event, and the terms that hold them together."""

import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from heapq import heapify, heappop, heappush
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from flows.compare.families import WORDS
from flows.seeds import DASHES, QUOTES

STORIES = pl.Schema(
    {
        "story_id": pl.String,  # hash of the first article's id
        "headline": pl.String,  # of the first article that has one
        "terms": pl.List(pl.String),  # what holds the articles together, the strongest first
        "first_published": pl.Datetime("us"),  # earliest moment of an article; null: all undated
        "last_published": pl.Datetime("us"),  # when the last one is known to have been out
        "article_count": pl.Int32,  # complete ones
    }
)
STORY_ARTICLES = pl.Schema({"story_id": pl.String, "article_id": pl.String})
STORY_CHANGES = pl.Schema({"old_story_id": pl.String, "new_story_id": pl.String})
COVERING = pl.Schema(
    {
        "article_id": pl.String,
        "headline": pl.String,
        "body": pl.String,
        "language_code": pl.String,
        "published_earliest": pl.Datetime("us"),
        "published_latest": pl.Datetime("us"),
        "first_captured": pl.Datetime("us"),
        "quotation_family_ids": pl.List(pl.String),
        "is_complete": pl.Boolean,
    }
)

# bench/NOTES.md has the sweeps. Chosen on the set wikinews_medium, where .10-.18 are flat.
STORY_LIKENESS = 0.18
# Undated articles, and teasers: nothing but the text speaks for one event. On the five pages two
# articles of one event have .34 or more, others of the same war up to .30.
STRICT_LIKENESS = 0.3
QUOTED_BONUS = STRICT_LIKENESS - STORY_LIKENESS  # for words in quotation marks that both have
FAINT = 0.08  # counts as nothing, so that a day's graph stays sparse
WINDOW_DAYS = 3

BODY_CHARACTERS = 2_500  # news lead with what is new: 150, 400 and all words are alike in score
TITLE_WEIGHT = 3
ARTICLE_TERMS = 100  # 64 loses .01 of one set
STEM_CHARACTERS = 7  # 5 to 20 are alike in score; inflected languages want stems
STORY_TERMS = 8

RARE_SHARE = 0.002  # of articles, for a term that the table has not
FREQUENCIES = Path(__file__).with_name("weights") / "document_frequencies.parquet"
TABLE_OF = {"no": "nb", "nn": "nb", "hr": "sh", "sr": "sh", "bs": "sh", "zh-cn": "zh", "tl": "fil"}
IDEOGRAPH = r"^[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]$"
ARTICLES_A_STEP = 4_000
CELLS_A_STEP, ROWS_A_STEP = 4_000_000, 256


class Stories(NamedTuple):
    """What find_stories found."""

    stories: pl.DataFrame
    story_articles: pl.DataFrame


class Terms(NamedTuple):
    """The terms of articles: node i has those from starts[i] to starts[i + 1]."""

    starts: np.ndarray
    term: np.ndarray  # by number
    weight: np.ndarray  # of unit length a node
    spelling: np.ndarray  # by number, of `spellings`
    spellings: pl.Series


def find_stories(articles: pl.DataFrame) -> Stories:
    """The events that articles cover (STORIES, STORY_ARTICLES), by story_id.

    Needs: the columns of COVERING, one row an article. `first_captured`: the earliest capture of
    a page with it, UTC; `quotation_family_ids`: families of the quotations in it.
    Every complete article has a story, often its own alone; a teaser joins one or has none.
    Likeness is the cosine of TF-IDF terms, headline and names counting more, document frequencies
    from a shipped table. Articles of a day join each other and the stories of the WINDOW_DAYS
    before it by average likeness, the likest first; two stories never become one. What has no day
    comes last and needs more likeness, or a quotation in common. So a day's stories depend on the
    days before it only, and pages that arrive day by day never rename a story.
    Example: three outlets on one bridge's collapse, two of them the day after, are one story.
    """
    nodes = order_articles(articles)
    terms = find_terms(nodes)
    story_of = walk(nodes, terms)
    return name_stories(nodes, terms, story_of)


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
    """The articles with node, day and known_at; in the order of time, undated and teasers last.

    The day is that of the publication bracket's end, or of the first capture where that is sooner;
    null where both are missing, or where the bracket is wider than the window.
    """
    known_at = pl.min_horizontal("published_latest", "first_captured")
    width = known_at - pl.col("published_earliest")
    is_dated = width.is_null() | (width <= timedelta(days=WINDOW_DAYS))
    return (
        articles.match_to_schema(COVERING, extra_columns="ignore")
        .with_columns(known_at=pl.when(is_dated).then(known_at))
        .with_columns(
            day=pl.col("known_at").dt.offset_by("-1us").dt.date(),
            start=pl.when(pl.col("known_at").is_not_null()).then(
                pl.min_horizontal("published_earliest", "known_at")
            ),
        )
        .sort(
            pl.col("is_complete").not_(),
            "day",
            "start",
            "first_captured",
            "article_id",
            nulls_last=True,
        )
        .with_row_index("node")
    )


# Terms


def find_terms(nodes: pl.DataFrame) -> Terms:
    """The ARTICLE_TERMS heaviest terms of each article, as a vector of length 1."""
    steps = nodes.select("node", "headline", "body", "language_code").iter_slices(ARTICLES_A_STEP)
    parts, spellings = [], set()
    for step in (nodes.clear(), *steps):
        weighed = weigh_terms(step)
        spellings.update(weighed["spelling"].unique())
        parts.append(weighed.with_columns(pl.col("spelling").hash()))
    weighed = pl.concat(parts)
    known = pl.Series(sorted(spellings), dtype=pl.String)
    counts = np.bincount(weighed["node"], minlength=nodes.height)
    return Terms(
        starts=np.concatenate([[0], np.cumsum(counts)]),
        term=number(weighed["term"], weighed["term"].unique().sort()),
        weight=weighed["weight"].to_numpy(),
        spelling=number(weighed["spelling"], known.hash()),
        spellings=known,
    )


def number(values: pl.Series, known: pl.Series) -> np.ndarray:
    """Each value's place among the known ones."""
    numbers = pl.DataFrame({"value": known}).with_row_index("number")
    joined = values.to_frame("value").join(numbers, on="value", how="left", maintain_order="left")
    return joined["number"].to_numpy()


def weigh_terms(nodes: pl.DataFrame) -> pl.DataFrame:
    """node, term (hash), weight, spelling (the first in the article): the heaviest terms.

    Needs: node, headline, body, language_code. A term is the first 7 letters of a word, without
    accents; of Chinese, Japanese and Thai two characters that stand together.
    """
    headline = pl.col("headline").fill_null("").str.replace_all(r"\s+", " ")
    text = pl.concat_str(
        *[headline] * TITLE_WEIGHT, pl.col("body").str.slice(0, BODY_CHARACTERS), separator="\n"
    )
    table, listed = read_frequencies()
    language = pl.col("language_code").fill_null("")
    words = (
        nodes.select(
            "node",
            language=language.replace(TABLE_OF),
            word=text.str.normalize("NFKC")
            .str.replace_many(QUOTES | DASHES)
            .str.extract_all(WORDS),
        )
        .with_columns(
            pl.when(pl.col("language").is_in(listed)).then("language").otherwise(pl.lit(""))
        )
        .explode("word", empty_as_null=True)
        .drop_nulls("word")
        .with_columns(is_sign=pl.col("word").str.contains(IDEOGRAPH))
        .with_columns(
            pl.when(
                "is_sign", pl.col("is_sign").shift(-1), pl.col("node") == pl.col("node").shift(-1)
            )
            .then(pl.col("word") + pl.col("word").shift(-1))
            .otherwise("word")
        )
        .filter(pl.col("word").str.len_chars() > 1)
    )
    stems = (
        words.select("word")
        .unique()
        .with_columns(stem=stem(pl.col("word")), is_capital=pl.col("word").str.contains(r"^\p{Lu}"))
    )
    counted = (
        words.join(stems, on="word", how="left", maintain_order="left")
        .group_by("node", "stem", maintain_order=True)
        .agg(
            pl.col("language", "word").first(),
            count=pl.len(),
            is_name=pl.col("is_capital").all(),
        )
    )
    rarity = -(pl.col("share").fill_null(RARE_SHARE) + 0.0005).log().cast(pl.Float64)
    count = pl.col("count") * (1 + pl.col("is_name").cast(pl.Float64))
    weighed = (
        counted.join(table, on=["language", "stem"], how="left", maintain_order="left")
        .with_columns(weight=((1 + count.log()) * rarity).clip(0).round(6))
        .sort("node", -pl.col("weight"), "stem")
        .group_by("node", maintain_order=True)
        .head(ARTICLE_TERMS)
    )
    length = (pl.col("weight") ** 2).sum().over("node").sqrt()
    return weighed.filter(pl.col("weight") > 0).select(
        "node",
        term=pl.col("stem").hash(),
        weight=(pl.col("weight") / length).cast(pl.Float32),
        spelling="word",
    )


def stem(word: pl.Expr) -> pl.Expr:
    """The first 7 letters, in lower case and without accents: "Élysée's" becomes "elysee"."""
    return (
        word.str.to_lowercase()
        .str.strip_suffix("'s")
        .str.normalize("NFKD")
        .str.replace_all(r"\p{M}", "")
        .str.slice(0, STEM_CHARACTERS)
    )


@lru_cache
def read_frequencies() -> tuple[pl.DataFrame, list[str]]:
    """language, stem, share (of articles that have it); the languages. "" is any language.

    Source: wordfreq 3.1.1 (Speer 2022), CC BY-SA 4.0; made by bench/stories.py.
    """
    table = pl.read_parquet(FREQUENCIES, glob=False)
    return table, table["language"].unique().sort().to_list()


# The walk


class Postings(NamedTuple):
    """For each term the places that have it: place[starts[t]:starts[t + 1]] of terms[t]."""

    terms: np.ndarray
    starts: np.ndarray
    place: np.ndarray
    weight: np.ndarray


def walk(nodes: pl.DataFrame, terms: Terms) -> list[int | None]:
    """The story of each node, as the node of its first article; None: a teaser without one."""
    days, families = nodes["day"].to_list(), nodes["quotation_family_ids"].to_list()
    story_of: list[int | None] = [None] * nodes.height
    complete = range(int(nodes["is_complete"].sum()))
    dated = complete[: complete.stop - nodes[: complete.stop]["day"].null_count()]
    for day, today in split_days(days, complete):
        before = find_window(days, dated, day, before=today.start)
        threshold = STORY_LIKENESS if day else STRICT_LIKENESS
        join_articles(before, today, terms, families, threshold, story_of)
    for day, today in split_days(days, range(complete.stop, nodes.height)):
        around = find_window(days, dated, day, before=complete.stop) if day else complete
        join_teasers(around, today, terms, families, story_of)
    return story_of


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


def join_articles(
    before: range,
    today: range,
    terms: Terms,
    families: list[list[str] | None],
    threshold: float,
    story_of: list[int | None],
) -> None:
    """Put the articles of a day into stories, theirs or those of the days before.

    Average linkage: of all pairs of clusters the likest joins first, until none is alike enough.
    """
    founders = sorted({story_of[node] for node in before})
    sizes = [1] * len(today) + count_members(founders, before, story_of)
    links = [{} for _ in sizes]
    for row, place, likeness in compare(today, today, range(len(today)), terms, families):
        if row < place and likeness >= FAINT:
            links[row][place] = links[place][row] = likeness
    for row, story, likeness in compare_stories(today, before, founders, terms, families, story_of):
        if likeness >= FAINT * sizes[len(today) + story]:
            links[row][len(today) + story] = links[len(today) + story][row] = likeness
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
    terms: Terms,
    families: list[list[str] | None],
    story_of: list[int | None],
) -> None:
    """Put each teaser into the story that it is most like; teasers hold no story together."""
    founders = sorted({story_of[node] for node in around})
    sizes = count_members(founders, around, story_of)
    best: dict[int, tuple[float, int]] = {}
    for row, story, sum_ in compare_stories(today, around, founders, terms, families, story_of):
        likeness = round(sum_ / sizes[story], 5)
        if likeness >= STRICT_LIKENESS:
            best[row] = max(best.get(row, (0, 0)), (likeness, -founders[story]))
    for row, (_, founder) in best.items():
        story_of[today.start + row] = -founder


def count_members(founders: list[int], nodes: range, story_of: list[int | None]) -> list[int]:
    counts = Counter(story_of[node] for node in nodes)
    return [counts[founder] for founder in founders]


def compare_stories(
    today: range,
    before: range,
    founders: list[int],
    terms: Terms,
    families: list[list[str] | None],
    story_of: list[int | None],
) -> Iterator[tuple[int, int, float]]:
    """As compare, with the stories of `before` as places."""
    place_of = {founder: place for place, founder in enumerate(founders)}
    places = [place_of[story_of[node]] for node in before]
    return compare(today, before, places, terms, families)


def compare(
    today: range,
    others: range,
    places: Sequence[int],
    terms: Terms,
    families: list[list[str] | None],
) -> Iterator[tuple[int, int, float]]:
    """(row, place, sum of likenesses) of each article of today with the others at each place."""
    if not len(others):
        return
    place_count = max(places) + 1
    postings = post_terms(others, np.asarray(places), terms)
    quoted = pair_quotations(today, others, places, families)
    step = max(1, min(CELLS_A_STEP // place_count, ROWS_A_STEP))
    for start in range(0, len(today), step):
        rows = today[start : start + step]
        sums = multiply(rows, terms, postings, place_count)
        for row in rows:
            for place in quoted.get(row - today.start, ()):
                sums[row - rows.start, place] += QUOTED_BONUS
        row_at, place_at = np.nonzero(sums >= FAINT)
        yield from zip(
            (row_at + (rows.start - today.start)).tolist(),
            place_at.tolist(),
            sums[row_at, place_at].tolist(),
            strict=True,
        )


def post_terms(nodes: range, places: np.ndarray, terms: Terms) -> Postings:
    entries = slice(terms.starts[nodes.start], terms.starts[nodes.stop])
    counts = np.diff(terms.starts[nodes.start : nodes.stop + 1])
    order = np.argsort(terms.term[entries], kind="stable")
    posted, starts = np.unique(terms.term[entries][order], return_index=True)
    return Postings(
        terms=posted,
        starts=np.append(starts, len(order)),
        place=np.repeat(places, counts)[order],
        weight=terms.weight[entries][order],
    )


def multiply(rows: range, terms: Terms, postings: Postings, place_count: int) -> np.ndarray:
    """The sum of products of terms, a row an article and a column a place."""
    entries = slice(terms.starts[rows.start], terms.starts[rows.stop])
    term, weight = terms.term[entries], terms.weight[entries]
    row = np.repeat(np.arange(len(rows)), np.diff(terms.starts[rows.start : rows.stop + 1]))
    at = np.minimum(np.searchsorted(postings.terms, term), len(postings.terms) - 1)
    is_posted = postings.terms[at] == term if len(postings.terms) else np.zeros(len(term), bool)
    at, weight, row = at[is_posted], weight[is_posted], row[is_posted]
    counts = postings.starts[at + 1] - postings.starts[at]
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    entry = np.arange(total) + np.repeat(postings.starts[at] - (ends - counts), counts)
    cell = np.repeat(row * place_count, counts) + postings.place[entry]
    product = np.repeat(weight, counts) * postings.weight[entry]
    sums = np.bincount(cell, product, minlength=len(rows) * place_count)
    return sums.reshape(len(rows), place_count)


def pair_quotations(
    today: range, others: range, places: Sequence[int], families: list[list[str] | None]
) -> dict[int, list[int]]:
    """For each row of today the places of articles that have a quotation of it, once each."""
    carriers = defaultdict(list)
    for node, place in zip(others, places, strict=True):
        for family in families[node] or ():
            carriers[family].append((node, place))
    return {
        node - today.start: [
            place
            for _, place in sorted({pair for family in families[node] for pair in carriers[family]})
        ]
        for node in today
        if families[node]
    }


# What a story is called


def name_stories(nodes: pl.DataFrame, terms: Terms, story_of: list[int | None]) -> Stories:
    placed = nodes.with_columns(founder=pl.Series(story_of, dtype=pl.UInt32)).drop_nulls("founder")
    founders = placed["founder"].unique().sort()
    names = pl.DataFrame(
        {
            "founder": founders,
            "story_id": [hash_article(name) for name in nodes["article_id"].gather(founders)],
        },
        schema={"founder": pl.UInt32, "story_id": pl.String},
    )
    complete = placed.filter("is_complete")
    stories = (
        complete.group_by("founder")
        .agg(
            pl.col("headline").sort_by("node").drop_nulls().first(),
            first_published=pl.col("known_at").min(),
            last_published=pl.col("known_at").max(),
            article_count=pl.len().cast(pl.Int32),
        )
        .join(names, on="founder")
        .join(explain(complete, terms), on="founder", how="left")
        .with_columns(pl.col("terms").fill_null([]))
    )
    return Stories(
        stories.select(STORIES.names()).sort("story_id").match_to_schema(STORIES),
        placed.join(names, on="founder")
        .select(STORY_ARTICLES.names())
        .sort("story_id", "article_id")
        .match_to_schema(STORY_ARTICLES),
    )


def hash_article(article_id: str) -> str:
    return hashlib.sha256(article_id.encode()).hexdigest()[:32]


def explain(complete: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """founder, terms: those that make the articles alike, or the heaviest of one alone."""
    counted = complete.select("node", "founder", count=pl.len().over("founder")).sort("node")
    starts = terms.starts[counted["node"]]
    counts = terms.starts[counted["node"].to_numpy() + 1] - starts
    is_alone = counted["count"].to_numpy() == 1
    counts = np.where(is_alone, np.minimum(counts, STORY_TERMS), counts)
    ends = np.cumsum(counts)
    entry = np.arange(counts.sum()) + np.repeat(starts - (ends - counts), counts)
    held = pl.DataFrame(
        {
            "founder": np.repeat(counted["founder"].to_numpy(), counts),
            "is_alone": np.repeat(is_alone, counts),
            "term": terms.term[entry],
            "weight": terms.weight[entry].astype(np.float64),
            "spelling": terms.spelling[entry],
        }
    )
    # Of the sum of products over all pairs of articles, what the term adds.
    added = pl.col("weight").sum() ** 2 - (pl.col("weight") ** 2).sum()
    best = (
        held.group_by("founder", "term", maintain_order=True)
        .agg(
            score=pl.when(pl.col("is_alone").first())
            .then(pl.col("weight").first())
            .otherwise(added)
            .round(6),
            spelling="spelling",
        )
        .filter(pl.col("score") > 0)
        .with_columns(pl.col("spelling").list.eval(pl.element().mode().min()).list.first())
        .sort("founder", -pl.col("score"), "spelling")
        .group_by("founder", maintain_order=True)
        .head(STORY_TERMS)
    )
    spelled = best.with_columns(terms.spellings.gather(best["spelling"]).alias("terms"))
    return spelled.group_by("founder", maintain_order=True).agg("terms")
