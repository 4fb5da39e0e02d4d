"""sql/core.sql: the macros that other files use."""

from datetime import datetime

import pytest
from duckdb import DuckDBPyConnection


@pytest.mark.parametrize(
    "character", [" ", "\n", "\x0b", "\x1c", "\x85", "\xa0", "\u2028", "\u3000"]
)
def test_white_space_is_stripped(warehouse: DuckDBPyConnection, character: str):
    piece = f"{character}a{character}b{character * 2}"
    stripped = "select core.stripped($piece), core.stripped_start($piece)"
    assert warehouse.execute(stripped, {"piece": piece}).fetchall() == [
        (f"a{character}b", f"a{character}b{character * 2}")
    ]


def test_white_space_is_that_of_python(warehouse: DuckDBPyConnection):
    expected = {chr(code) for code in range(0x110000) if chr(code).isspace()}
    assert set(warehouse.execute("select core.white_space()").fetchall()[0][0]) == expected


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        ("", 0),
        (" -- ", 0),
        ("It's 4 o'clock, isn’t it?", 5),
        ("Бюджет ухвалено", 2),
        ("日本語 text", 4),
        ("ข่าว", 4),
        ("naïve café", 2),
        ("snake_case 1,000", 3),
    ],
)
def test_words_are_counted(warehouse: DuckDBPyConnection, piece: str, expected: int):
    counted = warehouse.execute("select core.word_count(?)", [piece]).fetchall()
    assert counted == [(expected,)]


def test_article_is_known_at_the_end_of_its_bracket_or_at_an_earlier_capture(
    warehouse: DuckDBPyConnection,
):
    assert dict(warehouse.execute("from core.known_articles()").fetchall()) == {
        "ferry": datetime(2025, 5, 20, 6),  # captured, not dated
        "council": datetime(2025, 5, 20),
        "storm": datetime(2025, 5, 20),
        "museum": datetime(2025, 5, 18, 11),
        "whale": datetime(2025, 5, 20, 8),
        "budget": datetime(2025, 6, 1),  # dated, not captured
    }


def test_inferred_capture_does_not_say_when_an_article_is_known(sandbox: DuckDBPyConnection):
    sandbox.execute("update core.pages set captured_basis = 'inferred' where page_id = 'p1'")
    known = dict(sandbox.execute("from core.known_articles()").fetchall())
    assert known["ferry"] is None
