"""The flow: raw pages in, a published warehouse out."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import uuid4

import flows.settings  # noqa: F401  before Prefect

# isort: split
import duckdb
from prefect import flow
from pydantic import Field

from flows import batches, compare, processes, reader_versions, reports, rules
from flows.compare.index import Index
from flows.engine import Hands, count_cores, map_apart, map_batches, step
from flows.faults import FAILURES, describe_failure
from flows.ingest import (
    Ingested,
    ingest_files,
    tell_broken_manifests,
    tell_columns,
)
from flows.ingest.files import check_raws
from flows.reports import log
from flows.summary import Summary, count_noun, tell_changes, tell_run
from flows.terminal import errors, escape_controls, show_stage
from flows.view import report
from flows.warehouse import (
    build,
    changes,
    compact,
    corrections,
    cuts,
    faults,
    forgetting,
    index_file,
    journal,
    models,
    operations,
    pages,
    publish,
    relations,
    saved_searches,
    sightings,
)
from flows.warehouse.build import Connection, Redo

LONGEST_RUN_SECONDS = 24 * 3600  # then it is stuck; the next run goes on where it was


@flow(
    name="copydesk",
    flow_run_name=reports.name_run,
    timeout_seconds=LONGEST_RUN_SECONDS,
    persist_result=False,
    on_failure=[reports.tell_of_failure],
    on_crashed=[reports.tell_of_failure],
)
def build_warehouse(
    raws: Annotated[list[str], Field(description="Files of pages, or folders of such files.")],
    warehouse: Annotated[
        str, Field(description="The warehouse file, a link to the newest published copy.")
    ] = "data/copydesk.duckdb",
    full_refresh: Annotated[
        bool, Field(description="Cut every page of the warehouse again.")
    ] = False,
    workers: Annotated[
        int | None,
        Field(description="Processes that cut and describe pages; null: one a core.", ge=1),
    ] = None,
    when_locked: Annotated[
        Literal["skip", "wait"],
        Field(description="What to do while another run is writing the same warehouse."),
    ] = "skip",
    dask: Annotated[
        str | None,
        Field(
            description="Address of the Dask scheduler whose workers cut and describe pages, or"
            ' "local"; null: processes of this machine.'
        ),
    ] = None,
    work: Annotated[
        str | None,
        Field(
            description="Folder of the run's batches, which Dask's workers must see under the same"
            " path; null: beside the warehouse."
        ),
    ] = None,
    forget: Annotated[
        str | None,
        Field(description="A source whose pages are removed for good; null: none."),
    ] = None,
) -> Any:
    """Bring the warehouse up to date with the raw files and publish it; a Summary.

    Where another run is writing the warehouse and nobody waits, nothing is done: the run is
    completed as "Skipped", and gives None.
    """
    processes.end_with_schedule()
    link, run = Path(warehouse), start_run(full_refresh)
    try:
        tell = tell_waiting if when_locked == "wait" else None
        with publish.hold_lock(link, tell) as folder, keeping_note(folder, run):
            hands = Hands(workers or count_cores(), dask)
            batches_at = find_work(link, work)
            update = partial(update_warehouse, link, run, raws, hands, batches_at, forget=forget)
            summary = update_or_rebuild(update, folder, link)
    except publish.Locked as locked:
        journal.note_run(publish.find_folder(link), run, "skipped", str(locked))
        return reports.end_skipped(str(locked))
    return reports.end_completed(summary, tell_run(summary))


def find_work(link: Path, work: str | None) -> Path:
    """The folder of the batches of a warehouse's runs; a killed run goes on there."""
    if work is None:
        return publish.find_folder(link) / "work"
    name = hashlib.sha256(os.fsencode(link.absolute())).hexdigest()[:16]
    return Path(work).absolute() / f"copydesk-{name}"


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


@contextmanager
def keeping_note(folder: Path, run: dict[str, Any]) -> Iterator[None]:
    """Let the next run know of this one, should it not publish; and Prefect, if it is stopped."""
    journal.note_run(folder, run)
    last_words = [partial(journal.note_run, folder, run, "stopped"), reports.make_last_word()]
    processes.last_words.extend(last_words)
    try:
        yield
    except FAILURES as error:
        journal.note_run(folder, run, "failed", reports.tell_failure(error))
        reports.keep_failure(error)
        raise
    except BaseException as error:  # Prefect stops a run that a worker began
        journal.note_run(folder, run, "stopped", f"stopped by {type(error).__name__}")
        raise
    finally:
        for word in last_words:
            processes.last_words.remove(word)
    journal.forget_runs(folder, [run["run_id"]])


def update_or_rebuild(update: Any, folder: Path, link: Path) -> Summary:
    """Update the warehouse; from the published file if the build file is gone, or turns out to be
    damaged; with more memory if DuckDB cannot do with what it has at first.
    """
    build_file = folder / "build.duckdb"
    if not build_file.exists() and build.copy_published(link, build_file):
        errors.print(f"{build_file} was gone; it is made again from the published file.")
    try:
        return update(folder)
    except duckdb.OutOfMemoryException:
        if build.is_told():
            raise
    except Exception as error:
        if not build.is_corrupt(error):
            raise
        for line in build.set_aside(folder, link):
            errors.print(line)
            log(line)
        return update(folder)
    log("DuckDB needs more memory than is usual; the run is done again with more.")
    return update(folder, is_large=True)


def update_warehouse(
    link: Path,
    run: dict[str, Any],
    raws: list[str],
    hands: Hands,
    work: Path,
    folder: Path,
    forget: str | None = None,
    is_large: bool = False,
) -> Summary:
    """All stages, from the raw files to the published file.

    Args:
        is_large: DuckDB may hold more than it usually does.
    """
    check_raws([Path(raw) for raw in raws])
    run, run_id, versions = run.copy(), run["run_id"], rules.find_versions()
    with (
        index_file.open_index(folder, is_large) as index,
        build.open_build(folder, versions, run["is_full_refresh"], is_large) as (connection, redo),
    ):
        noted = journal.load_noted(connection, folder, run_id, publish.find_published(link))
        faults.load_noted_report(connection, folder)
        tell_redo(connection, redo, run)
        if forget is not None:
            step(forgetting.forget_source)(connection, forget, run_id, folder)
        is_forgetting = forgetting.is_marked(folder)
        ingested = step(ingest, retries=2)([Path(raw) for raw in raws], connection, work)
        faults.load_faults(connection, ingested.faults, versions, run_id)
        touched = step(pages.load_pages)(connection, ingested)
        build.settle(connection)
        run |= touched._asdict()
        is_changed = (
            touched.page_count > 0
            or any(redo)
            or faults.has_retries(connection)
            or corrections.has_changed(connection)
        )
        if is_changed:
            load_batches(connection, work, run, hands)
            build.settle(connection)
            step(compare_articles)(connection, index, run_id, redo)
            build.settle(connection)
        if redo.cut:
            operations.load_article_changes(connection, run_id)
        sightings.load_sightings(connection, run)
        run |= step(operations.load_files)(
            connection, ingested, run, reader_versions.find_reader_versions()
        )
        run["fault_count"] = faults.mark_mended(connection, run_id)
        log(f"Pages: {tell_changes(run)}")
        effects = list(operations.tell_effects(connection))
        is_whole = any(redo) or is_forgetting
        checks = step(build_models)(connection, run, is_whole, is_changed)
        counts = step(operations.load_run)(connection, run)
        failed = faults.read_faults(connection, run_id)
        matches = sightings.read_new_matches(connection, run_id)
        rejects = operations.read_rejects(connection, run_id)
    step(compact.compact)(folder / "build.duckdb", is_forgetting)
    step(publish.publish_build, retries=2)(folder / "build.duckdb", link, run_id)
    processes.outcome = "the warehouse is published"
    shutil.rmtree(work, ignore_errors=True)
    if is_forgetting:
        step(forgetting.remove_older)(link, run_id)
    log(f"Published {link}")
    journal.forget_runs(folder, noted)
    summary = Summary(run, counts, tell_warnings(checks), effects, failed, matches, rejects)
    reports.tell_published(summary, link)
    write_report(link, folder, run_id)
    return summary


def write_report(link: Path, folder: Path, run_id: str) -> None:
    """Write the report of the run beside the warehouse. The run has published: where the report
    fails it says so, and the next run has it in ops.faults.
    """
    path, failure = report.find_report(link), None
    try:
        written = report.write_report(link)
    except FAILURES as error:
        failure = describe_failure(error)
        line = escape_controls(f"The report {path} could not be written: {failure.error}")
        errors.print(f"warning: {line}", style="yellow")
        log(line)
    else:
        reports.keep_report(written, path)
    faults.note_report(folder, run_id, path, failure)


def tell_redo(connection: Connection, redo: Redo, run: dict[str, Any]) -> None:
    """Say what changed rules make this run do again, before it does."""
    if run["is_full_refresh"]:
        return
    for line in build.find_work_again(connection, redo, reader_versions.find_reader_versions()):
        errors.print(line)
        log(line)


def ingest(raws: list[Path], connection: Connection, work: Path) -> Ingested:
    ledger, readers = pages.read_ledger(connection), reader_versions.find_reader_versions()
    with show_stage("Reading", "files") as tell:
        forgotten = forgetting.read_forgotten(connection)
        ingested = ingest_files(raws, ledger, work / "pages", tell, forgotten, readers)
    log(
        f"Reading: {count_noun(ingested.files.height, 'file')} read,"
        f" {len(ingested.unchanged):,} unchanged,"
        f" {count_noun(ingested.rejects.height, 'reject')}"
    )
    told = (
        tell_broken_manifests,
        tell_columns,
        reader_versions.tell_unused_columns,
        reader_versions.tell_read_again,
    )
    for line in (line for tell_of in told for line in tell_of(ingested)):
        errors.print(escape_controls(line))
        log(line)
    return ingested


def load_batches(connection: Connection, work: Path, run: dict[str, Any], hands: Hands) -> None:
    """Cut and describe what the worklist names, in batches, and write what was found."""
    version = rules.find_batch_version()

    def finish(stage: batches.Stage) -> list[Path]:
        plan = cuts.plan_stage(connection, stage.name, work, version)
        results = map_batches(stage, plan.first, hands) + map_apart(stage, plan.retried)
        found = cuts.read_faults(results)
        faults.load_faults(connection, found, rules.find_versions(), run["run_id"])
        return results

    step(cuts.load_articles)(connection, finish(batches.CUT) + finish(batches.DESCRIBE))
    step(cuts.load_topics)(connection, finish(batches.TOPICS))
    step(cuts.load_quotations)(connection, finish(batches.QUOTE))
    step(saved_searches.load_saved_matches)(connection)


def compare_articles(connection: Connection, index: Index, run_id: str, redo: Redo) -> None:
    """Whose words stand in which articles, and which cover one event."""
    access = relations.make_access(connection, index, run_id, redo, rules.find_versions())
    with show_stage("Comparing"):
        compare.compare_articles(access)
    log("Comparing: " + relations.tell_relations(connection))


def build_models(
    connection: Connection, run: dict, is_whole: bool, is_changed: bool
) -> list[models.Check]:
    """Marts, comments and checks, where rows or models changed; a failing check ends the run."""
    is_new_model = operations.read_models_version(connection) != run["models_version"]
    if not (is_changed or is_new_model or is_whole or changes.has_changed_pages(connection)):
        return []
    with show_stage("Modelling"):
        if is_new_model or is_whole:
            marts = models.build_marts(connection)
            models.build_macros(connection)
            models.comment_tables(connection)
            checks = models.run_checks(connection)
        else:
            marts = models.renew_marts(connection)
            checks = models.run_checks(connection, is_limited=True)
    warned = sum(check.failed_rows > 0 for check in checks)
    log(f"Modelling: {len(marts)} marts, {len(checks)} checks, {warned} of them with rows")
    models.raise_failures(checks)
    operations.load_checks(connection, checks, run["run_id"])
    return checks


def tell_warnings(checks: list[models.Check]) -> list[str]:
    """The first line of each check that found rows: "pages_have_a_lead: 3 row(s) in ..."."""
    return [next(models.tell_check(check)) for check in checks if check.failed_rows]
