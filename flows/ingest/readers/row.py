"""What a reader takes, an open file, and what it gives: its rows, each still to be parsed."""

import io
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from flows.ingest.rejects import Rejected

# text, and where they are known url, captured_at, id; of HTML hidden_spans (of the text, that
# browsers do not show) and metadata (what only the HTML knows: markup/metadata.py).
Fields = dict[str, Any]


class OpenFile(NamedTuple):
    """A file that is open, at its beginning; nothing opens it again, as it may have changed."""

    name: str  # in lower case; its ending says how it is packed
    file: io.BufferedReader
    byte_count: int


class Place(NamedTuple):
    """Where in a file a row stands, for those who look it up with other tools."""

    member: str | None = None  # the file inside an archive of files
    record_offset: int | None = None  # the first byte of its record there


NOWHERE = Place()


class Row(NamedTuple):
    """One page of a file. It is parsed later, so that a broken row never stops the next one."""

    number: int | None  # from 1; None where the whole file is the page
    parse: Callable[[], Fields]  # raises Rejected if the row is broken
    place: Place = NOWHERE


def make_broken(number: int | None, rejected: Rejected, place: Place = NOWHERE) -> Row:
    """The row of what is known to be broken before it is parsed."""

    def tell() -> Fields:
        raise rejected

    return Row(number, tell, place)


class Contents(NamedTuple):
    """The rows of a file in their order; asking for the next one may raise Rejected."""

    encoding: str | None  # None where the file is not text
    other_encoding: str | None  # one that is nearly as likely; None where the encoding is sure
    rows: Iterator[Row]
    # Records that are no pages, by what they are; they are counted as the rows are asked for.
    others: Counter[str] | None = None
    # How many rows the file says that it has, once they are asked for; empty: it does not say.
    announced: list[int] | None = None
    columns: dict[str, str] | None = None  # field -> the column that was taken for it
