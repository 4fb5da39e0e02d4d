"""A reader of the warehouse sees the descriptions that stand in sql/."""

from duckdb import DuckDBPyConnection

from flows.shipped import SQL
from flows.warehouse.descriptions import read_descriptions

COMMENTS = """
    select schema_name || '.' || table_name, comment
    from duckdb_tables()
    where schema_name in ('core', 'ops', 'marts')
    union all
    select schema_name || '.' || table_name || '.' || column_name, comment
    from duckdb_columns()
    where schema_name in ('core', 'ops', 'marts')
    union all
    select schema_name || '.' || view_name, comment
    from duckdb_views()
    where schema_name in ('core', 'ops', 'marts')
    union all
    select function_name, comment
    from duckdb_functions()
    where function_type = 'table_macro' and schema_name = 'main' and not internal
"""


def test_every_description_is_that_of_its_file(warehouse: DuckDBPyConnection):
    comments = dict(warehouse.execute(COMMENTS).fetchall())
    assert comments == {found.name: found.text for found in read_descriptions()}
    assert len(comments) > 350


def test_words_of_every_description_stand_in_its_file_at_its_line(warehouse: DuckDBPyConnection):
    comments = dict(warehouse.execute(COMMENTS).fetchall())
    for found in read_descriptions():
        path, line = found.place.split(":")
        lines = (SQL.parent / path).read_text().splitlines()
        beside = lines[int(line) - 1 :] if found.kind == "column" else lines[: int(line) + 5]
        words = " ".join(" ".join(beside).replace("-- ", " ").split())
        assert comments[found.name] in words, found.place


def test_descriptions_that_people_know(warehouse: DuckDBPyConnection):
    comments = dict(warehouse.execute(COMMENTS).fetchall())
    assert comments["core.topics"].startswith("One row per known topic: IPTC Media Topics and")
    assert comments["core.topics.scheme"] == "iptc or watch."
    assert comments["core.segments.placement_no"].endswith("NULL: the page's own furniture.")
    assert comments["ops.runs.started_at"] == "When it began."
    assert comments["marts.outlets"].startswith("One row per outlet that occurs, as an article's")
    assert comments["marts.outlets"].endswith("counts of complete articles.")
    assert comments["marts.outlets.page_count"] == "Pages that it hosts."
    assert comments["marts.outlets.last_published_day"].startswith("Latest publication day of its")
