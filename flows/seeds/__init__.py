"""Read the reference tables of seeds/: what we know about the world, as CSV that users may edit."""

import re
from functools import lru_cache

import polars as pl

from flows.shipped import SEEDS
from flows.text import fold_text


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


def digest_seeds(stage: str) -> str:
    """Until the seeds know their stages: over all of them."""
    import hashlib

    digest = hashlib.sha256()
    for path in sorted(SEEDS.glob("*.csv")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
