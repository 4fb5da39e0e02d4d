"""Batches on a Dask cluster: the same rows, whatever becomes of its workers."""

import os
import signal
import threading
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from flows import batches, cluster, rules, shipped
from flows.errors import Unusable
from flows.warehouse import cuts

needs_dask = pytest.mark.skipif(
    find_spec("distributed") is None, reason="wants Dask: pip install 'copydesk[dask]'"
)
RAW = shipped.ROOT / "data" / "raw"


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(cuts, "PAGES_A_BATCH", 2)
    monkeypatch.setattr(cuts, "ARTICLES_A_BATCH", 10)


@pytest.fixture(scope="module")
def two_workers():
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as dask:
        yield dask


@needs_dask
@pytest.mark.slow
def test_a_cluster_gives_the_same_rows_though_its_workers_are_killed(
    small_batches, two_workers, tmp_path, run_flow, dump
):
    """One worker is killed in each stage, while a batch is under way."""
    killed: list[str] = []
    work, ended = tmp_path / "shared", threading.Event()

    def kill_one_a_stage() -> None:
        while not ended.wait(0.05):
            for stage in ("cut", "topics", "quotations"):
                planned = list(work.glob(f"*/{stage}-*/*.parquet"))
                if stage not in killed and planned:
                    pids = [nanny.pid for nanny in two_workers.workers.values() if nanny.pid]
                    if pids:
                        os.kill(pids[0], signal.SIGKILL)
                        killed.append(stage)

    killer = threading.Thread(target=kill_one_a_stage)
    killer.start()
    try:
        run_flow(tmp_path / "a.duckdb", RAW, dask=two_workers.scheduler_address, work=str(work))
    finally:
        ended.set()
        killer.join()
    assert killed == ["cut", "topics", "quotations"]
    run_flow(tmp_path / "b.duckdb", RAW)
    assert dump(tmp_path / "a.duckdb") == dump(tmp_path / "b.duckdb")
    assert not list(work.iterdir())  # the run has taken its batches away


@needs_dask
@pytest.mark.slow
def test_a_page_that_kills_worker_after_worker_is_one_fault(two_workers, tmp_path, monkeypatch):
    batch = tmp_path / "batch.parquet"
    batch.touch()

    def kill_worker(*_):
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(cluster, "run_there", kill_worker)
    address = two_workers.scheduler_address
    assert cluster.run_on_cluster(batches.CUT, [batch], address, 1) == {}


@needs_dask
@pytest.mark.slow
def test_a_worker_with_other_rules_is_refused(two_workers, tmp_path, monkeypatch):
    monkeypatch.setattr(rules, "find_batch_version", lambda: "other")
    with pytest.raises(cluster.WorkersDiffer, match=r"has the rules .* and this run other"):
        cluster.run_on_cluster(
            batches.CUT, [tmp_path / "batch.parquet"], two_workers.scheduler_address, 1
        )


@needs_dask
@pytest.mark.slow
def test_a_folder_that_workers_do_not_see_is_named(two_workers, tmp_path):
    gone = tmp_path / "batch.parquet"
    with pytest.raises(cluster.WorkersDiffer, match="does not see it"):
        cluster.run_on_cluster(batches.CUT, [gone], two_workers.scheduler_address, 1)


@needs_dask
@pytest.mark.slow
def test_nobody_at_the_address_is_told_in_one_line(monkeypatch):
    monkeypatch.setattr(cluster, "SECONDS_TO_CONNECT", 1)
    with pytest.raises(Unusable, match="no scheduler answers"):
        cluster.run_on_cluster(batches.CUT, [Path("a")], "tcp://127.0.0.1:9", 1)


def test_without_dask_the_extra_is_named(monkeypatch):
    def miss(name: str):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(cluster, "import_module", miss)
    with pytest.raises(Unusable, match=r"copydesk\[dask\]"):
        cluster.run_on_cluster(batches.CUT, [], "local", 1)


def test_a_batch_that_two_runs_do_is_done(tmp_path):
    """Losing the rename to another worker is success."""
    result = tmp_path / "batch"
    frames = batches.leave_without_topics(None)
    assert batches.write_result(result, frames) == result
    assert batches.write_result(result, frames) == result
    assert [path.name for path in tmp_path.iterdir()] == ["batch"]


def test_versions_of_batches_change_with_the_rules(monkeypatch):
    before = rules.find_batch_version()
    monkeypatch.setattr(rules, "digest_code", lambda: time.time_ns())
    assert rules.find_batch_version() != before
