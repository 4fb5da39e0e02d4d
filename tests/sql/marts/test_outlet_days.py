"""marts.outlet_days: what came out on a day."""

from datetime import date

import pytest
from duckdb import DuckDBPyConnection

from flows.warehouse.models import build_marts

MAY_18, MAY_19 = date(2025, 5, 18), date(2025, 5, 19)
ROWS = [
    ("basket", MAY_19, "Basket", 0, 0, 0, 2, 0, 0, None),
    ("basket", None, "Basket", 0, 0, 0, 1, 0, 0, None),
    ("post", MAY_18, "Post", 0, 0, 1, 0, 0, 0, None),
    ("post", MAY_19, "Post", 1, 6, 0, 1, 1, 6, 0.0),
    ("wire", MAY_19, "Wire", 1, 5, 0, 0, 1, 5, 0.0),
    ("wire", None, "Wire", 1, 9, 0, 0, 1, 9, 0.0),
    (None, None, None, 1, 8, 1, None, 0, 0, 1.0),
]


def test_rows(warehouse: DuckDBPyConnection):
    assert warehouse.execute("from marts.outlet_days").fetchall() == ROWS


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_days_do_not_follow_the_session_time_zone(sandbox: DuckDBPyConnection, zone: str):
    sandbox.execute(f"set TimeZone = '{zone}'")
    try:
        build_marts(sandbox)
        days = sandbox.execute("from marts.outlet_days").fetchall()
    finally:
        sandbox.execute("set TimeZone = 'UTC'")
    assert days == ROWS
