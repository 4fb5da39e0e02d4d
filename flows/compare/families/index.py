"""The index: what the last run knew of quotations, and how what is needed of it is read."""

from collections.abc import Callable
from typing import NamedTuple

import polars as pl

from flows.compare.families.wordings import WORDING_KEYS, read_wordings

# Quotations with hardly a telling word have no family, and do not stand in the index.
QUOTED = pl.Schema(
    {
        "article_id": pl.String,
        "quotation_no": pl.Int32,
        "known_at": pl.Datetime("us"),
        "wording_id": pl.UInt64,
    }
)
# Wordings that are the same words.
WORDING_PAIRS = pl.Schema(
    {
        "longer_id": pl.UInt64,
        "shorter_id": pl.UInt64,
        "shorter_weight": pl.Float64,  # of the shorter one's telling words
        # firm ties two families; by a loose one the shorter wording with its family joins one; by a
        # faint one it does while it is alone.
        "tie": pl.String,
    }
)
TEXTS = pl.Schema({"article_id": pl.String, "quotation_no": pl.Int32, "text": pl.String})
PLACE = ["article_id", "quotation_no"]
ENDS = ["longer_id", "shorter_id"]
NO_ARTICLES = pl.Series("article_id", dtype=pl.String)


class Known(NamedTuple):
    """How to read the rows of the index that name one of these."""

    read_quoted: Callable[[pl.Series], pl.DataFrame]  # article_ids -> QUOTED
    read_quoting: Callable[[pl.Series], pl.DataFrame]  # wording_ids -> QUOTED
    read_texts: Callable[[pl.DataFrame], pl.DataFrame]  # article_id, quotation_no -> TEXTS
    read_keys: Callable[[pl.Series], pl.DataFrame]  # wording_ids -> WORDING_KEYS
    # keys -> of each the so many lowest wording_ids, or all: WORDING_KEYS
    read_holders: Callable[[pl.Series, int | None], pl.DataFrame]
    read_pairs: Callable[[pl.Series], pl.DataFrame]  # wording_ids -> WORDING_PAIRS


NOTHING = Known(
    read_quoted=lambda _: QUOTED.to_frame(),
    read_quoting=lambda _: QUOTED.to_frame(),
    read_texts=lambda _: TEXTS.to_frame(),
    read_keys=lambda _: WORDING_KEYS.to_frame(),
    read_holders=lambda *_: WORDING_KEYS.to_frame(),
    read_pairs=lambda _: WORDING_PAIRS.to_frame(),
)


class Renewal(NamedTuple):
    """What is new, and what has gone, beside what was known."""

    known: Known
    changed: pl.Series  # article_ids: what is known of them does not hold any more
    worded: pl.DataFrame  # their quotations as they are now: read_wordings
    stems: pl.DataFrame  # and the stems of these: find_stems
    quoted: pl.DataFrame  # QUOTED of them
    keys: pl.DataFrame  # of the wordings that nobody had quoted
    gone: pl.Series  # wording_ids: nobody quotes them any more

    def read_quoting(self, wording_ids: pl.Series) -> pl.DataFrame:
        """QUOTED of these wordings, as it is now."""
        elsewhere = read_elsewhere(self.known, self.changed, wording_ids)
        return pl.concat([elsewhere, keep(self.quoted, wording_ids)])

    def read_pairs(self, wording_ids: pl.Series) -> pl.DataFrame:
        """WORDING_PAIRS of the last run that name one of these, if both are still there."""
        rows = self.known.read_pairs(wording_ids)
        return drop(drop(rows, self.gone, "longer_id"), self.gone, "shorter_id")

    def read_words(self, wording_ids: pl.Series) -> pl.DataFrame:
        """wording_id, words."""
        columns = ["wording_id", "words"]
        own = keep(self.worded, wording_ids).select(columns).unique("wording_id", keep="any")
        others = wording_ids.filter(~wording_ids.is_in(own["wording_id"].implode()))
        places = read_elsewhere(self.known, self.changed, others)
        texts = self.known.read_texts(places.unique("wording_id", keep="any"))
        return pl.concat([own, read_wordings(texts).select(columns)])

    def read_wordings(self, quoted: pl.DataFrame) -> pl.DataFrame:
        """These rows of QUOTED with their wording."""
        own = self.worded.select(*PLACE, "wording")
        others = quoted.join(own, on=PLACE, how="anti")
        texts = read_wordings(self.known.read_texts(others)).select(*PLACE, "wording")
        return quoted.join(pl.concat([own, texts]), on=PLACE)


def read_elsewhere(known: Known, changed: pl.Series, wording_ids: pl.Series) -> pl.DataFrame:
    """QUOTED of these wordings, in articles that have not changed."""
    return drop(known.read_quoting(wording_ids), changed, "article_id")


def keep(rows: pl.DataFrame, ids: pl.Series, column: str = "wording_id") -> pl.DataFrame:
    return rows.join(ids.unique().to_frame(column), on=column, how="semi")


def drop(rows: pl.DataFrame, ids: pl.Series, column: str = "wording_id") -> pl.DataFrame:
    return rows.join(ids.unique().to_frame(column), on=column, how="anti")


def name_ends(pairs: pl.DataFrame) -> pl.Series:
    """The wording_ids that pairs name."""
    return pl.concat([pairs["longer_id"], pairs["shorter_id"]]).unique()
