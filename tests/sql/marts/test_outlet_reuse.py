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


COPIES = """
    insert into core.articles by name
    select
        articles.* replace (
            'copy-' || lpad(copy_no::varchar, 2, '0') as article_id,
            ['post', 'wire', null][copy_no % 3 + 1] as outlet_id,
            if(copy_no % 3 = 2, null, 'label') as outlet_basis,
            timestamp '2025-06-01' + to_days(copy_no::integer) as published_latest,
            'The same words' as body,
        ),
    from core.articles, range(25) as copies(copy_no)
    where article_id = 'storm';
    delete from core.reuse;
"""
PAIRS = """
    insert into core.reuse
    select one.article_id, other.article_id, 'duplicate', 1, 1, 1, 30, null, null, null
    from core.articles as one
    join core.articles as other
        on one.article_id < other.article_id
    where one.body = 'The same words' and other.body = 'The same words';
"""
FIRSTS = """
    delete from core.reuse where article_id <> 'copy-00';
    update core.reuse set group_article_id = 'copy-00';
"""


def test_a_group_counts_as_its_pairs_would(sandbox: DuckDBPyConnection):
    tables = ("outlet_reuse", "original_articles", "outlets", "outlet_days")
    sandbox.execute(COPIES + PAIRS)
    build_marts(sandbox)
    of_pairs = {name: sandbox.execute(f"from marts.{name}").fetchall() for name in tables}
    counts = sandbox.execute("""
        select outlet_id, other_outlet_id, duplicate_count, shared_word_count
        from marts.outlet_reuse
        where duplicate_count > 0
    """)
    assert counts.fetchall() == [
        ("post", "wire", 9, 270),
        ("post", None, 9, 270),
        ("wire", "post", 8, 240),
        ("wire", None, 8, 240),
        (None, "post", 8, 240),
        (None, "wire", 8, 240),
        (None, None, 8, 240),
    ]
    sandbox.execute(FIRSTS)
    assert sandbox.execute("select count(*) from core.reuse").fetchall() == [(24,)]
    build_marts(sandbox)
    of_group = {name: sandbox.execute(f"from marts.{name}").fetchall() for name in tables}
    assert of_group == of_pairs
    (shares,) = sandbox.execute(
        "select list(original_article_count order by outlet_id nulls last) from marts.outlets"
        " where article_count > 5"
    ).fetchall()
    assert sum(shares[0]) == 1 + 4  # the first copy, and what the outlets had before
