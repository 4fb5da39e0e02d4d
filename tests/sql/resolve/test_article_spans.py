"""sql/resolve/article_spans.sql: where on its page each part of a body stands."""

from collections.abc import Callable

from duckdb import DuckDBPyConnection


def test_spans_of_the_warehouse_are_made_again_as_they_are(
    sandbox: DuckDBPyConnection, resolve: Callable
):
    expected = sandbox.execute("from core.article_spans order by article_id, span_no").fetchall()
    article_ids = {row[0] for row in expected}
    found = resolve("article_spans", *article_ids)
    assert [tuple(row.values()) for rows in found.values() for row in rows] == expected
    assert len(expected) > len(article_ids)


def test_white_space_around_a_segment_is_not_in_the_body(
    sandbox: DuckDBPyConnection, resolve: Callable
):
    sandbox.execute("""
        update core.pages
        set text = replace(text, 'Nobody was hurt.', chr(160) || 'obody was hurt ')
        where page_id = 'p1'
    """)
    first, second = resolve("article_spans", "ferry")["ferry"]
    assert (first["start_char"], first["end_char"]) == (0, 29)
    assert (second["start_char"], second["end_char"]) == (30, 30 + len("obody was hurt"))
    assert second["page_start_char"] == first["page_end_char"] + 2
    assert second["page_end_char"] - second["page_start_char"] == len("obody was hurt")


def test_headline_alone_has_no_spans(sandbox: DuckDBPyConnection, resolve: Callable):
    sandbox.execute("delete from core.segments where kind = 'paragraph' and page_id = 'p2'")
    assert resolve("article_spans", "whale") == {}
