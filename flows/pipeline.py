"""The flow: raw pages in, a published warehouse out. The one module that imports Prefect."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import flows.settings  # noqa: F401  before Prefect

# isort: split
from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import ConcurrencyLimitConfig
from prefect.context import FlowRunContext
from prefect.runner import Runner
from prefect.task_runners import ProcessPoolTaskRunner

from flows import rules
from flows.batches import cut_batch, describe_batch, quote_batch
from flows.compare.families import find_families
from flows.compare.reuse import find_reuse
from flows.compare.stories import find_stories
from flows.ingest import Ingested, ingest_files
from flows.summary import Summary
from flows.terminal import errors, show_stage
from flows.warehouse import load, models, publish


@flow(name="copydesk", validate_parameters=False)
def build_warehouse(
    raws: list[str], warehouse: str = "data/copydesk.duckdb", full_refresh: bool = False
) -> Summary:
    """Bring the warehouse up to date with the raw files and publish it."""
    link = Path(warehouse)
    with publish.hold_lock(link, tell_waiting) as folder:
        run = start_run(full_refresh)
        with load.open_build(folder, run["rules_version"], full_refresh) as (build, is_recut):
            work = folder / "work"
            ingested = step(ingest, retries=2)([Path(raw) for raw in raws], build, work)
            touched = step(load.load_pages)(build, ingested, is_recut)
            if touched.page_count:
                cuts = map_batches(cut_batch, load.plan_cuts(build, work, run["rules_version"]))
                step(load.load_articles)(build, cuts)
                batches = load.plan_descriptions(build, work, run["rules_version"])
                step(load.load_descriptions)(build, map_batches(describe_batch, batches))
                step(load.load_quotations)(build, map_batches(quote_batch, batches))
                step(compare_articles)(build, run["run_id"], is_recut)
            run |= step(load.load_files)(build, ingested, touched, run, is_recut)
            checks = step(build_models)(build, run, bool(touched.page_count))
            counts = step(load.load_run)(build, run)
        step(publish.publish_build, retries=2)(folder / "build.duckdb", link, run["run_id"])
    table = [{"what": name, "value": str(value)} for name, value in (run | counts).items()]
    create_table_artifact(table, key="copydesk-run", description="What the run did")
    return Summary(run, counts, tell_warnings(checks))


def step(function: Callable, **options: Any) -> Callable:
    """A stage as a Prefect task; connections and frames are never hashed for a cache."""
    name = function.__name__.replace("_", " ")
    return task(function, name=name, cache_policy=NO_CACHE, persist_result=False, **options)


def start_run(full_refresh: bool) -> dict[str, Any]:
    """The beginning of a row of ops.runs; run ids sort by time."""
    started_at = datetime.now(UTC)
    return {
        "run_id": f"run-{started_at:%Y%m%dT%H%M%S.%fZ}-{uuid4().hex[:6]}",
        "started_at": started_at,
        "rules_version": rules.digest_rules(),
        "models_version": rules.digest_models(),
        "is_full_refresh": full_refresh,
    }


def tell_waiting() -> None:
    errors.print("Another run is writing this warehouse; waiting until it has ended.")


def ingest(raws: list[Path], build: load.Connection, work: Path) -> Ingested:
    with show_stage("Reading") as tell:
        return ingest_files(raws, load.read_ledger(build), work / "pages", tell)


def map_batches(function: Callable[[Path], Path], paths: list[Path]) -> list[Path]:
    """The results of a stage over batches; in processes of the task runner when there are many."""
    batch_task = step(function, retries=1)
    with show_stage(function.__doc__.split()[0]) as tell:
        tell(0, len(paths))
        if len(paths) == 1:
            return [batch_task(paths[0])]
        results = []
        with lend_server():
            for future in batch_task.map(paths):
                results.append(future.result())
                tell(len(results), len(paths))
        return results


@contextmanager
def lend_server() -> Iterator[None]:
    """Let worker processes use this run's server: 6 s, against 21 s where each starts its own."""
    own = os.environ.get("PREFECT_API_URL")
    os.environ["PREFECT_API_URL"] = str(FlowRunContext.get().client.api_url)
    try:
        yield
    finally:
        os.environ.pop("PREFECT_API_URL")
        if own is not None:
            os.environ["PREFECT_API_URL"] = own


def compare_articles(build: load.Connection, run_id: str, is_recut: bool) -> None:
    """Whose words stand in which articles, and which cover one event: over all of them."""
    with show_stage("Comparing"):
        load.load_families(build, find_families(load.read_compared(build, "quotations")))
        load.load_reuse(build, find_reuse(load.read_compared(build, "reuse")))
        before, changed = load.read_stories(build), load.read_changed_articles(build)
        stories = find_stories(load.read_compared(build, "stories"), before, changed)
        load.load_stories(build, stories, run_id, is_recut)


def build_models(build: load.Connection, run: dict, is_changed: bool) -> list[models.Check]:
    """Marts, comments and checks, where rows or models changed; a failing check ends the run."""
    if not is_changed and load.read_models_version(build) == run["models_version"]:
        return []
    with show_stage("Modelling"):
        models.build_marts(build)
        models.comment_tables(build)
        checks = models.run_checks(build)
    models.raise_failures(checks)
    load.load_checks(build, checks, run["run_id"])
    return checks


def tell_warnings(checks: list[models.Check]) -> list[str]:
    """The first line of each check that found rows: "pages_have_a_lead: 3 row(s) in ..."."""
    return [next(models.tell_check(check)) for check in checks if check.failed_rows]


def use_workers(count: int) -> Any:
    """The flow with so many processes for batches."""
    runner = ProcessPoolTaskRunner(max_workers=count)
    return build_warehouse.with_options(task_runner=runner)


def serve_flow(raws: list[str], warehouse: str, cron: str, every: float | None) -> None:
    """Run the flow on a schedule until stopped; a run that is under way is never doubled."""
    # Prefect's own answer to SIGTERM waits for ever while a run is under way; Ctrl-C's does not.
    Runner.handle_sigterm = lambda *_: signal.raise_signal(signal.SIGINT)
    when = {"interval": every} if every else {"cron": cron}
    use_workers(os.cpu_count() or 1).serve(
        name="nightly",
        parameters={"raws": raws, "warehouse": warehouse},
        global_limit=ConcurrencyLimitConfig(limit=1, collision_strategy="CANCEL_NEW"),
        print_starting_message=False,
        **when,
    )
