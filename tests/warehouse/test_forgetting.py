"""`copydesk forget`: a page is gone from every file, and does not come back."""

import json
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows import cli
from flows.ingest.forgotten import Forgotten
from flows.pipeline import find_work
from flows.warehouse import compact, forgetting
from flows.warehouse.publish import find_folder

RARE = "Qzxvoreltanik"  # a word that stands nowhere else, long enough not to be there by chance
KEPT = "Bramwellotterine"


def story(word: str, number: int) -> str:
    return (
        f"{word} opens the new quay of Port Amber\n\nBy Ina Roth\nMay {number}, 2025\n\n"
        f"The harbour master {word} said on Monday that the quay number {number} was ready for the"
        f" ferries, after months in which crews had waited for it at the old one.\n\n"
        f'"We have waited for this quay {word} for longer than anybody remembers," the mayor'
        f" told the crowd, which had come in spite of the rain and of the {number} delays.\n"
    )


@pytest.fixture
def raw(tmp_path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "gone.txt").write_text(story(RARE, 3))
    rows = [
        {"text": story("Harbourlight", 4), "url": "https://gazette.example/4"},
        {"text": story(RARE, 5), "url": f"https://{RARE}.example/5", "captured_at": RARE},
        {"text": story(KEPT, 6)},
    ]
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return folder


def forget(source: str, warehouse: Path, *options: str) -> int:
    return cli.main(["forget", source, "--warehouse", str(warehouse), *options])


def find_word(warehouse: Path, word: str) -> list[str]:
    """The files of the warehouse in which a word stands, in its bytes or in a table."""
    found = []
    paths = [path for path in find_folder(warehouse).rglob("*") if path.is_file()]
    for path in [warehouse, *paths]:
        content = path.read_bytes().lower()
        if word.lower().encode() in content:
            found.append(f"{path.name}: bytes")
        if path.suffix == ".duckdb":
            found += [f"{path.name}: {table}" for table in find_in_tables(path, word)]
    return found


def find_in_tables(path: Path, word: str) -> list[str]:
    with duckdb.connect(path, read_only=True) as connection:
        tables = connection.sql(
            "select schema_name || '.' || table_name from duckdb_tables()"
        ).fetchall()
        condition = "contains(lower(to_json(rows)::varchar), lower($1))"
        return [
            table
            for (table,) in tables
            if connection.execute(
                f"select 1 from {table} as rows where {condition}", [word]
            ).fetchall()
        ]


def test_a_forgotten_page_is_in_no_file_and_does_not_come_back(
    raw, tmp_path, run_flow, query, capsys
):
    warehouse = tmp_path / "c.duckdb"
    run_flow(warehouse, raw)
    run_flow(warehouse, raw, full_refresh=True)
    folder = find_folder(warehouse)
    (folder / "bug-1.log").write_text(RARE)
    (folder / "work" / "cut").mkdir(parents=True)
    (folder / "work" / "cut" / "left.parquet").write_text(RARE)
    assert len([name for name in find_word(warehouse, RARE) if "core.pages" in name]) == 4
    capsys.readouterr()

    assert forget("gone.txt", warehouse) == 0
    assert "gone.txt: forgotten, 1 page removed." in capsys.readouterr().out
    assert {name.rpartition(" ")[2] for name in find_word(warehouse, RARE)} >= {"core.pages"}
    elsewhere = tmp_path / "batches"  # of a run that was killed
    left = find_work(warehouse, str(elsewhere))
    left.mkdir(parents=True)
    (left / "left.parquet").write_text(RARE)
    (folder / "work").mkdir()
    (folder / "work" / "left.parquet").write_text(RARE)
    assert forget("rows.jsonl#2", warehouse, "--work", str(elsewhere)) == 0
    assert [path for path in elsewhere.rglob("*") if path.is_file()] == []
    assert find_word(warehouse, RARE) == []
    assert find_word(warehouse, KEPT)
    rejects = query(
        warehouse, "select source, reason from ops.rejects where not is_mended order by all"
    )
    assert rejects == [("gone.txt", "forgotten"), ("rows.jsonl#2", "forgotten")]

    (raw / "again.txt").write_text(story(RARE, 3))  # under another name
    (raw / "rows.jsonl").write_text((raw / "rows.jsonl").read_text() + "\n")  # read again
    run_flow(warehouse, raw)
    run_flow(warehouse, raw, full_refresh=True)
    summary = run_flow(warehouse, raw)
    assert find_word(warehouse, RARE) == []
    assert query(warehouse, "select count(*) from core.pages") == [(2,)]
    rejects = query(
        warehouse, "select source, reason from ops.rejects where not is_mended order by all"
    )
    sources = ["again.txt", "gone.txt", "rows.jsonl#2"]
    assert rejects == [(source, "forgotten") for source in sources]
    counts = "select reject_count from ops.runs order by started_at desc limit 4"
    assert query(warehouse, counts) == [(0,)] * 4
    assert summary.counts["open_rejects"] == 0  # nobody has to look at them
    assert query(
        warehouse, "select source, page_count, reject_count from ops.files order by all"
    ) == [("again.txt", 0, 1), ("gone.txt", 0, 1), ("rows.jsonl", 2, 1)]


def test_a_whole_file_is_forgotten_with_all_of_its_rows(raw, tmp_path, run_flow, query, capsys):
    warehouse = tmp_path / "c.duckdb"
    run_flow(warehouse, raw)
    assert forget("rows.jsonl", warehouse) == 0
    assert "3 pages removed" in capsys.readouterr().out
    assert query(warehouse, "select source from core.pages") == [("gone.txt",)]
    assert query(warehouse, "select row_no from ops.forgotten order by 1") == [(1,), (2,), (3,)]
    assert find_word(warehouse, KEPT) == []

    assert forget("rows.jsonl#2", warehouse) == 0
    assert "already forgotten" in capsys.readouterr().out
    assert forget("rows.jsonl", warehouse) == 0
    assert "already forgotten" in capsys.readouterr().out


def test_a_killed_forgetting_is_finished_by_the_next_run(
    raw, tmp_path, run_flow, query, monkeypatch, capsys
):
    warehouse = tmp_path / "c.duckdb"
    run_flow(warehouse, raw)

    def fail(connection: duckdb.DuckDBPyConnection, target: Path) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(compact, "copy_database", fail)
        assert forget("gone.txt", warehouse) == 1
    assert query(warehouse, "select count(*) from core.pages where source = 'gone.txt'") == [(1,)]
    run_flow(warehouse, raw)
    assert find_word(warehouse, "quay number 3 was") == []
    assert not (find_folder(warehouse) / forgetting.MARK).exists()


def test_an_unknown_source_is_one_line_that_names_what_is_near(raw, tmp_path, run_flow, capsys):
    warehouse = tmp_path / "c.duckdb"
    run_flow(warehouse, raw)
    capsys.readouterr()
    assert forget("gone", warehouse) == 2
    assert "has no such source; there is gone.txt" in capsys.readouterr().err
    assert forget("nothing\x1b.txt", warehouse) == 2
    assert "\x1b" not in capsys.readouterr().err
    assert forget("gone.txt", tmp_path / "other.duckdb") == 2
    assert "there is no such warehouse" in capsys.readouterr().err


def test_a_page_is_known_by_its_text_or_by_its_place_in_the_same_bytes():
    forgotten = Forgotten(frozenset(["text"]), frozenset([("bytes", 2)]))
    assert forgotten.has("text", "other bytes", None)
    assert forgotten.has("other text", "bytes", 2)
    assert not forgotten.has("other text", "bytes", 3)
    assert not forgotten.has("other text", "other bytes", 2)


def test_other_seeds_than_those_of_the_last_run_are_refused(
    raw, tmp_path, run_flow, monkeypatch, capsys
):
    warehouse = tmp_path / "w.duckdb"
    run_flow(warehouse, raw)
    versions = forgetting.find_versions()
    monkeypatch.setattr(forgetting, "find_versions", lambda: versions._replace(cut="other"))
    assert forget("gone.txt", warehouse) == 2
    assert "--seeds" in capsys.readouterr().err
    monkeypatch.setattr(forgetting, "find_versions", lambda: versions)
    own = forgetting.read_seed("corrections")
    row = dict.fromkeys(own.columns, None) | {"text_id": "0" * 32}
    more = pl.DataFrame([row], schema=own.schema)
    monkeypatch.setattr(forgetting, "read_seed", lambda name: pl.concat([own, more]))
    assert forget("gone.txt", warehouse) == 2
    assert find_word(warehouse, RARE)
