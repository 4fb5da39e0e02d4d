"""A record of a web archive to a page: whether it is one, and its text, address and time."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from fastwarc.warc import WarcRecord, WarcRecordType

from flows.ingest.decode import decode_text
from flows.ingest.limits import read_limits, require_size
from flows.ingest.markup.charset import decode_markup, find_meant
from flows.ingest.markup.page import read_page
from flows.ingest.readers.row import Fields
from flows.ingest.readers.unpack import GZIP, unpack
from flows.ingest.rejects import Rejected

HTML, TEXT = ("text/html", "application/xhtml+xml"), ("text/plain",)
PAGE_TYPES = ("response", "resource", "conversion")
OF_THE_WEB = ("http://", "https://", "file://", "ftp://")
DECODINGS = ("all", "transfer", "none")  # a header may promise what the content is not


class Record(NamedTuple):
    """A record as it stands in an archive."""

    kind: str  # WARC-Type
    url: str
    date: str  # ISO 8601
    content_type: str  # of the block
    block: bytes


class Payload(NamedTuple):
    """What a record has captured."""

    content_type: str
    charset: str | None
    content: bytes


Parse = Callable[[], Fields]


def open_record(record: Record) -> Parse | str:
    """What parses the record's page; or, of one that is no page, what it is.

    Raises:
        Rejected: it is broken.
    """
    if record.kind not in PAGE_TYPES:
        return record.kind
    if not record.url.lower().startswith(OF_THE_WEB):
        return f"{record.kind} of {record.url.partition(':')[0][:20] or 'nothing'}:"
    if record.kind == "response":
        status, payload = read_http(record.block)
        if not 200 <= status < 300:
            return f"response {status}"
    else:
        content_type, _, parameters = record.content_type.partition(";")
        charset = parameters.partition("charset=")[2].strip("\"' ") or None
        payload = Payload(content_type.strip().lower(), charset, record.block)
    if payload.content_type not in HTML + TEXT and (payload.content_type or not payload.content):
        return f"{record.kind} {payload.content_type or 'empty'}"
    if record.url.endswith("/robots.txt"):
        return "robots.txt"
    return partial(parse_payload, record, payload)


def read_http(block: bytes) -> tuple[int, Payload]:
    """The status and payload of an HTTP response."""
    for decoding in DECODINGS:
        response = WarcRecord()
        response.init_headers(WarcRecordType.response)
        response.set_bytes_content(block)
        response.is_http = True
        try:
            response.parse_http(auto_decode=decoding, quirks_mode=True)
            content = response.reader.read(read_limits().text + 1)
        except OSError as error:
            failure = str(error)
            continue
        headers = response.http_headers
        if headers is None or headers.status_code is None:
            raise Rejected("broken record", "its HTTP header cannot be read")
        content_type = (response.http_content_type or "").lower()
        return headers.status_code, Payload(content_type, response.http_charset, content)
    raise Rejected("broken record", failure)


def parse_payload(record: Record, payload: Payload) -> Fields:
    content = payload.content
    require_size(len(content), "a record")
    if content.startswith(GZIP):  # packed twice, or without a header that says so
        content = unpack(content, "a record")
    fields: Fields = {"url": record.url, "captured_at": record.date}
    if payload.content_type in TEXT:
        encoding = find_meant(payload.charset) or ("utf-8" if record.kind == "conversion" else None)
        return fields | {"text": decode_plain(content, encoding)}
    return read_page(decode_markup(content, payload.charset).text) | fields


def decode_plain(content: bytes, encoding: str | None) -> str:
    try:
        return content.decode(encoding) if encoding else decode_text(content).text
    except UnicodeDecodeError:
        return decode_text(content).text
