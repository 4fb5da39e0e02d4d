"""Parts of a text around what was found: whole sentences where they can be, never half words."""

import pytest

from flows.search_terms import read_terms
from flows.text import has_unspaced
from flows.view.pieces import cut_piece, is_cut
from flows.view.search import cut_snippets

LONG = "and nobody at the quay had seen it in such a state for a very long time indeed "
ABOUT = "The mayor spoke first. " + LONG * 3


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The ferry sank at dawn.", "ferry"),
        ("Паром затонув на світанку.", "затонув"),
        ("渡船は夜明けに沈んだ。", "夜明け"),
        ("غرقت العبّارة عند الفجر.", "العبّارة"),
    ],
)
def test_a_part_begins_with_the_sentence_that_says_it(sentence: str, found: str):
    text = f"{ABOUT.strip()}. {sentence} {LONG * 3}"
    start = text.index(found)
    first, last = cut_piece(text, start, start + len(found), 120)
    assert text[first:].startswith(sentence[:3])
    assert has_unspaced(sentence) or " " in text[last - 1 : last + 1]  # no word is cut
    assert is_cut(text, first, last) == (True, True)


def test_a_part_without_a_sentence_begins_with_a_word():
    text = LONG * 4 + "ferry " + LONG * 4
    start = text.index("ferry")
    first, last = cut_piece(text, start, start + 5, 200)
    assert text[first - 1] == " " and first <= start < last <= first + 200


def test_no_part_leaves_its_paragraph():
    text = "Before.\nThe ferry sank.\nAfter."
    assert cut_piece(text, 12, 17, 200) == (8, 23)
    assert is_cut(text, 8, 23) == (False, False)


@pytest.mark.parametrize(
    ("words", "body"),
    [
        (
            "ferry captain",
            "A ferry came.\nA ferry left.\nA ferry sank.\nThe captain left the ferry.",
        ),
        ("паром капітан", "Паром прибув.\nПаром пішов.\nЄ паром.\nКапітан лишив паром."),
    ],
)
def test_the_parts_with_the_most_terms_are_shown(words: str, body: str):
    snippets = cut_snippets(body, read_terms(words))
    assert [snippet.text for snippet in snippets] == [body.splitlines()[-1]]
    assert len(snippets[0].marks) == 2


def test_terms_that_stand_apart_are_all_shown():
    body = "A ferry came.\nA ferry left.\nIt had a captain."
    snippets = cut_snippets(body, read_terms("captain ferry"))
    assert [snippet.text for snippet in snippets] == body.splitlines()
