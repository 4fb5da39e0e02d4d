"""An HTML file, as fetched or as a browser saved it: the whole file is one page, or each of the
documents that a press database exported into it (LexisNexis, Factiva).
"""

import re
from collections.abc import Iterator
from functools import partial

from flows.ingest.documents import split_numbered
from flows.ingest.markup.charset import decode_markup
from flows.ingest.markup.page import read_page
from flows.ingest.readers.row import Contents, Fields, OpenFile, Row
from flows.ingest.readers.text import note_announced, reject_cover
from flows.ingest.readers.unpack import read_whole

# A tag at the beginning that no other text begins with.
SIGNATURE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?>.*?-->)\s*)*+"
    rb"<(?:!doctype\s+html|html[\s>])",
    re.I | re.S,
)
TAG = re.compile(r"<[a-zA-Z!/]")


def read_html(opened: OpenFile) -> Contents:
    markup, encoding, other = decode_markup(read_whole(opened, "a page"))
    announced: list[int] = []
    return Contents(encoding, other, read_rows(markup, announced), announced=announced)


def read_rows(markup: str, announced: list[int]) -> Iterator[Row]:
    """The page, or the documents. The cover of an export is a reject."""
    if not TAG.search(markup):  # a text under a wrong name; its line breaks are its own
        yield Row(None, partial(dict, text=markup))
        return
    fields = read_page(markup)
    spans = split_numbered(fields["text"])
    note_announced(fields["text"], spans, announced)
    if len(spans) == 1:
        yield Row(None, lambda: fields)
        return
    for number, span in enumerate(spans, 1):
        yield Row(number, partial(cut_document, fields, *span))
    reject_cover(fields["text"][: spans[0][0]])


def cut_document(fields: Fields, start: int, end: int) -> Fields:
    """The fields of one document; what the HTML says is not of it, but of the export."""
    hidden = [
        (max(first, start) - start, min(last, end) - start)
        for first, last in fields["hidden_spans"]
        if first < end and last > start
    ]
    return {"text": fields["text"][start:end], "hidden_spans": hidden}
