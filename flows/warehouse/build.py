"""The build file: the writer's own database, its schema, and the worklist of a run.

The worklist says what a run must do again. Its tables are declared in sql/core.sql (schema `work`);
they are filled from what was read and from the rules that changed, and are empty between runs.
"""

import contextlib
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import duckdb

from flows.errors import CopydeskError
from flows.ingest.limits import MEGABYTE, read_limit
from flows.rules import Versions
from flows.seeds import read_seed, read_topic_seed
from flows.segment.segment_kinds import read_segment_kinds
from flows.shipped import SQL
from flows.warehouse.corrections import list_corrected
from flows.warehouse.faults import list_retries
from flows.warehouse.models import blame_file
from flows.warehouse.publish import copy_file, remove_database

SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "storage_compatibility_version": "v1.5.0",  # 1.5 shells, Node and JDBC readers refuse newer
    "autoinstall_known_extensions": "false",  # a stray function tries a download
    "autoload_known_extensions": "false",
}
# What DuckDB may hold before it writes to disk, beside the file. Not all that it does can go there;
# a run that cannot do with it is done again with the share of the machine.
MEMORY_LIMIT = "COPYDESK_DATABASE_MEMORY_MB"
ORDINARY_MB = 1_000  # 10,000 pages need no more; see MEMORY_LIMIT
SHARE_OF_MACHINE = 40  # percent of its memory
WORKLIST = ("pages", "articles", "corrected_texts", "retried_faults", "old_placements")
WORKLIST += ("old_story_articles", "changed_pages", "changed_articles", "changed_stories")
WORKLIST += ("changed_lines",)
# What a new build file takes over from the one before; all else is made again.
REMEMBERED = ("core.page_sources", "core.pages", "core.page_metadata", "ops.runs", "ops.files")
REMEMBERED += ("ops.rejects", "ops.forgotten")
REMEMBERED += ("ops.faults", "ops.checks", "ops.check_rows", "ops.article_changes")
REMEMBERED += ("ops.story_changes", "ops.watch_sightings")
DATABASE = "build"  # the name of a database file of ours where it is attached
ROWS_A_GROUP = 16_384  # half as many make a file 3 % larger, eight times as many 6 % smaller
NEW_FILE = "rebuild.duckdb"  # a build file that is being made
INDEX_FILE = "index.duckdb"  # beside the build file; see index_file.py
Connection = duckdb.DuckDBPyConnection


class Redo(NamedTuple):
    """Whose rules have changed since the last run, so that all of the warehouse is done again."""

    reading: bool = False
    cut: bool = False
    describe: bool = False
    topics: bool = False
    compare: bool = False


class WarehouseBroken(CopydeskError):
    """The build file cannot be opened."""


# What DuckDB says of a file that is damaged; what it quotes is the path.
CORRUPT = re.compile(r"corrupt|not a valid DuckDB|not read enough bytes|\bWAL\b", re.I)
QUOTED = re.compile(r"""(["']).*?\1|\S*/\S*""")
UNREACHABLE = re.compile(
    r"No space left|quota|Read-only|Permission denied|lock on file|Too many open|newer version",
    re.I,
)


def is_corrupt(error: BaseException) -> bool:
    """Whether an error says that a database file is damaged."""
    while isinstance(error, WarehouseBroken) and error.__cause__:
        error = error.__cause__
    told = QUOTED.sub("", str(error))
    if not isinstance(error, duckdb.Error) or UNREACHABLE.search(told):
        return False
    if isinstance(error, duckdb.SerializationException):
        return True
    kinds = (duckdb.Error, duckdb.IOException, duckdb.FatalException, duckdb.InternalException)
    return type(error) in kinds and bool(CORRUPT.search(told))


def set_aside(folder: Path, published: Path) -> list[str]:
    """Put a damaged build file out of the way, and the published one in its place, if that is
    whole. One damaged file is kept, to be looked at. Gives lines for people.
    """
    build = folder / "build.duckdb"
    remove_database(folder / INDEX_FILE)  # it may be what is damaged, and can be made again
    for older in folder.glob("broken-*"):
        older.unlink(missing_ok=True)
    broken = folder / f"broken-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.duckdb"
    for suffix in ("", ".wal"):
        with contextlib.suppress(FileNotFoundError):
            build.with_name(build.name + suffix).replace(broken.with_name(broken.name + suffix))
    told = f"The build file is damaged; it was set aside as {broken}."
    if copy_published(published, build):
        return [told, "The warehouse is built again from the published file."]
    return [told, "There is no whole published file to go on from: all files are read again."]


def copy_published(published: Path, build: Path) -> bool:
    """Make the published file the build file; False if there is none, or it is damaged.

    Raises:
        OSError, duckdb.Error: the machine cannot; nothing is lost then.
    """
    copy = build.with_name(NEW_FILE)
    remove_database(copy)
    try:
        copy_file(published, copy)
    except FileNotFoundError:
        return False
    copy.chmod(0o644)
    try:
        with connect(copy) as connection:
            connection.execute("select count(text) from core.pages").fetchall()
    except (WarehouseBroken, duckdb.Error) as error:
        if not is_corrupt(error):
            raise
        remove_database(copy)
        return False
    copy.replace(build)
    return True


def connect(path: Path, is_large: bool = False) -> Connection:
    """A connection to a database file of ours, which is its current database.

    It is attached, as only so the size of its groups of rows can be set: DuckDB writes a group anew
    where a row of it changes, and the 122,880 of its own are all the texts of most warehouses.

    Args:
        is_large: it may hold SHARE_OF_MACHINE, as it cannot do with ORDINARY_MB.
    """
    connection = duckdb.connect(config=SETTINGS)
    limit_memory(connection, path, is_large)
    try:
        attach(connection, path, DATABASE)
    except duckdb.Error as error:
        connection.close()
        raise WarehouseBroken(f"{path} cannot be opened: {error}") from error
    connection.execute(f"use {DATABASE}")
    connection.execute(f"set temp_directory = {quote(f'{path}.tmp')}")
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set enable_progress_bar = false")  # DuckDB 2.0 shows it in a pipe, too
    # DuckDB 2.0.0 sums wrongly behind a left join to an empty table: 134 words instead of 11,398.
    connection.execute("set disabled_optimizers = 'compressed_materialization'")
    return connection


def attach(connection: Connection, path: Path, name: str) -> None:
    """Attach a database file of ours that is written, or make it."""
    size = f"row_group_size {ROWS_A_GROUP}"
    connection.execute(f"attach {quote(path)} as {name} ({size}, storage_version 'v1.5.0')")


def quote(path: Path | str) -> str:
    """A path as a literal of SQL, as ATTACH and SET take no parameters."""
    return "'" + str(path).replace("'", "''") + "'"


def limit_memory(connection: Connection, path: Path, is_large: bool) -> None:
    """Bound what DuckDB holds; for the index, which is open beside the build file, half as much."""
    parts = 2 if path.name == INDEX_FILE else 1
    if is_told():
        most = f"{read_limit(MEMORY_LIMIT, 0) // MEGABYTE // parts}MiB"
        connection.execute(f"set memory_limit = '{most}'")
        return
    connection.execute(f"set memory_limit = '{SHARE_OF_MACHINE // parts}%'")
    ((most,),) = connection.execute(MEMORY_LIMIT_BYTES).fetchall()
    if not is_large and most > ORDINARY_MB // parts * MEGABYTE:
        connection.execute(f"set memory_limit = '{ORDINARY_MB // parts}MiB'")


MEMORY_LIMIT_BYTES = "select parse_formatted_bytes(current_setting('memory_limit'))"


def is_told() -> bool:
    """Whether people say how much memory DuckDB may hold."""
    return bool(os.environ.get(MEMORY_LIMIT))


@contextmanager
def open_build(
    folder: Path, versions: Versions, full_refresh: bool, is_large: bool = False
) -> Iterator[tuple[Connection, Redo]]:
    """A connection to the build file, in a transaction, and what changed rules make it do again.

    Under new rules of cutting, or for a full refresh, the pages and the history move to a new file
    and all else is made again. The transaction is committed after the block, or rolled back.
    """
    build = folder / "build.duckdb"
    # Opening the file replays what a killed run left in its log, so it is done first.
    redo = find_redo(build, versions, full_refresh) if build.exists() else Redo()
    path = folder / NEW_FILE if any(redo) or not build.exists() else build
    is_empty = redo.cut or not build.exists()
    if path != build:
        remove_database(path)
        if not is_empty:
            copy_file(build, path)
    connection = connect(path, is_large)
    try:
        if is_empty:
            with blame_file("sql/core.sql"):
                connection.execute((SQL / "core.sql").read_text())
        if redo.cut:
            remember(connection, build)
        connection.execute("begin")
        replace_reference(connection)
        fill_worklist(connection, redo)
        list_retries(connection, versions, full_refresh)
        list_corrected(connection)
        yield connection, redo
        clear_worklist(connection)
        connection.execute("commit")
        connection.execute("checkpoint")
    finally:
        connection.close()
    if path != build:
        path.replace(build)


def settle(connection: Connection) -> None:
    """Commit what has been written so far to a file that is no build file yet.

    What a transaction has written DuckDB holds in memory, as it came and not packed.
    """
    ((path,),) = connection.execute(PATH, [DATABASE]).fetchall()
    if Path(path).name == NEW_FILE:
        connection.execute("commit")
        connection.execute("checkpoint")
        connection.execute("begin")


PATH = "select path from duckdb_databases() where database_name = $1"


def find_redo(build: Path, versions: Versions, full_refresh: bool) -> Redo:
    with connect(build) as connection:
        before = read_versions(connection)
    changed = Redo(*(mine != its for mine, its in zip(versions, before, strict=True)))
    return changed._replace(cut=changed.cut or full_refresh)


def read_versions(connection: Connection) -> tuple[str | None, ...]:
    """The version of each stage in the last run that published; None each where the file does not
    say.
    """
    names = [f"{stage}_version" for stage in Versions._fields]
    columns = {
        name
        for (name,) in connection.execute(
            "select column_name from duckdb_columns()"
            " where schema_name = 'ops' and table_name = 'runs'"
        ).fetchall()
    }
    unknown = (None,) * len(names)
    if not columns.issuperset(names):  # made before there was a version a stage
        return unknown
    condition = "state = 'completed'" if "state" in columns else "true"
    rows = connection.execute(
        f"select {', '.join(names)} from ops.runs where {condition}"  # noqa: S608
        " order by run_id desc limit 1"
    ).fetchall()
    return rows[0] if rows else unknown


def remember(connection: Connection, old: Path) -> None:
    """Take pages and history over from the old build file, and its cuts for comparison."""
    connection.execute(f"attach {quote(old)} as old (read_only)")
    for table in REMEMBERED:
        copy_table(connection, table, table)
    copy_table(connection, "core.placements", "work.old_placements")
    connection.execute(NAME_OLD_PLACEMENTS.format("old.core.articles"))
    copy_table(connection, "core.story_articles", "work.old_story_articles")
    connection.execute("detach old")


NAME_OLD_PLACEMENTS = """
    update work.old_placements
    set headline = articles.headline
    from {} as articles
    where old_placements.article_id = articles.article_id
"""


def copy_table(connection: Connection, old: str, new: str) -> None:
    """Copy the columns that both tables have; none where the old file is from before the table."""
    columns = connection.execute(
        """
        select string_agg('"' || column_name || '"', ', ')
        from duckdb_columns() as mine
        where database_name <> 'old'
            and schema_name || '.' || table_name = $new
            and column_name in (
                select column_name
                from duckdb_columns()
                where database_name = 'old' and schema_name || '.' || table_name = $old
            )
        """,
        {"old": old, "new": new},
    ).fetchall()[0][0]
    if columns:
        connection.execute(f"insert into {new} ({columns}) select {columns} from old.{old}")  # noqa: S608


def replace_reference(connection: Connection) -> None:
    """Write what seeds/ says into the reference tables, where it says something else than they."""
    reference = {
        "outlets": read_seed("outlets"),
        "outlet_aliases": read_seed("outlet_aliases"),
        "topics": read_topic_seed(),
        "segment_kinds": read_segment_kinds(),
    }
    for name, seed in reference.items():
        connection.register("seed", seed)
        columns = ", ".join(seed.columns)
        ours = f"core.{name} where kind <> 'unlisted'" if name == "outlets" else f"core.{name}"
        differing = connection.execute(f"""
            (select {columns} from {ours} except all select {columns} from seed)
            union all
            (select {columns} from seed except all select {columns} from {ours})
        """).fetchmany(1)  # noqa: S608
        if differing:
            connection.execute(f"delete from {ours}")  # noqa: S608
            connection.execute(f"insert into core.{name} by name select * from seed")  # noqa: S608
        connection.unregister("seed")


# The worklist


def fill_worklist(connection: Connection, redo: Redo) -> None:
    """Put on the worklist what changed rules make a run do again for all pages and articles."""
    clear_worklist(connection, ("pages", "articles", "corrected_texts", "retried_faults"))
    if redo.cut or redo.describe:
        connection.execute(
            "insert into work.pages (page_id, change, first_stage)"
            " select page_id, 'rules', $1 from core.pages",
            ["cut" if redo.cut else "describe"],
        )
    if redo.describe and not redo.cut:
        copy_old = """
            insert into work.old_placements by name
            select page_id, placement_no, article_id, role, outlet_label, outlet_id
            from core.placements
        """
        connection.execute(copy_old)
        connection.execute(NAME_OLD_PLACEMENTS.format("core.articles"))
    if redo.describe or redo.topics:
        connection.execute(
            """
            insert into work.articles by name
            select
                article_id,
                hash(headline, body, language_code) as old_text,
                $describe as must_resolve,
                $describe as must_quote,
                $topics as must_find_topics,
            from core.articles
            """,
            {"describe": redo.describe, "topics": redo.topics},
        )


def clear_worklist(connection: Connection, tables: tuple[str, ...] = WORKLIST) -> None:
    for table in tables:
        connection.execute(f"truncate work.{table}")


def find_work_again(
    connection: Connection, redo: Redo, readers: Mapping[str, str]
) -> Iterator[str]:
    """What changed rules and corrections make a run do again, in lines for people.

    Args:
        readers: the version of the reader of each format.
    """
    page_count, article_count, corrected_count = connection.execute("""
        select
            (select count(*) from core.pages),
            (select count(*) from core.articles),
            (select count(*) from work.pages where change = 'correction'),
    """).fetchall()[0]
    if redo.reading:
        yield from find_outdated(connection, readers)
    if redo.cut:
        yield f"The rules for cutting pages have changed: all {page_count:,} pages are cut again."
        return
    if corrected_count:
        noun = "page has" if corrected_count == 1 else "pages have"
        yield f"{corrected_count:,} {noun} other corrections than before, and are cut again."
    if redo.describe:
        yield (
            "The rules for describing articles have changed:"
            f" those of all {page_count:,} pages are described again."
        )
    if redo.topics:
        yield (
            "The rules for finding topics have changed:"
            f" those of all {article_count:,} articles are found again."
        )
    if redo.compare:
        yield (
            "The rules for comparing articles have changed:"
            f" all {article_count:,} articles are compared again."
        )


def find_outdated(connection: Connection, readers: Mapping[str, str]) -> Iterator[str]:
    """A line if readers changed of whose formats there are files."""
    file_count, formats = connection.execute(
        """
        select count(*), list(distinct format order by format)
        from ops.files
        where not coalesce(list_contains($1, format || ' ' || reader_version), false)
        """,
        [list(map(" ".join, readers.items()))],
    ).fetchall()[0]
    if file_count:
        named = f" of {', '.join(formats)}" if formats else ""
        yield (
            f"The rules for reading files{named} have changed:"
            f" of {file_count:,} files, those that are still there are read again."
        )
