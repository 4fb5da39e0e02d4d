"""A text file: the whole file is one page."""

from pathlib import Path

from flows.ingest.decode import decode_text
from flows.ingest.readers.row import Contents, Row


def read_text(path: Path) -> Contents:
    text, encoding = decode_text(path.read_bytes())
    return Contents(encoding, iter([Row(None, lambda: {"text": text})]))
