"""Cut pages into segments, and assemble these into placements and articles."""

import polars as pl

from flows.segment.assemble import assemble
from flows.segment.label import BODY_KINDS, label_lines

__all__ = ["BODY_KINDS", "segment_pages"]


def segment_pages(pages: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Cut each distinct text once; the segments and placements of every page.

    Needs: page_id, text_id, text.
    Gives: SEGMENTS and PLACEMENTS of assemble.py, sorted by page_id and number.
    """
    texts = pages.unique("text_id", keep="first", maintain_order=True)
    texts = texts.select(pl.col("text_id").alias("page_id"), "text")
    segments, placements = assemble(texts, label_lines(texts))
    of_text = pages.select("page_id", "text_id")
    return tuple(
        of_text.join(frame.rename({"page_id": "text_id"}), on="text_id")
        .drop("text_id")
        .sort("page_id", number)
        .match_to_schema(frame.schema)
        for frame, number in ((segments, "segment_no"), (placements, "placement_no"))
    )
