"""Other stories with nothing around them that says so, below an article."""

import polars as pl
import pytest

from flows.segment import add_texts, segment_pages
from tests.segment.invented import ARTICLES, STORIES, write_page


def cut_others(text: str) -> list[tuple[str, str, str]]:
    """Role, headline and body of the other stories of a page."""
    pages = pl.DataFrame({"page_id": ["p"], "text_id": ["p"], "text": [text]})
    segments, placements = segment_pages(pages)
    others = add_texts(placements, pages, segments).filter(pl.col("role") != "lead")
    return others.select("role", "headline", "body").rows()


def write_whole(language: str) -> tuple[str, str]:
    """A headline and a whole text on one line."""
    article = ARTICLES[language]
    text = " ".join([*article.paragraphs, *STORIES[language].paragraphs])
    return article.headline, text * (1 + 800 // len(text))


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize(
    ("hosts", "marker"),
    [("en", "Related"), ("de", "Das könnte Sie auch interessieren"), ("ru", "Читайте также")],
)
def test_each_whole_line_below_a_title_is_a_story(hosts: str, marker: str, count: int):
    languages = [language for language in ("de", "fr", "ru", "en") if language != hosts]
    others = [write_whole(language) for language in languages[:count]]
    blocks = [block for story in others for block in story]
    found = cut_others(write_page(hosts, end=(marker, *blocks)))
    assert [(title, body) for _, title, body in found] == others


TEASERS = [
    ("Night ferry to Sandmoor is to run until Easter", "Port"),
    ("Bakers of Ostbury ask for cheaper night power", "Trade"),
    ("Will the old lighthouse be sold to the school?", "Town"),
    ("Choir of the tram depot sings in the town hall", "Music"),
]


@pytest.mark.parametrize("end", [" on Monday.", " on Monday, said the", " …"])
def test_titles_and_teasers_take_turns(end: str):
    """Below the marker of a list, also where a teaser is cut or a title asks."""
    teaser = "The {} office of the town of Ostbury has told all of its forty members so by letter"
    items = [(title, teaser.format(word.lower()) + end) for title, word in TEASERS]
    blocks = [block for item in items for block in item]
    found = cut_others(write_page("en", end=("More stories", *blocks)))
    assert [(title, body) for _, title, body in found] == items


@pytest.mark.parametrize("language", ["en", "de", "fr", "ru"])
def test_a_heading_between_paragraphs_parts_no_story(language: str):
    article, host = ARTICLES[language], "de" if language == "en" else "en"
    first, *others = article.paragraphs
    heading = STORIES[language].headline.split(" ")[0]
    blocks = (article.headline, "2 hours ago", first, *others, heading, *STORIES[language][2])
    found = cut_others(write_page(host, end=("Related", *blocks)))
    assert [title for _, title, _ in found] == [article.headline]
