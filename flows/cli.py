"""The command line: run, show, schedule."""

import argparse
import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote

from flows.errors import CopydeskError
from flows.terminal import console, errors, escape_controls

WAREHOUSE = Path("data/copydesk.duckdb")


class Unusable(Exception):
    """Arguments that cannot be used; the message says what to do."""


def main(arguments: list[str] | None = None) -> int:
    """0: the warehouse holds what was given; 1: the run failed; 2: unusable arguments."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # a terminal that has no UTF-8
    options = parse_arguments(arguments)
    try:
        return options.command(options)
    except Unusable as error:
        errors.print(f"copydesk: {escape_controls(str(error))}")
        return 2
    except KeyboardInterrupt:
        errors.print("copydesk: stopped; the published warehouse is as it was")
        return 130


def parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="copydesk", description="Saved news pages in, a DuckDB warehouse of articles out."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="bring the warehouse up to date with raw files")
    run.add_argument("raws", nargs="*", type=Path, metavar="RAW", help="a file or folder of pages")
    run.add_argument("--warehouse", type=Path, default=WAREHOUSE, help=f"default: {WAREHOUSE}")
    run.add_argument("--full-refresh", action="store_true", help="cut every page again")
    run.add_argument("--workers", type=count_workers, default=os.cpu_count(), metavar="N")
    run.set_defaults(command=run_pipeline)

    show = commands.add_parser("show", help="how a page was cut, in colour")
    show.add_argument("page", metavar="PAGE", help="a file, a source, a url or a page_id")
    show.add_argument("--warehouse", type=Path, default=WAREHOUSE, help=f"default: {WAREHOUSE}")
    show.set_defaults(command=show_page)

    schedule = commands.add_parser("schedule", help="run every night until stopped")
    schedule.add_argument("raws", nargs="*", type=Path, default=[Path("data/raw")], metavar="RAW")
    schedule.add_argument("--warehouse", type=Path, default=WAREHOUSE)
    schedule.add_argument(
        "--cron", type=read_cron, default="0 2 * * *", help="default: %(default)s"
    )
    schedule.add_argument(
        "--every", type=count_seconds, metavar="SECONDS", help="instead of --cron"
    )
    schedule.set_defaults(command=serve_schedule)
    return parser.parse_args(arguments)


def count_workers(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes from 1 to 256")
    return int(text)


def count_seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 1 <= seconds <= 10_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds from 1 on")
    return seconds


def read_cron(text: str) -> str:
    from cronsim import CronSim, CronSimError

    try:
        CronSim(text, datetime.now(UTC))
    except CronSimError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no cron line: {error}") from None
    return text


def check_raws(raws: list[Path]) -> None:
    from flows.ingest import SUFFIXES

    for raw in raws:
        if not raw.exists():
            raise Unusable(f"{raw}: there is no such file or folder")
        if not os.access(raw, os.R_OK):
            raise Unusable(f"{raw}: may not be read; change its permissions")
        if not raw.is_dir() and not raw.name.lower().endswith(SUFFIXES):
            raise Unusable(f"{raw}: is not of a kind that Copydesk reads ({' '.join(SUFFIXES)})")


def check_warehouse(warehouse: Path) -> None:
    from flows.warehouse.publish import NotAWarehouse, check_name

    try:
        check_name(warehouse)
    except NotAWarehouse as error:
        raise Unusable(str(error)) from None


# run


def run_pipeline(options: argparse.Namespace) -> int:
    if not options.raws and not options.full_refresh:
        raise Unusable("name a file or folder of pages: copydesk run data/raw")
    if not options.raws and not options.warehouse.exists():
        raise Unusable(f"{options.warehouse}: there is no warehouse to refresh; name its pages")
    check_raws(options.raws)
    check_warehouse(options.warehouse)
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")  # what fails is told below
    from duckdb import Error as DatabaseError

    from flows.pipeline import use_workers
    from flows.warehouse.load import WarehouseBroken
    from flows.warehouse.models import CheckFailed

    try:
        raws, warehouse = [str(raw) for raw in options.raws], str(options.warehouse)
        summary = use_workers(options.workers)(raws, warehouse, options.full_refresh)
    except CheckFailed as error:
        errors.print("copydesk: a check failed, the warehouse stays as it was", style="red")
        for line in str(error).splitlines():
            errors.print(escape_controls(line))
        return 1
    except (CopydeskError, OSError, ValueError, WarehouseBroken, DatabaseError) as error:
        errors.print(f"copydesk: {escape_controls(str(error))}", style="red")
        return 1
    print_summary(summary, options.warehouse)
    return 0


def print_summary(summary, warehouse: Path) -> None:
    run, counts = summary.run, summary.counts
    changed = [
        (run["recut_page_count"], "cut again"),
        (run["removed_page_count"], "removed"),
        (run["skipped_file_count"], "unchanged files skipped"),
        (run["missing_file_count"], "files missing now"),
        (run["reject_count"], "rejected: see ops.rejects"),
    ]
    shared = f"{counts['shared_quotations']:,} of them in two articles or more"
    placed = ", ".join(
        (
            f"placed as {tell(counts['leads'], 'lead')}",
            f"{counts['embedded']:,} embedded",
            tell(counts["teasers"], "teaser"),
        )
    )
    pairs = ", ".join(
        tell(counts[f"{what}s"], what) for what in ("duplicate", "passage", "version")
    )
    lines = [
        (counts["pages"], "page", "pages", f"{run['new_page_count']:,} new"),
        (counts["articles"], "article", "articles", placed),
        (counts["outlets"], "outlet", "outlets", ""),
        (counts["topics"], "topic", "topics", ""),
        (
            counts["stories"],
            *("story", "stories"),
            f"{counts['shared_stories']:,} of two articles or more",
        ),
        (counts["quotations"], "quotation", "quotations", shared),
        (counts["reuse"], "pair", "pairs", f"of articles that share text: {pairs}"),
    ]
    pages = ", ".join([lines[0][3], *(f"{count:,} {what}" for count, what in changed if count)])
    lines[0] = (*lines[0][:3], pages)
    for count, one, many, rest in lines:
        console.print(f"{count:>9,} {one if count == 1 else many:<11}{rest}".rstrip())
    for line in summary.warnings:
        errors.print(f"warning: {escape_controls(line)}", style="yellow")
    query = "from marts.outlets order by article_count desc"
    console.print()
    console.print(f"The warehouse: {escape_controls(str(warehouse))}")
    path = escape_controls(quote(str(warehouse)))
    console.print(f'Try: {find_shell()} -readonly {path} "{query}"')


def tell(count: int, what: str) -> str:
    """The number with its noun: "1 passage", "2,000 passages"."""
    return f"{count:,} {what}" + ("s" if count != 1 else "")


def find_shell() -> str:
    """The DuckDB shell that is installed beside us, as one would type it here."""
    shell = Path(sys.executable).parent / "duckdb"
    if not shell.exists() or shutil.which("duckdb"):
        return "duckdb"
    return os.path.relpath(shell)


# show


def show_page(options: argparse.Namespace) -> int:
    from duckdb import Error

    from flows.ingest import Rejected
    from flows.view.show import find_page, print_page

    try:
        page = find_page(options.page, options.warehouse)
    except (Error, OSError, Rejected) as error:
        raise Unusable(f"{options.page}: {error}") from None
    if page is None:
        raise Unusable(f"{options.page}: no such file, and no page of {options.warehouse}")
    print_page(*page)
    return 0


# schedule


def serve_schedule(options: argparse.Namespace) -> int:
    check_raws(options.raws)
    check_warehouse(options.warehouse)
    from flows.schedule import serve

    return serve(options.raws, options.warehouse, options.cron, options.every)


if __name__ == "__main__":
    sys.exit(main())
