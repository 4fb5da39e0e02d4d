"""Build the marts from sql/marts in dependency order, describe them, and run the checks.

A model is one SELECT in sql/marts/<name>.sql and becomes the table marts.<name>. A check is one
SELECT in sql/checks/fail or sql/checks/warn that returns the rows that should not exist.
"""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import duckdb

from flows.shipped import SQL

EXAMPLE_ROWS = 5

# Parsed, not bound: get_table_names() fails on USING, unnest and parameters.
NAMED_TABLES = """
    select distinct value ->> 'schema_name' || '.' || (value ->> 'table_name')
    from json_tree(json_serialize_sql($query)::json)
    where value ->> 'type' = 'BASE_TABLE' and value ->> 'schema_name' <> ''
"""


class Check(NamedTuple):
    """A check's outcome: how many rows it found, and the first few, for people."""

    name: str
    severity: str
    failed_rows: int
    columns: list[str]
    examples: list[tuple]


class CheckFailed(RuntimeError):
    """A fail check found rows: the new warehouse must not be published."""


def find_tables(connection: duckdb.DuckDBPyConnection, query: str) -> set[str]:
    """The schema-qualified tables that a query reads: {"core.articles", "marts.outlets"}."""
    return {name for (name,) in connection.execute(NAMED_TABLES, {"query": query}).fetchall()}


def order_models(connection: duckdb.DuckDBPyConnection, queries: dict[str, str]) -> list[str]:
    """Model names, each behind the models that it reads.

    Raises:
        ValueError: a model reads no schema-qualified table, reads a mart that does not exist,
            or models read one another in a circle.
    """
    reads = {name: find_tables(connection, query) for name, query in queries.items()}
    for name, tables in reads.items():
        marts = {table for table in tables if table.startswith("marts.")}
        unknown = sorted(marts - {f"marts.{model}" for model in queries})
        if not tables:
            raise ValueError(f"sql/marts/{name}.sql: reads no table; name it with its schema")
        if unknown:
            raise ValueError(f"sql/marts/{name}.sql: there is no model for {', '.join(unknown)}")
    graph = {
        name: {table.removeprefix("marts.") for table in tables if table.startswith("marts.")}
        for name, tables in reads.items()
    }
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        raise ValueError(f"sql/marts: models read one another in a circle: {circle}") from None


def build_marts(connection: duckdb.DuckDBPyConnection, folder: Path = SQL / "marts") -> list[str]:
    """Create marts.<name> from each <name>.sql of the folder; the names in the order built."""
    queries = {path.stem: path.read_text() for path in sorted(folder.glob("*.sql"))}
    names = order_models(connection, queries)
    for name in names:
        connection.execute(f'create or replace table marts."{name}" as {queries[name]}')
    return names


def comment_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Describe every table and column to the readers of the warehouse (sql/comments.sql)."""
    connection.execute((SQL / "comments.sql").read_text())


def run_checks(connection: duckdb.DuckDBPyConnection, folder: Path = SQL / "checks") -> list[Check]:
    """The outcome of every check, fail checks first."""
    return [
        run_check(connection, path, severity)
        for severity in ("fail", "warn")
        for path in sorted((folder / severity).glob("*.sql"))
    ]


def run_check(connection: duckdb.DuckDBPyConnection, path: Path, severity: str) -> Check:
    """The outcome of one check: Check("page_ids_are_unique", "fail", 0, ["page_id"], [])."""
    rows = connection.execute(path.read_text())
    columns = [column[0] for column in rows.description]
    examples = rows.fetchmany(EXAMPLE_ROWS)
    return Check(path.stem, severity, len(examples) + count_rest(rows), columns, examples)


def count_rest(rows: duckdb.DuckDBPyConnection) -> int:
    return sum(len(chunk) for chunk in iter(lambda: rows.fetchmany(10_000), []))


def raise_failures(checks: list[Check]) -> None:
    """Raise CheckFailed, with the rows, if any fail check found some."""
    failures = [check for check in checks if check.severity == "fail" and check.failed_rows]
    if failures:
        raise CheckFailed("\n".join(line for check in failures for line in tell_check(check)))


def tell_check(check: Check) -> Iterator[str]:
    """A check that found rows, for people: its name, how many, and the first of them."""
    path = f"sql/checks/{check.severity}/{check.name}.sql"
    yield f"{check.name}: {check.failed_rows} row(s), see {path}"
    for example in check.examples:
        row = zip(check.columns, example, strict=True)
        yield "  " + ", ".join(f"{column}={value!r}" for column, value in row)
    if check.failed_rows > len(check.examples):
        yield f"  ... and {check.failed_rows - len(check.examples)} more"
