"""marts.outlets: what an outlet has published."""

from datetime import date

from duckdb import DuckDBPyConnection

MAY_19 = date(2025, 5, 19)
ROWS = [
    (
        *("basket", "Basket", "aggregator", "NO", "basket.example"),
        *(1, 0, 0, 0, 3, 0, 0, 0, None, None, None),
    ),
    (
        *("post", "Post", "publisher", "GB", "post.example"),
        *(1, 1, 6, 1, 1, 2, 1, 6, 0.0, MAY_19, MAY_19),
    ),
    ("wire", "Wire", "wire", None, None, 0, 2, 14, 0, 0, 3, 2, 14, 0.0, MAY_19, MAY_19),
    (None, None, None, None, None, 1, 1, 8, 1, None, 0, 0, 0, 1.0, None, None),
]


def test_rows(warehouse: DuckDBPyConnection):
    assert warehouse.execute("from marts.outlets").fetchall() == ROWS
