"""Write the build file anew where much of it is free: a published copy has the free blocks, too.

DuckDB uses blocks again that were freed, and never gives them back. What a run writes anew leaves
as many behind, so one page more made 69 MB of 42.
"""

from pathlib import Path

import duckdb

from flows.warehouse.build import DATABASE, Connection, attach, connect
from flows.warehouse.publish import COMPACT, remove_database, write_through

MOST_FREE = 0.3  # of the blocks
FEWEST_BLOCKS = 64  # 16 MB: a smaller file is not worth it


def compact(path: Path, is_needed: bool = False) -> bool:
    """Whether so many blocks of a database that nobody has open were free that it is another file
    now, with the same tables, comments and macros and no free block.

    Where there is no room on the disk for it, or the machine cannot, the file stays as it is.

    Args:
        is_needed: do it in any case, since words stand in free blocks that must go.

    Raises:
        duckdb.Error: it is needed, and cannot be done.
    """
    copy = path.with_name(COMPACT)
    remove_database(copy)
    with connect(path) as connection:
        if not (is_needed or has_much_free(connection)):
            return False
        try:
            copy_database(connection, copy)
        except duckdb.Error:
            remove_database(copy)
            if is_needed:
                raise
            return False
    write_through(copy)
    copy.replace(path)
    return True


def has_much_free(connection: Connection) -> bool:
    free, total = connection.execute(
        "select free_blocks, total_blocks from pragma_database_size()"
        " where database_name = current_database()"
    ).fetchall()[0]
    return total >= FEWEST_BLOCKS and free > MOST_FREE * total


def copy_database(connection: Connection, target: Path) -> None:
    attach(connection, target, "compact")
    try:
        connection.execute(f"copy from database {DATABASE} to compact")
    finally:
        connection.execute("detach compact")
