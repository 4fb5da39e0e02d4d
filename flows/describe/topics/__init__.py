"""Topics of articles: IPTC Media Topics by learned words and by terms, the user's by phrases.

Level 1 is the table of `model` with the terms of `vocabulary` added; all 17 are ranked, and one is
assigned where it is sure. Deeper levels are by terms alone, which are their evidence.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from flows.describe.topics.model import (
    READ_WORDS,
    WORD,
    count_known,
    find_rows,
    find_sharpness,
    find_telling_words,
    has_unspaced,
    load_weights,
    score_rows,
    split_unspaced,
)
from flows.describe.topics.vocabulary import (
    Hit,
    collect_evidence,
    count_points,
    drop_overruled,
    find_watch_topics,
    read_lexicon,
    read_topics,
)
from flows.seeds.topics import TOP_TOPIC_IDS
from flows.text import fold_words

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

KEPT_TOPICS = 5  # per article, scheme and level below the first
KEPT_EVIDENCE = 10
KEPT_WORDS = 5  # of the table's, for the first topic alone

# From .4 / .5 / .6 / .7 / .8 on: of held-out pages' openings assigned .90 / .84 / .78 / .70 / .60,
# right of these .92 / .94 / .95 / .95 / .97; of SIB-200's sentences in seven languages assigned
# .74 / .65 / .54 / .47 / .38, right .74 / .77 / .81 / .84 / .87.
ASSIGNED_FROM = 0.6
# Deeper levels have no rivals, and no labels to fit: 2 points are even odds, more in longer bodies.
DEEP_DOUBT = 2
DEEP_ASSIGNED_FROM = 0.5  # judged by eye: right at level 2 40 of 45, at level 3 32 of 35
# A deeper topic is sure only below one of the article's first three that is likely at all: 241 on
# the 257 articles of dev, 256 whatever that one's score, 273 below any.
LEADING_FAMILIES = 3
LEADING_FROM = 0.01


class Reading(NamedTuple):
    """What was found in one article."""

    words: list[str]
    rows: np.ndarray  # of the table of weights, for the first words
    char_count: int
    evidence: dict[str, dict[str, float]]  # of IPTC topics: printed term -> points
    watched: dict[str, dict[str, float]]


def describe_topics(articles: pl.DataFrame) -> pl.DataFrame:
    """The topics of each article, as ARTICLE_TOPICS: all of level 1, deeper ones that were found.

    Ranks run from 1 within article, scheme and level; every article is looked at alone, so that
    its rows are the same in any batch. Evidence: the terms that matched; at the first of level 1
    also the words that speak most for it.

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
    families = rank_families(article_ids, readings)
    likely = families.filter(pl.col("rank") <= LEADING_FAMILIES, pl.col("score") >= LEADING_FROM)
    leading = dict(likely.group_by("article_id").agg("topic_id").iter_rows())
    others = [
        (article_id, *row)
        for article_id, reading in zip(article_ids, readings, strict=True)
        for row in (*rank_deeper(reading, leading[article_id]), *rank_watched(reading))
    ]
    topics = read_topics()
    columns = list(zip(*others, strict=True)) or [()] * len(ARTICLE_TOPICS)
    return (
        pl.concat([families, make_rows(*columns)])
        .with_columns(
            level=pl.col("topic_id").replace_strict(
                {topic_id: topic.level for topic_id, topic in topics.items()}, return_dtype=pl.Int32
            )
        )
        .sort("article_id", "level", "rank", "topic_id")
        .drop("level")
    )


def read_article(headline: str, body: str, language: str | None) -> Reading:
    """What a folded article holds; the line break after its headline parts the two."""
    lexicon = read_lexicon(language)
    text = f"{headline}\n{body}"
    words = WORD.findall(text)
    codes = lexicon.find_codes(words)
    hits = drop_overruled(lexicon.find_hits(text, words, codes))
    headline_count = len(WORD.findall(headline))
    parted: tuple[list[Hit], list[Hit]] = [], []
    for hit in hits:
        parted[hit.start >= (headline_count if hit.start >= 0 else -len(body))].append(hit)
    points = count_points(*parted, bool(body))
    words = words[:READ_WORDS]
    if is_unspaced := has_unspaced(text):
        words = split_unspaced(words)
    return Reading(
        words=words,
        rows=find_rows(words, load_weights()) if is_unspaced else codes[:READ_WORDS] >> 1,
        char_count=len(body),
        evidence=collect_evidence(points),
        watched=find_watch_topics(lexicon, points),
    )


def rank_families(article_ids: list[str], readings: list[Reading]) -> pl.DataFrame:
    """The rows of level 1: all of TOP_TOPIC_IDS for each article, by logit, ties in their order."""
    logits = weigh_families(readings)
    order = np.argsort(-logits, axis=1, kind="stable")
    odds = np.exp(logits - logits.max(axis=1, keepdims=True, initial=-np.inf))
    scores = np.round(odds / odds.sum(axis=1, keepdims=True), 4)
    ranked = np.take_along_axis(scores, order, axis=1).ravel()
    evidence = [
        found
        for reading, places in zip(readings, order.tolist(), strict=True)
        for found in explain_families(reading, places)
    ]
    count = len(TOP_TOPIC_IDS)
    return make_rows(
        pl.Series(article_ids, dtype=pl.String).gather(np.repeat(np.arange(len(scores)), count)),
        pl.Series(TOP_TOPIC_IDS).gather(order.ravel()),
        ranked,
        np.tile(np.arange(1, count + 1), len(scores)),
        ranked >= ASSIGNED_FROM,
        evidence,
    )


def make_rows(*columns: Sequence) -> pl.DataFrame:
    """Columns of ARTICLE_TOPICS as such; lists go by way of Arrow, five times faster."""
    lists = columns[-1]
    offsets = np.cumsum([0, *map(len, lists)], dtype=np.int32)
    terms = pa.array(list(chain.from_iterable(lists)), pa.string())
    evidence = pl.from_arrow(pa.ListArray.from_arrays(pa.array(offsets), terms))
    columns = (*columns[:-1], evidence)
    return pl.DataFrame(dict(zip(ARTICLE_TOPICS, columns, strict=True)), schema=ARTICLE_TOPICS)


def weigh_families(readings: list[Reading]) -> np.ndarray:
    """The calibrated logit of each of TOP_TOPIC_IDS, a row for each article.

    Rounded, so that no last digit of some machine's logarithm decides between two topics.
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


def explain_families(reading: Reading, places: list[int]) -> list[list[str]]:
    """Of each topic the terms that matched, the strongest first; of the first also its words."""
    found = [reading.evidence.get(TOP_TOPIC_IDS[place]) for place in places]
    terms = [best_first(of_topic)[:KEPT_EVIDENCE] if of_topic else [] for of_topic in found]
    words = find_telling_words(reading.words, reading.rows, places[0], KEPT_WORDS, load_weights())
    terms[0] = list(dict.fromkeys([*terms[0], *words]))[:KEPT_EVIDENCE]
    return terms


def rank_deeper(reading: Reading, leading: list[str]) -> list[tuple]:
    """Rows below level 1, without their article: topic_id, score, rank, is_assigned, evidence."""
    topics = read_topics()
    doubt = DEEP_DOUBT * math.sqrt(1 + reading.char_count / 600)
    scores: dict[int, dict[str, float]] = defaultdict(dict)
    for topic_id, found in reading.evidence.items():
        if topics[topic_id].level > 1:
            points = math.fsum(found.values())
            scores[topics[topic_id].level][topic_id] = round(points / (points + doubt), 4)
    return [
        (
            topic_id,
            found[topic_id],
            rank,
            found[topic_id] >= DEEP_ASSIGNED_FROM and topics[topic_id].line[-1] in leading,
            best_first(reading.evidence[topic_id])[:KEPT_EVIDENCE],
        )
        for found in scores.values()
        for rank, topic_id in enumerate(best_first(found)[:KEPT_TOPICS], 1)
    ]


def rank_watched(reading: Reading) -> list[tuple]:
    """The rows of watch topics without their article; each is assigned."""
    scores = {topic_id: math.fsum(found.values()) for topic_id, found in reading.watched.items()}
    return [
        (
            topic_id,
            round(scores[topic_id] / (scores[topic_id] + 1), 4),
            rank,
            True,
            best_first(reading.watched[topic_id])[:KEPT_EVIDENCE],
        )
        for rank, topic_id in enumerate(best_first(scores), 1)
    ]


def best_first(scores: dict[str, float]) -> list[str]:
    """Keys by falling value, ties by name: best_first({"b": 1, "a": 1, "c": 2}) is [c, a, b]."""
    return sorted(scores, key=lambda key: (-scores[key], key))
