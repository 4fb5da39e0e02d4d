"""Each format as it comes, whole and broken: one bad row or file is one reject."""

import codecs
import gzip
import json
import os
import pickle
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.ingest.readers import SUFFIXES, find_format
from flows.ingest.rejects import Rejected


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", codecs.BOM_UTF8, "empty"),
        ("a.txt", b" \n\t\r\n ", "blank"),
        ("a.txt", "\u3000\u00a0\n".encode(), "blank"),
        ("a.txt", codecs.BOM_UTF16_LE + "  \n".encode("utf-16-le"), "blank"),
        ("a.txt", bytes(range(256)) * 9, "binary"),
        ("a.txt", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0", "binary"),
        ("a.txt", b"\0" * 500, "binary"),
        ("a.txt", codecs.BOM_UTF16_LE + b"a\0b", "undecodable"),
        ("a.txt", codecs.BOM_UTF8 + b"\xff\xfe", "undecodable"),
        ("a.jsonl", b"{broken", "not JSON"),
        ("a.jsonl", b"[1, 2]", "not JSON"),
        ("a.jsonl", b"[" * 100_000, "not JSON"),
        ("a.jsonl", b'{"text": ' + b"9" * 5_000 + b"}", "not JSON"),
        ("a.jsonl", json.dumps({"words": "no text here"}).encode(), "no text field"),
        ("a.jsonl", json.dumps({"text": None}).encode(), "no text field"),
        ("a.jsonl", json.dumps({"text": 7}).encode(), "text not a string"),
        ("a.jsonl", json.dumps({"text": ["a"]}).encode(), "text not a string"),
        ("a.jsonl", json.dumps({"text": ""}).encode(), "empty"),
        ("a.jsonl", json.dumps({"text": " \n "}).encode(), "blank"),
        ("a.jsonl", json.dumps({"text": "half \ud800 a character"}).encode(), "lone surrogate"),
        ("a.jsonl", b'{"text": "caf\xe9"}', "undecodable"),
    ],
)
def test_one_bad_page_is_one_reject(tmp_path, name, content, reason, read_bytes):
    source = "a.txt" if name == "a.txt" else "a.jsonl#1"
    assert read_bytes(tmp_path, name, content) == ([], [(source, reason)])


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.jsonl.gz", b"no archive at all", "broken archive"),
        ("a.jsonl.zst", b"no archive at all", "broken archive"),
        ("a.parquet", b"no table at all", "broken Parquet"),
        ("a.parquet", b"", "broken Parquet"),
        ("a.parquet", b"PAR1" + bytes(40) + b"PAR1", "broken Parquet"),
        ("a.pdf", b"%PDF-1.7", "unknown file type"),
        ("a.html", b"", "empty"),
        ("a.html", b" \n", "blank"),
        ("a.html", b"<html><script>var words</script></html>", "empty"),
        ("a.html", b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 40, "binary"),
        ("a.html.gz", gzip.compress(b"<p>Words</p>" * 99, mtime=0)[:-12], "broken archive"),
        ("a.html.gz", gzip.compress(b"", mtime=0), "empty"),
        ("a.json", b"{}", "no feed"),
        ("noending", b"Words", "unknown file type"),
    ],
)
def test_one_bad_file_is_one_reject(tmp_path, name, content, reason, read_bytes):
    assert read_bytes(tmp_path, name, content) == ([], [(name, reason)])


def test_rejects_speak_to_people(tmp_path, read):
    (tmp_path / "a.jsonl").write_bytes(b'{"text": 7}\n{"text": "caf\xe9"}\n')
    _, ingested = read(tmp_path)
    assert ingested.rejects["detail"].to_list() == ["it is a int", "not UTF-8 at byte 13"]


def test_rows_before_and_behind_a_bad_one_load(tmp_path, read_bytes, rows):
    lines = rows({"text": "One"}) + b"{\n\n  \n" + rows({"text": 5}, {"text": "Two"}) + b'"x"'
    texts, rejects = read_bytes(tmp_path, "a.jsonl", lines)
    assert texts == ["One", "Two"]
    assert rejects == [
        ("a.jsonl#2", "not JSON"),
        ("a.jsonl#5", "text not a string"),
        ("a.jsonl#7", "not JSON"),
    ]


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst", ".GZ"])
def test_rows_are_numbered_by_line(tmp_path, suffix, read, rows):
    content = b"\n" + rows({"text": "One", "id": 7}) + b"\n" + rows({"text": "Two", "id": "b"})
    packed = {"": bytes, ".gz": gzip.compress, ".GZ": gzip.compress, ".zst": pack_stream}[suffix]
    (tmp_path / f"a.jsonl{suffix}").write_bytes(packed(content))
    pages, ingested = read(tmp_path)
    assert [(page["source"], page["external_id"]) for page in pages] == [
        (f"a.jsonl{suffix}#2", "7"),
        (f"a.jsonl{suffix}#4", "b"),
    ]
    assert {page["file"] for page in pages} == {f"a.jsonl{suffix}"}
    assert ingested.files.select("page_count", "reject_count").row(0) == (2, 0)


def pack_stream(content: bytes) -> bytes:
    """A zstd file of two frames, as parallel packers write."""
    half = len(content) // 2
    return b"".join(pack_frame(part) for part in (content[:half], content[half:]))


def pack_frame(content: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(content)
    return sink.getvalue().to_pybytes()


@pytest.mark.parametrize(("suffix", "packed"), [("gz", gzip.compress), ("zst", pack_frame)])
def test_the_whole_part_of_a_broken_archive_loads(tmp_path, suffix, packed, read_bytes, rows):
    content = packed(rows(*({"text": f"{n} {os.urandom(99).hex()}"} for n in range(5_000))))
    texts, rejects = read_bytes(tmp_path, f"a.jsonl.{suffix}", content[: len(content) // 2])
    assert [text.split()[0] for text in texts] == [str(n) for n in range(len(texts))]
    assert 1_500 < len(texts) < 3_000
    assert rejects == [(f"a.jsonl.{suffix}", "broken archive")]


def test_an_archive_that_lacks_its_last_byte_says_so(tmp_path, read_bytes, rows):
    _, rejects = read_bytes(tmp_path, "a.jsonl.zst", pack_frame(rows({"text": "One"}))[:-1])
    assert rejects == [("a.jsonl.zst", "broken archive")]


def test_a_parquet_row_without_text_is_one_reject(tmp_path, read, reasons, write_parquet):
    write_parquet(tmp_path / "a.parquet", text=["One", None, " ", "Two"], id=[1, 2, 3, 4])
    pages, ingested = read(tmp_path)
    assert [(page["source"], page["text"], page["external_id"]) for page in pages] == [
        ("a.parquet#1", "One", "1"),
        ("a.parquet#4", "Two", "4"),
    ]
    assert reasons(ingested) == [("a.parquet#2", "no text field"), ("a.parquet#3", "blank")]
    assert ingested.files.select("page_count", "reject_count").row(0) == (2, 2)


def test_parquet_columns_of_other_types_are_told(tmp_path, read, reasons, write_parquet):
    broken = pa.array([b"caf\xe9", b"whole"], pa.binary()).view(pa.string())
    write_parquet(tmp_path / "bytes.parquet", text=[b"One"])
    write_parquet(tmp_path / "latin.parquet", text=broken)
    write_parquet(tmp_path / "none.parquet", words=["One"])
    twice = pa.Table.from_arrays([pa.array(["One"])] * 2, names=["text", "text"])
    pq.write_table(twice, tmp_path / "twice.parquet")
    pages, ingested = read(tmp_path)
    assert [page["source"] for page in pages] == ["latin.parquet#2"]
    assert reasons(ingested) == [
        ("bytes.parquet#1", "text not a string"),
        ("latin.parquet#1", "undecodable"),
        ("none.parquet", "no text field"),
        ("twice.parquet", "broken Parquet"),
    ]


@pytest.mark.parametrize(
    ("times", "expected", "basis"),
    [
        (pa.array([1_749_290_400_123_456_789], pa.timestamp("ns", "UTC")), 123_456, "metadata"),
        (pa.array([1_749_290_400_123], pa.timestamp("ms")), 123_000, "assumed_utc"),
        (pa.array([1_749_290_400], pa.timestamp("s", "Europe/Kyiv")), 0, "metadata"),
        (pa.array(["2025-06-07T10:00:00Z"]), 0, "metadata"),
    ],
)
def test_capture_times_of_parquet(tmp_path, times, expected, basis, read, write_parquet):
    write_parquet(tmp_path / "a.parquet", text=["One"], captured_at=times)
    (page,), _ = read(tmp_path)
    assert page["captured_at"] == datetime(2025, 6, 7, 10, 0, 0, expected, tzinfo=UTC)
    assert page["captured_basis"] == basis


def test_a_parquet_day_is_a_bracket(tmp_path, read, reasons, write_parquet):
    days = pa.array([date(2025, 6, 7), date(9999, 1, 1), None])
    write_parquet(tmp_path / "a.parquet", text=["One", "Two", "Three"], captured_at=days)
    pages, ingested = read(tmp_path)
    assert [page["captured_latest"] for page in pages] == [
        datetime(2025, 6, 8, tzinfo=UTC),
        None,
        None,
    ]
    assert reasons(ingested) == [("a.parquet#2", "captured_at not understood")]


# The table of formats


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_format_is_found_by_its_name_in_any_case(suffix):
    for name in (f"a{suffix}", f"A.B{suffix.upper()}"):
        found = find_format(Path(name))
        assert found is not None
        assert suffix in found.suffixes


@pytest.mark.parametrize(
    ("name", "content", "format_name", "texts"),
    [
        ("a.html", b"<h1>A ferry</h1><p>left", "html", ["A ferry\n\nleft"]),
        ("a.HTM", b"<h1>A ferry</h1><p>left", "html", ["A ferry\n\nleft"]),
        (
            "a.html.gz",
            gzip.compress(b"<h1>A ferry</h1><p>left", mtime=0),
            "html",
            ["A ferry\n\nleft"],
        ),
        (
            "a.html",
            gzip.compress(b"<h1>A </h1>", mtime=0) + gzip.compress(b"ferry", mtime=0),
            "html",
            ["A\n\nferry"],
        ),
        ("a.html", b"A ferry\nleft &amp; <3", "html", ["A ferry\nleft &amp; <3"]),
        ("a.txt", b"<!DOCTYPE html>\n<p>A ferry", "html", ["A ferry"]),
        ("a.txt", b" <!-- a --><HTML><p>A ferry", "html", ["A ferry"]),
        ("a.txt", b"<p>A ferry", "text", ["<p>A ferry"]),
        ("a.jsonl", gzip.compress(b"<html><p>A ferry", mtime=0), "html", ["A ferry"]),
        ("a.txt.gz", gzip.compress(b"A ferry", mtime=0), "text", ["A ferry"]),
        ("a.txt", gzip.compress(b"A ferry", mtime=0), "text", ["A ferry"]),
        ("a.jsonl", b'{"text": "<html><p>A ferry"}', "jsonl", ["<html><p>A ferry"]),
    ],
)
def test_a_file_is_what_it_begins_as(tmp_path, name, content, format_name, texts, read):
    (tmp_path / name).write_bytes(content)
    pages, ingested = read(tmp_path)
    assert [page["text"] for page in pages] == texts
    assert ingested.files["format"].to_list() == [format_name]
    assert ingested.rejects.is_empty()


def test_html_that_unpacks_to_too_much_is_a_reject(tmp_path, monkeypatch, read_bytes):
    monkeypatch.setenv("COPYDESK_TEXT_LIMIT_MB", "1")
    bomb = gzip.compress(b"<p>Words" * 2_000_000, mtime=0)
    assert read_bytes(tmp_path, "a.html", bomb) == ([], [("a.html", "too large")])


def test_a_manifest_comes_before_what_a_page_says_of_its_saving(tmp_path, read):
    page = "<!-- saved from url=(0022)https://gazette.example --><html><p>A ferry"
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_text(page)
    (tmp_path / "manifest.csv").write_text("path,url\na.html,https://ledger.example\n")
    pages, _ = read(tmp_path)
    assert [page["url"] for page in pages] == ["https://ledger.example", "https://gazette.example"]


def test_hidden_spans_are_kept(tmp_path, read):
    (tmp_path / "a.html").write_text("<p>&#65279;A ferry<p hidden>&amp;#39; Menu")
    pages, _ = read(tmp_path)
    spans = [(span["start_char"], span["end_char"]) for span in pages[0]["hidden_spans"]]
    assert [pages[0]["text"][start:end] for start, end in spans] == ["&#39; Menu"]


def test_no_suffix_hides_another():
    assert not [(a, b) for a in SUFFIXES for b in SUFFIXES if a != b and a.endswith(b)]


@pytest.mark.parametrize("name", ["a.pdf", "a.yaml", "a.gz", "txt", "jsonl"])
def test_other_names_are_of_no_format(name):
    assert find_format(Path(name)) is None


def test_a_manifest_speaks_for_whole_files_only(tmp_path, read, rows):
    (tmp_path / "a.txt").write_text("Words")
    (tmp_path / "a.jsonl").write_bytes(rows({"text": "Words"}))
    (tmp_path / "manifest.csv").write_text("path,url\na.txt,https://a.example\na.jsonl,unused\n")
    pages, ingested = read(tmp_path)
    assert [(page["source"], page["url"]) for page in pages] == [
        ("a.jsonl#1", None),
        ("a.txt", "https://a.example"),
    ]
    assert ingested.rejects.is_empty()


def test_a_reject_survives_the_way_between_processes():
    rejected = pickle.loads(pickle.dumps(Rejected("blank", "white space only")))
    assert (rejected.reason, rejected.detail) == ("blank", "white space only")
    assert str(rejected) == "blank: white space only"
