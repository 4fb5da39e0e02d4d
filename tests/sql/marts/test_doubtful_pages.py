"""marts.doubtful_pages: which pages to look at first, and why."""

import pytest
from duckdb import DuckDBPyConnection

from flows.warehouse.models import build_marts


@pytest.fixture
def doubt(sandbox: DuckDBPyConnection):
    """doubt(statement) -> (page_id, reason, detail, placement_count) after it"""

    def run(statement: str) -> list[tuple]:
        sandbox.execute(statement)
        build_marts(sandbox)
        return sandbox.execute(
            "select page_id, reason, detail, placement_count from marts.doubtful_pages"
        ).fetchall()

    return run


def test_pages_without_doubt_have_no_row(warehouse: DuckDBPyConnection):
    assert warehouse.execute("from marts.doubtful_pages").fetchall() == []


def test_a_row_names_its_page(sandbox: DuckDBPyConnection, doubt):
    assert doubt("update core.placements set role = 'embedded' where page_id = 'p3'") == [
        ("p3", "no_lead", "articles on the page: 2", 0)
    ]
    named = sandbox.execute("select source, url from marts.doubtful_pages").fetchall()
    assert named == [("p3.txt", "https://p3.example/1")]


def test_a_page_without_any_article_has_no_lead(doubt):
    assert doubt("delete from core.placements where page_id = 'p3'") == [
        ("p3", "no_lead", "articles on the page: 0", 0)
    ]


def test_an_item_of_a_list_that_is_a_teaser_is_not_doubtful(doubt):
    assert (
        doubt("""
            update core.placements set role = 'teaser' where page_id = 'p3';
            insert into core.page_metadata (page_id, source, value_no, field, value, found_in)
            values ('p3', 'p3.txt', 1, 'headline', 'Museum opens', 'item');
        """)
        == []
    )


def test_only_a_lead_under_the_bound_is_unsure(doubt):
    assert doubt("""
            update core.placements
            set cut_confidence = case when page_id = 'p1' then 0.846 else 0.85 end
            where role = 'lead';
            update core.placements set cut_confidence = 0.1 where role <> 'lead';
        """) == [("p1", "low_cut_confidence", "the lead has cut_confidence 0.84", 1)]


def test_two_publishers_of_one_article_are_a_doubt_of_both_pages(doubt):
    changed = """
        update core.placements set outlet_id = 'never_seen'
        where article_id = 'museum' and page_id = 'p3'
    """
    assert doubt(changed) == [
        (
            "p1",
            "outlet_conflict",
            "placement 4 is of post (label), its pages name never_seen, post",
            1,
        ),
        (
            "p3",
            "outlet_conflict",
            "placement 2 is of never_seen (label), its pages name never_seen, post",
            1,
        ),
    ]


def test_a_better_basis_decides_and_a_wire_conflicts_with_nobody(doubt):
    assert (
        doubt("""
            update core.placements set outlet_id = 'never_seen', outlet_basis = 'host'
            where article_id = 'museum' and page_id = 'p3';
            update core.placements set outlet_id = 'wire', outlet_basis = 'label'
            where article_id = 'council' and page_id = 'p2';
        """)
        == []
    )


DATED = """
    update core.placements
    set published_text = '{text}',
        published_earliest = timestamp '{earliest}',
        published_latest = timestamp '{earliest}' + interval 1 day,
        published_basis = 'printed'
    where article_id = 'council' and page_id = '{page_id}';
"""


def date(page_id: str, earliest: str, text: str) -> str:
    return DATED.format(page_id=page_id, earliest=earliest, text=text)


def test_dates_that_cannot_be_the_same_are_a_doubt_of_both_pages(doubt):
    said = ", its pages say from 2025-05-18 00:00:00 to 2025-05-19 12:00:00"
    dated = date("p1", "2025-05-17", "17 May") + date("p2", "2025-05-19 12:00", "19 May")
    assert doubt(dated) == [
        ("p1", "date_conflict", f"placement 2 says 17 May{said}", 1),
        ("p2", "date_conflict", f"placement 1 says 19 May{said}", 1),
    ]


def test_dates_of_unknown_zones_may_lie_a_day_apart(doubt):
    assert doubt(date("p1", "2025-05-17", "17 May") + date("p2", "2025-05-18", "18 May")) == []


def test_a_date_behind_the_capture_is_a_doubt(doubt):
    assert doubt(date("p2", "2025-05-20 22:01", "20 May")) == [
        (
            "p2",
            "date_conflict",
            "placement 1 says 20 May, after the capture at 2025-05-20 08:00:00",
            1,
        )
    ]


def test_details_name_five_placements(doubt):
    rows = doubt("""
        insert into core.placements
        select * replace (placement_no + 10 as placement_no)
        from core.placements
        where page_id = 'p1' and role <> 'lead';
        update core.placements set published_earliest = timestamp '2025-06-01';
    """)
    assert [(page_id, count) for page_id, _, _, count in rows] == [("p1", 7), ("p2", 3)]
    assert rows[0][2].count(" | ") == 4
    assert rows[1][2].count(" | ") == 2


def test_an_open_fault_is_a_doubt(doubt):
    fault = """
        insert into ops.faults
            (stage, page_id, article_id, source, error, place, rules_version, code_version,
            is_transient, is_mended, run_id)
        values
            ('{}', 'p2', {}, 'a', 'ValueError: boo', 'flows/a.py:3 in b', '', '', false, {}, 'r');
    """
    rows = doubt(
        fault.format("cut", "null", "false")
        + fault.format("reuse", "'council'", "false")
        + fault.format("describe", "null", "true")
    )
    assert rows == [
        (
            "p2",
            "fault",
            "reuse failed with ValueError: boo at flows/a.py:3 in b"
            " | cut failed with ValueError: boo at flows/a.py:3 in b",
            1,
        )
    ]
