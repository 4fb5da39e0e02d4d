"""The reference pages and their articles, which are not in this repository."""

import os
import sys
from pathlib import Path

import polars as pl


def find_reference(*files: str) -> Path:
    """The folder with these files; ends the program with a line where one is missing."""
    folder = Path(os.environ.get("COPYDESK_REFERENCE") or "nowhere")
    if missing := [name for name in files if not (folder / name).is_file()]:
        sys.exit(f"COPYDESK_REFERENCE must name the folder of reference pages: no {missing[0]}")
    return folder


def read_bodies(reference: Path) -> pl.DataFrame:
    """The articles of dev, silver and stories that have a body.

    article_id, origin (which of the three), url, event (of stories), language_code, headline, body.
    """
    dev = pl.read_parquet(reference / "pages" / "dev.parquet")
    silver = pl.read_parquet(reference / "pages" / "silver.parquet")
    stories = pl.read_parquet(reference / "stories" / "event_labelled.parquet")
    unknown = pl.lit(None, dtype=pl.String)
    columns = {"article_id": "page_id", "event": unknown, "language_code": "language"}
    frames = [
        dev.select(
            "url", **columns, headline="gold_headline", body="gold_body", origin=pl.lit("dev")
        ),
        silver.select(
            "url", **columns, headline=unknown, body="silver_body", origin=pl.lit("silver")
        ),
        stories.with_row_index("number").select(
            "url",
            "event",
            "headline",
            "body",
            article_id=pl.format("story{}", "number"),
            language_code=pl.lit("en"),
            origin=pl.lit("stories"),
        ),
    ]
    return pl.concat(frames, how="diagonal").drop_nulls("body")


def fill_columns(articles: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """The columns of the schema: those that are missing as nulls, is_complete as true."""
    given = {"is_complete": pl.lit(True)} | {name: pl.col(name) for name in articles.columns}
    return articles.select(
        given.get(name, pl.lit(None, dtype=kind)).alias(name) for name, kind in schema.items()
    )
