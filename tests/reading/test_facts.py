"""What HTML says of a headline and a day, and which line it means."""

import pytest

from flows.reading.facts import list_titles, rate_title, read_day

TITLES = list_titles(
    {
        "headline": ["“Crews walk out” at Port Amber: ferries stop", "Crews walk out at Port…"],
        "title": ["Crews walk out at Port Amber – The Harbour Gazette | News"],
        "site_name": ["The Harbour Gazette"],
    }
)


@pytest.mark.parametrize(
    "line",
    [
        '"Crews walk out" at Port Amber: ferries stop',
        "“CREWS WALK OUT” AT PORT AMBER: FERRIES STOP",
        "Crews walk out at Port Amber",
        "Crews walk out at Port Amber – The Harbour Gazette",
        "Crews walk out at Port Amber and Orvelle",
        "Crews walk out at Port Amber: the ferries stop",
    ],
)
def test_lines_that_are_the_headline(line):
    assert rate_title(line, TITLES) > 0.7


@pytest.mark.parametrize(
    "line", ["The Harbour Gazette", "News", "", "Ferries", "Crews at Port Amber want a day of rest"]
)
def test_lines_that_are_not(line):
    assert rate_title(line, TITLES) == 0


def test_titles_without_spaces_between_words():
    assert "渡轮停航三天" in list_titles({"title": ["渡轮停航三天_海港报"]})


@pytest.mark.parametrize(
    ("values", "day"),
    [
        (["2025-06-07T23:30:00-05:00"], "2025-06-08"),
        (["2025-06-07"], "2025-06-07"),
        (["now", "Sat, 07 Jun 2025 12:00:00 GMT"], "2025-06-07"),
        (["June 7, 2025"], "2025-06-07"),
        (["07/06/2025"], None),
        ([], None),
    ],
)
def test_days(values, day):
    found = read_day({"published": values}, "published")
    assert (found and str(found.earliest.date())) == day
