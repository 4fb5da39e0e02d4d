"""marts.doubtful_placements: what is doubtful of single placements (see also doubtful_pages)."""

from duckdb import DuckDBPyConnection

from flows.warehouse.models import build_marts


def test_rows(sandbox: DuckDBPyConnection):
    sandbox.execute("""
        update core.placements set cut_confidence = .84 where page_id = 'p2' and role = 'lead';
        update core.placements set cut_confidence = .5 where page_id = 'p2' and role <> 'lead';
        update core.placements set cut_confidence = .85 where page_id = 'p3' and role = 'lead';
    """)
    build_marts(sandbox)
    assert sandbox.execute("from marts.doubtful_placements").fetchall() == [
        ("p2", 1, "the lead has cut_confidence 0.84", "council", "low_cut_confidence")
    ]


def test_publishers_that_contradict_one_another_are_told_on_both_pages(
    sandbox: DuckDBPyConnection,
):
    sandbox.execute("""
        update core.placements
        set outlet_id = 'never_seen', outlet_basis = 'label'
        where page_id = 'p1' and article_id = 'museum'
    """)
    build_marts(sandbox)
    rows = "select page_id, placement_no, article_id, reason from marts.doubtful_placements"
    assert sandbox.execute(rows).fetchall() == [
        ("p1", 4, "museum", "outlet_conflict"),
        ("p3", 2, "museum", "outlet_conflict"),
    ]
