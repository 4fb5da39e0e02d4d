"""JSONL, plain or packed with gzip or zstd: each line that is not blank is a page."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import PurePath
from typing import Any, NamedTuple

import pyarrow as pa

from flows.ingest.columns import choose_columns, take_fields
from flows.ingest.limits import read_limits, require_ratio, require_size
from flows.ingest.readers.row import Contents, Fields, OpenFile, Row
from flows.ingest.rejects import Rejected

PACKINGS = {".gz": "gzip", ".zst": "zstd"}
BYTES_A_READ = 16 * 1024  # what is read when an archive turns out to be broken is lost


class Line(NamedTuple):
    """A line of a file, without its end; None instead of one over the limit."""

    content: bytes | None
    byte_count: int


def read_jsonl(opened: OpenFile) -> Contents:
    columns: dict[str, str] = {}
    return Contents("utf-8", None, read_lines(opened, columns), columns=columns)


def read_lines(opened: OpenFile, columns: dict[str, str]) -> Iterator[Row]:
    """The rows of a file; the number of a row is the number of its line.

    Args:
        columns: the columns that were taken, which each row adds to.
    """
    packing = PACKINGS.get(PurePath(opened.name).suffix)
    try:
        # The stream would close the file, whose size is still to be compared.
        with pa.input_stream(pa.PythonFile(KeptOpen(opened.file), "r"), packing) as stream:
            blocks = read_blocks(stream, opened if packing else None)
            for number, line in enumerate(split_lines(blocks, read_limits().text), 1):
                if line.content is None or line.content.strip():
                    yield Row(number, partial(parse_line, line, columns))
    except OSError as error:
        if error.errno or not packing:  # the system's own
            raise
        raise Rejected("broken archive", str(error)) from None


class KeptOpen:
    """A file that whoever reads it cannot close."""

    closed = False

    def __init__(self, file: Any):
        self.read, self.seekable = file.read, file.seekable
        self.seek, self.tell = file.seek, file.tell

    def close(self) -> None: ...


def read_blocks(stream: pa.NativeFile, packed: OpenFile | None) -> Iterator[bytes]:
    byte_count = 0
    while block := stream.read(BYTES_A_READ):
        yield block
        byte_count += len(block)
        if packed:
            require_ratio(byte_count, packed.byte_count)


def split_lines(blocks: Iterator[bytes], limit: int) -> Iterator[Line]:
    """The lines of the blocks. No more than the limit and a block is held.

    >>> list(split_lines(iter([b"ab", b"c", b"\\nd"]), 2))
    [Line(content=None, byte_count=3), Line(content=b'd', byte_count=1)]
    """
    pieces: list[bytes] = []
    byte_count = 0
    for block in blocks:
        *ended, rest = block.split(b"\n")
        for piece in ended:
            byte_count += len(piece)
            content = b"".join([*pieces, piece]) if byte_count <= limit else None
            yield Line(content, byte_count)
            pieces, byte_count = [], 0
        byte_count += len(rest)
        if byte_count > limit:
            pieces = []
        else:
            pieces.append(rest)
    if byte_count:
        yield Line(b"".join(pieces) if byte_count <= limit else None, byte_count)


def parse_line(line: Line, columns: dict[str, str]) -> Fields:
    require_size(line.byte_count, "a line")
    assert line.content is not None, "what is within the limit is held"
    try:
        text = line.content.decode("utf-8-sig")
        fields = json.loads(text, parse_constant=read_constant, object_pairs_hook=read_object)
    except UnicodeDecodeError as error:
        raise Rejected("undecodable", f"not UTF-8 at byte {error.start}") from None
    except (ValueError, RecursionError) as error:
        raise Rejected("not JSON", str(error)) from None
    if not isinstance(fields, dict):
        raise Rejected("not JSON", f"a row is an object, this is a {type(fields).__name__}")
    chosen = choose_columns(fields)
    if isinstance(fields, Repeated) and (names := sorted(fields.names & {*chosen.values()})):
        raise Rejected("repeated field", f'the row has "{names[0]}" more than once')
    columns |= chosen
    return take_fields(fields, chosen)


def read_constant(name: str) -> float | None:
    """NaN is how pandas writes a missing value."""
    return None if name == "NaN" else float(name)


class Repeated(dict):
    """An object in which names stand more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]):
        super().__init__(pairs)
        seen: set[str] = set()
        self.names = {name for name, _ in pairs if name in seen or seen.add(name)}


def read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) else Repeated(pairs)
