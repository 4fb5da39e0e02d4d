"""CSV with a header line, plain or packed with gzip: each row is a page."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from functools import partial
from itertools import count

from flows.ingest.columns import TEXTS, choose_columns, take_fields, tell_textless
from flows.ingest.decode import find_encoding
from flows.ingest.limits import read_limits, require_size
from flows.ingest.readers.row import Contents, Fields, OpenFile, Row, make_broken
from flows.ingest.readers.unpack import open_counted, read_beginning
from flows.ingest.rejects import Rejected

DELIMITERS = ",;\t|"
BROKEN = (csv.Error, UnicodeDecodeError, EOFError, zlib.error, gzip.BadGzipFile)


def read_csv(opened: OpenFile) -> Contents:
    beginning = read_beginning(opened)
    if not beginning.strip():
        raise Rejected("empty", "no header line")
    encoding = find_encoding(beginning.rpartition(b"\n")[0] or beginning).encoding
    encoding = "utf-8-sig" if encoding == "utf-8" else encoding
    header = beginning.decode(encoding, "replace").lstrip("\ufeff").split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=header.count)
    names = [name.strip() for name in next(csv.reader([header], delimiter=delimiter))]
    columns = choose_columns(names)
    if columns.keys().isdisjoint(TEXTS):
        raise Rejected("no text field", tell_textless(names))
    rows = read_rows(opened, encoding, delimiter, names, columns)
    return Contents(encoding, None, rows, columns=columns)


def read_rows(
    opened: OpenFile, encoding: str, delimiter: str, names: list[str], columns: dict[str, str]
) -> Iterator[Row]:
    """The rows behind the header; the number of a row is from 1."""
    csv.field_size_limit(read_limits().text)
    lines = Lines(io.TextIOWrapper(open_counted(opened), encoding, newline=""))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for number in count():
            lines.char_count = 0
            try:
                values = next(reader, None)
            except Overlong as overlong:
                yield make_broken(number, overlong)
                continue
            if values is None:
                return
            if number and any(values):
                yield Row(number, partial(parse_row, values, names, columns))
    except BROKEN as error:
        raise Rejected("broken CSV", f"{error}; the rest is not read") from None


class Overlong(Rejected):
    """A row that is not read; those behind it are."""


class Lines:
    """The lines of a file for the reader of CSV, with their ends. A row over the limit of a page is
    never held: it is skipped to its end, and the next line is that of the next row.
    """

    def __init__(self, text: io.TextIOWrapper):
        self.text, self.limit = text, read_limits().text
        self.char_count = 0  # of the row under way

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        """
        Raises:
            Overlong: the row is over the limit.
        """
        line = self.text.readline(self.limit)
        if not line:
            raise StopIteration
        is_quoted = self.char_count > 0  # only a quoted value goes on on another line
        self.char_count += len(line)
        if self.char_count < self.limit:
            return line
        self.skip_row(line, is_quoted)
        raise Overlong(
            "too large", f"a row of {self.char_count:,} characters, over the limit for one page"
        )

    def skip_row(self, line: str, is_quoted: bool) -> None:
        while line:
            is_quoted ^= line.count('"') % 2 == 1
            if not is_quoted and line.endswith(("\n", "\r")):
                return
            line = self.text.readline(self.limit)
            self.char_count += len(line)


def parse_row(values: list[str], names: list[str], columns: dict[str, str]) -> Fields:
    if len(values) > len(names):
        raise Rejected("broken row", f"{len(values)} values, but the header names {len(names)}")
    row = {name: value for name, value in zip(names, values, strict=False) if value}
    require_size(sum(map(len, values)), "a row")
    return take_fields(row, columns)
