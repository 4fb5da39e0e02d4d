"""Web archives for the tests of their readers: records as crawlers write them."""

import gzip
import io
import zipfile

HTML = "<!DOCTYPE html><title>Post</title><h1>Ferry number {0}</h1><p>Ferry number {0} is back."
TEXT = "Ferry number {0}\n\nFerry number {0} is back."
DATE = "2025-06-07T10:00:0{0}Z"


def write_record(kind: str, url: str | None, block: bytes, **fields: str) -> bytes:
    """A WARC record; fields of its header as content_type="text/html"."""
    header = {
        "WARC-Type": kind,
        "WARC-Record-ID": "<urn:uuid:00000000-0000-0000-0000-000000000000>",
        "WARC-Date": DATE.format(0),
        "WARC-Target-URI": url,
        "Content-Length": str(len(block)),
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    lines = [f"{name}: {value}" for name, value in header.items() if value]
    return "\r\n".join(["WARC/1.0", *lines, "", ""]).encode() + block + b"\r\n\r\n"


def write_http(body: bytes, status: str = "200 OK", **fields: str) -> bytes:
    header = {"Content-Type": "text/html; charset=utf-8"}
    header |= {name.replace("_", "-"): value for name, value in fields.items()}
    lines = [f"{name}: {value}" for name, value in header.items()]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body


def write_response(number: int, body: bytes | None = None, **fields: str) -> bytes:
    """The record of a page, of which each number has another."""
    body = HTML.format(number).encode() if body is None else body
    url = f"https://gazette.example/{number}"
    return write_record("response", url, write_http(body, **fields), WARC_Date=DATE.format(number))


def write_conversion(number: int) -> bytes:
    """A record of WET."""
    url, text = f"https://gazette.example/{number}", TEXT.format(number).encode()
    return write_record("conversion", url, text, Content_Type="text/plain")


INFO = write_record("warcinfo", None, b"software: a crawler\r\n")
REQUEST = write_record("request", "https://gazette.example/1", b"GET / HTTP/1.1\r\n\r\n")
REVISIT = write_record("revisit", "https://gazette.example/1", write_http(b""))


def pack(*records: bytes) -> bytes:
    """Records as crawlers pack them: each on its own."""
    return b"".join(map(gzip.compress, records))


def write_arc(*pages: tuple[str, bytes]) -> bytes:
    version = b"1 0 Crawler\nURL IP-address Archive-date Content-type Archive-length\n"
    records = [("filedesc://a.arc", "text/plain", version)]
    records += [(url, "text/html", write_http(body)) for url, body in pages]
    return b"".join(
        f"{url} 192.0.2.1 20050607100000 {kind} {len(block)}\n".encode() + block + b"\n"
        for url, kind, block in records
    )


def write_wacz(**members: bytes) -> bytes:
    """A zip; members as archive__a_warc_gz=content, whose name is archive/a.warc.gz."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return file.getvalue()
