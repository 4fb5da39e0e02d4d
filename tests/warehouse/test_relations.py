"""How the compare stage reads a build file."""

import duckdb
import polars as pl
import pytest

from flows.shipped import SQL
from flows.warehouse.relations import BY_ROW, read_texts


class Losing:
    """A connection that loses a row of those which are sought by their row ids."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.register = connection.register

    def sql(self, query: str, params: list | None = None) -> duckdb.DuckDBPyRelation:
        found = self.connection.sql(query, params=params)
        return found.limit(1) if "rowid" in query else found


def test_rows_that_are_lost_are_read_again():
    connection = duckdb.connect()
    connection.execute("""
        create schema core;
        create table core.articles as
        from (values ('a', 'Fog', 'Fog.', 'en'), ('b', 'Ice', 'Ice.', 'en'), ('c', '', '', 'de'))
            as rows (article_id, headline, body, language_code)
    """)
    found = read_texts(Losing(connection), pl.Series(["a", "b"]))  # type: ignore[arg-type]
    assert sorted(found["article_id"]) == ["a", "b"]


@pytest.mark.parametrize("step", ["texts", "reuse"])
def test_articles_are_sought_by_their_row_ids(step: str):
    assert BY_ROW in (SQL / "compare" / f"{step}.sql").read_text()
