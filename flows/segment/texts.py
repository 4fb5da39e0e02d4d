"""What placements say: the texts of their segments, and the headline and body that these make."""

import polars as pl

from flows.segment.segment_kinds import find_kinds
from flows.text import EVERY_SPACE

PLACED_LINES = pl.Schema(
    {
        "page_id": pl.String,
        "placement_no": pl.Int32,
        "segment_no": pl.Int32,
        "start_char": pl.Int32,  # of the first character that is not white space
        "kind": pl.String,
        "text": pl.String,  # without the white space around it
        "is_continuation": pl.Boolean,
        "is_glued": pl.Boolean,
    }
)
TEXTS = pl.Schema(
    {
        "headline": pl.String,
        "deck": pl.String,
        "dateline": pl.String,
        "body": pl.String,
    }
)


def add_texts(
    placements: pl.DataFrame, pages: pl.DataFrame, segments: pl.DataFrame
) -> pl.DataFrame:
    """Add the texts of each placement; same rows, same order.

    sql/resolve/articles.sql makes the same texts in the warehouse, as the pages of one article may
    be cut in different runs. A test holds the two equal (tests/segment/test_texts.py).

    Needs: page_id, placement_no; page_id, text of the pages; SEGMENTS.
    Adds:
        headline, deck, dateline  String  the segments of that kind joined by spaces; null: none
        body                      String  the body segments joined by newlines, lines of one
                                          paragraph by spaces or nothing; empty: none
    """
    of_placement = ["page_id", "placement_no"]
    kind = pl.col("kind")
    joined = (join_texts(kind == name, " ") for name in ("headline", "deck", "dateline"))
    body = join_texts(kind.is_in(find_kinds("is_body")), "\n")
    texts = (
        read_placed_lines(pages, segments)
        .group_by(of_placement, maintain_order=True)
        .agg(*(one.alias(name) for one, name in zip((*joined, body), TEXTS, strict=True)))
        .with_columns(pl.col("headline", "deck", "dateline").replace("", None))
    )
    return placements.join(texts, on=of_placement, how="left", maintain_order="left")


def join_texts(chosen: pl.Expr, between: str) -> pl.Expr:
    """The texts of the chosen segments as one; lines of one paragraph are joined as they were
    before it was wrapped.
    """
    gap = (
        pl.when("is_glued")
        .then(pl.lit(""))
        .when("is_continuation")
        .then(pl.lit(" "))
        .otherwise(pl.lit(between))
    )
    first_gap = gap.filter(chosen).first().fill_null("")
    joined = (gap + pl.col("text")).filter(chosen).str.join("")
    return joined.str.strip_prefix(first_gap)


def read_placed_lines(pages: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    """The segments that belong to a placement, with their text (PLACED_LINES), in page order.

    Needs: page_id, text of the pages; SEGMENTS.
    """
    placed = segments.drop_nulls("placement_no").sort("page_id", "segment_no")
    texts = dict(pages.select("page_id", "text").iter_rows())
    # Sliced by Python, as Polars would count the characters of a page for each of its segments.
    pieces = [
        texts[page_id][start:end]
        for page_id, start, end in placed.select("page_id", "start_char", "end_char").iter_rows()
    ]
    piece = pl.col("piece")
    without_start = piece.str.strip_chars_start(EVERY_SPACE)
    leading_count = piece.str.len_chars() - without_start.str.len_chars()
    return (
        placed.with_columns(piece=pl.Series(pieces, dtype=pl.String))
        .with_columns(pl.col("start_char") + leading_count, text=piece.str.strip_chars(EVERY_SPACE))
        .select(pl.col(name).cast(dtype) for name, dtype in PLACED_LINES.items())
    )
