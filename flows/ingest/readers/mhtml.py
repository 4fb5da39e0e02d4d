"""MHTML, a page with its pictures as one mail: its first HTML part is the page."""

import re
from collections import Counter
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime

from flows.ingest.markup.charset import decode_markup
from flows.ingest.markup.page import read_page
from flows.ingest.readers.row import Contents, Fields, OpenFile, Row
from flows.ingest.readers.unpack import read_whole
from flows.ingest.rejects import Rejected

SIGNATURE = re.compile(
    rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}content-type:\s*multipart/related", re.I
)
MOST_PARTS = 10_000


def read_mhtml(opened: OpenFile) -> Contents:
    mail = message_from_bytes(read_whole(opened, "a page"))
    parts = [part for _, part in zip(range(MOST_PARTS), mail.walk(), strict=False)]
    parts = [part for part in parts if not part.is_multipart()]
    page = next((part for part in parts if part.get_content_type() == "text/html"), None)
    if page is None:
        raise Rejected("no HTML part", f"{len(parts):,} parts, none of them a page")
    others = Counter(part.get_content_type() for part in parts if part is not page)
    content = page.get_payload(decode=True)
    assert isinstance(content, bytes), "a part that holds no others has bytes"
    markup, encoding, other = decode_markup(content, page.get_content_charset())
    row = Row(None, lambda: read_page(markup) | read_envelope(mail, page))
    return Contents(encoding, other, iter([row]), others)


def read_envelope(mail: Message, page: Message) -> Fields:
    """The address and the time that the mail gives."""
    fields: Fields = {}
    for header in (mail["Snapshot-Content-Location"], page["Content-Location"]):
        if header and re.match("https?://", str(header).strip(), re.I):
            fields["url"] = "".join(str(header).split())
            break
    try:
        fields["captured_at"] = parsedate_to_datetime(str(mail["Date"])).isoformat()
    except (ValueError, TypeError, OverflowError):
        return fields
    return fields
