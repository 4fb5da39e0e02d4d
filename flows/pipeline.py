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
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.context import FlowRunContext
from prefect.runner import Runner
from prefect.task_runners import ProcessPoolTaskRunner

from flows import compare, rules
from flows.batches import cut_batch, describe_batch, find_topics_batch, quote_batch
from flows.ingest import Ingested, ingest_files, tell_broken_manifests
from flows.summary import Summary
from flows.terminal import errors, escape_controls, show_stage
from flows.warehouse import build, cuts, models, operations, pages, publish, relations
from flows.warehouse.build import Connection, Redo


@flow(name="copydesk", validate_parameters=False)
def build_warehouse(
    raws: list[str], warehouse: str = "data/copydesk.duckdb", full_refresh: bool = False
) -> Summary:
    """Bring the warehouse up to date with the raw files and publish it."""
    link = Path(warehouse)
    with publish.hold_lock(link, tell_waiting) as folder:
        run, versions = start_run(full_refresh), rules.find_versions()
        work = folder / "work"
        with build.open_build(folder, versions, full_refresh) as (connection, redo):
            if not full_refresh:
                tell_redo(connection, redo)
            ingested = step(ingest, retries=2)([Path(raw) for raw in raws], connection, work)
            touched = step(pages.load_pages)(connection, ingested)
            is_changed = touched.page_count > 0 or any(redo)
            if is_changed:
                load_batches(connection, work, run["rules_version"])
                step(compare_articles)(connection, run["run_id"], redo)
            if redo.cut:
                operations.load_article_changes(connection, run["run_id"])
            run |= step(operations.load_files)(connection, ingested, touched, run)
            checks = step(build_models)(connection, run, is_changed)
            counts = step(operations.load_run)(connection, run)
        step(publish.publish_build, retries=2)(folder / "build.duckdb", link, run["run_id"])
    table = [{"what": name, "value": str(value)} for name, value in (run | counts).items()]
    create_table_artifact(table, key="copydesk-run", description="What the run did")
    return Summary(run, counts, tell_warnings(checks))


def step(function: Callable, **options: Any) -> Any:
    """A stage as a Prefect task; connections and frames are never hashed for a cache."""
    options |= {"cache_policy": NO_CACHE, "persist_result": False}
    return task(name=function.__name__.replace("_", " "), **options)(function)


def start_run(full_refresh: bool) -> dict[str, Any]:
    """The beginning of a row of ops.runs; run ids sort by time."""
    started_at = datetime.now(UTC)
    versions = rules.find_versions()
    return {
        "run_id": f"run-{started_at:%Y%m%dT%H%M%S.%fZ}-{uuid4().hex[:6]}",
        "started_at": started_at,
        "rules_version": rules.digest_versions(versions),
        **{f"{stage}_version": version for stage, version in versions._asdict().items()},
        "models_version": rules.digest_models(),
        "is_full_refresh": full_refresh,
    }


def tell_waiting() -> None:
    errors.print("Another run is writing this warehouse; waiting until it has ended.")


def tell_redo(connection: Connection, redo: Redo) -> None:
    """Say what changed rules make this run do again, before it does."""
    for line in build.find_work_again(connection, redo):
        errors.print(line)


def ingest(raws: list[Path], connection: Connection, work: Path) -> Ingested:
    ledger = pages.read_ledger(connection, rules.find_versions().reading)
    with show_stage("Reading") as tell:
        ingested = ingest_files(raws, ledger, work / "pages", tell)
    for line in tell_broken_manifests(ingested):
        errors.print(escape_controls(line))
    return ingested


def load_batches(connection: Connection, work: Path, version: str) -> None:
    """Cut and describe what the worklist names, in batches, and write what was found."""
    batches = cuts.plan_cuts(connection, work, version)
    cut = map_batches("Cutting", cut_batch, batches)
    batches = cuts.plan_descriptions(connection, work, version)
    described = map_batches("Describing", describe_batch, batches)
    step(cuts.load_articles)(connection, cut + described)
    batches = cuts.plan_topics(connection, work, version)
    step(cuts.load_topics)(connection, map_batches("Finding topics", find_topics_batch, batches))
    batches = cuts.plan_quotations(connection, work, version)
    step(cuts.load_quotations)(connection, map_batches("Quoting", quote_batch, batches))


def map_batches(name: str, function: Callable[[Path], Path], paths: list[Path]) -> list[Path]:
    """The results of a stage over batches; in processes of the task runner if there are several.

    Args:
        name: what people see of it.
    """
    if not paths:
        return []
    batch_task = step(function, retries=1)
    with show_stage(name) as tell:
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
    own, run = os.environ.get("PREFECT_API_URL"), FlowRunContext.get()
    assert run is not None, "batches are mapped within a run of the flow"
    os.environ["PREFECT_API_URL"] = str(run.client.api_url)
    try:
        yield
    finally:
        os.environ.pop("PREFECT_API_URL")
        if own is not None:
            os.environ["PREFECT_API_URL"] = own


def compare_articles(connection: Connection, run_id: str, redo: Redo) -> None:
    """Whose words stand in which articles, and which cover one event: over all of them."""
    with show_stage("Comparing"):
        compare.compare_articles(relations.make_access(connection, run_id, redo))


def build_models(connection: Connection, run: dict, is_changed: bool) -> list[models.Check]:
    """Marts, comments and checks, where rows or models changed; a failing check ends the run."""
    if not is_changed and operations.read_models_version(connection) == run["models_version"]:
        return []
    with show_stage("Modelling"):
        models.build_marts(connection)
        models.comment_tables(connection)
        checks = models.run_checks(connection)
    models.raise_failures(checks)
    operations.load_checks(connection, checks, run["run_id"])
    return checks


def tell_warnings(checks: list[models.Check]) -> list[str]:
    """The first line of each check that found rows: "pages_have_a_lead: 3 row(s) in ..."."""
    return [next(models.tell_check(check)) for check in checks if check.failed_rows]


def use_workers(count: int) -> Any:
    """The flow with so many processes for batches."""
    runner: Any = ProcessPoolTaskRunner(max_workers=count)
    return build_warehouse.with_options(task_runner=runner)


def serve_flow(raws: list[str], warehouse: str, cron: str, every: float | None) -> None:
    """Run the flow on a schedule until stopped; a run that is under way is never doubled."""
    # Prefect's own answer to SIGTERM waits for ever while a run is under way; Ctrl-C's does not.
    setattr(Runner, "handle_sigterm", lambda *_: signal.raise_signal(signal.SIGINT))  # noqa: B010
    when = {"interval": every} if every else {"cron": cron}
    one_run = ConcurrencyLimitConfig(
        limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
    )
    use_workers(os.cpu_count() or 1).serve(
        name="nightly",
        parameters={"raws": raws, "warehouse": warehouse},
        global_limit=one_run,
        print_starting_message=False,
        **when,
    )
