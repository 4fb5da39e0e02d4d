"""The index beside the build file: of the same run, or made again."""

import random

import duckdb
import pytest

from flows.compare.index import Index
from flows.warehouse import index_file
from flows.warehouse.build import INDEX_FILE, connect
from flows.warehouse.publish import find_folder

PAIRS = "select article_id, other_article_id, relation from core.reuse order by all"


def write_pages(raw, *names):
    """Pages that share their first paragraph and have another one of their own."""
    raw.mkdir(exist_ok=True)
    for name in names:
        paragraphs = [write_paragraph("all"), write_paragraph(name)]
        (raw / f"{name}.txt").write_text("\n\n".join([f"News of {name} today", *paragraphs]))


def write_paragraph(name: str) -> str:
    rng = random.Random(name)
    words = ["".join(rng.choices("abdeiklmnorst", k=rng.randint(2, 9))) for _ in range(60)]
    return " ".join(words).capitalize() + "."


def list_runs(warehouse):
    """The run that the build file names, and the one that the index names."""
    folder = find_folder(warehouse)
    with connect(folder / "build.duckdb") as build, connect(folder / INDEX_FILE) as index:
        return (
            build.table("work.indexed_runs").fetchall(),
            index.table("indexed_runs").fetchall(),
        )


def test_a_run_killed_between_the_two_commits_is_mended_by_the_next(
    tmp_path, run_flow, query, monkeypatch
):
    raw, warehouse = tmp_path / "raw", tmp_path / "copydesk.duckdb"
    write_pages(raw, "ferries")
    run_flow(warehouse, raw)
    build_run, index_run = list_runs(warehouse)
    assert build_run == index_run != []

    write_pages(raw, "bridges")
    with monkeypatch.context() as planted:
        planted.setattr(Index, "commit", fail)
        with pytest.raises(RuntimeError, match="killed"):
            run_flow(warehouse, raw)
    build_run, index_run = list_runs(warehouse)
    assert build_run > index_run != []

    write_pages(raw, "tunnels")
    run_flow(warehouse, raw)
    build_run, index_run = list_runs(warehouse)
    assert build_run == index_run

    run_flow(tmp_path / "anew.duckdb", raw)
    pairs = query(warehouse, PAIRS)
    assert pairs == query(tmp_path / "anew.duckdb", PAIRS)
    assert len(pairs) == 3


def fail(index):
    raise RuntimeError("killed")


def test_a_run_killed_while_the_index_is_made_again_leaves_one_of_no_run(tmp_path):
    with index_file.open_index(tmp_path) as index:
        index.connection.execute("insert into indexed_runs values ('run-1')")
    with pytest.raises(RuntimeError, match="killed"), index_file.open_index(tmp_path) as index:
        index.begin({}, is_new=True)
        fail(index)
    with connect(tmp_path / INDEX_FILE) as connection:
        assert connection.table("indexed_runs").fetchall() == []


NOISE = random.Random(1).randbytes(20_000)


@pytest.mark.parametrize("content", [None, b"no database", NOISE], ids=["gone", "text", "noise"])
def test_an_index_that_is_gone_or_damaged_is_made_again(tmp_path, content):
    if content is not None:
        (tmp_path / INDEX_FILE).write_bytes(content)
    build = duckdb.connect()
    build.execute("create schema work; create table work.indexed_runs (run_id varchar)")
    build.execute("insert into work.indexed_runs values ('run-1')")
    with index_file.open_index(tmp_path) as index:
        assert not index_file.is_current(index, build)
        index.begin({}, is_new=True)
        index_file.note_run(index, build, "run-2")
    with index_file.open_index(tmp_path) as index:
        assert index_file.is_current(index, build)
