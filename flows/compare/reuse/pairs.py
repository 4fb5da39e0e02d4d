"""Which pairs of articles to look at: copies, namesakes, and teasers with what they announce."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from flows.compare.reuse.prints import (
    PASSAGE_WORDS,
    PRINT_WORDS,
    RUN_WORDS,
    STOCK_ARTICLES,
    Texts,
)
from flows.text import WORD, fold

# A pair is looked at if it shares a twelfth of the prints of one article, a run of 12 words, or any
# print of half words: 12 characters in a row are rare, and rarer where one in eight was edited.
PRINTS_A_SHARED_ONE = 12
OPENING_WORDS, OPENING_CHARACTERS = 8, 400
SIDES = {
    "node": (pl.col("pair") // 2**32).cast(pl.UInt32),
    "other": (pl.col("pair") % 2**32).cast(pl.UInt32),
}  # of number_pairs


# Copies


def find_copies(prints: pl.DataFrame, nodes: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """node, other: articles that share many prints, one of half words, or a run of 12 words.

    Most pairs that share a print share a phrase that many use: of 1.8 million pairs that 100,000
    invented articles bring, 1.5 million are not looked at further.
    """
    held = prints.filter("is_first").select(
        "key", "node", "at", "print_count", "is_only", is_half=pl.col("length") > PRINT_WORDS
    )
    is_looked_at = pl.col("has_run") | (pl.col("shared") * PRINTS_A_SHARED_ONE >= pl.col("fewest"))
    return (
        pl.concat(count_shared(order_holdings(held, nodes), texts))
        .group_by("pair")
        .agg(pl.col("shared").sum(), pl.col("fewest").first(), pl.col("has_run").any())
        .filter(is_looked_at)
        .select(**SIDES)
    )


def count_shared(held: pl.DataFrame, texts: Texts) -> Iterator[pl.DataFrame]:
    """pair, shared (prints), fewest (prints that one of the two has) and has_run, in parts."""
    at, is_only = held["at"].to_numpy().astype(np.int64), held["is_only"].to_numpy()
    print_count, is_half = held["print_count"].to_numpy(), held["is_half"].to_numpy()
    yield held.clear().select(
        pair=pl.lit(0, pl.UInt64),
        shared=pl.lit(0, pl.get_index_type()),
        fewest="print_count",
        has_run="is_only",
    )
    for first, other in find_neighbours(held):
        has_run = is_half[first] | ~(is_only[first] & is_only[other])
        has_run |= have_passages(texts, at[first], at[other])
        yield (
            pl.DataFrame({"pair": number_pairs(held, first, other), "has_run": has_run})
            .with_columns(fewest=np.minimum(print_count[first], print_count[other]))
            .group_by("pair")
            .agg(shared=pl.len(), fewest=pl.col("fewest").first(), has_run=pl.col("has_run").any())
        )


def have_passages(texts: Texts, at: np.ndarray, other_at: np.ndarray) -> np.ndarray:
    """Whether a run of 12 words that both texts have goes through these two words."""
    found = np.zeros(len(at), bool)
    row, first, last, shift = np.arange(len(at)), at, at, other_at - at
    while len(row):
        before, behind = texts.runs[first - 1], texts.runs[last + 1]
        goes_back = (before != 0) & (before == texts.runs[first - 1 + shift])
        goes_on = (behind != 0) & (behind == texts.runs[last + 1 + shift])
        first, last = first - goes_back, last + goes_on
        is_found = texts.halves[last + RUN_WORDS] - texts.halves[first] >= 2 * PASSAGE_WORDS
        found[row[is_found]] = True
        is_open = (goes_back | goes_on) & ~is_found
        row, first, last, shift = (column[is_open] for column in (row, first, last, shift))
    return found


# Holders of one key


def pair_holders(holdings: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """node, other: articles that hold one key and are near each other in time (node, key)."""
    held = order_holdings(holdings, nodes)
    numbers = [number_pairs(held, first, other) for first, other in find_neighbours(held)]
    pairs = pl.Series("pair", np.concatenate([np.zeros(0, np.uint64), *numbers]))
    return pairs.unique().to_frame().select(**SIDES)


def order_holdings(holdings: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """The holdings of keys that several articles have, by key and time."""
    turns = nodes.sort("known_at", "node", nulls_last=True).select("node").with_row_index("turn")
    return (
        holdings.filter(pl.col("key").is_duplicated())
        .join(turns, on="node")
        .sort("turn")
        .sort("key", maintain_order=True)
    )


def find_neighbours(held: pl.DataFrame) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Row numbers of holders and of the next one of the same key, the one after it, ... the 60th.

    So the work grows with the articles, however many hold a key.
    """
    key = held["key"].to_numpy()
    first = np.arange(len(key))
    for step in range(1, STOCK_ARTICLES + 1):
        first = first[first < len(key) - step]
        first = first[key[first] == key[first + step]]
        if not len(first):
            break
        yield first, first + step


def number_pairs(held: pl.DataFrame, first: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Two nodes as one number, the smaller one in front."""
    node = held["node"].to_numpy().astype(np.uint64)
    smaller, greater = np.minimum(node[first], node[other]), np.maximum(node[first], node[other])
    return (smaller << np.uint64(32)) + greater


# Namesakes


def find_namesakes(articles: pl.DataFrame) -> pl.DataFrame:
    """node, other: articles of one url, or of one outlet and headline.

    Needs: node, address, title, outlet_id, known_at.
    """
    address = pl.col("address")
    keys = [pl.when(address.is_not_null()).then(address.hash()), hash_title()]
    return pl.concat(
        pair_holders(articles.select("node", key=key).drop_nulls(), articles) for key in keys
    )


def normalise_url(url: pl.Expr) -> pl.Expr:
    """Without scheme, "www.", fragment, campaign marks, closing slash; null for a front page."""
    bare = (
        url.str.replace(r"#.*$", "")
        .str.replace_all(r"([?&])(?:utm_\w+|fbclid|gclid)=[^&]*", "$1")
        .str.replace_all(r"&&+", "&")
        .str.replace(r"[/?&]+$", "")
        .str.replace(r"^https?://(?:www\.)?", "")
    )
    return pl.when(bare.str.contains(r"[/?].")).then(bare)


def hash_title() -> pl.Expr:
    """The hash of outlet and headline; null where one of them is unknown."""
    is_named = pl.col("title").str.len_chars() > 0
    key = pl.struct("outlet_id", "title").hash()
    return pl.when(is_named & pl.col("outlet_id").is_not_null()).then(key)


# Teasers


def find_teasers(nodes: pl.DataFrame) -> pl.DataFrame:
    """node, other, basis: a teaser and a whole article that it announces, in either order.

    Needs: node, body, deck, title, outlet_id, known_at, is_complete.
    """
    openings = nodes.select(
        "node",
        "outlet_id",
        "is_complete",
        opening=fold(pl.col("body").str.slice(0, OPENING_CHARACTERS)),
        deck=fold(pl.col("deck").str.slice(0, OPENING_CHARACTERS)),
    )
    titles = nodes.select("node", key=hash_title()).drop_nulls()
    by_title = keep_teasers(pair_holders(titles, nodes), openings)
    by_text = keep_teasers(pair_holders(hash_openings(openings), nodes), openings).filter(
        pl.col("opening_whole").str.starts_with(pl.col("opening"))
        | pl.col("deck_whole").str.starts_with(pl.col("opening")),
        pl.col("outlet_id").eq(pl.col("outlet_id_whole")).fill_null(True),
    )
    return pl.concat(
        [
            by_title.select("node", "other", basis=pl.lit("teaser_headline")),
            by_text.select("node", "other", basis=pl.lit("teaser_beginning")),
        ]
    ).unique(["node", "other"], keep="first", maintain_order=True)


def hash_openings(openings: pl.DataFrame) -> pl.DataFrame:
    """node, key: the first 8 words of each body, and of the decks of whole articles."""
    return (
        pl.concat(
            [
                openings.select("node", key=hash_opening("opening")),
                openings.filter("is_complete").select("node", key=hash_opening("deck")),
            ]
        )
        .drop_nulls()
        .unique()
    )


def hash_opening(column: str) -> pl.Expr:
    words = pl.col(column).str.extract_all(WORD).list.head(OPENING_WORDS)
    return pl.when(words.list.len() == OPENING_WORDS).then(words.list.join(" ").hash())


def keep_teasers(pairs: pl.DataFrame, openings: pl.DataFrame) -> pl.DataFrame:
    """The pairs of a teaser and a whole article, with the opening of each."""
    teasers = openings.filter(~pl.col("is_complete")).with_columns(
        pl.col("opening").str.replace(r"[\s.…]+$", "")
    )
    wholes = openings.filter("is_complete")
    kept = [
        pairs.join(teasers, left_on=teaser, right_on="node").join(
            wholes, left_on=whole, right_on="node", suffix="_whole"
        )
        for teaser, whole in (("node", "other"), ("other", "node"))
    ]
    return pl.concat(kept)
