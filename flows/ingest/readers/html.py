"""An HTML file, as fetched or as a browser saved it: the whole file is one page."""

import re
from functools import partial

from flows.ingest.markup.charset import decode_markup
from flows.ingest.markup.page import read_page
from flows.ingest.readers.row import Contents, OpenFile, Row
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
    # A text under a wrong name has no tags; its line breaks are its own.
    parse = partial(read_page, markup) if TAG.search(markup) else partial(dict, text=markup)
    return Contents(encoding, other, iter([Row(None, parse)]))
