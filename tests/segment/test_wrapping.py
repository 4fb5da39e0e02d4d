"""Lines that stand in several places: wrapped paragraphs, broken words, marks of Markdown."""

import textwrap

import polars as pl
import pytest

from flows.segment import add_texts, segment_pages
from flows.segment.lines import split_lines
from flows.segment.markdown import read_marks
from tests.growth import assert_linear

PARAGRAPHS = [
    "The well-known lighthouse of Sandmouth was lit again on Monday after eleven dark years, and "
    "half of the town walked out along the mole to see whether the old lamp would turn.",
    "It did. Engineers had spent the winter rebuilding the gear in a shed behind the harbour, with "
    "parts that were cast in a school, and the mayor paid for the oil out of her own pocket.",
    "A well-known pilot said that he would still go by his own watch, because the lamp had been "
    "late for as long as he could remember, and so had everybody who looked after it.",
]
ARTICLE = ["Sandmouth lights its lamp again", *PARAGRAPHS]


def read(*lines: str) -> list[str]:
    return split_lines(pl.DataFrame({"text": ["\n".join(lines)]}))["text"].to_list()


def cut(text: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    pages = pl.DataFrame({"page_id": ["p"], "text_id": ["p"], "text": [text]})
    segments, placements = segment_pages(pages)
    return segments, add_texts(placements, pages, segments)


@pytest.mark.parametrize("width", range(48, 90, 3))
@pytest.mark.parametrize(("gap", "indent"), [("\n\n", ""), ("\n", "   "), ("\n \n", "\t")])
def test_a_wrapped_paragraph_is_one_line(width: int, gap: str, indent: str):
    wrapped = [textwrap.fill(text, width, initial_indent=indent) for text in PARAGRAPHS]
    assert read(ARTICLE[0], "", gap.join(wrapped)) == ARTICLE


def test_words_that_print_broke_are_whole_again_and_others_keep_their_hyphen():
    lines = [
        "The well-known light of Sandmouth was lit a-",
        "gain on Monday after eleven dark years in",
        "which half of the town had learned to keep",
        "out of the harbour after dusk, when no pi-",
        "lot would answer the bell, not even a well-",
        "known one.",
    ]
    assert read(*lines) == [
        "The well-known light of Sandmouth was lit again on Monday after eleven dark years in "
        "which half of the town had learned to keep out of the harbour after dusk, when no pilot "
        "would answer the bell, not even a well-known one."
    ]


NOT_WRAPPED = {
    "menu": ["Home", "News from the harbour", "Sport and games", "Weather", "About us", "Contact"],
    "titles": [
        "Harbour council votes for a longer mole after a night of talks",
        "Pilots ask for a second bell on the northern side of the bay",
        "Museum of knots opens its doors to children for one more week",
        "Old ferry finds a buyer who wants to live in it with two dogs",
        "Rain is expected on Monday, and on Tuesday there will be more",
        "Sandmouth loses at home to a team of eight men and one goose",
    ],
    "poem": [
        "the lamp went out, the tide came in,",
        "and nobody was there to see",
        "how little light a town can win",
        "against the patience of the sea;",
        "the keeper slept, the bell was still,",
        "and all the boats lay on the hill",
    ],
    "list": [
        "- oil for the lamp, which the mayor paid out of her own pocket",
        "- gear for the lamp, cast in a school behind the old fish market",
        "- a bell for the mole, lent by a chapel that has no tower of its own",
        "- rope for the bell, which nobody has been able to find so far",
    ],
    "table": [f"Pier {number}\t{number * 7}\t{number * 11}\topen" for number in range(1, 12)],
    "sentences": [
        "The lamp of Sandmouth was lit again on Monday after eleven years.",
        "Half of the town walked out along the mole to see it turn.",
        "Engineers had spent the winter rebuilding the gear in a shed.",
        "The mayor paid for the oil out of her own pocket, she said.",
    ],
    "numbers": [f"{number:02}:00  {number * 37:05}  {number * 91:05}" for number in range(24)],
    "japanese titles": [
        "港町の灯台が十一年ぶりに点灯、住民の半数が防波堤に集まる",
        "歯車は市場裏の学校で鋳造",
        "油代は町長が自腹で負担、議会からは感謝と戸惑いの声があがる",
        "水先案内人は今も自分の時計を信頼すると話す",
        "月曜は雨、火曜はさらに雨",
    ],
}


@pytest.mark.parametrize("name", NOT_WRAPPED)
def test_lines_that_are_not_wrapped_stay_apart(name: str):
    lines = NOT_WRAPPED[name]
    assert read(*lines) == lines
    assert read(*ARTICLE, "", *lines) == [*ARTICLE, *lines]


def test_a_headline_and_a_deck_stay_apart():
    deck = "Half of the town walked out to see it, and a school cast the gear"
    body = textwrap.fill(PARAGRAPHS[0], 70)
    assert read(ARTICLE[0], deck, "", body, "", PARAGRAPHS[1])[:2] == [ARTICLE[0], deck]


def test_each_physical_line_of_a_paragraph_is_a_segment():
    text = "\n\n".join([ARTICLE[0], *(textwrap.fill(text, 60) for text in PARAGRAPHS)])
    segments, placements = cut(text)
    lead = placements.filter(role="lead").row(0, named=True)
    assert (lead["headline"], lead["body"]) == (ARTICLE[0], "\n".join(PARAGRAPHS))
    assert segments.height == sum(1 for line in text.split("\n") if line)
    body = segments.filter(kind="paragraph")
    assert body.height - body["is_continuation"].sum() == len(PARAGRAPHS)
    assert segments["start_char"].to_list() == [0, *segments["end_char"][:-1]]
    assert segments["end_char"][-1] == len(text)


def test_a_body_has_no_marks_of_markdown():
    marked = [
        "# Sandmouth lights its *lamp* again ##",
        PARAGRAPHS[0].replace("Monday", "**Monday**"),
        "> " + PARAGRAPHS[1].replace("a shed", "[a shed](https://example.org/shed_(old)/)"),
        "![The lamp](https://example.org/lamp.jpg)" + PARAGRAPHS[2],
    ]
    segments, placements = cut("\n\n".join(marked))
    lead = placements.filter(role="lead").row(0, named=True)
    assert (lead["headline"], lead["body"]) == (ARTICLE[0], "\n".join(PARAGRAPHS))
    assert segments["start_char"].to_list() == [0, *segments["end_char"][:-1]]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("a * b * c", "a * b * c"),
        ("snake_case_name and __init__", "snake_case_name and __init__"),
        ("[1] see (below)", "[1] see (below)"),
        ("***", "***"),
        ("![](https://example.org/a.png)", "![](https://example.org/a.png)"),
        ("_so_ said **she**, *and* left", "so said she, and left"),
    ],
)
def test_only_marks_are_taken_out(line: str, text: str):
    assert read_marks(line, 0).text == text


@pytest.mark.parametrize("piece", ["[", "[a](", "**a ", "*", "_a ", "# ", "> ", "a-\n", "![a](b"])
def test_hostile_lines_take_linear_time(piece: str):
    assert_linear(lambda size: read("# Sandmouth", piece * size), 40_000)


def test_a_paragraph_that_ends_before_the_column_is_no_sign_against_it():
    text = [
        "The last night bus to Sandmouth keeps running at least until the next spring.",
        "The council voted for it on Monday, as most of its riders are nurses and bakers.",
        "The company had said in May that it would stop the line. It gets ten pounds a week.",
        "Nobody spoke against it but the baker of the harbour, who has a bicycle of his own.",
    ]
    wrapped = [textwrap.fill(paragraph, 52) for paragraph in text]
    assert read("Night bus stays", *wrapped) == ["Night bus stays", *text]


def test_two_lines_amid_a_sentence_are_enough():
    text = [
        "The lighthouse of Sandmouth was lit again after eleven years in the dark.",
        "Half of the town walked out along the mole to see whether the lamp would turn.",
    ]
    wrapped = [textwrap.fill(paragraph, 60) for paragraph in text]
    assert read("Sandmouth lights its lamp", "", "\n\n".join(wrapped))[1:] == text
    titles = ["The lighthouse of Sandmouth was lit again after eleven years", "The lamp turns"]
    assert read(*titles, "", *titles) == [*titles, *titles]


def test_an_indented_first_line_is_no_headline_of_its_paragraph():
    wrapped = [textwrap.fill(text, 58, initial_indent="  ") for text in PARAGRAPHS]
    assert read(*wrapped) == PARAGRAPHS


@pytest.mark.parametrize(
    "heading",
    ["## منارة ساندموث تضيء من جديد", "## 灯台に再び明かり", "## ქალაქი ანთებს შუქურას"],
)
def test_a_heading_without_capitals_is_markdown(heading: str):
    assert read(heading, "", *PARAGRAPHS) == [heading.removeprefix("## "), *PARAGRAPHS]


def test_blank_lines_that_all_lines_have_say_nothing():
    text = "\n\n\n\n".join(ARTICLE)
    lines = split_lines(pl.DataFrame({"text": [text, f"{text}\n{PARAGRAPHS[0]}"]}))
    assert lines["blank_before"].to_list() == [0, 1, 1, 1, 0, 3, 3, 3, 0]
