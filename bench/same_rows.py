"""Compare two warehouses table by table: are the rows of core and marts the same?

    python -m bench.same_rows before.duckdb after.duckdb

Prints a line for each table that differs, with how many rows only one of the two has and the first
of them, then the totals. Columns and tables that only one of them has are named and left out. Ends
with 1 if a row differs.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import duckdb

SCHEMAS = ("core", "marts")
SHOWN_ROWS, SHOWN_CHARACTERS = 3, 300
COLUMNS = """
    select schema_name || '.' || table_name as table_name, list(column_name order by column_index)
    from duckdb_columns()
    where database_name = $1
        and list_contains($2, schema_name)
        and not internal
        and not starts_with(column_name, 'first_seen_')  -- history
        and column_name <> 'reader_version'
    group by all
    order by all
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    options = parser.parse_args()
    with duckdb.connect() as connection:
        for name in ("before", "after"):
            path = str(getattr(options, name)).replace("'", "''")  # ATTACH takes no parameters
            connection.execute(f"attach '{path}' as {name} (read_only)")
        differing = [line for line in compare(connection) if print(line) is None]
    return bool(differing)


def compare(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """What differs, in lines; nothing where all rows are the same."""
    before, after = (
        dict(connection.execute(COLUMNS, [name, SCHEMAS]).fetchall())
        for name in ("before", "after")
    )
    for name in sorted(before.keys() ^ after.keys()):
        print(f"{name}: only {'before' if name in before else 'after'}; not compared")
    for table in sorted(before.keys() & after.keys()):
        own = set(before[table]) ^ set(after[table])
        if own:
            print(f"{table}: only one of them has {', '.join(sorted(own))}; not compared")
        columns = ", ".join(f'"{name}"' for name in before[table] if name in after[table])
        yield from compare_table(connection, table, columns)
    count = len(before.keys() & after.keys())
    print(f"{count} tables compared, {count_rows(connection, before, after):,} rows before")


def compare_table(connection: duckdb.DuckDBPyConnection, table: str, columns: str) -> Iterator[str]:
    for one, other in (("before", "after"), ("after", "before")):
        missing = connection.execute(
            f"select {columns} from {one}.{table} except all select {columns} from {other}.{table}"  # noqa: S608
        ).fetchall()
        if missing:
            yield f"{table}: {len(missing):,} row(s) only {one}"
            for row in sorted(missing, key=repr)[:SHOWN_ROWS]:
                print(f"    {repr(row)[:SHOWN_CHARACTERS]}")


def count_rows(connection: duckdb.DuckDBPyConnection, before: dict, after: dict) -> int:
    return sum(
        connection.execute(f"select count(*) from before.{table}").fetchall()[0][0]  # noqa: S608
        for table in before.keys() & after.keys()
    )


if __name__ == "__main__":
    raise SystemExit(main())
