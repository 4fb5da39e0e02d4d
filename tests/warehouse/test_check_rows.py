"""ops.check_rows: the rows behind a number in ops.checks."""

import json
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from flows.shipped import SQL
from flows.warehouse.models import run_check
from flows.warehouse.operations import load_checks


@pytest.fixture
def warehouse() -> DuckDBPyConnection:
    """A warehouse with 250 pages and nothing else."""
    connection = duckdb.connect()
    connection.execute((SQL / "core.sql").read_text())
    connection.execute("""
        insert into core.pages (page_id, text_id, source, char_count, text)
        select 'p' || n, 't', n || '.txt', 1, 'x' from range(250) as numbers (n)
    """)
    return connection


def load(warehouse: DuckDBPyConnection, folder: Path, sql: str, run_id: str) -> None:
    (folder / "pages_are_good.sql").write_text(sql)
    load_checks(warehouse, [run_check(warehouse, folder / "pages_are_good.sql", "warn")], run_id)


def test_the_first_rows_are_kept_as_json_with_their_pages(warehouse, tmp_path):
    sql = """
        select page_id, '\x1b"ü' as odd, date '2025-05-19' as day, null as none
        from core.pages
    """
    load(warehouse, tmp_path, sql, "run-1")
    rows = warehouse.execute("from ops.check_rows order by row_no").fetchall()
    assert len(rows) == 100
    assert rows[0][:-1] == ("pages_are_good", "warn", "run-1", 1, "p0", "0.txt")
    assert json.loads(rows[0][-1]) == {
        "page_id": "p0",
        "odd": '\x1b"ü',
        "day": "2025-05-19",
        "none": None,
    }
    kept = "select failed_rows from ops.checks"
    assert warehouse.execute(kept).fetchall() == [(250,)]
    asked = "select count(*) from ops.check_rows where (row_json::json ->> 'day') = '2025-05-19'"
    assert warehouse.execute(asked).fetchall() == [(100,)]


def test_a_check_that_finds_nothing_has_no_rows(warehouse, tmp_path):
    load(warehouse, tmp_path, "select page_id from core.pages where false", "run-1")
    assert warehouse.execute("from ops.check_rows").fetchall() == []


def test_the_rows_of_the_last_ten_runs_stay(warehouse, tmp_path):
    for number in range(12):
        load(warehouse, tmp_path, "select 'a.txt' as source", f"run-{number:02}")
    runs = warehouse.execute("select run_id from ops.check_rows order by run_id").fetchall()
    assert runs == [(f"run-{number:02}",) for number in range(2, 12)]
    assert warehouse.execute("select count(*) from ops.checks").fetchall() == [(12,)]
