"""CSV with a header line, plain or packed with gzip: each row is a page."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from functools import partial

from flows.ingest.columns import TEXTS, choose_columns, take_fields
from flows.ingest.decode import find_encoding
from flows.ingest.limits import read_limits, require_size
from flows.ingest.readers.row import Contents, Fields, OpenFile, Row
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
        raise Rejected("no text field", f"no column is one: {', '.join(names)[:200]}")
    rows = read_rows(opened, encoding, delimiter, names, columns)
    return Contents(encoding, None, rows, columns=columns)


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
    text = io.TextIOWrapper(open_counted(opened), encoding, newline="")
    limit = read_limits().text
    while line := text.readline(limit):
        if len(line) == limit:
            raise csv.Error(f"a line of more than {limit:,} characters")
        yield line


def parse_row(values: list[str], names: list[str], columns: dict[str, str]) -> Fields:
    if len(values) > len(names):
        raise Rejected("broken row", f"{len(values)} values, but the header names {len(names)}")
    row = {name: value for name, value in zip(names, values, strict=False) if value}
    require_size(sum(map(len, values)), "a row")
    return take_fields(row, columns)
