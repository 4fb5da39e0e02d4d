"""What HTML tells of the lines of a page: its headline, and what browsers do not show."""

import polars as pl
import pytest

from flows.segment import add_texts, segment_pages

PARAGRAPHS = [
    "The ferry crews of Orvelle went back to work on Monday after nine days on the quay, and the"
    " first boat left with four cars and a hearse.",
    "The crews had asked for two days of rest a week, and they were given one and a half, which"
    " their speaker called a beginning and the harbour board an end.",
    "Whoever wants to cross before the summer must book a place now, as all boats of the first"
    " week of June were full within an hour.",
]
NOTICE = (
    "You may print this story for nothing if you name us as its source, do not change a word of"
    " it, and send us a copy of the issue in which it stands."
)
FACTS = pl.List(pl.Struct({"field": pl.String, "value": pl.String, "found_in": pl.String}))
SPANS = pl.List(pl.Struct({"start_char": pl.Int32, "end_char": pl.Int32}))


def cut(*pages: tuple[str, str | None, list[tuple[int, int]]]) -> pl.DataFrame:
    """The leads (headline, body) of (text, title, hidden spans)."""
    texts, titles, spans = zip(*pages, strict=True)
    facts = [
        [{"field": "title", "value": title, "found_in": ""}] if title else None for title in titles
    ]
    hidden = [
        [{"start_char": start, "end_char": end} for start, end in own] or None for own in spans
    ]
    frame = pl.DataFrame({"page_id": [str(n) for n in range(len(pages))], "text": texts})
    frame = frame.with_columns(
        text_id=pl.lit("one"),
        metadata=pl.Series(facts, dtype=FACTS),
        hidden_spans=pl.Series(hidden, dtype=SPANS),
    )
    segments, placements = segment_pages(frame)
    return add_texts(placements.filter(role="lead"), frame, segments).sort("page_id")


@pytest.fixture(scope="module")
def text() -> str:
    lines = ["Harbour Post", "Crews and boats", "Ferries of Orvelle sail again", *PARAGRAPHS]
    return "\n\n".join(lines)


def test_the_title_tells_which_line_is_the_headline(text):
    titles = ("Crews and boats | Post", "Ferries of Orvelle sail again | Post", None)
    leads = cut(*((text, title, []) for title in titles))
    untold = "Ferries of Orvelle sail again"
    assert leads["headline"].to_list() == ["Crews and boats", untold, untold]
    assert leads["body"][1] == "\n".join(PARAGRAPHS)


def test_a_title_below_the_text_is_no_headline(text):
    whole = f"{text}\n\nMore on the ferries"
    told, untold = cut((whole, "More on the ferries", []), (whole, None, [])).rows()
    assert told[2:] == untold[2:]


def test_what_browsers_do_not_show_is_no_body(text):
    whole = f"{text}\n\n{NOTICE}"
    hidden = [(len(text) + 2, len(whole))]
    shown, told = cut((whole, None, []), (whole, None, hidden))["body"]
    assert shown == f"{told}\n{NOTICE}"
    assert told.endswith(PARAGRAPHS[-1])


def test_a_body_that_waits_for_a_click_is_body(text):
    hidden = [(text.index(PARAGRAPHS[0]), len(text))]
    shown, told = cut((text, None, []), (text, None, hidden))["body"]
    assert told == shown
