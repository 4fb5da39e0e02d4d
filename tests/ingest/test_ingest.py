"""Raw files as they come: every encoding, every broken thing, and what becomes of each."""

import codecs
import gzip
import json
import os
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows import ingest
from flows.ingest import PAGES, Ingested, decode, ingest_files, read_captured_at

FRENCH = (
    "Le port d'Ambre rouvre après la tempête. L'équipage a été félicité à l'hôtel de ville, où la "
    "fête a duré jusqu'à la nuit. « Nous avons eu très peur », répète le maître du bac."
)
ENGLISH = (
    "The harbour’s ferry – the “Amber” – came back at nine… and nobody was hurt, said Ada Quill."
)
RUSSIAN = (
    "Паром вернулся в гавань в понедельник утром. Никто не пострадал, сообщил капитан порта. "
    "Жители города собрались на причале, чтобы встретить экипаж после долгой бури."
)
JAPANESE = (
    "港の連絡船は月曜日の朝に戻ってきた。けが人はいなかったと港長が発表した。"
    "町の人々は桟橋に集まり、長い嵐のあとで乗組員を迎えた。"
)


def read(*raws: Path, known: dict[str, str] | None = None) -> tuple[list[dict], Ingested]:
    """The pages below the RAW arguments as rows, and what else ingest says."""
    with tempfile.TemporaryDirectory() as work:
        ingested = ingest_files(list(raws), known or {}, Path(work))
        chunks = [pl.read_parquet(path, glob=False) for path in ingested.page_files]
    return pl.concat([pl.DataFrame(schema=PAGES), *chunks]).to_dicts(), ingested


def read_bytes(folder: Path, name: str, content: bytes) -> tuple[list[str], list[tuple[str, str]]]:
    """The texts of one file, and its rejects as (source, reason)."""
    (folder / name).write_bytes(content)
    pages, ingested = read(folder)
    return [page["text"] for page in pages], reasons(ingested)


def reasons(ingested: Ingested) -> list[tuple[str, str]]:
    return list(ingested.rejects.select("source", "reason").iter_rows())


def rows(*values: object) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


# Decoding


@pytest.mark.parametrize(
    ("text", "mark", "encoding", "found"),
    [
        (JAPANESE, b"", "utf-8", "utf-8"),
        (JAPANESE, codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (JAPANESE, codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (JAPANESE, codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
        (JAPANESE, codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
        (FRENCH, b"", "utf-16-le", "utf-16-le"),
        (FRENCH, b"", "utf-16-be", "utf-16-be"),
        (RUSSIAN, b"", "utf-16-le", "utf-16-le"),
        (RUSSIAN, b"", "utf-16-be", "utf-16-be"),
        (RUSSIAN, b"", "cp1251", "cp1251"),
        (JAPANESE, b"", "shift_jis", None),  # or cp932, its superset
        (FRENCH, b"", "latin-1", None),  # or cp1252, which has the same letters
        (ENGLISH, b"", "cp1252", None),  # or cp1250, which has the same dashes
    ],
)
def test_a_text_file_is_decoded(tmp_path, text, mark, encoding, found):
    (tmp_path / "page.txt").write_bytes(mark + text.encode(encoding))
    pages, ingested = read(tmp_path)
    assert [page["text"] for page in pages] == [text]
    assert found in (None, ingested.files["encoding"][0])
    assert ingested.files["byte_count"][0] == len(mark + text.encode(encoding))


@pytest.mark.parametrize("content", [b"a\n", b"x", b"a\nb\nc\n", b"\ta\n", b"a\x0cb\x0c", b"I\x00"])
def test_a_short_file_is_not_taken_for_utf_16(content):
    encoding = "utf-16-le" if b"\0" in content else "utf-8"
    assert decode(content) == (content.decode(encoding), encoding)


def test_line_ends_become_lf_and_nothing_else_changes(tmp_path):
    text = "  One\r\ntwo\rthree\n\n\tfour\u2028\u00a0five \u200b\x85\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    (tmp_path / "b.jsonl").write_bytes(rows({"text": "\ufeff" + text}))
    pages, _ = read(tmp_path)
    assert [page["text"] for page in pages] == [
        "  One\ntwo\nthree\n\n\tfour\u2028\u00a0five \u200b\x85\n"
    ] * 2


# What cannot be read


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
        ("a.jsonl", rows({"body": "no text here"}), "no text field"),
        ("a.jsonl", rows({"text": None}), "no text field"),
        ("a.jsonl", rows({"text": 7}), "text not a string"),
        ("a.jsonl", rows({"text": ["a"]}), "text not a string"),
        ("a.jsonl", rows({"text": ""}), "empty"),
        ("a.jsonl", rows({"text": " \n "}), "blank"),
        ("a.jsonl", rows({"text": "half \ud800 a character"}), "lone surrogate"),
        ("a.jsonl", b'{"text": "caf\xe9"}', "undecodable"),
    ],
)
def test_one_bad_page_is_one_reject(tmp_path, name, content, reason):
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
        ("a.html", b"<p>Words</p>", "unknown file type"),
        ("a.json", b"{}", "unknown file type"),
        ("noending", b"Words", "unknown file type"),
    ],
)
def test_one_bad_file_is_one_reject(tmp_path, name, content, reason):
    assert read_bytes(tmp_path, name, content) == ([], [(name, reason)])


def test_rejects_speak_to_people(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b'{"text": 7}\n{"text": "caf\xe9"}\n')
    _, ingested = read(tmp_path)
    assert ingested.rejects["detail"].to_list() == ["it is a int", "not UTF-8 at byte 13"]


def test_rows_before_and_behind_a_bad_one_load(tmp_path):
    lines = rows({"text": "One"}) + b"{\n\n  \n" + rows({"text": 5}, {"text": "Two"}) + b'"x"'
    texts, rejects = read_bytes(tmp_path, "a.jsonl", lines)
    assert texts == ["One", "Two"]
    assert rejects == [
        ("a.jsonl#2", "not JSON"),
        ("a.jsonl#5", "text not a string"),
        ("a.jsonl#7", "not JSON"),
    ]


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst", ".GZ"])
def test_rows_are_numbered_by_line(tmp_path, suffix):
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
def test_the_whole_part_of_a_broken_archive_loads(tmp_path, suffix, packed):
    content = packed(b"".join(rows({"text": f"{n} {os.urandom(99).hex()}"}) for n in range(5_000)))
    texts, rejects = read_bytes(tmp_path, f"a.jsonl.{suffix}", content[: len(content) // 2])
    assert [text.split()[0] for text in texts] == [str(n) for n in range(len(texts))]
    assert 1_500 < len(texts) < 3_000
    assert rejects == [(f"a.jsonl.{suffix}", "broken archive")]


def test_an_archive_that_lacks_its_last_byte_says_so(tmp_path):
    _, rejects = read_bytes(tmp_path, "a.jsonl.zst", pack_frame(rows({"text": "One"}))[:-1])
    assert rejects == [("a.jsonl.zst", "broken archive")]


def write_parquet(path: Path, **columns: object) -> None:
    pq.write_table(pa.table(columns), path)


def test_a_parquet_row_without_text_is_one_reject(tmp_path):
    write_parquet(tmp_path / "a.parquet", text=["One", None, " ", "Two"], id=[1, 2, 3, 4])
    pages, ingested = read(tmp_path)
    assert [(page["source"], page["text"], page["external_id"]) for page in pages] == [
        ("a.parquet#1", "One", "1"),
        ("a.parquet#4", "Two", "4"),
    ]
    assert reasons(ingested) == [("a.parquet#2", "no text field"), ("a.parquet#3", "blank")]
    assert ingested.files.select("page_count", "reject_count").row(0) == (2, 2)


def test_parquet_columns_of_other_types_are_told(tmp_path):
    broken = pa.array([b"caf\xe9", b"whole"], pa.binary()).view(pa.string())
    write_parquet(tmp_path / "bytes.parquet", text=[b"One"])
    write_parquet(tmp_path / "latin.parquet", text=broken)
    write_parquet(tmp_path / "none.parquet", body=["One"])
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


# When and where a page was captured


@pytest.mark.parametrize(
    ("value", "earliest", "latest", "basis"),
    [
        ("2025-06-07T12:00:00+02:00", (7, 10), (7, 10), "metadata"),
        ("2025-06-07T12:00:00Z", (7, 12), (7, 12), "metadata"),
        ("2025-06-07 12:00", (7, 12), (7, 12), "assumed_utc"),
        ("20250607T120000.5", (7, 12, 0, 0, 500_000), (7, 12, 0, 0, 500_000), "assumed_utc"),
        ("2025-06-07", (7, 0), (8, 0), "assumed_utc"),
        (" 20250607 ", (7, 0), (8, 0), "assumed_utc"),
    ],
)
def test_a_capture_time_states_its_basis(value, earliest, latest, basis):
    moments = [datetime(2025, 6, *parts, tzinfo=UTC) for parts in (earliest, earliest, latest)]
    assert read_captured_at(value) == (*moments, basis)


@pytest.mark.parametrize("value", [None, ""])
def test_no_capture_time_is_none(value):
    assert read_captured_at(value) == (None, None, None, None)


@pytest.mark.parametrize(
    "value", ["yesterday", "0001-01-01", "9999-12-31T23:59:59-12:00", 1749290400, "2025-13-01", {}]
)
def test_a_capture_time_that_is_not_understood_is_left_out(tmp_path, value):
    (tmp_path / "a.jsonl").write_bytes(rows({"text": "One", "captured_at": value}))
    pages, ingested = read(tmp_path)
    assert [(page["text"], page["captured_at"]) for page in pages] == [("One", None)]
    assert reasons(ingested) == [("a.jsonl#1", "captured_at not understood")]
    assert "the page is kept" in ingested.rejects["detail"][0]


@pytest.mark.parametrize(
    ("times", "expected", "basis"),
    [
        (pa.array([1_749_290_400_123_456_789], pa.timestamp("ns", "UTC")), 123_456, "metadata"),
        (pa.array([1_749_290_400_123], pa.timestamp("ms")), 123_000, "assumed_utc"),
        (pa.array([1_749_290_400], pa.timestamp("s", "Europe/Kyiv")), 0, "metadata"),
        (pa.array(["2025-06-07T10:00:00Z"]), 0, "metadata"),
    ],
)
def test_capture_times_of_parquet(tmp_path, times, expected, basis):
    write_parquet(tmp_path / "a.parquet", text=["One"], captured_at=times)
    (page,), _ = read(tmp_path)
    assert page["captured_at"] == datetime(2025, 6, 7, 10, 0, 0, expected, tzinfo=UTC)
    assert page["captured_basis"] == basis


def test_a_parquet_day_is_a_bracket(tmp_path):
    days = pa.array([date(2025, 6, 7), date(9999, 1, 1), None])
    write_parquet(tmp_path / "a.parquet", text=["One", "Two", "Three"], captured_at=days)
    pages, ingested = read(tmp_path)
    assert [page["captured_latest"] for page in pages] == [
        datetime(2025, 6, 8, tzinfo=UTC),
        None,
        None,
    ]
    assert reasons(ingested) == [("a.parquet#2", "captured_at not understood")]


@pytest.mark.parametrize(
    ("url", "kept", "reason"),
    [
        (" https://gazette.example/a ", "https://gazette.example/a", None),
        ("", None, None),
        (None, None, None),
        (5, None, "url not a string"),
        ("https://gazette.example/\udc80", None, "lone surrogate"),
    ],
)
def test_a_url_that_is_none_is_left_out(tmp_path, url, kept, reason):
    (tmp_path / "a.jsonl").write_bytes(rows({"text": "One", "url": url}))
    (page,), ingested = read(tmp_path)
    assert page["url"] == kept
    assert reasons(ingested) == ([("a.jsonl#1", reason)] if reason else [])


@pytest.mark.parametrize(
    ("value", "kept"), [(7, "7"), ("a-7", "a-7"), (None, None), ("half \udc80", "half \\udc80")]
)
def test_an_id_is_kept_as_text(tmp_path, value, kept):
    (tmp_path / "a.jsonl").write_bytes(rows({"text": "One", "id": value}))
    (page,), _ = read(tmp_path)
    assert page["external_id"] == kept


def test_page_ids_are_of_url_and_text(tmp_path):
    urls = ["https://a.example", "https://b.example", None, "https://a.example"]
    (tmp_path / "a.jsonl").write_bytes(rows(*({"text": "One", "url": url} for url in urls)))
    pages, _ = read(tmp_path)
    first, second, bare, again = (page["page_id"] for page in pages)
    assert first == again
    assert len({first, second, bare}) == 3
    assert len({page["text_id"] for page in pages}) == 1


# The manifest


def test_a_manifest_gives_url_and_time(tmp_path):
    (tmp_path / "below").mkdir()
    for name in ("a.txt", "b.txt", "below/c.txt"):
        (tmp_path / name).write_text(f"Words of {name}")
    (tmp_path / "manifest.csv").write_text(
        "\ufeffpath,url,captured_at,note\r\n"
        "./a.txt,https://gazette.example/a,2025-06-07,kept\r\n"
        "below/c.txt,https://gazette.example/c\r\n"
        ",,\r\n"
    )
    pages, ingested = read(tmp_path)
    assert [(page["source"], page["url"]) for page in pages] == [
        ("a.txt", "https://gazette.example/a"),
        ("b.txt", None),
        ("below/c.txt", "https://gazette.example/c"),
    ]
    assert pages[0]["captured_latest"] == datetime(2025, 6, 8, tzinfo=UTC)
    assert reasons(ingested) == []
    (page,), _ = read(tmp_path / "a.txt")
    assert page["url"] == "https://gazette.example/a"


def test_a_manifest_that_names_a_missing_file_says_so(tmp_path):
    (tmp_path / "a.txt").write_text("Words")
    names = ["gone.txt", "/etc/gone.txt", "../gone.txt", "manifest.csv"]
    (tmp_path / "manifest.csv").write_text("path,url\n" + "".join(f"{n},u\n" for n in names))
    pages, ingested = read(tmp_path)
    assert len(pages) == 1
    assert [reason for _, reason in reasons(ingested)] == ["not found"] * 4
    assert ("gone.txt", "not found") in reasons(ingested)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"name,url\na.txt,u\n", "broken manifest"),
        (b'path,url\na.txt,"u\n', "broken manifest"),
        (b"path,url\na.txt," + b"u" * 200_000, "broken manifest"),
        (b"", "empty"),
        (bytes(range(256)), "binary"),
    ],
)
def test_a_broken_manifest_is_one_reject_and_the_pages_load(tmp_path, content, reason):
    (tmp_path / "a.txt").write_text("Words")
    assert read_bytes(tmp_path, "manifest.csv", content) == (["Words"], [("manifest.csv", reason)])


# Folders and links


def test_links_neither_leave_the_folder_nor_loop(tmp_path):
    raw, outside = tmp_path / "raw", tmp_path / "outside"
    (raw / "z").mkdir(parents=True)
    outside.mkdir()
    (outside / "secret.txt").write_text("Not for you")
    (outside / "manifest.csv").write_text("path,url\nb.txt,https://secret.example\n")
    (raw / "b.txt").write_text("Words")
    (raw / "z" / "c.txt").write_text("More words")
    for name, target in {
        "a": raw / "z",
        "file.txt": outside / "secret.txt",
        "folder": outside,
        "manifest.csv": outside / "manifest.csv",
        "nowhere.txt": tmp_path / "nowhere",
        "self.txt": raw / "self.txt",
        "twin.txt": raw / "b.txt",
        "z/up": raw,
    }.items():
        (raw / name).symlink_to(target)
    os.mkfifo(raw / "pipe.txt")
    pages, ingested = read(raw)
    assert [(page["source"], page["text"], page["url"]) for page in pages] == [
        ("b.txt", "Words", None),
        ("twin.txt", "Words", None),
        ("z/c.txt", "More words", None),
    ]
    assert sorted(reasons(ingested)) == [
        ("a", "link to a folder"),
        ("file.txt", "link out"),
        ("folder", "link out"),
        ("manifest.csv", "link out"),
        ("nowhere.txt", "broken link"),
        ("pipe.txt", "not a file"),
        ("self.txt", "broken link"),
        ("z/up", "link to a folder"),
    ]


def test_the_same_path_in_two_folders_is_taken_once(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(f"Words of {folder}")
    pages, ingested = read(tmp_path / "one", tmp_path / "two", tmp_path / "two" / ".." / "one")
    assert [page["text"] for page in pages] == ["Words of one"]
    assert reasons(ingested) == [("a.txt", "source taken")]
    assert str(tmp_path / "one") in ingested.rejects["detail"][0]


def test_strange_file_names_are_read(tmp_path):
    names = [
        b'it\'s "so"; drop.txt',
        b"new\nline.txt",
        b"50%[*]?.jsonl",
        b"caf\xe9.jsonl",
        b"#1.txt",
    ]
    for name in names:
        content = rows({"text": "Words"}) if name.endswith(b"jsonl") else b"Words"
        (tmp_path / os.fsdecode(name)).write_bytes(content)
    write_parquet(tmp_path / "a.parquet", text=["Words"])
    (tmp_path / "a.parquet").rename(tmp_path / os.fsdecode(b"\xff.parquet"))
    (tmp_path / ".hidden.txt").write_text("Not seen")
    pages, ingested = read(tmp_path)
    assert sorted(page["source"] for page in pages) == [
        "#1.txt",
        "50%[*]?.jsonl#1",
        "\\xff.parquet#1",
        "caf\\xe9.jsonl#1",
        'it\'s "so"; drop.txt',
        "new\nline.txt",
    ]
    assert reasons(ingested) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_one_reject(tmp_path):
    (tmp_path / "closed").mkdir(mode=0)
    (tmp_path / "a.txt").write_text("Words")
    (tmp_path / "a.txt").chmod(0)
    _, ingested = read(tmp_path)
    (tmp_path / "closed").chmod(0o700)
    assert sorted(reasons(ingested)) == [("a.txt", "unreadable"), ("closed", "unreadable")]


# What was read before


def test_unchanged_files_are_skipped_without_being_parsed(tmp_path, monkeypatch):
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


def test_chunks_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(ingest, "PAGES_A_CHUNK", 2)
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
def test_any_bytes_are_read_or_rejected(content):
    with tempfile.TemporaryDirectory() as folder:
        texts, rejects = read_bytes(Path(folder), "a.txt", content)
    assert len(texts) + len(rejects) == 1
    assert all(text.strip() and "\r" not in text for text in texts)


@settings(max_examples=100, deadline=None)
@given(st.lists(ANY_LINE))
def test_every_line_is_read_or_rejected(lines):
    with tempfile.TemporaryDirectory() as folder:
        texts, rejects = read_bytes(Path(folder), "a.jsonl", b"\n".join(lines))
    assert len(texts) + len(rejects) == sum(bool(line.strip()) for line in lines)


@settings(max_examples=100, deadline=None)
@given(LINES.filter(str.strip).filter(lambda text: text[0] != "\ufeff"))
def test_text_is_kept_to_the_character(text):
    expected = text.replace("\r\n", "\n").replace("\r", "\n")
    with tempfile.TemporaryDirectory() as folder:
        assert read_bytes(Path(folder), "a.txt", text.encode()) == ([expected], [])
        (Path(folder) / "a.txt").unlink()
        assert read_bytes(Path(folder), "a.jsonl", rows({"text": text})) == ([expected], [])
