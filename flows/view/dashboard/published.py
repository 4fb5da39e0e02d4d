"""The published file, opened for one request and closed behind it.

A reader opens the file that the link names at that moment, so a new version shows with the next
request, and a run that publishes waits for nobody. It may read nothing else of the machine.
"""

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from flows.errors import CopydeskError

Connection = duckdb.DuckDBPyConnection
Row = dict[str, Any]

MEMORY_LIMIT = "1GB"  # of all readers together, as they share DuckDB's instance of the file
PATIENCE_SECONDS = 20  # then a query is stopped


class NoWarehouse(CopydeskError):
    """There is no published file to read."""


class OtherVersion(CopydeskError):
    """The published file lacks a table or column that this version reads."""


class TookTooLong(CopydeskError):
    """A query was stopped."""


@contextmanager
def open_published(warehouse: Path) -> Iterator[Connection]:
    """A connection to what is published now, which can read no other file.

    Raises:
        NoWarehouse: nothing is published there.
        OtherVersion: the file lacks a table or column.
        TookTooLong: what was asked in the block took longer than PATIENCE_SECONDS.
    """
    connection = connect(warehouse)
    watch = threading.Timer(PATIENCE_SECONDS, connection.interrupt)
    watch.daemon = True
    watch.start()
    try:
        yield connection
    except duckdb.InterruptException:
        raise TookTooLong(
            f"this takes more than {PATIENCE_SECONDS} seconds; ask for fewer rows"
        ) from None
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        reason = str(error).splitlines()[0]
        raise OtherVersion(
            f"{warehouse}: was written by another version of Copydesk ({reason}); run it again:"
            " copydesk run --full-refresh"
        ) from error
    finally:
        watch.cancel()
        connection.close()


def connect(warehouse: Path) -> Connection:
    """The file itself is opened, not the link: DuckDB shares one instance among all who open the
    same path, and would go on with an old file under the link's name.
    """
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": str(Path(tempfile.gettempdir()) / "copydesk-dashboard"),
        "autoload_known_extensions": False,
        "autoinstall_known_extensions": False,
    }
    for is_last in (False, True):
        try:
            file = warehouse.resolve(strict=True)
            connection = duckdb.connect(file, read_only=True, config=settings)
            break
        except (OSError, duckdb.IOException):
            if is_last or not warehouse.exists():  # two runs published between the two lines
                raise NoWarehouse(
                    f"{warehouse}: nothing is published there; make it: copydesk run data/raw"
                ) from None
    connection.execute("set enable_external_access = false")  # after temp_directory is set
    connection.execute("set TimeZone = 'UTC'")
    return connection


def read_rows(connection: Connection, query: str, parameters: Row | None = None) -> list[Row]:
    """The rows that a query gives, by the names of its columns."""
    found = connection.execute(query, parameters or {})
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def read_one(connection: Connection, query: str, parameters: Row | None = None) -> Row | None:
    """The first of them; None if there is none."""
    rows = read_rows(connection, query, parameters)
    return rows[0] if rows else None
