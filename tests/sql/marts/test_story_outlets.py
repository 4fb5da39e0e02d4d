"""marts.story_outlets: which outlet had a story when."""

from datetime import datetime

from duckdb import DuckDBPyConnection

ROWS = [
    ("ferry", None, "ferry", None, 1, 8, 0, 0, 0, 1.0, 0.0, datetime(2025, 5, 20, 6), True),
    ("storm", "wire", "storm", "Wire", 1, 5, 0, 1, 5, 0.0, 0.0, datetime(2025, 5, 20), True),
    ("voting", "post", "council", "Post", 1, 6, 1, 1, 6, 0.0, 0.0, datetime(2025, 5, 20), True),
    ("voting", "wire", "budget", "Wire", 1, 9, 0, 1, 9, 0.0, None, None, None),
]


def test_rows(warehouse: DuckDBPyConnection):
    assert warehouse.execute("from marts.story_outlets").fetchall() == ROWS
