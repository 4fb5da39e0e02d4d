"""What is no headline: the head of a site, a menu, an address, and names below the headline."""

import polars as pl
import pytest

from flows.segment import add_texts, segment_pages

BODY = {
    "en": (
        "The town library of Sandmoor will stay open until midnight from the first of May, the "
        "council decided on Monday after a debate of four hours.",
        "Readers had asked for it since the old reading room burned down. Two guards and a cat "
        "will look after the building at night, the mayor said.",
    ),
    "de": (
        "Die Stadtbücherei von Sandmoor bleibt ab dem ersten Mai bis Mitternacht geöffnet, hat der "
        "Rat am Montag nach vier Stunden Debatte beschlossen.",
        "Leser hatten das verlangt, seit der alte Lesesaal abgebrannt ist. Zwei Wächter und eine "
        "Katze passen nachts auf das Haus auf, sagte die Bürgermeisterin.",
    ),
    "pl": (
        "Biblioteka miejska w Sandmoor będzie od pierwszego maja otwarta do północy, postanowiła "
        "w poniedziałek rada po czterogodzinnej debacie.",
        "Czytelnicy prosili o to, odkąd spłonęła stara czytelnia. Nocą budynku będą pilnować dwaj "
        "strażnicy i kot, powiedziała burmistrzyni.",
    ),
}
HEADLINES = {
    "en": "Sandmoor library to stay open until midnight",
    "de": "Bücherei von Sandmoor bleibt bis Mitternacht offen",
    "pl": "Biblioteka w Sandmoor otwarta do północy",
}


def find_headline(text: str) -> str | None:
    pages = pl.DataFrame({"page_id": ["p"], "text_id": ["p"], "text": [text]})
    segments, placements = segment_pages(pages)
    leads = add_texts(placements.filter(role="lead"), pages, segments)
    return leads["headline"].to_list()[0]


@pytest.mark.parametrize("language", HEADLINES)
@pytest.mark.parametrize(
    "head",
    [
        "SANDMOOR ECHO\n\nHome | News | Sport | Weather\n\nMonday, 6 May 2024",
        "The Sandmoor Echo\nHOME  NEWS  SPORT  OPINION",
        "Sandmoor Echo\nToday's Paper | Subscribe\nHOME  NEWS  SPORT",
        "https://www.sandmoor-echo.example/news/library",
        "View this email in your browser",
    ],
)
def test_what_stands_above_an_article_is_no_headline(head: str, language: str):
    article = "\n\n".join([HEADLINES[language], "6 May 2024", *BODY[language]])
    assert find_headline(f"{head}\n\n{article}") == HEADLINES[language]


@pytest.mark.parametrize("language", HEADLINES)
@pytest.mark.parametrize(
    "names", ["Nadia Brook, Europe correspondent", "By Nadia Brook and Tom Ash", "Nadia Brook"]
)
def test_who_wrote_it_is_no_headline(names: str, language: str):
    text = "\n\n".join([HEADLINES[language], names, *BODY[language]])
    assert find_headline(text) == HEADLINES[language]


@pytest.mark.parametrize("joint", [" - ", " | ", " – "])
@pytest.mark.parametrize("language", HEADLINES)
def test_the_title_of_the_window_is_no_headline(joint: str, language: str):
    headline = HEADLINES[language]
    article = "\n\n".join([headline, "6 May 2024", *BODY[language]])
    assert find_headline(f"{headline}{joint}Sandmoor Echo\n\n{article}") == headline
