"""Articles are resolved in parts: the same rows as in one."""

from duckdb import DuckDBPyConnection

from flows.warehouse import cuts


def read_resolved(connection: DuckDBPyConnection) -> list[list[tuple]]:
    cuts.resolve_articles(connection)
    return [
        connection.execute(f"from core.{table} order by all").fetchall()
        for table in ("articles", "article_spans")
    ]


def test_articles_resolved_in_parts_are_those_resolved_at_once(sandbox, monkeypatch):
    sandbox.execute("""
        delete from work.articles;
        insert into work.articles (article_id, must_resolve)
        select distinct article_id, true from core.placements
    """)
    whole = read_resolved(sandbox)
    assert len(whole[0]) > 3
    monkeypatch.setattr(cuts, "ARTICLES_A_PART", 2)
    assert len([*cuts.list_parts(sandbox)]) > 1
    assert read_resolved(sandbox) == whole
