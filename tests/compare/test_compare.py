"""The order of the compare steps: what is read and written, and when."""

import polars as pl

from flows.compare import Access, compare_articles
from flows.compare.families import QUOTATION_FAMILIES
from flows.compare.reuse import COMPARED
from flows.compare.reuse.relations import REUSE
from flows.compare.stories.days import COVERING
from flows.compare.stories.names import STORIES, Stories

QUOTATIONS = {
    "article_id": pl.String,
    "quotation_no": pl.Int32,
    "text": pl.String,
    "known_at": pl.Datetime("us"),
}
NO_IDS = pl.Series(dtype=pl.String)
EMPTY = {"quotations": pl.Schema(QUOTATIONS), "reuse": COMPARED, "stories": COVERING}


def test_each_step_is_written_before_the_next_one_is_read():
    done, written = [], {}

    def read(name: str) -> pl.DataFrame:
        done.append(f"read {name}")
        return EMPTY[name].to_frame()

    def write(name: str, found: pl.DataFrame | Stories) -> None:
        done.append(f"write {name}")
        written[name] = found

    compare_articles(
        Access(
            read_compared=read,
            write_families=lambda families: write("families", families),
            write_reuse=lambda reuse: write("reuse", reuse),
            read_stories=lambda: done.append("read last stories"),
            read_changed=lambda: NO_IDS,
            write_stories=lambda stories: write("stories", stories),
        )
    )
    assert done == [
        "read quotations",
        "write families",
        "read reuse",
        "write reuse",
        "read last stories",
        "read stories",
        "write stories",
    ]
    assert written["families"].schema == QUOTATION_FAMILIES
    assert written["reuse"].schema == REUSE
    assert written["stories"].stories.schema == STORIES
