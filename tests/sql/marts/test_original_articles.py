"""marts.original_articles: what counts as an outlet's own work."""

import pytest
from duckdb import DuckDBPyConnection

from flows.warehouse.models import build_marts

ROWS = [("budget", "wire", 9), ("council", "post", 6), ("storm", "wire", 5)]


def test_rows(warehouse: DuckDBPyConnection):
    assert warehouse.execute("from marts.original_articles").fetchall() == ROWS


ORIGINALS = [
    ("delete from core.reuse", ["budget", "council", "ferry", "storm"]),
    # The agency's own copy is original, another's copy of it is not, nor a copy of that one.
    (
        "update core.articles set wire_outlet_id = 'wire'; update core.reuse set"
        " original_article_id = null where article_id = 'council'",
        ["budget", "storm"],
    ),
    (
        "update core.articles set wire_outlet_id = 'wire' where article_id = 'ferry'; update"
        " core.reuse set original_article_id = null where article_id = 'council'",
        ["budget", "storm"],
    ),
    # No original is named: the one known first counts, whichever side of the pair it stands on.
    (
        "update core.reuse set original_article_id = null, relation = 'version'"
        " where other_article_id = 'ferry'",
        ["budget", "council", "storm"],
    ),
    (
        "update core.reuse set original_article_id = null where other_article_id = 'ferry'; update"
        " core.articles set published_latest = '2025-05-01' where article_id = 'ferry'",
        ["budget", "ferry", "storm"],
    ),
    (
        "update core.reuse set original_article_id = 'ferry' where other_article_id = 'ferry'",
        ["budget", "ferry", "storm"],
    ),
]


@pytest.mark.parametrize(("statements", "expected"), ORIGINALS)
def test_original_articles(sandbox: DuckDBPyConnection, statements: str, expected: list[str]):
    sandbox.execute(statements)
    build_marts(sandbox)
    originals = sandbox.execute("select article_id from marts.original_articles")
    assert [article_id for (article_id,) in originals.fetchall()] == expected
