"""A new version shows without a restart, and readers and runs do not disturb one another."""

import shutil
import threading
from pathlib import Path

import duckdb
import pytest

from flows.view.dashboard import published
from flows.view.dashboard.published import TookTooLong, open_published
from flows.warehouse.publish import publish_build


def publish_next(sample: Path, warehouse: Path, number: int) -> None:
    """Publish the sample once more, with a story of its own headline."""
    build = warehouse.parent / "build.duckdb"
    shutil.copyfile(sample.resolve(), build)
    with duckdb.connect(str(build)) as connection:
        connection.execute(
            "update core.outlets set name = $1 where outlet_id = 'valley-ledger'",
            [f"Ledger {number}"],
        )
    (warehouse.parent / f".{warehouse.name}").mkdir(exist_ok=True)
    publish_build(build, warehouse, f"run-20250519T00000{number}.000000Z-abcdef")


def test_a_new_version_shows_while_pages_are_read(sample, tmp_path, open_site):
    warehouse = tmp_path / "copydesk.duckdb"
    publish_next(sample, warehouse, 0)
    site, failed, is_over = open_site(warehouse), [], threading.Event()

    def read() -> None:
        while not is_over.is_set():
            for address in ("/outlet/valley-ledger", "/outlets.csv", "/search?words=ferry"):
                answer = site.get(address)
                if answer.status_code != 200:
                    failed.append((address, answer.status_code))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        for number in range(1, 6):
            publish_next(sample, warehouse, number)
            assert f"<title>Ledger {number} ·" in site.get("/outlet/valley-ledger").text
    finally:
        is_over.set()
        for reader in readers:
            reader.join()
    assert failed == []


def test_a_reader_reads_no_other_file_and_writes_none(sample, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with open_published(sample) as connection:
        for query in (
            f"from read_csv('{tmp_path}/secret.csv')",
            f"copy (select 1) to '{tmp_path}/written.csv'",
            f"attach '{tmp_path}/other.duckdb'",
            "create table core.more (a integer)",
            "set enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(query)
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]


def test_a_query_that_takes_too_long_is_stopped(sample, monkeypatch):
    monkeypatch.setattr(published, "PATIENCE_SECONDS", 0.2)
    with pytest.raises(TookTooLong), open_published(sample) as connection:
        connection.execute(
            "select sum(a.range * b.range) from range(1e7::bigint) a, range(1e6::bigint) b"
        )
