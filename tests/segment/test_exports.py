"""What an export prints around a text is none of the body, and says headline, day and outlet."""

from itertools import pairwise

import polars as pl
import pytest

from flows.segment import segment_pages
from flows.segment.export_fields import cut_citation, cut_source, read_field
from flows.segment.exports import is_mark

TEXTS = {
    "en": "The ferry crews of Orvelle went back to work on Monday after nine days on the quay, and"
    " the first boat left with four cars and a hearse. The crews had asked for two days of rest.",
    "de": "Die Brücke über die Ilm bleibt bis zum Herbst gesperrt, weil ein Pfeiler sich um zwei"
    " Finger breit gesenkt hat, sagt der Kreis. Wer hinüber will, fährt eine Stunde länger.",
    "fr": "Le pont sur l'Orne restera fermé jusqu'à l'automne, car une pile s'est enfoncée de deux"
    " doigts, dit le canton. Qui veut passer roule une heure de plus, et paie son essence.",
}
NUMBERED = """1 of 3 DOCUMENTS


            Orvelle Post (London)

            June 1, 2023 Thursday
            Final Edition

{title}

BYLINE: Ann Lee

SECTION: NEWS; Pg. 1

LENGTH: 41 words

{text}

LOAD-DATE: June 2, 2023

LANGUAGE: ENGLISH

            Copyright 2023 Orvelle Post Ltd
                All Rights Reserved
"""
GERMAN = """Dokument 2 von 3

            Ilm-Bote

            1. Juni 2023 Donnerstag

{title}

AUTOR: Ann Lee

RUBRIK: LOKALES; S. 3

LÄNGE: 30 Wörter

{text}

UPDATE: 2. Juni 2023

SPRACHE: GERMAN; DEUTSCH

            Copyright 2023 Ilm Verlag GmbH
            Alle Rechte vorbehalten
"""
UNI = """{title}
Orvelle Post
June 1, 2023 Thursday

Copyright 2023 Orvelle Post All Rights Reserved

Section: NEWS; Pg. 1
Length: 41 words
Byline: Ann Lee

Body

{text}

Classification

Language: ENGLISH
Subject: FERRIES (90%); STRIKES (89%)
Load-Date: June 2, 2023

End of Document
"""
FACTIVA = """{title}

By Ann Lee
41 words
1 June 2023
Orvelle Post
ORVP
3
English
Copyright 2023 Orvelle Post. All rights reserved.

{text}

Document ORVP000020230601ek5e00000
"""
FACTIVA_LISTED = """Factiva

Dow Jones

Home Desk; 3
12) {title}
By Ann Lee
Special to the Post
41 words
1 June 2023
Orvelle Post
ORVP
English
Copyright 2023 Orvelle Post. All rights reserved.

{text}

Orvelle Post Digital (Full Text)

Document ORVP000020230601ej6100a4b

Search Summary
Text\tferry or bridge
Date\t01/03/1993 to 01/09/1993
Author\tAll Authors
Results Found\t27
Timestamp\t16 January 2020 7:41 GMT
"""
LATER_THAN_ITS_DATELINE = """3 of 3 DOCUMENTS

Orvelle Post

June 1, 2023 Thursday

{title}

BYLINE: Ann Lee

LENGTH: 41 words

DATELINE: PORT AMBER, May 31 2023

{text}

LOAD-DATE: June 2, 2023
"""
RECORD = """Title: {title}
Authors: Ann Lee
Source: Orvelle Post. June 1, 2023, p2.
Document Type: Article
Accession Number: 902100

Full Text:
{text}
"""
FORMS = {"numbered": NUMBERED, "german": GERMAN, "uni": UNI, "factiva": FACTIVA, "record": RECORD}
FORMS |= {"listed": FACTIVA_LISTED, "dateline": LATER_THAN_ITS_DATELINE}


def cut(text: str) -> dict[str, list[str]]:
    """Kind -> the texts of the segments of the page's own article that have it."""
    pages = pl.DataFrame({"page_id": ["page"], "text_id": ["page"], "text": [text]})
    segments, _ = segment_pages(pages)
    found: dict[str, list[str]] = {}
    for start, end, kind, placement in segments.select(
        "start_char", "end_char", "kind", "placement_no"
    ).iter_rows():
        if placement:
            found.setdefault(kind, []).append(text[start:end].strip())
    return found


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Boats leave Orvelle again"),
        ("de", "Ilmbrücke bleibt zu"),
        ("fr", "Le pont reste fermé"),
    ],
)
def test_fields_are_known_as_what_they_are(form, language, title):
    found = cut(FORMS[form].format(title=title, text=TEXTS[language]))
    assert found["headline"] == [title]
    assert found["paragraph"] == [TEXTS[language]]
    assert "Ann Lee" in found["byline"][0]
    assert "2023" in found["timestamp"][0]
    assert not {"subheading", "list_item"} & found.keys()


@pytest.mark.parametrize(
    ("language", "heading", "captions"),
    [
        ("en", "Graphic", "A ferry on the quay of Orvelle\n\nThe crews on Monday."),
        ("de", "Grafik", "Die Brücke im Mai"),
        ("fr", "Graphique", "Le pont vu de la rive gauche. Photo: Ann Lee"),
    ],
)
def test_what_a_picture_shows_is_none_of_the_body(language, heading, captions):
    form = UNI.replace("Classification\n", f"{heading}\n\n{captions}\n\nClassification\n")
    found = cut(form.format(title="Boats leave Orvelle again", text=TEXTS[language]))
    assert found["paragraph"] == [TEXTS[language]]
    assert not {"subheading", "list_item", "caption"} & found.keys()


def test_the_day_of_a_dateline_is_not_that_of_the_heading():
    found = cut(LATER_THAN_ITS_DATELINE.format(title="Boats leave", text=TEXTS["en"]))
    assert found["timestamp"] == ["June 1, 2023 Thursday"]
    assert found["dateline"] == ["PORT AMBER, May 31 2023"]


def test_a_label_says_what_its_field_is():
    assert read_field("BYLINE: Ann Lee") == ("byline", 8)
    assert read_field("LÄNGE: 30 Wörter") == ("export", 7)
    assert read_field("Everything: changes") is None


def test_marks_stand_alone():
    assert is_mark("2 of 37 DOCUMENTS") and is_mark("Full Text:") and is_mark("End of Document")
    assert not is_mark("He read 2 of 37 documents")


def test_fields_of_other_pages_leave_the_article_as_it_is():
    fields = "Date: 1 June 2023\nAuthor: Ann Lee\nSource: Orvelle Post\n"
    text = f"Boats leave again\n\n{TEXTS['en']}\n\n{fields}"
    found = cut(text)
    assert found["headline"] == ["Boats leave again"]
    assert found["paragraph"] == [TEXTS["en"]]


@pytest.mark.parametrize("mark", ['"', "'"])
def test_quotes_around_the_value_of_a_field_are_none_of_it(mark: str):
    fields = (
        f"---\ntitle: {mark}Old mill to open again{mark}\ndate: 2024-05-06\nauthor: Ada Quill\n---"
    )
    body = "The old mill opens again on Monday, said its keeper. It had been shut since 1999."
    found = cut(f"{fields}\n\n{body}\n\nHe has oiled the wheel and swept the floor, he told us.\n")
    assert found["headline"] == ["Old mill to open again"]


CITATIONS = [
    ("Orvelle Post", "; Orvelle [Orvelle]", "1 Jun 1998", ": A3."),
    ("Orvelle Post", " ; Orvelle [Orvelle]. ", "01 Jun 1998", ": B.3."),
    (
        "Orvelle Post",
        ", Late Edition (East Coast); Orvelle, N.Y. [Orvelle, N.Y]",
        "1 Jun 1998",
        ".",
    ),
    ("Orvelle Post", " (1959-2003); Orvelle (UK) [Orvelle (UK)]", "1 Jun 1998", ": 3."),
    ("El Faro", "; Orvela, D.F. [Orvela, D.F.]", "1 jun 1998", ": 3 / Portada."),
    ("Le Courrier de l'Orne", "; Orne [Orne]", "1 juin 1998", ": p. 3."),
    ("Orvelle Week", "; Orvelle Vol. 11, Iss. 2, (", "Jun 1, 1998", "): 42-43."),
    ("Orvelle Post", "; Orvelle. ", "June 1, 1998", ": A3."),
    ("Orvelle Post", " [Orvelle] ", "1 Jun 1998", ": A3."),
]
CITED = {
    "label": "{title}\n\nAuthor: Lee, Ann\n\nPublication info: {cited}\n\nFull text: {text}\n\n",
    "above": "{title}\n\nAuthor: Lee, Ann\n\nPublication info:\n{cited}\n\nFull text: {text}\n\n",
    "apart": "{title}\n\nLee, Ann\n\n{cited}\n\n{text}\n\n",
    "glued": "{title}\nLee, Ann\n{cited}\n\n{text}\n\n",
    "behind its author": "{title}\n\nLee, Ann. {cited}\n\nFull text\n\n{text}\n\n",
    "title": "Title: {title}\n\nAuthor: Lee, Ann\n\nPublication info: {cited}\n\n"
    "Abstract: None.\n\nFull text: {text}\n\n",
}
BELOW = "Subject: Ferries\n\nSource type: Newspapers\n\nProQuest document ID: 2812345\n\n"


@pytest.mark.parametrize("form", CITED)
@pytest.mark.parametrize(("outlet", "place", "day", "page"), CITATIONS)
def test_a_citation_says_outlet_and_day(form, outlet, place, day, page):
    cited, title = f"{outlet}{place}{day}{page}", "Ferry crews go back to work"
    found = cut(CITED[form].format(title=title, cited=cited, text=TEXTS["en"]) + BELOW)
    assert found["headline"] == [title]
    assert found["byline"] == ["Lee, Ann"]
    assert found["outlet_label"] == [outlet]
    assert found["timestamp"] == [day]
    assert found["paragraph"] == [TEXTS["en"]]


@pytest.mark.parametrize(
    "line",
    [
        "Orvelle Post, 1 June 1998",
        "Ferries; bridges [and boats] were counted",
        "The board met; it rose. On 1 June 1998 it met again",
        "See Lee; Marsh [eds] for the ferries of Orvelle as they were run until the end of 1998",
    ],
)
def test_other_lines_are_no_citations(line):
    assert cut_citation(line) == ()


EDITIONS = ["Edition 1;\n            Scotland", "Bundesausgabe", "Édition Nationale"]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("gap", ["\n            ", "\n\n            "])
def test_an_edition_below_the_day_is_no_headline(edition, gap):
    text = NUMBERED.format(title="Boats leave again", text=TEXTS["en"])
    found = cut(text.replace("\n            Final Edition", f"{gap}{edition}"))
    assert found["headline"] == ["Boats leave again"]
    assert found["outlet_label"] == ["Orvelle Post (London)"]


def test_a_headline_that_is_wrapped_is_one():
    title = (
        "Boats leave again from the quay of Orvelle, with four cars and a hearse on\nthe first one"
    )
    found = cut(NUMBERED.format(title=f"{title}; crews are glad", text=TEXTS["en"]))
    assert " ".join(found["headline"]) == f"{title}; crews are glad".replace("\n", " ")
    assert found["paragraph"] == [TEXTS["en"]]


def test_a_headline_that_is_as_long_as_a_paragraph_stands_above_the_fields():
    title = (
        "Boats leave again; " + "The crews of Orvelle had asked for two days of rest in a row, " * 4
    )
    found = cut(UNI.format(title=title.rstrip(" ,"), text=TEXTS["en"]))
    assert found["headline"] == [title.rstrip(" ,")]
    assert found["outlet_label"] == ["Orvelle Post"]


@pytest.mark.parametrize("form", [NUMBERED, UNI])
def test_a_document_without_a_headline_has_none(form):
    found = cut(form.replace("{title}\n", "").format(text=TEXTS["en"]))
    assert "headline" not in found
    assert found["outlet_label"][0].startswith("Orvelle Post")
    assert found["byline"] and found["paragraph"] == [TEXTS["en"]]


@pytest.mark.parametrize("text", ["Ferries sail again.", "Ilmbrücke bleibt zu.", "Pont fermé."])
def test_a_text_of_a_few_words_is_one(text):
    found = cut(NUMBERED.format(title="Boats leave again", text=text))
    assert found["headline"] == ["Boats leave again"]
    assert [*found.get("paragraph", ()), *found.get("subheading", ())] == [text]


def test_a_text_may_begin_with_its_headline():
    title = "The ferry crews of Orvelle went back to work on Monday"
    found = cut(f"HD  {title}\nBY  Ann Lee\nPD  1 June 2023\nSN  Post\nTD\n{TEXTS['en']}\nAN  1\n")
    assert found["headline"] == [title]
    assert found["paragraph"] == [TEXTS["en"]]


def test_an_agency_below_a_headline_is_the_outlet_of_an_export():
    found = cut(UNI.replace("Orvelle Post\n", "Reuters\n").format(title="Boats", text=TEXTS["en"]))
    assert found["outlet_label"] == ["Reuters"]


def test_lines_that_begin_as_fields_are_text_amid_a_text():
    added = "Date: a fruit of the palm, the minister said, is what he had for lunch on the boat."
    text = f"{TEXTS['en']}\n\nSource: the harbour\n\n{added}\n\n{TEXTS['en']}"
    found = cut(UNI.format(title="Boats leave again", text=text))
    assert found["paragraph"] == [TEXTS["en"], added, TEXTS["en"]]


@pytest.mark.parametrize("gap", ["\xa0\t", "\t", "\xa0"])
def test_any_white_space_parts_a_tag_from_what_it_says(gap):
    fields = {"HD": "Boats leave", "BY": "Ann Lee", "PD": "1 June 2023", "SN": "Orvelle Post"}
    lines = [f"{tag}{gap}{said}" for tag, said in fields.items()]
    found = cut("\n".join([*lines, f"TD{gap}", TEXTS["en"], f"AN{gap}1"]))
    assert found["headline"] == ["Boats leave"]
    assert found["outlet_label"] == ["Orvelle Post"]
    assert found["paragraph"] == [TEXTS["en"]]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Ilm-Bote vom 01.06.2023, Nr. 111", ["Ilm-Bote", "01.06.2023"]),
        ("Orvelle Post (Orvelle) - June 1, 2023", ["Orvelle Post (Orvelle)", "June 1, 2023"]),
        ("June 1, 2023 | Orvelle Post, The (CT)", ["June 1, 2023", "Orvelle Post, The (CT)"]),
        ("La Voix du Quai, jeudi 1 juin 2023", ["La Voix du Quai", "1 juin 2023"]),
        ("Thursday, June 1, 2023", []),
    ],
)
def test_a_line_says_outlet_and_day(line, parts):
    cuts = cut_source(line)
    spans = pairwise([*cuts, (len(line), "other")])
    assert [line[start:end] for (start, kind), (end, _) in spans if kind != "other"] == parts


def test_several_fields_may_stand_on_a_line():
    assert read_field("Page: B1 | Author: Ann Lee | Section: Local") == ("byline", 19)
    text = "Boats leave\nAuthor: Ann Lee | Page: B1\nRecord: 12\nSource: Orvelle Post\n\n"
    assert cut(text + TEXTS["en"])["byline"] == ["Ann Lee"]


def test_rights_are_a_notice():
    text = "HD  Boats\nBY  Ann Lee\nPD  1 June 2023\nSN  Post\nCY  (c) 2023 Post\nTD\n"
    text += f"{TEXTS['en']}\nAN  1"
    pages = pl.DataFrame({"page_id": ["page"], "text_id": ["page"], "text": [text]})
    segments, _ = segment_pages(pages)
    notices = segments.filter(kind="notice").select("start_char", "end_char").rows()
    assert [text[start:end].strip() for start, end in notices] == ["(c) 2023 Post"]


def test_titles_of_documents_that_were_not_saved_are_no_headline():
    listed = "Crews of another quay think of a strike too, and ask for a third day\n"
    listed += "Other Paper, 31 May 2023, 239 words, Bo Dal, (English)\n"
    listed += (
        "The crews of another quay think of a strike too, as two of them said on Tuesday....\n\n"
    )
    found = cut(listed + FACTIVA.format(title="Boats leave", text=TEXTS["en"]))
    assert found["headline"] == ["Boats leave"]
    assert found["paragraph"] == [TEXTS["en"]]
