"""What a row of corrections.csv may say: times, names, and text that a spreadsheet would run."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.seeds.corrections import (
    make_field,
    read_authors,
    read_moment,
    read_value,
    spell_moment,
    spell_value,
)

MOMENTS = [
    ("2025", datetime(2025, 1, 1), datetime(2026, 1, 1), None, "year"),
    ("2024-02", datetime(2024, 2, 1), datetime(2024, 3, 1), None, "month"),
    ("2025-12", datetime(2025, 12, 1), datetime(2026, 1, 1), None, "month"),
    ("2025-05-19", datetime(2025, 5, 19), datetime(2025, 5, 20), None, "day"),
    ("2025-05-19Z", datetime(2025, 5, 19), datetime(2025, 5, 20), 0, "day"),
    ("2025-05-19T13", datetime(2025, 5, 19, 13), datetime(2025, 5, 19, 14), None, "hour"),
    (
        "2025-05-19T00:10+05:30",
        datetime(2025, 5, 18, 18, 40),
        datetime(2025, 5, 18, 18, 41),
        330,
        "minute",
    ),
    (
        "2025-01-01T00:00-03:30",
        datetime(2025, 1, 1, 3, 30),
        datetime(2025, 1, 1, 3, 31),
        -210,
        "minute",
    ),
]


@pytest.mark.parametrize(("value", "earliest", "latest", "offset", "precision"), MOMENTS)
def test_times_are_read_and_spelled(value, earliest, latest, offset, precision):
    moment = read_moment(value)
    assert moment == (earliest, latest, offset, precision)
    assert spell_moment(*moment) == value


@pytest.mark.parametrize(
    ("value", "spelled"),
    [("2025-05-19 13:34", "2025-05-19T13:34"), ("2025-05-19T13:34:59Z", "2025-05-19T13:34Z")],
)
def test_seconds_and_a_space_are_read(value, spelled):
    moment = read_moment(value)
    assert moment and spell_moment(*moment) == spelled


@pytest.mark.parametrize(
    "value",
    [
        *("", "19.05.2025", "2025-5-19", "2025-02-30", "2025-13", "2025-00", "2025-05-00"),
        *("0000", "2025-05-19T24:00", "2025-05-19T10:61", "2025-05-19T10:00+15:00", "9999"),
        *("2025Z", "2025-05-19T10:00+01:60", "٢٠٢٥", "2025-05-19T10:00 ", "0001-01-01T00:00+14:00"),
    ],
)
def test_what_is_no_time(value):
    assert read_moment(value) is None


@given(st.text("0123456789-T:Z+ ", max_size=26))
def test_any_text_is_a_time_or_none(value):
    moment = read_moment(value)
    assert moment is None or moment.earliest < moment.latest


def test_names_are_parted_by_semicolons():
    assert read_authors(" Ada Quill ;; Bo Dal; ") == ["Ada Quill", "Bo Dal"]
    assert spell_value("authors", {"authors": ["Ada Quill", "Bo Dal"]}) == "Ada Quill; Bo Dal"
    assert spell_value("authors", {"authors": None}) == ""


@pytest.mark.parametrize("text", ["=SUM(A1)", "+47 Post", "-5", "@ada", "=cmd|' /C calc'!A0"])
def test_no_field_is_a_formula(text):
    field = make_field(text)
    assert field == f"'{text}"
    assert read_value(field) == text


def test_an_apostrophe_of_a_name_stays():
    assert read_value("'t Hooft") == "'t Hooft"
    assert read_value(None) is None


@given(st.text())
def test_fields_have_nothing_that_nobody_sees(text):
    field = make_field(text)
    assert field == " ".join(field.split())
    assert len(field) <= 401
    assert not field.startswith(("=", "+", "-", "@"))
    assert all(character.isprintable() or character in "\u200c\u200d" for character in field)
