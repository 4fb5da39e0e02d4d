"""What a run tells Prefect: lines in its log, states, artifacts and events."""

import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import flows.settings  # noqa: F401  before Prefect

# isort: split
from httpx import HTTPError
from prefect import get_run_logger
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext
from prefect.events import emit_event
from prefect.events.worker import EventsWorker
from prefect.exceptions import MissingContextError, PrefectException
from prefect.logging.handlers import APILogWorker
from prefect.runtime import flow_run as this_run
from prefect.states import Completed, Crashed

from flows import processes
from flows.errors import find_mendable
from flows.summary import Summary, count_noun
from flows.terminal import errors, escape_controls
from flows.view.report import Report
from flows.warehouse.models import CheckFailed

MOST_ARTIFACT_ROWS = 50
LONGEST_DESCRIPTION = 300  # characters
SEND_SECONDS = 5
UNANSWERED = (HTTPError, PrefectException, RuntimeError)  # what Prefect's client raises then


def name_run() -> str:
    """Its warehouse and its time in UTC: "copydesk.duckdb 2026-11-27 02:00"."""
    warehouse = Path(this_run.parameters["warehouse"])
    return f"{warehouse.name} {this_run.scheduled_start_time:%Y-%m-%d %H:%M}"


def log(line: str) -> None:
    """A line in the run's log; outside of a run there is none."""
    try:
        logger = get_run_logger()
    except MissingContextError:
        return
    logger.info("%s", line)


@contextmanager
def sending_all() -> Iterator[None]:
    """Let Prefect's server have the log and the events of the block before it may be ended."""
    logging.raiseExceptions = False  # else a server that is gone is told about in the terminal
    try:
        yield
    finally:
        for worker in (APILogWorker, EventsWorker):
            worker.drain_all(timeout=SEND_SECONDS)


def end_completed(summary: Summary, message: str) -> State:
    """The last state of a run that has published, with an artifact and an event."""
    told = summary.run | summary.counts
    rows = [{"what": name, "value": str(value)} for name, value in told.items()]
    rows += [{"what": "warning", "value": warning} for warning in summary.warnings]
    create_table_artifact(rows, key="copydesk-run", description=message)
    emit("completed", {"message": message} | {row["what"]: row["value"] for row in rows})
    tell_schedule(message)
    return Completed(message=message, data=summary)


def end_skipped(reason: str) -> State:
    log(f"Skipped: {reason}")
    tell_schedule(f"skipped: {reason}")
    emit("skipped", {"message": reason})
    return Completed(name="Skipped", message=f"skipped: {reason}")


def tell_failure(error: BaseException) -> str:
    """Why a run failed, in one line."""
    mendable = find_mendable(error)
    told = str(mendable) if mendable else f"a bug ({type(error).__name__}: {error})"
    return " ".join(told.split())


def keep_failure(error: BaseException) -> None:
    """An artifact of a failed run: the reason, or the rows that a check found."""
    rows = [{"check": "", "row": tell_failure(error)}]
    if isinstance(error, CheckFailed):
        rows = [
            {"check": check.name, "row": repr(dict(zip(check.columns, example, strict=True)))}
            for check in error.checks
            for example in check.examples
        ]
    told = tell_failure(error)[:LONGEST_DESCRIPTION]
    with suppress(*UNANSWERED):  # the server may be what has failed
        create_table_artifact(rows[:MOST_ARTIFACT_ROWS], key="copydesk-failure", description=told)


def tell_of_failure(flow: Any, flow_run: Any, state: State) -> None:
    """A hook of Prefect's for runs that failed or crashed: an event, on which automations act."""
    tell_schedule(f"{state.name}: {state.message}")
    emit_event(
        "copydesk.run.failed",
        resource={"prefect.resource.id": "copydesk.warehouse"},
        related=[
            {
                "prefect.resource.id": f"prefect.flow-run.{flow_run.id}",
                "prefect.resource.role": "flow-run",
            }
        ],
        payload={"message": state.message, "state": state.name},
    )


def tell_published(summary: Summary, link: Path) -> None:
    """Events for automations: `copydesk.published` with the counts, and for each watch topic with
    new matches `copydesk.watch-matched` with the first 20 of them. They never fail a run.
    """
    related = {"warehouse": str(link), "run_id": summary.run["run_id"]}
    counts = {name: str(value) for name, value in (summary.run | summary.counts).items()}
    events = [("copydesk.published", "copydesk.warehouse", counts | related)]
    for found in summary.matches:
        resource = f"copydesk.watch.{found.topic_id.removeprefix('watch:')}"
        payload = found._asdict() | related | {"message": tell_match(found)}
        events.append(("copydesk.watch-matched", resource, payload))
    for event, resource, payload in events:
        try:
            emit_event(event, resource={"prefect.resource.id": resource}, payload=payload)
        except (*UNANSWERED, ValueError, TypeError) as error:
            log(f"The event {event} was not sent: {' '.join(str(error).split())}")


def keep_report(report: Report, path: Path) -> None:
    """An artifact with the numbers of the report, and where it is."""
    lines = [f"# {escape_markdown(report.title)}", escape_markdown(report.lede), ""]
    lines += ["| what | number | |", "|---|---:|---|"]
    lines += [f"| {tile.title} | {tile.value:,} | {tile.note} |" for tile in report.tiles]
    lines += ["", f"The whole report: {escape_markdown(str(path))}"]
    try:
        create_markdown_artifact("\n".join(lines), key="copydesk-report", description=report.title)
    except (*UNANSWERED, ValueError, TypeError) as error:
        log(f"The report's artifact was not kept: {' '.join(str(error).split())}")


def escape_markdown(text: str) -> str:
    """A text that Markdown shows as it is.

    >>> escape_markdown("<b> [a](b)")
    '\\\\<b\\\\> \\\\[a\\\\]\\\\(b\\\\)'
    """
    return re.sub(r"([\\`*_{}\[\]<>()#+|!~-])", r"\\\1", escape_controls(text))


def tell_match(found: Any) -> str:
    """New matches of a watch topic as a text to mail, a line an article."""
    lines = [f"{found.topic_name}: {count_noun(found.count, 'new article')}"]
    for article in found.articles:
        told = (article["headline"] or "(no headline)", article["outlet_id"], article["url"])
        lines.append(escape_controls(" | ".join(part for part in told if part)))
    return "\n".join(lines)


def tell_schedule(line: str) -> None:
    """A line on the screen of `copydesk schedule`, where it began this run."""
    if processes.PARENT in os.environ:
        errors.print(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC: {escape_controls(line)}")


def emit(what: str, payload: dict[str, str]) -> None:
    resource = {"prefect.resource.id": "copydesk.warehouse"}
    emit_event(f"copydesk.run.{what}", resource=resource, payload=payload)


def make_last_word() -> Callable[[str], object]:
    """A function that tells Prefect's server why this run was stopped."""
    context = FlowRunContext.get()
    run_id = context.flow_run.id if context and context.flow_run else None

    def tell_server(reason: str) -> None:
        if run_id is not None:
            # The server may be what has ended, or be busy.
            with suppress(*UNANSWERED), get_client(sync_client=True) as client:
                client.set_flow_run_state(run_id, Crashed(message=reason), force=True)

    return tell_server
