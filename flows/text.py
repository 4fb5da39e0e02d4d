"""One spelling of each idea about text: folding, character classes, alternations."""

import re
import unicodedata
from functools import lru_cache

import polars as pl

QUOTES = {
    "‘": "'",
    "’": "'",
    "‚": "'",
    "‛": "'",
    "`": "'",
    "´": "'",
    "′": "'",
    "ʼ": "'",
} | dict.fromkeys("“”„‟«»″〝〞", '"')
DASHES = dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
UNIFIED = str.maketrans(QUOTES | DASHES)
EDGES = " \t\"'()[]{}:;.,…!?|<>-_*•·▶►→›‹#/\\"


def fold(text: pl.Expr) -> pl.Expr:
    """Text as seeds are compared with it: NFKC, lower case, one kind of quote, dash and space."""
    return (
        text.str.normalize("NFKC")
        .str.to_lowercase()
        .str.replace_many(QUOTES | DASHES)
        .str.replace_all(r"\s\s+|[^\S ]", " ")
        .str.strip_chars()
    )


@lru_cache(maxsize=100_000)
def fold_text(text: str) -> str:
    """`fold` for one string: fold_text("Étude – «A»") == 'étude - "a"'."""
    folded = unicodedata.normalize("NFKC", text).lower().translate(UNIFIED)
    return " ".join(folded.split())


def strip_edges(text: pl.Expr) -> pl.Expr:
    """Without the punctuation around it: "» Read more: " becomes "Read more"."""
    return text.str.strip_chars(EDGES)


def alternation(phrases: list[str]) -> str:
    """A regular expression of either phrase, the longest first; matches nothing when empty."""
    return (
        "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True)) or r"\b\B"
    )


def fold_words(text: str) -> str:
    """Text as terms of topics are compared with it: fold_words("ＷAR, Straße") == "war, strasse".

    Marks and line ends stay, as they part terms. The weights of topics were trained on it.
    """
    if text.isascii():
        return text.lower()
    text = text.replace("ʼ", "'")  # the Ukrainian apostrophe counts as a letter
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
