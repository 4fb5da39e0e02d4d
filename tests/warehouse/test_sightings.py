"""Which run saw a match first: later runs, a full refresh and new ids do not change it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from flows.shipped import SQL
from flows.warehouse.sightings import load_sightings

RUNS = [
    {"run_id": f"run-{number}", "started_at": datetime(2026, 1, number, tzinfo=UTC)}
    for number in range(1, 5)
]
SEEN = "select topic_id, article_id, run_id, seen_at::date::varchar from ops.watch_sightings"
PAGE = "Dredging of the harbour goes on\n\nBy Ada Quill\n\n{}\n"


@pytest.fixture
def matched():
    """A connection with two watch topics that an article matches, and one that it does not."""
    import duckdb

    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    connection.execute((SQL / "core.sql").read_text())
    connection.execute("""
        insert into core.topics values
            ('watch:a', 'a', null, 1, 'watch'), ('watch:b', 'b', null, 1, 'watch'),
            ('medtop:1', 'c', null, 1, 'iptc');
        insert into core.article_topics values
            ('x', 'watch:a', 1, 1, true, ['a']), ('x', 'watch:b', .2, 2, false, ['b']),
            ('x', 'medtop:1', 1, 1, true, ['c']);
    """)
    load_sightings(connection, RUNS[0])
    return connection


def list_seen(connection: DuckDBPyConnection) -> list[tuple]:
    return connection.execute(f"{SEEN} order by all").fetchall()


def test_the_first_run_stays(matched: DuckDBPyConnection):
    assert list_seen(matched) == [("watch:a", "x", "run-1", "2026-01-01")]
    matched.execute("update core.article_topics set is_assigned = true")
    load_sightings(matched, RUNS[1])
    assert list_seen(matched) == [
        ("watch:a", "x", "run-1", "2026-01-01"),
        ("watch:b", "x", "run-2", "2026-01-02"),
    ]


def test_a_match_that_comes_back_is_not_new(matched: DuckDBPyConnection):
    matched.execute("update core.article_topics set is_assigned = false")
    load_sightings(matched, RUNS[1])
    matched.execute("update core.article_topics set is_assigned = true where topic_id = 'watch:a'")
    load_sightings(matched, RUNS[2])
    assert list_seen(matched) == [("watch:a", "x", "run-1", "2026-01-01")]


def test_an_article_with_another_id_was_seen_under_its_old_one(matched: DuckDBPyConnection):
    matched.execute("""
        update core.article_topics set article_id = 'y';
        insert into ops.article_changes values ('run-2', 'p1', 1, 'x', 'y');
    """)
    load_sightings(matched, RUNS[1])
    assert ("watch:a", "y", "run-1", "2026-01-01") in list_seen(matched)


def test_runs_and_a_full_refresh_keep_it(tmp_path: Path, run_flow, query):
    raw, warehouse = tmp_path / "raw", tmp_path / "copydesk.duckdb"
    raw.mkdir()
    body = "The harbour trust said that dredging would start in May and end in June. " * 5
    (raw / "a.txt").write_text(PAGE.format(body))
    first = run_flow(warehouse, raw)
    (raw / "b.txt").write_text(PAGE.format(body.replace("May", "July")))
    second = run_flow(warehouse, raw)
    third = run_flow(warehouse, raw, full_refresh=True)
    assert [[found.count for found in run.matches] for run in (first, second, third)] == [
        [1],
        [1],
        [],
    ]
    assert first.matches[0].topic_id == "watch:harbour-dredging"
    seen = "select source, first_seen_run_id from marts.watch_matches"
    seen += " join core.article_places using (article_id) order by all"
    assert query(warehouse, seen) == [
        ("a.txt", first.run["run_id"]),
        ("b.txt", second.run["run_id"]),
    ]
