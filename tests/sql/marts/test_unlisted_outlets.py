"""marts.unlisted_outlets: hosts that seeds/ does not know; and how they become outlets."""

import pytest
from duckdb import DuckDBPyConnection

from flows.warehouse.cuts import REPLACE_UNLISTED
from flows.warehouse.models import build_marts

COLUMNS = "outlet_id, site_name, page_count, article_count, carrying_page_count"


def list_unlisted(connection: DuckDBPyConnection) -> list[tuple]:
    return connection.execute(f"select {COLUMNS} from marts.unlisted_outlets").fetchall()


def test_rows(warehouse: DuckDBPyConnection):
    assert list_unlisted(warehouse) == []


def test_a_host_that_no_seed_knows_is_an_outlet_by_the_name_that_most_of_its_pages_print(
    sandbox: DuckDBPyConnection,
):
    sandbox.execute("""
        update core.pages
        set host_outlet_id = 'island.example', host_outlet_basis = 'url', site_name = 'Islander';
        update core.pages set site_name = 'Other' where page_id = 'p3';
        update core.pages
        set host_outlet_id = 'mute.example', site_name = null
        where page_id = 'p2';
    """)
    sandbox.execute(REPLACE_UNLISTED)
    sandbox.execute(REPLACE_UNLISTED)  # twice is once
    unlisted = "select outlet_id, name, domain from core.outlets where kind = 'unlisted' order by 1"
    assert sandbox.execute(unlisted).fetchall() == [
        ("island.example", "Islander", "island.example"),
        ("mute.example", "mute.example", "mute.example"),
    ]
    build_marts(sandbox)
    assert list_unlisted(sandbox) == [
        ("island.example", "Islander", 2, 2, 2),
        ("mute.example", None, 1, 1, 1),
    ]
    sandbox.execute("update core.pages set host_outlet_id = 'post'")
    sandbox.execute(REPLACE_UNLISTED)
    assert sandbox.execute(unlisted).fetchall() == []


def test_a_domain_that_a_correction_names_is_an_outlet(sandbox: DuckDBPyConnection):
    sandbox.execute("""
        update core.placements set outlet_id = 'island.example', outlet_basis = 'corrected'
        where page_id = 'p1' and role = 'lead'
    """)
    sandbox.execute(REPLACE_UNLISTED)
    unlisted = "select outlet_id, name from core.outlets where kind = 'unlisted'"
    assert sandbox.execute(unlisted).fetchall() == [("island.example", "island.example")]
    build_marts(sandbox)
    assert list_unlisted(sandbox) == []  # it hosts no page


@pytest.mark.usefixtures("unnamed_host")
def test_pages_without_a_url_stand_under_the_name_that_they_print(sandbox: DuckDBPyConnection):
    build_marts(sandbox)
    assert list_unlisted(sandbox) == [(None, "Islander", 1, 1, 1)]
