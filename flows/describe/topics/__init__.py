"""Topics of articles: IPTC Media Topics by learned words and by terms, the user's by phrases.

The 17 top topics are scored by the table of words in `model` and by the terms of `vocabulary`, and
the first is assigned if it is sure. Deeper topics are found by their terms alone, and these are
their evidence.
"""

import math
from collections import defaultdict
from collections.abc import Mapping
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from flows.describe.topics.model import (
    MOST_READ_WORDS,
    WORD,
    count_known,
    find_rows,
    find_sharpness,
    find_telling_words,
    load_weights,
    score_rows,
    split_unspaced,
)
from flows.describe.topics.vocabulary import (
    Evidence,
    collect_evidence,
    count_points,
    decode_rows,
    drop_overruled,
    find_watch_topics,
    read_lexicon,
    read_topics,
)
from flows.seeds.topics import TOP_TOPIC_IDS
from flows.text import fold_words, has_unspaced

ARTICLE_TOPICS = pl.Schema(
    {
        "article_id": pl.String,
        "topic_id": pl.String,
        "score": pl.Float64,
        "rank": pl.Int32,
        "is_assigned": pl.Boolean,
        "evidence": pl.List(pl.String),
    }
)

MOST_TOPICS = 5  # that are kept of an article, in each level of IPTC Media Topics
MOST_EVIDENCE = 10
MOST_WORDS = 5  # of the table of words, and only for the first topic

# From .4 / .5 / .6 / .7 / .8 on: share of openings of held-out pages with a topic assigned
# .90 / .84 / .78 / .70 / .60, of these right .92 / .94 / .95 / .95 / .97; of sentences of SIB-200
# in seven languages .74 / .65 / .54 / .47 / .38, right .74 / .77 / .81 / .84 / .87.
ASSIGNED_FROM = 0.6
# A deeper topic has no rivals, and there are no labels to fit its score to: 2 points of terms give
# .5, and a longer body needs more.
DEEP_DOUBT = 2
DEEP_ASSIGNED_FROM = 0.5  # judged by eye: right at level 2 in 40 of 45, at level 3 in 32 of 35
# A deeper topic is assigned only if its top topic is one of the article's first three and has at
# least this score. On the 257 articles of dev that gives 241 deeper topics; 256 with any score of
# the first three, 273 below any top topic.
LEADING_TOPICS = 3
LEADING_FROM = 0.01


class Reading(NamedTuple):
    """What was found in one article."""

    words: list[str]  # the first ones, folded
    rows: np.ndarray  # of each of these words in the table of weights
    char_count: int
    evidence: Evidence  # of IPTC topics
    watched: Evidence  # of topics to watch


class Found(NamedTuple):
    """A row of ARTICLE_TOPICS without its article."""

    topic_id: str
    score: float
    rank: int
    is_assigned: bool
    evidence: list[str]


def describe_topics(articles: pl.DataFrame) -> pl.DataFrame:
    """The topics of each article (ARTICLE_TOPICS): its five best top topics, and at most five of
    each deeper level that were found.

    Ranks run from 1 within article, scheme and level. Every article is read by itself, so its rows
    are the same in any batch. Evidence: the terms that matched; for the first top topic also the
    words that speak most for it.

    Needs: article_id, headline (nullable), body, language_code (null: every language's terms).
    Raises:
        SeedBroken: a row of seeds/topics.csv, topic_terms.csv or watch_topics.csv is wrong.
        WeightsBroken: the weights are damaged.
        polars.exceptions.ColumnNotFoundError: a needed column is missing.
    """
    article_ids = articles["article_id"].to_list()
    readings = [
        read_article(fold_words(headline or ""), fold_words(body or ""), language)
        for headline, body, language in articles.select(
            "headline", "body", "language_code"
        ).iter_rows()
    ]
    top = rank_top_topics(article_ids, readings)
    likely = top.filter(pl.col("rank") <= LEADING_TOPICS, pl.col("score") >= LEADING_FROM)
    leading = dict(likely.group_by("article_id").agg("topic_id").iter_rows())
    others = [
        (article_id, *found)
        for article_id, reading in zip(article_ids, readings, strict=True)
        for found in (*rank_deeper(reading, leading[article_id]), *rank_watched(reading))
    ]
    columns = list(zip(*others, strict=True)) or [()] * len(ARTICLE_TOPICS)
    levels = {topic_id: topic.level for topic_id, topic in read_topics().items()}
    return (
        pl.concat([top, make_frame(*columns)])
        .with_columns(level=pl.col("topic_id").replace_strict(levels, return_dtype=pl.Int32))
        .sort("article_id", "level", "rank", "topic_id")
        .drop("level")
    )


def read_article(headline: str, body: str, language: str | None) -> Reading:
    """What a folded article holds; a line break parts its headline from its body."""
    lexicon = read_lexicon(language)
    text = f"{headline}\n{body}"
    words = WORD.findall(text)
    codes = lexicon.find_codes(words)
    hits = drop_overruled(lexicon.find_hits(text, words, codes))
    in_headline, in_body = [], []
    headline_count = len(WORD.findall(headline))
    for hit in hits:
        # Hits of terms without spaces count characters from the end of the text.
        body_start = headline_count if hit.start >= 0 else -len(body)
        (in_body if hit.start >= body_start else in_headline).append(hit)
    points = count_points(in_headline, in_body, bool(body))
    words, rows = words[:MOST_READ_WORDS], decode_rows(codes[:MOST_READ_WORDS])
    if has_unspaced(text):
        words = split_unspaced(words)
        rows = find_rows(words, load_weights())
    return Reading(
        words=words,
        rows=rows,
        char_count=len(body),
        evidence=collect_evidence(points),
        watched=find_watch_topics(lexicon, points),
    )


def rank_top_topics(article_ids: list[str], readings: list[Reading]) -> pl.DataFrame:
    """The rows of level 1: the best top topics of each article by logit; equal ones by their id.

    Scores are shares among all top topics.
    """
    logits = score_top_topics(readings)
    order = np.argsort(-logits, axis=1, kind="stable")[:, :MOST_TOPICS]
    odds = np.exp(logits - logits.max(axis=1, keepdims=True, initial=-np.inf))
    scores = np.round(odds / odds.sum(axis=1, keepdims=True), 4)
    ranked = np.take_along_axis(scores, order, axis=1).ravel()
    evidence = [
        found
        for reading, places in zip(readings, order.tolist(), strict=True)
        for found in explain_top_topics(reading, places)
    ]
    return make_frame(
        pl.Series(article_ids, dtype=pl.String).gather(
            np.repeat(np.arange(len(scores)), MOST_TOPICS)
        ),
        pl.Series(TOP_TOPIC_IDS).gather(order.ravel()),
        ranked,
        np.tile(np.arange(1, MOST_TOPICS + 1), len(scores)),
        ranked >= ASSIGNED_FROM,
        evidence,
    )


def make_frame(*columns: Any) -> pl.DataFrame:
    """A frame of ARTICLE_TOPICS; its lists are made by Arrow, which is five times faster."""
    *others, lists = columns
    offsets = np.cumsum([0, *map(len, lists)], dtype=np.int32)
    terms = pa.array(list(chain.from_iterable(lists)), pa.string())
    evidence = pl.Series(values=pa.ListArray.from_arrays(pa.array(offsets), terms))
    named = zip(ARTICLE_TOPICS, [*others, evidence], strict=True)
    return pl.DataFrame(dict(named), schema=ARTICLE_TOPICS)


def score_top_topics(readings: list[Reading]) -> np.ndarray:
    """The calibrated logits of the top topics, a row for each article.

    They are rounded, because the last digits of a logarithm differ between machines.
    """
    weights = load_weights()
    points = np.array(
        [
            [math.fsum(reading.evidence.get(topic_id, {}).values()) for topic_id in TOP_TOPIC_IDS]
            for reading in readings
        ]
    ).reshape(len(readings), len(TOP_TOPIC_IDS))
    rows = [reading.rows for reading in readings]
    logits = score_rows(rows, weights) + weights.term_weight * np.log1p(points)
    return np.round(find_sharpness(count_known(rows, weights), weights.sharpness) * logits, 6)


def explain_top_topics(reading: Reading, places: list[int]) -> list[list[str]]:
    """The evidence of these top topics, the strongest terms first; of the first also its words."""
    found = [reading.evidence.get(TOP_TOPIC_IDS[place], {}) for place in places]
    terms = [sort_best(of_topic)[:MOST_EVIDENCE] if of_topic else [] for of_topic in found]
    words = find_telling_words(reading.words, reading.rows, places[0], MOST_WORDS, load_weights())
    terms[0] = list(dict.fromkeys([*terms[0], *words]))[:MOST_EVIDENCE]
    return terms


def rank_deeper(reading: Reading, leading: list[str]) -> list[Found]:
    """The topics below level 1 that have terms in an article."""
    topics = read_topics()
    doubt = DEEP_DOUBT * math.sqrt(1 + reading.char_count / 600)
    scores: dict[int, dict[str, float]] = defaultdict(dict)
    for topic_id, found in reading.evidence.items():
        if topics[topic_id].level > 1:
            points = math.fsum(found.values())
            scores[topics[topic_id].level][topic_id] = round(points / (points + doubt), 4)
    return [
        Found(
            topic_id,
            score=of_level[topic_id],
            rank=rank,
            is_assigned=of_level[topic_id] >= DEEP_ASSIGNED_FROM
            and topics[topic_id].line[-1] in leading,
            evidence=sort_best(reading.evidence[topic_id])[:MOST_EVIDENCE],
        )
        for of_level in scores.values()
        for rank, topic_id in enumerate(sort_best(of_level)[:MOST_TOPICS], 1)
    ]


def rank_watched(reading: Reading) -> list[Found]:
    """The topics to watch that an article is about; each is assigned."""
    points = {topic_id: math.fsum(found.values()) for topic_id, found in reading.watched.items()}
    return [
        Found(
            topic_id,
            score=round(points[topic_id] / (points[topic_id] + 1), 4),
            rank=rank,
            is_assigned=True,
            evidence=sort_best(reading.watched[topic_id])[:MOST_EVIDENCE],
        )
        for rank, topic_id in enumerate(sort_best(points), 1)
    ]


def sort_best(scores: Mapping[str, float]) -> list[str]:
    """The names with the highest score first; equal scores in the order of names.

    >>> sort_best({"b": 1, "a": 1, "c": 2})
    ['c', 'a', 'b']
    """
    return sorted(scores, key=lambda name: (-scores[name], name))
