"""What people say of an article takes the place of what its page prints."""

from datetime import datetime

import polars as pl
import pytest

from flows.describe import describe_placements
from flows.describe.corrections import correct_placements
from flows.segment import segment_pages
from flows.segment.corrections import CORRECTION
from flows.shipped import ROOT

TEXT = (ROOT / "data/raw/aggregators/exchange.txt").read_text()
STORY = TEXT.index("At Selka bridge")
TIME = pl.Datetime("us", "UTC")
Row = tuple[str, int | None, int | None, str | None]


def make_pages(*rows: Row) -> pl.DataFrame:
    names = ("field", "start_char", "end_char", "value")
    return pl.DataFrame(
        {
            "page_id": ["p"],
            "text_id": ["t"],
            "url": ["https://basket.example/1"],
            "captured_earliest": [datetime(2025, 5, 20, 6)],
            "captured_latest": [datetime(2025, 5, 20, 6)],
            "text": [TEXT],
            "corrections": [[dict(zip(names, row, strict=True)) for row in rows] or None],
        },
        schema_overrides={
            "captured_earliest": TIME,
            "captured_latest": TIME,
            "corrections": pl.List(CORRECTION),
        },
    )


@pytest.fixture(scope="module")
def cut() -> tuple[pl.DataFrame, pl.DataFrame]:
    segments, placements = segment_pages(make_pages())
    return segments, describe_placements(make_pages(), segments, placements)[0]


@pytest.fixture(scope="module")
def correct(cut):
    """correct(row, ...) -> placements, outcomes"""
    return lambda *rows: correct_placements(make_pages(*rows), *cut)


def test_without_corrections_the_frame_is_the_same(correct, cut):
    placements, outcomes = correct()
    assert placements is cut[1]
    assert outcomes.is_empty()


def test_the_lead_and_a_story_are_corrected(correct, cut):
    placements, outcomes = correct(
        ("authors", None, None, "Ada Quill; Bo Dal"),
        ("outlet_id", None, None, "meridian-wire"),
        ("published", None, None, "2025-05-19T13:34+02:00"),
        ("language_code", None, None, "nn"),
        ("outlet_id", STORY, STORY + 10, "island.example"),
        ("published", STORY, STORY + 10, "2025-05"),
    )
    lead, story, *others = placements.rows(named=True)
    assert lead["authors"] == ["Ada Quill", "Bo Dal"]
    assert (lead["outlet_id"], lead["outlet_basis"]) == ("meridian-wire", "corrected")
    assert (lead["published_earliest"], lead["published_latest"]) == (
        datetime(2025, 5, 19, 11, 34),
        datetime(2025, 5, 19, 11, 35),
    )
    assert (lead["published_utc_offset_minutes"], lead["published_precision"]) == (120, "minute")
    assert (lead["published_basis"], lead["reason_undated"]) == ("corrected", None)
    assert (lead["language_code"], lead["language_probability"]) == ("nn", None)
    assert lead["corrected_fields"] == ["authors", "language_code", "outlet_id", "published"]
    assert (story["outlet_id"], story["outlet_basis"]) == ("island.example", "corrected")
    assert (story["published_precision"], story["reason_undated"]) == ("month", "not_to_the_day")
    assert story["corrected_fields"] == ["outlet_id", "published"]
    assert others == cut[1].rows(named=True)[2:]
    said = {tuple(row[1:3]): row[5:] for row in outcomes.rows()}
    assert said["outlet_id", STORY] == ("valley-ledger", False)
    assert said["published", STORY] == ("2025-05-20T05:25Z", False)
    assert said["authors", None] == (None, False)
    assert said["language_code", None] == ("en", False)


def test_the_page_does_not_say_it(correct):
    rows = [(field, STORY, STORY + 1, None) for field in ("outlet_id", "published", "authors")]
    placements, outcomes = correct(*rows)
    story = placements.row(1, named=True)
    assert (story["outlet_id"], story["outlet_basis"], story["authors"]) == (None, None, None)
    assert (story["published_latest"], story["published_basis"]) == (None, None)
    assert story["reason_undated"] == "no_date_printed"
    assert outcomes.sort("field")["is_agreed"].to_list() == [True, False, False]


def test_the_rules_agree(correct):
    _, outcomes = correct(
        ("outlet_id", STORY, STORY + 1, "valley-ledger"),
        ("published", STORY, STORY + 1, "2025-05-20T05:25:00Z"),
        ("language_code", STORY, STORY + 1, "en"),
    )
    assert outcomes["is_agreed"].to_list() == [True, True, True]


def test_a_domain_that_a_seed_knows_is_that_outlet(correct):
    placements, _ = correct(("outlet_id", None, None, "bbc.co.uk"))
    assert placements["outlet_id"][0] == "bbc-news"


def test_a_name_that_looks_like_a_formula(correct):
    placements, _ = correct(("authors", None, None, "'@ada; 't Hooft"))
    assert placements["authors"][0].to_list() == ["@ada", "'t Hooft"]


def test_the_narrower_row_wins(correct):
    placements, _ = correct(
        ("authors", STORY, STORY + 9, "Ada Quill"), ("authors", STORY - 1, STORY + 99, "Bo Dal")
    )
    assert placements["authors"][1].to_list() == ["Ada Quill"]


def test_what_does_not_fit_changes_nothing(correct, cut):
    tags = TEXT.index("Tags\n")
    placements, outcomes = correct(
        ("authors", tags, tags + 4, "Ada Quill"), ("authors", 0, len(TEXT) + 1, "Ada Quill")
    )
    assert placements.equals(cut[1])
    assert sorted(outcomes["problem"]) == ["beyond_the_text", "nothing_there"]


def test_a_fault_is_the_rows_own(correct, cut, monkeypatch):
    monkeypatch.setattr("flows.describe.corrections.read_authors", lambda _: 1 / 0)
    placements, outcomes = correct(
        ("authors", None, None, "Ada Quill"), ("language_code", None, None, "nn")
    )
    assert placements["language_code"][0] == "nn"
    assert outcomes.sort("field")["problem"].to_list() == [
        "ZeroDivisionError: division by zero",
        None,
    ]
