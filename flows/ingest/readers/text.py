"""A text file: the whole file is one page, or each of the documents that an export holds."""

from collections.abc import Iterator

from flows.ingest.decode import decode_text
from flows.ingest.documents import split_documents
from flows.ingest.limits import require_size
from flows.ingest.readers.row import Contents, OpenFile, Row
from flows.ingest.rejects import Rejected


def read_text(opened: OpenFile) -> Contents:
    require_size(opened.byte_count, "a text")
    # A file may grow while it is read: no more than it had is asked for.
    text, encoding, other = decode_text(opened.file.read(opened.byte_count))
    return Contents(encoding, other, read_documents(text))


def read_documents(text: str) -> Iterator[Row]:
    """The pages of a text. The cover of an export is a reject."""
    spans = split_documents(text)
    if len(spans) == 1:
        yield Row(None, lambda: {"text": text})
        return
    for number, (start, end) in enumerate(spans, 1):
        yield Row(number, lambda span=text[start:end]: {"text": span})
    reject_cover(text[: spans[0][0]])


def reject_cover(text: str) -> None:
    """
    Raises:
        Rejected: a text above the first document of an export has words.
    """
    if words := text.split():
        raise Rejected("cover of an export", f"{len(words)} words above its first document")
