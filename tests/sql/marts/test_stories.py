"""marts.stories: what several outlets covered."""

from datetime import datetime

from duckdb import DuckDBPyConnection

ROWS = [
    (
        *("voting", "post", "Council votes", ["council"], 2, 0, 2, 15, 1, 2, 15, 0.0),
        *(datetime(2025, 5, 20), datetime(2025, 6, 1)),
    ),
]


def test_rows(warehouse: DuckDBPyConnection):
    assert warehouse.execute("from marts.stories").fetchall() == ROWS
