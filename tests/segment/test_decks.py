"""Decks and the offices of authors, below a headline: neither is a menu, nor of the body."""

import polars as pl
import pytest

from flows.describe import describe_placements
from flows.segment import add_texts, segment_pages

BODIES = {
    "en": "The lock at Weir End will stay shut until June, the canal trust said on Monday, after a "
    "loaded barge had hit its lower gates in thick fog.\nBoats are carried round it on a trailer, "
    "two a day, and their owners pay forty pounds each for the lift.",
    "de": "Die Schleuse Wehrende bleibt bis Juni geschlossen, wie das Kanalamt am Montag sagte, "
    "nachdem ein beladener Kahn das Untertor gerammt hatte.\nZwei Boote am Tag kommen auf einem "
    "Anhänger daran vorbei, und die Eigner zahlen jeweils vierzig Euro.",
    "fr": "L'écluse de Fin-du-Bief restera fermée jusqu'en juin, a dit lundi la régie du canal, "
    "après le choc d'une péniche contre la porte aval.\nDeux bateaux par jour la contournent sur "
    "une remorque, et chaque propriétaire paie quarante euros.",
    "ru": "Шлюз в Загатном будет закрыт до июня, сообщило в понедельник управление: гружёная "
    "баржа повредила нижние ворота.\nДва судна в день обходят его на прицепе, и каждый владелец "
    "платит по сорок рублей.",
}
# Headline, deck, byline, office, day.
HEADS = {
    "en": (
        "Lock stays shut until June after barge hits gates",
        "Boats go by road, two a day",
        "Jane Roe",
        "Health correspondent",
        "5 March 2024",
    ),
    "de": (
        "Schleuse bleibt nach Unfall bis Juni geschlossen",
        "Boote fahren nun auf der Straße",
        "Anna Rau",
        "Wirtschaftskorrespondentin",
        "5. März 2024",
    ),
    "fr": (
        "L'écluse reste fermée jusqu'en juin après un choc",
        "Les bateaux passent par la route",
        "Marie Roux",
        "Correspondante à Lyon",
        "5 mars 2024",
    ),
    "ru": (
        "Шлюз закрыт до июня после столкновения",
        "Лодки едут по дороге на прицепе",
        "Анна Руднева",
        "Корреспондент отдела экономики",
        "5 марта 2024",
    ),
}
FORMS = [
    "{headline}\n{deck}\n{name}\n{office}\n{day}\n",
    "{headline}\n\n{deck}\n\n{name}\n\n{office}\n\n",
    "{headline}\n{deck}\n{name}\n",
    "{headline}\n{name}\n{office}\n{day}\n",
    "{headline}\n{office}\n{name}\n",
]


def cut(text: str) -> tuple[dict, dict[str, str]]:
    """The lead of a page, and the kind of each of its lines."""
    unknown = pl.lit(None, pl.Datetime("us", "UTC"))
    pages = pl.DataFrame({"page_id": ["a"], "text_id": ["a"], "text": [text]})
    pages = pages.with_columns(
        url=pl.lit(None, pl.String), captured_earliest=unknown, captured_latest=unknown
    )
    segments, placements = segment_pages(pages)
    described, _ = describe_placements(pages, segments, placements)
    lead = add_texts(described, pages, segments).filter(role="lead").row(0, named=True)
    spans = segments.select("start_char", "end_char", "kind").iter_rows()
    return lead, {text[start:end].strip(): kind for start, end, kind in spans}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", HEADS)
def test_deck_and_office(language: str, form: str) -> None:
    headline, deck, name, office, day = HEADS[language]
    head = form.format(headline=headline, deck=deck, name=name, office=office, day=day)
    lead, kinds = cut(head + BODIES[language])
    assert lead["headline"] == headline
    assert lead["deck"] == (deck if deck in head else None)
    assert lead["authors"] == [name]
    assert lead["body"] == BODIES[language]
    if office in head:
        assert kinds[office] == "byline"


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "How it happened"), ("de", "Was bisher geschah")]
)
def test_heading_within_the_body_is_no_deck(language: str, heading: str) -> None:
    first, second = BODIES[language].split("\n")
    lead, _ = cut(f"{HEADS[language][0]}\n\n{first}\n\n{heading}\n\n{second}\n\n{second}")
    assert lead["deck"] is None
    assert heading in lead["body"]
