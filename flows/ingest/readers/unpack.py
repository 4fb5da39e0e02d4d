"""Files packed with gzip, whatever they are called: what they begin with, and all of it."""

import gzip
import io
import zlib
from typing import BinaryIO

from flows.ingest.limits import read_limits, require_ratio, require_size
from flows.ingest.readers.row import OpenFile
from flows.ingest.rejects import Rejected

GZIP = b"\x1f\x8b"
WITH_HEADER = 31  # zlib's name for gzip
BYTES_LOOKED_AT = 4_096
BYTES_A_READ = 64 * 1024
BYTES_A_PIECE, PIECES_WEIGHED = 8_192, 128  # for the encoding


def look_at(opened: OpenFile) -> bytes:
    """The first bytes of a file, unpacked; it is at its beginning again."""
    beginning = opened.file.read(BYTES_LOOKED_AT)
    opened.file.seek(0)
    if not beginning.startswith(GZIP):
        return beginning
    try:
        return zlib.decompressobj(WITH_HEADER).decompress(beginning, BYTES_LOOKED_AT)
    except zlib.error:
        return b""


def read_whole(opened: OpenFile, what: str) -> bytes:
    """All bytes of a file of one page, unpacked.

    Raises:
        Rejected: too large, or broken.
    """
    require_size(opened.byte_count, what)
    # A file may grow while it is read: no more than it had is asked for.
    content = opened.file.read(opened.byte_count)
    return unpack(content, what) if content.startswith(GZIP) else content


def unpack(content: bytes, what: str) -> bytes:
    """What is packed with gzip, in one part or several."""
    limit, pieces, byte_count = read_limits().text, [], 0
    while content.startswith(GZIP):
        stream = zlib.decompressobj(WITH_HEADER)
        try:
            piece = stream.decompress(content, limit + 1 - byte_count)
        except zlib.error as error:
            raise Rejected("broken archive", str(error)) from None
        pieces.append(piece)
        byte_count += len(piece)
        require_size(byte_count, what)
        if not stream.eof:
            raise Rejected("broken archive", "it ends in the middle")
        content = stream.unused_data
    return b"".join(pieces)


def read_beginning(opened: OpenFile) -> bytes:
    """What the encoding is weighed by; of an archive that breaks off, what can be read of that. The
    file is at its beginning again.
    """
    file, pieces = open_plain(opened), []
    try:
        while len(pieces) < PIECES_WEIGHED and (piece := file.read(BYTES_A_PIECE)):
            pieces.append(piece)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        if not pieces:
            raise Rejected("broken archive", "nothing of it can be read") from None
    opened.file.seek(0)
    return b"".join(pieces)


def open_plain(opened: OpenFile) -> BinaryIO:
    is_packed = opened.file.peek(2).startswith(GZIP)
    return gzip.GzipFile(fileobj=opened.file) if is_packed else opened.file  # type: ignore


def open_counted(opened: OpenFile) -> io.BufferedReader:
    """A file as a stream of what it unpacks to, as long as it does to what texts do."""
    return io.BufferedReader(Counted(open_plain(opened), opened))


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
