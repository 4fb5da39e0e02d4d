"""RTF, as press databases export documents: a paragraph a line."""

import re

from striprtf.striprtf import rtf_to_text

from flows.ingest.readers.row import Contents, OpenFile
from flows.ingest.readers.text import make_contents
from flows.ingest.readers.unpack import read_whole
from flows.ingest.rejects import Rejected

SIGNATURE = re.compile(rb"\s*\{\\rtf")


def read_rtf(opened: OpenFile) -> Contents:
    content = read_whole(opened, "a text")
    if not content.strip():
        raise Rejected("empty", "no text")
    if not SIGNATURE.match(content):
        raise Rejected("no RTF", "it does not begin as RTF files do")
    # RTF is ASCII that says in which encoding its escapes are; other bytes are a mistake.
    text = rtf_to_text(content.decode("latin-1"), errors="replace")
    return make_contents(text)
