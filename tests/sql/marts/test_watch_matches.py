"""marts.watch_matches: which articles match what the user watches, since when, and where."""

from duckdb import DuckDBPyConnection

from flows.warehouse.models import build_marts

COLUMNS = "topic_id, article_id, outlet_id, first_seen_run_id, phrase, found_in, start_char"


def list_matches(connection: DuckDBPyConnection) -> list[tuple]:
    build_marts(connection)
    return connection.execute(f"select {COLUMNS} from marts.watch_matches").fetchall()


def test_rows(warehouse: DuckDBPyConnection):
    rows = warehouse.execute("from marts.watch_matches").fetchall()
    assert [str(value) for value in rows[0]] == [
        *("watch:school", "storm", "wire", "run-1"),
        *("schools", "Wire", "Storm closes the school", "school", "['school']", "headline", "19"),
        *("2025-05-19", "2025-05-21 02:00:00+00:00", "True"),
    ]
    assert len(rows) == 1


def test_topics_that_are_not_assigned_are_no_matches(sandbox: DuckDBPyConnection):
    sandbox.execute("update core.article_topics set is_assigned = false where article_id = 'storm'")
    assert list_matches(sandbox) == []


def test_topics_of_iptc_are_no_matches(sandbox: DuckDBPyConnection):
    sandbox.execute("update core.topics set scheme = 'iptc'")
    assert list_matches(sandbox) == []


def test_place_of_the_phrase(sandbox: DuckDBPyConnection):
    sandbox.execute("update core.articles set headline = null where article_id = 'storm'")
    place = [row[4:] for row in list_matches(sandbox)]
    assert place == [("school", "body", 19)]
    sandbox.execute("update core.article_topics set evidence = ['sea wall']")
    assert [row[4:] for row in list_matches(sandbox)] == [("sea wall", None, None)]
    sandbox.execute("update core.article_topics set evidence = []")
    assert [row[4:] for row in list_matches(sandbox)] == [(None, None, None)]
