"""What cannot be taken as it is becomes a row of REJECTS with its reason; the rest goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import polars as pl

from flows.errors import CopydeskError

REJECTS = pl.Schema(
    {
        "source": pl.String,
        "reason": pl.String,
        "detail": pl.String,
        "folder": pl.String,  # the RAW argument below which it was found
    }
)


class Reject(NamedTuple):
    """A row of REJECTS."""

    source: str
    reason: str
    detail: str
    folder: str | None = None  # null until it is known: see place_rejects


class Rejected(CopydeskError):
    """Something cannot be taken as it is: Rejected("blank", "white space only")."""

    def __init__(self, reason: str, detail: str):
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}"


class Unread(Rejected):
    """A file that cannot be read now, whatever is in it: the next run tries it again."""


@contextmanager
def rejecting(source: str, rejects: list[Reject]) -> Iterator[None]:
    """A block that Rejected ends; the source is added to the rejects, and the run goes on."""
    try:
        yield
    except Rejected as rejected:
        rejects.append(Reject(source, rejected.reason, rejected.detail))


@contextmanager
def blaming_file() -> Iterator[None]:
    """A block that reads one file: what the system says of the file is the file's reject."""
    try:
        yield
    except FileNotFoundError:
        raise Unread("vanished", "it was there when its folder was listed") from None
    except OSError as error:
        raise Unread("unreadable", error.strerror or str(error)) from None


def place_rejects(rejects: list[Reject], first: int, folder: str) -> None:
    """Write the folder into the rejects from this number on that have none."""
    rejects[first:] = [
        reject if reject.folder else reject._replace(folder=folder) for reject in rejects[first:]
    ]
