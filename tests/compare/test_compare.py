"""The order of the compare steps: what is read and written, and when."""

from typing import Any

import duckdb
import polars as pl
import pytest

from flows import compare
from flows.compare import Access, compare_articles
from flows.compare.families import NOTHING, QUOTATION_FAMILIES
from flows.compare.index import Index
from flows.compare.reuse import COMPARED
from flows.compare.reuse.relations import REUSE
from flows.compare.stories.days import COVERING
from flows.compare.stories.names import STORIES
from flows.compare.terms import TEXTS

QUOTATIONS = {
    "article_id": pl.String,
    "quotation_no": pl.Int32,
    "text": pl.String,
    "known_at": pl.Datetime("us"),
}
NO_IDS = pl.Series(dtype=pl.String)
EMPTY = {
    "families": pl.Schema(QUOTATIONS),
    "reuse": pl.Schema({"article_id": pl.String}),
    "stories": COVERING,
}


def test_each_step_is_written_before_the_next_one_is_read():
    done, written = [], {}

    def read(name: str) -> pl.DataFrame:
        done.append(f"read {name}")
        return EMPTY[name].to_frame()

    def write(name: str, found: Any) -> None:
        done.append(f"write {name}")
        written[name] = found

    compare_articles(
        Access(
            read_compared=read,
            known_quotations=NOTHING,
            write_families=lambda families: write("families", families),
            index=Index(duckdb.connect()),
            read_unindexed=lambda: None,
            read_articles=lambda _: COMPARED.to_frame(),
            write_reuse=lambda found: write("reuse", found.reuse),
            read_texts=lambda _: TEXTS.to_frame(),
            read_stories=lambda: done.append("read last stories"),
            read_changed=lambda: NO_IDS,
            write_stories=lambda stories: write("stories", stories),
            write_faults=lambda faults: write("faults", faults),
        )
    )
    assert done == [
        "read families",
        "write families",
        "read reuse",
        "write reuse",
        "read last stories",
        "read stories",
        "write stories",
    ]
    assert written["families"].families.schema == QUOTATION_FAMILIES
    assert written["reuse"].schema == REUSE
    assert written["stories"].stories.schema == STORIES


# Isolation of faults

IDS = pl.DataFrame({"article_id": [f"{number:02}" for number in range(40)]})


def isolate(find) -> tuple[list, list[tuple]]:
    """What a step finds, and the articles that are left out with what is said of them."""
    faults = []

    class Reading:
        read_compared = staticmethod(lambda step: IDS)
        write_faults = staticmethod(faults.append)

    found = compare.isolate(Reading, "reuse", find)  # type: ignore
    rows = pl.concat(faults).rows(named=True)
    return found, [(row["stage"], row["article_id"], row["error"]) for row in rows]


def test_articles_with_which_a_step_fails_are_left_out():
    def find(articles: pl.DataFrame) -> list[str]:
        if bad := set(articles["article_id"]) & {"07", "31"}:
            raise ValueError(f"{len(bad)} of them")
        return articles["article_id"].to_list()

    found, faults = isolate(find)
    assert set(IDS["article_id"]) - set(found) == {"07", "31"}
    assert faults == [
        ("reuse", "07", "ValueError: 1 of them"),  # with the articles before it, not with all
        ("reuse", "31", "ValueError: 1 of them"),
    ]


def test_of_two_that_fail_together_the_later_one_is_left_out():
    def find(articles: pl.DataFrame) -> int:
        if {"05", "21"} <= set(articles["article_id"]):
            raise ValueError("together")
        return articles.height

    assert isolate(find) == (39, [("reuse", "21", "ValueError: together")])


@pytest.mark.parametrize("error", [MemoryError, OSError])
def test_what_the_machine_cannot_do_is_no_fault_of_an_article(error):
    def find(articles: pl.DataFrame) -> None:
        raise error

    with pytest.raises(error):
        isolate(find)


def test_a_step_that_fails_with_everything_is_a_bug():
    def find(articles: pl.DataFrame) -> None:
        raise KeyError("column")

    with pytest.raises(KeyError):
        isolate(find)
