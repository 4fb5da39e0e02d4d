"""What a run did: files, rejects, checks, changed ids, and the run's own row, into ops."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import polars as pl

from flows.ingest import Ingested
from flows.ingest.files import MANIFEST
from flows.ingest.forgotten import REASON as FORGOTTEN
from flows.summary import Reject
from flows.warehouse.build import Connection
from flows.warehouse.models import Check

Run = dict[str, Any]  # a row of ops.runs
FILE = pl.Schema({"source": pl.String})


def load_files(
    connection: Connection, ingested: Ingested, run: Run, readers: Mapping[str, str]
) -> dict[str, int]:
    """Write files and rejects; the counts for ops.runs.

    Args:
        readers: the version of the reader of each format.
    """
    connection.register("read_files", ingested.files)
    connection.register("read_rejects", ingested.rejects)
    is_there = ~pl.col("reason").is_in(["not found", "vanished"])
    rejected = ingested.rejects.filter(is_there)["source"]
    seen = pl.DataFrame({"source": [*ingested.unchanged, *ingested.files["source"], *rejected]})
    connection.register("seen_files", seen.cast(pl.String))
    connection.execute("delete from ops.files where source in (select source from read_files)")
    connection.execute(
        "insert into ops.files by name"
        " select *, $1 as run_id, $2 as reading_version from read_files",
        [run["run_id"], run["reading_version"]],
    )
    connection.register("unchanged_files", pl.DataFrame({"source": ingested.unchanged}, FILE))
    connection.execute(MENDED_REJECTS, [ingested.searched])
    connection.execute(REPEATED_REJECTS)
    connection.execute(NEW_REJECTS, [run["run_id"], MANIFEST])
    rejects = connection.execute(
        "select count(*) from ops.rejects where run_id = $1 and reason <> $2",
        [run["run_id"], FORGOTTEN],
    ).fetchall()
    connection.execute(
        "update ops.files set missing_since = null where source in (select source from seen_files)"
    )
    missing = connection.execute(
        """
        update ops.files
        set missing_since = $1
        where missing_since is null and list_contains($2, folder)
            and source not in (select source from seen_files)
        """,
        [run["started_at"], ingested.folders],
    ).fetchall()
    outdated = connection.execute(
        "select count(*) from ops.files"
        " where not coalesce(list_contains($1, format || ' ' || reader_version), false)",
        [list(map(" ".join, readers.items()))],
    ).fetchall()
    return {
        "read_file_count": ingested.files.height,
        "reread_file_count": ingested.read_again.total(),
        "skipped_file_count": len(ingested.unchanged),
        "missing_file_count": missing[0][0],
        "outdated_file_count": outdated[0][0],
        "reject_count": rejects[0][0],
    }


# A fault is gone if the file was read again without it; if the file is as it was when it was read,
# and had no such fault then (it could not be opened since); or if it never became a file of the
# ledger (a link out, an unknown type) and the search of its folder did not find it again.
MENDED_REJECTS = """
    update ops.rejects
    set is_mended = true
    where not is_mended
        and (source, reason, detail) not in (select (source, reason, detail) from read_rejects)
        and (
            core.file_of(source) in (select source from read_files)
            or (
                core.file_of(source) in (select source from unchanged_files)
                and reason <> 'forgotten'
                and (source, reason, detail) not in (
                    select (told.source, told.reason, told.detail)
                    from ops.rejects as told
                    join ops.files
                        on files.source = core.file_of(told.source)
                        and files.run_id = told.run_id
                )
            )
            or (
                list_contains($1, folder)
                and reason <> 'forgotten'
                and core.file_of(source) not in (select source from ops.files)
            )
        )
"""

# What a file that was read again still has takes the place of what it had.
REPEATED_REJECTS = """
    delete from ops.rejects
    where not is_mended
        and core.file_of(source) in (select source from read_files)
        and (source, reason, detail) in (select (source, reason, detail) from read_rejects)
"""

# What never becomes a file of the ledger (a link out, an unknown type) is told of once. A manifest
# that cannot be read is told of by every run: the urls of new files are missing.
NEW_REJECTS = """
    insert into ops.rejects by name
    select *, $1 as run_id
    from read_rejects
    where core.file_of(source) in (select source from read_files)
        or (parse_filename(source) = $2 and reason <> 'not found')
        or (source, reason, detail) not in (
            select (source, reason, detail) from ops.rejects where not is_mended
        )
"""


def load_article_changes(connection: Connection, run_id: str) -> None:
    """Write which articles have another id under new rules of cutting."""
    connection.execute(ARTICLE_CHANGES, [run_id])


ARTICLE_CHANGES = """
    insert into ops.article_changes by name
    select
        $1 as run_id,
        page_id,
        placement_no,
        old_placements.article_id as old_article_id,
        placements.article_id as new_article_id,
    from work.old_placements
    full join core.placements using (page_id, placement_no)
    anti join (select page_id from work.pages where change in ('new', 'removed')) using (page_id)
    where old_placements.article_id is distinct from placements.article_id
"""


def tell_effects(connection: Connection) -> Iterator[str]:
    """What changed rules have changed: how many articles, and which labelled stories are gone."""
    cut_count, outlet_count = connection.execute(COUNT_EFFECTS).fetchall()[0]
    if cut_count:
        were = "article is" if cut_count == 1 else "articles are"
        yield f"{cut_count:,} {were} cut otherwise than before: see ops.article_changes"
    if outlet_count:
        were = "placement has" if outlet_count == 1 else "placements have"
        yield f"{outlet_count:,} {were} another outlet than before"
    gone = connection.execute(GONE_STORIES).fetchall()
    for source, headline, label in gone[:TOLD_STORIES]:
        yield f'a story is gone from {source}: "{headline}" ({label})'
    if len(gone) > TOLD_STORIES:
        yield f"... and {len(gone) - TOLD_STORIES:,} more stories with a known outlet are gone"


TOLD_STORIES = 3

# Places of the cut may shift, so outlets are compared where the article is the same.
COUNT_EFFECTS = """
    select
        (
            select count(distinct (page_id, old_placements.article_id))
            from work.old_placements
            semi join core.pages using (page_id)
            anti join core.placements using (page_id, article_id)
        ),
        (
            select count(*)
            from work.old_placements
            join core.placements using (page_id, placement_no, article_id)
            where old_placements.outlet_id is distinct from placements.outlet_id
        ),
"""

GONE_STORIES = """
    select source, headline, outlet_label
    from work.old_placements
    join core.pages using (page_id)
    where old_placements.role <> 'lead'
        and old_placements.outlet_label is not null
        and old_placements.outlet_id is not null
        and old_placements.headline is not null
        and not exists (
            select 1
            from core.placements as new_placements
            join core.articles as new_articles using (article_id)
            where new_placements.page_id = old_placements.page_id
                and new_articles.headline = old_placements.headline
        )
    order by source, placement_no, headline
"""


def read_models_version(connection: Connection) -> str | None:
    """Which marts and checks the build file has; None where it has none."""
    rows = connection.execute(
        "select models_version from ops.runs where (select count(*) from duckdb_tables()"
        " where schema_name = 'marts') > 0 and state = 'completed'"
        " order by run_id desc limit 1"
    ).fetchall()
    return rows[0][0] if rows else None


CHECK_ROWS = pl.Schema(
    {
        "check_name": pl.String,
        "severity": pl.String,
        "run_id": pl.String,
        "row_no": pl.Int32,
        "page_id": pl.String,
        "source": pl.String,
        "row_json": pl.String,
    }
)
RUNS_WITH_ROWS = 10  # ops.checks has the numbers of all runs


def load_checks(connection: Connection, checks: list[Check], run_id: str) -> None:
    """Write how many rows each check found, and the first of them."""
    rows = [
        (check.name, check.severity, check.failed_rows, run_id, check.is_limited)
        for check in checks
    ]
    names = ["check_name", "severity", "failed_rows", "run_id", "is_limited"]
    connection.register("outcomes", pl.DataFrame(rows, schema=names, orient="row"))
    connection.execute("insert into ops.checks by name select * from outcomes")
    found = [row for check in checks for row in list_check_rows(check, run_id)]
    connection.register("found_rows", pl.DataFrame(found, schema=CHECK_ROWS, orient="row"))
    connection.execute("insert into ops.check_rows by name select * from found_rows")
    connection.execute(
        """
        delete from ops.check_rows
        where run_id not in (
            select distinct run_id from ops.check_rows order by run_id desc limit $1
        )
        """,
        [RUNS_WITH_ROWS],
    )


def list_check_rows(check: Check, run_id: str) -> Iterator[tuple]:
    """The rows of CHECK_ROWS of a check."""
    for row_no, (row, place) in enumerate(zip(check.examples, check.places, strict=True), 1):
        named = dict(zip(check.columns, row, strict=True))
        row_json = json.dumps(named, ensure_ascii=False, default=str)
        yield (check.name, check.severity, run_id, row_no, *place, row_json)


def load_run(connection: Connection, run: Run) -> dict[str, int]:
    """Write the run's own row; what the warehouse holds now."""
    run |= {"finished_at": datetime.now(UTC), "state": "completed"}  # unless publishing fails
    connection.register("run", pl.DataFrame([run]))
    connection.execute("insert into ops.runs by name select * from run")
    counts = connection.execute(COUNTS)
    names = [column[0] for column in counts.description]
    return dict(zip(names, counts.fetchall()[0], strict=True))


COUNTS = """
    select
        (select count(*) from core.pages) as pages,
        (
            select count(*) from ops.rejects where not is_mended and reason <> 'forgotten'
        ) as open_rejects,
        (select count(*) from ops.faults where not is_mended) as open_faults,
        (select count(*) from core.articles) as articles,
        (select count(*) from core.articles where is_complete) as complete,
        (
            select count(distinct article_id) from core.placements where role = 'lead'
        ) as leads,
        (select count(*) from core.articles where not is_complete) as teasers,
        (select count(distinct outlet_id) from core.articles) as outlets,
        (
            select count(distinct outlet_id)
            from core.articles
            join core.outlets using (outlet_id)
            where kind = 'unlisted'
        ) as unlisted,
        (select count(distinct topic_id) from core.article_topics where is_assigned) as topics,
        (select count(*) from core.quotations) as quotations,
        (select count(quotation_family_id) from core.quotations) as shared_quotations,
        (select count(*) from core.stories) as stories,
        (select count(*) from core.stories where article_count > 1) as shared_stories,
        (select count(*) from core.corrections) as corrections,
        (select count(*) from marts.corrections where state = 'stale') as stale_corrections,
        (select count(*) from core.reuse) as reuse,
        (select count(*) from core.reuse where relation = 'duplicate') as duplicates,
        (select count(*) from core.reuse where relation = 'shared_passage') as passages,
        (select count(*) from core.reuse where relation = 'version') as versions,
"""


def read_rejects(connection: Connection, run_id: str) -> list[Reject]:
    """What the run rejected, by reason, the most first."""
    rows = connection.execute(
        """
        select
            reason,
            count(*) as count,
            list(source order by source)[:3] as sources,
            arg_min(detail, source) as detail,
        from ops.rejects
        where run_id = $1
        group by reason
        order by count desc, reason
        """,
        [run_id],
    ).fetchall()
    return [Reject(*row) for row in rows]
