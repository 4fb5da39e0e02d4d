"""What people say of a cut takes the place of what the rules say, and breaks no law."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.segment import add_texts, segment_pages
from flows.segment.assemble import make_article_id
from flows.segment.correction_fields import APPLY
from flows.segment.corrections import CORRECTION, correct_cuts
from flows.segment.segment_kinds import read_segment_kinds
from flows.shipped import ROOT

TEXT = (ROOT / "data/raw/aggregators/exchange.txt").read_text()
WRAPPED = "The harbour wall is mended at last\n\n" + 3 * (
    "The council of the island met on Monday\nand agreed to mend the old harbour wall\n"
    "before the storms of the winter begin.\n\n"
)
BARE = "Harbour Post\nNews\nSport\n\nContact\n"
Row = tuple[str, int, int, str]


def make_pages(text: str, rows: list[Row], page_ids: tuple[str, ...] = ("p",)) -> pl.DataFrame:
    names = ("field", "start_char", "end_char", "value")
    given = [dict(zip(names, row, strict=True)) for row in rows] or None
    return pl.DataFrame(
        {
            "page_id": page_ids,
            "text_id": ["t"] * len(page_ids),
            "text": [text] * len(page_ids),
            "corrections": [given] * len(page_ids),
        },
        schema_overrides={"corrections": pl.List(CORRECTION)},
    )


@pytest.fixture(scope="module")
def uncorrected() -> dict[str, tuple[pl.DataFrame, pl.DataFrame]]:
    """The cut of each text by the rules alone; weights are slow on a page at a time."""
    return {text: segment_pages(make_pages(text, [])) for text in (TEXT, BARE, WRAPPED)}


@pytest.fixture(scope="module")
def correct(uncorrected):
    """correct(row, ..., text=TEXT) -> segments, placements with their texts, outcomes by field"""

    def run(*rows: Row, text: str = TEXT):
        pages = make_pages(text, list(rows))
        segments, placements, outcomes = correct_cuts(pages, *uncorrected[text])
        assert_lawful(text, segments, placements)
        return segments, add_texts(placements, pages, segments), outcomes

    return run


def assert_lawful(text: str, segments: pl.DataFrame, placements: pl.DataFrame) -> None:
    """Every character lies in one segment, none of them blank; hulls and numbers are right."""
    spans = segments.select("start_char", "end_char").rows()
    assert [start for start, _ in spans] == [0, *(end for _, end in spans[:-1])]
    assert spans[-1][1] == len(text)
    assert all(text[start:end].strip() for start, end in spans)
    assert segments["segment_no"].to_list() == list(range(1, len(spans) + 1))
    assert set(segments["kind"]) <= set(read_segment_kinds()["kind"])
    placed = segments.drop_nulls("placement_no")
    assert set(placed["kind"]) <= set(read_segment_kinds().filter("is_placed")["kind"])
    hulls = placed.group_by("placement_no", maintain_order=True).agg(
        pl.col("start_char").min(), pl.col("end_char").max()
    )
    assert hulls.rows() == placements.select("placement_no", "start_char", "end_char").rows()
    assert hulls["placement_no"].to_list() == list(range(1, hulls.height + 1))
    assert (placements["role"] == "lead").sum() <= 1


def find(words: str, text: str = TEXT) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def find_line(words: str) -> tuple[int, int]:
    """The line that begins with these words."""
    start = TEXT.index(words)
    return start, TEXT.index("\n", start)


def kinds_in(segments: pl.DataFrame, span: tuple[int, int]) -> list[str]:
    inside = segments.filter(pl.col("start_char") < span[1], pl.col("end_char") > span[0])
    return inside["kind"].to_list()


def test_without_corrections_the_frames_are_the_same(uncorrected):
    segments, placements = uncorrected[TEXT]
    same = correct_cuts(make_pages(TEXT, []).drop("corrections"), segments, placements)
    assert same[0] is segments and same[1] is placements and same[2].is_empty()


def test_characters_are_of_another_kind(correct, uncorrected):
    line = find_line("Each side released")
    segments, placements, outcomes = correct(("kind", *line, "promotion"))
    assert kinds_in(segments, line) == ["promotion"]
    assert segments.height == uncorrected[TEXT][0].height
    lead, old = placements.row(0, named=True), uncorrected[TEXT][1].row(0, named=True)
    assert "Each side released" not in lead["body"]
    assert lead["article_id"] == make_article_id(lead["headline"], lead["body"])
    assert lead["article_id"] != old["article_id"]
    assert (lead["role"], lead["cut_confidence"]) == ("lead", 1)
    assert (
        placements["cut_confidence"].to_list()[1:]
        == (uncorrected[TEXT][1]["cut_confidence"].to_list()[1:])
    )
    assert outcomes.rows() == [("p", "kind", *line, None, "paragraph", False)]


def test_lines_of_one_paragraph_part_where_they_become_different_things(correct):
    first = find("The council of the island met on Monday", WRAPPED)
    second = find("and agreed to mend the old harbour wall", WRAPPED)
    third = find("before the storms of the winter begin.", WRAPPED)
    segments, placements, _ = correct(text=WRAPPED)
    paragraph = segments.filter(pl.col("start_char") >= first[0]).head(3)
    assert paragraph["is_continuation"].to_list() == [False, True, True]
    segments, placements, _ = correct(("kind", *second, "caption"), text=WRAPPED)
    paragraph = segments.filter(pl.col("start_char") >= first[0]).head(3)
    assert paragraph["kind"].to_list() == ["paragraph", "caption", "paragraph"]
    assert not paragraph["is_continuation"].any()
    assert "on Monday\nbefore the storms" in placements["body"][0]
    _, placements, outcomes = correct(("kind", first[0], third[1], "paragraph"), text=WRAPPED)
    assert outcomes["is_agreed"].item()


def test_a_part_of_a_line_is_a_segment_of_its_own(correct):
    span = find("Each side released 115 people.")
    segments, _, _ = correct(("kind", *span, "subheading"))
    assert kinds_in(segments, find_line("Each side")) == ["subheading", "paragraph"]


def test_no_segment_is_left_blank_where_white_space_begins_one(uncorrected):
    """The rules may leave white space at the beginning of a segment."""
    text = "Ferry returns. It was late."
    pages = make_pages(text, [("kind", 15, 27, "caption"), ("kind", 0, 14, "headline")])
    segments = (
        uncorrected[BARE][0]
        .head(2)
        .with_columns(
            start_char=pl.Series([0, 14], dtype=pl.Int32),
            end_char=pl.Series([14, 27], dtype=pl.Int32),
        )
    )
    found, _, _ = correct_cuts(pages, segments, uncorrected[BARE][1].clear())
    assert found.select("start_char", "end_char", "kind").rows() == [
        (0, 14, "headline"),
        (14, 27, "caption"),
    ]


def test_what_one_row_names_on_one_line_is_one_segment(correct):
    whole, part = find_line("Each side"), find("Each side released 115 people.")
    segments, _, _ = correct(("kind", *part, "subheading"), ("kind", *whole, "paragraph"))
    assert kinds_in(segments, whole) == ["subheading", "paragraph"]  # the narrower one wins
    segments, _, outcomes = correct(("kind", *whole, "paragraph"))
    assert kinds_in(segments, whole) == ["paragraph"]
    assert outcomes["is_agreed"].item()


def test_furniture_that_is_a_paragraph_belongs_to_the_article_beside_it(correct):
    _, placements, _ = correct(("kind", *find("Tags"), "paragraph"))
    assert placements["body"][0].endswith("\nTags")
    # No article stands right beside it.
    _, placements, _ = correct(("kind", *find("Skimfeed Smart Digest"), "paragraph"))
    assert placements["body"][0].endswith("\nSkimfeed Smart Digest")


def test_a_headline_takes_the_place_of_the_one_that_the_rules_saw(correct):
    old, new = find_line("Velmora and Osterra swap"), find_line("Each side")
    segments, placements, _ = correct(("kind", *new, "headline"))
    assert placements["headline"][0].startswith("Each side")
    assert kinds_in(segments, old) == ["navigation"]
    _, placements, _ = correct(("kind", *new, "headline"), ("kind", *old, "headline"))
    assert placements["headline"][0].startswith("Velmora and Osterra swap")


def test_characters_are_a_story_of_their_own(correct, uncorrected):
    span = find_line("The committee had announced")
    _, placements, outcomes = correct(("role", *span, "embedded"))
    assert placements["role"].to_list() == ["lead", "embedded", "embedded", "embedded", "embedded"]
    assert placements["body"][1].startswith("The committee")
    assert "The committee" not in placements["body"][0]
    assert placements.height == uncorrected[TEXT][1].height + 1
    assert outcomes["rules_value"].item() == "lead"
    _, placements, _ = correct(("role", *span, "teaser"))
    assert placements["role"][1] == "teaser"


def test_a_story_is_a_part_of_the_lead(correct, uncorrected):
    start, end = uncorrected[TEXT][1].select("start_char", "end_char").row(1)
    _, placements, outcomes = correct(("role", start, end, "lead"))
    assert placements["role"].to_list() == ["lead", "embedded", "embedded"]
    assert "At Selka bridge" in placements["body"][0]  # its headline is a subheading
    assert placements["headline"][0].startswith("Velmora and Osterra swap")
    assert outcomes["rules_value"].item() == "embedded"


def test_lead_and_story_change_places(correct, uncorrected):
    hulls = uncorrected[TEXT][1].select("start_char", "end_char").rows()
    rows = [("role", *hulls[0], "embedded"), ("role", *hulls[1], "lead")]
    _, placements, _ = correct(*rows)
    assert placements["role"].to_list() == ["embedded", "lead", "embedded", "embedded"]
    assert placements["article_id"].to_list() == uncorrected[TEXT][1]["article_id"].to_list()


def test_a_page_of_no_article(correct):
    segments, placements, outcomes = correct(("role", 0, len(TEXT), "none"))
    assert placements.is_empty()
    assert segments["placement_no"].null_count() == segments.height
    assert outcomes["rules_value"].item() == "lead; embedded"


def test_furniture_is_an_article(correct):
    span = (0, len(BARE))
    _, placements, _ = correct(("role", *span, "lead"), text=BARE)
    assert placements.select("role", "headline", "body").rows() == [
        ("lead", "Harbour Post", "News\nSport\nContact")
    ]
    _, placements, _ = correct(("kind", *find("News", BARE), "paragraph"), text=BARE)
    assert placements.select("role", "headline", "body").rows() == [("lead", None, "News")]


def test_what_does_not_fit_changes_nothing(correct, uncorrected):
    blank = TEXT.index("\n\n")
    rows = [("kind", 0, len(TEXT) + 1, "tags"), ("kind", blank, blank + 2, "tags")]
    segments, _, outcomes = correct(*rows)
    assert segments.equals(uncorrected[TEXT][0])
    assert outcomes["problem"].sort().to_list() == ["beyond_the_text", "nothing_there"]
    assert outcomes["is_agreed"].null_count() == 2


def test_a_fault_is_the_rows_own(correct, monkeypatch):
    line = find_line("Each side")
    rows = [("kind", *line, "promotion"), ("role", *line, "embedded")]
    monkeypatch.setitem(APPLY, "kind", None)
    _, placements, outcomes = correct(*rows)
    assert placements["role"].to_list()[:2] == ["lead", "embedded"]
    (problem,) = outcomes.filter(field="kind")["problem"]
    assert problem.startswith("AttributeError: ")


def test_pages_of_one_text_are_corrected_alike(uncorrected):
    pages = make_pages(TEXT, [("kind", *find_line("Each side"), "promotion")], ("p", "q"))
    segments, placements, outcomes = correct_cuts(pages, *segment_pages(pages))
    for frame in (segments, placements, outcomes):
        first, second = (frame.filter(page_id=name).drop("page_id") for name in ("p", "q"))
        assert first.equals(second)


SPANS = st.tuples(st.integers(0, len(TEXT) + 2), st.integers(1, 2_000)).map(
    lambda pair: (pair[0], pair[0] + pair[1])
)
KINDS = st.sampled_from(sorted(read_segment_kinds()["kind"]))
ROLES = st.sampled_from(["lead", "embedded", "teaser", "none"])
ROWS = st.lists(
    st.tuples(SPANS, st.tuples(st.just("kind"), KINDS) | st.tuples(st.just("role"), ROLES)).map(
        lambda row: (row[1][0], *row[0], row[1][1])
    ),
    max_size=6,
    unique_by=lambda row: row[:3],
)


@settings(max_examples=150, deadline=None)
@given(rows=ROWS, data=st.data())
def test_any_corrections_in_any_order_give_one_lawful_cut(correct, rows, data):
    segments, placements, outcomes = correct(*rows)
    again = correct(*data.draw(st.permutations(rows)))
    assert segments.equals(again[0]) and placements.equals(again[1])
    assert outcomes.sort(pl.all()).equals(again[2].sort(pl.all()))
    assert outcomes.height == len(rows)


@settings(max_examples=50, deadline=None)
@given(rows=ROWS)
def test_corrections_say_of_their_own_cut_that_nothing_is_to_be_done(correct, rows):
    """What a page has come to be, said again row by row, changes nothing and is agreed."""
    segments, placements, _ = correct(*rows)
    said = segments.select(pl.lit("kind"), "start_char", "end_char", "kind").rows()
    pages = make_pages(TEXT, said)
    same = correct_cuts(pages, segments, placements.select(PLACEMENT_COLUMNS))
    assert same[0].equals(segments)
    assert same[2]["is_agreed"].all()


PLACEMENT_COLUMNS = ["page_id", "placement_no", "article_id", "role", "start_char", "end_char"]
PLACEMENT_COLUMNS += ["cut_confidence"]
