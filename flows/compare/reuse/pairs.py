"""Which pairs of articles to look at: copies, namesakes, and teasers with what they announce."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from flows.compare.reuse.groups import MOST_PAIRED
from flows.compare.reuse.prints import (
    PASSAGE_WORDS,
    PRINT_WORDS,
    RUN_WORDS,
    STOCK_ARTICLES,
    Texts,
    mix_hashes,
)
from flows.text import WORD, fold

# A pair is looked at if it shares a twelfth of the prints of one article, a run of 12 words, or any
# print of half words: 12 characters in a row are rare, and rarer where one in eight was edited.
PRINTS_A_SHARED_ONE = 12
NO_GROUP = 2**32 - 1  # no node
OPENING_WORDS, OPENING_CHARACTERS = 8, 400
SIDES = {
    "node": (pl.col("pair") // 2**32).cast(pl.UInt32),
    "other": (pl.col("pair") % 2**32).cast(pl.UInt32),
}  # of number_pairs


# Copies


def find_copies(
    prints: pl.DataFrame, nodes: pl.DataFrame, texts: Texts, groups: pl.DataFrame
) -> pl.DataFrame:
    """node, other: articles that share many prints, one of half words, or a run of 12 words.

    For the copies of a group (GROUPS) its first one speaks: others meet a copy only by what the
    first one has not got, and two copies are no pair here. Of the articles with one passage, more
    than 20 meet its first holder only. Most pairs that share a print share a phrase that many use:
    of 1.8 million pairs of 100,000 invented articles, 1.5 million are not looked at further.
    """
    held = prints.filter("is_first").select(
        "key", "node", "at", "print_count", "is_only", is_half=pl.col("length") > PRINT_WORDS
    )
    held = drop_copies(held, groups).join(groups, on="node", how="left", maintain_order="left")
    is_looked_at = pl.col("has_run") | (pl.col("shared") * PRINTS_A_SHARED_ONE >= pl.col("fewest"))
    return (
        pl.concat(count_shared(order_holdings(held, nodes), texts))
        .group_by("pair")
        .agg(pl.col("shared").sum(), pl.col("fewest").first(), pl.col("has_run").any())
        .filter(is_looked_at)
        .select(**SIDES)
    )


def drop_copies(held: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """The holdings (key, node) without those of a copy whose group's first one has the key, too."""
    copies = groups.filter(pl.col("node") != pl.col("first"))
    of_firsts = held.join(copies.select(node=pl.col("first").unique()), on="node")
    doubled = (
        held.join(copies, on="node")
        .join(of_firsts.select("key", first="node"), on=["key", "first"], how="semi")
        .select("key", "node")
    )
    return held.join(doubled, on=["key", "node"], how="anti", maintain_order="left")


def count_shared(held: pl.DataFrame, texts: Texts) -> Iterator[pl.DataFrame]:
    """pair, shared (prints), fewest (prints that one of the two has) and has_run, in parts."""
    at, is_only = held["at"].to_numpy().astype(np.int64), held["is_only"].to_numpy()
    print_count, is_half = held["print_count"].to_numpy(), held["is_half"].to_numpy()
    group = held["first"].fill_null(NO_GROUP).to_numpy()
    passage = name_passages(held, texts)

    def count(first: np.ndarray, other: np.ndarray, has_run: np.ndarray) -> pl.DataFrame:
        return (
            pl.DataFrame({"pair": number_pairs(held, first, other), "has_run": has_run})
            .with_columns(fewest=np.minimum(print_count[first], print_count[other]))
            .group_by("pair")
            .agg(shared=pl.len(), fewest=pl.col("fewest").first(), has_run=pl.col("has_run").any())
        )

    first, other = pair_with_first(passage)
    is_apart = (group[first] != group[other]) | (group[first] == NO_GROUP)
    yield count(first[is_apart], other[is_apart], np.ones(is_apart.sum(), bool))
    for first, other in find_neighbours(held):
        is_apart = (group[first] != group[other]) | (group[first] == NO_GROUP)
        is_apart &= (passage[first] != passage[other]) | (passage[first] == 0)
        first, other = first[is_apart], other[is_apart]
        has_run = is_half[first] | ~(is_only[first] & is_only[other])
        has_run |= have_passages(texts, at[first], at[other])
        yield count(first, other, has_run)


def name_passages(held: pl.DataFrame, texts: Texts) -> np.ndarray:
    """For each holding the run of 12 words around it that most articles have; 0: no more than 20.

    The run is named by a hash. A key of half words is such a run itself.
    """
    crowded = (
        held.select("key", "at", "is_half")
        .with_row_index("row")
        .filter(pl.len().over("key") > MOST_PAIRED)
    )
    at = crowded["at"].to_numpy().astype(np.int64)
    run_count = PASSAGE_WORDS - RUN_WORDS + 1
    windows = [crowded.filter("is_half").select("row", "key", shift=pl.lit(0), run="key")]
    for shift in range(PASSAGE_WORDS - PRINT_WORDS + 1):
        hashed, is_whole = np.zeros(len(at), np.uint64), at >= shift
        for place in range(run_count):
            run = texts.runs[np.clip(at - shift + place, 0, len(texts.runs) - 1)]
            hashed += run * np.uint64(pow(0x9E3779B97F4A7C15, place, 2**64))
            is_whole &= run != 0
        windows.append(
            crowded.select("row", "key", shift=pl.lit(shift), run=pl.Series(hashed)).filter(
                pl.Series(is_whole) & ~crowded["is_half"]
            )
        )
    named = (
        pl.concat(windows)
        .with_columns(count=pl.len().over("key", "shift", "run"))
        .filter(pl.col("count") > MOST_PAIRED)
        .sort("row", -pl.col("count").cast(pl.Int64), "shift")
        .unique("row", keep="first", maintain_order=True)
        .with_columns(name=mix_hashes(mix_hashes(pl.col("key"), pl.col("run")), pl.col("shift")))
    )
    passage = np.zeros(held.height, np.uint64)
    passage[named["row"].to_numpy()] = named["name"].to_numpy()
    return passage


def pair_with_first(passage: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Row numbers of the holders of each passage, and of its first one."""
    rows = np.flatnonzero(passage)
    _, first, number = np.unique(passage[rows], return_index=True, return_inverse=True)
    others = rows[first][number]
    is_other = rows != others
    return others[is_other], rows[is_other]


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
    """node, other: articles that hold one key (node, key).

    Of more than 20 holders, each is paired with the first one and with the one before it.
    """
    held = order_holdings(holdings, nodes)
    is_crowded = held.select(pl.len().over("key") > MOST_PAIRED).to_series().to_numpy()
    firsts = pair_with_first(np.where(is_crowded, held["key"].to_numpy(), 0).astype(np.uint64))
    numbers = [number_pairs(held, *firsts)]
    for step, (first, other) in enumerate(find_neighbours(held), 1):
        is_pair = ~is_crowded[first] | (step == 1)
        numbers.append(number_pairs(held, first[is_pair], other[is_pair]))
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
