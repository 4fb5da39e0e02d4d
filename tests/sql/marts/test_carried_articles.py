"""marts.carried_articles: articles of others on the pages of an outlet."""

from datetime import UTC, datetime

import pytest
from duckdb import DuckDBPyConnection

from flows.warehouse.models import build_marts

P1_AT = datetime(2025, 5, 20, 6, tzinfo=UTC)
P2_AT = datetime(2025, 5, 20, 8, tzinfo=UTC)
ROWS = [
    ("basket", "council", "post", 6, 1, P1_AT, P1_AT, True),
    ("basket", "ferry", None, 8, 1, P1_AT, P1_AT, True),
    ("basket", "museum", "post", 4, 1, P1_AT, P1_AT, False),
    ("basket", "storm", "wire", 5, 1, P1_AT, P1_AT, True),
    ("post", "storm", "wire", 5, 1, P2_AT, P2_AT, True),
]


def test_rows(warehouse: DuckDBPyConnection):
    assert warehouse.execute("from marts.carried_articles").fetchall() == ROWS


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("select 1", ["storm"]),
        # Another's, even as a teaser; an unknown one's only where its whole text is embedded.
        ("update core.articles set outlet_id = 'wire'", ["council", "storm", "whale"]),
        ("update core.articles set outlet_id = null", ["storm"]),
        ("update core.articles set outlet_id = 'post'", []),
    ],
)
def test_articles_that_a_publisher_carries(
    sandbox: DuckDBPyConnection, statement: str, expected: list[str]
):
    sandbox.execute(statement)
    build_marts(sandbox)
    carried = sandbox.execute("""
        select article_id from marts.carried_articles where outlet_id = 'post'
    """)
    assert [article_id for (article_id,) in carried.fetchall()] == expected


def test_page_of_unknown_host_carries_nothing(sandbox: DuckDBPyConnection):
    sandbox.execute("update core.articles set outlet_id = null")
    sandbox.execute("update core.placements set role = 'embedded' where page_id = 'p3'")
    build_marts(sandbox)
    carriers = sandbox.execute("select distinct outlet_id from marts.carried_articles order by all")
    assert carriers.fetchall() == [("basket",), ("post",)]


def test_article_twice_on_a_page_is_carried_by_one_page(sandbox: DuckDBPyConnection):
    sandbox.execute("update core.placements set article_id = 'council' where article_id = 'storm'")
    build_marts(sandbox)
    carried = sandbox.execute("""
        select outlet_id, page_count from marts.carried_articles where article_id = 'council'
    """)
    assert carried.fetchall() == [("basket", 1)]
