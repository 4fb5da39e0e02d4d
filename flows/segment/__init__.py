"""Cut pages into segments and placements."""

import polars as pl

from flows.segment.assemble import PLACEMENTS, SEGMENTS, assemble
from flows.segment.facts import Told, add_told
from flows.segment.label import label_lines
from flows.segment.segment_kinds import find_kinds
from flows.segment.texts import add_texts

__all__ = ["PLACEMENTS", "SEGMENTS", "add_texts", "find_kinds", "segment_pages"]


def segment_pages(pages: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Cut each distinct text once, and once for all that HTML tells of it; the segments and
    placements of every page.

    Needs: page_id, text_id, text; metadata and hidden_spans, if any page is of HTML.
    Gives: SEGMENTS and PLACEMENTS, sorted by page_id and number.
    """
    pages = tell_apart(pages)
    texts = pages.unique("text_id", keep="first", maintain_order=True)
    texts = texts.select(pl.col("text_id").alias("page_id"), "text", *Told._fields)
    segments, placements = assemble(texts, label_lines(texts))
    return (
        repeat_rows(pages, segments, SEGMENTS).sort("page_id", "segment_no"),
        repeat_rows(pages, placements, PLACEMENTS).sort("page_id", "placement_no"),
    )


def tell_apart(pages: pl.DataFrame) -> pl.DataFrame:
    """The pages with what their HTML tells of their lines; text_id tells a text apart from the same
    text of which HTML tells something else.
    """
    told = add_told(pages)
    is_told = pl.any_horizontal(pl.col(Told._fields).is_not_null())
    names = pl.concat_str("text_id", pl.struct(Told._fields).struct.json_encode())
    return told.with_columns(text_id=pl.when(is_told).then(names).otherwise("text_id"))


def repeat_rows(pages: pl.DataFrame, of_texts: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """The rows of each page, out of the rows of its text, whose page_id is the id of the text."""
    of_texts = of_texts.rename({"page_id": "text_id"})
    rows = pages.select("page_id", "text_id").join(of_texts, on="text_id").drop("text_id")
    return rows.match_to_schema(schema)
