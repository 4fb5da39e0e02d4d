"""What this run has read of articles: their words, in files, and what else is compared of them."""

from collections.abc import Callable
from tempfile import TemporaryFile

import numpy as np
import polars as pl

from flows.compare.reuse.names import normalise_url
from flows.compare.reuse.prints import Texts, Words, list_texts, list_words
from flows.text import fold

ARTICLES_A_STEP = 5_000

COMPARED = pl.Schema(
    {
        "article_id": pl.String,
        "headline": pl.String,
        "deck": pl.String,
        "body": pl.String,
        "url": pl.String,
        "outlet_id": pl.String,
        "wire_outlet_id": pl.String,
        "attributed_outlet_ids": pl.List(pl.String),
        "published_earliest": pl.Datetime("us"),
        "published_latest": pl.Datetime("us"),
        "published_utc_offset_minutes": pl.Int32,
        "first_captured": pl.Datetime("us"),
        "is_complete": pl.Boolean,
    }
)
NUMBERED = pl.Schema({"article_id": pl.String, "number": pl.UInt32})


class Shelf:
    """Articles by number. Their words stand in files: a million articles have 4 GB of them."""

    def __init__(self, read_articles: Callable[[pl.Series], pl.DataFrame]) -> None:
        self.read_articles = read_articles
        self.files = TemporaryFile(), TemporaryFile()  # noqa: SIM115  they go with the shelf
        self.word_count = 0
        self.starts: list[np.ndarray] = []
        self.parts: list[pl.DataFrame] = []
        self.put(self.describe(COMPARED.to_frame(), NUMBERED.to_frame()))

    def read(self, numbered: pl.DataFrame) -> pl.DataFrame:
        """The articles as they are compared, with known_at, title and address.

        Needs: article_id, number.
        """
        return self.describe(self.read_articles(numbered["article_id"]), numbered)

    @staticmethod
    def describe(articles: pl.DataFrame, numbered: pl.DataFrame) -> pl.DataFrame:
        return (
            articles.match_to_schema(COMPARED, extra_columns="ignore")
            .join(numbered.select("article_id", "number"), on="article_id")
            .with_columns(
                known_at=pl.min_horizontal("published_latest", "first_captured"),
                title=fold(pl.col("headline")),
                address=normalise_url(pl.col("url")),
            )
        )

    def put(self, articles: pl.DataFrame) -> Words:
        """Keep articles as `read` gives them; their words."""
        words = list_words(articles)
        for file, part in zip(self.files, words[1:], strict=True):
            file.write(part.tobytes())
        self.starts.append(words.starts[:-1] + self.word_count)
        self.word_count += int(words.starts[-1])
        self.parts.append(articles.drop("body", "deck", "headline", "url"))
        return words

    def fetch(self, numbered: pl.DataFrame) -> None:
        """Read and keep the articles that are not here yet.

        Needs: article_id, number.
        """
        for part in self.parts:
            numbered = numbered.join(part, on="number", how="anti")
        for step in numbered.iter_slices(ARTICLES_A_STEP):
            self.put(self.read(step))

    def close(self) -> "Library":
        """What is kept, to be looked up."""
        for file in self.files:
            file.flush()
        return Library(
            pl.concat(self.parts).with_row_index("row"),
            Words(
                np.append(np.concatenate(self.starts), self.word_count),
                *(
                    map_file(file, kind, self.word_count)
                    for file, kind in zip(self.files, (np.uint64, np.uint8), strict=True)
                ),
            ),
        )


def map_file(file, kind: type, count: int) -> np.ndarray:
    return np.memmap(file, kind, "r", shape=(count,)) if count else np.zeros(0, kind)


class Library:
    """Articles that are looked up by number."""

    def __init__(self, articles: pl.DataFrame, words: Words) -> None:
        self.articles, self.words = articles, words

    def count_words(self) -> pl.DataFrame:
        """number, word_count."""
        return self.articles.select("number", word_count=np.diff(self.words.starts))

    def take(self, numbers: pl.Series, erased: pl.DataFrame) -> tuple[pl.DataFrame, Texts]:
        """These articles by id, with `node`, their place; and their texts without stock.

        Needs: number, key: the stock of each.
        """
        nodes = (
            self.articles.filter(pl.col("number").is_in(numbers.implode()))
            .sort("article_id")
            .with_row_index("node")
        )
        stock = erased.join(nodes.select("number", "node"), on="number").select("node", "key")
        return nodes, list_texts(self.words, nodes["row"].to_numpy(), stock)
