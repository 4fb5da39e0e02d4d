"""CSV with a header line, plain or packed with gzip: each row is a page."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from flows.ingest.columns import choose_columns, take_fields
from flows.ingest.decode import find_encoding
from flows.ingest.limits import read_limits, require_ratio, require_size
from flows.ingest.readers.row import Contents, Fields, OpenFile, Row
from flows.ingest.readers.unpack import GZIP
from flows.ingest.rejects import Rejected

BYTES_A_PIECE, PIECES_WEIGHED = 8_192, 128  # for the encoding
DELIMITERS = ",;\t|"
BROKEN = (csv.Error, UnicodeDecodeError, EOFError, zlib.error, gzip.BadGzipFile)


def read_csv(opened: OpenFile) -> Contents:
    beginning = read_beginning(open_plain(opened))
    opened.file.seek(0)
    if not beginning.strip():
        raise Rejected("empty", "no header line")
    encoding = find_encoding(beginning.rpartition(b"\n")[0] or beginning).encoding
    encoding = "utf-8-sig" if encoding == "utf-8" else encoding
    header = beginning.decode(encoding, "replace").lstrip("\ufeff").split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=header.count)
    names = [name.strip() for name in next(csv.reader([header], delimiter=delimiter))]
    columns = choose_columns(names)
    if not columns.keys() & {"text", "html"}:
        raise Rejected("no text field", f"no column is one: {', '.join(names)[:200]}")
    rows = read_rows(opened, encoding, delimiter, names, columns)
    return Contents(encoding, None, rows, columns=columns)


def read_beginning(file: BinaryIO) -> bytes:
    """What the encoding is weighed by; of an archive that breaks off, what can be read of that."""
    pieces = []
    try:
        while len(pieces) < PIECES_WEIGHED and (piece := file.read(BYTES_A_PIECE)):
            pieces.append(piece)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        if not pieces:
            raise Rejected("broken archive", "nothing of it can be read") from None
    return b"".join(pieces)


def open_plain(opened: OpenFile) -> BinaryIO:
    is_packed = opened.file.peek(2).startswith(GZIP)
    return gzip.GzipFile(fileobj=opened.file) if is_packed else opened.file  # type: ignore


def read_rows(
    opened: OpenFile, encoding: str, delimiter: str, names: list[str], columns: dict[str, str]
) -> Iterator[Row]:
    """The rows behind the header; the number of a row is from 1."""
    csv.field_size_limit(read_limits().text)
    lines = read_lines(opened, encoding)
    try:
        for number, values in enumerate(csv.reader(lines, delimiter=delimiter, strict=True)):
            if number and any(values):
                yield Row(number, partial(parse_row, values, names, columns))
    except BROKEN as error:
        raise Rejected("broken CSV", f"{error}; the rest is not read") from None


def read_lines(opened: OpenFile, encoding: str) -> Iterator[str]:
    """The lines of the file, with their ends; none is longer than a page may be."""
    file = open_plain(opened)
    text = io.TextIOWrapper(io.BufferedReader(Counted(file, opened)), encoding, newline="")
    limit = read_limits().text
    while line := text.readline(limit):
        if len(line) == limit:
            raise csv.Error(f"a line of more than {limit:,} characters")
        yield line


class Counted(io.RawIOBase):
    """What is read of a file, as long as it unpacks to what texts do; the file stays open."""

    def __init__(self, file: BinaryIO, opened: OpenFile):
        self.file, self.opened, self.byte_count = file, opened, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        block = self.file.read(len(buffer))
        self.byte_count += len(block)
        require_ratio(self.byte_count, self.opened.byte_count)
        buffer[: len(block)] = block
        return len(block)


def parse_row(values: list[str], names: list[str], columns: dict[str, str]) -> Fields:
    if len(values) > len(names):
        raise Rejected("broken row", f"{len(values)} values, but the header names {len(names)}")
    row = {name: value for name, value in zip(names, values, strict=False) if value}
    require_size(sum(map(len, values)), "a row")
    return take_fields(row, columns)
