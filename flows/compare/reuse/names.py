"""Names that articles share: the url, the headline, the opening; and what a teaser announces."""

from enum import IntEnum
from hashlib import blake2b

import polars as pl

from flows.text import WORD, fold

OPENING_WORDS, OPENING_CHARACTERS = 8, 400


class Name(IntEnum):
    """What a key of a name was made of."""

    ADDRESS = 0  # of whole articles, as are headlines; they tell versions
    HEADLINE = 1  # with the outlet
    ANNOUNCED = 2  # a headline, of teasers as well; they tell what teasers announce
    OPENING = 3  # of a body, or of a whole article's deck


NAMES = pl.Schema({"number": pl.UInt32, "kind": pl.UInt8, "key": pl.UInt64})


def list_names(articles: pl.DataFrame) -> pl.DataFrame:
    """NAMES of the articles.

    Needs: number, body, deck, address, title, outlet_id, is_complete.
    """
    whole = articles.filter("is_complete")
    title = pl.when(pl.col("title").str.len_chars() > 0).then(
        pl.concat_str("outlet_id", "title", separator="\n")
    )
    openings = fold_openings(articles)
    named = [
        (whole, Name.ADDRESS, pl.col("address")),
        (whole, Name.HEADLINE, title),
        (articles, Name.ANNOUNCED, title),
        (openings, Name.OPENING, begin("opening")),
        (openings.filter("is_complete"), Name.OPENING, begin("deck")),
    ]
    names = pl.concat(
        rows.select("number", kind=pl.lit(kind.value, pl.UInt8), name=name).drop_nulls()
        for rows, kind, name in named
    ).unique()
    keys = [hash_name(kind, name) for kind, name in names.select("kind", "name").iter_rows()]
    return names.select("number", "kind", key=pl.Series(keys, dtype=pl.UInt64))


def hash_name(kind: int, name: str) -> int:
    """The same number on every machine and in every version of a library: it is kept."""
    digest = blake2b(name.encode(), digest_size=8, person=bytes([kind])).digest()
    return int.from_bytes(digest, "little")


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


def fold_openings(articles: pl.DataFrame) -> pl.DataFrame:
    """number, outlet_id, is_complete, and how the body (`opening`) and the deck begin."""
    return articles.select(
        "number",
        "outlet_id",
        "is_complete",
        opening=fold(pl.col("body").str.slice(0, OPENING_CHARACTERS)),
        deck=fold(pl.col("deck").str.slice(0, OPENING_CHARACTERS)),
    )


def begin(column: str) -> pl.Expr:
    """The first 8 words; null where there are less."""
    words = pl.col(column).str.extract_all(WORD).list.head(OPENING_WORDS)
    return pl.when(words.list.len() == OPENING_WORDS).then(words.list.join(" "))


def find_teasers(pairs: pl.DataFrame, openings: pl.DataFrame) -> pl.DataFrame:
    """number, other, basis: the pairs of a teaser and a whole article that it announces.

    Needs: number, other, kind: pairs of one name, in either order; fold_openings of their articles.
    """
    by_title = keep_teasers(pairs.filter(kind=Name.ANNOUNCED.value), openings)
    by_text = keep_teasers(pairs.filter(kind=Name.OPENING.value), openings).filter(
        pl.col("opening_whole").str.starts_with(pl.col("opening"))
        | pl.col("deck_whole").str.starts_with(pl.col("opening")),
        pl.col("outlet_id").eq(pl.col("outlet_id_whole")).fill_null(True),
    )
    return pl.concat(
        [
            by_title.select("number", "other", basis=pl.lit("teaser_headline")),
            by_text.select("number", "other", basis=pl.lit("teaser_beginning")),
        ]
    ).unique(["number", "other"], keep="first", maintain_order=True)


def keep_teasers(pairs: pl.DataFrame, openings: pl.DataFrame) -> pl.DataFrame:
    """The pairs of a teaser and a whole article, with the opening of each."""
    teasers = openings.filter(~pl.col("is_complete")).with_columns(
        pl.col("opening").str.replace(r"[\s.…]+$", "")
    )
    wholes = openings.filter("is_complete")
    kept = [
        pairs.join(teasers, left_on=teaser, right_on="number").join(
            wholes, left_on=whole, right_on="number", suffix="_whole"
        )
        for teaser, whole in (("number", "other"), ("other", "number"))
    ]
    return pl.concat(kept)
