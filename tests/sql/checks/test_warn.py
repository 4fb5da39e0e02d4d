"""The row that breaks each check in sql/checks/warn, and rows that break none."""

import pytest
from duckdb import DuckDBPyConnection

from flows.shipped import SQL
from flows.warehouse.models import run_check

FOLDER = SQL / "checks" / "warn"

BREAKS = [
    (
        "outlets_do_not_conflict",
        "update core.placements set outlet_id = 'never_seen' "
        "where article_id = 'museum' and page_id = 'p3'",
    ),
    (
        "pages_have_a_lead",
        "update core.placements set role = 'embedded' where page_id = 'p2' and role = 'lead'",
    ),
    (
        "articles_are_published_before_capture",
        "update core.articles set published_earliest = '2025-05-20 06:01' "
        "where article_id = 'storm'",
    ),
    (
        "articles_are_published_before_capture",
        "update core.articles set published_earliest = '2025-05-20 20:01' "
        "where article_id = 'council'",
    ),
    (
        "pages_are_mostly_labelled",
        "update marts.page_quality set other_share = 0.51 where page_id = 'p2'",
    ),
    (
        "outlet_labels_are_known",
        "update core.placements set outlet_id = null where outlet_label is not null",
    ),
]

ALLOWED = [
    # A better basis decides between the publishers that a worse one names.
    (
        "outlets_do_not_conflict",
        "insert into core.placements "
        "select placements.* replace ('host' as outlet_basis, outlets.outlet_id as outlet_id) "
        "from core.placements, core.outlets where article_id = 'museum' and page_id = 'p3'",
    ),
    # An item of a list, which is a teaser.
    (
        "pages_have_a_lead",
        "update core.placements set role = 'teaser' where page_id = 'p2'; "
        "insert into core.page_metadata (page_id, source, value_no, field, value, found_in) "
        "values ('p2', 'p2.txt', 1, 'headline', 'Storm', 'item')",
    ),
    # A wire beside a publisher.
    (
        "outlets_do_not_conflict",
        "update core.placements set outlet_id = 'wire' "
        "where article_id = 'museum' and page_id = 'p3'",
    ),
    # As printed, zone unknown: the clock of Kiribati is 14 hours ahead.
    (
        "articles_are_published_before_capture",
        "update core.articles set published_earliest = '2025-05-20 20:00' "
        "where article_id = 'council'",
    ),
]


@pytest.mark.parametrize(("name", "statement"), BREAKS)
def test_check_finds_what_breaks_it(sandbox: DuckDBPyConnection, name: str, statement: str):
    sandbox.execute(statement)
    assert run_check(sandbox, FOLDER / f"{name}.sql", "warn").failed_rows > 0


@pytest.mark.parametrize(("name", "statement"), ALLOWED)
def test_check_allows(sandbox: DuckDBPyConnection, name: str, statement: str):
    assert sandbox.execute(statement).fetchall() > [(0,)]
    assert run_check(sandbox, FOLDER / f"{name}.sql", "warn").failed_rows == 0


def test_every_check_has_a_break():
    assert {name for name, _ in BREAKS} == {path.stem for path in FOLDER.glob("*.sql")}
