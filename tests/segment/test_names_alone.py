"""A name alone below a headline: who wrote the story, whom it is about, or a topic."""

import polars as pl
import pytest

from flows.segment import add_texts, segment_pages
from tests.segment.invented import cut_page, has_body, write_page

STORIES = {
    "en": (
        "Sandmoor library to stay open until midnight",
        "The town library of Sandmoor will stay open until midnight from the first of May, the "
        "council decided on Monday after a debate of four hours.",
        "Readers had asked for it since the old reading room burned down. Two guards and a cat "
        "will look after the building at night, said Clara Wren, who heads the house.",
        "The cat has been paid in fish so far, and nobody has asked for a raise.",
    ),
    "de": (
        "Bücherei von Sandmoor bleibt bis Mitternacht offen",
        "Die Stadtbücherei von Sandmoor bleibt ab dem ersten Mai bis Mitternacht geöffnet, hat der "
        "Rat am Montag nach vier Stunden Debatte beschlossen.",
        "Leser hatten das verlangt, seit der alte Lesesaal abgebrannt ist. Zwei Wächter und eine "
        "Katze passen nachts auf das Haus auf, sagte Clara Wren, die das Haus leitet.",
        "Die Katze wird bisher mit Fisch bezahlt, und niemand hat mehr verlangt.",
    ),
    "it": (
        "La biblioteca di Sandmoor resta aperta fino a mezzanotte",
        "La biblioteca civica di Sandmoor resterà aperta fino a mezzanotte dal primo maggio, ha "
        "deciso lunedì il consiglio dopo quattro ore di dibattito.",
        "I lettori lo chiedevano da quando la vecchia sala è bruciata. Due guardie e un gatto "
        "veglieranno di notte sull'edificio, ha detto Clara Wren, che dirige la casa.",
        "Il gatto finora viene pagato in pesce, e nessuno ha chiesto di più.",
    ),
}


def find_byline(language: str, *below: str, last: str = "") -> str | None:
    headline, *body = STORIES[language]
    text = "\n\n".join(filter(None, [headline, *below, *body, last]))
    pages = pl.DataFrame({"page_id": ["p"], "text_id": ["p"], "text": [text]})
    segments, placements = segment_pages(pages)
    leads = add_texts(placements.filter(role="lead"), pages, segments)
    assert leads["headline"].to_list() == [headline]
    bylines = segments.filter(kind="byline").select("start_char", "end_char").rows()
    return " | ".join(text[start:end].strip() for start, end in bylines) or None


@pytest.mark.parametrize("time", [(), ("19 May 2025",)])
@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Summer Olympics"),
        ("en", "Penny Stocks"),
        ("en", "Faith Matters"),
        ("de", "Winter Olympiade"),
        ("it", "Luce Elezioni"),
        ("en", "Clara Wren"),
        ("de", "Clara Wren"),
        ("it", "Clara Wren"),
    ],
)
def test_a_topic_or_the_storys_subject_is_no_author(language, line, time):
    assert find_byline(language, line, *time) is None


@pytest.mark.parametrize("line", ["Rose Garden", "Will Power", "Grace Period", "Autumn House"])
def test_common_words_alone_are_no_author(line):
    assert find_byline("en", line) is None
    assert find_byline("en", f"By {line}") == f"By {line}"


@pytest.mark.parametrize(
    ("language", "below"),
    [
        ("en", ["Jane Roe"]),
        ("en", ["Clara Brown", "19 May 2025"]),
        ("de", ["Martin Ohm"]),
        ("it", ["Luca Bianchi", "19 maggio 2025"]),
        ("en", ["Clara Brown, Staff Writer"]),
        ("en", ["By Clara Wren"]),
        ("de", ["Von Clara Wren"]),
    ],
)
def test_an_author_needs_a_name_of_no_one_else(language, below):
    assert find_byline(language, *below) == below[0]


def test_the_note_on_the_author_below_a_story_leaves_the_author():
    note = "Jane Roe is a reporter in Sandmoor. She has written on libraries for ten years."
    assert find_byline("en", "Jane Roe", last=note) == "Jane Roe"


SIGNED = [
    ("en", "Ann Lee", True),
    ("de", "Anna Lehmann", True),
    ("fr", "Nguyễn Văn Hùng", True),
    ("ru", "Анна Лебедева", True),
    ("tr", "Ayşe Demir", True),
    ("en", "Harbour News", False),
    ("en", "Further dates", False),
]


@pytest.mark.parametrize(("language", "name", "is_author"), SIGNED)
def test_a_name_alone_below_the_text_is_its_author(language: str, name: str, is_author: bool):
    cut = cut_page(write_page(language, end=(name,)))
    assert (cut.kinds[name] == "byline") == is_author
    assert not is_author or has_body(cut, language)


def test_a_name_below_the_text_of_a_signed_article_is_none():
    cut = cut_page(
        write_page("en", amid=(), end=("Ann Lee",)).replace("12 March", "By Jo Moe\n12 March")
    )
    assert cut.kinds["Ann Lee"] != "byline"
