"""`copydesk report`: what a run or a period brought, as one HTML file that needs nothing else.

It reads the published file and nothing else. The file has no script, asks no network, and its one
style is allowed by its hash; what pages say is text in it, with hidden characters shown.
"""

import base64
import hashlib
import os
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from flows.errors import Unusable
from flows.ingest.files import REPORT_ENDING
from flows.summary import count_noun
from flows.view.chapters import CHAPTERS, Column
from flows.view.feeds import is_web_address
from flows.view.hidden import show_hidden
from flows.view.telling import tell_name

HERE = Path(__file__).parent
MARK, MARK_WITHIN = b'<meta name="generator" content="Copydesk">', 2_000  # bytes of a report
MOST_ROWS = 15
LONGEST_TEXT = 400  # characters of a cell
Row = dict[str, Any]


class Part(NamedTuple):
    """A table, with bars above it if `bar` names a column of numbers."""

    title: str
    columns: list[Column]
    rows: list[Row]
    total: int  # rows that there are; the first 15 are shown
    all: str  # a query that gives all of them
    empty: str  # what is said where there is none
    bar: str = ""


class Section(NamedTuple):
    """A chapter of the report."""

    anchor: str
    title: str
    about: str
    parts: list[Part]


class Tile(NamedTuple):
    """A number at the top."""

    title: str
    value: int
    note: str
    is_alarming: bool = False


class Report(NamedTuple):
    """All that the template shows."""

    title: str
    lede: str
    warehouse: str
    run_id: str
    tiles: list[Tile]
    sections: list[Section]


def find_report(warehouse: Path) -> Path:
    """Where a run writes it: data/copydesk.duckdb -> data/copydesk-report.html."""
    return warehouse.with_name(warehouse.stem + REPORT_ENDING)


def write_report(warehouse: Path, out: Path | None = None, since: date | None = None) -> Report:
    """Write the report of the last run, or of all runs since a day, beside the warehouse or to
    `out`; readers of the file there see the old one or the new one.

    Raises:
        Unusable: there is no warehouse, it is too old, there was no run since that day, or
            somebody else's file has the name.
        OSError: the file cannot be written.
    """
    path = out or find_report(warehouse)
    if out is None and path.is_file() and MARK not in path.read_bytes()[:MARK_WITHIN]:
        raise Unusable(f"{path}: is no report of ours; move it away, or name another with --out")
    report = read_report(warehouse, since)
    write_whole(path, render(report))
    return report


def read_report(warehouse: Path, since: date | None = None) -> Report:
    if not warehouse.exists():
        raise Unusable(f"{warehouse}: there is no warehouse; make one with copydesk run")
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        try:
            return make_report(connection, str(warehouse), since)
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            reason = str(error).splitlines()[0]
            raise Unusable(
                f"{warehouse}: an older version made it ({reason}); run copydesk run again"
            ) from None


def write_whole(path: Path, text: str) -> None:
    """Write a file so that nobody sees half of it."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        part.chmod(0o644)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


# What it says


def make_report(
    connection: duckdb.DuckDBPyConnection, warehouse: str, since: date | None = None
) -> Report:
    """The report as data, from a connection to a published warehouse."""
    read = Reader(connection)
    moment = datetime.combine(since, datetime.min.time(), UTC) if since else None
    connection.execute(PERIOD.format(LAST if moment is None else SINCE), given(since=moment))
    connection.execute(INCOMING)
    runs = read.rows("select * from period order by run_id desc")
    if not runs:
        raise Unusable(f"{warehouse}: no run since {since}; choose an earlier day")
    counts = read.rows(COUNTS)[0]
    last = runs[0]
    return Report(
        tell_title(since, last),
        tell_lede(runs, counts),
        warehouse,
        last["run_id"],
        list_tiles(counts),
        [
            read.section(*chapter, [read.part(*part) for part in parts])
            for chapter, parts in CHAPTERS
        ],
    )


def given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


class Reader:
    """Reads rows by name."""

    def __init__(self, connection: duckdb.DuckDBPyConnection):
        self.connection = connection

    def rows(self, query: str) -> list[Row]:
        found = self.connection.execute(query)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def part(
        self, title: str, columns: list[Column], query: str, every: str, empty: str, bar: str = ""
    ) -> Part:
        total = self.rows(f"select count(*) as row_count from ({query})")[0]["row_count"]  # noqa: S608
        rows = self.rows(f"select * from ({query}) limit {MOST_ROWS}")  # noqa: S608
        for row in rows:
            if row.get("language_code"):
                row["language_code"] = tell_name(row["language_code"])
        return Part(title, columns, rows, total, every, empty, bar)

    def section(self, anchor: str, title: str, about: str, parts: list[Part]) -> Section:
        return Section(anchor, title, about, parts)


def tell_title(since: date | None, last: Row) -> str:
    if since:
        return f"Since {since:%d %B %Y}"
    return f"The run of {last['started_at'].astimezone(UTC):%d %B %Y, %H:%M} UTC"


def tell_lede(runs: list[Row], counts: Row) -> str:
    came = (
        f"{count_noun(counts['new_articles'], 'article')} came in on"
        f" {count_noun(counts['new_pages'], 'page')}, from"
        f" {count_noun(counts['new_outlets'], 'outlet')}"
        if counts["new_pages"]
        else "Nothing new came in"
    )
    took = f"; {count_noun(len(runs), 'run')}" if len(runs) > 1 else ""
    refused = "; nothing was rejected"
    if counts["rejects"]:
        refused = f"; {count_noun(counts['rejects'], 'source')} could not be read"
    return f"{came}{refused}{took}."


def list_tiles(counts: Row) -> list[Tile]:
    return [
        Tile("New pages", counts["new_pages"], f"{counts['pages']:,} in all"),
        Tile("New articles", counts["new_articles"], f"{counts['articles']:,} complete in all"),
        Tile("Outlets heard", counts["new_outlets"], f"{counts['outlets']:,} in all"),
        Tile("Stories", counts["stories"], "with news, of two outlets or more"),
        Tile("Watch matches", counts["matches"], "seen for the first time"),
        Tile("Rejected", counts["rejects"], "sources not read", counts["rejects"] > 0),
        Tile("Faults", counts["faults"], "open, of all runs", counts["faults"] > 0),
        Tile(
            "Checks with rows",
            counts["checks"],
            "of the last run that checked",
            counts["checks"] > 0,
        ),
    ]


LAST = (
    "state = 'completed' and run_id = (select max(run_id) from ops.runs where state = 'completed')"
)
SINCE = "started_at >= $since"
PERIOD = "create or replace temp table period as select * from ops.runs where {}"

# What a run brought are the pages of the files that it was the last to read.
INCOMING = """
    create or replace temp table new_pages as
    select distinct page_id
    from core.page_sources
    where file in (select source from ops.files where run_id in (select run_id from period));

    create or replace temp table new_articles as
    select distinct article_id
    from core.placements
    join core.articles using (article_id)
    where page_id in (select page_id from new_pages) and is_complete;

    create or replace temp table new_stories as
    select distinct story_id
    from core.story_articles
    where article_id in (select article_id from new_articles);
"""
COUNTS = """
    select
        (select count(*) from new_pages) as new_pages,
        (select count(*) from core.pages) as pages,
        (select count(*) from new_articles) as new_articles,
        (select count(*) from core.articles where is_complete) as articles,
        (
            select count(distinct outlet_id)
            from core.articles
            where article_id in (select article_id from new_articles)
        ) as new_outlets,
        (select count(distinct outlet_id) from core.articles) as outlets,
        (select count(*) from marts.stories semi join new_stories using (story_id)) as stories,
        (
            select count(*)
            from marts.watch_matches
            where first_seen_run_id in (select run_id from period)
        ) as matches,
        (select count(*) from ops.rejects where run_id in (select run_id from period)) as rejects,
        (select count(*) from ops.faults where not is_mended) as faults,
        (
            select count(*)
            from ops.checks
            where failed_rows > 0 and run_id = (select max(run_id) from ops.checks)
        ) as checks,
"""

# How it looks


def render(report: Report) -> str:
    """The report as HTML."""
    style = (HERE / "report.css").read_text(encoding="utf-8")
    page = make_environment().from_string((HERE / "report.html.j2").read_text(encoding="utf-8"))
    # The hash is over the element's text, which is the style as it is.
    return page.render(report=report, style=Markup(style), style_hash=hash_style(style))


def hash_style(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def make_environment() -> Environment:
    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    environment.filters |= {
        "shown": show,
        "digits": show_number,
        "clipped": clip,
        "named": lambda value: "unknown" if value is None else str(value),
        "or_zero": lambda value: value or 0,
        "is_day": lambda value: isinstance(value, date),
        "is_web": lambda url: is_web_address(str(url)),
    }
    return environment


def show(value: Any) -> str:
    """A value as text, with hidden characters shown and no longer than a cell bears.

    >>> show("a\\u202eb")
    'a⟨RIGHT-TO-LEFT OVERRIDE⟩b'
    """
    return show_hidden(clip(str(value), LONGEST_TEXT))


def clip(text: str, most: int) -> str:
    """
    >>> clip("a long name", 6)
    'a lon…'
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def show_number(value: float, digits: int) -> str:
    """
    >>> show_number(1234.56, 1), show_number(7, 0)
    ('1,234.6', '7')
    """
    return f"{value:,.{digits}f}"
