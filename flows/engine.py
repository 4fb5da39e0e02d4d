"""How stages meet Prefect: each is a task, and batches are spread over processes."""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import flows.settings  # noqa: F401  before Prefect

# isort: split
import pyarrow.parquet as pq
from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.context import FlowRunContext
from prefect.task_runners import ProcessPoolTaskRunner

from flows import batches, cluster
from flows.batches import Stage
from flows.processes import begin_worker, start_tracker
from flows.reports import log
from flows.summary import count_noun
from flows.terminal import show_stage

RETRY_SECONDS = (1, 10)
POOL_ATTEMPTS = 2  # a pool breaks when one of its processes dies; after that each batch has its own
LOOK_SECONDS = 0.5  # between two looks at how far the batches are


def count_cores() -> int:
    return os.cpu_count() or 1


def step(function: Callable, **options: Any) -> Any:
    """A stage as a Prefect task; connections and frames are never hashed for a cache."""
    name = options.setdefault("name", function.__name__.replace("_", " "))
    options = {"task_run_name": name, "tags": {"copydesk"}} | options
    if options.get("retries"):
        options["retry_delay_seconds"] = list(RETRY_SECONDS)
    return task(**options, cache_policy=NO_CACHE, persist_result=False)(function)


class Hands(NamedTuple):
    """Who does the batches: so many processes, of this machine or of a Dask cluster."""

    workers: int
    dask: str | None = None  # address of a scheduler, or "local"


def map_batches(stage: Stage, paths: list[Path], hands: Hands) -> list[Path]:
    """The results of a stage over batches, by all hands; a single batch runs in this process, if
    there is no cluster.

    A batch that ended this process in an earlier run does not get the chance again.
    """
    if not paths:
        return []
    sizes = {path: pq.read_metadata(path).num_rows for path in paths}
    names = {
        path: f"{stage.verb} {count_noun(sizes[path], stage.noun)}, batch {number} of {len(paths)}"
        for number, path in enumerate(paths, 1)
    }
    work = paths[0].parent.parent
    is_safe = not any(work.rglob(f"*{batches.HERE}"))
    with show_stage(stage.title, f"{stage.noun}s") as tell, watching(sizes, tell):
        if hands.dask:
            results = run_elsewhere(stage, names, hands)
        elif is_safe and (hands.workers == 1 or len(paths) == 1):
            results = [run_here(stage, path, names[path]) for path in paths]
        else:
            results = run_in_processes(stage, names, min(hands.workers, len(paths)))
    done = count_noun(sum(sizes.values()), stage.noun)
    log(f"{stage.title}: {done} in {count_noun(len(paths), 'batch')}")
    return results


def run_here(stage: Stage, path: Path, name: str) -> Path:
    with batches.marking(path):
        return step(batches.run_batch, name=stage.verb, task_run_name=name)(stage.name, path)


def run_in_processes(stage: Stage, names: dict[Path, str], workers: int) -> list[Path]:
    """The results of batches in the order of their names."""
    results: dict[Path, Path] = {}
    for _ in range(POOL_ATTEMPTS):
        left = [path for path in names if path not in results]
        if left:
            results |= run_in_pool(stage, {path: names[path] for path in left}, workers)
    return run_rest(stage, names, results)


def run_elsewhere(stage: Stage, names: dict[Path, str], hands: Hands) -> list[Path]:
    """The results of batches that a Dask cluster does, in the order of their names."""
    assert hands.dask is not None
    name = f"{stage.verb} {count_noun(len(names), 'batch')} on Dask"
    run = step(cluster.run_on_cluster, name=stage.verb, task_run_name=name)
    results = run(stage, list(names), hands.dask, hands.workers)
    return run_rest(stage, names, results)


def run_rest(stage: Stage, names: dict[Path, str], results: dict[Path, Path]) -> list[Path]:
    """All results; what ended one process after the other has a fresh one for each step."""
    for path, name in names.items():
        if path not in results:
            results[path] = run_apart(stage, path, name)
    return [results[path] for path in names]


def map_apart(stage: Stage, paths: list[Path]) -> list[Path]:
    """The results of batches that may end a process, one after the other, in fresh processes."""
    return [run_apart(stage, path, f"{stage.verb} again what failed") for path in paths]


def run_apart(stage: Stage, path: Path, name: str) -> Path:
    log(f"{name}: in a process of its own")
    return step(batches.run_batch_apart, name=stage.verb, task_run_name=name)(stage.name, path)


def run_in_pool(stage: Stage, names: dict[Path, str], workers: int) -> dict[Path, Path]:
    """The results of those batches that were done before a process died, if one did."""
    results = {}
    start_tracker()
    runner: Any = ProcessPoolTaskRunner(max_workers=workers, initializer=begin_worker)
    with lend_server(), runner:
        futures = {
            path: runner.submit(
                step(batches.run_batch, name=stage.verb, task_run_name=name),
                {"name": stage.name, "path": path},
            )
            for path, name in names.items()
        }
        for path, future in futures.items():
            try:
                results[path] = future.result()
            except BrokenExecutor:
                log(f"{names[path]}: a process has ended; the batch is done again")
    return results


@contextmanager
def lend_server() -> Iterator[None]:
    """Let worker processes use this run's server: 6 s, against 21 s where each starts its own."""
    own, run = os.environ.get("PREFECT_API_URL"), FlowRunContext.get()
    assert run is not None, "batches are mapped within a run of the flow"
    os.environ["PREFECT_API_URL"] = str(run.client.api_url)
    try:
        yield
    finally:
        os.environ.pop("PREFECT_API_URL")
        if own is not None:
            os.environ["PREFECT_API_URL"] = own


@contextmanager
def watching(sizes: dict[Path, int], tell: Callable[[int, int], None]) -> Iterator[None]:
    """Tell how many rows of the batches are done, in whatever process, while the block runs."""
    ended, total = threading.Event(), sum(sizes.values())

    def look() -> None:
        while not ended.wait(LOOK_SECONDS):
            tell(sum(batches.count_done(path, size) for path, size in sizes.items()), total)

    tell(0, total)
    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()
    tell(total, total)
