"""The file of the index, beside the build file: what comparing keeps of all articles.

It is committed after the build file. Each of the two says which run it was last compared in; where
they differ, a run was killed between the two, and the index is made again, as it is where its file
is gone or damaged.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.compare.index import Index
from flows.warehouse.build import INDEX_FILE, Connection, WarehouseBroken, connect
from flows.warehouse.publish import remove_database


@contextmanager
def open_index(folder: Path, is_large: bool = False) -> Iterator[Index]:
    """The index of a warehouse; what is changed in the block is committed behind it."""
    path = folder / INDEX_FILE
    try:
        connection = connect(path, is_large)
    except WarehouseBroken:
        remove_database(path)
        connection = connect(path, is_large)
    try:
        index = Index(connection)
        yield index
        index.commit()
    finally:
        connection.close()


def is_current(index: Index, build: Connection) -> bool:
    """Whether the index and the build file are of the same run."""
    runs = index.read_all("indexed_runs").rows()
    return bool(runs) and runs == build.table("work.indexed_runs").fetchall()


def note_run(index: Index, build: Connection, run_id: str) -> None:
    """Say in both, with what else is changed there, that they are of this run."""
    for connection, table in ((index.connection, "indexed_runs"), (build, "work.indexed_runs")):
        connection.execute(f"delete from {table}")  # noqa: S608
        connection.execute(f"insert into {table} values ($1)", [run_id])  # noqa: S608
