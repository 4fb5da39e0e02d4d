"""What holds for every mart: its columns, its grain, sums, and rows of an empty warehouse."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from flows.shipped import SQL
from flows.warehouse.descriptions import read_header, read_tokens
from flows.warehouse.models import build_macros, build_marts, comment_tables, run_checks

MARTS = sorted(path.stem for path in (SQL / "marts").glob("*.sql"))

COLUMN_ORDER = [
    ("keys", r"_id$"),
    ("measures", r"_(count|share)$|^hours_"),
    ("dates", r"_(day|at)$"),
    ("flags", r"^(is|has)_"),
]
GROUPS = ["keys", "categories", "measures", "dates", "flags"]


def group_column(column: str) -> int:
    """Place of a column's kind in the order of GROUPS: 2 for "word_count"."""
    found = (group for group, pattern in COLUMN_ORDER if re.search(pattern, column))
    return GROUPS.index(next(found, "categories"))


def read_grain(name: str) -> list[str]:
    """The columns of the grain of a mart, as its header says."""
    path = SQL / "marts" / f"{name}.sql"
    return read_header(read_tokens(path.read_text()), path.name)[1]


def test_every_mart_has_a_test():
    tests = {path.stem for path in Path(__file__).parent.glob("test_*.py")}
    assert {f"test_{name}" for name in MARTS} == tests - {Path(__file__).stem}


@pytest.mark.parametrize("name", MARTS)
def test_mart_columns_are_grain_then_keys_categories_measures_dates_flags(
    warehouse: DuckDBPyConnection, name: str
):
    grain = read_grain(name)
    columns = [row[0] for row in warehouse.execute(f"describe marts.{name}").fetchall()]
    rest = [group_column(column) for column in columns[len(grain) :]]
    assert columns[: len(grain)] == grain
    assert rest == sorted(rest)


@pytest.mark.usefixtures(
    "copied_page", "frequent_line", "missed_story", "unnamed_host", "corrected_page", "unsure_lead"
)
@pytest.mark.parametrize("name", MARTS)
def test_mart_has_one_row_per_grain(sandbox: DuckDBPyConnection, name: str):
    build_marts(sandbox)
    grain = ", ".join(read_grain(name))
    repeated = f"select {grain} from marts.{name} group by all having count(*) > 1"
    assert sandbox.execute(f"from marts.{name}").fetchall()
    assert sandbox.execute(repeated).fetchall() == []


@pytest.mark.parametrize("name", MARTS)
def test_mart_columns_are_whole_numbers_or_shares(warehouse: DuckDBPyConnection, name: str):
    expected = {"count": {"INTEGER", "BIGINT"}, "share": {"DOUBLE"}, "day": {"DATE"}}
    for column, kind, *_ in warehouse.execute(f"describe marts.{name}").fetchall():
        assert kind in expected.get(column.rsplit("_", 1)[-1], {kind}), column


def test_marts_and_checks_on_an_empty_warehouse(create_empty: Callable):
    connection = create_empty()
    build_marts(connection)
    build_macros(connection)
    comment_tables(connection)
    assert [check for check in run_checks(connection) if check.failed_rows] == []
    assert [name for name in MARTS if connection.execute(f"from marts.{name}").fetchall()] == []


def test_words_add_up_where_no_topic_is_scored(create_unrelated: Callable):
    """DuckDB 2.0.0 can narrow a sum after a left join to nothing to a byte: 952 became -72."""
    connection = create_unrelated()
    connection.execute("update core.articles set word_count = 6000")
    build_marts(connection)
    sums = {
        name: connection.execute(f"select sum(word_count) from marts.{name}").fetchall()
        for name in ("outlets", "outlet_days", "outlet_topics", "topics", "topic_days")
    }
    assert sums == {name: [(24_000,)] for name in sums}
