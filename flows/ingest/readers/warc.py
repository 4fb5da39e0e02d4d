"""WARC and WET, plain or packed with gzip: each response, resource or conversion with HTML or text
is a page. Where a record is broken, the next whole one is looked for.
"""

import io
import os
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import BinaryIO, NamedTuple

from fastwarc.warc import ArchiveIterator, WarcRecord

from flows.ingest.decode import decode_text
from flows.ingest.limits import MEGABYTE, read_limits, require_ratio, require_size
from flows.ingest.readers.records import PAGE_TYPES, Record, open_record
from flows.ingest.readers.row import Contents, OpenFile, Place, Row, make_broken
from flows.ingest.readers.unpack import BYTES_A_READ, GZIP, WITH_HEADER, look_at, read_whole
from flows.ingest.rejects import Rejected

SIGNATURE = re.compile(rb"WARC/\d\.\d\r?\n")
AS_TEXT = re.compile(rb"WARC/\d\.\d\n")  # a text editor has been at it: its lengths are not right
HEADER_LINE = re.compile(r"^WARC/\d\.\d[ \t]*$", re.M)
HEADER = re.compile(rb"WARC/\d\.\d\r\n(?=WARC-|Content-)")  # even glued to what was cut off
START = re.compile(HEADER.pattern + rb"|\x1f\x8b\x08")
BYTES_OF_START = 512  # unpacked to see whether a record begins there
MOST_BROKEN = 1_000
MOST_DEFLATED = 1032  # bytes that one byte unpacks to
BYTES_SEEN, FEW_BYTES = 1_024, 32  # of a packed block: text has more than 200 different ones in it


class Block(NamedTuple):
    """A record, or what is wrong with it."""

    offset: int | None
    record: Record | Rejected


def read_warc(opened: OpenFile) -> Contents:
    others: Counter[str] = Counter()
    if AS_TEXT.match(look_at(opened)):
        text, encoding, other = decode_text(read_whole(opened, "a text"))
        return Contents(encoding, other, list_rows(split_text(text), others), others)
    blocks = read_blocks(opened.file, opened.byte_count)
    return Contents(None, None, list_rows(blocks, others), others)


def list_rows(
    blocks: Iterator[Block],
    others: Counter[str],
    member: str | None = None,
    numbers: Iterator[int] | None = None,
) -> Iterator[Row]:
    """The pages among the records, each with its number among all of them."""
    numbers = numbers or count(1)
    for offset, record in blocks:
        number = next(numbers)
        place = Place(member, offset)
        try:
            if isinstance(record, Rejected):
                raise record
            found = open_record(record)
        except Rejected as rejected:
            yield make_broken(number, rejected, place)
            continue
        if isinstance(found, str):
            others[found] += 1
        else:
            yield Row(number, found, place)


class Metered(io.RawIOBase):
    """A file from where it stands on, as the reader of records takes it. It ends where white space
    goes on for longer than a page may be, which that reader would skip without a bound.

    What is packed is not unpacked for that: white space that packs to next to nothing is the same
    few bytes again and again, as any byte is that is repeated.
    """

    def __init__(self, file: BinaryIO):
        self.file, self.limit = file, read_limits().text
        self.blank_count = 0  # bytes of white space at the end of what was read, unpacked
        self.block_start = file.tell()  # of what was read last
        beginning = file.read(len(GZIP))
        file.seek(-len(beginning), os.SEEK_CUR)
        self.is_packed = beginning == GZIP

    @property
    def is_blank(self) -> bool:
        return self.blank_count > self.limit

    def read(self, size: int = -1) -> bytes:
        if self.is_blank:
            return b""
        self.block_start = self.file.tell()
        block = self.file.read(size)
        if not self.is_packed:
            blank = len(block) if block.isspace() else 0
        else:
            seen = block[:BYTES_SEEN]
            is_repeated = len(seen) == BYTES_SEEN and len(set(seen)) <= FEW_BYTES
            blank = len(block) * MOST_DEFLATED if is_repeated else 0
        self.blank_count = self.blank_count + blank if blank else 0
        return block

    def tell(self) -> int:
        return self.file.tell()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self.file.seek(offset, whence)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True


def read_blocks(file: BinaryIO, byte_count: int) -> Iterator[Block]:
    """The records of a file that can be read twice; of what cannot be read, one that says why."""
    start: int | None = 0
    failure: Rejected | None = None  # of what stood before `start`
    unpacked = broken_count = 0
    while start is not None:
        offset = None
        try:
            file.seek(start)
            metered = Metered(file)
            for record in ArchiveIterator(metered, parse_http=False):
                if failure:
                    yield Block(None, failure)
                    failure = None
                unpacked += record.content_length
                require_ratio(unpacked, byte_count)
                is_known = offset is None or record.stream_pos > offset
                offset = record.stream_pos
                block = Block(offset if is_known else None, read_record(record))
                yield block
                if isinstance(block.record, Rejected) and block.record.reason != "too large":
                    broken_count += 1
                    break
            else:
                if not metered.is_blank:
                    break
                failure, offset = refuse_blank(metered), metered.block_start
                unpacked, broken_count = unpacked + metered.limit, broken_count + 1
                require_ratio(unpacked, byte_count)
        except OSError as error:
            if error.errno:  # the system's own
                raise
            failure, broken_count = Rejected("broken record", str(error)), broken_count + 1
        if broken_count > MOST_BROKEN:
            raise Rejected("broken archive", f"more than {MOST_BROKEN:,} broken records")
        start = find_start(file, (start if offset is None else offset) + 1)
    if failure:
        yield Block(None, failure)


def refuse_blank(metered: Metered) -> Rejected:
    size = metered.limit // MEGABYTE
    return Rejected("broken record", f"more than {size:,} MB of white space, or of one byte")


def read_record(record: WarcRecord) -> Record | Rejected:
    headers = record.headers
    kind = (headers.get("WARC-Type") or "").strip().lower()
    if not kind:
        return Rejected("broken record", "its header does not say what it is")
    url = (headers.get("WARC-Target-URI") or "").strip().strip("<>")
    date, content_type = headers.get("WARC-Date") or "", headers.get("Content-Type") or ""
    found = Record(kind, url, date, content_type, b"")
    if kind not in PAGE_TYPES:
        return found
    expected = record.content_length
    try:
        if not headers.get("Content-Length"):
            raise Rejected("broken record", "its header does not say how long it is")
        require_size(expected, "a record")
        block = record.reader.read(expected) if expected else b""
    except Rejected as rejected:
        return rejected
    except OSError as error:
        return Rejected("broken record", str(error))
    if len(block) < expected:
        return Rejected("truncated record", f"{len(block):,} of {expected:,} bytes are there")
    if HEADER.search(block):
        return Rejected("broken record", "by its length it reaches into the next one")
    return found._replace(block=block)


def find_start(file: BinaryIO, offset: int) -> int | None:
    """Where the first record begins that begins at this byte or later; None if none does."""
    file.seek(offset)
    position, held = file.tell(), b""
    while block := file.read(BYTES_A_READ):
        held += block
        for match in START.finditer(held):
            found = position + match.start()
            if found >= offset and (match[0][:2] != GZIP or begins_record(file, found)):
                return found
        kept = held[-32:]
        position += len(held) - len(kept)
        held = kept
        file.seek(position + len(kept))
    return None


def begins_record(file: BinaryIO, offset: int) -> bool:
    """Whether what is packed from this byte on begins as records do; the file is moved."""
    file.seek(offset)
    try:
        beginning = zlib.decompressobj(WITH_HEADER).decompress(file.read(BYTES_OF_START), 16)
    except zlib.error:
        return False
    return beginning.startswith(b"WARC/")


# As a text


def split_text(text: str) -> Iterator[Block]:
    """The records of a file whose line ends were changed, from one header to the next."""
    starts = [match.start() for match in HEADER_LINE.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        header, _, body = text[start:end].replace("\r\n", "\n").partition("\n\n")
        fields = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in header.split("\n")[1:])
        }
        if not (kind := fields.get("warc-type", "").lower()):
            yield Block(None, Rejected("broken record", "its header does not say what it is"))
            continue
        url, date = fields.get("warc-target-uri", ""), fields.get("warc-date", "")
        content_type = fields.get("content-type", "")
        record = Record(kind, url, date, content_type, body.rstrip("\n").encode())
        yield Block(len(text[:start].encode()) if text.isascii() else None, record)
