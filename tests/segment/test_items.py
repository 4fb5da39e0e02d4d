"""Items of feeds and lists: each line is what its field says."""

import polars as pl
import pytest

from flows.describe import describe_placements
from flows.ingest.items import Item, Piece, make_fields
from flows.ingest.pages import PAGES, make_page
from flows.segment import segment_pages

TEXTS = {
    "en": "The crews went back to work on Monday, and the first boat left with four cars.",
    "de": "Die Brücke bleibt bis zum Herbst gesperrt, weil ein Pfeiler sich gesenkt hat.",
    "zh": "桥梁将关闭到秋天，因为一根桥墩下沉了两指。",
}
HEADLINES = {"en": "Boats leave", "de": "Brücke zu", "zh": "桥梁关闭"}


def cut(item: Item) -> tuple[pl.DataFrame, dict[str, list[str]]]:
    """The placements of an item, described; kind -> its texts."""
    page = make_page(make_fields(item), "a.xml#1", "a.xml", [])
    pages = pl.DataFrame([page], schema=PAGES, orient="row")
    segments, placements = segment_pages(pages)
    described, _ = describe_placements(pages, segments, placements)
    found: dict[str, list[str]] = {}
    for start, end, kind in segments.select("start_char", "end_char", "kind").iter_rows():
        found.setdefault(kind, []).append(page.text[start:end].strip())
    return described, found


@pytest.mark.parametrize("language", TEXTS)
def test_a_title_with_a_summary_is_a_teaser(language):
    item = Item(
        Piece(HEADLINES[language]),
        Piece(TEXTS[language]),
        url="https://gazette.example/1",
        published="2023-06-05",
        authors=("Ada Quill",),
        source="Orvelle Post",
    )
    described, found = cut(item)
    assert described["role"].to_list() == ["teaser"]
    assert found == {
        "headline": [HEADLINES[language]],
        "outlet_label": ["Orvelle Post"],
        "timestamp": ["2023-06-05"],
        "byline": ["Ada Quill"],
        "paragraph": [TEXTS[language]],
    }
    assert str(described["published_earliest"].item()).startswith("2023-06-05")


def test_a_title_alone_is_a_teaser_of_the_page_behind_it():
    described, found = cut(Item(Piece("Boats leave"), url="https://gazette.example/1"))
    assert found == {"headline": ["Boats leave"]}
    assert described.select("role", "outlet_id", "outlet_basis").rows() == [
        ("teaser", "gazette.example", "unlisted_host")
    ]


@pytest.mark.parametrize("language", TEXTS)
def test_a_whole_text_is_an_article(language):
    body = "".join(f"<p>{TEXTS[language]}</p>" * 5)
    item = Item(
        Piece(HEADLINES[language]),
        Piece("In short."),
        Piece(body),
        "https://gazette.example/1",
        published="Mon, 05 Jun 2023 10:00:00 GMT",
        authors=("Ada Quill", "Bo Dahl"),
    )
    described, found = cut(item)
    assert described["role"].to_list() == ["lead"]
    assert found["headline"] == [HEADLINES[language]]
    assert found["deck"] == ["In short."]
    assert found["paragraph"] == [TEXTS[language]] * 5
    assert described["authors"].item().to_list() == ["Ada Quill", "Bo Dahl"]
    assert described["published_precision"].item() == "minute"
