"""Mutated pages to a published warehouse; `make fuzz` tries many more."""

import duckdb
import polars as pl
import pytest

from tests.fuzz.__main__ import count_warehouse_faults, find_faults, write_pages
from tests.fuzz.mutate import make_page, make_pages, read_originals
from tests.fuzz.stages import Faults, count_faults, cut_pages, read_pages

SEED, PAGE_COUNT, SAMPLE = 1, 200, range(0, 200, 20)


@pytest.fixture(scope="module")
def originals(tmp_path_factory) -> list[str]:
    return read_originals(tmp_path_factory.mktemp("originals"))


@pytest.fixture(scope="module")
def warehouse(run_flow, originals, tmp_path_factory):
    """A connection to what the flow makes of the pages."""
    folder = tmp_path_factory.mktemp("fuzz")
    raw = write_pages(make_pages(SEED, range(PAGE_COUNT), originals), folder / "pages.jsonl")
    run_flow(folder / "copydesk.duckdb", raw)
    with duckdb.connect(str(folder / "copydesk.duckdb"), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        yield connection


def test_every_page_comes_out_of_the_flow_and_no_stage_fails_on_it(warehouse):
    assert warehouse.execute("select count(*) from core.pages").fetchone() == (PAGE_COUNT,)
    assert list(find_faults(warehouse)) == []
    reasons = "select distinct reason from ops.rejects where reason <> 'captured_at not understood'"
    assert warehouse.execute(reasons).fetchall() == []


def test_segments_partition_each_page(warehouse):
    assert count_warehouse_faults(warehouse) == Faults(0, 0)


@pytest.mark.parametrize("number", SAMPLE)
def test_a_page_cut_alone_has_the_rows_that_it_has_among_others(number, warehouse, originals):
    page = read_pages([make_page(SEED, number, originals)])
    alone = cut_pages(page).rows
    for table, key in (("segments", "segment_no"), ("placements", "placement_no")):
        rows = alone[table].sort(key).rows()
        names = ", ".join(alone[table].columns)
        query = f"select {names} from core.{table} where page_id = ? order by {key}"
        assert warehouse.execute(query, [page["page_id"][0]]).fetchall() == rows


def test_a_page_is_the_same_however_often_it_is_made(originals):
    assert make_page(7, 5, originals) == make_page(7, 5, originals)
    assert make_page(7, 5, originals) != make_page(7, 6, originals) != make_page(8, 6, originals)


def test_gaps_and_overlaps_are_counted():
    pages = pl.DataFrame({"page_id": ["a", "b"], "text": ["0123456789", "01"]})

    def count(*rows: tuple[str, int, int, int]) -> Faults:
        columns = ["page_id", "segment_no", "start_char", "end_char"]
        return count_faults(pages, pl.DataFrame(list(rows), schema=columns, orient="row"))

    b = ("b", 1, 0, 2)
    assert count(("a", 1, 0, 4), ("a", 2, 4, 10), b) == Faults(0, 0)
    assert count(("a", 1, 1, 4), ("a", 2, 5, 9), b) == Faults(3, 0)
    assert count(("a", 1, 0, 6), ("a", 2, 4, 11), b) == Faults(0, 2)
    assert count(b) == Faults(1, 0)
