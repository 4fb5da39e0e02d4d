"""marts.page_quality: how well a page was cut."""

from duckdb import DuckDBPyConnection

from flows.warehouse.models import build_marts

P1 = ("p1", "p1-text", "basket", "p1.txt", "metadata", None)
P2 = ("p2", "p2-text", "post", "p2.txt", "metadata", None)
P3 = ("p3", "p3-text", None, "p3.txt", None, None)
ROWS = [
    (*P1, 288, 15, 4, 1, 2, 1, 248, 128, 40, 10, 128 / 288, 10 / 288, True, False),
    (*P2, 214, 11, 3, 1, 1, 1, 185, 82, 29, 0, 82 / 214, 0.0, True, False),
    (*P3, 132, 7, 2, 1, 0, 1, 132, 76, 0, 0, 76 / 132, 0.0, True, False),
]


def test_rows(warehouse: DuckDBPyConnection):
    assert warehouse.execute("from marts.page_quality").fetchall() == ROWS


def test_paragraph_of_no_article_is_no_body(sandbox: DuckDBPyConnection):
    sandbox.execute("update core.segments set placement_no = null where page_id = 'p3'")
    build_marts(sandbox)
    measured = sandbox.execute("""
        select article_char_count, body_char_count, furniture_char_count
        from marts.page_quality
        where page_id = 'p3'
    """)
    assert measured.fetchall() == [(0, 0, 132)]
