"""marts.page_lines: the lines of pages, by their prints."""

from duckdb import DuckDBPyConnection

from flows.warehouse.models import build_marts

PRINTED = """
    select core.line_print(null, line), is_body
    from (values
        ('Бюджет ухвалено', false),
        ('By Coast Wire', false),
        ('The budget passed.', true),
        ('It was close, Harbour Post reported.', true),
        ('Harbour Post', false),
        ('Museum opens', false),
        ('Doors open at nine.', true),
    ) as printed (line, is_body)
"""


def read_lines(connection: DuckDBPyConnection) -> set[tuple[int, bool]]:
    rows = connection.execute(
        "select line_print, is_body from marts.page_lines where page_id = 'p3'"
    ).fetchall()
    assert len(rows) == len(set(rows))
    return set(rows)


def test_rows(warehouse: DuckDBPyConnection):
    assert read_lines(warehouse) == set(warehouse.execute(PRINTED).fetchall())


def test_white_space_and_repeats_make_no_other_line(sandbox: DuckDBPyConnection):
    before = read_lines(sandbox)
    sandbox.execute("""
        update core.pages
        set text = ' ' || text || chr(12288) || chr(10) || ' Museum opens' || chr(9) || chr(160)
        where page_id = 'p3'
    """)
    build_marts(sandbox)
    assert read_lines(sandbox) == before


def test_a_print_is_the_same_in_every_version(warehouse: DuckDBPyConnection):
    print_of = "select core.line_print(null, 'Read also'), core.line_print('post', 'Read also')"
    assert warehouse.execute(print_of).fetchall() == [(0x0CCE02E1FB48, 0xBEF9C669DDA0)]
