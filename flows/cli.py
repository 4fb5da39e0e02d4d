"""The command line: the command that gets its arguments, and the exit status."""

import argparse
import io
import json
import os
import shlex
import sys
from pathlib import Path
from typing import Any

from flows import processes
from flows.arguments import WAREHOUSE, parse_arguments
from flows.errors import MachineFailed, Unusable, find_mendable, write_bug_log
from flows.terminal import console, errors, escape_controls, stop_progress, stop_writing


def start() -> None:
    """The program `copydesk`, in a process of its own."""
    is_meant_to_be_stopped = sys.argv[1:2] in (["schedule"], ["dashboard"])
    processes.end_on_signals(tell_stopped, status=0 if is_meant_to_be_stopped else None)
    for name in ("stdout", "stderr"):  # one that is closed is None
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: PTH123, SIM115
    status = main()
    try:
        sys.stdout.flush()
    except OSError as error:  # nobody reads on, or the disk is full
        sys.stdout = None
        status = status or tell_error(error, WAREHOUSE)
    sys.exit(status)


def tell_stopped(name: str) -> None:
    stop_progress()
    errors.print(f"copydesk: stopped by {name}; {processes.outcome}")


def main(arguments: list[str] | None = None) -> int:
    """0: the warehouse holds what was given; 1: the run failed; 2: unusable arguments."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that has no UTF-8
    warehouse = WAREHOUSE
    try:
        check_folder()
        options = parse_arguments(arguments)
        warehouse = options.warehouse
        use_seeds(options.seeds)
        return COMMANDS[options.command](options)
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001  a panic of Polars is no Exception
        return tell_error(error, warehouse)


def tell_error(error: BaseException, warehouse: Path) -> int:
    """One line about what the user can mend, or where the log of our bug is; the exit status."""
    if isinstance(error, BrokenPipeError):  # `copydesk ... | head` has read enough
        stop_writing()
        return 0
    if mendable := find_mendable(error):
        lines = mendable.list_lines()
    else:
        from flows.warehouse.publish import find_folder

        log = write_bug_log(error, find_folder(warehouse))
        line = f"This is a bug in Copydesk ({type(error).__name__}); please report it"
        lines = [line + (f" with the file {log}" if log else f": {error}")]
    for line in lines:
        errors.print(f"copydesk: {escape_controls(line)}", style="red")
    return 2 if isinstance(error, Unusable) else 1


def check_folder() -> None:
    try:
        Path.cwd()
    except FileNotFoundError:
        raise MachineFailed("the working folder is gone; change to one that is there") from None


def use_seeds(folder: Path | None) -> None:
    """Put the user's own rows on top of ours. Modules read seeds when they are imported."""
    own = folder or os.environ.get("COPYDESK_SEEDS")
    if not own:
        return
    if not Path(own).is_dir():
        raise Unusable(f"{own}: there is no such folder of seeds")
    if not os.access(own, os.R_OK | os.X_OK):
        raise Unusable(f"{own}: may not be read; change its permissions")
    os.environ["COPYDESK_SEEDS"] = str(Path(own).absolute())


def use_columns(pairs: list[str]) -> None:
    """Take the columns that the user names, in this process and those that it starts."""
    from flows.ingest.columns import OWN_COLUMNS, read_own_columns

    if pairs:
        os.environ[OWN_COLUMNS] = ";".join(pairs)
    read_own_columns()


def tell_missing(warehouse: Path) -> str:
    """That a warehouse is not there, and the command that makes it."""
    where = "" if warehouse == WAREHOUSE else f" --warehouse {shlex.quote(str(warehouse))}"
    return f"{warehouse}: there is no warehouse; make it: copydesk run RAW{where}"


def check_warehouse(warehouse: Path) -> None:
    from flows.ingest.files import require_utf8
    from flows.warehouse.publish import NotAWarehouse, check_name

    require_utf8(warehouse)
    try:
        check_name(warehouse)
    except NotAWarehouse as error:
        raise Unusable(str(error)) from None


# Commands


def run_pipeline(options: argparse.Namespace) -> int:
    if not options.raws and not options.full_refresh:
        raise Unusable("name a file or folder of pages: copydesk run data/raw")
    if not options.raws and not options.warehouse.exists():
        raise Unusable(f"{options.warehouse}: there is no warehouse to refresh; name its pages")
    use_columns(options.column)
    from flows.ingest.files import check_raws

    check_raws(options.raws)
    check_warehouse(options.warehouse)
    from flows.seeds import check_seeds

    check_seeds()
    # Prefect takes its seconds; in a terminal the first stage takes the place of the line.
    errors.print("Starting …", end="\r" if errors.is_terminal else "\n")

    from flows.schedule import telling_unreachable
    from flows.server import run_server
    from flows.summary import (
        choose_query,
        make_json,
        tell_counts,
        tell_faults,
        tell_matches,
        tell_next_step,
        tell_rejects,
        tell_stale,
    )
    from flows.warehouse.models import CheckFailed

    raws, warehouse = [str(raw) for raw in options.raws], str(options.warehouse)
    try:
        with run_server(), telling_unreachable():
            from flows.pipeline import build_warehouse  # Prefect takes the server's address here
            from flows.reports import sending_all

            with sending_all():
                summary = build_warehouse(
                    raws,
                    warehouse,
                    options.full_refresh,
                    options.workers,
                    "wait",
                    options.dask,
                    options.work and str(options.work),
                )
    except CheckFailed as failed:
        errors.print("copydesk: a check failed, the warehouse stays as it was", style="red")
        for line in str(failed).splitlines():
            errors.print(escape_controls(line))
        return 1
    if options.json:
        print(json.dumps(make_json(summary), indent=2, default=str))
    else:
        for line in tell_counts(summary):
            console.print(line)
    for line in (*summary.effects, *tell_matches(summary)):
        errors.print(escape_controls(line))
    for line in [
        *tell_rejects(summary),
        *tell_faults(summary),
        *tell_stale(summary),
        *summary.warnings,
    ]:
        errors.print(f"warning: {escape_controls(line)}", style="yellow")
    if not options.json:
        console.print()
        from flows.view.report import find_report

        report = find_report(options.warehouse)
        told = report if report.exists() else None
        for line in tell_next_step(options.warehouse, told, choose_query(summary)):
            console.print(line)
    return 0


def show_page(options: argparse.Namespace) -> int:
    from duckdb import Error as DatabaseError

    from flows.seeds import check_seeds

    check_seeds()  # before modules are imported that read them

    from flows.ingest.rejects import Rejected
    from flows.view.show import SeveralPages, find_page, print_page, tell_missing

    try:
        page = find_page(options.page, options.warehouse)
        missing = None if page else tell_missing(options.page, options.warehouse)
    except SeveralPages as several:
        errors.print(f"copydesk: {escape_controls(str(several))}", style="red")
        for line in several.lines:
            errors.print(escape_controls(line))
        return 2
    except DatabaseError as error:
        raise Unusable(f"{options.warehouse}: {str(error).splitlines()[0]}") from None
    except (OSError, Rejected) as error:
        raise Unusable(f"{options.page}: {error}") from None
    if page is None:
        raise Unusable(missing)
    if options.correct:
        from flows.view.corrections import print_corrections

        print_corrections(page)
    else:
        print_page(page)
    return 0


def report_runs(options: argparse.Namespace) -> int:
    from duckdb import Error as DatabaseError

    from flows.view.report import find_report, write_report

    if options.out and (options.out.is_dir() or not options.out.parent.is_dir()):
        raise Unusable(f"{options.out}: is a folder, or lies in none that is there; name a file")
    try:
        report = write_report(options.warehouse, options.out, options.since)
    except DatabaseError as error:
        raise Unusable(f"{options.warehouse}: {str(error).splitlines()[0]}") from None
    console.print(escape_controls(report.lede))
    path = options.out or find_report(options.warehouse)
    console.print(f"The report: {escape_controls(str(path))}")
    return 0


def serve_schedule(options: argparse.Namespace) -> int:
    use_columns([])
    from flows.ingest.files import check_raws

    check_raws(options.raws)
    check_warehouse(options.warehouse)

    from flows.schedule import serve
    from flows.seeds import check_seeds

    check_seeds()

    serve(options.raws, options.warehouse, options.cron, options.every)
    return 0


def serve_dashboard(options: argparse.Namespace) -> int:
    check_warehouse(options.warehouse)
    if not options.warehouse.exists():
        raise Unusable(tell_missing(options.warehouse))
    from flows.view.dashboard.site import LOOPBACK, serve

    if options.host not in LOOPBACK:
        errors.print(
            f"warning: whoever reaches {escape_controls(options.host)} may read the warehouse;"
            " --host 127.0.0.1 keeps it to this machine",
            style="yellow",
        )
    serve(options.warehouse, options.host, options.port, lambda line: console.print(line))
    return 0


def search_words(options: argparse.Namespace) -> int:
    check_warehouse(options.warehouse)
    from flows.search_terms import Filters
    from flows.view.dashboard.published import open_published
    from flows.view.search import find_unknown, make_json, print_found, search_articles

    filters = Filters(*(getattr(options, name) for name in Filters._fields))
    if filters.first_day and filters.last_day and filters.first_day > filters.last_day:
        raise Unusable(f"--from {filters.first_day} is after --to {filters.last_day}")
    if not options.warehouse.exists():
        raise Unusable(tell_missing(options.warehouse))
    with open_published(options.warehouse) as connection:
        words = " ".join(options.words)
        count, found = search_articles(connection, words, filters, options.limit)
        unknown = None if count else find_unknown(connection, filters)
    if unknown:
        errors.print(f"warning: {escape_controls(unknown)}", style="yellow")
    if options.json:
        told = {"article_count": count, "articles": [make_json(one) for one in found]}
        print(json.dumps(told, indent=2, default=str))
    else:
        print_found(count, found)
    return 0


def export_tables(options: argparse.Namespace) -> int:
    from flows.view.export import export_warehouse

    console.print(
        escape_controls(export_warehouse(options.warehouse, options.folder, options.no_text))
    )
    return 0


def forget_page(options: argparse.Namespace) -> int:
    check_warehouse(options.warehouse)

    from flows.seeds import check_seeds

    check_seeds()

    from flows.warehouse.forgetting import require_same_rules, require_source

    source = escape_controls(options.source)
    if not require_source(options.source, options.warehouse):
        console.print(f"{source}: is already forgotten")
        return 0
    require_same_rules(options.warehouse)

    from flows.schedule import telling_unreachable
    from flows.server import run_server

    with run_server(), telling_unreachable():
        from flows.pipeline import build_warehouse  # Prefect takes the server's address here
        from flows.reports import sending_all
        from flows.summary import count_noun

        with sending_all():
            summary: Any = build_warehouse(
                [],
                str(options.warehouse),
                when_locked="wait",
                work=options.work and str(options.work),
                forget=options.source,
            )
    removed = count_noun(summary.run["removed_page_count"], "page")
    console.print(f"{source}: forgotten, {removed} removed. The raw file stays where it is.")
    return 0


COMMANDS = {
    "run": run_pipeline,
    "show": show_page,
    "schedule": serve_schedule,
    "report": report_runs,
    "dashboard": serve_dashboard,
    "search": search_words,
    "export": export_tables,
    "forget": forget_page,
}


if __name__ == "__main__":
    start()
