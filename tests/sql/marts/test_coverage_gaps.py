"""marts.coverage_gaps: stories that a publisher missed."""

from datetime import datetime

from duckdb import DuckDBPyConnection

from flows.warehouse.models import build_marts


def test_rows(warehouse: DuckDBPyConnection):
    assert warehouse.execute("from marts.coverage_gaps").fetchall() == []


def test_publisher_that_did_not_cover_a_story_has_a_gap(
    sandbox: DuckDBPyConnection, missed_story: str
):
    build_marts(sandbox)
    assert sandbox.execute("from marts.coverage_gaps").fetchall() == [
        (
            *(missed_story, "never_seen", "Council votes", "Never Seen", 1, 2, 0.5, 1),
            *(datetime(2025, 5, 20), datetime(2025, 6, 1)),
        )
    ]


def test_carried_article_is_coverage(sandbox: DuckDBPyConnection, missed_story: str):
    sandbox.execute("update core.pages set host_outlet_id = 'never_seen' where page_id = 'p1'")
    build_marts(sandbox)
    assert sandbox.execute("from marts.coverage_gaps").fetchall() == []


def test_publisher_that_wrote_about_a_story_and_carried_it_counts_once(
    sandbox: DuckDBPyConnection, missed_story: str
):
    sandbox.execute(
        "update core.story_articles set story_id = ? where article_id = 'storm'", [missed_story]
    )
    build_marts(sandbox)
    counts = "select covering_outlet_count, peer_outlet_count from marts.coverage_gaps"
    assert sandbox.execute(counts).fetchall() == [(1, 2)]
