"""What is no headline: the head of a site, a menu, an address, and names below the headline."""

import polars as pl
import pytest

from flows.segment import add_texts, segment_pages
from tests.segment.invented import STORIES, cut_page, has_body, write_page

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


SUMMARIES = {
    "en": [
        "The library is to stay open at night.",
        "Readers have waited long. Will they come to the library? The town hopes so.",
        "A cat will help, the town says.",
    ],
    "de": [
        "Die Bücherei soll nachts offen bleiben.",
        "Berlin. Die Leser warteten lange. Nun kommen sie nachts in die Bücherei.",
        "Auch eine Katze hilft, sagt die Stadt.",
    ],
    "pl": [
        "Biblioteka ma być otwarta w nocy.",
        "Czytelnicy długo czekali. Teraz przyjdą do biblioteki w nocy.",
        "Pomoże też kot, mówi miasto.",
    ],
}


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "language, summary", [(name, line) for name, lines in SUMMARIES.items() for line in lines]
)
def test_a_first_line_that_ends_as_text_does_is_of_the_body(language, summary, between):
    article = [summary, *BODY[language]]
    text = between.join(article)
    pages = pl.DataFrame({"page_id": ["p"], "text_id": ["p"], "text": [text]})
    segments, placements = segment_pages(pages)
    (lead,) = add_texts(placements, pages, segments).rows(named=True)
    assert (lead["headline"], lead["body"].split("\n")) == (None, article)


@pytest.mark.parametrize(
    "title",
    [
        "SANDMOOR LIBRARY TO STAY OPEN.",
        "Sandmoor Library Will Stay Open Until Midnight.",
        "“We waited for this library a long time.”",
        "Sandmoor library to stay open …",
        "Will the library of Sandmoor stay open?",
    ],
)
def test_a_title_may_end_as_text_does(title: str):
    assert find_headline("\n\n".join([title, *BODY["en"]])) == title


@pytest.mark.parametrize(
    "language, title",
    [
        ("en", "Sandmoor library opens in May 2024"),
        ("en", "What happened in the library on 3 May 2024"),
        ("en", "Library Notes 5/6/2024"),
        ("de", "Neue Bücher in Sandmoor im Dezember 2024"),
        ("de", "Das geschah am 3. Mai 2024"),
        ("pl", "Nowe książki w bibliotece 3 maja 2024"),
        ("en", "Library shut until 3 May 2024"),
        ("en", "The night the cat came: 3 May 2024"),
        ("en", "3 May 2024: the night the cat came"),
        ("de", "Bücherei geschlossen bis 3. Mai 2024"),
        ("pl", "Biblioteka zamknięta do 3 maja 2024"),
    ],
)
@pytest.mark.parametrize(
    "between", [(), ("By Nadia Brook",), ("By Nadia Brook", "6 May 2024"), ("6 May 2024",)]
)
def test_a_title_may_have_a_date(language: str, title: str, between: tuple[str, ...]):
    assert find_headline("\n\n".join([title, *between, *BODY[language]])) == title


@pytest.mark.parametrize(
    "language, names",
    [
        ("en", "By Nadia Brook"),
        ("en", "By Nadia Brook and Tom Ash"),
        ("de", "Von Nadia Berger"),
        ("pl", "Autor: Anna Nowak"),
    ],
)
@pytest.mark.parametrize("day", ["6 May 2024", "Monday, 6 May 2024"])
def test_a_line_that_says_it_is_a_byline_is_no_headline(language: str, names: str, day: str):
    for head in ([names], [day, names], [names, day]):
        assert find_headline("\n\n".join([*head, *BODY[language]])) is None


@pytest.mark.parametrize(
    "line",
    [
        "Last updated on Monday, 6 May 2024",
        "Monday, 6 May 2024, 10:30 BST",
        "Nadia Brook 6 May 2024",
        "Published 6 May 2024 by Nadia Brook",
        "Available until 6 May 2024",
    ],
)
@pytest.mark.parametrize("between", [(), ("By Nadia Brook",)])
def test_a_line_that_says_when_is_no_title(line: str, between: tuple[str, ...]):
    assert find_headline("\n\n".join([line, *between, *BODY["en"]])) is None


@pytest.mark.parametrize("below", ["", "\n\nBy Nadia Brook\n6 May 2024"])
@pytest.mark.parametrize(
    "language, title",
    [
        ("en", "Interview: the mayor on the library at night"),
        ("en", "Recommended: ten books about libraries"),
        ("de", "Video: Die Bücherei von Sandmoor bei Nacht"),
        ("pl", "Wywiad: burmistrzyni o bibliotece w nocy"),
    ],
)
def test_a_title_may_begin_as_a_link_to_another_story_does(language, title, below):
    assert find_headline(f"{title}{below}\n\n" + "\n\n".join(BODY[language])) == title


def test_a_link_to_another_story_stays_one_where_a_headline_stands():
    link = "Interview: the mayor of Tolmin on his bees"
    for text in ([HEADLINES["en"], link, *BODY["en"]], [link, HEADLINES["en"], *BODY["en"]]):
        assert find_headline("\n\n".join(text)) == HEADLINES["en"]


@pytest.mark.parametrize("language", HEADLINES)
@pytest.mark.parametrize(
    "head",
    [
        "The Echo of the Sandmoor Coast\nMonday, 6 May 2024\n\nHome | Harbour | Sport",
        "Sandmoorer Bote\nMontag, 6. Mai 2024\n\nStartseite | Wirtschaft | Sport",
        "SANDMOOR DAILY\nMonday, 6 May 2024\nUSD 1.08 EUR 0.92\n\nHOME  NEWS  SPORT",
        "The Sandmoor Echo\nMonday, 6 May 2024\nRain, 9°C\n\nHome News Sport Opinion",
        "沙沼晚报周末版\n2024年5月6日\n\n首页 | 社会 | 文化",
    ],
)
def test_a_day_may_stand_between_the_name_of_a_site_and_its_menu(head: str, language: str):
    article = "\n\n".join([HEADLINES[language], *BODY[language]])
    assert find_headline(f"{head}\n\n{article}") == HEADLINES[language]


@pytest.mark.parametrize("language", HEADLINES)
def test_buttons_below_the_day_make_no_headline_the_name_of_a_site(language: str):
    head = f"{HEADLINES[language]}\n6 May 2024\nShare | Print | Email\nNight owls are pleased"
    assert find_headline("\n\n".join([head, *BODY[language]])) == HEADLINES[language]


@pytest.mark.parametrize(
    "line", ["Открыть письмо в браузере", "ブラウザで表示する", "Відкрити лист у браузері"]
)
def test_the_first_line_of_a_mail_is_no_headline(line: str):
    article = "\n\n".join([HEADLINES["en"], *BODY["en"]])
    assert find_headline(f"{line}\n\n{article}") == HEADLINES["en"]


@pytest.mark.parametrize("language", HEADLINES)
@pytest.mark.parametrize(
    "head",
    [
        "The Sandmoor Gazette\n\n6 May 2024",
        "La Gaceta de Sandmoor\n\n6 de mayo de 2024",
        "Der Morgenstern\n\n6. Mai 2024",
        "LOCAL NEWS",
        "TOWN HALL",
    ],
)
def test_the_name_of_a_paper_above_its_day_and_a_kicker_are_no_headline(head: str, language: str):
    article = "\n\n".join([HEADLINES[language], *BODY[language]])
    assert find_headline(f"{head}\n\n{article}") == HEADLINES[language]


def test_a_headline_above_its_day_stays_one():
    text = "\n\n".join(
        ["Sandmoor reads on at night", "6 May 2024", "The cat is the one who locks up", *BODY["en"]]
    )
    assert find_headline(text) == "Sandmoor reads on at night"


@pytest.mark.parametrize("site", ["", " | Sandmoor Echo"])
@pytest.mark.parametrize("language", HEADLINES)
def test_a_headline_that_is_printed_twice_is_no_text(language: str, site: str):
    title = HEADLINES[language]
    text = "\n\n".join([title, f"{title}{site}", *BODY[language], title])
    pages = pl.DataFrame({"page_id": ["p"], "text_id": ["p"], "text": [text]})
    segments, placements = segment_pages(pages)
    (lead,) = add_texts(placements, pages, segments).select("headline", "body").rows()
    assert lead == (title, "\n".join(BODY[language]))


@pytest.mark.parametrize(
    ("language", "marker"), [("en", "Most read"), ("de", "Meistgelesen"), ("pl", "Popularne")]
)
def test_a_title_of_a_list_above_is_no_headline(language: str, marker: str):
    titles = [title for other, title in HEADLINES.items() if other != language]
    text = "\n\n".join(
        [marker, "\n".join(titles), HEADLINES[language], "6 May 2024", *BODY[language]]
    )
    assert find_headline(text) == HEADLINES[language]


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "12 March"),
        ("en", "Tuesday, 12 March"),
        ("de", "12. März"),
        ("fr", "mardi 12 mars"),
        ("ru", "12 марта"),
        ("ja", "3月12日"),
    ],
)
def test_a_day_without_a_year_alone_below_the_headline_is_its_time(language: str, day: str):
    page = write_page(language).replace(STORIES[language].date, day)
    cut = cut_page(page)
    assert cut.kinds[day] == "timestamp"
    assert has_body(cut, language)
