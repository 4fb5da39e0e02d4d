"""Documents of one text are told apart where the text says that it holds several."""

import pytest

from flows.ingest.documents import split_documents
from flows.ingest.readers.text import read_documents
from flows.ingest.rejects import Rejected

FERRY = (
    "The ferry crews of Orvelle went back to work on Monday after nine days on the quay, and the"
)
FERRY += " first boat left with four cars and a hearse."
BRIDGE = "Die Brücke über die Ilm bleibt bis zum Herbst gesperrt, weil ein Pfeiler sich um zwei"
BRIDGE += " Finger breit gesenkt hat, sagt der Kreis."


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_documents(text)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1 of 2 DOCUMENTS", "2 of 2 DOCUMENTS"),
        ("Dokument 1 von 2", "Dokument 2 von 2"),
        ("1 de 2 documentos", "2 de 2 documentos"),
        ("Document 1 sur 2", "Document 2 sur 2"),
        ("1 van 2 documenten", "2 van 2 documenten"),
        ("3 of 40 DOCUMENTS", "9 of 383 DOCUMENTS"),
    ],
)
def test_numbers_part_documents(first, second):
    text = f"Terms: ferries\n\n\n      {first}\n\nA\n\n{FERRY}\n\n     {second}\n\nB\n\n{BRIDGE}\n"
    parts = split(text)
    assert [part.split()[0] for part in parts] == [first.split()[0], second.split()[0]]
    assert FERRY in parts[0] and BRIDGE in parts[1]
    assert text.endswith("".join(parts))


def number(*numbers: int, total: int = 3) -> str:
    return "".join(f"{one} of {total} DOCUMENTS\n\nA\n\n{FERRY}\n\n" for one in numbers)


def test_a_number_in_a_text_parts_nothing():
    text = number(1, 2) + "2 of 5 documents\n\n" + BRIDGE + "\n\n" + number(3)
    assert [part[:3] for part in split(text)] == ["1 o", "2 o", "3 o"]


def test_numbers_begin_anew_where_searches_stand_one_behind_another(tmp_path, read, reasons):
    (tmp_path / "a.txt").write_text(number(1, 2, 3) + number(1, 2, total=2))
    pages, ingested = read(tmp_path)
    assert len(pages) == 5
    assert reasons(ingested) == []
    (tmp_path / "a.txt").write_text(number(1, 2, 3) + number(1, 2))
    assert reasons(read(tmp_path)[1]) == [("a.txt", "other count than announced")]


@pytest.mark.parametrize("label", ["Record", "Record Number", "Accession Number"])
def test_numbers_of_their_own_end_documents(label):
    tail = "{label}: 1A{number}\nCopyright: Copyright (c) 2023 Orvelle Post\n\n"
    first, second = (tail.format(label=label, number=one) for one in (1, 2))
    text = f"A\n\n{FERRY}\n\n{first}B\n\n{BRIDGE}\n\n{second}"
    assert split(text) == [f"A\n\n{FERRY}\n\n{first}", f"B\n\n{BRIDGE}\n\n{second}"]
    assert split(text.replace("1A2", "1A1")) == [text.replace("1A2", "1A1")]


@pytest.mark.parametrize("word", ["Document", "Dokument", "文件", "文書", "Документ", "Belge"])
def test_the_number_of_a_document_ends_it_in_any_language(word):
    end = f"{word} QUAYP000020240515ek5e00000\n\n"
    assert len(split(f"A\n\n{FERRY}\n\n{end}B\n\n{BRIDGE}\n\n{end}")) == 2


def test_two_ends_below_each_other_end_one_document():
    end = "© 2023 Le Quai\n\nnews·20230601·OR·20456\n\nDate d'émission : 2023-07-04\n\n"
    end += "news·20230601·OR·20456\n\n"
    assert len(split(f"A\n\n{FERRY}\n\n{end}B\n\n{BRIDGE}\n\n{end}")) == 2


@pytest.mark.parametrize(
    "end",
    ["End of Document", "Dokumentende", "Fin du document", "Document QUAYP000020240515ek5e00000"],
)
def test_ends_part_documents(end):
    text = f"A\n\n{FERRY}\n\n{end}\n\nB\n\n{BRIDGE}\n\n{end}\n\n© Example Databases\n"
    parts = split(text)
    assert len(parts) == 2 and "".join(parts) == text
    assert parts[1].startswith("B\n")


@pytest.mark.parametrize("rule", ["=" * 40, "-" * 12, "_" * 60, "\f"])
@pytest.mark.parametrize("day", ["Orvelle Post, June 1, 2023", "1. Juni 2023", "2023-06-01"])
def test_rules_part_what_begins_as_articles_do(rule, day):
    text = f"Boats again\n\n{day}\n\n{FERRY}\n\n{rule}\n\nBrücke zu\n\n{day}\n\n{BRIDGE}\n"
    assert [part.split("\n")[0] for part in split(text)] == ["Boats again", "Brücke zu"]


def test_the_same_fields_again_and_again_part_documents():
    block = "{title}\nPaper: Orvelle Post\nTitle: {title}\nAuthor: Ann Lee\nDate: June 1, 2023\n\n"
    text = f"{block.format(title='Boats again')}{FERRY}\n\n{block.format(title='Bridge')}{BRIDGE}\n"
    assert [part.split("\n")[0] for part in split(text)] == ["Boats again", "Bridge"]


@pytest.mark.parametrize(
    "text",
    [
        f"Boats again\n\nJune 1, 2023\n\n{FERRY}\n\n* * *\n\n{BRIDGE}\n",
        f"Boats again\n\nJune 1, 2023\n\n{FERRY}\n\n{'-' * 40}\n\n{BRIDGE}\n",
        f"Page 1 of 2 DOCUMENTS\n\n{FERRY}",
        f"1 of 1 DOCUMENTS\n\n{FERRY}",
        f"Title: Boats\nAuthor: Ann Lee\nDate: June 1, 2023\n\n{FERRY}",
        "",
        "\n\n",
    ],
)
def test_other_texts_stay_whole(text):
    assert split(text) == [text]


def test_the_cover_of_an_export_is_a_reject():
    rows = read_documents("Terms: ferries\n\n1 of 2 DOCUMENTS\nA\n\n2 of 2 DOCUMENTS\nB\n", [])
    assert [row.number for row in (next(rows), next(rows))] == [1, 2]
    with pytest.raises(Rejected, match="2 words above"):
        next(rows)


BODY = "Title {0}\n\nOrvelle Post, June {0}, 2023\n\n{1}\n\nEnd of Document\n\n"


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("Documents ({})\n", ""),
        ("Dokumente ({})\n", ""),
        ("Nombre de documents : {}\n", ""),
        ("Número de documentos: {}\n", ""),
        ("Aantal documenten: {}\n", ""),
        ("Total articles: {}\n", ""),
        ("", "Search Summary\nResults Found\t{}\n"),
    ],
)
@pytest.mark.parametrize("count", [2, 3])
def test_another_count_than_announced_is_said(head, foot, count, tmp_path, read):
    documents = "".join(BODY.format(number, FERRY) for number in (1, 2))
    listed = "1. Title 1\n2. Title 2\n\n" if head else ""
    text = head.format(count) + listed + documents + foot.format(count)
    (tmp_path / "a.txt").write_text(text)
    pages, ingested = read(tmp_path)
    told = ingested.rejects.filter(reason="other count than announced")["detail"].to_list()
    assert len(pages) == 2
    assert told == ([] if count == 2 else ["it says that it has 3 documents, 2 were read"])


ONE = "Boats again\n\nOrvelle Post, June 1, 2023\n\n" + FERRY


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (f"Documents (37)\n\n{ONE}\n\nEnd of Document\n", 37),
        (f"Job Number: 12\nDocuments (37)\n1. Boats again\n\n{ONE}\n\nEnd of Document\n", 37),
        (f"Dokumente (2)\n\n{ONE}\n\nDokumentende\n", 2),
        (f"Documenti (4)\n\n{ONE}\n\nFine del documento\n", 4),
        (f"Totaal aantal artikelen: 4\n\n{ONE}\n\nEinde van document\n", 4),
        (f"Número de artigos: 4\n\n{ONE}\n\nFim do documento\n", 4),
        (f"Total des documents : 1 024\n\n{ONE}\n\nFin du document\n", 1024),
        (f"Total documents: 1,024\n\n1 of 1 DOCUMENTS\n\n{ONE}\n", 1024),
        (f"Documents (3)\nTitle: Boats\nAuthor: Ann\nRecord Number: 7\n\n{FERRY}", 3),
        (f"{ONE}\n\nEnd of Document\n\nSearch Summary\nResults Found\t27\n", 27),
        (f"Documents (1)\n\n{ONE}\n\nEnd of Document\n", 1),
        # One page and no export, or not said of the file.
        (f"Harbour Board\nNews\nDocuments (37)\nContact\n\n{ONE}\n", None),
        (f"Title: Boats\nAuthor: Ann\nDocuments (37)\nDate: June 1, 2023\n\n{FERRY}", None),
        (f"{ONE}\n\nRelated\nDocuments (37)\n", None),
        (f"Boats\n\n{FERRY}\n\nTotal documents: 12\n\n{FERRY}\n\nEnd of Document\n", None),
        (f"12 of 37 DOCUMENTS\n\n{ONE}\n", None),
    ],
)
def test_one_document_under_another_count_is_said(text, count):
    announced: list[int] = []
    rows = list(read_documents(text, announced))
    assert len(rows) == 1
    assert announced == ([] if count is None else [count])


@pytest.mark.parametrize(("second", "told"), [("2 of 3 DOCUMENTS", 1), ("9 of 40 DOCUMENTS", 0)])
def test_numbers_of_one_search_announce_how_many_there_are(second, told, tmp_path, read):
    text = f"1 of 3 DOCUMENTS\n\nA\n\n{FERRY}\n\n{second}\n\nB\n\n{BRIDGE}\n"
    (tmp_path / "a.txt").write_text(text)
    _, ingested = read(tmp_path)
    assert ingested.rejects.filter(reason="other count than announced").height == told
