"""Lines that say when: a date and little else."""

import pytest

from flows.reading import dates
from flows.reading.byline_labels import is_bare_byline
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


@pytest.mark.parametrize(
    "text",
    [
        "Recorded live at the Corn Hall on 8 March 2025",
        "Applications close 28 March 2025",
        "Termín: 8. 3. 2025",
        "Határidő: 2025. március 8.",
        "Søknadsfrist: 8. mars 2025",
        "Рок за пријаву: 8. март 2025.",
        "报名截止：2025年3月8日",
        "応募締切：2025年3月8日",
        "마감일: 2025년 3월 8일",
        "Hạn chót: 8/3/2025",
    ],
)
def test_deadlines_and_recordings_are_no_publication(text):
    assert says_other(text)


@pytest.mark.parametrize(
    ("text", "language", "country"),
    [
        ("11.03.25, 09:40", "he", "IL"),
        ("11.03.25 09:40", "it", "IT"),
        ("11 مارچ 2025 ، 09:40", "ur", "PK"),
        ("11 مارس 2025، 09:40", "ar", "EG"),
        ("11/03/2025 - 09h40min", "pt", "BR"),
        ("11 Mac 2025 09:40", "ms", "MY"),
        ("2025-ci il 11 mart 09:40", "az", "AZ"),
    ],
)
def test_days_and_clock_times_of_many_countries_are_one_moment(text, language, country):
    found = dates.find_date(text, language, country)
    assert found is not None
    assert found.precision == "minute"
    assert found.earliest.strftime("%Y-%m-%d %H:%M") == "2025-03-11 09:40"
