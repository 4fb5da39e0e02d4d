"""JSONL, plain or packed with gzip or zstd: each line that is not blank is a page."""

import io
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa

from flows.ingest.readers.row import Contents, Fields, Row
from flows.ingest.rejects import Rejected

PACKINGS = {".gz": "gzip", ".zst": "zstd"}


def read_jsonl(path: Path) -> Contents:
    return Contents("utf-8", read_lines(path))


def read_lines(path: Path) -> Iterator[Row]:
    """The rows of a file; the number of a row is the number of its line."""
    packing = PACKINGS.get(path.suffix.lower())
    try:
        with path.open("rb") as file, pa.input_stream(file, compression=packing) as stream:
            for number, line in enumerate(io.BufferedReader(stream), 1):
                if line.strip():
                    yield Row(number, partial(parse_line, line))
    except OSError as error:
        raise Rejected("broken archive" if packing else "unreadable", str(error)) from None


def parse_line(line: bytes) -> Fields:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Rejected("undecodable", f"not UTF-8 at byte {error.start}") from None
    except (ValueError, RecursionError) as error:
        raise Rejected("not JSON", str(error)) from None
    if not isinstance(fields, dict):
        raise Rejected("not JSON", f"a row is an object, this is a {type(fields).__name__}")
    return fields
