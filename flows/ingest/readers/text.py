"""A text file: the whole file is one page."""

from flows.ingest.decode import decode_text
from flows.ingest.limits import require_size
from flows.ingest.readers.row import Contents, OpenFile, Row


def read_text(opened: OpenFile) -> Contents:
    require_size(opened.byte_count, "a text")
    # A file may grow while it is read: no more than it had is asked for.
    text, encoding, other = decode_text(opened.file.read(opened.byte_count))
    return Contents(encoding, other, iter([Row(None, lambda: {"text": text})]))
