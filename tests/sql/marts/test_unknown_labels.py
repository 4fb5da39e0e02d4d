"""marts.unknown_labels: labels that seeds/ does not know."""

from duckdb import DuckDBPyConnection

from flows.warehouse.models import build_marts

ROWS = [("Coast Gazette", "p2", 1, 1, 1)]


def test_rows(warehouse: DuckDBPyConnection):
    assert warehouse.execute("from marts.unknown_labels").fetchall() == ROWS


def test_unknown_labels_stand_as_printed_the_most_frequent_first(
    sandbox: DuckDBPyConnection,
):
    sandbox.execute("""
        update core.placements
        set outlet_label = 'The Islander', outlet_id = null, outlet_basis = null
        where article_id = 'museum';
        update core.placements set outlet_label = chr(160) where article_id = 'whale';
        update core.placements set outlet_label = 'THE ISLANDER' where article_id = 'ferry';
    """)
    build_marts(sandbox)
    assert sandbox.execute("from marts.unknown_labels").fetchall() == [
        ("The Islander", "p1", 2, 1, 2),
        ("Coast Gazette", "p2", 1, 1, 1),
        ("THE ISLANDER", "p1", 1, 1, 1),
    ]


def test_a_known_name_that_is_not_the_outlet_of_the_placement_is_no_unknown_label(
    sandbox: DuckDBPyConnection,
):
    sandbox.execute("""
        update core.placements set outlet_label = 'WIRE', outlet_basis = 'host'
        where article_id = 'museum';
        update core.placements set outlet_label = 'Harbour Post ', outlet_basis = null
        where article_id = 'whale';
    """)
    build_marts(sandbox)
    assert sandbox.execute("from marts.unknown_labels").fetchall() == ROWS
