"""Read the reference tables of seeds/: what we know about the world, as CSV that users may edit."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import polars as pl

SEEDS = Path(__file__).parents[1] / "seeds"

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


@lru_cache
def read_seed(name: str) -> pl.DataFrame:
    """A table of seeds/ with every column as text, empty fields as null.

    Raises:
        ValueError: the file is missing or is not CSV with one header line.
    """
    path = SEEDS / f"{name}.csv"
    try:
        return pl.read_csv(path, infer_schema=False)
    except FileNotFoundError:
        raise ValueError(f"seeds/{name}.csv is missing; restore it from the repository") from None
    except pl.exceptions.PolarsError as error:
        raise ValueError(f"seeds/{name}.csv is not CSV with a header line: {error}") from None


def read_topic_seed() -> pl.DataFrame:
    """seeds/topics.csv and below it the topics that seeds/watch_topics.csv names."""
    watched = read_seed("watch_topics").select(
        topic_id=pl.col("name").map_elements(name_watch_topic, pl.String),
        name="name",
        level=pl.lit("1"),
        scheme=pl.lit("watch"),
    )
    watched = watched.unique("topic_id", keep="first", maintain_order=True)
    return pl.concat([read_seed("topics"), watched], how="diagonal")


def name_watch_topic(name: str) -> str:
    """The id of a watch topic: name_watch_topic("Amnesty ban") == "watch:amnesty-ban"; "": none."""
    words = re.findall(r"\w+", fold_text(name))
    return f"watch:{'-'.join(words)}" if words else ""


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
