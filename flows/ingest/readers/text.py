"""A text file: the whole file is one page, or each of the documents that an export holds."""

from collections.abc import Iterator

from flows.ingest.decode import decode_text
from flows.ingest.documents import find_announced, split_documents
from flows.ingest.readers.row import Contents, OpenFile, Row
from flows.ingest.readers.unpack import read_whole
from flows.ingest.rejects import Rejected


def read_text(opened: OpenFile) -> Contents:
    return make_contents(*decode_text(read_whole(opened, "a text")))


def make_contents(text: str, encoding: str | None = None, other: str | None = None) -> Contents:
    announced: list[int] = []
    rows = read_documents(text, announced)
    return Contents(encoding, other, rows, announced=announced)


def read_documents(text: str, announced: list[int]) -> Iterator[Row]:
    """The pages of a text. The cover of an export is a reject.

    Args:
        announced: filled with how many documents it says that it has, if it does.
    """
    spans = split_documents(text)
    note_announced(text, spans, announced)
    if len(spans) == 1:
        yield Row(None, lambda: {"text": text})
        return
    for number, (start, end) in enumerate(spans, 1):
        yield Row(number, lambda span=text[start:end]: {"text": span})
    reject_cover(text[: spans[0][0]])


def note_announced(text: str, spans: list[tuple[int, int]], announced: list[int]) -> None:
    if (count := find_announced(text, spans)) is not None:
        announced.append(count)


def reject_cover(text: str) -> None:
    """
    Raises:
        Rejected: a text above the first document of an export has words.
    """
    words = text.split()
    if any(map(str.isalnum, text)):
        raise Rejected("cover of an export", f"{len(words)} words above its first document")
