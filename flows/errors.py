"""What goes wrong: errors that the user can mend, told as one line, and bugs, which get a log."""

import contextlib
import platform
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


class CopydeskError(Exception):
    """Something that the user can mend: the message says what is wrong, where, and what to do."""


class Unusable(CopydeskError):
    """Arguments that cannot be used; the command ends with status 2."""


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
