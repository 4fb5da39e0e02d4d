"""Which pairs of articles to look at: those that share prints, and those that share a name.

An article meets others at keys that both hold: a print, a run of 12 words, a url, a headline, an
opening. Of a key that more than 20 articles hold, each meets the first of them only, so the work
grows with the articles, and who meets whom at a key depends on the key's holders alone.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl

from flows.compare.reuse.names import Name
from flows.compare.reuse.prints import CONTEXT_BITS, CONTEXT_STEPS, mix_hashes

# As many articles that hold a key all meet each other.
MOST_PAIRED = 20
# A pair is looked at if it shares a twelfth of the prints of one article, a run of 12 words, or any
# print of half words: 12 characters in a row are rare, and rarer where one in eight was edited.
PRINTS_A_SHARED_ONE = 12
MEETINGS = pl.Schema({"pair": pl.UInt64, "shared": pl.UInt32, "has_run": pl.Boolean})
PAIRS = pl.Schema({"number": pl.UInt32, "other": pl.UInt32})
SIDES = {
    "number": (pl.col("pair") // 2**32).cast(pl.UInt32),
    "other": (pl.col("pair") % 2**32).cast(pl.UInt32),
}  # of a pair


def order_articles(articles: pl.DataFrame) -> pl.DataFrame:
    """number, turn: an agency's own articles, then the others, each by the time they are known."""
    return (
        articles.sort(~pl.col("is_agencys"), "known_at", "article_id", nulls_last=True)
        .select("number")
        .with_row_index("turn")
    )


def order_holdings(held: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The holdings of keys that several articles have, by key and turn."""
    return (
        held.filter(pl.col("key").is_duplicated())
        .join(order_articles(articles), on="number")
        .sort("turn")
        .sort("key", maintain_order=True)
    )


def is_crowded(key: str = "key") -> pl.Expr:
    return pl.len().over(key) > MOST_PAIRED


# Prints


def meet_in_prints(held: pl.DataFrame, touched: pl.Series | None = None) -> pl.DataFrame:
    """MEETINGS at each print: how many prints are shared, and whether a run of 12 words may be.

    At a print that more than 20 articles have, each meets the first of them, and those that have a
    run of 12 words around it as well: all of them, or, of more than 20, the first of these.
    Needs: number, key, context, is_half, is_only, turn (order_holdings).
    Args:
        touched: numbers of articles; only their meetings. None: all.
    """
    few, crowd = (held.filter(of_all) for of_all in (~is_crowded(), is_crowded()))
    meetings = [pl.DataFrame(schema=MEETINGS)]
    for rows, pairs in ((few, pair_neighbours(few)), (crowd, [pair_with_first(crowd)])):
        context, is_half, is_only = (
            rows[name].to_numpy() for name in ("context", "is_half", "is_only")
        )
        for first, other in keep_touched(rows, pairs, touched):
            has_run = is_half[first] | ~(is_only[first] & is_only[other])
            has_run |= share_context(context[first], context[other])
            meetings.append(list_meetings(rows, first, other, has_run, shared=1))
    return pl.concat([*meetings, *meet_in_windows(crowd, touched)])


def meet_in_windows(crowd: pl.DataFrame, touched: pl.Series | None) -> Iterator[pl.DataFrame]:
    """MEETINGS of articles that have a run of 12 words around a crowded print.

    Those that share a crowded run there, and so its first article, meet in no other one.
    """
    windows = list_windows(crowd)
    if touched is not None:
        of_touched = windows.filter(pl.col("number").is_in(touched.implode()))
        windows = windows.join(of_touched.select("key").unique(), on="key", how="semi")
    windows = windows.filter(pl.col("key").is_duplicated()).sort("turn")
    windows = windows.sort("key", maintain_order=True)
    place, before, context = (windows[name].to_numpy() for name in ("at", "before", "context"))
    is_behind = windows.select(is_crowded() & ~pl.col("key").is_first_distinct()).to_series()
    # Which runs around each print are crowded, and have another first one than the print's article.
    behind = np.zeros((len(MASKS), crowd.height), bool)
    behind[before[is_behind], place[is_behind]] = True
    for first, other in keep_touched(windows, pair_holders(windows), touched):
        differing, is_met = context[first] ^ context[other], np.zeros(len(first), bool)
        for mask, is_behind_first in zip(MASKS, behind, strict=True):
            is_met |= ((differing & mask) == 0) & is_behind_first[place[first]]
        first, other = first[~is_met], other[~is_met]
        yield list_meetings(windows, first, other, np.ones(len(first), bool), shared=0)


def choose_pairs(meetings: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """PAIRS that are looked at further.

    Needs: MEETINGS; number, print_count.
    """
    counts = articles.select("number", "print_count")
    fewest = pl.min_horizontal("print_count", "print_count_other")
    return (
        meetings.group_by("pair")
        .agg(pl.col("shared").sum(), pl.col("has_run").any())
        .with_columns(**SIDES)
        .join(counts, on="number")
        .join(counts.rename({"number": "other"}), on="other", suffix="_other")
        .filter(pl.col("has_run") | (pl.col("shared") * PRINTS_A_SHARED_ONE >= fewest))
        .select(PAIRS.names())
    )


def list_meetings(
    held: pl.DataFrame, first: np.ndarray, other: np.ndarray, has_run: np.ndarray, shared: int
) -> pl.DataFrame:
    """MEETINGS of rows of holdings, one a pair."""
    meetings = pl.DataFrame({"pair": number_pairs(held, first, other), "has_run": has_run})
    return (
        meetings.group_by("pair")
        .agg(shared=(pl.len() * shared).cast(pl.UInt32), has_run=pl.col("has_run").any())
        .select(MEETINGS.names())
    )


def mask_words(before: int) -> int:
    """The bits of a context that are so many words before the print, and the rest of 6 behind."""
    is_used = [at < before or 6 <= at < 12 - before for at in range(len(CONTEXT_STEPS))]
    return sum((2**CONTEXT_BITS - 1) << (CONTEXT_BITS * at) for at in range(12) if is_used[at])


MASKS = [np.uint64(mask_words(before)) for before in range(7)]
# The outermost word on either side: where it is there, all are.
OUTER_MASKS = [
    [np.uint64(0b11111 << CONTEXT_BITS * at) for at in outer]
    for outer in ([11], [0, 10], [1, 9], [2, 8], [3, 7], [4, 6], [5])
]


def share_context(context: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Whether 6 words before and behind the print together are the same."""
    differing, found = context ^ other, np.zeros(len(context), bool)
    for mask, outer in zip(MASKS, OUTER_MASKS, strict=True):
        found |= ((differing & mask) == 0) & is_whole(context, outer)
    return found


def is_whole(context: np.ndarray, outer: list[np.uint64]) -> np.ndarray:
    return np.logical_and.reduce([(context & mask) != 0 for mask in outer])


def list_windows(crowd: pl.DataFrame) -> pl.DataFrame:
    """A row for each run of 12 words around each print: key (its hash), number, turn, context, at
    (row of the print) and before (words of the run that stand before the print).

    Needs: number, key, context, is_half, turn.
    """
    crowd = crowd.select("key", "number", "turn", "context", "is_half").with_row_index("at")
    windows = [crowd.clear().with_columns(before=pl.lit(0, pl.UInt8))]
    for before, (mask, outer) in enumerate(zip(MASKS, OUTER_MASKS, strict=True)):
        context = crowd["context"].to_numpy()
        words = pl.lit(pl.Series((context & mask) + np.uint64(before + 1))).hash()
        windows.append(
            crowd.with_columns(
                key=mix_hashes(pl.col("key"), words), before=pl.lit(before, pl.UInt8)
            ).filter(pl.Series(is_whole(context, outer)) & ~pl.col("is_half"))
        )
    return pl.concat(windows)


# Names


def meet_in_names(names: pl.DataFrame, touched: pl.Series | None = None) -> pl.DataFrame:
    """PAIRS with `kind`: articles of one name; of more than 20, each with the first and the one
    before it.

    Needs: number, key, kind, turn (order_holdings).
    """
    pairs = [pl.DataFrame(schema=PAIRS | {"kind": pl.UInt8})]
    for kind in Name:
        held = names.filter(kind=kind.value)
        for first, other in keep_touched(held, pair_holders(held, with_last=True), touched):
            pair = pl.Series("pair", number_pairs(held, first, other)).to_frame()
            kinds = pl.lit(kind.value, pl.UInt8).alias("kind")
            pairs.append(pair.select(**SIDES).with_columns(kinds))
    return pl.concat(pairs).unique()


# Holders of one key, as row numbers of holdings that are in order


def pair_holders(
    held: pl.DataFrame, with_last: bool = False
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """All holders of a key; of more than 20 each with the first, and the one before if wanted."""
    crowded = held.select(is_crowded()).to_series().to_numpy()
    yield pair_with_first(held, crowded)
    for step, (first, other) in enumerate(pair_neighbours(held)):
        is_pair = ~crowded[first] | (with_last and step == 0)
        yield first[is_pair], other[is_pair]


def pair_with_first(
    held: pl.DataFrame, is_wanted: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """The first holder of each key with each of the others."""
    key = held["key"].to_numpy()
    is_first = np.append(True, key[1:] != key[:-1])[: len(key)]
    first = np.flatnonzero(is_first)[is_first.cumsum() - 1] if len(key) else np.zeros(0, int)
    is_other = ~is_first if is_wanted is None else ~is_first & is_wanted
    return first[is_other], np.flatnonzero(is_other)


def pair_neighbours(held: pl.DataFrame) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Each holder with the next one of the key, the one after it, ... the 19th."""
    key = held["key"].to_numpy()
    first = np.arange(len(key))
    for step in range(1, MOST_PAIRED):
        first = first[first < len(key) - step]
        first = first[key[first] == key[first + step]]
        if not len(first):
            break
        yield first, first + step


def keep_touched(
    held: pl.DataFrame,
    pairs: Iterator[tuple[np.ndarray, np.ndarray]] | list[tuple[np.ndarray, np.ndarray]],
    touched: pl.Series | None,
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The pairs of rows with a touched side."""
    if touched is None:
        yield from pairs
        return
    is_touched = held["number"].is_in(touched.implode()).to_numpy()
    for first, other in pairs:
        is_kept = is_touched[first] | is_touched[other]
        yield first[is_kept], other[is_kept]


def number_pairs(held: pl.DataFrame, first: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Two numbers of articles as one, the smaller one in front."""
    number = held["number"].to_numpy().astype(np.uint64)
    smaller, greater = (
        np.minimum(number[first], number[other]),
        np.maximum(number[first], number[other]),
    )
    return (smaller << np.uint64(32)) + greater
