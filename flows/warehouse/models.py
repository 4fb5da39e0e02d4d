"""Build the marts from sql/marts in dependency order, describe all tables, and run the checks.

A model is one SELECT in sql/marts/<name>.sql and becomes the table marts.<name>. A check is one
SELECT in sql/checks/fail or sql/checks/warn that returns the rows that should not exist.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import duckdb

from flows.errors import CopydeskError
from flows.shipped import SQL
from flows.warehouse.changes import (
    KEYS,
    find_changed,
    limit_query,
    list_changes,
    read_limit,
    slice_query,
)
from flows.warehouse.descriptions import SqlBroken, read_descriptions

KEPT_ROWS = 100  # of a check, in ops.check_rows
TOLD_ROWS = 5
TOLD_SOURCES = 3

# Parsed, not bound: get_table_names() fails on USING, unnest and parameters.
NAMED_TABLES = """
    select distinct value ->> 'schema_name' || '.' || (value ->> 'table_name')
    from json_tree(json_serialize_sql($query)::json)
    where value ->> 'type' = 'BASE_TABLE' and value ->> 'schema_name' <> ''
"""

COMMENTS = """
    select schema_name || '.' || table_name, comment
    from duckdb_tables()
    where database_name = current_database()
    union all
    select schema_name || '.' || table_name || '.' || column_name, comment
    from duckdb_columns()
    where database_name = current_database()
    union all
    select schema_name || '.' || view_name, comment
    from duckdb_views()
    where database_name = current_database()
    union all
    select function_name, comment
    from duckdb_functions()
    where database_name = current_database() and function_type = 'table_macro'
"""


class Place(NamedTuple):
    """The page that a row of a check is about, as far as the row says."""

    page_id: str | None
    source: str | None


class Check(NamedTuple):
    """The outcome of a check: how many rows it found, and the first of them with their pages."""

    name: str
    severity: str
    failed_rows: int
    columns: list[str]
    examples: list[tuple]
    places: list[Place]  # one of each example
    is_limited: bool = False  # it looked at nothing but what the run has changed


class CheckFailed(CopydeskError):
    """A fail check found rows: the new warehouse must not be published."""

    def __init__(self, checks: list[Check]):
        super().__init__("\n".join(line for check in checks for line in tell_check(check)))
        self.checks = checks


@contextmanager
def blame_file(path: str) -> Iterator[None]:
    """Tell in one line which file of sql/ it is that DuckDB does not understand, and where.

    Raises:
        SqlBroken: `sql/marts/topics.sql:3: Parser Error: syntax error at or near "selec"; ...`.
    """
    try:
        yield
    except duckdb.ProgrammingError as error:
        reason, *rest = str(error).splitlines()
        line = re.search(r"^LINE (\d+):", "\n".join(rest), re.MULTILINE)
        place = f"{path}:{line[1]}" if line else path
        raise SqlBroken(f"{place}: {reason}; correct the file and run again") from None


def build_marts(connection: duckdb.DuckDBPyConnection, folder: Path = SQL / "marts") -> list[str]:
    """Create marts.<name> from each <name>.sql of the folder; the names in the order built."""
    queries = {path.stem: path.read_text() for path in sorted(folder.glob("*.sql"))}
    names = order_models(connection, queries)
    for name in names:
        with blame_file(f"sql/marts/{name}.sql"):
            connection.execute(f'create or replace table marts."{name}" as {queries[name]}')
    return names


def renew_marts(connection: duckdb.DuckDBPyConnection, folder: Path = SQL / "marts") -> list[str]:
    """Bring the marts up to date with what a run has changed; the names in the order renewed.

    Their tables stay, and so do the descriptions.
    """
    queries = {path.stem: path.read_text() for path in sorted(folder.glob("*.sql"))}
    for key in KEYS:
        list_changes(connection, key)
    names = order_models(connection, queries)
    for name in names:
        with blame_file(f"sql/marts/{name}.sql"):
            query, key = queries[name], read_limit(queries[name], f"sql/marts/{name}.sql")
            query = limit_query(connection, query, key) if key else query
            replaced = f"where {find_changed(key)}" if key else ""
            connection.execute(f'delete from marts."{name}" {replaced}')  # noqa: S608
            connection.execute(f'insert into marts."{name}" by name {query}')
        for key in (key for key in KEYS if KEYS[key].after == name):
            list_changes(connection, key)
    return names


def order_models(connection: duckdb.DuckDBPyConnection, queries: dict[str, str]) -> list[str]:
    """The names of the models, each after the models that it reads.

    Raises:
        SqlBroken: a model is not SQL, reads no table of a named schema, or reads a mart that does
            not exist; or models read one another in a circle.
    """
    reads = {name: find_tables(connection, name, query) for name, query in queries.items()}
    graph = {
        name: {table.removeprefix("marts.") for table in tables if table.startswith("marts.")}
        for name, tables in reads.items()
    }
    for name, marts in graph.items():
        unknown = ", ".join(f"marts.{mart}" for mart in sorted(marts - queries.keys()))
        if unknown:
            raise SqlBroken(
                f"sql/marts/{name}.sql: there is no model for {unknown};"
                " correct the name or add the file"
            )
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        raise SqlBroken(
            f"sql/marts: models read one another in a circle: {circle}; one of them must not"
        ) from None


def find_tables(connection: duckdb.DuckDBPyConnection, name: str, query: str) -> set[str]:
    """The tables of named schemas that a model reads: {"core.articles", "marts.outlets"}."""
    with blame_file(f"sql/marts/{name}.sql"):
        connection.extract_statements(query)
    tables = {table for (table,) in connection.execute(NAMED_TABLES, {"query": query}).fetchall()}
    if not tables:
        raise SqlBroken(f"sql/marts/{name}.sql: reads no table; name each with its schema")
    return tables


def build_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the views and macros for people again (sql/macros.sql); they read the marts."""
    with blame_file("sql/macros.sql"):
        connection.execute((SQL / "macros.sql").read_text())


def comment_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Describe every table, view, column and macro to readers of the warehouse, as its file does.

    Those of core and ops too: a description that is changed cuts no page again.

    Raises:
        SqlBroken: something has no description, or a description is of something that is not there.
    """
    comments = dict(connection.execute(COMMENTS).fetchall())
    for kind, name, text, place in read_descriptions():
        if name not in comments:
            raise SqlBroken(f"{place}: there is no {kind} {name}; correct its name")
        if text != comments[name]:
            quoted = text.replace("'", "''")  # COMMENT takes no parameters
            connection.execute(f"comment on {kind} {name} is '{quoted}'")


def run_checks(
    connection: duckdb.DuckDBPyConnection, folder: Path = SQL / "checks", is_limited: bool = False
) -> list[Check]:
    """The outcome of every check, fail checks first; of what has changed where they are limited."""
    return [
        run_check(connection, path, severity, is_limited)
        for severity in ("fail", "warn")
        for path in sorted((folder / severity).glob("*.sql"))
    ]


def run_check(
    connection: duckdb.DuckDBPyConnection, path: Path, severity: str, is_limited: bool = False
) -> Check:
    """The outcome of one check: Check("page_ids_are_unique", "fail", 0, ["page_id"], [], [])."""
    query, place = path.read_text(), f"sql/checks/{severity}/{path.name}"
    with blame_file(place):
        key = read_limit(query, place) if is_limited else None
        query = limit_query(connection, query, key) if key else query
        examples, failed_rows = [], 0
        for part in slice_query(connection, query):
            rows = connection.execute(part)
            columns = [column[0] for column in rows.description]
            found = rows.fetchmany(KEPT_ROWS - len(examples))
            examples += found
            failed_rows += len(found) + count_rest(rows)
    places = find_places(connection, columns, examples)
    return Check(path.stem, severity, failed_rows, columns, examples, places, key is not None)


def find_places(
    connection: duckdb.DuckDBPyConnection, columns: list[str], rows: list[tuple]
) -> list[Place]:
    """The page of each row: by its page_id and source, else the first page of its article."""
    named = [dict(zip(columns, row, strict=True)) for row in rows]
    keys = {name: [row.get(name) for row in named] for name in ("page_id", "source", "article_id")}
    if not {"page_id", "article_id"} & set(columns) or not rows:
        return [Place(None, source) for source in keys["source"]]
    return [Place(*place) for place in connection.execute(PLACES, keys).fetchall()]


# The first by its id, so that it is the same in every run.
PLACES = """
    with
    listed as (
        select
            unnest($page_id::varchar[]) as page_id,
            unnest($source::varchar[]) as source,
            unnest($article_id::varchar[]) as article_id,
            unnest(range(len($page_id))) as row_no,
    ),
    first_pages as (
        select article_id, min(page_id) as first_page_id
        from core.placements
        semi join listed using (article_id)
        group by all
    )
    select
        coalesce(listed.page_id, first_page_id) as page_id,
        coalesce(listed.source, pages.source) as source,
    from listed
    left join first_pages using (article_id)
    left join core.pages as pages on pages.page_id = coalesce(listed.page_id, first_page_id)
    order by row_no
"""


def count_rest(rows: duckdb.DuckDBPyConnection) -> int:
    return sum(len(chunk) for chunk in iter(lambda: rows.fetchmany(10_000), []))


def raise_failures(checks: list[Check]) -> None:
    """Raise CheckFailed, with the rows, if any fail check found some."""
    failures = [check for check in checks if check.severity == "fail" and check.failed_rows]
    if failures:
        raise CheckFailed(failures)


def tell_check(check: Check) -> Iterator[str]:
    """A check that found rows, for people: its name, how many, and the first of them."""
    path = f"sql/checks/{check.severity}/{check.name}.sql"
    noun = "row" if check.failed_rows == 1 else "rows"
    yield f"{check.name}: {check.failed_rows} {noun}, see {path}{tell_sources(check)}"
    for example in check.examples[:TOLD_ROWS]:
        row = zip(check.columns, example, strict=True)
        yield "  " + ", ".join(f"{column}={value!r}" for column, value in row)
    if check.failed_rows > TOLD_ROWS:
        yield f"  ... and {check.failed_rows - TOLD_ROWS} more"


def tell_sources(check: Check) -> str:
    """The first pages behind a check: "; pages: a.txt, b.txt, c.txt ..."; else nothing."""
    sources = sorted({place.source for place in check.places if place.source})
    if not sources:
        return ""
    noun = "page" if len(sources) == 1 else "pages"
    dots = " ..." if len(sources) > TOLD_SOURCES else ""
    return f"; {noun}: {', '.join(sources[:TOLD_SOURCES])}{dots}"
