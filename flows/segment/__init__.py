"""Cut pages into segments and placements."""

import polars as pl

from flows.segment.assemble import PLACEMENTS, SEGMENTS, assemble
from flows.segment.label import label_lines
from flows.segment.segment_kinds import find_kinds
from flows.segment.texts import add_texts

__all__ = ["PLACEMENTS", "SEGMENTS", "add_texts", "find_kinds", "segment_pages"]


def segment_pages(pages: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Cut each distinct text once; the segments and placements of every page.

    Needs: page_id, text_id, text.
    Gives: SEGMENTS and PLACEMENTS, sorted by page_id and number.
    """
    texts = pages.unique("text_id", keep="first", maintain_order=True)
    texts = texts.select(pl.col("text_id").alias("page_id"), "text")
    segments, placements = assemble(texts, label_lines(texts))
    return (
        repeat_rows(pages, segments, SEGMENTS).sort("page_id", "segment_no"),
        repeat_rows(pages, placements, PLACEMENTS).sort("page_id", "placement_no"),
    )


def repeat_rows(pages: pl.DataFrame, of_texts: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """The rows of each page, out of the rows of its text, whose page_id is the id of the text."""
    of_texts = of_texts.rename({"page_id": "text_id"})
    rows = pages.select("page_id", "text_id").join(of_texts, on="text_id").drop("text_id")
    return rows.match_to_schema(schema)
