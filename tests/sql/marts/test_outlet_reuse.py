"""marts.outlet_reuse: outlets that share text."""

from duckdb import DuckDBPyConnection

from flows.warehouse.models import build_marts

ROWS = [
    ("post", "wire", "Post", "Wire", 0, 0, 0, 1, 0, 1, 0, 12, 1, 0.0),
    ("post", None, "Post", None, 1, 0, 1, 0, 0, 0, 0, 20, 1, 1.0),
    ("wire", "post", "Wire", "Post", 0, 0, 0, 1, 1, 0, 0, 12, 2, 0.0),
    ("wire", None, "Wire", None, 0, 0, 0, 1, 0, 0, 0, 13, 2, 0.0),
    (None, "post", None, "Post", 1, 1, 0, 0, 0, 0, 0, 20, 1, 1.0),
    (None, "wire", None, "Wire", 0, 0, 0, 1, 0, 0, 0, 13, 1, 0.0),
]


def test_rows(warehouse: DuckDBPyConnection):
    assert warehouse.execute("from marts.outlet_reuse").fetchall() == ROWS


def test_marked_wire_copy_shows_who_is_carried(sandbox: DuckDBPyConnection):
    sandbox.execute("delete from core.reuse")
    sandbox.execute("update core.articles set wire_outlet_id = 'wire'")
    build_marts(sandbox)
    carried = sandbox.execute(
        "select outlet_id, other_outlet_id, wire_copy_count from marts.outlet_reuse"
    )
    assert carried.fetchall() == [("post", "wire", 1), (None, "wire", 1)]


def test_article_with_two_copies_at_an_outlet_counts_once(sandbox: DuckDBPyConnection):
    sandbox.execute("update core.reuse set relation = 'duplicate', original_article_id = 'ferry'")
    sandbox.execute("update core.articles set outlet_id = 'post' where article_id = 'storm'")
    build_marts(sandbox)
    shared = sandbox.execute("""
        select duplicate_count, supplied_duplicate_count, shared_word_count
        from marts.outlet_reuse
        where outlet_id is null and other_outlet_id = 'post'
    """)
    assert shared.fetchall() == [(1, 1, 20)]


def test_a_passage_does_not_say_who_made_a_duplicate(sandbox: DuckDBPyConnection):
    sandbox.execute("update core.articles set outlet_id = 'post' where article_id = 'storm'")
    sandbox.execute(
        "update core.reuse set original_article_id = 'storm' where relation <> 'duplicate'"
    )
    build_marts(sandbox)
    shared = sandbox.execute("""
        select duplicate_count, carried_duplicate_count, supplied_duplicate_count, passage_count
        from marts.outlet_reuse
        where outlet_id is null and other_outlet_id = 'post'
    """)
    assert shared.fetchall() == [(1, 1, 0, 0)]
    sandbox.execute(
        "update core.reuse set original_article_id = 'ferry' where relation = 'duplicate'"
    )
    build_marts(sandbox)
    counts = "select carried_duplicate_count, supplied_duplicate_count from marts.outlet_reuse"
    shared = sandbox.execute(f"{counts} where outlet_id is null and other_outlet_id = 'post'")
    assert shared.fetchall() == [(0, 1)]
