"""Lines that say when: a date and little else."""

import pytest

from flows.reading.bylines import is_bare_byline
from flows.reading.dates.lines import (
    count_other_letters,
    has_date,
    has_time,
    is_time_line,
    says_other,
    says_published,
    split_parts,
)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("17.04.2024, 12:24 Lesezeit: 5 Min.", True),
        ("Published on Monday, 19 May 2025", True),
        ("The harbour trust said on 19 May 2025 that its crews had left.", False),
        ("The harbour trust and the crews of its ferries | 19 May 2025", True),
        ("Monday", False),
        ("13:34", False),
        (f"19 May 2025{' ' * 100}", False),
    ],
)
def test_a_time_line_is_a_date_and_little_else(text, is_one):
    assert is_time_line(text) == is_one


def test_what_a_line_may_print_and_how_it_begins():
    assert has_date("It was 3/4/2025") and not has_date("In 2025") and not has_date("at 13:34")
    assert has_time("at 13:34") and not has_time("19 May")
    assert says_published("Published 19 May") and not says_published("It was published 19 May")
    assert says_other("Available until 19 May 2025") and not says_other("19 May 2025")
    assert count_other_letters("Mon, 19 May 2025 13:34, 3 min") == 6
    assert split_parts("Jane Roe | 19 May 2025 - 13:34") == ["Jane Roe", "19 May 2025", "13:34"]


@pytest.mark.parametrize(("text", "is_bare"), [("By", True), ("Von:", True), ("By Jane", False)])
def test_a_bare_byline_names_nobody(text, is_bare):
    assert is_bare_byline(text) == is_bare
    assert not is_bare_byline("Jane Roe")
