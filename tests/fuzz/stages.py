"""Pages through the stages as plain functions: their rows, their seconds, and what is wrong."""

from time import process_time
from typing import NamedTuple

import polars as pl

from flows.describe import describe_placements
from flows.describe.attributions import describe_attributions
from flows.describe.quotations import find_quotations
from flows.describe.topics import describe_topics
from flows.ingest.pages import PAGES, make_page
from flows.segment import add_texts, segment_pages
from tests.fuzz.mutate import Page

Rows = dict[str, pl.DataFrame]  # table -> its rows, each with the page_id


class Cut(NamedTuple):
    """What the stages made of pages."""

    rows: Rows
    seconds: float  # of the processor


class Faults(NamedTuple):
    """How often segments do not follow one another."""

    gap_count: int
    overlap_count: int


def read_pages(pages: list[Page]) -> pl.DataFrame:
    """The pages as ingest hands them on (PAGES)."""
    fields = (page._asdict() for page in pages)
    rows = [make_page(row, row["id"], row["id"], []) for row in fields]
    return pl.DataFrame(rows, schema=PAGES, orient="row")


def cut_pages(pages: pl.DataFrame) -> Cut:
    """Pages through all stages of a page and of an article.

    Each placement is its own article here, so that the rows of a page are its own: in a warehouse
    a story that stands on two pages is described once.
    """
    began = process_time()
    segments, placements = segment_pages(pages)
    described, hosts = describe_placements(pages, segments, placements)
    number = pl.format("{}/{}", "page_id", "placement_no")
    articles = add_texts(described, pages, segments).with_columns(article_id=number)
    of_articles = {
        "article_topics": describe_topics(articles),
        "attributions": describe_attributions(articles),
        "quotations": find_quotations(articles),
    }
    seconds = process_time() - began
    page_id = pl.col("article_id").str.head(32).alias("page_id")
    named = {name: frame.with_columns(page_id) for name, frame in of_articles.items()}
    return Cut({"segments": segments, "placements": described, "hosts": hosts, **named}, seconds)


def find_differences(page_id: str, alone: Rows, together: Rows) -> list[str]:
    """The tables whose rows of a page differ where other pages stand beside it."""
    return [
        name
        for name, rows in alone.items()
        if not rows.equals(together[name].filter(page_id=page_id))
    ]


def count_faults(pages: pl.DataFrame, segments: pl.DataFrame) -> Faults:
    """Gaps and overlaps of segments; a page's first and last character count too.

    Needs: page_id, text of the pages; page_id, segment_no, start_char, end_char of the segments.
    """
    end = pl.col("text").str.len_chars().cast(pl.Int32)
    ends = pages.select("page_id", start_char=end, segment_no=pl.lit(2**31 - 1, pl.Int32))
    reached = pl.col("end_char").cast(pl.Int32).shift(1, fill_value=0).over("page_id")
    step = (
        pl.concat(
            [segments.select("page_id", "start_char", "segment_no", "end_char"), ends],
            how="diagonal_relaxed",
        )
        .sort("page_id", "segment_no")
        .select(step=pl.col("start_char") - reached)["step"]
    )
    return Faults((step > 0).sum(), (step < 0).sum())
