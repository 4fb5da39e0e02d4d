"""Write pages, cuts and articles to the build file; read from it what a run has to do."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import duckdb
import polars as pl
from pyarrow.dataset import Dataset, dataset

from flows.compare.stories import Stories, find_story_changes
from flows.ingest import PAGES, Ingested
from flows.seeds import read_seed, read_topic_seed
from flows.segment.segment_kinds import read_segment_kinds
from flows.shipped import SQL
from flows.warehouse.models import Check

SETTINGS = {
    "storage_compatibility_version": "v1.5.0",  # 1.5 shells, Node and JDBC readers refuse newer
    "autoinstall_known_extensions": "false",  # a stray function tries a download
    "autoload_known_extensions": "false",
}
PAGES_A_BATCH = 2_000  # measuring lines took 0.9 GB for 1,464 pages (make bench)
ARTICLES_A_BATCH = 50_000  # most are teasers of a line or two
Connection = duckdb.DuckDBPyConnection
REMEMBERED = ("core.page_sources", "core.pages", "ops.runs", "ops.files", "ops.rejects")
REMEMBERED += ("ops.checks", "ops.article_changes", "ops.story_changes")


class Touched(NamedTuple):
    """How many pages a run has to do with."""

    new_page_count: int
    recut_page_count: int
    removed_page_count: int

    @property
    def page_count(self) -> int:
        return sum(self)


class WarehouseBroken(RuntimeError):
    """The build file cannot be opened."""


def connect(path: Path) -> Connection:
    try:
        connection = duckdb.connect(path, config=SETTINGS)
    except duckdb.Error as error:
        raise WarehouseBroken(f"{path} cannot be opened: {error}") from error
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set enable_progress_bar = false")  # DuckDB 2.0 shows it in a pipe, too
    # DuckDB 2.0.0 sums wrongly behind a left join to an empty table: 134 words instead of 11,398.
    connection.execute("set disabled_optimizers = 'compressed_materialization'")
    return connection


@contextmanager
def open_build(folder: Path, rules_version: str, full_refresh: bool) -> Iterator[tuple]:
    """(connection in a transaction, pages must be cut again) of the build file.

    Under new rules, or for a full refresh, the pages and the history move to a new file and all
    else is made again. The transaction is committed behind the block, or rolled back.
    """
    build = folder / "build.duckdb"
    is_new = not build.exists()
    # Opening the file replays what a killed run left in its log, so it is done first.
    is_recut = not is_new and (read_rules_version(build) != rules_version or full_refresh)
    path = folder / "rebuild.duckdb" if is_new or is_recut else build
    if path != build:
        remove_database(path)
    connection = connect(path)
    try:
        if path != build:
            connection.execute((SQL / "core.sql").read_text())
            load_reference(connection)
        if is_recut:
            remember(connection, build)
        connection.execute("begin")
        yield connection, is_recut
        connection.execute("commit")
        connection.execute("checkpoint")
    finally:
        connection.close()
    if path != build:
        path.replace(build)


def remove_database(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_name(path.name + ".wal").unlink(missing_ok=True)


def read_rules_version(build: Path) -> str | None:
    with connect(build) as connection:
        return read_last_run(connection)[1]


def read_last_run(connection: Connection) -> tuple[str | None, str | None]:
    """(run_id, rules version) of the last run that ended; (None, None) before the first."""
    rows = connection.execute(
        "select run_id, rules_version from ops.runs order by run_id desc limit 1"
    ).fetchall()
    return rows[0] if rows else (None, None)


def remember(connection: Connection, old: Path) -> None:
    """Take pages and history over from the old build file; its cuts for comparison."""
    quoted = str(old).replace("'", "''")  # ATTACH takes no parameters
    connection.execute(f"attach '{quoted}' as old (read_only)")
    for table in REMEMBERED:
        schema, name = table.split(".")
        columns = connection.execute(
            """
            select string_agg('"' || column_name || '"', ', ')
            from duckdb_columns() as mine
            semi join (select * from duckdb_columns() where database_name = 'old') as theirs
                using (schema_name, table_name, column_name)
            where mine.database_name <> 'old' and schema_name = ? and table_name = ?
            """,
            [schema, name],
        ).fetchall()[0][0]
        if columns:  # else the old file is of before the table
            connection.execute(f"insert into {table} ({columns}) select {columns} from old.{table}")  # noqa: S608
    connection.execute(
        "create temp table old_placements as"
        " select page_id, placement_no, article_id from old.core.placements"
    )
    is_known = connection.execute(
        "select count(*) from duckdb_tables()"
        " where database_name = 'old' and table_name = 'story_articles'"
    ).fetchall()[0][0]
    source = "old.core.story_articles" if is_known else "core.story_articles"
    connection.execute(
        f"create temp table old_story_articles as select story_id, article_id from {source}"  # noqa: S608
    )
    connection.execute("detach old")


def read_ledger(connection: Connection) -> dict[str, str]:
    """Source -> content hash of every file that was read before."""
    return dict(connection.execute("select source, content_hash from ops.files").fetchall())


# Pages


def load_pages(connection: Connection, ingested: Ingested, is_recut: bool) -> Touched:
    """Write pages and their sources.

    A file's new content replaces all its pages; a file that yields no page at all keeps the ones
    it had. A page stays while some source has it. The temp tables touched_pages and
    removed_pages say what the run has to do.
    """
    files = ingested.files.filter(pl.col("page_count") > 0).select("source")
    connection.register("read_files", files)
    chunks = ingested.page_files
    connection.register("read_pages", dataset(chunks) if chunks else pl.DataFrame(schema=PAGES))
    connection.execute(REPLACE_SOURCES)
    connection.execute(REPLACE_PAGES)
    if is_recut:
        connection.execute("insert or ignore into touched_pages select page_id from core.pages")
    counts = connection.execute("""
        select
            (select count(*) from new_pages),
            (select count(*) from touched_pages anti join new_pages using (page_id)),
            (select count(*) from removed_pages)
    """).fetchall()
    return Touched(*counts[0])


REPLACE_SOURCES = """
    create or replace temp table candidate_pages as
    select page_id from core.page_sources where file in (select source from read_files)
    union
    select page_id from read_pages;

    delete from core.page_sources where file in (select source from read_files);

    insert into core.page_sources by name select * exclude (text_id, text) from read_pages;
"""

REPLACE_PAGES = """
    create or replace temp table first_sources as
    select * exclude (external_id, file)
    from core.page_sources
    semi join candidate_pages using (page_id)
    qualify row_number() over (partition by page_id order by captured_at nulls last, source) = 1;

    create or replace temp table removed_pages as
    select page_id
    from core.pages
    semi join candidate_pages using (page_id)
    anti join first_sources using (page_id);

    create or replace temp table new_pages as
    select page_id from first_sources anti join core.pages using (page_id);

    create or replace temp table touched_pages (page_id varchar primary key);

    insert into touched_pages
    select page_id from new_pages
    union
    select pages.page_id
    from core.pages
    join first_sources using (page_id)
    where (first_sources.captured_basis is not null or pages.captured_basis <> 'inferred')
        and (
            pages.captured_earliest is distinct from first_sources.captured_earliest
            or pages.captured_latest is distinct from first_sources.captured_latest
            or pages.captured_basis is distinct from first_sources.captured_basis
        );

    update core.pages
    set source = first_sources.source
    from first_sources
    where pages.page_id = first_sources.page_id;

    update core.pages
    set captured_at = first_sources.captured_at,
        captured_earliest = first_sources.captured_earliest,
        captured_latest = first_sources.captured_latest,
        captured_basis = first_sources.captured_basis
    from first_sources
    semi join touched_pages using (page_id)
    where pages.page_id = first_sources.page_id;

    delete from core.pages where page_id in (select page_id from removed_pages);

    insert into core.pages by name
    select first_sources.*, texts.text_id, texts.text, length(texts.text) as char_count
    from first_sources
    join (
        select page_id, any_value(text_id) as text_id, any_value(text) as text
        from read_pages
        group by page_id
    ) as texts using (page_id)
    semi join new_pages using (page_id);
"""


# Batches: what the stages work on, as Parquet files named after their content


def plan_cuts(connection: Connection, work: Path, rules_version: str) -> list[Path]:
    """Batches of the pages to cut; pages of one text stand in one batch."""
    return plan_batches(
        connection,
        "select page_id, text_id, url,"
        " if(captured_basis <> 'inferred', captured_earliest, null) as captured_earliest,"
        " if(captured_basis <> 'inferred', captured_latest, null) as captured_latest, text"
        " from core.pages semi join touched_pages using (page_id)",
        "text_id",
        PAGES_A_BATCH,
        work / f"cut-{rules_version}",
    )


def plan_descriptions(connection: Connection, work: Path, rules_version: str) -> list[Path]:
    """Batches of the articles to describe and quote: new ones and those whose text changed."""
    return plan_batches(
        connection,
        "select article_id, headline, body, language_code"
        " from core.articles semi join changed_articles using (article_id)",
        "article_id",
        ARTICLES_A_BATCH,
        work / f"describe-{rules_version}",
    )


def plan_batches(
    connection: Connection, query: str, key: str, rows_a_batch: int, folder: Path
) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    connection.execute(f"""
        create or replace temp table batches as
        select *, (dense_rank() over (order by {key}) - 1) // {rows_a_batch} as batch_no
        from ({query})
    """)  # noqa: S608
    batch_count = connection.execute("select max(batch_no) + 1 from batches").fetchall()[0][0] or 0
    paths = []
    for batch_no in range(batch_count):
        batch = connection.sql(
            f"select * exclude (batch_no) from batches where batch_no = {batch_no} order by all"  # noqa: S608
        ).pl()
        digest = hashlib.sha256()
        for row in batch.iter_rows():
            digest.update(repr(row).encode())
        paths.append(folder / f"{digest.hexdigest()[:32]}.parquet")
        batch.write_parquet(paths[-1])
    connection.execute("drop table batches")
    return paths


# Cuts and articles


def load_articles(connection: Connection, results: list[Path]) -> None:
    """Write the cuts of the touched pages, and the articles that stand or stood on them."""
    load_cuts(connection, results)
    resolve_articles(connection)


def load_cuts(connection: Connection, results: list[Path]) -> None:
    """Replace the segments and placements of the touched pages; set their host outlets, and
    their captures where these are inferred.

    Args:
        results: folders with segments.parquet, placements.parquet and hosts.parquet.
    """
    connection.execute("""
        create or replace temp table gone_pages as
        select page_id from touched_pages union select page_id from removed_pages;

        create or replace temp table touched_articles as
        select distinct article_id from core.placements semi join gone_pages using (page_id);

        delete from core.segments where page_id in (select page_id from gone_pages);
        delete from core.placements where page_id in (select page_id from gone_pages);
    """)
    if not results:
        return
    for name in ("segments", "placements", "hosts"):
        connection.register(f"cut_{name}", read_results(results, name))
    connection.execute("""
        insert into core.segments by name select * from cut_segments;
        insert into core.placements by name select * from cut_placements;

        insert into touched_articles
        select distinct article_id
        from core.placements
        semi join touched_pages using (page_id)
        anti join touched_articles using (article_id);

        update core.pages
        set host_outlet_id = hosts.host_outlet_id, host_outlet_basis = hosts.host_outlet_basis
        from (
            select page_id, host_outlet_id, host_outlet_basis
            from touched_pages
            left join cut_hosts using (page_id)
        ) as hosts
        where pages.page_id = hosts.page_id;

        update core.pages
        set captured_earliest = hosts.captured_earliest,
            captured_latest = hosts.captured_latest,
            captured_basis = hosts.captured_basis
        from (
            select page_id, captured_earliest, captured_latest, captured_basis
            from touched_pages
            left join cut_hosts using (page_id)
        ) as hosts
        where pages.page_id = hosts.page_id
            and coalesce(pages.captured_basis, 'inferred') = 'inferred';
    """)


def resolve_articles(connection: Connection) -> None:
    """Make the touched articles again out of what their pages say (sql/resolve)."""
    articles, spans = (
        (SQL / "resolve" / f"{name}.sql").read_text() for name in ("articles", "article_spans")
    )
    connection.execute(f"create or replace temp table resolved as {articles}")
    connection.execute("""
        create or replace temp table changed_articles as
        select resolved.article_id
        from resolved
        left join core.articles using (article_id)
        where articles.article_id is null
            or (articles.headline, articles.body, articles.language_code)
                is distinct from (resolved.headline, resolved.body, resolved.language_code);

        create or replace temp table stale_articles as
        select article_id from changed_articles
        union
        select article_id from touched_articles anti join resolved using (article_id);

        delete from core.articles where article_id in (from touched_articles);
        delete from core.article_spans where article_id in (from touched_articles);
        delete from core.article_topics where article_id in (from stale_articles);
        delete from core.attributions where article_id in (from stale_articles);
        delete from core.quotations where article_id in (from stale_articles);

        insert into core.articles by name select * from resolved;
    """)
    connection.execute(f"insert into core.article_spans by name {spans}")
    connection.execute("""
        update core.pages
        set language_code = languages.language_code
        from (
            select
                page_id,
                arg_min_null(language_code, (role <> 'lead', start_char - end_char))
                    as language_code,
            from touched_pages
            left join core.placements using (page_id)
            group by page_id
        ) as languages
        where pages.page_id = languages.page_id;
    """)


def load_descriptions(connection: Connection, results: list[Path]) -> None:
    """Write what the describe stage found of the changed articles.

    Args:
        results: folders with article_topics.parquet and attributions.parquet.
    """
    for name in ("article_topics", "attributions") if results else ():
        connection.register("described", read_results(results, name))
        connection.execute(f"insert into core.{name} by name select * from described")  # noqa: S608


# Comparison: of all articles, whenever one may have changed


def load_quotations(connection: Connection, results: list[Path]) -> None:
    """Write the quotations of the changed articles, as yet without their families.

    Args:
        results: folders with quotations.parquet.
    """
    if results:
        connection.register("found", read_results(results, "quotations"))
        connection.execute("insert into core.quotations by name select * from found")


def read_compared(connection: Connection, name: str) -> pl.DataFrame:
    """What is compared, as sql/compare/<name>.sql has it: "quotations", "reuse" or "stories"."""
    return connection.sql((SQL / "compare" / f"{name}.sql").read_text()).pl()


def load_families(connection: Connection, families: pl.DataFrame) -> None:
    """Set the family of each quotation; only rows whose family is another one are written."""
    connection.register("found", families)
    connection.execute("""
        create or replace temp table changed_quotations as
        select article_id, quotation_no, found.quotation_family_id
        from core.quotations
        left join found using (article_id, quotation_no)
        where quotations.quotation_family_id is distinct from found.quotation_family_id;

        update core.quotations
        set quotation_family_id = changed_quotations.quotation_family_id
        from changed_quotations
        where quotations.article_id = changed_quotations.article_id
            and quotations.quotation_no = changed_quotations.quotation_no;
    """)


def load_reuse(connection: Connection, reuse: pl.DataFrame) -> None:
    """Replace the pairs of articles that share text."""
    connection.register("found", reuse)
    connection.execute("delete from core.reuse; insert into core.reuse by name select * from found")


def read_stories(connection: Connection) -> Stories:
    """What the last run under these rules found."""
    return Stories(
        connection.table("core.stories").pl(), connection.table("core.story_articles").pl()
    )


def read_changed_articles(connection: Connection) -> pl.Series:
    """Ids of the articles that are new, gone or may stand otherwise than before this run."""
    return connection.sql("""
        from (select article_id from touched_articles)
        union
        from (select article_id from changed_quotations)
    """).pl()["article_id"]


def load_stories(connection: Connection, stories: Stories, run_id: str, is_recut: bool) -> None:
    """Replace the stories and their articles; add to ops which ids are gone."""
    old = connection.sql(RECUT_STORIES if is_recut else "from core.story_articles").pl()
    for name in ("stories", "story_articles"):
        connection.register("found", getattr(stories, name))
        connection.execute(
            f"delete from core.{name}; insert into core.{name} by name select * from found"  # noqa: S608
        )
    connection.register("found", find_story_changes(old, stories.story_articles))
    connection.execute(
        "insert into ops.story_changes by name select *, $1 as run_id from found", [run_id]
    )


# Under new rules an article may have another id: it is known by its place on a page.
RECUT_STORIES = """
    select distinct
        story_id,
        coalesce(placements.article_id, old_story_articles.article_id) as article_id,
    from old_story_articles
    left join old_placements using (article_id)
    left join core.placements using (page_id, placement_no)
"""


def read_results(results: list[Path], name: str) -> Dataset:
    return dataset([result / f"{name}.parquet" for result in results])


def load_reference(connection: Connection) -> None:
    """Write outlets, aliases, topics and kinds of segments as seeds/ says.

    Raises:
        ValueError: rows of a seed clash.
    """
    seeds = {
        "outlets": read_seed("outlets"),
        "outlet_aliases": read_seed("outlet_aliases"),
        "topics": read_topic_seed(),
        "segment_kinds": read_segment_kinds(),
    }
    for name, seed in seeds.items():
        connection.register("seed", seed)
        try:
            connection.execute(f"insert into core.{name} by name select * from seed")  # noqa: S608
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            raise ValueError(f"seeds/{name}.csv cannot be used, mend it: {reason}") from None
        connection.unregister("seed")


# Operations


def load_files(
    connection: Connection, ingested: Ingested, touched: Touched, run: dict, is_recut: bool
) -> dict[str, int]:
    """Write files, rejects and changed article ids into ops; the counts for ops.runs."""
    run_id = run["run_id"]
    connection.register("read_files", ingested.files)
    connection.register("read_rejects", ingested.rejects)
    rejected = ingested.rejects.filter(pl.col("reason") != "not found")["source"]
    seen = pl.DataFrame({"source": [*ingested.unchanged, *ingested.files["source"], *rejected]})
    connection.register("seen_files", seen.cast(pl.String))
    connection.execute("delete from ops.files where source in (select source from read_files)")
    connection.execute(
        "insert into ops.files by name select *, $1 as run_id from read_files", [run_id]
    )
    rejects = connection.execute(NEW_REJECTS, [run_id]).fetchall()
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
    if is_recut:
        connection.execute(ARTICLE_CHANGES, [run_id])
    return touched._asdict() | {
        "read_file_count": ingested.files.height,
        "skipped_file_count": len(ingested.unchanged),
        "missing_file_count": missing[0][0],
        "reject_count": rejects[0][0],
    }


# What never becomes a file of the ledger (a link out, an unknown type) is told of once.
NEW_REJECTS = """
    insert into ops.rejects by name
    select *, $1 as run_id
    from read_rejects
    where exists (
            select 1
            from read_files
            where read_rejects.source = read_files.source
                or starts_with(read_rejects.source, read_files.source || '#')
        )
        or not exists (
            select 1
            from ops.rejects as told
            where (told.source, told.reason, told.detail)
                = (read_rejects.source, read_rejects.reason, read_rejects.detail)
        )
"""

ARTICLE_CHANGES = """
    insert into ops.article_changes by name
    select
        $1 as run_id,
        page_id,
        placement_no,
        old_placements.article_id as old_article_id,
        placements.article_id as new_article_id,
    from old_placements
    full join core.placements using (page_id, placement_no)
    anti join new_pages using (page_id)
    anti join removed_pages using (page_id)
    where old_placements.article_id is distinct from placements.article_id
"""


def read_models_version(connection: Connection) -> str | None:
    """Which marts and checks the build file has; None where it has none."""
    rows = connection.execute(
        "select models_version from ops.runs where (select count(*) from duckdb_tables()"
        " where schema_name = 'marts') > 0 order by run_id desc limit 1"
    ).fetchall()
    return rows[0][0] if rows else None


def load_checks(connection: Connection, checks: list[Check], run_id: str) -> None:
    rows = [(check.name, check.severity, check.failed_rows, run_id) for check in checks]
    names = ["check_name", "severity", "failed_rows", "run_id"]
    connection.register("outcomes", pl.DataFrame(rows, schema=names, orient="row"))
    connection.execute("insert into ops.checks by name select * from outcomes")


def load_run(connection: Connection, run: dict) -> dict[str, int]:
    """Write the run's own row; what the warehouse holds now."""
    run["finished_at"] = datetime.now(UTC)
    connection.register("run", pl.DataFrame([run]))
    connection.execute("insert into ops.runs by name select * from run")
    counts = connection.execute("""
        select
            (select count(*) from core.pages) as pages,
            (select count(*) from core.articles) as articles,
            (select count(*) from core.placements where role = 'lead') as leads,
            (select count(*) from core.placements where role = 'embedded') as embedded,
            (select count(*) from core.placements where role = 'teaser') as teasers,
            (select count(distinct outlet_id) from core.articles) as outlets,
            (select count(distinct topic_id) from core.article_topics where is_assigned) as topics,
            (select count(*) from core.quotations) as quotations,
            (select count(quotation_family_id) from core.quotations) as shared_quotations,
            (select count(*) from core.stories) as stories,
            (select count(*) from core.stories where article_count > 1) as shared_stories,
            (select count(*) from core.reuse) as reuse,
            (select count(*) from core.reuse where relation = 'duplicate') as duplicates,
            (select count(*) from core.reuse where relation = 'shared_passage') as passages,
            (select count(*) from core.reuse where relation = 'version') as versions,
    """)
    names = [column[0] for column in counts.description]
    return dict(zip(names, counts.fetchall()[0], strict=True))
