"""Bylines as pages print them: who wrote it, where, for whom."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.describe.outlets import find_byline_outlet
from flows.reading.bylines import find_names, is_name, read_byline, strip_moment
from flows.reading.labels import is_outlet

OUTLETS = {"Meridian Wire", "The Meridian Wire", "Valley Ledger", "MW"}


@pytest.mark.parametrize(
    ("text", "authors", "place"),
    [
        (
            "By Jane Roe and John Doe in Port Amber, Meridian Wire",
            ["Jane Roe", "John Doe"],
            "Port Amber",
        ),
        ("By JANE ROE", ["JANE ROE"], None),
        ("By Jane Roe, Staff Writer", ["Jane Roe"], None),
        ("By Jane Roe jane.roe@valleyledger.example", ["Jane Roe"], None),
        ("By Jane Roe and John Doe The Meridian Wire", ["Jane Roe", "John Doe"], None),
        ("By Jane Roe - Meridian Wire - Friday, April 28, 2023", ["Jane Roe"], None),
        ("By Jane Roe published 19 May 2026", ["Jane Roe"], None),
        ("By Jane RoePolitical Correspondent", ["Jane Roe"], None),
        ("By Ann McRoe | 3 May 2024", ["Ann McRoe"], None),
        ("By J. P. Roe, Ana de la Torre & Piet van der Berg", None, None),
        ("By Staff", [], None),
        ("By Our Correspondent", [], None),
        ("By Meridian Wire", [], None),
        ("By Valley Ledger Staff", [], None),
        ("By Valley Ledger and Meridian Wire", [], None),
        ("Von Dr. Jana Petersen, Redakteurin", ["Jana Petersen"], None),
        ("Von Jana Petersen mit MW", ["Jana Petersen"], None),
        ("Von Jana Petersen und Kai Ohm, Zürich", ["Jana Petersen", "Kai Ohm"], "Zürich"),
        (
            "Kolumne von Jana Petersen - 28.04.2024 um 08:52 Uhr - 12 Kommentare",
            ["Jana Petersen"],
            None,
        ),
        ("Ein Kommentar von Jana Petersen", ["Jana Petersen"], None),
        ("Von Hafen bis Brücke: Im Netz der Angler", [], None),
        (
            "Par Maëlle Cottereau et Luc Dray, à Marseille",
            ["Maëlle Cottereau", "Luc Dray"],
            "Marseille",
        ),
        ("Por Ana Ruiz y Luis Paz", ["Ana Ruiz", "Luis Paz"], None),
        ("Автор: Олена Коваль", ["Олена Коваль"], None),
        ("Автор: Иван Петров", ["Иван Петров"], None),
        ("記者 山田太郎", ["山田太郎"], None),
        ("Jane Roe · Valley Ledger", ["Jane Roe"], None),
        ("Jane Roe | 2 hours ago", ["Jane Roe"], None),
        ("Health News", [], None),
        ("Middle East", [], None),
        ("Harbour Trust", [], None),
        ("", [], None),
    ],
)
def test_a_byline_names_its_authors(text, authors, place):
    found = read_byline(text, OUTLETS.__contains__)
    if authors is None:
        authors = ["J. P. Roe", "Ana de la Torre", "Piet van der Berg"]
    assert (found.authors, found.place) == (authors, place)


def test_what_is_no_name_is_kept_for_finding_outlets():
    assert read_byline("By Jane Roe, Meridian Wire", OUTLETS.__contains__).others == [
        "Meridian Wire"
    ]
    assert read_byline("Von Jana Petersen mit MW", OUTLETS.__contains__).others == ["MW"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("By Jane Roe 30 August 2023 • 4:45pm", "By Jane Roe"),
        ("Von Jana Petersen 28.04.2023, 18:11 Uhr", "Von Jana Petersen"),
        ("By Jane Roe Monday", "By Jane Roe"),
        ("Von Jana Petersen vom 3. Mai 2024", "Von Jana Petersen"),
        ("By Jane Roe", "By Jane Roe"),
    ],
)
def test_a_byline_loses_its_date(text, line):
    assert strip_moment(text) == line


def test_a_line_without_by_names_people_only_by_a_known_first_name():
    assert find_names("Jane Roe, Reporter") == ["Jane Roe"]
    assert find_names("Xqvera Roe") == []
    assert find_names("Xqvera Roe", is_marked=True) == ["Xqvera Roe"]
    assert find_names("中東") == []


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(["By", "Jane", "Roe", ",", "and", "|", "in", "2024"])).map(" ".join)
)
def test_whatever_a_byline_says_its_authors_have_the_form_of_names(text):
    assert all(is_name(name) for name in read_byline(text, lambda _: False).authors)


@pytest.mark.parametrize("run", [" ", ", ", "–", "\t", "—_", "a", "(", ")", "'", "Mc", "\xa0"])
def test_a_long_run_is_read_in_time_that_grows_with_its_length(run):
    text = run * (30_000 // len(run)) + "!"
    began = process_time()
    read_byline(text, is_outlet)
    find_byline_outlet(text)
    assert process_time() - began < 5  # it took minutes where each start ran over the whole run


def test_an_agencys_staff_is_the_agency():
    byline = read_byline("By Jane Roe, Meridian Wire Staff", OUTLETS.__contains__)
    assert (byline.authors, byline.others) == (["Jane Roe"], ["Meridian Wire"])
