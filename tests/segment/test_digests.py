"""Newsletters and digests: each item is a story of its own."""

from textwrap import dedent

import polars as pl
import pytest

from flows.segment import add_texts, segment_pages

BRIEFING = """
    View this email in your browser

    Morning Briefing

    Good morning. Here is what you need to know today.

    1. Ferry pilots vote to strike over rosters
    Pilots on the island routes voted by four to one to walk out from Friday. The company says
    that it will run a reduced timetable and has asked passengers to rebook.
    Read more

    2. Council sells the old customs house
    The building on Quay Street goes to a housing trust for two million pounds. Work on 40 flats
    begins in the autumn, the trust said on Monday.
    Read more

    3. Rain closes the coast road again
    The road between Aldmouth and Stow was closed at midnight after two slips. Engineers expect it
    to stay shut until Thursday at least.
    Read more

    Unsubscribe | Manage preferences
    """
MORGEN = """
    DER MORGEN – Newsletter des Seeblatts

    heute schauen wir auf den Streit um die neue Brücke und auf ein Dorf ohne einen Arzt.

    Brücke über die Lohe wird teurer
    Der Bau kostet nun 18 Millionen Euro statt zwölf. Das sagte der Landrat am Montag im Kreistag.
    Zum Artikel: https://seeblatt.example/bruecke

    Ein Dorf sucht einen Arzt
    In Niederau schließt die letzte Praxis. Seit zwei Jahren sucht die Gemeinde einen Nachfolger.
    Zum Artikel: https://seeblatt.example/arzt

    Brot um Mitternacht
    Die Bäckerei Lorenz öffnet künftig um Mitternacht. Vor allem Schichtarbeiter wollten das.
    Zum Artikel: https://seeblatt.example/brot

    Newsletter abbestellen
    """
SECTIONS = """
    IN THIS ISSUE:
    * Ferry pilots vote to strike
    * Customs house sold
    * Coast road closed

    **********

    FERRY PILOTS VOTE TO STRIKE
    By Dana Holt

    Pilots on the island routes voted by four to one to walk out from Friday.

    The union, which speaks for 140 pilots, says that rosters changed eleven times in a month.

    **********

    CUSTOMS HOUSE SOLD
    By Lee Carr

    The building on Quay Street goes to a housing trust for two million pounds, it said on Monday.

    **********

    COAST ROAD CLOSED
    By Dana Holt

    The road between Aldmouth and Stow was closed at midnight after two slips, engineers said.
    """
NUMBERED = {
    "de": """
        Der Hafenbrief am Morgen

        1. Hafen: Die Lotsen stimmen am Freitag über einen Streik ab. Die Reederei fährt weniger.

        2. Zollhaus: Das alte Haus am Kai geht für zwei Millionen Euro an eine Stiftung.

        3. Straße: Nach zwei Erdrutschen ist die Küstenstraße seit Mitternacht gesperrt.

        Newsletter abbestellen
        """,
    "fr": """
        La lettre du port

        1) Port : Les pilotes votent vendredi sur une grève. La compagnie réduit son service.

        2) Douane : L'ancienne maison du quai est vendue pour deux millions à une fondation.

        3) Route : Après deux éboulements, la route côtière est coupée depuis minuit.

        Se désabonner de cette newsletter
        """,
    "en": """
        The Harbour Letter, our newsletter

        1. Pilots vote to strike
        Pilots on the island routes voted by four to one to walk out from Friday.

        2. Customs house sold
        The building on Quay Street goes to a housing trust for two million pounds.

        3. Coast road closed
        The road between Aldmouth and Stow was closed at midnight after two slips.
        """,
}
TITLES = {
    "de": ["Hafen", "Zollhaus", "Straße"],
    "fr": ["Port", "Douane", "Route"],
    "en": ["Pilots vote to strike", "Customs house sold", "Coast road closed"],
}
ADVICE = """
    Five ways to keep a cellar dry

    Wet cellars are the price of living by the harbour, the surveyor told us, but much can be done.

    1. Drains: Keep the drains clear of leaves in autumn. A bucket of water shows whether they run.

    2. Walls: Look at the walls for salt. White flowers on the bricks tell of water that rises.

    3. Air: Open the windows on dry days only. Warm air brings water into a cold room.

    Sign up for our newsletter
    """
# Its parts have links, but fewer than a digest has items.
ARTICLE = """
    Ferry pilots vote to strike over rosters

    Pilots on the island routes voted by four to one to walk out from Friday, their union said.

    What the company says
    The company says that it will run a reduced timetable and has asked passengers to rebook.
    Read more

    What passengers can do
    Tickets for the weekend can be changed without a fee until Thursday night, the company said.
    Read more

    "Nobody can plan a life like that," said the secretary of the union, who joined it in spring.
    """


def cut(text: str) -> list[dict]:
    text = dedent(text).strip()
    page = pl.DataFrame({"page_id": ["p"], "text_id": ["p"], "text": [text]})
    segments, placements = segment_pages(page)
    return add_texts(placements, page, segments).sort("placement_no").rows(named=True)


@pytest.mark.parametrize(
    ("text", "headlines"),
    [
        (
            BRIEFING,
            [
                "Ferry pilots vote to strike over rosters",
                "Council sells the old customs house",
                "Rain closes the coast road again",
            ],
        ),
        (
            MORGEN,
            [
                "Brücke über die Lohe wird teurer",
                "Ein Dorf sucht einen Arzt",
                "Brot um Mitternacht",
            ],
        ),
        (
            SECTIONS,
            ["FERRY PILOTS VOTE TO STRIKE", "CUSTOMS HOUSE SOLD", "COAST ROAD CLOSED"],
        ),
    ],
    ids=["read_more", "addresses", "drawn_lines"],
)
def test_each_item_is_a_story(text: str, headlines: list[str]) -> None:
    stories = {row["headline"]: row for row in cut(text) if row["role"] != "lead"}
    assert [name for name in stories if name in headlines] == headlines
    assert all(len(stories[name]["body"].split()) >= 10 for name in headlines)
    lead = [row for row in cut(text) if row["role"] == "lead"]
    assert not any(name in row["body"] for row in lead for name in headlines)


@pytest.mark.parametrize(
    "links",
    [["Read more"], ["Read more", "Share on Facebook"], ["Weiterlesen"], ["Lire la suite"]],
    ids=" ".join,
)
def test_links_at_the_end_of_an_item_are_none_of_its_text(links: list[str]) -> None:
    end = "\n".join([*links, "", "**********"])
    stories = cut(dedent(SECTIONS).replace("**********", end))
    assert {"FERRY PILOTS VOTE TO STRIKE", "CUSTOMS HOUSE SOLD"} <= {
        story["headline"] for story in stories
    }
    assert not any(link in story["body"].split("\n") for story in stories for link in links)


def test_an_article_with_links_between_its_parts_is_no_digest() -> None:
    lead = next(row for row in cut(ARTICLE) if row["role"] == "lead")
    assert "reduced timetable" in lead["body"]
    assert "without a fee" in lead["body"]


@pytest.mark.parametrize("language", NUMBERED)
def test_each_numbered_item_of_a_newsletter_is_a_story(language: str) -> None:
    stories = cut(NUMBERED[language])
    assert [story["headline"] for story in stories] == TITLES[language]
    assert all(len(story["body"].split()) >= 8 for story in stories)


def test_a_numbered_list_of_an_article_is_its_body() -> None:
    (lead,) = cut(ADVICE)
    assert "2. Walls" in lead["body"]
