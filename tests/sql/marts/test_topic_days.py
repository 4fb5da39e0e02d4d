"""marts.topic_days: what came out about a topic on a day."""

from datetime import date

from duckdb import DuckDBPyConnection

from flows.warehouse.models import build_marts

MAY_18, MAY_19 = date(2025, 5, 18), date(2025, 5, 19)
POLITICS, LOCAL_POLITICS = ("politics", "iptc", 1), ("local politics", "iptc", 2)
WEATHER, SCHOOLS = ("weather", "iptc", 1), ("schools", "watch", 1)
ROWS = [
    ("medtop:1", MAY_18, *POLITICS, 0, 0, 1, 0, 0, 0, 0, None),
    ("medtop:1", MAY_19, *POLITICS, 1, 6, 0, 1, 1, 1, 6, 0.0),
    ("medtop:1", None, *POLITICS, 1, 9, 0, 0, 1, 1, 9, 0.0),
    ("medtop:11", MAY_19, *LOCAL_POLITICS, 1, 6, 0, 1, 1, 1, 6, 0.0),
    ("medtop:2", MAY_19, *WEATHER, 1, 5, 0, 1, 1, 1, 5, 0.0),
    ("watch:school", MAY_19, *SCHOOLS, 1, 5, 0, 1, 1, 1, 5, 0.0),
    (None, None, None, None, None, 1, 8, 1, 1, 0, 0, 0, 1.0),
]


def test_rows(warehouse: DuckDBPyConnection):
    assert warehouse.execute("from marts.topic_days").fetchall() == ROWS


def test_outlet_with_two_articles_of_a_topic_and_day_counts_once(
    sandbox: DuckDBPyConnection,
):
    sandbox.execute("update core.articles set outlet_id = 'wire', is_complete = true")
    sandbox.execute("update core.article_topics set is_assigned = true")
    build_marts(sandbox)
    counts = "select article_count, outlet_count from marts.{} where topic_id = 'medtop:2' {}"
    by_day = sandbox.execute(counts.format("topic_days", "and day = '2025-05-19'"))
    assert by_day.fetchall() == [(2, 1)]
    assert sandbox.execute(counts.format("topics", "")).fetchall() == [(3, 1)]
