"""What goes wrong: errors that the user can mend, told as one line, and bugs, which get a log."""

import contextlib
import errno
import os
import platform
import re
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


class CopydeskError(Exception):
    """Something that the user can mend: the message says what is wrong, where, and what to do."""

    def list_lines(self) -> list[str]:
        """What is told of it: one line, as no name of a file makes two of it."""
        return [str(self)]


class Unusable(CopydeskError):
    """Arguments that cannot be used; the command ends with status 2."""


class MachineFailed(CopydeskError):
    """The machine cannot do what it should: a full disk, no memory, a folder that is closed."""


WHAT_TO_DO = {
    errno.ENOSPC: "free some space and run again",
    errno.EDQUOT: "free some space and run again",
    errno.EROFS: "choose a place that can be written",
    errno.EACCES: "change its permissions, or choose another place",
    errno.EPERM: "change its permissions, or choose another place",
    errno.EMFILE: "raise the limit of open files (ulimit -n) and run again",
    errno.ENFILE: "raise the limit of open files and run again",
    errno.EIO: "the disk may be failing; choose another one",
}


FULL = re.compile("No space left|quota exceeded|Read-only file system", re.I)


def find_mendable(error: BaseException) -> CopydeskError | None:
    """What the user can mend of an error, with what to do; None if it is a bug of ours."""
    if isinstance(error, CopydeskError):
        return error
    if isinstance(error, MemoryError):
        return MachineFailed(
            "there is not enough memory; close other programs, or give --workers 1"
        )
    if isinstance(error, OSError) and error.errno:
        place = f"{error.filename}: " if error.filename else ""
        mend = WHAT_TO_DO.get(error.errno, "mend that and run again")
        return MachineFailed(f"{place}{error.strerror}; {mend}")
    if code := re.search(r"\(os error (\d+)\)", str(error)):  # Polars has no class for it
        return find_mendable(OSError(int(code[1]), os.strerror(int(code[1]))))
    import duckdb

    if isinstance(error, duckdb.OutOfMemoryException):
        return MachineFailed(
            f"{str(error).splitlines()[0]}: DuckDB has not enough memory; give it more with "
            "COPYDESK_DATABASE_MEMORY_MB, or close other programs"
        )
    machine = (duckdb.IOException, duckdb.FatalException)
    # A commit that found no space is a TransactionException; a damaged file is a plain Error.
    is_full = isinstance(error, duckdb.Error) and FULL.search(str(error))
    if is_full or isinstance(error, machine) or type(error) is duckdb.Error:
        return MachineFailed(f"{' '.join(str(error).split())}; mend that and run again")
    return None


def find_version() -> str:
    """Our version: "0.1.0"; of a checkout that is not installed, "unknown (not installed)"."""
    try:
        return version("copydesk")
    except PackageNotFoundError:
        return "unknown (not installed)"


def write_bug_log(error: BaseException, folder: Path) -> Path | None:
    """Write what a report of a bug needs into a file; None if no file can be written.

    Args:
        folder: where the file goes if this folder exists, else into the temporary one.
    """
    began = datetime.now(UTC)
    lines = [
        f"copydesk {find_version()}, Python {platform.python_version()}, {platform.platform()}",
        f"{began.isoformat()}: {' '.join(sys.argv)}",
        "".join(traceback.format_exception(error)),
    ]
    for place in (folder, Path(tempfile.gettempdir())):
        with contextlib.suppress(OSError):
            log = (place / f"bug-{began:%Y%m%dT%H%M%S.%fZ}.log").absolute()
            with log.open("x", encoding="utf-8", errors="backslashreplace") as file:
                file.write("\n".join(lines))
            return log
    return None
