"""Articles made again out of what their pages say."""

from collections.abc import Callable
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from flows.shipped import SQL


@pytest.fixture
def resolve(sandbox: DuckDBPyConnection) -> Callable[..., dict[str, list[dict[str, Any]]]]:
    """resolve("articles", "storm", ...) -> the rows of sql/resolve/articles.sql by article_id"""

    def run(name: str, *article_ids: str) -> dict[str, list[dict[str, Any]]]:
        sandbox.execute("truncate work.articles")
        sandbox.execute(
            "insert into work.articles (article_id, must_resolve) select unnest($1), true",
            [list(article_ids)],
        )
        rows = sandbox.sql((SQL / "resolve" / f"{name}.sql").read_text()).pl()
        found: dict[str, list[dict[str, Any]]] = {}
        for row in rows.sort(rows.columns[:2]).iter_rows(named=True):
            found.setdefault(row["article_id"], []).append(row)
        return found

    return run
