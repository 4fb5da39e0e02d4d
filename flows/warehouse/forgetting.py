"""Forget pages: everything of them goes, and hashes stay by which they are known should they come
again.

A run that forgets leaves a mark in the hidden folder, so that the run after one that was killed
finishes it: the build file is written anew, without the blocks that DuckDB has freed but not yet
used again, and what else may hold words of the pages is removed.
"""

import shutil
from pathlib import Path

import duckdb
import polars as pl

from flows.errors import MachineFailed, Unusable
from flows.ingest.forgotten import DETAIL, REASON, Forgotten
from flows.rules import find_versions
from flows.seeds import read_seed
from flows.warehouse.build import INDEX_FILE, Connection
from flows.warehouse.publish import (
    find_folder,
    has_copy,
    list_runs,
    remove_run,
)

MARK = "forgetting"
# In the hidden folder: damaged files, tracebacks, and the index, which the next run makes again.
WITH_WORDS = ("broken-*", "bug-*.log", f"{INDEX_FILE}*")


def require_source(source: str, warehouse: Path) -> bool:
    """Whether the published warehouse has a source; False if it has been forgotten already.

    Raises:
        Unusable: it never had it, or there is no warehouse.
    """
    if not warehouse.exists():
        raise Unusable(f"{warehouse}: there is no such warehouse")
    with duckdb.connect(warehouse, read_only=True) as connection:
        if find_pages(connection, source):
            return True
        if is_forgotten(connection, source):
            return False
        near = connection.execute(NEAR, [source]).fetchall()
    hint = f"; there is {', '.join(name for (name,) in near)}" if near else ""
    raise Unusable(f"{source}: {warehouse} has no such source{hint}")


def require_same_rules(warehouse: Path) -> None:
    """Refuse where a run now would change more than the pages that it forgets: the last one went by
    other rules, seeds or corrections.

    Raises:
        Unusable: it did.
    """
    given = read_seed("corrections")
    with duckdb.connect(warehouse, read_only=True) as connection:
        try:
            before = connection.execute(LAST_VERSIONS).fetchall()
            corrected = connection.table("core.corrections").select(*given.columns).pl()
            forgotten = connection.sql("select distinct text_id from ops.forgotten").pl()
        except (duckdb.CatalogException, duckdb.BinderException):  # of an older version
            before, corrected, forgotten = [], given, given.select("text_id")
    given = given.join(forgotten, on="text_id", how="anti")
    if before != [tuple(find_versions())] or not corrected.sort(pl.all()).equals(
        given.sort(pl.all())
    ):
        raise Unusable(
            f"{warehouse}: its last run went by other rules, seeds or corrections than these, so"
            " other pages would change too; name its folder of seeds with --seeds, or run"
            " `copydesk run` on its raw files first"
        )


LAST_VERSIONS = """
    select reading_version, cut_version, describe_version, topics_version, compare_version
    from ops.runs
    order by run_id desc
    limit 1
"""

NEAR = """
    select distinct source
    from core.page_sources
    where contains(lower(source), lower($1))
    order by source
    limit 3
"""


def find_pages(connection: Connection, source: str) -> list[str]:
    """The page_ids of a source, or of all rows of a file, and of pages with the same texts."""
    return [page_id for (page_id,) in connection.execute(PAGES_OF, [source]).fetchall()]


PAGES_OF = """
    select page_id
    from core.pages
    where text_id in (
        select text_id
        from core.page_sources
        join core.pages using (page_id)
        where page_sources.source = $1 or page_sources.file = $1
    )
    order by page_id
"""


def is_forgotten(connection: Connection, source: str) -> bool:
    query = "select 1 from ops.forgotten where source = $1 or file = $1 limit 1"
    try:
        return bool(connection.execute(query, [source]).fetchall())
    except duckdb.CatalogException:  # a warehouse from before
        return False


def read_forgotten(connection: Connection) -> Forgotten:
    """What a run must not read again."""
    rows = connection.execute("select text_id, content_hash, row_no from ops.forgotten").fetchall()
    places = {(content_hash, row_no) for _, content_hash, row_no in rows if content_hash}
    return Forgotten(frozenset(text_id for text_id, _, _ in rows), frozenset(places))


def forget_source(connection: Connection, source: str, run_id: str, folder: Path) -> None:
    """Take a source's pages out of what is read, and put them on the worklist; the run removes what
    was made of them.

    Args:
        source: a source, or a file for all of its rows.
        folder: the hidden one, where the mark is left.
    """
    (folder / MARK).touch()
    connection.execute(
        "create or replace temp table forgotten_pages as select unnest($1::varchar[]) as page_id",
        [find_pages(connection, source)],
    )
    connection.execute(NOTE_FORGOTTEN, [run_id])
    connection.execute(TELL_REJECTS, {"reason": REASON, "detail": DETAIL, "run_id": run_id})
    connection.execute(REMOVE_WORDS)


NOTE_FORGOTTEN = """
    insert into ops.forgotten by name
    select
        text_id,
        content_hash,
        if(
            page_sources.source = file, null, page_sources.source[length(file) + 2 :]
        )::bigint as row_no,
        page_sources.source,
        file,
        $1 as run_id,
    from core.page_sources
    semi join forgotten_pages using (page_id)
    join (select page_id, text_id from core.pages) using (page_id)
    left join ops.files on files.source = file
    order by page_sources.source
"""

# What was wrong with such a page (an address that is none) may quote it.
TELL_REJECTS = """
    delete from ops.rejects
    where source in (
        select source from core.page_sources semi join forgotten_pages using (page_id)
    );

    insert into ops.rejects by name
    select page_sources.source, $reason as reason, $detail as detail, $run_id as run_id, folder
    from core.page_sources
    semi join forgotten_pages using (page_id)
    left join ops.files on files.source = file
    order by page_sources.source;
"""

REMOVE_WORDS = """
    update ops.files
    set page_count = page_count - places.place_count,
        reject_count = reject_count + places.place_count,
        manifest_row = if(files.source = places.first_source, null, manifest_row)
    from (
        select file, count(*)::integer as place_count, min(source) as first_source
        from core.page_sources
        semi join forgotten_pages using (page_id)
        group by file
    ) as places
    where files.source = places.file;

    delete from ops.faults
    where page_id in (select page_id from forgotten_pages)
        or source in (
            select source from core.page_sources semi join forgotten_pages using (page_id)
        );

    truncate ops.check_rows;

    update ops.runs
    set reason = 'not kept, as a page was forgotten since'
    where state = 'failed' and reason is not null;

    delete from core.corrections where text_id in (select text_id from ops.forgotten);

    delete from core.page_metadata where page_id in (select page_id from forgotten_pages);

    delete from core.page_sources where page_id in (select page_id from forgotten_pages);

    insert or ignore into work.pages (page_id) select page_id from forgotten_pages;

    drop table forgotten_pages;
"""


def is_marked(folder: Path) -> bool:
    """Whether this run, or one that was killed, forgets something."""
    return (folder / MARK).exists()


def remove_older(warehouse: Path, run_id: str) -> None:
    """Remove all that was published before a run, and what else may hold words of its pages.

    Raises:
        MachineFailed: something cannot be removed.
    """
    folder = find_folder(warehouse)
    for run in list_runs(warehouse) - {run_id}:
        remove_run(warehouse, run)
        if has_copy(warehouse, run):
            raise MachineFailed(
                f"{folder / run}: cannot be removed, and still has what was forgotten; change its"
                " permissions and run again"
            )
    for pattern in WITH_WORDS:
        for path in folder.glob(pattern):
            path.unlink(missing_ok=True)
    shutil.rmtree(folder / "work", ignore_errors=True)  # what a killed run left, where this one
    (folder / MARK).unlink(missing_ok=True)  # keeps its batches elsewhere
