"""The terms that an article is compared by: its words, and how telling each is."""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from flows.text import WORD, WORD_SIGN_PROPERTY, drop_marks, unify_marks

# bench/NOTES.md has the sweeps.
# 400 words, as news lead with what is new: all words gain .005 on one set and lose .04 on two, 150
# lose .02 and .08 and gain .01.
BODY_CHARACTERS = 2_500
TITLE_WEIGHT = 3
ARTICLE_TERMS = 100  # 64 loses .01 of one set
STEM_CHARACTERS = 7  # 5 to 20 score the same; inflected languages need stems

RARE_SHARE = 0.002  # of articles, for a term that the table has not
FREQUENCIES = Path(__file__).with_name("weights") / "document_frequencies.parquet"
TABLE_OF = {"no": "nb", "nn": "nb", "hr": "sh", "sr": "sh", "bs": "sh", "zh-cn": "zh", "tl": "fil"}
ARTICLES_A_STEP = 2_000
MOST_KEPT = 4_000_000  # terms; they take about 160 MB
MOST_AT_ONCE = 10_000
KEYS_AN_ARTICLE = 24

TEXTS = pl.Schema(
    {
        "article_id": pl.String,
        "headline": pl.String,
        "body": pl.String,  # its first BODY_CHARACTERS are enough
        "language_code": pl.String,
    }
)
KEPT = pl.Schema(
    {
        "article_id": pl.String,
        "term": pl.List(pl.UInt64),  # as in Terms
        "loudness": pl.List(pl.Float32),
        "share": pl.List(pl.Float32),
    }
)
# The weights are thousandths: 14 bytes a key, of which all articles have ten million.
KEYED = pl.Schema({"row": pl.UInt32, "term": pl.UInt64, "weight": pl.UInt16})


class Terms(NamedTuple):
    """The terms of articles: the i-th has those from starts[i] to starts[i + 1]."""

    starts: np.ndarray
    term: np.ndarray  # its hash; those of an article by weight, the heaviest first
    loudness: np.ndarray  # 1 + log of how often the article has it, names counting twice
    share: np.ndarray  # of the language's articles that have it
    spelling: pl.Series  # the article's last one: in headlines all is in capitals; null: not read


class Kept(NamedTuple):
    """The terms of articles that were found before, in this run or an earlier one."""

    read: Callable[[pl.Series], pl.DataFrame]  # ids -> KEPT of those of which it is kept
    write: Callable[[pl.DataFrame], None]  # KEPT
    changed: pl.Series  # ids of articles that are others than in earlier runs


NOTHING = Kept(lambda _: KEPT.to_frame(), lambda _: None, pl.Series(dtype=pl.String))


class ArticleTerms:
    """The terms of articles, found when first asked for; the last MOST_KEPT of them are kept.

    Args:
        article_ids: of the articles; a row is a place in it.
        read_texts: TEXTS of the articles with these ids, in any order.
        kept: their terms, so that texts are read once only.
    """

    def __init__(
        self,
        article_ids: pl.Series,
        read_texts: Callable[[pl.Series], pl.DataFrame],
        kept: Kept = NOTHING,
    ):
        self.article_ids, self.read_texts, self.kept = article_ids, read_texts, kept
        self.is_kept = ~article_ids.is_in(kept.changed.implode()).to_numpy()
        self.planned = np.zeros(0, np.int64)
        self.blocks: dict[int, Block] = {}  # by number, the one used last at the end
        self.block = np.full(len(article_ids), -1, np.int32)  # of each row; -1: not kept
        self.is_read = np.zeros(len(article_ids), bool)
        self.heaviest = [KEYED.to_frame()]  # of the rows that were read

    def plan(self, rows: np.ndarray) -> None:
        """Say which rows are to be taken one after the other, so that many are read at once."""
        self.planned = rows

    def take(self, rows: np.ndarray) -> Terms:
        """The terms of these rows, in their order; each row once."""
        self.fetch(rows)
        parts, order = [NO_TERMS], [np.zeros(0, np.int64)]
        for number in np.unique(self.block[rows]).tolist():
            at = np.flatnonzero(self.block[rows] == number)
            block = self.blocks[number]
            parts.append(take_terms(block.terms, np.searchsorted(block.rows, rows[at])))
            order.append(at)
        taken, places = concat_terms(parts), np.concatenate(order)
        is_ordered = bool((np.diff(places) > 0).all())
        return taken if is_ordered else take_terms(taken, np.argsort(places))

    def keep(self, rows: np.ndarray) -> None:
        """Find the terms of these rows, in the order given, since they are to be taken soon."""
        for first in range(0, len(rows), MOST_AT_ONCE):
            self.fetch(rows[first : first + MOST_AT_ONCE])

    def take_heaviest(self, rows: np.ndarray) -> pl.DataFrame:
        """The KEYS_AN_ARTICLE heaviest terms of these rows (KEYED), which are forgotten then.

        Those that were not taken before are read in the order given, and not kept.
        """
        wanted = pl.DataFrame({"row": rows.astype(np.uint32)})
        found = [part.join(wanted, on="row", how="semi") for part in self.heaviest]
        self.heaviest = [KEYED.to_frame()]
        unread = rows[~self.is_read[rows]]
        self.is_read[:] = False
        for first in range(0, len(unread), MOST_AT_ONCE):
            step = np.sort(unread[first : first + MOST_AT_ONCE])
            found.append(list_heaviest(self.read(step).terms, step))
        return pl.concat(found)

    def spell(self, rows: np.ndarray) -> tuple[Terms, pl.Series]:
        """The terms of these rows, which rise, with their spelling; and the headlines."""
        numbers = np.unique(self.block[rows]).tolist()
        if -1 in numbers or not all(self.blocks[number].is_told for number in numbers):
            block = self.read_told(rows)
            return block.terms, block.headlines
        headlines = [None] * len(rows)
        for number in numbers:
            at = np.flatnonzero(self.block[rows] == number)
            block = self.blocks[number]
            found = block.headlines.gather(np.searchsorted(block.rows, rows[at]))
            for place, headline in zip(at.tolist(), found, strict=True):
                headlines[place] = headline
        return self.take(rows), pl.Series(headlines, dtype=pl.String)

    def fetch(self, rows: np.ndarray) -> None:
        """Find the terms of those rows that are not kept."""
        for number in np.unique(self.block[rows]).tolist():
            if number >= 0:
                self.blocks[number] = self.blocks.pop(number)  # used last
        missing = np.unique(rows[self.block[rows] < 0])
        if not len(missing):
            return
        following = self.planned[np.searchsorted(self.planned, missing[-1], "right") :]
        following = following[:MOST_AT_ONCE]
        missing = np.concatenate([missing, following[self.block[following] < 0]])
        self.drop_oldest({*self.block[rows].tolist()})
        number = max(self.blocks, default=-1) + 1
        self.blocks[number] = self.read(missing)
        self.block[missing] = number
        found = list_heaviest(self.blocks[number].terms, missing)
        self.heaviest.append(found.filter(~self.is_read[found["row"]]))
        self.is_read[missing] = True

    def read(self, rows: np.ndarray) -> "Block":
        """The terms of these rows, which rise: the kept ones, and those of texts."""
        recalled = self.recall(rows[self.is_kept[rows]])
        unknown = np.setdiff1d(rows, recalled.rows)
        if not len(unknown):
            return recalled
        told = self.read_told(unknown)
        ids = self.article_ids.gather(unknown)
        self.kept.write(list_kept(ids, told.terms))
        self.is_kept[unknown] = True
        if not len(recalled.rows):
            return told
        order = np.argsort(np.concatenate([recalled.rows, unknown]))
        terms = take_terms(concat_terms([recalled.terms, told.terms]), order)
        return Block(rows, make_nulls(len(rows)), terms, is_told=False)

    def recall(self, rows: np.ndarray) -> "Block":
        """The terms of those of these rows of which they are kept."""
        if not len(rows):
            return Block(rows, make_nulls(0), NO_TERMS, is_told=False)
        ids = pl.DataFrame({"article_id": self.article_ids.gather(rows), "row": rows})
        return unfold_kept(ids.join(self.kept.read(ids["article_id"]), on="article_id"))

    def read_told(self, rows: np.ndarray) -> "Block":
        """The terms of these rows, which rise, as their texts have them."""
        ids = self.article_ids.gather(rows).alias("article_id").to_frame()
        texts = self.read_texts(ids["article_id"])
        texts = ids.join(texts, on="article_id", how="left", maintain_order="left")
        texts = texts.with_columns(pl.col("body").fill_null(""))
        found = [find_terms(step) for step in texts.iter_slices(ARTICLES_A_STEP)]
        return Block(rows, texts["headline"], concat_terms([NO_TERMS, *found]), is_told=True)

    def drop_oldest(self, needed: set[int]) -> None:
        """Forget what was used longest ago, where more is kept than may be."""
        kept_count = sum(len(block.terms.term) for block in self.blocks.values())
        for number in [*self.blocks]:
            if kept_count > MOST_KEPT and number not in needed:
                block = self.blocks.pop(number)
                self.block[block.rows] = -1
                kept_count -= len(block.terms.term)


class Block(NamedTuple):
    """Articles that were read at once."""

    rows: np.ndarray  # in rising order
    headlines: pl.Series
    terms: Terms
    is_told: bool  # their texts were read; else headlines and spellings are null


def list_kept(article_ids: pl.Series, terms: Terms) -> pl.DataFrame:
    """What is to be kept of the terms of these articles (KEPT)."""
    starts = pa.array(terms.starts)
    lists = {
        name: pl.from_arrow(pa.LargeListArray.from_arrays(starts, pa.array(getattr(terms, name))))
        for name in ("term", "loudness", "share")
    }
    return pl.DataFrame({"article_id": article_ids, **lists}, schema=KEPT)


def unfold_kept(kept: pl.DataFrame) -> Block:
    """The terms as they were kept.

    Needs: KEPT; row.
    """
    kept = kept.sort("row")
    columns = {
        name: kept[name].explode(empty_as_null=False).to_numpy()
        for name in ("term", "loudness", "share")
    }
    starts = count_up(kept["term"].list.len().to_numpy().astype(np.int64))
    terms = Terms(starts, **columns, spelling=make_nulls(int(starts[-1])))
    return Block(kept["row"].to_numpy(), make_nulls(kept.height), terms, is_told=False)


def make_nulls(count: int) -> pl.Series:
    return pl.repeat(None, count, dtype=pl.String, eager=True)


def list_heaviest(terms: Terms, rows: np.ndarray) -> pl.DataFrame:
    """The KEYS_AN_ARTICLE first, and so heaviest, terms of each article (KEYED)."""
    counts = np.minimum(np.diff(terms.starts), KEYS_AN_ARTICLE)
    entry = spread(terms.starts[:-1], counts)
    weight, _ = weigh_terms(terms, terms.share)
    row = np.repeat(rows, counts).astype(np.uint32)
    thousandths = np.round(weight[entry] * 1_000).astype(np.uint16)
    columns = {"row": row, "term": terms.term[entry], "weight": thousandths}
    return pl.DataFrame(columns, schema=KEYED)


def concat_terms(parts: list[Terms]) -> Terms:
    return Terms(
        count_up(np.concatenate([np.diff(terms.starts) for terms in parts])),
        np.concatenate([terms.term for terms in parts]),
        np.concatenate([terms.loudness for terms in parts]),
        np.concatenate([terms.share for terms in parts]),
        pl.concat([terms.spelling for terms in parts]),
    )


NO_TERMS = Terms(
    np.zeros(1, np.int64),
    np.empty(0, np.uint64),
    np.empty(0, np.float32),
    np.empty(0, np.float32),
    pl.Series(dtype=pl.String),
)


def hash_texts(texts: pl.Series) -> pl.Series:
    """The first 64 bits of SHA-256 of each text: the same in every version of every library."""
    digests = b"".join(hashlib.sha256(text.encode()).digest()[:8] for text in texts)
    return pl.Series(np.frombuffer(digests, ">u8").astype(np.uint64))


def take_terms(terms: Terms, rows: np.ndarray) -> Terms:
    counts = np.diff(terms.starts)[rows]
    entry = spread(terms.starts[rows], counts)
    return Terms(
        count_up(counts),
        terms.term[entry],
        terms.loudness[entry],
        terms.share[entry],
        terms.spelling.gather(entry),
    )


def count_up(counts: np.ndarray) -> np.ndarray:
    """Where each one starts, and where the last one ends: 2, 3 gives 0 2 5."""
    return np.concatenate([[0], np.cumsum(counts)])


def spread(starts: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Rows of numbers, one behind the other: starts 5, 9 and counts 2, 3 give 5 6 9 10 11."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(starts - (ends - counts), counts)


def weigh_share(share: np.ndarray) -> np.ndarray:
    """How telling a term is that this share of articles has: .002 is 6, half of them .7."""
    return np.maximum(-np.log(share + 0.0005), 0)


def weigh_terms(terms: Terms, share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(weight, row) of each term; an article's weights are a vector of length 1."""
    counts = np.diff(terms.starts)
    row = np.repeat(np.arange(len(counts)), counts)
    weight = terms.loudness * weigh_share(share)
    length = np.sqrt(np.bincount(row, weight**2, minlength=len(counts)))
    return weight / np.maximum(length, 1e-9)[row], row


def find_terms(articles: pl.DataFrame) -> Terms:
    """The ARTICLE_TERMS heaviest terms of each article.

    Needs: headline, body, language_code. A term is the first 7 letters of a word, without
    accents; of Chinese, Japanese and Thai two characters that stand together.
    """
    weighed = weigh_stems(count_stems(read_words(articles)))
    counts = np.bincount(weighed["row"], minlength=articles.height)
    stems = weighed.select("stem").unique()
    hashed = stems.with_columns(term=hash_texts(stems["stem"]))
    weighed = weighed.join(hashed, on="stem", how="left", maintain_order="left")
    return Terms(
        starts=count_up(counts),
        term=weighed["term"].to_numpy(),
        loudness=weighed["loudness"].to_numpy().astype(np.float32),
        share=weighed["share"].to_numpy().astype(np.float32),
        spelling=weighed["spelling"],
    )


def read_words(articles: pl.DataFrame) -> pl.DataFrame:
    """row, language (as the table names it, "" where the table has not got it), word; in order."""
    headline = pl.col("headline").fill_null("").str.replace_all(r"\s+", " ")
    text = pl.concat_str(
        *[headline] * TITLE_WEIGHT, pl.col("body").str.slice(0, BODY_CHARACTERS), separator="\n"
    )
    _, listed = read_frequencies()
    return (
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


def count_stems(words: pl.DataFrame) -> pl.DataFrame:
    """row, language, stem, word (the last one), count, is_name (always with a capital)."""
    stems = (
        words.select("word")
        .unique()
        .with_columns(stem=stem(pl.col("word")), is_capital=pl.col("word").str.contains(r"^\p{Lu}"))
    )
    return (
        words.join(stems, on="word", how="left", maintain_order="left")
        .group_by("row", "stem", maintain_order=True)
        .agg(
            pl.col("language").first(),
            pl.col("word").last(),
            count=pl.len(),
            is_name=pl.col("is_capital").all(),
        )
    )


def weigh_stems(counted: pl.DataFrame) -> pl.DataFrame:
    """row, stem, spelling, loudness, share of the ARTICLE_TERMS heaviest of each row."""
    table, _ = read_frequencies()
    table = table.join(counted, on=["language", "stem"], how="semi")  # or all of it were hashed
    shares = counted.join(table, on=["language", "stem"], how="left", maintain_order="left")
    share = shares["share"].fill_null(RARE_SHARE).to_numpy().astype(np.float64)
    loudness = 1 + np.log(counted["count"].to_numpy() * (1 + counted["is_name"].to_numpy()))
    return (
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


def stem(word: pl.Expr) -> pl.Expr:
    """The first 7 letters, in lower case and without accents: "Élysée's" becomes "elysee"."""
    bare = word.str.to_lowercase().str.strip_suffix("'s")
    return drop_marks(bare).str.slice(0, STEM_CHARACTERS)


@lru_cache
def read_frequencies() -> tuple[pl.DataFrame, list[str]]:
    """language, stem, share (of articles that have it); the languages. "" is any language.

    Source: wordfreq 3.1.1 (Speer 2022), CC BY-SA 4.0; made by train/frequencies.py.
    """
    table = pl.read_parquet(FREQUENCIES, glob=False)
    return table, table["language"].unique().sort().to_list()
