"""The terms that an article is compared by: its words, and how telling each is."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from flows.text import WORD, WORD_SIGN_PROPERTY, drop_marks, unify_marks

# bench/NOTES.md has the sweeps.
# 400 words, as news lead with what is new: all words gain .005 on one set and lose .04 on two, 150
# lose .02 and .08 and gain .01.
BODY_CHARACTERS = 2_500
TITLE_WEIGHT = 3
ARTICLE_TERMS = 100  # 64 loses .01 of one set
STEM_CHARACTERS = 7  # 5 to 20 are alike in score; inflected languages want stems

RARE_SHARE = 0.002  # of articles, for a term that the table has not
FREQUENCIES = Path(__file__).with_name("weights") / "document_frequencies.parquet"
TABLE_OF = {"no": "nb", "nn": "nb", "hr": "sh", "sr": "sh", "bs": "sh", "zh-cn": "zh", "tl": "fil"}
ARTICLES_A_STEP = 4_000


class Terms(NamedTuple):
    """The terms of articles: the i-th has those from starts[i] to starts[i + 1]."""

    starts: np.ndarray
    term: np.ndarray  # hash
    loudness: np.ndarray  # 1 + log of how often the article has it, names counting twice
    share: np.ndarray  # of the language's articles that have it
    spelling: pl.Series  # where the article has it last: in headlines all is in capitals


class ArticleTerms:
    """The terms of articles, each found when first asked for.

    Needs: headline, body, language_code.
    """

    def __init__(self, articles: pl.DataFrame):
        self.articles = articles
        self.steps: dict[int, Terms] = {}

    def take(self, rows: np.ndarray) -> Terms:
        """The terms of these rows of the articles; rows in rising order."""
        taken = [Terms(np.zeros(1, np.int64), *EMPTY)]
        for step in np.unique(rows // ARTICLES_A_STEP).tolist():
            if step not in self.steps:
                first = step * ARTICLES_A_STEP
                self.steps[step] = find_terms(self.articles.slice(first, ARTICLES_A_STEP))
            inside = rows[rows // ARTICLES_A_STEP == step] - step * ARTICLES_A_STEP
            taken.append(take_terms(self.steps[step], inside))
        counts = np.concatenate([np.diff(terms.starts) for terms in taken])
        return Terms(
            np.concatenate([[0], np.cumsum(counts)]),
            *(np.concatenate([terms[place] for terms in taken]) for place in (1, 2, 3)),
            pl.concat([terms.spelling for terms in taken]),
        )


EMPTY = (
    np.empty(0, np.uint64),
    np.empty(0, np.float32),
    np.empty(0, np.float32),
    pl.Series(dtype=pl.String),
)


def take_terms(terms: Terms, rows: np.ndarray) -> Terms:
    counts = np.diff(terms.starts)[rows]
    entry = spread(terms.starts[rows], counts)
    return Terms(
        np.concatenate([[0], np.cumsum(counts)]),
        terms.term[entry],
        terms.loudness[entry],
        terms.share[entry],
        terms.spelling.gather(entry),
    )


def spread(starts: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Runs of numbers, one behind the other: starts 5, 9 and counts 2, 3 are 5 6 9 10 11."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(starts - (ends - counts), counts)


def weigh_share(share: np.ndarray) -> np.ndarray:
    """How telling a term is that this share of articles has: .002 is 6, half of them .7."""
    return np.maximum(-np.log(share + 0.0005), 0)


def find_terms(articles: pl.DataFrame) -> Terms:
    """The ARTICLE_TERMS heaviest terms of each article.

    Needs: headline, body, language_code. A term is the first 7 letters of a word, without
    accents; of Chinese, Japanese and Thai two characters that stand together.
    """
    headline = pl.col("headline").fill_null("").str.replace_all(r"\s+", " ")
    text = pl.concat_str(
        *[headline] * TITLE_WEIGHT, pl.col("body").str.slice(0, BODY_CHARACTERS), separator="\n"
    )
    table, listed = read_frequencies()
    words = (
        articles.with_row_index("row")
        .select(
            "row",
            language=pl.col("language_code").fill_null("").replace(TABLE_OF),
            word=unify_marks(text).str.extract_all(WORD),
        )
        .with_columns(
            pl.when(pl.col("language").is_in(listed)).then("language").otherwise(pl.lit(""))
        )
        .explode("word", empty_as_null=True)
        .drop_nulls("word")
        .with_columns(is_sign=pl.col("word").str.contains(f"^{WORD_SIGN_PROPERTY}$"))
        .with_columns(
            pl.when(
                "is_sign", pl.col("is_sign").shift(-1), pl.col("row") == pl.col("row").shift(-1)
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
        .group_by("row", "stem", maintain_order=True)
        .agg(
            pl.col("language").first(),
            pl.col("word").last(),
            count=pl.len(),
            is_name=pl.col("is_capital").all(),
        )
    )
    shares = counted.join(table, on=["language", "stem"], how="left", maintain_order="left")
    share = shares["share"].fill_null(RARE_SHARE).to_numpy().astype(np.float64)
    count = counted["count"].to_numpy() * (1 + counted["is_name"].to_numpy())
    loudness = 1 + np.log(count)
    weighed = (
        counted.select(
            "row",
            "stem",
            spelling="word",
            loudness=loudness,
            share=share,
            weight=(loudness * weigh_share(share)).round(6),
        )
        .filter(pl.col("weight") > 0)
        .sort("row", -pl.col("weight"), "stem")
        .group_by("row", maintain_order=True)
        .head(ARTICLE_TERMS)
    )
    counts = np.bincount(weighed["row"], minlength=articles.height)
    return Terms(
        starts=np.concatenate([[0], np.cumsum(counts)]),
        term=weighed["stem"].hash().to_numpy(),
        loudness=weighed["loudness"].to_numpy().astype(np.float32),
        share=weighed["share"].to_numpy().astype(np.float32),
        spelling=weighed["spelling"],
    )


def stem(word: pl.Expr) -> pl.Expr:
    """The first 7 letters, in lower case and without accents: "Élysée's" becomes "elysee"."""
    bare = word.str.to_lowercase().str.strip_suffix("'s")
    return drop_marks(bare).str.slice(0, STEM_CHARACTERS)


@lru_cache
def read_frequencies() -> tuple[pl.DataFrame, list[str]]:
    """language, stem, share (of articles that have it); the languages. "" is any language.

    Source: wordfreq 3.1.1 (Speer 2022), CC BY-SA 4.0; made by bench/stories.py.
    """
    table = pl.read_parquet(FREQUENCIES, glob=False)
    return table, table["language"].unique().sort().to_list()
