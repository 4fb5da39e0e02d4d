"""Which wordings meet, so that they are compared."""

from typing import NamedTuple

import polars as pl

from flows.compare.families.index import ENDS, Renewal, drop, keep, name_ends
from flows.compare.families.wordings import WORDING_KEYS

MEETING = 4  # wordings a key that all who hold it meet; bench/NOTES.md has the sweep


class Met(NamedTuple):
    """What meets now, and may not have met before; and what may not meet any more."""

    pairs: pl.DataFrame  # wording_id, other_id; the lower one first
    risen: pl.Series  # wording_ids known before that now count among the first of a key
    fallen: pl.Series  # those that no longer do


def find_met(renewal: Renewal) -> Met:
    """Which wordings meet as some are new, and others gone.

    Two wordings meet if both hold a key, and one of them is among the MEETING lowest wording_ids
    that hold it: hashes, so it is a matter of chance which these are. While few hold a key, all of
    them meet. The work grows with the number of wordings, however many hold a key: a new one
    meets the first ones, and only where it becomes one of these, which is the rarer the more there
    are, all others.
    """
    known, new = renewal.known, renewal.keys
    gone_keys = known.read_keys(renewal.gone)
    touched = pl.concat([new["key"], gone_keys["key"]]).unique()
    most = MEETING + count_most(gone_keys)
    listed = known.read_holders(touched, most).sort("key", "wording_id")
    before = take_first(listed)
    holders = drop_lone(add_new(renewal, listed))
    first = take_first(holders)
    entered = first.join(before, on=WORDING_KEYS.names(), how="anti")
    left = before.join(first, on=WORDING_KEYS.names(), how="anti")
    later = holders.filter(~is_first()).join(listed, on=WORDING_KEYS.names(), how="anti")
    cut_short = listed.filter(pl.len().over("key") >= most)["key"]
    cut_short = keep(entered, cut_short, "key")["key"].unique()
    all_holders = add_new(renewal, known.read_holders(cut_short, None), cut_short)
    holders = pl.concat([drop(holders, cut_short, "key"), all_holders])
    pairs = pl.concat([join_keys(entered, holders), join_keys(later, first)])
    return Met(
        pairs.unique(),
        drop(entered, new["wording_id"])["wording_id"].unique(),
        drop(left, renewal.gone)["wording_id"].unique(),
    )


def find_lost(renewal: Renewal, fallen: pl.Series) -> pl.DataFrame:
    """The pairs of the last run with one of these wordings that do not meet any more.

    Of WORDING_PAIRS the ids.
    """
    pairs = renewal.read_pairs(fallen).select(ENDS)
    held = renewal.known.read_keys(name_ends(pairs))
    common = pairs.join(held.rename({"wording_id": "longer_id"}), on="longer_id").join(
        held.rename({"wording_id": "shorter_id"}), on=["shorter_id", "key"]
    )
    keys = common["key"].unique()
    most = MEETING + count_most(renewal.known.read_keys(renewal.gone))
    first = take_first(add_new(renewal, renewal.known.read_holders(keys, most), keys))
    meeting = common.join(first, on="key").filter(
        pl.any_horizontal(pl.col(end) == pl.col("wording_id") for end in ENDS)
    )
    return pairs.join(meeting, on=ENDS, how="anti")


def count_most(keys: pl.DataFrame) -> int:
    """How many of these wordings hold one key, at most."""
    return max(keys["key"].value_counts()["count"].to_list(), default=0)


def add_new(renewal: Renewal, holders: pl.DataFrame, keys: pl.Series | None = None) -> pl.DataFrame:
    """The holders of the last run as they are now, in order; of new ones, those of these keys."""
    new = renewal.keys if keys is None else keep(renewal.keys, keys, "key")
    return pl.concat([drop(holders, renewal.gone), new]).sort("key", "wording_id")


def take_first(holders: pl.DataFrame) -> pl.DataFrame:
    """Of each key the MEETING lowest wording_ids. The holders are in order."""
    return holders.filter(is_first())


def is_first() -> pl.Expr:
    return pl.col("key").ne_missing(pl.col("key").shift(MEETING))


def drop_lone(holders: pl.DataFrame) -> pl.DataFrame:
    """Without the keys that one wording alone holds. The holders are in order."""
    key = pl.col("key")
    return holders.filter(key.eq_missing(key.shift(1)) | key.eq_missing(key.shift(-1)))


def join_keys(ones: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """wording_id, other_id: those that hold a key in common; the lower one first."""
    one, other = pl.col("wording_id"), pl.col("other_id")
    return (
        ones.join(others.rename({"wording_id": "other_id"}), on="key")
        .filter(one != other)
        .select(pl.min_horizontal(one, other), other_id=pl.max_horizontal(one, other))
    )
