"""`copydesk export`: every table as Parquet, with texts or without."""

import re
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows import cli, shipped
from flows.view import export

SAMPLE = shipped.ROOT / "data" / "raw"
# Columns of strings that are no texts: ids, names, kinds, headlines, addresses, dates as printed.
NO_TEXTS = re.compile(
    r"(?:.*_)?(?:id|ids|basis|code|kind|role|relation|precision|version|name|domain|scheme|place)"
    r"|source|example_source|file|folder|url|field|value|found_in|page|problem|rules_value|match|"
    r"alias|member|headline|title|terms|evidence|byline|authors|dateline|speaker|outlet_label|"
    r"published_text|age_text|reason_undated|reason|corrected_fields|description|state|severity|"
    r"stage|encoding|other_encoding|content_hash|manifest_row|format|other_records|columns|phrases?"
)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory, run_flow) -> Path:
    path = tmp_path_factory.mktemp("export") / "copydesk.duckdb"
    run_flow(path, SAMPLE)
    return path


def exported(capsys, warehouse: Path, folder: Path, *options: str) -> str:
    assert cli.main(["export", str(folder), "--warehouse", str(warehouse), *options]) == 0
    return capsys.readouterr().out


def list_tables(warehouse: Path) -> list[tuple[str, str]]:
    with duckdb.connect(warehouse, read_only=True) as connection:
        return connection.sql(
            "select schema_name, table_name from duckdb_tables()"
            " where schema_name in ('core', 'marts', 'ops')"
        ).fetchall()


def test_every_table_is_written_with_all_of_its_rows(warehouse, tmp_path, query, capsys):
    folder = tmp_path / "it's [new] ?"
    line = exported(capsys, warehouse, folder)
    tables = list_tables(warehouse)
    assert line.startswith(f"Exported {len(tables)} tables, ")
    assert len(line.splitlines()) == 1
    for schema, table in tables:
        paths = list((folder / schema / table).glob("*.parquet"))
        frame = pl.concat(pl.read_parquet(path, glob=False) for path in paths)
        rows = query(warehouse, f"select count(*) from {schema}.{table}")[0][0]
        assert frame.height == rows, (schema, table)
    listed = pl.read_csv(folder / "columns.csv", glob=False)
    assert listed.filter(pl.col("description").is_null()).is_empty()
    assert listed["table_name"].n_unique() == len(tables)
    assert sorted(path.name for path in tmp_path.iterdir()) == [folder.name]


def test_pandas_and_polars_read_a_folder(warehouse, tmp_path, query, capsys):
    pandas = pytest.importorskip("pandas")
    (tmp_path / "tables").mkdir()  # an empty folder may be there
    exported(capsys, warehouse, tmp_path / "tables")
    articles = tmp_path / "tables" / "core" / "articles"
    bodies = [body for (body,) in query(warehouse, "select body from core.articles order by body")]
    assert sorted(pl.read_parquet(articles)["body"]) == bodies
    assert sorted(pandas.read_parquet(articles)["body"]) == bodies


def test_without_texts_no_long_words_of_a_page_are_left(warehouse, tmp_path, query, capsys):
    assert "without texts" in exported(capsys, warehouse, tmp_path / "x", "--no-text")
    paths = list((tmp_path / "x").rglob("*.parquet"))
    values = "\n".join(pl.read_parquet(path, glob=False).write_json() for path in paths)
    bodies = query(warehouse, "select body from core.articles where is_complete")
    quotations = query(warehouse, "select text from core.quotations")
    assert bodies
    assert quotations
    lines = [line for (body,) in bodies for line in body.split("\n") if len(line) > 60]
    assert not [line for line in lines if line in values]
    assert not [text for (text,) in quotations if text in values]
    headline = query(warehouse, "select max(headline) from core.articles")[0][0]
    assert headline in values
    pages = pl.read_parquet(tmp_path / "x" / "core" / "pages")
    assert "char_count" in pages.columns
    assert "text" not in pages.columns


def test_every_column_of_strings_is_declared_a_text_or_is_none(warehouse):
    with duckdb.connect(warehouse, read_only=True) as connection:
        columns = export.list_columns(connection, no_text=False)
    named = {(table, name) for table, names in export.TEXTS.items() for name in names}
    assert named <= {(table, name) for table, found in columns.items() for name, _, _ in found}
    undeclared = [
        f"{table}.{name}"
        for table, found in columns.items()
        for name, kind, _ in found
        if "VARCHAR" in kind and (table, name) not in named and not NO_TEXTS.fullmatch(name)
    ]
    assert not undeclared, "add them to TEXTS of flows/view/export.py, or to NO_TEXTS here"


@pytest.mark.parametrize("there", ["file", "folder"])
def test_what_is_there_is_not_overwritten(there, warehouse, tmp_path, capsys):
    folder = tmp_path / "tables"
    if there == "file":
        folder.write_text("mine")
    else:
        folder.mkdir()
        (folder / "mine.txt").write_text("mine")
    assert cli.main(["export", str(folder), "--warehouse", str(warehouse)]) == 2
    assert "is not empty; name a new folder" in capsys.readouterr().err
    assert "mine" in (folder if there == "file" else folder / "mine.txt").read_text()


def test_no_warehouse_is_one_line(tmp_path, capsys):
    gone = str(tmp_path / "gone.duckdb")
    assert cli.main(["export", str(tmp_path / "x"), "--warehouse", gone]) == 2
    assert "there is no such warehouse" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
