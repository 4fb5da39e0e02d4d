"""What cannot be taken as it is becomes a row of REJECTS with its reason; the rest goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import polars as pl

from flows.errors import CopydeskError

REJECTS = pl.Schema({"source": pl.String, "reason": pl.String, "detail": pl.String})


class Reject(NamedTuple):
    """A row of REJECTS."""

    source: str
    reason: str
    detail: str


class Rejected(CopydeskError):
    """Something cannot be taken as it is: Rejected("blank", "white space only")."""

    def __init__(self, reason: str, detail: str):
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}"


@contextmanager
def rejecting(source: str, rejects: list[Reject]) -> Iterator[None]:
    """A block that Rejected ends; the source is added to the rejects, and the run goes on."""
    try:
        yield
    except Rejected as rejected:
        rejects.append(Reject(source, rejected.reason, rejected.detail))
