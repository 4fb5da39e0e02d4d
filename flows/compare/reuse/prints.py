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
# Of the words around a print: the 6 before it, the nearest first, and the 6 after it.
CONTEXT_BITS, CONTEXT_STEPS = 5, (*range(-1, -7, -1), *range(6, 12))

# A print that more than 60 articles of 30 days have, or 10 of one outlet in 90, is stock and does
# not count, unless most of the article's prints are such: then it is one of many copies.
STOCK_ARTICLES, STOCK_DAYS = 60, 30
STOCK_OUTLET_ARTICLES, STOCK_OUTLET_DAYS = 10, 90
COPY_SHARE = 0.5


class Words(NamedTuple):
    """The words of articles in one row: article i has those from starts[i] to starts[i + 1]."""

    starts: np.ndarray
    words: np.ndarray  # hashes
    half_counts: np.ndarray  # 2, or 1 where two are a word


class Texts(NamedTuple):
    """The runs of words of articles in one row, as in Words."""

    starts: np.ndarray
    runs: np.ndarray  # the hash of the run of 5 words that begins here; 0: none, or it is stock
    halves: np.ndarray  # half words before this one; one more than there are words


def list_words(bodies: pl.DataFrame) -> Words:
    """The words of bodies, in their order.

    Needs: body.
    """
    words = read_words(bodies.select("body").with_row_index("node"))
    node, word, half_count = (column.to_numpy() for column in words)
    return Words(np.searchsorted(node, np.arange(bodies.height + 1)), word, half_count)


def list_texts(words: Words, rows: np.ndarray, erased: pl.DataFrame) -> Texts:
    """The texts of these articles of `words`, without the runs of 5 words that touch stock.

    Needs: node, key: the prints of each text that are stock, by its place in `rows`.
    """
    lengths = words.starts[rows + 1] - words.starts[rows]
    starts = np.append(0, lengths.cumsum())
    node = np.repeat(np.arange(len(rows), dtype=np.uint32), lengths)
    at = np.arange(len(node)) + np.repeat(words.starts[rows] - starts[:-1], lengths)
    word, half_count = words.words[at], words.half_counts[at]
    runs = hash_runs(node, word, RUN_WORDS)
    erase_stock(runs, node, word, half_count == 1, erased)
    halves = np.append(np.uint32(0), half_count.cumsum(dtype=np.uint32))
    return Texts(starts, runs, halves)


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


def pick_prints(words: Words) -> pl.DataFrame:
    """The runs of words that winnowing keeps: node, key, context, is_half, is_only, print_count.

    A row for each key of a text. `key` is the run's hash; `is_only`: it stands in one place of the
    text; `print_count` counts the text's keys; `context` tells the words around it (pack_context).
    A run that begins with a character of half a word (`is_half`) has twice as many words: two texts
    share one if they share 2 * 6 + 7 - 1 = 18 characters in a row.
    """
    lengths = np.diff(words.starts)
    node = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
    is_half = words.half_counts == 1
    run = hash_prints(node, words.words, is_half)
    at = np.flatnonzero(run)
    at = at[is_least(node[at], run[at])]
    prints = pl.DataFrame({"node": node[at], "key": run[at], "at": at, "is_half": is_half[at]})
    of_text = mix_hashes(pl.col("key"), pl.col("node"))
    prints = prints.with_columns(is_first=of_text.is_first_distinct(), is_only=of_text.is_unique())
    prints = prints.filter("is_first").drop("is_first")
    return prints.with_columns(
        context=pack_context(node, words.words, prints["at"].to_numpy()),
        print_count=pl.len().over("node"),
    ).drop("at")


def hash_prints(node: np.ndarray, word: np.ndarray, is_half: np.ndarray) -> np.ndarray:
    """The hash of the run that begins at each word and may be a print; 0: none does."""
    run = hash_runs(node, word, PRINT_WORDS)
    if is_half.any():
        run = np.where(is_half, hash_runs(node, word, 2 * PRINT_WORDS), run)
    return run


def pack_context(node: np.ndarray, word: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The 6 words before each print of 6 words, and the 6 after it, in 5 bits each; 0: no word.

    From it is told whether two texts share 12 words in a row at a print, with few errors: which
    they share is then measured exactly.
    """
    packed = np.zeros(len(at), np.uint64)
    for place, step in enumerate(CONTEXT_STEPS):
        there = np.clip(at + step, 0, len(word) - 1)
        is_there = (at + step == there) & (node[there] == node[at])
        code = (word[there] >> np.uint64(32)) % np.uint64(31) + np.uint64(1)
        packed |= (code * is_there) << np.uint64(CONTEXT_BITS * place)
    return packed


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
    """number, key: the prints that are stock; whether a key's are depends on its holders alone.

    Needs: number, key, a row a key of an article, of all articles that hold the key; number,
    outlet_id, known_at.
    """
    outlets = articles.drop_nulls("outlet_id").select("number", outlet=pl.col("outlet_id").hash())
    of_outlets = prints.join(outlets, on="number").select(
        "number", "key", scope=mix_hashes(pl.col("key"), pl.col("outlet"))
    )
    of_all = prints.select("number", "key", scope="key")
    return pl.concat(
        [
            find_dense(of_all, articles, STOCK_ARTICLES, STOCK_DAYS),
            find_dense(of_outlets, articles, STOCK_OUTLET_ARTICLES, STOCK_OUTLET_DAYS),
        ]
    ).unique()


def find_repeated(stock: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """number: articles whose prints are stock for the most part: each is one of many copies.

    Needs: number, key: all stock of the articles; number, print_count.
    """
    is_repeated = pl.col("stock_count") >= COPY_SHARE * pl.col("print_count")
    return (
        stock.group_by("number")
        .agg(stock_count=pl.len())
        .join(articles, on="number")
        .filter(is_repeated)
        .select("number")
    )


def find_dense(prints: pl.DataFrame, articles: pl.DataFrame, count: int, days: int) -> pl.DataFrame:
    """number, key: the prints that more than `count` articles of a scope have in so many days.

    Needs: number, key, scope; number, known_at.
    """
    frequent = prints.group_by("scope").len().filter(pl.col("len") > count)
    first, last = pl.col("known_at"), pl.col("known_at").shift(-count)
    is_dense = (last - first <= pl.duration(days=days)) | (first.is_null() & last.is_null())
    begins = is_dense & (pl.col("scope").shift(-count) == pl.col("scope"))
    return (
        prints.join(frequent, on="scope", how="semi")
        .join(articles.select("number", "known_at"), on="number")
        .sort("scope", "known_at", nulls_last=True)
        .with_columns(begins=begins.fill_null(False).cast(pl.UInt8))
        .filter(pl.col("begins").rolling_max(count + 1, min_samples=1) == 1)
        .select("number", "key")
    )


def erase_stock(
    runs: np.ndarray, node: np.ndarray, word: np.ndarray, is_half: np.ndarray, stock: pl.DataFrame
) -> None:
    """Set the runs of 5 words that touch a stock print of their text to 0.

    Needs: node, key.
    """
    at = np.flatnonzero(np.isin(node, stock["node"].unique()))
    node, word, is_half = node[at], word[at], is_half[at]
    held = pl.DataFrame({"node": node, "key": hash_prints(node, word, is_half)})
    held = held.with_columns(at=at, length=np.where(is_half, 2 * PRINT_WORDS, PRINT_WORDS))
    first, length = pl.col("at"), pl.col("length")
    touched = held.join(stock, on=["node", "key"], how="semi").select(
        pl.int_ranges(first - RUN_WORDS + 1, first + length).explode()
    )
    runs[touched.to_series().clip(0).to_numpy()] = 0
