"""Web archives: a page a response or conversion, and nothing lost in silence."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.ingest.archives import (
    HTML,
    INFO,
    REQUEST,
    REVISIT,
    TEXT,
    pack,
    write_arc,
    write_conversion,
    write_http,
    write_record,
    write_response,
    write_wacz,
)

ONE, TWO, THREE = (write_response(number) for number in (1, 2, 3))
SHOWN = "Ferry number {0}\n\nFerry number {0} is back."


@pytest.fixture
def read_archive(tmp_path, read):
    """read_archive(name, content) -> its pages, [(source, reason)], and its row of FILES."""

    def read_one(name: str, content: bytes) -> tuple[list[dict], list[tuple[str, str]], dict]:
        (tmp_path / name).write_bytes(content)
        pages, ingested = read(tmp_path)
        assert ingested.faults.is_empty()
        (file,) = ingested.files.to_dicts() or [{}]
        file["other_records"] = json.loads(file.get("other_records") or "{}")
        return pages, list(ingested.rejects.select("source", "reason").iter_rows()), file

    return read_one


@pytest.mark.parametrize(
    ("name", "join"),
    [
        ("a.warc", lambda *records: b"".join(records)),
        ("a.warc.gz", pack),
        ("a.warc.gz", lambda *records: gzip.compress(b"".join(records), mtime=0)),
        ("a.warc", pack),
        ("a.warc.gz", lambda *records: b"".join(records)),
        ("a.txt", pack),
    ],
)
def test_a_page_a_response(name, join, read_archive):
    content = join(INFO, REQUEST, ONE, REVISIT, TWO)
    pages, rejects, file = read_archive(name, content)
    assert [(page["source"], page["url"], page["text"]) for page in pages] == [
        (f"{name}#3", "https://gazette.example/1", SHOWN.format(1)),
        (f"{name}#5", "https://gazette.example/2", SHOWN.format(2)),
    ]
    assert pages[1]["captured_at"] == datetime(2025, 6, 7, 10, 0, 2, tzinfo=UTC)
    assert pages[1]["captured_basis"] == "metadata"
    assert pages[0]["metadata"][0]["value"] == "Post"
    assert rejects == []
    assert (file["format"], file["record_count"]) == ("warc", 5)
    assert file["other_records"] == {"warcinfo": 1, "request": 1, "revisit": 1}
    for page in pages:
        if (offset := page["record_offset"]) is not None:
            assert content[offset:].startswith((b"WARC/1.0", b"\x1f\x8b"))


@pytest.mark.parametrize("name", ["a.wet", "a.wet.gz", "a.txt"])
def test_a_page_a_conversion(name, read_archive):
    pages, rejects, _ = read_archive(name, pack(INFO, write_conversion(1), write_conversion(2)))
    assert [page["text"] for page in pages] == [TEXT.format(1), TEXT.format(2)]
    assert rejects == []


def test_a_dump_whose_line_ends_were_changed(read_archive):
    dump = b"".join([INFO, write_conversion(1), write_conversion(2)]).replace(b"\r\n", b"\n")
    pages, rejects, file = read_archive("a.txt", dump)
    assert [(page["source"], page["text"]) for page in pages] == [
        ("a.txt#2", TEXT.format(1)),
        ("a.txt#3", TEXT.format(2)),
    ]
    assert (rejects, file["record_count"], file["encoding"]) == ([], 3, "utf-8")


@pytest.mark.parametrize(
    ("record", "other"),
    [
        (write_response(4, status="404 Not Found"), "response 404"),
        (write_response(4, b"", status="301 Moved", Location="/5"), "response 301"),
        (write_response(4, b"\x89PNG", Content_Type="image/png"), "response image/png"),
        (write_response(4, b"", Content_Type=""), "response empty"),
        (write_record("resource", "dns:gazette.example", b"192.0.2.1"), "resource of dns:"),
        (write_record("metadata", "https://gazette.example/1", b"a: b"), "metadata"),
        (
            write_record("resource", "https://g.example/a", b"a", Content_Type="image/gif"),
            "resource image/gif",
        ),
        (
            write_record("response", "https://g.example/robots.txt", write_http(b"Disallow: /")),
            "robots.txt",
        ),
    ],
)
def test_what_is_no_page_is_counted(record, other, read_archive):
    pages, rejects, file = read_archive("a.warc.gz", pack(ONE, record, TWO))
    assert [page["source"] for page in pages] == ["a.warc.gz#1", "a.warc.gz#3"]
    assert (rejects, file["other_records"], file["record_count"]) == ([], {other: 1}, 3)


@pytest.mark.parametrize(
    "record",
    [
        write_response(4, gzip.compress(HTML.format(4).encode(), mtime=0), Content_Encoding="gzip"),
        write_response(4, gzip.compress(HTML.format(4).encode(), mtime=0)),  # no header says so
        write_response(4, Content_Encoding="gzip"),  # a header says so, and it is not
        write_response(4, b"f\r\n<!DOCTYPE html>\r\n%x\r\n" % len(HTML.format(4)[15:])
                       + HTML.format(4)[15:].encode() + b"\r\n0\r\n\r\n",
                       Transfer_Encoding="chunked"),
        write_response(4, Transfer_Encoding="chunked"),
        write_response(4, HTML.format(4).encode("utf-16-le"), Content_Type="text/html"),
        write_response(4, Content_Type=""),
        write_response(4, Content_Type="application/xhtml+xml"),
        write_record("resource", "https://g.example/4", HTML.format(4).encode(),
                     Content_Type="text/html"),
    ],
)  # fmt: skip
def test_bodies_as_servers_send_them(record, read_archive):
    pages, rejects, _ = read_archive("a.warc", ONE + record + TWO)
    assert [page["text"] for page in pages] == [SHOWN.format(number) for number in (1, 4, 2)]
    assert rejects == []


def test_the_charset_of_the_header(read_archive):
    body = "<p>Паром ушёл в полдень".encode("koi8-r")
    record = write_response(4, body, Content_Type="text/html; charset=KOI8-R")
    text = write_response(5, "Паром".encode("koi8-r"), Content_Type="text/plain; charset=koi8-r")
    pages, _, _ = read_archive("a.warc", record + text)
    assert [page["text"] for page in pages] == ["Паром ушёл в полдень", "Паром"]


@pytest.mark.parametrize("join", [lambda *records: b"".join(records), pack])
@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (ONE.replace(b"WARC-Type: response\r\n", b""), "broken record"),
        (ONE.replace(b"HTTP/1.1 200 OK", b"no header here!"), "broken record"),
        (ONE.replace(b"Content-Length", b"Content-Lengths", 1), "broken record"),
        (ONE.replace(b"WARC/1.0", b"WORC/1.0"), "broken record"),
        (ONE.replace(b"Content-Length: 1", b"Content-Length: 9"), "broken record"),
        (ONE[:300], "broken record"),
        (write_response(4, b"<script>1</script>"), "empty"),
        (write_response(4, bytes(range(256)) * 9), "binary"),
    ],
)
def test_a_broken_record_is_one_reject_and_the_rest_goes_on(join, broken, reason, read_archive):
    pages, rejects, file = read_archive("a.warc", join(TWO, broken, THREE))
    assert [page["url"] for page in pages] == [
        "https://gazette.example/2",
        "https://gazette.example/3",
    ]
    assert [found for _, found in rejects] in ([reason], ["truncated record"], ["broken record"])
    assert file["record_count"] == 3


@pytest.mark.parametrize("join", [lambda *records: b"".join(records), pack])
def test_a_cut_off_archive_keeps_what_is_whole(join, read_archive):
    whole = join(ONE, TWO, THREE)
    second = len(join(ONE, TWO))
    for end in range(second - 30, len(whole) - 8, 23):
        pages, rejects, _ = read_archive("a.warc", whole[:end])
        assert {page["url"][-1] for page in pages} >= {"1"}
        assert len(pages) + len(rejects) in (2, 3), end
        assert len(pages) == 2 or rejects, end


@pytest.mark.parametrize("join", [lambda *records: b"".join(records), pack])
def test_records_behind_broken_ones_are_where_they_say(join, read_archive):
    broken = ONE.replace(b"Content-Length", b"Content-Lengths", 1)
    content = join(ONE, broken, TWO, broken, THREE, ONE, broken, TWO)
    pages, rejects, file = read_archive("a.warc", content)
    assert [page["url"][-1] for page in pages] == ["1", "2", "3", "1", "2"]
    assert len(rejects) == 3 and file["record_count"] == 8
    for page in pages:
        assert content[page["record_offset"] :].startswith((b"WARC/1.0", b"\x1f\x8b"))


@pytest.mark.parametrize("space", [b"\n", b"\r\n"])
def test_white_space_without_an_end_is_a_reject(space, monkeypatch, read_archive):
    monkeypatch.setenv("COPYDESK_TEXT_LIMIT_MB", "1")
    pages, rejects, _ = read_archive("a.warc", ONE + space * 4_000_000 + TWO)
    assert [page["url"][-1] for page in pages] == ["1", "2"]
    assert rejects == [("a.warc#2", "broken record")]
    pages, rejects, _ = read_archive("a.warc", ONE + space * 100_000 + TWO)
    assert (len(pages), rejects) == (2, [])


def test_packed_white_space_without_an_end_is_a_reject(monkeypatch, read_archive):
    monkeypatch.setenv("COPYDESK_TEXT_LIMIT_MB", "1")
    blank = gzip.compress(b"\n" * 150_000_000, 1, mtime=0)
    pages, rejects, _ = read_archive("a.warc.gz", pack(ONE) + blank + pack(TWO))
    assert [page["url"][-1] for page in pages] == ["1", "2"]
    assert rejects == [("a.warc.gz#2", "broken record")]


@pytest.mark.parametrize("packed", [bytes, gzip.compress])
def test_white_space_without_an_end_ends_an_arc(packed, read_archive):
    arc = write_arc(("https://g.example/1", HTML.format(1).encode()))
    pages, rejects, _ = read_archive("a.arc", packed(arc + b"\n" * 2_000_000 + arc))
    assert [page["url"] for page in pages] == ["https://g.example/1"]
    assert rejects == [("a.arc", "broken record")]


def test_too_large_a_record_is_a_reject(monkeypatch, read_archive):
    monkeypatch.setenv("COPYDESK_TEXT_LIMIT_MB", "1")
    large = write_response(4, b"<p>Words" * 200_000)
    pages, rejects, _ = read_archive("a.warc.gz", pack(ONE, large, TWO))
    assert [page["source"] for page in pages] == ["a.warc.gz#1", "a.warc.gz#3"]
    assert rejects == [("a.warc.gz#2", "too large")]
    bomb = write_response(
        4, gzip.compress(b"<p>Words" * 2_000_000, mtime=0), Content_Encoding="gzip"
    )
    pages, rejects, _ = read_archive("a.warc.gz", pack(ONE, bomb, TWO))
    assert (len(pages), rejects) == (2, [("a.warc.gz#2", "too large")])


# ARC, WACZ, MHTML


@pytest.mark.parametrize(("name", "packed"), [("a.arc", bytes), ("a.arc.gz", gzip.compress)])
def test_arc(name, packed, read_archive):
    arc = write_arc(*((f"https://g.example/{n}", HTML.format(n).encode()) for n in (1, 2)))
    pages, rejects, file = read_archive(name, packed(arc))
    assert [(page["source"], page["url"], page["text"]) for page in pages] == [
        (f"{name}#2", "https://g.example/1", SHOWN.format(1)),
        (f"{name}#3", "https://g.example/2", SHOWN.format(2)),
    ]
    assert pages[0]["captured_at"] == datetime(2005, 6, 7, 10, tzinfo=UTC)
    assert (rejects, file["record_count"], file["other_records"]) == ([], 3, {"filedesc": 1})
    pages, rejects, _ = read_archive(name, packed(arc[:-40]))
    assert (len(pages), rejects) == (1, [(f"{name}#3", "truncated record")])


def test_wacz(read_archive):
    warcs = {"archive__a_warc_gz": pack(INFO, ONE), "archive__b_warc": TWO}
    wacz = write_wacz(datapackage_json=b"{}", **warcs, indexes__i_cdx=b"")
    pages, rejects, file = read_archive("a.wacz", wacz)
    assert [(page["source"], page["member"], page["text"]) for page in pages] == [
        ("a.wacz#2", "archive/a.warc.gz", SHOWN.format(1)),
        ("a.wacz#3", "archive/b.warc", SHOWN.format(2)),
    ]
    assert rejects == []
    assert file["other_records"] == {"file .cdx": 1, "file .json": 1, "warcinfo": 1}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (write_wacz(notes_txt=b"Words"), "no web archive"),
        (write_wacz(a_warc=TWO)[:-30], "broken archive"),
        (b"PK\x03\x04 no zip", "broken archive"),
    ],
)
def test_a_broken_wacz_is_one_reject(content, reason, read_archive):
    assert read_archive("a.wacz", content)[:2] == ([], [("a.wacz", reason)])


MHTML = (
    "From: <Saved by a browser>\r\n"
    "Snapshot-Content-Location: https://gazette.example/ferry\r\n"
    "Subject: Post\r\n"
    "Date: Sat, 7 Jun 2025 10:00:00 -0000\r\n"
    "MIME-Version: 1.0\r\n"
    'Content-Type: multipart/related;\r\n\ttype="text/html"; boundary="b"\r\n\r\n'
    "--b\r\nContent-Type: {type}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    "<meta charset=3Dwindows-1252><h1>Caf=E9</h1><p>Ferries are=\r\n back.\r\n"
    "--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBO\r\n--b--\r\n"
)


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "a.html", "a.txt"])
def test_mhtml(name, read_archive):
    pages, rejects, file = read_archive(name, MHTML.format(type="text/html").encode())
    assert [(page["source"], page["url"], page["text"]) for page in pages] == [
        (name, "https://gazette.example/ferry", "Café\n\nFerries are back.")
    ]
    assert pages[0]["captured_at"] == datetime(2025, 6, 7, 10, tzinfo=UTC)
    assert (rejects, file["format"], file["other_records"]) == ([], "mhtml", {"image/png": 1})


def test_mhtml_without_a_page(read_archive):
    content = MHTML.format(type="text/css").encode()
    assert read_archive("a.mhtml", content)[:2] == ([], [("a.mhtml", "no HTML part")])


# Real ones


@pytest.mark.parametrize(
    ("name", "page_count", "reasons"),
    [
        ("example.warc.gz", 1, []),
        ("example.arc.gz", 1, []),
        ("example-iana.org-chunked.warc", 1, []),
        ("example-bad-non-chunked.warc.gz", 1, []),
        ("example-wrong-chunks.warc.gz", 1, []),
        ("example-space-in-target-uri.warc.gz", 0, []),  # a picture
        ("example-trunc.warc", 1, ["broken record"]),
    ],
)
def test_real_archives(name, page_count, reasons, reference: Path, read_archive):
    content = (reference / "formats" / name).read_bytes()
    pages, rejects, file = read_archive(name, content)
    assert len(pages) == page_count
    assert [reason for _, reason in rejects] == reasons
    assert file["record_count"] == page_count + len(rejects) + sum(file["other_records"].values())
