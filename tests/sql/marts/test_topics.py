"""marts.topics: what was written about a topic."""

from datetime import date

from duckdb import DuckDBPyConnection

MAY_19 = date(2025, 5, 19)
ROWS = [
    ("medtop:1", None, "politics", "iptc", 1, 2, 15, 1, 1, 2, 2, 15, 0.0, MAY_19, MAY_19),
    (
        *("medtop:11", "medtop:1", "local politics", "iptc", 2),
        *(1, 6, 0, 1, 1, 1, 6, 0.0, MAY_19, MAY_19),
    ),
    ("medtop:2", None, "weather", "iptc", 1, 1, 5, 0, 1, 1, 1, 5, 0.0, MAY_19, MAY_19),
    ("watch:school", None, "schools", "watch", 1, 1, 5, 0, 1, 1, 1, 5, 0.0, MAY_19, MAY_19),
    (None, None, None, None, None, 1, 8, 1, 1, 0, 0, 0, 1.0, None, None),
]


def test_rows(warehouse: DuckDBPyConnection):
    assert warehouse.execute("from marts.topics").fetchall() == ROWS
