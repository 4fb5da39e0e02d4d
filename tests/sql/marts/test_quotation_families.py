"""marts.quotation_families: who carried the same words."""

from datetime import datetime

from duckdb import DuckDBPyConnection

ROWS = [
    (
        *("voted", "post", "council", "Post", "Ann Lee", "council voted", "council voted"),
        *(1, 1, 2, 2, 1.0, 2, 0.0, datetime(2025, 5, 20), True),
    ),
    (
        *("voted", "wire", "budget", "Wire", "Ann Lee", "budget passed", "council voted"),
        *(1, 1, 2, 2, 1.0, 2, 288.0, datetime(2025, 6, 1), False),
    ),
]


def test_rows(warehouse: DuckDBPyConnection):
    assert warehouse.execute("from marts.quotation_families").fetchall() == ROWS
