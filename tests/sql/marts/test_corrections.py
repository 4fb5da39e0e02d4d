"""marts.corrections: what people have corrected, whether it still does anything, and is needed."""

from duckdb import DuckDBPyConnection

from flows.warehouse.models import build_marts

COLUMNS = "field, start_char, value, rules_value, state, problem, source, page_count, is_agreed"


def list_corrections(connection: DuckDBPyConnection) -> list[tuple]:
    build_marts(connection)
    return connection.execute(f"select {COLUMNS} from marts.corrections").fetchall()


def test_rows(warehouse: DuckDBPyConnection):
    assert warehouse.execute("from marts.corrections").fetchall() == []


def test_those_that_no_longer_fit_come_first(sandbox: DuckDBPyConnection, corrected_page: str):
    assert list_corrections(sandbox) == [
        ("kind", 0, "headline", None, "stale", "no_such_text", None, 0, None),
        ("kind", 9000, "tags", None, "stale", "beyond_the_text", "p2.txt", 1, None),
        ("authors", None, "Ada Quill", None, "applied", None, "p2.txt", 1, False),
        ("kind", 0, "navigation", "navigation", "applied", None, "p2.txt", 1, True),
    ]


def test_the_outcome_on_the_first_of_two_pages_tells(
    sandbox: DuckDBPyConnection, corrected_page: str
):
    sandbox.execute("""
        insert into core.pages select * replace ('p0' as page_id, 'p0.txt' as source)
        from core.pages where page_id = 'p2';
        insert into core.correction_outcomes
        select * replace ('p0' as page_id, null as is_agreed, null as rules_value,
            'nothing_there' as problem)
        from core.correction_outcomes where field = 'authors'
    """)
    rows = [row for row in list_corrections(sandbox) if row[0] == "authors"]
    assert rows == [
        ("authors", None, "Ada Quill", None, "stale", "nothing_there", "p0.txt", 2, None)
    ]


def test_a_page_that_could_not_be_cut_says_so(sandbox: DuckDBPyConnection, corrected_page: str):
    sandbox.execute("delete from core.correction_outcomes")
    problems = {row[5] for row in list_corrections(sandbox)}
    assert problems == {"no_such_text", "fault"}
