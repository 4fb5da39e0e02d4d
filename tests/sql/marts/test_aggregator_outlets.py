"""marts.aggregator_outlets: whose articles an aggregator shows."""

from datetime import UTC, datetime, timedelta

from duckdb import DuckDBPyConnection

from flows.warehouse.models import build_marts

P1_AT = datetime(2025, 5, 20, 6, tzinfo=UTC)
ROWS = [
    (
        *("basket", "post", "Basket", "Post", 1, 6, 1, 1, 3, 19, 1 / 3, 6 / 19),
        *(1, 6, 0.0, P1_AT, P1_AT),
    ),
    (
        *("basket", "wire", "Basket", "Wire", 1, 5, 0, 1, 3, 19, 1 / 3, 5 / 19),
        *(1, 5, 0.0, P1_AT, P1_AT),
    ),
    (
        *("basket", None, "Basket", None, 1, 8, 0, 1, 3, 19, 1 / 3, 8 / 19),
        *(0, 0, 1.0, P1_AT, P1_AT),
    ),
]


def test_rows(warehouse: DuckDBPyConnection):
    assert warehouse.execute("from marts.aggregator_outlets").fetchall() == ROWS


def test_article_on_several_pages_of_an_aggregator_counts_once(
    sandbox: DuckDBPyConnection, copied_page: str
):
    build_marts(sandbox)
    carried = sandbox.execute("""
        select
            outlet_id,
            article_count,
            word_count,
            teaser_count,
            page_count,
            last_captured_at - first_captured_at,
        from marts.aggregator_outlets
    """)
    assert carried.fetchall() == [
        ("post", 1, 6, 1, 2, timedelta(days=1)),
        ("wire", 1, 5, 0, 2, timedelta(days=1)),
        (None, 1, 8, 0, 2, timedelta(days=1)),
    ]
    repeated = sandbox.execute("select page_id from marts.page_quality where is_text_repeated")
    assert repeated.fetchall() == [("p1",), (copied_page,)]
