"""Files of rows as other tools name their columns, and CSV."""

import csv
import gzip
import io
import json

import pytest

from flows.ingest import tell_columns
from flows.ingest.columns import choose_columns

PAGE = "Ferry number 1\n\nFerry number 1 is back, says “the board”."


def write_csv(*rows: dict, delimiter: str = ",") -> str:
    file = io.StringIO(newline="")
    table = csv.DictWriter(file, rows[0].keys(), delimiter=delimiter)
    table.writeheader()
    table.writerows(rows)
    return file.getvalue()


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        ("text url captured_at id", "text=text url=url captured_at=captured_at id=id"),
        # FineWeb, C4, CC-News, a Hugging Face set of news, a list of links
        ("text id dump url date file_path", "text=text url=url captured_at=date id=id"),
        ("text timestamp url", "text=text url=url captured_at=timestamp"),
        (
            "maintext date_download date_publish url",
            "text=maintext url=url captured_at=date_download",
        ),
        ("title content link date", "text=content url=link"),
        ("title url publish_date", "url=url"),
        ("html url", "html=html url=url"),
        ("html text", "text=text"),
        ("Text body", "text=body"),
    ],
)
def test_columns_by_the_names_that_sets_give_them(names, chosen):
    expected = dict(pair.split("=") for pair in chosen.split())
    assert choose_columns(names.split()) == expected


def test_json_rows_with_other_names(tmp_path, read, reasons, rows):
    own = {"maintext": PAGE, "link": "https://gazette.example/1", "timestamp": 1_749_290_400}
    dated = {"content": "Words", "timestamp": "2025-06-07T10:00:00Z"}
    (tmp_path / "a.jsonl").write_bytes(rows(own, dated, {"html": "<h1>A</h1><p>B"}))
    pages, ingested = read(tmp_path)
    assert [(page["text"], page["url"], page["captured_basis"]) for page in pages] == [
        (PAGE, "https://gazette.example/1", None),
        ("Words", None, "metadata"),
        ("A\n\nB", None, None),
    ]
    assert reasons(ingested) == []
    (line,) = tell_columns(ingested)
    assert "text=content" in line


def test_parquet_with_other_names(tmp_path, read, write_parquet):
    write_parquet(tmp_path / "a.parquet", body=[PAGE], link=["https://gazette.example/1"])
    pages, ingested = read(tmp_path)
    assert [(page["text"], page["url"]) for page in pages] == [(PAGE, "https://gazette.example/1")]
    assert json.loads(ingested.files["columns"].item()) == {"text": "body", "url": "link"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("name", "encode"),
    [
        ("a.csv", str.encode),
        ("a.csv", lambda text: text.encode("utf-8-sig")),
        ("a.csv", lambda text: text.encode("cp1252")),
        ("a.csv.gz", lambda text: gzip.compress(text.encode(), mtime=0)),
    ],
)
def test_csv(name, encode, delimiter, tmp_path, read, reasons):
    table = write_csv(
        {"id": "7", "url": "https://gazette.example/1", "text": PAGE},
        {"id": "8", "url": "", "text": "Words"},
        {"id": "9", "url": "", "text": ""},
        delimiter=delimiter,
    )
    (tmp_path / name).write_bytes(encode(table))
    pages, ingested = read(tmp_path)
    assert [(page["source"], page["external_id"], page["text"]) for page in pages] == [
        (f"{name}#1", "7", PAGE),
        (f"{name}#2", "8", "Words"),
    ]
    assert pages[1]["url"] is None
    assert reasons(ingested) == [(f"{name}#3", "no text field")]


@pytest.mark.parametrize(
    ("content", "rejects"),
    [
        (b"", [("a.csv", "empty")]),
        (b"title,url\nFerry,https://gazette.example/1\n", [("a.csv", "no text field")]),
        (b"text\nOne\nTwo,too,many\nThree\n", [("a.csv#2", "broken row")]),
        (b'text\nOne\nThree\n"open\n', [("a.csv", "broken CSV")]),
    ],
)
def test_broken_csv(content, rejects, tmp_path, read_bytes):
    texts, found = read_bytes(tmp_path, "a.csv", content)
    assert (texts, found) == (["One", "Three"] if b"One" in content else [], rejects)


def test_a_cut_off_archive_keeps_its_rows(tmp_path, read_bytes):
    packed = gzip.compress(b"text\n" + b"".join(b"Row %d\n" % n for n in range(50_000)), mtime=0)
    texts, rejects = read_bytes(tmp_path, "a.csv.gz", packed[: len(packed) // 2])
    assert len(texts) > 1_000
    assert rejects == [("a.csv.gz", "broken CSV")]
