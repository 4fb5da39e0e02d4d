"""Front matter above Markdown: its fields are the article's, its marks are of no text."""

import polars as pl
import pytest

from flows.describe import describe_placements
from flows.ingest.pages import make_page
from flows.segment import add_texts, segment_pages

BODY = {
    "en": "The lock at Weir End will stay shut until June, the canal trust said on Monday, after a "
    "barge had hit its lower gates.\n\nBoats are carried round it on a trailer, two a day.",
    "de": "Die Schleuse Wehrende bleibt bis Juni geschlossen, wie das Kanalamt am Montag hieß, "
    "nachdem ein Kahn das Untertor gerammt hatte.\n\nZwei Boote am Tag kommen auf einem Anhänger "
    "daran vorbei.",
    "fr": "L'écluse de Fin-du-Bief restera fermée jusqu'en juin, a dit lundi la régie du canal, "
    "après le choc d'une péniche contre la porte aval.\n\nDeux bateaux par jour la contournent sur "
    "une remorque.",
    "uk": "Шлюз у Загатному буде закритий до червня, повідомило в понеділок управління: баржа "
    "пошкодила нижні ворота.\n\nДва човни на день перевозять повз нього на причепі.",
}
PAGES = {
    "en": '---\ntitle: "Lock stays shut until June"\ndate: 2024-03-05\nauthor: "Anne Adler"\n'
    'source: "https://www.weirend.example/lock"\n---\n\n# Lock stays shut until June\n\n',
    "de": "---\ntitel: 'Schleuse bleibt bis Juni zu'\ndatum: 5. März 2024\nautor: Anna Adler\n"
    "quelle: 'https://www.weirend.example/lock'\n---\n\n# Schleuse bleibt bis Juni zu\n\n",
    "fr": '---\ntitle: "L\'écluse reste fermée : \\"Jusqu\'en juin\\""\ndate: 5 mars 2024\n'
    "author: Anne Adler\ncanonical_url: https://www.weirend.example/lock\n---\n"
    "# L'écluse reste fermée : \"Jusqu'en juin\"\n\n",
    "uk": '---\nзаголовок: "Шлюз закрито до червня"\nдата: 5 березня 2024\nавтор: Анна Адлер\n'
    "url: https://www.weirend.example/lock\n---\n\n# Шлюз закрито до червня\n\n",
}
HEADLINES = {
    "en": "Lock stays shut until June",
    "de": "Schleuse bleibt bis Juni zu",
    "fr": "L'écluse reste fermée : \\\"Jusqu'en juin\\\"",
    "uk": "Шлюз закрито до червня",
}


def describe(text: str) -> tuple[dict, pl.DataFrame]:
    """The lead of a file with this text, and the segments of its page."""
    page = make_page({"text": text}, "a.md", "a.md", [])
    pages = pl.DataFrame(
        {"page_id": [page.page_id], "text_id": ["a"], "url": [page.url], "text": [page.text]}
    )
    unknown = pl.lit(None, pl.Datetime("us", "UTC"))
    pages = pages.with_columns(captured_earliest=unknown, captured_latest=unknown)
    segments, placements = segment_pages(pages)
    described, known = describe_placements(pages, segments, placements)
    lead = add_texts(described, pages, segments).filter(role="lead").row(0, named=True)
    domains = known["host_domain"].to_list() or [None]
    return lead | {"host_domain": domains[0]}, segments


@pytest.mark.parametrize("language", PAGES)
def test_fields_are_the_articles(language: str) -> None:
    lead, segments = describe(PAGES[language] + BODY[language])
    assert lead["headline"] == HEADLINES[language]
    assert lead["body"] == BODY[language].replace("\n\n", "\n")
    assert len(lead["authors"]) == 1
    assert lead["authors"][0].endswith(("Adler", "Адлер"))
    assert str(lead["published_earliest"])[:10] == "2024-03-05"
    assert lead["host_domain"] == "weirend.example"
    assert segments.filter(kind="headline").height == 1


def test_list_of_authors() -> None:
    head = "---\ntitle: 'Lock stays shut until June'\nauthors:\n  - Anna Adler\n  - Paul Quint\n"
    head += "tags:\n  - canals\n  - boats\n---\n"
    lead, _ = describe(head + BODY["en"])
    assert lead["authors"] == ["Anna Adler", "Paul Quint"]
    assert lead["body"] == BODY["en"].replace("\n\n", "\n")


def test_given_url_stays() -> None:
    page = make_page(
        {"text": PAGES["en"] + BODY["en"], "url": "https://a.example/1"}, "a.md", "a.md", []
    )
    assert page.url == "https://a.example/1"


@pytest.mark.parametrize(
    "text", ["---\nThe lock stays shut.\n---\nurl: https://a.example/1", "url: https://a.example/1"]
)
def test_other_text_names_no_address(text: str) -> None:
    assert make_page({"text": text}, "a.md", "a.md", []).url is None
