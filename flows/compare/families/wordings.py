"""Wordings: the words of quotations, which of them are telling, and by which pairs they meet."""

import numpy as np
import polars as pl

from flows.compare.terms import hash_texts
from flows.seeds import read_seed
from flows.text import WORD, WORD_SIGN_PROPERTY, fold

STEM_CHARACTERS = 6
SIGN_WEIGHT = 1 / 3  # of a word
FEWEST_TELLING = 3  # stems that both hold
# One is enough where all words are the same and so many: of 9 such wordings of 4 to 6 words in dev,
# silver and stories two are figures of speech, of 3 longer ones none.
SAME_WORDS = 7
WORDINGS_A_STEP = 50_000  # exploding 400,000 at once took 1.4 GB

# For each wording the pairs of telling words that stand side by side, each pair as a hash.
WORDING_KEYS = pl.Schema({"key": pl.UInt32, "wording_id": pl.UInt64})


def read_wordings(quotations: pl.DataFrame) -> pl.DataFrame:
    """The quotations with words, wording (these with spaces between them) and wording_id.

    Needs: text.
    """
    worded = quotations.with_columns(words=fold(pl.col("text")).str.extract_all(WORD)).with_columns(
        wording=pl.col("words").list.join(" ")
    )
    return worded.with_columns(wording_id=hash_texts(worded["wording"]))


def find_stems(wordings: pl.DataFrame) -> pl.DataFrame:
    """wording_id, stem, weight: the telling words of each wording, in order."""
    known = (
        read_seed("common_words")
        .select(fold(pl.col("word")).alias("word"), pl.col("weight").cast(pl.Float32))
        .group_by("word")
        .agg(pl.col("weight").min())
    )
    own = (
        pl.when(pl.col("word").str.contains(f"^{WORD_SIGN_PROPERTY}$"))
        .then(SIGN_WEIGHT)
        .otherwise(1.0)
    )
    return pl.concat(
        part.select("wording_id", word="words")
        .explode("word")
        .drop_nulls()
        .with_columns(singular=pl.col("word").str.strip_suffix("s"))
        .join(known, on="word", how="left", maintain_order="left")
        .join(
            known,
            left_on="singular",
            right_on="word",
            how="left",
            suffix="_singular",
            maintain_order="left",
        )
        .select(
            "wording_id",
            stem=pl.col("singular").str.slice(0, STEM_CHARACTERS),
            weight=pl.min_horizontal("weight", "weight_singular").fill_null(own.cast(pl.Float32)),
        )
        .filter(pl.col("weight") > 0)
        for part in (wordings.clear(), *wordings.iter_slices(WORDINGS_A_STEP))
    )


def find_told(stems: pl.DataFrame, wordings: pl.DataFrame) -> pl.Series:
    """The wording_ids of those with enough telling words, or enough words, for a family."""
    word_count = (
        pl.col("words").list.len()
        - (1 - SIGN_WEIGHT)
        * pl.col("words").list.eval(pl.element().str.contains(f"^{WORD_SIGN_PROPERTY}$")).list.sum()
    )
    counts = stems.group_by("wording_id").agg(pl.col("stem").n_unique())
    return counts.join(wordings, on="wording_id").filter(
        (pl.col("stem") >= FEWEST_TELLING) | (word_count >= SAME_WORDS)
    )["wording_id"]


def find_keys(stems: pl.DataFrame) -> pl.DataFrame:
    """The WORDING_KEYS of wordings, by their stems in order; a pair is the same both ways round."""
    names = stems.select(pl.col("stem").unique())
    hashed = names.with_columns(hash=hash_texts(names["stem"]))
    side_by_side = (
        stems.join(hashed, on="stem", how="left", maintain_order="left")
        .select("wording_id", "hash", following=pl.col("hash").shift(-1))
        .filter(pl.col("wording_id") == stems["wording_id"].shift(-1))
    )
    lower, higher = (
        side_by_side.select(pick("hash", "following")).to_series().to_numpy().astype(np.uint64)
        for pick in (pl.min_horizontal, pl.max_horizontal)
    )
    mixed = lower * np.uint64(0x9E3779B97F4A7C15) + higher * np.uint64(0xC2B2AE3D27D4EB4F)
    return (
        side_by_side.select(
            key=pl.Series(mixed >> np.uint64(32), dtype=pl.UInt32), wording_id="wording_id"
        )
        .unique()
        .match_to_schema(WORDING_KEYS)
    )
