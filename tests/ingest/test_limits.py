"""What is too large is a reject, whatever it is packed in, and costs a bounded amount of memory."""

import gzip
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows import rules
from flows.errors import Unusable
from flows.ingest.limits import MEGABYTE, TEXT_LIMIT, UNPACKED_LIMIT, read_limits
from flows.ingest.readers.jsonl import Line, split_lines

WORDS = "Words of the harbour. "


@pytest.fixture(autouse=True)
def small_limit(monkeypatch):
    monkeypatch.setenv(TEXT_LIMIT, "1")


def pack_zstd(content: bytes) -> bytes:
    return pa.Codec("zstd").compress(content, asbytes=True)


def test_a_text_over_the_limit_is_told_with_its_size_and_how_to_raise_it(tmp_path, read):
    (tmp_path / "a.txt").write_text(WORDS * 60_000)
    (tmp_path / "b.txt").write_text("Words")
    pages, ingested = read(tmp_path)
    assert [page["source"] for page in pages] == ["b.txt"]
    assert ingested.rejects.select("source", "reason", "detail").rows() == [
        (
            "a.txt",
            "too large",
            "a text of 1.3 MB, over the limit of 1 MB for one page; set COPYDESK_TEXT_LIMIT_MB to"
            " raise it",
        )
    ]
    # It is not in the ledger, so a run with a higher limit reads it.
    assert ingested.files["source"].to_list() == ["b.txt"]


def test_a_text_over_the_limit_is_not_read_at_all(tmp_path, read, reasons):
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(2**40)
    assert reasons(read(tmp_path)[1]) == [("a.txt", "too large")]


@pytest.mark.parametrize(
    ("suffix", "pack"), [("", bytes), (".gz", gzip.compress), (".zst", pack_zstd)]
)
def test_lines_around_one_over_the_limit_load(tmp_path, suffix, pack, read_bytes, rows):
    content = rows({"text": "One"}, {"text": WORDS * 60_000}, {"text": "Two"})
    name = f"a.jsonl{suffix}"
    texts, rejects = read_bytes(tmp_path, name, pack(content))
    assert texts == ["One", "Two"]
    assert rejects == [(f"{name}#2", "too large")]


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_lines_are_the_same_however_they_are_read(size):
    content = b"\n\nab\nabc\nabcd\n\r\nx"
    blocks = (content[at : at + size] for at in range(0, len(content), size))
    lines = list(split_lines(blocks, 3))
    assert [line.byte_count for line in lines] == [0, 0, 2, 3, 4, 1, 1]
    assert [line.content for line in lines] == [b"", b"", b"ab", b"abc", None, b"\r", b"x"]
    assert list(split_lines(iter([b"a\n"]), 3)) == [Line(b"a", 1)]


@pytest.mark.parametrize("between", [" ", '""', "\n", "\r\nTwo,\n", '""\n""'])
@pytest.mark.parametrize(("suffix", "pack"), [("", bytes), (".gz", gzip.compress)])
def test_rows_of_csv_around_one_over_the_limit_load(tmp_path, suffix, pack, between, read_bytes):
    long = f"{between}{WORDS * 100}" * 600
    content = f'text,url\nOne,\n"{long}",\n"Two\nlines",\n"{long}","x"\nThree,\n'
    name = f"a.csv{suffix}"
    texts, rejects = read_bytes(tmp_path, name, pack(content.encode()))
    assert texts == ["One", "Two\nlines", "Three"]
    assert rejects == [(f"{name}#2", "too large"), (f"{name}#4", "too large")]


def test_the_last_row_of_csv_may_be_over_the_limit(tmp_path, read_bytes):
    for end in ("", '"', '"\n'):
        content = f'text\nOne\n"{WORDS * 60_000}{end}'.encode()
        assert read_bytes(tmp_path, "a.csv", content) == (["One"], [("a.csv#2", "too large")])


def test_parquet_rows_around_one_over_the_limit_load(tmp_path, read, reasons):
    texts = ["One", WORDS * 60_000, "Two", None]
    for name, options in {"plain": {"use_dictionary": False}, "dictionary": {}}.items():
        table = pa.table({"text": texts, "id": [1, 2, 3, 4]})
        pq.write_table(table, tmp_path / f"{name}.parquet", **options)
        large = table.set_column(0, "text", table["text"].cast(pa.large_string()))
        pq.write_table(large, tmp_path / f"large_{name}.parquet", **options)
    pages, ingested = read(tmp_path)
    assert [(page["text"], page["external_id"]) for page in pages] == [
        ("One", "1"),
        ("Two", "3"),
    ] * 4
    assert [reason for _, reason in reasons(ingested)] == ["too large", "no text field"] * 4


def test_a_parquet_row_of_its_own_is_rejected_by_what_the_file_says_of_it(tmp_path, read, reasons):
    table = pa.table({"text": ["One", WORDS * 120_000, "Two"]})
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=1)
    pages, ingested = read(tmp_path)
    assert [page["source"] for page in pages] == ["a.parquet#1", "a.parquet#3"]
    assert reasons(ingested) == [("a.parquet#2", "too large")]


def test_a_parquet_text_that_many_rows_repeat_is_held_once(tmp_path, read, monkeypatch):
    table = pa.table({"text": pa.array([WORDS * 40_000] * 400).dictionary_encode()})
    pq.write_table(table, tmp_path / "a.parquet")
    before = pa.total_allocated_bytes()
    held = []
    monkeypatch.setattr(
        "flows.ingest.make_page", lambda *_: held.append(pa.total_allocated_bytes()) or 1 / 0
    )
    monkeypatch.setattr("flows.ingest.FAILURES", ())
    with pytest.raises(ZeroDivisionError):
        read(tmp_path)
    assert held[0] - before < 10 * MEGABYTE


def test_a_text_of_too_many_lines_is_one_reject(tmp_path, read, reasons, rows):
    most = MEGABYTE // 64
    (tmp_path / "a.txt").write_text("a\n" * (most - 1))
    (tmp_path / "b.txt").write_text("a\r" * most)
    (tmp_path / "c.jsonl").write_bytes(rows({"text": "a\n" * most}, {"text": "One"}))
    pages, ingested = read(tmp_path)
    assert [page["source"] for page in pages] == ["a.txt", "c.jsonl#2"]
    assert reasons(ingested) == [("b.txt", "too many lines"), ("c.jsonl#1", "too many lines")]
    assert ingested.rejects["detail"][0].startswith("16,385 lines, over the limit of 16,384 ")


# Bombs


@pytest.mark.parametrize(("suffix", "pack"), [("gz", gzip.compress), ("zst", pack_zstd)])
def test_a_bomb_is_one_reject(tmp_path, suffix, pack, read_bytes, rows, monkeypatch):
    monkeypatch.setenv(UNPACKED_LIMIT, "8")
    name = f"a.jsonl.{suffix}"
    bomb = pack(rows({"text": "One"}) + b" " * 50 * MEGABYTE)
    assert read_bytes(tmp_path, name, bomb) == (["One"], [(name, "too large")])


def test_what_unpacks_to_much_is_no_bomb_if_it_is_large(tmp_path, read_bytes, rows, monkeypatch):
    monkeypatch.setenv(UNPACKED_LIMIT, "1")
    content = rows(*({"text": f"{WORDS * 50} {n}"} for n in range(3_000)))
    texts, rejects = read_bytes(tmp_path, "a.jsonl.gz", gzip.compress(content, mtime=0))
    assert (len(texts), rejects) == (3_000, [])


def test_a_zstd_window_of_gigabytes_is_refused(tmp_path, read_bytes):
    # Magic number, a frame header without a content size, windowLog 31, one empty last block.
    frame = b"\x28\xb5\x2f\xfd" + bytes([0b00000000, (31 - 10) << 3]) + b"\x01\x00\x00"
    assert read_bytes(tmp_path, "a.jsonl.zst", frame) == ([], [("a.jsonl.zst", "broken archive")])


MEMORY = """
import resource, sys
from pathlib import Path
import flows.ingest.readers.parquet
from flows.ingest import ingest_files
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
ingested = ingest_files([Path(sys.argv[1])], {}, Path(sys.argv[2]))
print(ingested.rejects["reason"].to_list())
unit = 1 if sys.platform == "darwin" else 1024
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit)
"""


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst"])
def test_a_long_line_is_never_held(tmp_path, name):
    pack = {".gz": gzip.compress, ".zst": pack_zstd}.get(Path(name).suffix, bytes)
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / name).write_bytes(pack(b'{"text": "' + b"a" * 300 * MEGABYTE + b'"}\n'))
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, raw, tmp_path / "work"],
        capture_output=True,
        text=True,
        check=True,
    )
    rejects, byte_count = done.stdout.splitlines()
    assert rejects == "['too large']"
    assert int(byte_count) < 100 * MEGABYTE


# JSON that is JSON, but hardly


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": "One", "more": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "not JSON"),
        (b'{"text": "One", "text": "Two"}', "repeated field"),
        (b'{"text": "One", "id": 1, "id": 1}', "repeated field"),
        (b'{"text": NaN}', "no text field"),
    ],
)
def test_hardly_json_is_one_reject(tmp_path, line, reason, read_bytes):
    assert read_bytes(tmp_path, "a.jsonl", line) == ([], [("a.jsonl#1", reason)])


def test_missing_values_and_fields_that_nobody_reads_do_no_harm(tmp_path, read, reasons):
    lines = [
        b'{"text": "One", "id": NaN, "url": NaN, "captured_at": NaN, "score": -Infinity}',
        b'{"text": "Two", "tag": 1, "tag": 2, "more": {"text": 1, "text": 2}}',
    ]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    pages, ingested = read(tmp_path)
    assert reasons(ingested) == []
    assert [page["text"] for page in pages] == ["One", "Two"]
    assert (pages[0]["external_id"], pages[0]["url"], pages[0]["captured_at"]) == (None,) * 3


# The settings


def test_limits_are_rules_of_reading(monkeypatch):
    before = rules.digest_stage(rules.STAGES["reading"])
    monkeypatch.setenv(TEXT_LIMIT, "128")
    assert read_limits().text == 128 * MEGABYTE
    assert rules.digest_stage(rules.STAGES["reading"]) != before


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "much", "²", "9" * 30])
def test_a_limit_that_is_no_number_is_told(monkeypatch, value):
    monkeypatch.setenv(TEXT_LIMIT, value)
    with pytest.raises(Unusable, match=TEXT_LIMIT):
        read_limits()
