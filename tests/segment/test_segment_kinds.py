"""The kinds of segments: what the table says is what code, warehouse and seeds go by."""

import polars as pl
import pytest
from rich.style import Style

from flows.seeds import read_seed
from flows.segment import features, find_kinds, segment_kinds
from flows.segment.first_labels import find_first_labels
from flows.segment.lines import observe_lines
from flows.segment.segment_kinds import (
    SEGMENT_KINDS,
    list_kinds,
    read_final_kinds,
    read_segment_kinds,
    read_styles,
)

# The number of a kind is its place here: the shipped weights were trained on it.
TRAINED_ON = [
    *("headline", "deck", "byline", "dateline", "timestamp", "outlet_label", "subheading"),
    *("paragraph", "list_item", "caption", "credit", "navigation", "promotion", "newsletter"),
    *("comments", "tags", "share", "notice", "related_marker", "other", "wall"),
]


def test_a_new_kind_stands_behind_those_that_the_weights_know():
    assert list_kinds()[: len(TRAINED_ON)] == TRAINED_ON
    assert len(set(list_kinds())) == len(list_kinds())


def test_a_body_is_placed_and_what_says_when_says_whose_or_when():
    assert find_kinds("is_body") == {"subheading", "paragraph", "list_item"}
    assert find_kinds("is_body") < find_kinds("is_placed")
    assert find_kinds("says_when") < find_kinds("is_meta") < find_kinds("is_placed")


def test_a_kind_becomes_one_that_segments_can_have():
    assert read_final_kinds() == {"wall": "notice"}
    kinds = read_segment_kinds()
    assert kinds.schema == SEGMENT_KINDS
    assert kinds["kind"].to_list() == [kind for kind in list_kinds() if kind != "wall"]
    assert kinds.filter(is_body=True)["kind"].to_list() == ["subheading", "paragraph", "list_item"]
    assert kinds.null_count().sum_horizontal().item() == 0


def test_markers_are_of_the_kinds_that_may_have_wordings():
    assert set(read_seed("page_markers")["kind"]) == find_kinds("is_marker")


def test_every_kind_has_a_style():
    assert list(read_styles()) == list_kinds()
    for style in read_styles().values():
        Style.parse(style)


@pytest.fixture
def new_kind(monkeypatch):
    """A kind more, at the end of the table."""
    row = {"kind": "poll", "style": "bold", "description": "A poll.", "becomes": None}
    kinds = read_seed("segment_kinds")
    flags = {name: name == "ends_list" for name in kinds.columns if name not in row}
    grown = pl.concat([kinds, pl.DataFrame([row | flags], schema=kinds.schema)])
    cached = (list_kinds, find_kinds, read_final_kinds, read_styles, features.number_kinds)
    monkeypatch.setattr(segment_kinds, "read_seed", lambda _: grown)
    for function in cached:
        function.cache_clear()
    yield "poll"
    for function in cached:
        function.cache_clear()


PAGE = """Harbour news
By Jane Roe
2 hours ago

The trust voted on Tuesday to dig a deeper channel through the silt of the harbour.

Related articles
Ferry crews walk out for the second time this year
Share"""


def measure(text: str) -> pl.DataFrame:
    lines = observe_lines(pl.DataFrame({"text": [text]}))
    return features.measure_lines(lines, find_first_labels(lines)).numbers


def test_a_new_kind_is_known_everywhere_and_changes_no_feature_of_a_page_without_it(request):
    before = measure(PAGE)
    kind = request.getfixturevalue("new_kind")
    assert kind in find_kinds("ends_list") and kind in read_styles()
    assert read_segment_kinds()["kind"][-1] == kind
    assert features.number_kinds()[kind] == len(list_kinds()) - 1
    assert measure(PAGE).equals(before)
