"""What is known of the lines that may be a page's headline."""

import numpy as np

from flows.segment.line import Line
from flows.segment.titles import Candidate, list_candidates, measure_candidates

TITLE = "Ferry pilots vote to strike over rosters"
PAGE = [
    ("The Harbour Dispatch", None, 0.4),
    (f"Home > News > {TITLE}", None, 0.3),
    ("Share this page", "share", 0.0),
    (TITLE, None, 0.2),
    ("3 March 2025", "timestamp", 0.0),
    ("Pilots on the island routes voted to strike from Friday, their union said.", None, 0.0),
    ("The company says that the rosters changed because two ships are in the yard.", None, 0.0),
    (TITLE, None, 0.1),
]
BODY = [5, 6]


def make_line(text: str, kind: str | None, headline_score: float) -> Line:
    is_sentence = text.endswith(".")
    return Line(
        start=0,
        text=text,
        blank_before=0,
        size=len(text),
        is_age=False,
        is_bullet=False,
        ends_sentence=is_sentence,
        is_prose_like=is_sentence,
        is_title_like=not is_sentence,
        may_appeal=False,
        may_react=False,
        kind=kind,
        body_score=0.9 if is_sentence else 0.1,
        headline_score=headline_score,
        story_headline_score=0.0,
        story_text_score=0.0,
    )


def measure(page: list) -> dict[int, Candidate]:
    lines = [make_line(*row) for row in page]
    rows = list_candidates(lines, BODY)
    numbers = measure_candidates(lines, BODY, rows)
    assert numbers.dtype == np.float32
    return {row: Candidate(*own) for row, own in zip(rows, numbers, strict=True)}


def test_candidates_are_open_lines_above_the_body_and_at_its_beginning() -> None:
    assert list(measure(PAGE)) == [0, 1, 3, 5]  # below a headline some text must stand


def test_a_title_is_known_by_where_it_stands_again() -> None:
    found = measure(PAGE)
    assert (found[3].ends_others_above, found[3].same_below_body) == (1, 1)
    assert (found[0].ends_others_above, found[0].same_below_body) == (0, 0)
    assert (found[1].others_inside, found[1].other_inside_from) == (1, PAGE[1][0].index(TITLE))


def test_a_title_is_known_by_the_words_of_the_opening() -> None:
    found = measure(PAGE)
    assert found[3].words_of_opening == 3  # pilots, strike, rosters
    assert found[0].words_of_opening == 0
    assert found[3].is_told > found[0].is_told
    assert found[0].told_below >= found[3].is_told


def test_ranks_go_by_the_headline_score() -> None:
    found = measure(PAGE)
    assert [found[row].rank for row in (0, 1, 3)] == [0, 1, 2]
    assert np.isclose(found[3].behind_best, 0.2)


def test_text_is_compared_as_it_is_and_never_as_a_pattern() -> None:
    page = [("(.*) Home > [a-z]+ (.*)", None, 0.1), *PAGE[1:]]
    assert measure(page)[0].in_others == 0
