"""Files packed with gzip, whatever they are called: what they begin with, and all of it."""

import zlib

from flows.ingest.limits import read_limits, require_size
from flows.ingest.readers.row import OpenFile
from flows.ingest.rejects import Rejected

GZIP = b"\x1f\x8b"
WITH_HEADER = 31  # zlib's name for gzip
BYTES_LOOKED_AT = 4_096
BYTES_A_READ = 64 * 1024


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
