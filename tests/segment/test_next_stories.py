"""Other stories with a day of their own, or below a marker, within what reads like the body."""

import polars as pl
import pytest

from flows.segment import add_texts, segment_pages
from tests.segment.invented import ARTICLES, STORIES, cut_page, has_body, write_page

MARKERS = {
    "en": "Related stories",
    "de": "Das könnte Sie auch interessieren",
    "fr": "À lire aussi",
    "ru": "Читайте также",
    "ar": "مواضيع ذات صلة",
    "ja": "関連記事",
}


def write_other(language: str, *above: str, day: bool) -> tuple[str, ...]:
    """Another story in paragraphs, and what stands above it."""
    headline, paragraphs = ARTICLES[language]
    return (*above, headline, *([STORIES[language].date] if day else []), *paragraphs)


def cut_other(text: str) -> tuple[str, str]:
    """Headline and body of the one other story of a page."""
    pages = pl.DataFrame({"page_id": ["p"], "text_id": ["p"], "text": [text]})
    segments, placements = segment_pages(pages)
    others = add_texts(placements, pages, segments).filter(pl.col("role") != "lead")
    (other,) = others.select("headline", "body").rows()
    return other


@pytest.mark.parametrize("language", MARKERS)
@pytest.mark.parametrize("is_marked", [True, False])
def test_a_story_with_a_day_or_below_a_marker_is_another(language: str, is_marked: bool):
    marker = [MARKERS[language]] if is_marked else []
    text = write_page(language, end=write_other(language, *marker, day=not is_marked))
    assert has_body(cut_page(text), language)
    assert cut_other(text) == (
        ARTICLES[language].headline,
        "\n".join(ARTICLES[language].paragraphs),
    )


@pytest.mark.parametrize("post", ["— Ann Moss (@annmoss) 12 March 2024", "Ann Moss, 12 March 2024"])
def test_a_post_amid_the_text_ends_no_article(post: str):
    said = "They want to dig where I have parked my van for thirty years"
    page = write_page("en", amid=(said, post))
    assert STORIES["en"].paragraphs[2] in cut_page(page).body


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_a_heading_without_a_day_belongs_to_the_article(language: str):
    page = write_page(language, end=write_other(language, day=False))
    assert ARTICLES[language].headline in cut_page(page).body
