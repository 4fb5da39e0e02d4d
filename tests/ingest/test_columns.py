"""Files of rows as other tools name their columns, and CSV."""

import csv
import gzip
import io
import json
import re
from datetime import datetime

import pytest

from flows.errors import Unusable
from flows.ingest import tell_columns
from flows.ingest.columns import choose_columns, read_own_columns
from flows.reader_versions import tell_unused_columns

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
            "text=maintext url=url captured_at=date_download published=date_publish",
        ),
        ("title content link date", "text=content url=link title=title published=date"),
        # Media Cloud, GDELT
        (
            "id publish_date title url language media_name",
            "url=url id=id title=title published=publish_date outlet=media_name language=language",
        ),
        ("URL MobileURL Date Title", "url=URL title=Title published=Date"),
        ("html url", "html=html url=url"),
        ("html text", "text=text"),
        ("Text body", "text=body"),
        # All the News, CNN/DailyMail, HuffPost, NewsAPI
        (
            "id title publication author date content",
            "text=content id=id title=title published=date author=author outlet=publication",
        ),
        ("id article highlights", "text=article id=id"),
        (
            "headline link short_description date",
            "url=link title=headline published=date summary=short_description",
        ),
        (
            "source title publishedAt content",
            "text=content title=title published=publishedAt outlet=source",
        ),
        # As databases and people name them, in several languages
        (
            "Headline|Source Name|Publication Date|Full Text",
            "text=Full Text title=Headline published=Publication Date outlet=Source Name",
        ),
        ("Titel|Text|Datum|Quelle", "text=Text title=Titel published=Datum outlet=Quelle"),
        ("titre|texte|auteur|journal", "text=texte title=titre author=auteur outlet=journal"),
        (
            "Título|Texto completo|Fecha de publicación",
            "text=Texto completo title=Título published=Fecha de publicación",
        ),
        ("text data", "text=text"),
    ],
)
def test_columns_by_the_names_that_sets_give_them(names, chosen):
    parts = re.split(r"\s(?=[a-z_]+=)", chosen)
    expected = dict(pair.split("=") for pair in parts)
    assert choose_columns(names.split("|" if "|" in names else None)) == expected


def test_an_object_in_a_column_of_outlets_says_its_name(tmp_path, read, rows):
    row = {"title": "Ferries sail", "source": {"id": None, "name": "Orvelle Post"}}
    (tmp_path / "a.jsonl").write_bytes(rows(row))
    assert read(tmp_path)[0][0]["text"] == "Ferries sail\n\nOrvelle Post"


def test_a_text_that_begins_with_the_words_of_its_title_has_it_above(tmp_path, read, rows):
    title = "Ferry number 1 is back"
    text = (
        f"{title} on the quay of Orvelle, after nine days on which nothing at all had moved there"
    )
    (tmp_path / "a.jsonl").write_bytes(rows({"title": title, "content": text}))
    assert read(tmp_path)[0][0]["text"] == f"{title}\n\n{text}"


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
        (b"words,url\nFerry,https://gazette.example/1\n", [("a.csv", "no text field")]),
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


MEDIA_CLOUD = {
    "id": "7",
    "publish_date": "2024-05-14",
    "title": "Ferries sail again",
    "url": "https://gazette.example/1",
    "language": "en",
    "media_name": "Harbour Gazette",
}
GDELT = {
    "URL": "https://gazette.example/2",
    "MobileURL": "",
    "Date": "20240514101500",
    "Title": "Le pont reste fermé",
}


def test_lists_of_titles_are_teasers(tmp_path, read, reasons):
    (tmp_path / "a.csv").write_text(write_csv(MEDIA_CLOUD))
    (tmp_path / "b.csv").write_text(write_csv(GDELT))
    (tmp_path / "c.jsonl").write_text(json.dumps(MEDIA_CLOUD | {"url": "https://b.example/1"}))
    pages, ingested = read(tmp_path)
    text = "Ferries sail again\n\nHarbour Gazette\n\n2024-05-14"
    assert [(page["text"], page["url"], page["external_id"]) for page in pages] == [
        (text, "https://gazette.example/1", "7"),
        ("Le pont reste fermé\n\n2024-05-14T10:15:00Z", "https://gazette.example/2", None),
        (text, "https://b.example/1", "7"),
    ]
    assert {fact["found_in"] for page in pages for fact in page["metadata"]} == {"item"}
    assert reasons(ingested) == []
    assert any("title=Title" in line for line in tell_columns(ingested))


def test_a_row_without_its_text_is_no_teaser(tmp_path, read, reasons, rows):
    (tmp_path / "a.jsonl").write_bytes(rows({"text": None, "title": "Ferries sail"}))
    _, ingested = read(tmp_path)
    assert reasons(ingested) == [("a.jsonl#1", "no text field")]


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Ferries sail", "Crews walked back.", "Ferries sail\n\nCrews walked back."),
        ("Ferries sail", "FERRIES SAIL\nCrews walked back.", None),
        ("Ferries sail again today | Gazette", "Menu\nFerries sail again today\nCrews.", None),
        ("桥梁关闭", "桥墩下沉了两指。", "桥梁关闭\n\n桥墩下沉了两指。"),
        ("", "Crews walked back.", None),
        (None, "Crews walked back.", None),
        (["a"], "Crews walked back.", None),
    ],
)
def test_a_title_that_the_text_lacks_stands_above_it(title, text, expected, tmp_path, read, rows):
    (tmp_path / "a.jsonl").write_bytes(rows({"text": text, "headline": title}))
    (page,), _ = read(tmp_path)
    assert page["text"] == (expected or text)


def test_what_other_columns_say_is_metadata(tmp_path, read, write_parquet):
    write_parquet(
        tmp_path / "a.parquet",
        maintext=["Crews walked back."],
        title=["Ferries sail"],
        date_publish=[datetime(2024, 5, 14, 10)],
        authors=[["Ada Quill", "Bo Dahl"]],
        language=["en"],
    )
    (page,), _ = read(tmp_path)
    assert [(fact["field"], fact["value"], fact["found_in"]) for fact in page["metadata"]] == [
        ("title", "Ferries sail", "column"),
        ("published", "2024-05-14 10:00:00.000000", "column"),
        ("author", "Ada Quill, Bo Dahl", "column"),
        ("language", "en", "column"),
    ]


def test_columns_that_the_user_names(tmp_path, read, monkeypatch):
    monkeypatch.setenv("COPYDESK_COLUMNS", "text=Volltext;title=Kopf")
    (tmp_path / "a.csv").write_text("Kopf;Volltext;text\nBrücke zu;Sie bleibt zu.;no\n")
    (page,), ingested = read(tmp_path)
    assert page["text"] == "Brücke zu\n\nSie bleibt zu."
    assert json.loads(ingested.files["columns"].item()) == {"text": "Volltext", "title": "Kopf"}


@pytest.mark.parametrize("setting", ["words=a", "text", "text=", "=a"])
def test_a_setting_that_names_no_column_is_refused(setting, monkeypatch):
    monkeypatch.setenv("COPYDESK_COLUMNS", setting)
    with pytest.raises(Unusable, match="names no column"):
        read_own_columns()


def test_a_field_that_is_given_two_columns_is_refused(monkeypatch):
    monkeypatch.setenv("COPYDESK_COLUMNS", "title=Kopf;text=Volltext;title=Überschrift")
    with pytest.raises(Unusable, match="title cannot be both columns, 'Kopf' and 'Überschrift'"):
        read_own_columns()
    monkeypatch.setenv("COPYDESK_COLUMNS", "title=Kopf;title=Kopf")
    assert read_own_columns() == {"title": "Kopf"}


def test_a_named_column_that_no_file_has_is_told(tmp_path, read, monkeypatch):
    (tmp_path / "a.csv").write_text(write_csv({"text": PAGE, "Titel": "A"}))
    monkeypatch.setenv("COPYDESK_COLUMNS", "title=Kopf")
    assert list(tell_unused_columns(read(tmp_path)[1])) == [
        "No file that was read has a column Kopf: --column title=Kopf did nothing."
    ]
    monkeypatch.setenv("COPYDESK_COLUMNS", "title=Titel")
    assert list(tell_unused_columns(read(tmp_path)[1])) == []
