"""What was read before is skipped, memory is bounded, and any bytes at all are read or rejected."""

import codecs
import json
import tempfile
from pathlib import Path

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows import ingest
from flows.ingest import chunks, ingest_files


def test_unchanged_files_are_skipped_without_being_parsed(tmp_path, monkeypatch, read):
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(f"Words of {name}")
    _, ingested = read(tmp_path)
    known = dict(ingested.files.select("source", "content_hash").iter_rows())
    (tmp_path / "b.txt").write_text("Other words")
    (tmp_path / "manifest.csv").write_text("path,url\nc.txt,https://gazette.example/c\n")
    parsed = []
    parse = ingest.read_pages
    monkeypatch.setattr(
        ingest, "read_pages", lambda raw, *rest: parsed.append(raw.source) or parse(raw, *rest)
    )
    pages, ingested = read(tmp_path, known=known)
    assert parsed == ["b.txt", "c.txt"]  # a manifest row counts as content
    assert ingested.unchanged == ["a.txt"]
    assert [page["text"] for page in pages] == ["Other words", "Words of c.txt"]


def test_chunks_are_bounded(tmp_path, monkeypatch, rows):
    monkeypatch.setattr(chunks, "PAGES_A_CHUNK", 2)
    (tmp_path / "a.jsonl").write_bytes(rows(*({"text": f"Page {n}"} for n in range(5))))
    ingested = ingest_files([tmp_path], {}, tmp_path / ".work")
    assert [pl.read_parquet(path).height for path in ingested.page_files] == [2, 2, 1]


# Laws

LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\r\t "))
ANY_BYTES = (
    st.binary(max_size=300)
    | st.builds(
        lambda mark, text, encoding: mark + text.encode(encoding, "replace"),
        st.sampled_from([b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE]),
        LINES,
        st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "cp1252", "cp1251", "shift_jis"]),
    )
    | st.text(st.characters(max_codepoint=127)).map(str.encode)
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda values: st.lists(values) | st.dictionaries(st.sampled_from(["text", "id", "x"]), values),
    max_leaves=5,
)
ANY_LINE = (
    st.binary(max_size=50).map(lambda line: line.replace(b"\n", b""))
    | JSON.map(lambda value: json.dumps(value).encode())
    | st.text(st.characters()).map(lambda text: json.dumps({"text": text}).encode())
)


@settings(max_examples=200, deadline=None)
@given(ANY_BYTES)
@example(b"\0")
@example(b"a\n")
@example("é".encode("cp1252"))
def test_any_bytes_are_read_or_rejected(read_bytes, content):
    with tempfile.TemporaryDirectory() as folder:
        texts, rejects = read_bytes(Path(folder), "a.txt", content)
    assert len(texts) + len(rejects) == 1
    assert all(text.strip() and "\r" not in text for text in texts)


@settings(max_examples=100, deadline=None)
@given(st.lists(ANY_LINE))
def test_every_line_is_read_or_rejected(read_bytes, lines):
    with tempfile.TemporaryDirectory() as folder:
        texts, rejects = read_bytes(Path(folder), "a.jsonl", b"\n".join(lines))
    assert len(texts) + len(rejects) == sum(bool(line.strip()) for line in lines)


@settings(max_examples=100, deadline=None)
@given(LINES.filter(str.strip).filter(lambda text: text[0] != "\ufeff"))
def test_text_is_kept_to_the_character(read_bytes, rows, text):
    expected = text.replace("\r\n", "\n").replace("\r", "\n")
    with tempfile.TemporaryDirectory() as folder:
        assert read_bytes(Path(folder), "a.txt", text.encode()) == ([expected], [])
        (Path(folder) / "a.txt").unlink()
        assert read_bytes(Path(folder), "a.jsonl", rows({"text": text})) == ([expected], [])
