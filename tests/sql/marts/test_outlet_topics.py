"""marts.outlet_topics: what an outlet writes about."""

from duckdb import DuckDBPyConnection

POLITICS, LOCAL_POLITICS = ("politics", "iptc", 1), ("local politics", "iptc", 2)
WEATHER, SCHOOLS = ("weather", "iptc", 1), ("schools", "watch", 1)
ROWS = [
    ("basket", "medtop:1", "Basket", *POLITICS, 0, 0, 0, 1, 0, None, 0, 0, None),
    ("basket", "medtop:11", "Basket", *LOCAL_POLITICS, 0, 0, 0, 1, 0, None, 0, 0, None),
    ("basket", "medtop:2", "Basket", *WEATHER, 0, 0, 0, 1, 0, None, 0, 0, None),
    ("basket", "watch:school", "Basket", *SCHOOLS, 0, 0, 0, 1, 0, None, 0, 0, None),
    ("basket", None, "Basket", None, None, None, 0, 0, 0, 1, 0, None, 0, 0, None),
    ("post", "medtop:1", "Post", *POLITICS, 1, 6, 1, 0, 1, 1.0, 1, 6, 0.0),
    ("post", "medtop:11", "Post", *LOCAL_POLITICS, 1, 6, 0, 0, 1, 1.0, 1, 6, 0.0),
    ("post", "medtop:2", "Post", *WEATHER, 0, 0, 0, 1, 1, 0.0, 0, 0, None),
    ("post", "watch:school", "Post", *SCHOOLS, 0, 0, 0, 1, 1, 0.0, 0, 0, None),
    ("wire", "medtop:1", "Wire", *POLITICS, 1, 9, 0, 0, 2, 0.5, 1, 9, 0.0),
    ("wire", "medtop:2", "Wire", *WEATHER, 1, 5, 0, 0, 2, 0.5, 1, 5, 0.0),
    ("wire", "watch:school", "Wire", *SCHOOLS, 1, 5, 0, 0, 2, 0.5, 1, 5, 0.0),
    (None, None, None, None, None, None, 1, 8, 1, None, 1, 1.0, 0, 0, 1.0),
]


def test_rows(warehouse: DuckDBPyConnection):
    assert warehouse.execute("from marts.outlet_topics").fetchall() == ROWS
