"""ARC, the archives of before 2009, plain or packed with gzip: each page that it holds."""

import gzip
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from flows.ingest.limits import require_ratio, require_size
from flows.ingest.readers.records import Record
from flows.ingest.readers.row import Contents, OpenFile
from flows.ingest.readers.unpack import GZIP
from flows.ingest.readers.warc import Block, list_rows
from flows.ingest.rejects import Rejected

SIGNATURE = re.compile(rb"filedesc://\S+ \S+ \d{14} ")
LONGEST_HEADER = 16_384
BYTES_SKIPPED = 1024 * 1024


def read_arc(opened: OpenFile) -> Contents:
    others: Counter[str] = Counter()
    return Contents(None, None, list_rows(read_blocks(opened), others), others)


def read_blocks(opened: OpenFile) -> Iterator[Block]:
    is_packed = opened.file.peek(2).startswith(GZIP)
    file: BinaryIO = gzip.GzipFile(fileobj=opened.file) if is_packed else opened.file  # type: ignore
    unpacked = blank_count = 0
    try:
        while header := file.readline(LONGEST_HEADER):
            if not header.strip():
                blank_count += len(header)
                require_few(blank_count)
                continue
            blank_count = 0
            url, _, date, content_type, length = read_header(header)
            unpacked += length
            require_ratio(unpacked, opened.byte_count)
            yield Block(None, read_record(file, url, date, content_type, length))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Rejected("broken archive", str(error)) from None


def require_few(blank_count: int) -> None:
    """
    Raises:
        Rejected: so many bytes of white space stand between two records.
    """
    if blank_count > BYTES_SKIPPED:
        detail = f"more than {BYTES_SKIPPED:,} bytes of white space, so the rest is not read"
        raise Rejected("broken record", detail)


def read_header(header: bytes) -> tuple[str, str, str, str, int]:
    """The url, address, date, type and length of a record's header line."""
    parts = header.decode("utf-8", "replace").rsplit(maxsplit=4)
    if len(parts) != 5 or not parts[4].isascii() or not parts[4].isdigit():
        raise Rejected("broken record", "its header is none, so the rest is not read")
    return parts[0], parts[1], parts[2], parts[3], int(parts[4])


def read_record(
    file: BinaryIO, url: str, date: str, content_type: str, length: int
) -> Record | Rejected:
    try:
        require_size(length, "a record")
    except Rejected as rejected:
        while length > 0 and (skipped := file.read(min(length, BYTES_SKIPPED))):
            length -= len(skipped)
        return rejected
    block = file.read(length)
    if len(block) < length:
        return Rejected("truncated record", f"{len(block):,} of {length:,} bytes are there")
    kind = "filedesc" if url.startswith("filedesc:") else "response"
    return Record(kind, url, read_date(date), content_type, block)


def read_date(digits: str) -> str:
    """
    >>> read_date("20140216050221")
    '2014-02-16T05:02:21+00:00'
    """
    try:
        return datetime.strptime(digits[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC).isoformat()
    except ValueError:
        return digits
