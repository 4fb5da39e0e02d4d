"""Titles with the name of a site behind them, and with a path before them."""

import pytest

from flows.segment.window_titles import find_title_span
from tests.segment.invented import STORIES, cut_page, write_page


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Bridge reopens at last | The Gazette", "Bridge reopens at last"),
        ("Bridge reopens at last | Local | Valley Gazette", "Bridge reopens at last"),
        ("Brücke ist wieder offen - Norder Tageblatt", "Brücke ist wieder offen"),
        ("Le pont rouvre enfin · Le Monde", "Le pont rouvre enfin"),
        ("A ponte reabriu de novo - Jornal da Ria", "A ponte reabriu de novo"),
        ("Мост снова открыт — РИА Новости", "Мост снова открыт"),
        ("橋が八年ぶりに開通した｜港新聞", "橋が八年ぶりに開通した"),
        ("老桥八年后重新开放通车_新华网", "老桥八年后重新开放通车"),
        ("Inicio » Local » El puente abre por fin", "El puente abre por fin"),
        ("Home > News > Bridge reopens at last", "Bridge reopens at last"),
        ("Bridge reopens at last - valley-gazette.example", "Bridge reopens at last"),
    ],
)
def test_a_title_ends_before_the_site_and_begins_behind_the_path(text, title):
    assert text[slice(*find_title_span(text))] == title


@pytest.mark.parametrize(
    "text",
    [
        "Opinion | The bridge that nobody needs",
        "El puente, en directo | El tráfico vuelve al primer carril",
        "Storm closes the bridge - live updates",
        "The bridge that fell – and rose",
        "Norvik – Oslo 3-1",
        "Film review – Norvik by Night",
        "Bridge | Ferry",
        "He said > and <: a short lesson in signs",
    ],
)
def test_what_is_of_the_title_stays(text):
    assert find_title_span(text) == (0, len(text))


@pytest.mark.parametrize("language", ["en", "de", "fr", "ru"])
@pytest.mark.parametrize(("before", "behind"), [("", " | Ostbury Echo"), ("Home » Local » ", "")])
def test_the_headline_is_the_title_alone(language: str, before: str, behind: str):
    page, headline = write_page(language), STORIES[language].headline
    cut = cut_page(page.replace(headline, f"{before}{headline}{behind}"))
    assert cut.headline == headline
