"""Faults: what a stage could not do, in ops.faults, and what of it a run tries again."""

import contextlib
import json
from pathlib import Path

import duckdb
import polars as pl

from flows.faults import FAULTS, Failure
from flows.rules import Versions, digest_code
from flows.summary import Fault

# The rules by which each stage of ops.faults works.
VERSION_OF = {
    "reading": "reading",
    "cut": "cut",
    "describe": "describe",
    "topics": "topics",
    "quotations": "describe",
    "families": "compare",
    "reuse": "compare",
    "stories": "compare",
}


def list_retries(
    connection: duckdb.DuckDBPyConnection, versions: Versions, full_refresh: bool
) -> None:
    """Put on the worklist what failed for the machine's sake, by other rules or in other code; for
    a full refresh all that failed.
    """
    connection.register("stages", frame_stages(versions))
    given = {"code_version": digest_code(), "full_refresh": full_refresh}
    connection.execute(LIST_RETRIES, given)
    connection.execute(LIST_PAGES)
    connection.execute(LIST_ARTICLES)


def frame_stages(versions: Versions) -> pl.DataFrame:
    """The version of the rules of each stage of ops.faults."""
    rows = [(stage, getattr(versions, name)) for stage, name in VERSION_OF.items()]
    return pl.DataFrame(rows, schema=["stage", "rules_version"], orient="row")


LIST_RETRIES = """
    insert into work.retried_faults (stage, page_id, article_id, source)
    select distinct stage, page_id, article_id, source
    from ops.faults
    join stages using (stage)
    where not is_mended
        and (
            $full_refresh
            or is_transient
            or faults.rules_version <> stages.rules_version
            or faults.code_version <> $code_version
        )
"""

LIST_PAGES = """
    insert into work.pages (page_id, change, first_stage)
    select page_id, 'fault', if(bool_or(stage = 'cut'), 'cut', 'describe')
    from work.retried_faults
    semi join core.pages using (page_id)
    where stage in ('cut', 'describe')
    group by page_id
    on conflict (page_id) do update set
        first_stage = if(excluded.first_stage = 'cut', 'cut', first_stage)
"""

# The article of a fault in comparing counts as one that may stand otherwise.
LIST_ARTICLES = """
    insert into work.articles (article_id, must_find_topics, must_quote, is_regrouped)
    select
        article_id,
        bool_or(stage = 'topics'),
        bool_or(stage = 'quotations'),
        bool_or(stage in ('families', 'reuse', 'stories')),
    from work.retried_faults
    semi join core.articles using (article_id)
    group by article_id
    on conflict (article_id) do update set
        must_find_topics = must_find_topics or excluded.must_find_topics,
        must_quote = must_quote or excluded.must_quote,
        is_regrouped = true
"""


def has_retries(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a page or article is tried again. Of files, those that are read again tell."""
    query = "select 1 from work.retried_faults where stage <> 'reading' limit 1"
    return bool(connection.execute(query).fetchall())


def list_left_out(connection: duckdb.DuckDBPyConnection, step: str) -> pl.Series:
    """The articles that a step of comparing has failed with and does not try again now."""
    return connection.sql(
        """
        select article_id
        from ops.faults
        anti join work.retried_faults using (stage, article_id)
        where stage = $step and not is_mended
        """,
        params={"step": step},
    ).pl()["article_id"]


def load_faults(
    connection: duckdb.DuckDBPyConnection, faults: pl.DataFrame, versions: Versions, run_id: str
) -> None:
    """Add what a stage could not do (FAULTS); comparing leaves the articles out from now on."""
    connection.register("stages", frame_stages(versions))
    connection.register("found", faults.match_to_schema(FAULTS))
    connection.execute(
        INSERT_FAULTS,
        {"run_id": run_id, "code_version": digest_code()},
    )


INSERT_FAULTS = """
    insert into ops.faults by name
    with
    placed as (
        select article_id, min(page_id) as first_page_id
        from core.placements
        semi join found using (article_id)
        group by article_id
    ),
    located as (
        select * replace (coalesce(page_id, first_page_id) as page_id)
        from found
        left join placed using (article_id)
    )
    select
        located.* exclude (first_page_id) replace (
            coalesce(located.source, pages.source) as source
        ),
        rules_version,
        $code_version as code_version,
        $run_id as run_id,
    from located
    join stages using (stage)
    left join core.pages using (page_id)
"""


def note_report(folder: Path, run_id: str, path: Path, failure: Failure | None) -> None:
    """Keep why the report of a run that has published could not be written, for the next run to
    write it into ops.faults; None: it could, and nothing is kept.
    """
    note = folder / REPORT_NOTE
    with contextlib.suppress(OSError):
        if failure is None:
            note.unlink(missing_ok=True)
            return
        row = {"run_id": run_id, "source": path.name, **failure._asdict()}
        note.write_text(json.dumps(row), encoding="utf-8")


def load_noted_report(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write into ops.faults why the last report could not be written; faults of earlier ones are
    mended.
    """
    connection.execute("update ops.faults set is_mended = true where stage = 'report'")
    try:
        row = json.loads((folder / REPORT_NOTE).read_text(encoding="utf-8"))
        values = [row[name] for name in REPORT_FIELDS]
    except (OSError, ValueError, KeyError, TypeError):  # there is none, or the disk was full
        return
    connection.execute(INSERT_REPORT, [*values, digest_code()])


REPORT_NOTE = "report-fault.json"
REPORT_FIELDS = ("source", "error", "place", "is_transient", "run_id")
INSERT_REPORT = """
    insert into ops.faults by name
    select
        'report' as stage,
        $1 as source,
        $2 as error,
        $3 as place,
        $4 as is_transient,
        $5 as run_id,
        '' as rules_version,
        $6 as code_version,
"""


def read_faults(connection: duckdb.DuckDBPyConnection, run_id: str) -> list[Fault]:
    """What the run could not do, by stage."""
    rows = connection.execute(
        """
        select
            stage,
            count(distinct coalesce(article_id, page_id, source)) as count,
            list(distinct source order by source)[:3] as sources,
        from ops.faults
        where run_id = $1
        group by stage
        order by stage
        """,
        [run_id],
    ).fetchall()
    return [Fault(*row) for row in rows]


def mark_mended(connection: duckdb.DuckDBPyConnection, run_id: str) -> int:
    """Mark the faults of earlier runs that this one has mended; what failed again has a new row in
    place of its old one. How many faults the run has found.
    """
    connection.execute(DELETE_REPEATED, {"run_id": run_id})
    connection.execute(MARK_MENDED, {"run_id": run_id})
    rows = connection.execute(
        "select count(*) from ops.faults where run_id = $1", [run_id]
    ).fetchall()
    return rows[0][0]


DELETE_REPEATED = """
    delete from ops.faults
    where run_id <> $run_id
        and not is_mended
        and (stage, coalesce(article_id, page_id, source)) in (
            select (stage, coalesce(article_id, page_id, source))
            from ops.faults
            where run_id = $run_id
        )
"""

MARK_MENDED = """
    update ops.faults
    set is_mended = true
    where run_id <> $run_id
        and not is_mended
        and (
            -- gone
            (stage in ('cut', 'describe') and not exists (
                select 1 from core.pages where pages.page_id = faults.page_id
            ))
            or (article_id is not null and not exists (
                select 1 from core.articles where articles.article_id = faults.article_id
            ))
            -- read again
            or (stage = 'reading' and core.file_of(source) in (
                select source from ops.files where files.run_id = $run_id
            ))
            -- done again; a page that cannot be cut is not described
            or (stage = 'cut' and page_id in (
                select page_id from work.pages where first_stage = 'cut'
            ))
            or (stage = 'describe'
                and page_id in (select page_id from work.pages where first_stage is not null)
                and page_id not in (
                    select page_id from ops.faults where stage = 'cut' and run_id = $run_id
                )
            )
            or (stage = 'topics' and article_id in (
                select article_id from work.articles where must_find_topics
            ))
            or (stage = 'quotations' and article_id in (
                select article_id from work.articles where must_quote
            ))
            or (stage in ('families', 'reuse', 'stories') and (stage, article_id) in (
                select (stage, article_id) from work.retried_faults
            ))
        )
"""
