"""The build file is written anew where much of it is free."""

import pytest

from flows.shipped import SQL
from flows.warehouse import compact
from flows.warehouse.build import connect
from flows.warehouse.publish import COMPACT

DESCRIBED = """
    select schema_name, table_name, comment from duckdb_tables() where not temporary
    union all
    select schema_name, table_name, constraint_text from duckdb_constraints()
    union all
    select schema_name, function_name, lower(macro_definition)
    from duckdb_functions()
    where not internal
    order by all
"""
FILL = "insert into {} select range, sha256(range::varchar) from range({})"
ROWS = "select count(*), min(line), max(number) from core.filler"


@pytest.fixture
def build(tmp_path):
    path = tmp_path / "build.duckdb"
    with connect(path) as connection:
        connection.execute((SQL / "core.sql").read_text())
        connection.execute("create table core.more (number bigint, line varchar)")
        connection.execute(FILL.format("core.more", 800_000))
        connection.execute("checkpoint")  # so that what is kept lies behind it
        connection.execute("create table core.filler (number bigint primary key, line varchar)")
        connection.execute("comment on table core.filler is 'fills'")
        connection.execute(FILL.format("core.filler", 20_000))
        connection.execute("checkpoint")
    return path


def drop_most(build):
    with connect(build) as connection:
        connection.execute("drop table core.more")
        connection.execute("checkpoint")


def read(build, query):
    with connect(build) as connection:
        return connection.execute(query).fetchall()


def test_a_build_file_with_many_free_blocks_is_written_anew(build):
    drop_most(build)
    size, rows, described = build.stat().st_size, read(build, ROWS), read(build, DESCRIBED)
    assert compact.compact(build)
    assert build.stat().st_size < 0.5 * size
    assert read(build, ROWS) == rows
    assert read(build, DESCRIBED) == described
    versions = "select tags['storage_version'] from duckdb_databases() where not internal"
    assert read(build, versions)[0][0].startswith("v1.5.0")
    assert [path.name for path in build.parent.iterdir()] == [build.name]
    assert not compact.compact(build)


def test_one_with_few_is_left_as_it_is(build):
    before = build.stat()
    assert not compact.compact(build)
    assert build.stat().st_ino == before.st_ino


def test_where_it_cannot_be_written_anew_it_stays(build, monkeypatch):
    drop_most(build)
    rows = read(build, ROWS)

    def copy(connection, target):
        target.write_bytes(b"half")
        connection.execute("select error('No space left on device')")

    monkeypatch.setattr(compact, "copy_database", copy)
    assert not compact.compact(build)
    assert read(build, ROWS) == rows
    assert not (build.parent / COMPACT).exists()
