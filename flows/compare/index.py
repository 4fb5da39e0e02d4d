"""The index: what is kept of articles, so that new ones meet them without reading them again.

A table has a row for what an article has got (a print, a name); `number` is the article's. Rows are
read by the values of a column, which costs one quick look through it. All can be made again from
the articles, so nothing is lost with the index.
"""

from collections.abc import Iterator

import duckdb
import polars as pl

ROWS_A_PART = 1_000_000


class Index:
    """Tables in a database of their own, which is changed as a whole or not at all.

    `indexed_runs` says of which run it is: the caller's word, lost when the index is made again.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.is_begun = False
        connection.execute("create table if not exists indexed_runs (run_id varchar)")

    def begin(self, tables: dict[str, pl.Schema], is_new: bool) -> None:
        """Forget what was changed since the last commit, and make the tables that are not there."""
        if self.is_begun:
            self.connection.rollback()
        self.make(tables, is_new)
        self.connection.begin()
        self.is_begun = True

    def make(self, tables: dict[str, pl.Schema], is_new: bool) -> None:
        """Make the tables that are not there.

        Args:
            is_new: make all of them again, empty. A run that is killed before it commits leaves
                an index that is of no run.
        """
        # DuckDB 2.0 may find no row of a large insert into a table that its own transaction has
        # made: tables are made, and committed, before rows are written.
        self.connection.begin()
        if is_new:
            self.connection.execute("delete from indexed_runs")
        for name, schema in tables.items():
            made = "create or replace table" if is_new else "create table if not exists"
            rows = self.connection.from_arrow(schema.to_frame().to_arrow())
            columns = ", ".join(map("{} {}".format, rows.columns, rows.types))
            self.connection.execute(f"{made} {name} ({columns})")
        self.connection.commit()

    def commit(self) -> None:
        if self.is_begun:
            self.connection.commit()
            self.is_begun = False

    def read(self, table: str, column: str, values: pl.Series) -> pl.DataFrame:
        """The rows with one of these values."""
        self.connection.register("wanted", values.unique().to_frame(column))
        return self.connection.sql(f"from {table} semi join wanted using ({column})").pl()

    def read_all(self, table: str) -> pl.DataFrame:
        return self.connection.table(table).pl()

    def read_parts(self, table: str, column: str) -> Iterator[pl.DataFrame]:
        """All rows, in parts that fit into memory; those with one value are in one part."""
        (count,) = self.connection.sql(f"select count(*) from {table}").fetchall()[0]  # noqa: S608
        part_count = count // ROWS_A_PART + 1
        for part in range(part_count):
            condition = f"{column} % {part_count} = {part}"
            yield self.connection.sql(f"from {table} where {condition}").pl()

    def add(self, table: str, rows: pl.DataFrame) -> None:
        self.connection.register("rows", rows)
        self.connection.execute(f"insert into {table} by name from rows")

    def remove(self, table: str, column: str, values: pl.Series) -> None:
        """Remove the rows with one of these values."""
        self.connection.register("wanted", values.unique().to_frame(column))
        self.connection.execute(f"delete from {table} where {column} in (from wanted)")  # noqa: S608

    def find_next(self, table: str, column: str) -> int:
        """A number greater than all of the column."""
        query = f"select coalesce(max({column}) + 1, 0) from {table}"  # noqa: S608
        return self.connection.sql(query).fetchall()[0][0]
