"""The runner of marts and checks: order, broken files, descriptions, failures."""

import re
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from flows.errors import CopydeskError
from flows.shipped import SQL
from flows.warehouse import models
from flows.warehouse.descriptions import Description, SqlBroken
from flows.warehouse.models import (
    CheckFailed,
    build_macros,
    build_marts,
    comment_tables,
    order_models,
    raise_failures,
    run_check,
    run_checks,
    tell_check,
)

MARTS = sorted(path.stem for path in (SQL / "marts").glob("*.sql"))


@pytest.fixture
def empty() -> DuckDBPyConnection:
    """A warehouse without rows or marts."""
    connection = duckdb.connect()
    connection.execute((SQL / "core.sql").read_text())
    return connection


# The order of the models


def test_models_come_after_what_they_read():
    queries = {
        "a": "select * from marts.b join marts.c using (page_id)",
        "b": "with c as (select page_id from core.pages) select * from c",
        "c": "select page_id from (select unnest([page_id]) as page_id from marts.b)",
    }
    assert order_models(duckdb.connect(), queries) == ["b", "c", "a"]


def test_models_in_a_circle():
    queries = {
        "a": "select * from marts.b",
        "b": "select * from marts.c",
        "c": "select * from marts.a",
    }
    with pytest.raises(SqlBroken, match=r"in a circle: (\w -> ){3}\w;"):
        order_models(duckdb.connect(), queries)


def test_model_that_reads_an_unknown_mart():
    queries = {"a": "select * from marts.gone, marts.lost"}
    with pytest.raises(SqlBroken, match=r"a\.sql: there is no model for marts\.gone, marts\.lost"):
        order_models(duckdb.connect(), queries)


@pytest.mark.parametrize(
    "query", ["pivot core.pages on source using count(*)", "select * from pages"]
)
def test_model_whose_tables_are_not_to_be_found(query: str):
    with pytest.raises(SqlBroken, match=r"sql/marts/a\.sql: reads no table"):
        order_models(duckdb.connect(), {"a": query})


# Broken files


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            "selec * from core.pages",
            'sql/marts/a.sql:2: Parser Error: syntax error at or near "selec";'
            " correct the file and run again",
        ),
        (
            "select\n    'abc from core.pages",
            "sql/marts/a.sql:3: Parser Error: unterminated string literal;"
            " correct the file and run again",
        ),
        (
            "select *\nfrom core.nothing",
            "sql/marts/a.sql:3: Catalog Error: Table with name nothing does not exist!;"
            " correct the file and run again",
        ),
        (
            "select nothing from core.pages",
            "sql/marts/a.sql:2: Binder Error: "
            'Referenced column "nothing" not found in FROM clause!; correct the file and run again',
        ),
    ],
)
def test_model_that_is_broken_is_named_in_one_line(
    empty: DuckDBPyConnection, tmp_path: Path, query: str, message: str
):
    (tmp_path / "a.sql").write_text(f"-- Broken.\n{query}\n")
    with pytest.raises(SqlBroken) as failure:
        build_marts(empty, tmp_path)
    assert str(failure.value) == message


def test_check_that_is_broken_is_named_in_one_line(empty: DuckDBPyConnection, tmp_path: Path):
    path = tmp_path / "pages_are_good.sql"
    path.write_text("-- Broken.\nselect *\nform core.pages\n")
    with pytest.raises(SqlBroken, match=r"^sql/checks/warn/pages_are_good\.sql:3: Parser Error: "):
        run_check(empty, path, "warn")


def test_errors_are_for_the_user():
    assert issubclass(SqlBroken, CopydeskError)
    assert issubclass(CheckFailed, CopydeskError)


# Marts


def test_marts_are_built_again_in_place(empty: DuckDBPyConnection):
    empty.execute("""
        insert into core.outlets values ('post', 'Post', 'publisher', null, null);
        insert into core.pages (page_id, text_id, source, host_outlet_id, char_count, text)
        values ('p1', 't1', 'p1.txt', 'post', 4, 'Post');
    """)
    build_marts(empty)
    rows = empty.execute("from marts.outlets").fetchall()
    empty.execute("delete from marts.outlets")
    assert sorted(build_marts(empty)) == MARTS
    assert [row[:2] for row in rows] == [("post", "Post")]
    assert empty.execute("from marts.outlets").fetchall() == rows


# Descriptions


def read_comment(connection: DuckDBPyConnection, table: str) -> str | None:
    found = "select comment from duckdb_tables() where schema_name || '.' || table_name = ?"
    return connection.execute(found, [table]).fetchall()[0][0]


def test_changed_description_reaches_a_warehouse_that_has_one(empty: DuckDBPyConnection):
    build_marts(empty)
    build_macros(empty)
    comment_tables(empty)
    description = read_comment(empty, "core.pages")
    assert description and read_comment(empty, "marts.outlets")
    empty.execute("comment on table core.pages is 'As it was before.'")
    comment_tables(empty)
    assert read_comment(empty, "core.pages") == description


def test_marts_that_are_built_again_are_described_again(empty: DuckDBPyConnection):
    build_marts(empty)
    build_macros(empty)
    comment_tables(empty)
    build_marts(empty)
    assert read_comment(empty, "marts.outlets") is None
    comment_tables(empty)
    assert read_comment(empty, "marts.outlets")


@pytest.mark.parametrize(
    ("kind", "name"), [("table", "core.gone"), ("column", "core.pages.gone"), ("table", "marts.x")]
)
def test_description_of_what_is_not_there(
    empty: DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, kind: str, name: str
):
    described = [Description(kind, name, "Gone.", "sql/core.sql:9")]
    monkeypatch.setattr(models, "read_descriptions", lambda: described)
    with pytest.raises(SqlBroken, match=rf"^sql/core\.sql:9: there is no {kind} {name}; correct"):
        comment_tables(empty)


# Checks


def test_failures_name_the_check_its_rows_and_how_many_more(
    empty: DuckDBPyConnection, tmp_path: Path
):
    for severity in ("fail", "warn"):
        (tmp_path / severity).mkdir()
    (tmp_path / "fail" / "kinds_are_known.sql").write_text(
        "select 'advert-' || number as kind, 1 as segment_count from range(11) as kinds (number)"
    )
    (tmp_path / "fail" / "pages_are_good.sql").write_text("from core.pages")
    (tmp_path / "warn" / "pages_are_read.sql").write_text("select 1 as number")
    checks = run_checks(empty, tmp_path)
    assert [(check.name, check.severity, check.failed_rows) for check in checks] == [
        ("kinds_are_known", "fail", 11),
        ("pages_are_good", "fail", 0),
        ("pages_are_read", "warn", 1),
    ]
    with pytest.raises(CheckFailed) as failure:
        raise_failures(checks)
    text = str(failure.value)
    assert "kinds_are_known: 11 rows, see sql/checks/fail/kinds_are_known.sql\n" in text
    assert re.search(r"kind='advert-\d+', segment_count=1\n", text)
    assert text.endswith("... and 6 more")
    assert "pages_are" not in text


def test_a_check_names_the_pages_behind_its_rows(empty: DuckDBPyConnection, tmp_path: Path):
    empty.execute("""
        insert into core.pages (page_id, text_id, source, char_count, text)
        select 'p' || n, 't', n || '.txt', 1, 'x' from range(1, 6) as numbers (n);
        insert into core.placements (
            page_id, placement_no, article_id, role, start_char, end_char
        )
        values ('p5', 1, 'a', 'teaser', 0, 1), ('p2', 1, 'a', 'lead', 0, 1);
    """)
    query = tmp_path / "pages_are_good.sql"

    def check(sql: str) -> models.Check:
        query.write_text(sql)
        return run_check(empty, query, "warn")

    by_page = check("select page_id from core.pages order by page_id")
    assert by_page.places[:2] == [("p1", "1.txt"), ("p2", "2.txt")]
    told = next(tell_check(by_page))
    assert told.endswith(
        "5 rows, see sql/checks/warn/pages_are_good.sql; pages: 1.txt, 2.txt, 3.txt ..."
    )
    by_article = check("select 'a' as article_id union all select 'gone' order by all")
    assert by_article.places == [("p2", "2.txt"), (None, None)]
    assert next(tell_check(by_article)).endswith("; page: 2.txt")
    assert check("select 'raw.txt' as source").places == [(None, "raw.txt")]
    assert check("select 1 as number").places == [(None, None)]
    assert check("select page_id from core.pages where false").places == []
