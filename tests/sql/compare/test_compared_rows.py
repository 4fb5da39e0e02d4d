"""sql/compare: what of the articles is compared."""

from datetime import datetime
from typing import Any

from duckdb import DuckDBPyConnection

from flows.shipped import SQL

ALL = ["budget", "council", "ferry", "museum", "storm", "whale"]


def read_rows(connection: DuckDBPyConnection, name: str) -> list[dict[str, Any]]:
    connection.execute("create or replace temp view wanted as select article_id from core.articles")
    rows = connection.sql((SQL / "compare" / f"{name}.sql").read_text()).pl()
    return rows.sort(rows.columns[:2]).to_dicts()


def test_quotations_with_when_they_were_known(warehouse: DuckDBPyConnection):
    known = {"council": datetime(2025, 5, 20), "budget": datetime(2025, 6, 1)}
    council = ("council", 1, "council voted", known["council"])
    changed = "insert into work.articles (article_id, {}) values ('{}', true)"
    warehouse.execute("begin")
    assert read_rows(warehouse, "families") == []
    warehouse.execute(changed.format("must_quote", "council"))
    assert [tuple(row.values()) for row in read_rows(warehouse, "families")] == [council]
    warehouse.execute(changed.format("is_regrouped", "budget"))
    assert [tuple(row.values()) for row in read_rows(warehouse, "families")] == [
        ("budget", 1, "budget passed", known["budget"]),
        ("budget", 2, "passed", known["budget"]),
        council,
    ]
    warehouse.execute("rollback")


def test_articles_for_reuse(warehouse: DuckDBPyConnection):
    rows = read_rows(warehouse, "reuse")
    assert [row["article_id"] for row in rows] == ALL
    budget, council, ferry, museum, storm, _ = rows
    # The agency's own article is its copy too.
    assert [row["wire_outlet_id"] for row in (budget, storm, council)] == ["wire", "wire", None]
    assert budget["attributed_outlet_ids"] == ["post"]
    assert council["attributed_outlet_ids"] is None
    # An url is an article's own only where the article is the page's lead.
    assert [row["url"] for row in (budget, council, ferry, museum)] == [
        "https://p3.example/1",
        "https://p2.example/1",
        "https://p1.example/1",
        None,
    ]
    assert [row["first_captured"] for row in (budget, council, museum)] == [
        None,
        datetime(2025, 5, 20, 6),
        datetime(2025, 5, 20, 6),
    ]
    assert [row["is_complete"] for row in rows] == [True, True, True, False, True, False]


def test_articles_for_stories(warehouse: DuckDBPyConnection):
    rows = read_rows(warehouse, "stories")
    assert [row["article_id"] for row in rows] == ALL
    assert [row["quotation_family_ids"] for row in rows] == [["voted"], ["voted"], *[None] * 4]
    assert {row["group_article_id"] for row in rows} == {None}
    assert [row["known_at"] for row in rows[:3]] == [
        datetime(2025, 6, 1),
        datetime(2025, 5, 20),
        datetime(2025, 5, 20, 6),
    ]
