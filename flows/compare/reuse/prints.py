"""The words of articles and their prints: the hashes of runs of words that tell copies."""

from hashlib import blake2b
from typing import NamedTuple

import numpy as np
import polars as pl

from flows.seeds import read_seed
from flows.text import SENTENCE_BREAK, WORD, WORD_SIGN_PROPERTY, fold, fold_text

RUN_WORDS = 5  # of the runs that say how much two articles share
# Winnowing (Schleimer, Wilkerson, Aiken 2003): the least hash of every 7 neighbouring 6-word runs.
# Two texts that share 6 + 7 - 1 = 12 words in a row are sure to share one. Of 1,779 bodies, 109
# pairs of which share text, runs of 8, 7, 6 and 5 words bring 181, 214, 335 and 896 pairs to look
# at; one of 8 finds no copy with each eighth word changed.
PRINT_WORDS, PRINT_WINDOW = 6, 7
PASSAGE_WORDS = 12  # in a row that two articles share

# A print that more than 60 articles of 30 days have, or 10 of one outlet in 90, is stock and does
# not count, unless most of the article's prints are such: then it is one of many copies.
STOCK_ARTICLES, STOCK_DAYS = 60, 30
STOCK_OUTLET_ARTICLES, STOCK_OUTLET_DAYS = 10, 90
COPY_SHARE = 0.5

ARTICLES_A_STEP = 5_000


class Texts(NamedTuple):
    """The words of all articles in one row: node i has those from starts[i] to starts[i + 1]."""

    starts: np.ndarray
    runs: np.ndarray  # the hash of the run of 5 words that begins here; 0: none, or it is stock
    halves: np.ndarray  # half words before this one; one more than there are words


def read_texts(nodes: pl.DataFrame) -> tuple[Texts, pl.DataFrame]:
    """The words of all articles; and the prints that stand in two places (as in pick_prints).

    Needs: node, body.
    """
    starts, runs, halves, prints = [], [], [np.zeros(1, np.uint8)], []
    for part in (nodes.clear(), *nodes.iter_slices(ARTICLES_A_STEP)):
        words = read_words(part)
        node, word, half_count = (column.to_numpy() for column in words)
        words_before = sum(map(len, runs))
        starts.append(np.searchsorted(node, part["node"].to_numpy()) + words_before)
        runs.append(hash_runs(node, word, RUN_WORDS))
        halves.append(half_count)
        of_part = pick_prints(node, word, half_count == 1)
        prints.append(of_part.with_columns((pl.col("at") + words_before).cast(pl.UInt32)))
    texts = Texts(
        np.append(np.concatenate(starts), sum(map(len, runs))),
        np.concatenate(runs),
        np.concatenate(halves).cumsum(dtype=np.uint32),
    )
    return texts, pl.concat(prints).filter(pl.col("key").is_duplicated())


def read_words(bodies: pl.DataFrame) -> pl.DataFrame:
    """node, word, half_count: the hash of each word of each body, in order, without stock.

    Needs: node, body.
    """
    stock = [fold_text(phrase) for phrase in read_seed("stock_phrases")["phrase"]]
    words = (
        bodies.select("node", line=pl.col("body").str.replace_all(SENTENCE_BREAK, "\n"))
        .with_columns(pl.col("line").str.split("\n"))
        .explode("line")
        .with_columns(fold(pl.col("line")))
        .filter(~pl.col("line").str.contains_any(stock))
        .select("node", spelling=pl.col("line").str.extract_all(WORD))
        .explode("spelling")
        .drop_nulls()
        .with_columns(pl.col("spelling").cast(pl.Categorical))  # halves the time of what follows
    )
    known = words.select(pl.col("spelling").unique())
    spellings = known["spelling"].cast(pl.String)
    known = known.with_columns(
        word=pl.Series(map(hash_word, spellings), dtype=pl.UInt64),
        half_count=2 - spellings.str.contains(f"^{WORD_SIGN_PROPERTY}$").cast(pl.UInt8),
    )
    return words.join(known, on="spelling", maintain_order="left").drop("spelling")


def hash_word(word: str) -> int:
    """The same number on every machine, so that every machine picks the same prints."""
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")


def hash_runs(node: np.ndarray, word: np.ndarray, word_count: int) -> np.ndarray:
    """The hash of the run of so many words that begins here; 0 where the text ends before."""
    hashed = np.zeros(len(word), np.uint64)
    run_count = max(0, len(word) - word_count + 1)
    for place in range(word_count):
        factor = np.uint64(pow(0x9E3779B97F4A7C15, place, 2**64))
        hashed[:run_count] += word[place : place + run_count] * factor
    hashed[:run_count][node[:run_count] != node[word_count - 1 :][:run_count]] = 0
    return hashed


def mix_hashes(hashed: pl.Expr, other: pl.Expr) -> pl.Expr:
    """One number made of a hash and another number: a join by it is twice as fast as by both."""
    return hashed + other.cast(pl.UInt64) * pl.lit(0xC2B2AE3D27D4EB4F, pl.UInt64)


# Prints


def pick_prints(node: np.ndarray, word: np.ndarray, is_half: np.ndarray) -> pl.DataFrame:
    """The runs of words that winnowing keeps: node, key, at, length, print_count and two flags.

    `key` is the run's hash, `at` its first word, `length` its words; `print_count` counts the
    text's keys; `is_first` and `is_only`: of this key in this text. A run that begins with a
    character of half a word has twice as many: two texts share one if they share
    2 * 6 + 7 - 1 = 18 characters in a row.
    """
    run = hash_runs(node, word, PRINT_WORDS)
    if is_half.any():
        run = np.where(is_half, hash_runs(node, word, 2 * PRINT_WORDS), run)
    at = np.flatnonzero(run)
    at = at[is_least(node[at], run[at])]
    of_text = mix_hashes(pl.col("key"), pl.col("node"))
    return (
        pl.DataFrame({"node": node[at], "key": run[at], "at": at})
        .with_columns(
            length=np.where(is_half[at], 2 * PRINT_WORDS, PRINT_WORDS).astype(np.uint8),
            is_first=of_text.is_first_distinct(),
            is_only=of_text.is_unique(),
        )
        .with_columns(print_count=pl.col("is_first").sum().over("node"))
    )


def is_least(node: np.ndarray, run: np.ndarray) -> np.ndarray:
    """Whether a run has the least hash of some window of 7; true in a text shorter than that."""
    window_count = max(0, len(run) - PRINT_WINDOW + 1)
    steps = range(PRINT_WINDOW)
    least = np.minimum.reduce([run[step : step + window_count] for step in steps])
    least[node[:window_count] != node[PRINT_WINDOW - 1 :][:window_count]] = 0  # of two texts
    # A run is the least of some window if it is the greatest of the least of its windows.
    greatest = np.zeros(len(run), np.uint64)
    for step in steps:
        around = greatest[step : step + window_count]
        np.maximum(around, least, out=around)
    return (greatest == run) | (greatest == 0)


# Stock


def find_stock(prints: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """node, key: the prints that are stock, except in articles that are copies.

    Needs: node, key, print_count, a row a key of an article; node, outlet_id, known_at.
    """
    outlets = articles.drop_nulls("outlet_id").select("node", outlet=pl.col("outlet_id").hash())
    of_outlets = prints.join(outlets, on="node").select(
        "node", "key", scope=mix_hashes(pl.col("key"), pl.col("outlet"))
    )
    of_all = prints.select("node", "key", scope="key")
    stock = pl.concat(
        [
            find_dense(of_all, articles, STOCK_ARTICLES, STOCK_DAYS),
            find_dense(of_outlets, articles, STOCK_OUTLET_ARTICLES, STOCK_OUTLET_DAYS),
        ]
    ).unique()
    copies = (
        stock.group_by("node")
        .agg(stock_count=pl.len())
        .join(prints.select("node", "print_count").unique(), on="node")
        .filter(pl.col("stock_count") >= COPY_SHARE * pl.col("print_count"))
    )
    return stock.join(copies, on="node", how="anti")


def find_dense(prints: pl.DataFrame, articles: pl.DataFrame, count: int, days: int) -> pl.DataFrame:
    """node, key: the prints that more than `count` articles of a scope have in so many days.

    Needs: node, key, scope; node, known_at.
    """
    frequent = prints.group_by("scope").len().filter(pl.col("len") > count)
    first, last = pl.col("known_at"), pl.col("known_at").shift(-count)
    is_dense = (last - first <= pl.duration(days=days)) | (first.is_null() & last.is_null())
    begins = is_dense & (pl.col("scope").shift(-count) == pl.col("scope"))
    return (
        prints.join(frequent, on="scope", how="semi")
        .join(articles.select("node", "known_at"), on="node")
        .sort("scope", "known_at", "node", nulls_last=True)
        .with_columns(begins=begins.fill_null(False).cast(pl.UInt8))
        .filter(pl.col("begins").rolling_max(count + 1, min_samples=1) == 1)
        .select("node", "key")
    )


def erase_stock(texts: Texts, prints: pl.DataFrame) -> None:
    """Set the runs of 5 words that touch one of these prints to 0.

    Needs: at, length.
    """
    at = pl.col("at").cast(pl.Int64)
    touched = prints.select(pl.int_ranges(at - RUN_WORDS + 1, at + pl.col("length")).explode())
    texts.runs[touched.to_series().clip(0).to_numpy()] = 0
