"""The arguments of each command, with their help."""

import argparse
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flows.errors import find_version

WAREHOUSE = Path("data/copydesk.duckdb")
SHELLS = ("bash", "zsh", "fish", "tcsh")
FILES = ("raws", "page", "warehouse")  # arguments that a shell completes
FOLDERS = ("seeds", "work")


def parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    return make_parser().parse_args(arguments)


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="copydesk",
        description="Saved news pages in, a DuckDB warehouse of articles out.",
        **tell_examples("run data/raw", "show data/raw/english/ferry-strike.txt", "run --help"),
    )
    parser.add_argument(
        "--version", action=TellVersion, nargs=0, help="print the version of Copydesk and end"
    )
    parser.add_argument(
        "--print-completion",
        action=PrintCompletion,
        choices=SHELLS,
        metavar="SHELL",
        help="print what makes a shell complete commands, options and files, and end: bash, zsh,"
        " fish or tcsh",
    )
    commands = parser.add_subparsers(
        required=True, dest="command", metavar="COMMAND", help="what to do:"
    )
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--warehouse",
        type=Path,
        default=WAREHOUSE,
        help="the warehouse file (default: %(default)s)",
    )
    shared.add_argument(
        "--seeds",
        type=Path,
        metavar="FOLDER",
        help="your own rows of outlets, topics, words: files named like those of our seeds/; where"
        " keys are equal, yours win (default: the folder that COPYDESK_SEEDS names, if any)",
    )
    add_run(commands, shared)
    add_show(commands, shared)
    add_schedule(commands, shared)
    add_report(commands, shared)
    add_dashboard(commands, shared)
    add_search(commands, shared)
    add_export(commands, shared)
    add_forget(commands, shared)
    return parser


def add_run(commands: Any, shared: argparse.ArgumentParser) -> None:
    run = commands.add_parser(
        "run",
        help="bring the warehouse up to date with raw files",
        description="Read new and changed files, and publish the warehouse with their articles.",
        parents=[shared],
        **tell_examples(
            "run data/raw",
            "run saved/pages.jsonl.gz --warehouse data/mine.duckdb",
            "run data/raw --seeds my-seeds --workers 2",
            "run rows.csv --column text=Fulltext --column title=Head",
            "run --full-refresh",
        ),
    )
    run.add_argument(
        "raws",
        nargs="*",
        type=read_path,
        metavar="RAW",
        help="a file of pages, or a folder of such files",
    )
    run.add_argument(
        "--full-refresh",
        action="store_true",
        help="cut every page of the warehouse again; RAW may be left out",
    )
    run.add_argument(
        "--workers",
        type=read_workers,
        default=os.cpu_count() or 1,
        metavar="N",
        help="processes that cut and describe pages (default: one a core, here %(default)s)",
    )
    run.add_argument(
        "--dask",
        metavar="ADDRESS",
        help="let a Dask cluster cut and describe pages: the address of its scheduler, or local for"
        " one of --workers processes here (docs/cluster.md)",
    )
    run.add_argument(
        "--work",
        type=Path,
        metavar="FOLDER",
        help="where the run keeps its batches: a folder that all workers of the cluster see under"
        " the same path (default: beside the warehouse)",
    )
    run.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="FIELD=NAME",
        help="which column of files of rows is the text, html, url, captured_at, id, title,"
        " published, author, outlet, language or summary, where its name does not say so; use the"
        " same in every run, or set COPYDESK_COLUMNS (FIELD=NAME;FIELD=NAME)",
    )
    run.add_argument(
        "--json",
        action="store_true",
        help="print the summary as JSON, for programs",
    )


def add_show(commands: Any, shared: argparse.ArgumentParser) -> None:
    show = commands.add_parser(
        "show",
        help="show how a page was cut, in colour",
        description="Show how a page was cut: each segment with its kind and its article.",
        parents=[shared],
        **tell_examples(
            "show data/raw/english/ferry-strike.txt",
            "show ferry-strike",
            "show crawl/pages.jsonl#1",
            "show ferry-strike --correct",
            "show https://gazette.example/ferry --warehouse data/mine.duckdb",
        ),
    )
    show.add_argument(
        "page",
        metavar="PAGE",
        help="of the warehouse a source, a part of one, a url, a page_id or the article_id of an"
        " article on it (the first six characters are enough); or a file, FILE#ROW in one of rows,"
        " which is cut now",
    )
    show.add_argument(
        "--correct",
        action="store_true",
        help="print the page as rows of corrections.csv: keep one in your folder of seeds, with"
        " the right value, and the next run cuts the page so",
    )


def add_schedule(commands: Any, shared: argparse.ArgumentParser) -> None:
    schedule = commands.add_parser(
        "schedule",
        help="run every night until stopped",
        description="Run on a schedule until stopped, with a Prefect server of its own unless"
        " PREFECT_API_URL names one.",
        parents=[shared],
        **tell_examples(
            "schedule data/raw",
            'schedule data/raw --cron "30 4 * * 1-5"',
            "schedule data/raw --every 3600 --warehouse data/mine.duckdb",
        ),
    )
    schedule.add_argument(
        "raws",
        nargs="*",
        type=read_path,
        default=[Path("data/raw")],
        metavar="RAW",
        help="a file of pages, or a folder of such files (default: data/raw)",
    )
    schedule.add_argument(
        "--cron",
        type=read_cron,
        default="0 2 * * *",
        metavar="LINE",
        help="when to run, as a cron line in UTC (default: %(default)s)",
    )
    schedule.add_argument(
        "--every",
        type=read_seconds,
        metavar="SECONDS",
        help="run this often, in place of --cron",
    )


def add_report(commands: Any, shared: argparse.ArgumentParser) -> None:
    report = commands.add_parser(
        "report",
        help="write what came in, as one HTML file",
        description="Write one HTML file about the last run, or about a period: what came in, what"
        " was rejected, stories, quotations, watch topics, checks. It needs no network. Each run"
        " writes the one of itself beside the warehouse.",
        parents=[shared],
        **tell_examples(
            "report",
            "report --since 2026-11-01 --out november.html",
            "report --warehouse data/mine.duckdb",
        ),
    )
    report.add_argument(
        "--since",
        type=read_day,
        metavar="DATE",
        help="of all runs from this day on (UTC), as 2026-11-01 (default: the last run alone)",
    )
    report.add_argument(
        "--out",
        type=read_path,
        metavar="FILE",
        help="the file to write (default: beside the warehouse, as data/copydesk-report.html)",
    )


def add_dashboard(commands: Any, shared: argparse.ArgumentParser) -> None:
    dashboard = commands.add_parser(
        "dashboard",
        help="show the warehouse in a browser",
        description="Serve pages to look at, click and search, until stopped. They show what is"
        " published at that moment, and never keep a run waiting.",
        parents=[shared],
        **tell_examples(
            "dashboard",
            "dashboard --warehouse data/mine.duckdb --port 8600",
            "dashboard --host 0.0.0.0",
        ),
    )
    dashboard.add_argument(
        "--host",
        default="127.0.0.1",
        help="the address to listen on; with another than the default, whoever reaches this machine"
        " may read the warehouse (default: %(default)s)",
    )
    dashboard.add_argument(
        "--port",
        type=read_port,
        default=8501,
        help="the port to listen on; 0 takes a free one (default: %(default)s)",
    )


def add_search(commands: Any, shared: argparse.ArgumentParser) -> None:
    search = commands.add_parser(
        "search",
        help="find the articles that say it, in any script",
        description="Find articles by words in their headlines, bodies and quotations. Capitals and"
        " accents do not count; in quotation marks words are a phrase; a word behind - must not be"
        " there; strike* finds strikes.",
        parents=[shared],
        **tell_examples(
            "search ferry",
            "search '\"port amber\" -strike' --outlet harbour-gazette",
            "search exchange --from 2024-03-01 --place quotation --json",
            "search ferry --author quill",
        ),
    )
    search.add_argument(
        "words",
        nargs="+",
        metavar="WORDS",
        help="what articles should say; with a -word put all of it in quotes: 'ferry -strike'",
    )
    search.add_argument("--outlet", metavar="ID", help="of this outlet_id only")
    search.add_argument("--topic", metavar="ID", help="of this topic_id only")
    search.add_argument("--language", metavar="CODE", help="in this language only: uk")
    search.add_argument("--author", metavar="NAME", help="by somebody of whose name this is a part")
    for name, which in (("from", "first"), ("to", "last")):
        search.add_argument(
            f"--{name}",
            dest=f"{which}_day",
            type=read_day,
            metavar="DAY",
            help=f"the {which} day of publication: 2025-05-19",
        )
    search.add_argument(
        "--place",
        choices=("anywhere", "headline", "quotation"),
        default="anywhere",
        help="where the words should stand (default: %(default)s)",
    )
    search.add_argument(
        "--limit",
        type=read_limit,
        default=10,
        metavar="N",
        help="articles to show, the newest first (default: %(default)s)",
    )
    search.add_argument("--json", action="store_true", help="print what was found as JSON")


def add_export(commands: Any, shared: argparse.ArgumentParser) -> None:
    export = commands.add_parser(
        "export",
        help="write the warehouse's tables as Parquet files",
        description="Write each table of core, marts and ops as Parquet into a folder of its own:"
        " FOLDER/core/articles, FOLDER/marts/outlets and so on, and FOLDER/columns.csv, which says"
        " what each column holds.",
        parents=[shared],
        **tell_examples(
            "export data/tables",
            "export data/to-share --no-text",
            "export data/to-share --no-text --warehouse data/mine.duckdb",
        ),
    )
    export.add_argument(
        "folder",
        type=read_path,
        metavar="FOLDER",
        help="a folder that is empty, or that is not there yet",
    )
    export.add_argument(
        "--no-text",
        action="store_true",
        help="leave out the columns with texts that are other people's: pages, bodies, summaries,"
        " quotations; headlines stay",
    )


def add_forget(commands: Any, shared: argparse.ArgumentParser) -> None:
    forget = commands.add_parser(
        "forget",
        help="remove a page for good",
        description="Remove a page and all that was made of it, from every file of the warehouse."
        " It is not read again, under whatever name; ops.rejects says so. The raw file stays.",
        parents=[shared],
        **tell_examples(
            "forget english/ferry-strike.txt",
            "forget crawl/pages.jsonl",
            "forget crawl/pages.jsonl#12 --warehouse data/mine.duckdb --seeds my-seeds",
            "forget crawl/pages.jsonl --work /shared/batches",
        ),
    )
    forget.add_argument(
        "--work",
        type=Path,
        metavar="FOLDER",
        help="where runs keep their batches, if they are told so with --work: what a killed run"
        " left there goes too",
    )
    forget.add_argument(
        "source",
        metavar="SOURCE",
        help="its source, as core.page_sources has it; of a file of rows FILE#ROW, or FILE for all"
        " of its pages",
    )


def tell_examples(*examples: str) -> dict[str, Any]:
    """The end of a command's help."""
    lines = "\n".join(f"  copydesk {example}" for example in examples)
    formatter = argparse.RawDescriptionHelpFormatter  # keeps the lines as they are
    return {"epilog": f"examples:\n{lines}", "formatter_class": formatter}


class TellVersion(argparse.Action):
    """Print the version and end; it is only looked up if somebody asks."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        print(f"copydesk {find_version()}")
        parser.exit()


class PrintCompletion(argparse.Action):
    """Print the script that completes our arguments in a shell, and end."""

    def __call__(self, parser: argparse.ArgumentParser, _: Any, shell: Any, *__: Any) -> None:
        import shtab

        for action in list_arguments(parser):
            if action.dest in FILES:
                setattr(action, "complete", shtab.FILE)  # noqa: B010  read by shtab alone
            elif action.dest in FOLDERS:
                setattr(action, "complete", shtab.DIRECTORY)  # noqa: B010
        print(shtab.complete(parser, shell))
        parser.exit()


def list_arguments(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """The arguments of a parser and of its commands."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from list_arguments(command)


def read_path(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("an empty name; is a variable not set?")
    return Path(text)


def read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-11-01") from None


def read_workers(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes from 1 to 256")
    return int(text)


def read_seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 1 <= seconds <= 10_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds from 1 on")
    return seconds


def read_limit(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= 1000):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 1000")
    return int(text)


def read_port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text[:6]) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to 65535")
    return int(text)


def read_cron(text: str) -> str:
    from cronsim import CronSim, CronSimError

    try:
        CronSim(text, datetime.now(UTC))
    except CronSimError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no cron line: {error}") from None
    return text
