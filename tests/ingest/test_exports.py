"""Exports of press databases as HTML, Word and RTF: a page a document, as in their plain texts."""

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

FERRY = "The ferry crews of Orvelle went back to work on Monday after nine days on the quay."
LEXIS = [
    "{number} of 2 DOCUMENTS",
    "Orvelle Post (London)",
    "June {number}, 2023 Thursday",
    "Ferry number {number} is back",
    "BYLINE: Ann Lee",
    "LENGTH: 16 words",
    FERRY,
    "LOAD-DATE: June 9, 2023",
]
FACTIVA = [
    "Home Desk",
    "{number}) Ferry number {number} is back",
    "By Ann Lee",
    "16 words",
    "{number} June 2023",
    "Orvelle Post",
    "ORVP",
    "English",
    "(c) 2023 Orvelle Post Ltd",
    FERRY,
    "Orvelle Post Ltd",
    "Document ORVP000020230602ej6{number}0000a",
]
COVER = ["Date and Time: Friday, June 9, 2023", "Documents (2)", "1. Ferry number 1 is back"]
COVER += ["2. Ferry number 2 is back", "Search Terms: ferry"]
NEXIS_UNI = [
    "Ferry number {number} is back",
    "Orvelle Post (London)",
    "June {number}, 2023 Thursday",
    "Copyright 2023 Orvelle Post Ltd All Rights Reserved",
    "Length: 16 words",
    "Byline: Ann Lee",
    "Body",
    FERRY,
    "End of Document",
]


def fill(lines: list[str], *numbers: int) -> list[str]:
    return [line.format(number=number) for number in numbers for line in lines]


def write_html(lines: list[str]) -> bytes:
    return "".join(f"<p>{escape(line)}</p>\n" for line in ["<html>", *lines][1:]).encode()


def write_docx(lines: list[str]) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    runs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line[:9])}</w:t></w:r>'
        f"<w:hyperlink><w:r><w:t>{escape(line[9:])}</w:t></w:r></w:hyperlink></w:p>"
        for line in lines
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", "<a/>")
        document = f'<w:document xmlns:w="{space}"><w:body>{runs}</w:body></w:document>'
        archive.writestr("word/document.xml", document)
    return file.getvalue()


def write_rtf(lines: list[str]) -> bytes:
    text = "".join(f"{{\\b {line}}}\\par\n" for line in lines)
    return f"{{\\rtf1\\ansi\\ansicpg1252 {text}}}".encode("cp1252")


@pytest.mark.parametrize(
    ("name", "write"), [("a.html", write_html), ("a.docx", write_docx), ("a.rtf", write_rtf)]
)
@pytest.mark.parametrize("form", [LEXIS, FACTIVA, NEXIS_UNI])
def test_a_page_a_document(name, write, form, tmp_path, read, reasons):
    (tmp_path / name).write_bytes(write(fill(form, 1, 2)))
    pages, ingested = read(tmp_path)
    assert [page["source"] for page in pages] == [f"{name}#1", f"{name}#2"]
    assert [page["text"].split() for page in pages] == [
        " ".join(fill(form, number)).split() for number in (1, 2)
    ]
    assert reasons(ingested) == []
    assert ingested.files["format"].item() == name[2:]


@pytest.mark.parametrize(
    ("name", "write"), [("a.html", write_html), ("a.docx", write_docx), ("a.rtf", write_rtf)]
)
def test_the_cover_of_an_export_is_a_reject(name, write, tmp_path, read, reasons):
    (tmp_path / name).write_bytes(write([*COVER, *fill(NEXIS_UNI, 1, 2)]))
    pages, ingested = read(tmp_path)
    assert [page["text"].split("\n")[0] for page in pages] == fill(NEXIS_UNI[:1], 1, 2)
    assert reasons(ingested) == [(name, "cover of an export")]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.docx", b"", "broken archive"),
        ("a.docx", b"PK\x03\x04 no zip", "broken archive"),
        ("a.docx", write_docx([FERRY])[:-40], "broken archive"),
        ("a.docx", write_docx([" "]), "blank"),
        ("a.docx", write_docx([FERRY]).replace(b"word/document", b"ward/document"), "no Word file"),
        ("a.rtf", b"", "empty"),
        ("a.rtf", b"Words", "no RTF"),
        ("a.rtf", b"{\\rtf1 }", "empty"),
    ],
)
def test_broken_files_are_one_reject(name, content, reason, tmp_path, read_bytes):
    assert read_bytes(tmp_path, name, content) == ([], [(name, reason)])


def test_a_word_file_that_unpacks_to_too_much_is_a_reject(tmp_path, monkeypatch, read_bytes):
    monkeypatch.setenv("COPYDESK_UNPACKED_LIMIT_MB", "1")
    bomb = write_docx(["x" * 1_000_000] * 40)
    assert read_bytes(tmp_path, "a.docx", bomb) == ([], [("a.docx", "too large")])


@pytest.mark.parametrize(
    ("name", "count"),
    [
        *(("nexis_afp.html", 74), ("nexis_spiegel.html", 49), ("factiva_en.html", 27)),
        *(("factiva_german_ui.html", 100), ("nexis_uni.docx", 10), ("lexis_guardian1.docx", 2)),
        *(("lexis_usa_today.docx", 7), ("lexis_misc.docx", 100), ("lexisnexis.txt", 10)),
    ],
)
def test_real_exports_have_as_many_documents(name, count, reference: Path, read):
    pages, ingested = read(reference / "formats" / name)
    assert len(pages) == count
    assert set(ingested.rejects["reason"]) <= {"cover of an export"}


RUSSIAN = (
    "^ИС:\n Вести {number} \n<br>^ДТ:\n 0{number}.02.1994\n<br>^АВ:\n Анна Ли\n<br>^ЗГ:\n Паром"
)


def test_records_of_headline_outlet_and_day_part_documents_of_html(tmp_path, read, reasons):
    text = (
        "<pre>Паром через реку Ильм снова ходит с понедельника, после девяти дней у причала.</pre>"
    )
    documents = "".join(f"<div>{RUSSIAN.format(number=n)}<br></div>{text}" for n in (1, 2))
    listed = "<html><h3>Report</h3>1. <a>Паром</a> <small>Вести; 01.02.1994;</small>"
    (tmp_path / "a.html").write_text(listed + documents, encoding="utf-8")
    pages, ingested = read(tmp_path)
    assert [page["text"].split("\n")[0] for page in pages] == ["^ИС: Вести 1", "^ИС: Вести 2"]
    assert reasons(ingested) == [("a.html", "cover of an export")]
    (tmp_path / "a.html").write_text((listed + documents).replace("^ДТ", "^НР"), encoding="utf-8")
    assert len(read(tmp_path)[0]) == 1
