"""Datelines as agencies print them: where they end, and what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.reading.datelines import find_dateline_end, read_dateline


@pytest.mark.parametrize(
    "dateline",
    [
        "KYIV (Reuters) - ",
        "PORT AMBER — ",
        "ÉVREUX - ",
        "Moscow [Russia], May 19 : ",
        "New Delhi [India], May 19, 2025: ",
        "Berlin (dpa/tmn) - ",
        "ST. JOHN'S, Newfoundland (MW) -- ",
    ],
)
def test_a_dateline_ends_where_its_text_begins(dateline):
    assert find_dateline_end(f"{dateline}Crews left the ships on Monday.") == len(dateline)


@pytest.mark.parametrize(
    "text",
    [
        "Crews left the ships on Monday.",
        "UEFA - the union of football - met.",
        "Jane Roe said (on Monday) that crews had left.",
        "Riad. Die Boxwelt wartet.",
        "",
    ],
)
def test_a_sentence_has_no_dateline(text):
    assert find_dateline_end(text) is None


@pytest.mark.parametrize(
    ("start", "place", "agency"),
    [
        ("KYIV (Reuters) - Crews left.", "KYIV", "reuters"),
        ("KYIV, May 19 (Reuters) - Crews left.", "KYIV", "reuters"),
        ("WASHINGTON/KYIV (Reuters) — Crews left.", "WASHINGTON/KYIV", "reuters"),
        ("Moscow [Russia], May 19 : Crews left.", "Moscow", None),
        ("New Delhi [India], May 19 (ANI): Crews left.", "New Delhi", "ani"),
        ("Berlin (dpa/tmn) - Die Fähren fahren.", "Berlin", "dpa"),
        ("PARIS, 19 mai (AFP) - Le port ferme.", "PARIS", "agence-france-presse"),
        ("Madrid, 19 may (EFE).- El puerto cierra.", "Madrid", "efe"),
        ("МОСКВА, 19 мая (ТАСС) — Порт закрыт.", "МОСКВА", "tass"),
        ("(Reuters) - Crews left.", None, "reuters"),
        ("PORT AMBER — The trust voted.", "PORT AMBER", None),
        ("Riad. Die Boxwelt wartet.", None, None),
        ("EXKLUSIV: Der Hafen schließt.", None, None),
        ("Jane Roe (29) - the first - left.", None, None),
        ("The trust (of Port Amber) - it voted.", None, None),
        ("Crews left the ships on Monday.", None, None),
        ("", None, None),
    ],
)
def test_a_dateline_has_a_place_and_an_agency(start, place, agency):
    assert read_dateline(start) == (place, agency)


@given(st.text())
def test_any_text_is_read(text):
    end = find_dateline_end(text)
    assert end is None or 0 < end <= len(text)
    assert len(read_dateline(text)) == 2
