"""marts.boilerplate: lines that repeat."""

from duckdb import DuckDBPyConnection

from flows.warehouse.models import build_marts


def test_rows(warehouse: DuckDBPyConnection):
    assert warehouse.execute("from marts.boilerplate").fetchall() == []


def test_line_on_three_texts_of_an_outlet_is_boilerplate(
    sandbox: DuckDBPyConnection, frequent_line: str
):
    build_marts(sandbox)
    rows = sandbox.execute("select * exclude (line_print) from marts.boilerplate").fetchall()
    assert rows == [
        ("post", frequent_line, 4, 1, len(frequent_line)),
        ("post", "Menu", 3, 0, 4),
    ]
