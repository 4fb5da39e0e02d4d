"""The tables of a published warehouse as Parquet files, for sharing and for other tools."""

import csv
import shutil
from pathlib import Path

import duckdb

from flows.errors import Unusable
from flows.summary import count_noun

SCHEMAS = ["core", "marts", "ops"]
# Columns with texts that are other people's, or that may quote them; headlines, names and the terms
# of topics are no such texts, while word_codes tell which words are there.
# tests/view/test_export.py holds every column to be on one side.
TEXTS = {
    "core.articles": ("deck", "body", "word_codes"),
    "core.attributions": ("phrase",),
    "core.pages": ("text",),
    "core.quotations": ("text",),
    "marts.boilerplate": ("line",),
    "marts.doubtful_pages": ("detail",),
    "marts.doubtful_placements": ("detail",),
    "marts.quotation_families": ("wording", "family_wording"),
    "ops.check_rows": ("row_json",),
    "ops.faults": ("error",),
    "ops.rejects": ("detail",),
    "ops.runs": ("reason",),
}
BYTES_A_FILE = "256MB"
COLUMNS = """
    select schema_name || '.' || table_name as table_name, column_name, data_type, comment
    from duckdb_columns()
    semi join duckdb_tables() using (database_name, schema_name, table_name)
    where database_name = current_database() and list_contains($1, schema_name)
    order by table_name, column_index
"""


def export_warehouse(warehouse: Path, folder: Path, no_text: bool = False) -> str:
    """Write each table into a folder of its own, FOLDER/core/articles/data_0.parquet, and what the
    columns hold into FOLDER/columns.csv; the folder is there when all of it is. A line for people.

    Args:
        folder: is not there, or empty.
        no_text: leave out the columns of TEXTS.

    Raises:
        Unusable: there is no warehouse, or something stands in the folder.
    """
    if not warehouse.exists():
        raise Unusable(f"{warehouse}: there is no such warehouse")
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Unusable(f"{folder}: is not empty; name a new folder")
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(parents=True)
        with open_published(warehouse) as connection:
            columns = list_columns(connection, no_text)
            rows = sum(export_table(connection, part, *table) for table in columns.items())
        byte_count = sum(path.stat().st_size for path in part.rglob("*") if path.is_file())
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    kind = " without texts" if no_text else ""
    told = f"{count_noun(len(columns), 'table')}{kind}, {count_noun(rows, 'row')}"
    return f"Exported {told}, {byte_count / 1024 / 1024:,.1f} MB: {folder}"


def open_published(warehouse: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(warehouse, read_only=True)
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set enable_progress_bar = false")
    return connection


Column = tuple[str, str, str]  # name, type, what it holds


def list_columns(connection: duckdb.DuckDBPyConnection, no_text: bool) -> dict[str, list[Column]]:
    """Table -> the columns of it that are exported."""
    columns: dict[str, list[Column]] = {}
    for table, *column in connection.execute(COLUMNS, [SCHEMAS]).fetchall():
        if not no_text or column[0] not in TEXTS.get(table, ()):
            columns.setdefault(table, []).append((column[0], column[1], column[2] or ""))
    return columns


def export_table(
    connection: duckdb.DuckDBPyConnection, part: Path, table: str, columns: list[Column]
) -> int:
    """Write one table and its lines of columns.csv; how many rows it has."""
    schema, _, name = table.partition(".")
    target = part / schema / name
    target.parent.mkdir(exist_ok=True)
    names = ", ".join(f'"{column}"' for column, _, _ in columns)
    quoted = str(target).replace("'", "''")  # COPY takes no parameters
    written = connection.execute(
        f"copy (select {names} from {schema}.\"{name}\") to '{quoted}'"  # noqa: S608
        f" (format parquet, compression zstd, file_size_bytes '{BYTES_A_FILE}')"
    ).fetchall()
    listing = part / "columns.csv"
    is_new = not listing.exists()
    with listing.open("a", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        if is_new:
            rows.writerow(("table_name", "column_name", "data_type", "description"))
        rows.writerows((table, *column) for column in columns)
    return written[0][0]
