"""An HTML file, as fetched or as a browser saved it: the whole file is one page."""

import re

from flows.ingest.markup.charset import decode_markup
from flows.ingest.markup.page import read_page
from flows.ingest.readers.row import Contents, OpenFile, Row
from flows.ingest.unpack import read_whole

# A tag at the beginning that no other text begins with.
SIGNATURE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html[\s>])",
    re.I | re.S,
)
TAG = re.compile(r"<[a-zA-Z!/]")


def read_html(opened: OpenFile) -> Contents:
    markup, encoding, other = decode_markup(read_whole(opened, "a page"))
    if not TAG.search(markup):  # a text under a wrong name: its line breaks are its own
        return Contents(encoding, other, iter([Row(None, lambda: {"text": markup})]))
    return Contents(encoding, other, iter([Row(None, lambda: read_page(markup))]))
