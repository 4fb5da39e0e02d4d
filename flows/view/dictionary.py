"""The data dictionary: each table, view and macro of the warehouse, as sql/ describes it.

`make docs` writes it to docs/data-dictionary.md; a test holds the file to what sql/ says.
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from flows.shipped import SQL
from flows.warehouse.descriptions import Description, read_descriptions
from flows.warehouse.models import build_macros, build_marts

HEAD = """\
# Data dictionary

Every table, view and macro of the warehouse, made by `make docs` from the descriptions in `sql/`.
The same words stand in the file itself:
`select table_name, column_name, comment from duckdb_columns()`.
Names are a contract: columns are added, never renamed. NULL is what the pages do not say.
"""
TITLES = {
    "core": "What the pages say",
    "marts": "What people count",
    "ops": "What the runs did",
}
COLUMN_TYPES = """
    select schema_name || '.' || table_name || '.' || column_name, lower(data_type)
    from duckdb_columns()
    where not internal
"""
PARAMETERS = """
    select function_name, parameters
    from duckdb_functions()
    where function_type = 'table_macro' and not internal
"""


def write_dictionary(path: Path = Path("docs/data-dictionary.md")) -> None:
    path.write_text(make_dictionary(), encoding="utf-8")


def make_dictionary() -> str:
    """The data dictionary as Markdown."""
    with duckdb.connect() as connection:
        connection.execute((SQL / "core.sql").read_text())
        build_marts(connection)
        build_macros(connection)
        types = dict(connection.execute(COLUMN_TYPES).fetchall())
        parameters = dict(connection.execute(PARAMETERS).fetchall())
    described = read_descriptions()
    parts = [HEAD, "## Macros\n", *tell_macros(described, parameters)]
    for schema, title in TITLES.items():
        parts += [f"## {schema}: {title[0].lower()}{title[1:]}\n"]
        parts += tell_tables([found for found in described if is_of(found, schema)], types)
    return "\n".join(parts)


def is_of(found: Description, schema: str) -> bool:
    return found.name.startswith(f"{schema}.")


def tell_macros(described: list[Description], parameters: dict[str, list[str]]) -> Iterator[str]:
    for found in described:
        if found.kind == "macro table":
            yield f"### {found.name}({', '.join(parameters[found.name])})\n\n{found.text}\n"


def tell_tables(described: list[Description], types: dict[str, str]) -> Iterator[str]:
    """Each table with its columns, a row each."""
    for found in described:
        if found.kind == "column":
            name = found.name.rpartition(".")[2]
            yield f"| `{name}` | {shorten(types[found.name])} | {escape(found.text)} |"
        else:
            note = " (view)" if found.kind == "view" else ""
            yield f"\n### {found.name}{note}\n\n{found.text}\n"
            yield "| column | type | what |\n|---|---|---|"
    yield ""


def shorten(name: str) -> str:
    return name.replace("timestamp with time zone", "timestamptz")


def escape(text: str) -> str:
    """A text in a cell of a table in Markdown."""
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    write_dictionary()
