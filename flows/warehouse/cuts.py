"""Cuts and articles: what the stages work on, and what they found, into core.

A batch is a Parquet file named after its content and the rules, so that a killed run goes on where
it was.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polars as pl
from pyarrow.dataset import Dataset, dataset

from flows.faults import FAULTS
from flows.shipped import SQL
from flows.warehouse.build import Connection
from flows.warehouse.models import blame_file

PAGES_A_BATCH = 2_000  # measuring lines took 0.9 GB for 1,464 pages (make bench)
ARTICLES_A_BATCH = 20_000  # most are teasers of a line or two
ARTICLES_A_PART = 50_000  # 768 MB are not enough for the texts of 100,000, and the rest of a run


# Batches


class Plan(NamedTuple):
    """The batches of a stage."""

    first: list[Path]  # what is done for the first time, or again by other rules
    retried: list[Path]  # what failed in an earlier run


def plan_stage(connection: Connection, stage: str, work: Path, version: str) -> Plan:
    """The batches of a stage: "cut", "describe", "topics" or "quotations".

    What failed in an earlier run has batches of its own: it may end the process that does it.
    """
    rows, folder = find_stage_rows(stage), work / f"{stage}-{version}"
    retried = f"(select {rows.key} from work.retried_faults where {rows.key} is not null)"  # noqa: S608
    conditions = (f"{rows.key} {word} {retried}" for word in ("not in", "in"))
    return Plan(*(plan_batches(connection, rows, condition, folder) for condition in conditions))


class StageRows(NamedTuple):
    """What a stage works on: rows of a table, with what belongs to them."""

    table: str
    key: str  # of the table
    together: str  # rows with one value of it stand in one batch
    listed: str  # condition on the key
    batch: str  # query of a batch, whose keys are in temp.batch; its rows lie within {bounds}
    rows_a_batch: int


def plan_batches(
    connection: Connection, stage: StageRows, condition: str, folder: Path
) -> list[Path]:
    """Write the batches. One has rows that stand side by side in the table, so that texts are read
    once, and never all of them are held.
    """
    folder.mkdir(parents=True, exist_ok=True)
    connection.execute(LIST_BATCHES.format(**stage._asdict(), condition=condition))
    bounds = connection.execute("""
        select batch_no, min(row_no), max(row_no), count(*)
        from temp.batches
        group by batch_no
        order by batch_no
    """).fetchall()
    return [write_batch(connection, stage, folder, *batch) for batch in bounds]


LIST_BATCHES = """
    create or replace temp table batches as
    select {key}, row_no, (dense_rank() over (order by first_row) - 1) // {rows_a_batch} as batch_no
    from (
        select {key}, rowid as row_no, min(rowid) over (partition by {together}) as first_row
        from {table}
        where {listed} and {condition}
    )
"""


def write_batch(
    connection: Connection,
    stage: StageRows,
    folder: Path,
    batch_no: int,
    first_row: int,
    last_row: int,
    row_count: int,
) -> Path:
    """Write a batch into a file that is called after what is in it."""
    connection.execute(
        f"create or replace temp table batch as select {stage.key} from temp.batches"  # noqa: S608
        f" where batch_no = {batch_no}"
    )
    for bounds in (f"rowid between {first_row} and {last_row}", "true"):
        query = stage.batch.replace("{bounds}", bounds)
        batch = connection.sql(f"from ({query}) order by all").pl()
        # Of rows that the transaction has written DuckDB 2.0.0 loses some by row ids now and then.
        if batch.height == row_count:
            break
    digest = hashlib.sha256()
    for row in batch.iter_rows():
        digest.update(repr(row).encode())
    path = folder / f"{digest.hexdigest()[:32]}.parquet"
    batch.write_parquet(path)
    return path


CORRECTIONS = """
    select
        text_id,
        list(
            {field: field, start_char: start_char, end_char: end_char, value: value}
            order by field, start_char, end_char
        ) as corrections,
    from core.corrections
    group by text_id
"""
PAGE_COLUMNS = """
    page_id, text_id, url,
    if(captured_basis <> 'inferred', captured_earliest, null) as captured_earliest,
    if(captured_basis <> 'inferred', captured_latest, null) as captured_latest, text, hidden_spans
"""
# What the HTML of pages says, in the earliest source that has what core.pages names.
METADATA = """
    select
        page_id,
        list(
            {field: field, value: value, found_in: found_in} order by value_no
        ) as metadata,
    from core.page_metadata
    join (
        select page_id, min(page_sources.source) as source
        from core.page_sources
        join core.pages using (page_id, metadata_id)
        semi join temp.batch using (page_id)
        group by page_id
    ) using (page_id, source)
    group by page_id
"""
# With the corrections of each page.
PAGES_TO_CUT = f"""
    select {PAGE_COLUMNS}, metadata, corrections
    from (from core.pages where {{bounds}}) as pages
    semi join temp.batch using (page_id)
    left join ({METADATA}) using (page_id)
    left join ({CORRECTIONS}) using (text_id)
"""  # noqa: S608
# As they are cut: with lists of their segments and placements. Pages with corrections are not among
# them: they are cut again.
PAGES_TO_DESCRIBE = f"""
    select {PAGE_COLUMNS}, metadata, segments, placements
    from (from core.pages where {{bounds}}) as pages
    semi join temp.batch using (page_id)
    join (
        select page_id, list(segments order by segment_no) as segments
        from core.segments
        semi join temp.batch using (page_id)
        group by page_id
    ) using (page_id)
    left join ({METADATA}) using (page_id)
    left join (
        select page_id, list(placements order by placement_no) as placements
        from (
            select page_id, placement_no, article_id, role, start_char, end_char, cut_confidence
            from core.placements
        ) as placements
        semi join temp.batch using (page_id)
        group by page_id
    ) using (page_id)
"""  # noqa: S608
ARTICLES = """
    select article_id, headline, body, language_code
    from (from core.articles where {bounds}) as articles
    semi join temp.batch using (article_id)
"""


def list_pages(first_stage: str) -> str:
    listed = f"select page_id from work.pages where first_stage = '{first_stage}'"  # noqa: S608
    return f"page_id in ({listed})"


def list_articles(mark: str) -> str:
    return f"article_id in (select article_id from work.articles where {mark})"  # noqa: S608


PAGE_ROWS = ("core.pages", "page_id", "text_id")
ARTICLE_ROWS = ("core.articles", "article_id", "article_id")


def find_stage_rows(stage: str) -> StageRows:
    if stage == "cut":
        return StageRows(*PAGE_ROWS, list_pages("cut"), PAGES_TO_CUT, PAGES_A_BATCH)
    if stage == "describe":
        return StageRows(*PAGE_ROWS, list_pages("describe"), PAGES_TO_DESCRIBE, PAGES_A_BATCH)
    mark = {"topics": "must_find_topics", "quotations": "must_quote"}[stage]
    return StageRows(*ARTICLE_ROWS, list_articles(mark), ARTICLES, ARTICLES_A_BATCH)


def read_faults(results: list[Path]) -> pl.DataFrame:
    """What the batches could not do (FAULTS)."""
    found = [pl.read_parquet(result / "faults.parquet", glob=False) for result in results]
    return pl.concat([FAULTS.to_frame(), *found])


def read_results(results: list[Path], name: str) -> Dataset:
    return dataset([result / f"{name}.parquet" for result in results])


# Cuts and articles


def load_articles(connection: Connection, results: list[Path]) -> None:
    """Write the cuts of the listed pages, and the articles that stand or stood on them.

    Args:
        results: folders with segments.parquet, placements.parquet, hosts.parquet,
            corrections.parquet and live_entries.parquet.
    """
    connection.execute(LIST_ARTICLES)
    connection.execute(DELETE_CUTS)
    if results:
        for name in ("segments", "placements", "hosts", "corrections", "live_entries"):
            connection.register(f"cut_{name}", read_results(results, name))
        connection.execute(INSERT_CUTS)
        connection.execute(LIST_ARTICLES)
        connection.execute(UPDATE_HOSTS)
    connection.execute(REPLACE_UNLISTED)
    resolve_articles(connection)


# The articles of the listed pages, with a digest of the text that they had before.
LIST_ARTICLES = """
    insert into work.articles by name
    select
        article_id,
        true as must_resolve,
        any_value(hash(headline, body, articles.language_code)) as old_text,
    from core.placements
    semi join work.pages using (page_id)
    left join core.articles using (article_id)
    group by article_id
    on conflict (article_id) do update set must_resolve = true;
"""

DELETE_CUTS = """
    delete from core.segments where page_id in (select page_id from work.pages);
    delete from core.placements where page_id in (select page_id from work.pages);
    delete from core.correction_outcomes where page_id in (select page_id from work.pages);
    delete from core.live_entries where page_id in (select page_id from work.pages);
"""

INSERT_CUTS = """
    insert into core.segments by name select * from cut_segments;
    insert into core.placements by name select * from cut_placements;
    insert into core.correction_outcomes by name select * from cut_corrections;
    insert into core.live_entries by name select * from cut_live_entries;
"""

UPDATE_HOSTS = """
    update core.pages
    set host_outlet_id = hosts.host_outlet_id,
        host_outlet_basis = hosts.host_outlet_basis,
        host_domain = hosts.host_domain,
        site_name = hosts.site_name
    from (
        select page_id, host_outlet_id, host_outlet_basis, host_domain, site_name
        from work.pages
        left join cut_hosts using (page_id)
    ) as hosts
    where pages.page_id = hosts.page_id;

    update core.pages
    set captured_earliest = hosts.captured_earliest,
        captured_latest = hosts.captured_latest,
        captured_basis = hosts.captured_basis
    from (
        select page_id, captured_earliest, captured_latest, captured_basis
        from work.pages
        left join cut_hosts using (page_id)
    ) as hosts
    where pages.page_id = hosts.page_id
        and coalesce(pages.captured_basis, 'inferred') = 'inferred';
"""


# Domains of pages that no seed knows are outlets, by the name that most of their pages print;
# so are those that a correction names.
REPLACE_UNLISTED = """
    delete from core.outlets where kind = 'unlisted';

    insert into core.outlets by name
    select
        outlet_id,
        coalesce(
            first(site_name order by site_name_count desc, site_name)
                filter (site_name is not null),
            outlet_id
        ) as name,
        'unlisted' as kind,
        outlet_id as domain,
    from (
        select host_outlet_id as outlet_id, site_name, count(*) as site_name_count
        from core.pages
        where host_outlet_id is not null
        group by all
        union all
        select distinct outlet_id, null, 0
        from core.placements
        where outlet_basis = 'corrected'
    )
    anti join core.outlets using (outlet_id)
    group by outlet_id;
"""


def resolve_articles(connection: Connection) -> None:
    """Make the listed articles again out of what their pages say (sql/resolve), in parts of
    ARTICLES_A_PART, so that the texts of a part fit into memory.
    """
    connection.execute(DELETE_ARTICLES)
    for listed in list_parts(connection):
        for name in ("articles", "article_spans"):
            query = (SQL / "resolve" / f"{name}.sql").read_text()
            with blame_file(f"sql/resolve/{name}.sql"):
                connection.execute(
                    f"insert into core.{name} by name {query.replace(LISTED, listed)}"
                )
    connection.execute(LIST_DESCRIPTIONS)
    connection.execute(DELETE_DESCRIPTIONS)
    connection.execute(UPDATE_LANGUAGES)


LISTED = "select article_id from work.articles where must_resolve"


def list_parts(connection: Connection) -> Iterator[str]:
    """The articles to resolve, in parts, as queries: those that are read from pages that stand side
    by side (their pages of record) are in one part.
    """
    ((count,),) = connection.execute(f"select count(*) from ({LISTED})").fetchall()  # noqa: S608
    if count <= ARTICLES_A_PART:
        yield LISTED
        return
    connection.execute(f"create or replace temp table resolving as {LIST_PARTS}", [ARTICLES_A_PART])
    ((part_count,),) = connection.execute("select max(part_no) + 1 from resolving").fetchall()
    for part_no in range(part_count):
        yield f"select article_id from temp.resolving where part_no = {part_no}"  # noqa: S608
    connection.execute("drop table resolving")


LIST_PARTS = f"""
    select article_id, (row_number() over (order by page_row, article_id) - 1) // $1 as part_no
    from (
        select
            article_id,
            arg_min(pages.rowid, (captured_at is null, captured_at, page_id)) as page_row,
        from core.placements
        join core.pages using (page_id)
        semi join ({LISTED}) using (article_id)
        group by article_id
    )
"""  # noqa: S608
DELETE_ARTICLES = """
    delete from core.articles
    where article_id in (select article_id from work.articles where must_resolve);

    delete from core.article_spans
    where article_id in (select article_id from work.articles where must_resolve);
"""

# Articles with another text than before; new rules have listed theirs already.
LIST_DESCRIPTIONS = """
    update work.articles
    set must_find_topics = true, must_quote = true
    from core.articles as resolved
    where work.articles.article_id = resolved.article_id
        and must_resolve
        and old_text is distinct from hash(headline, body, language_code);
"""

DELETE_DESCRIPTIONS = """
    delete from core.article_topics
    where article_id in (
        select article_id
        from work.articles
        where must_find_topics or article_id not in (select article_id from core.articles)
    );

    delete from core.attributions
    where article_id in (
        select article_id
        from work.articles
        where must_quote or article_id not in (select article_id from core.articles)
    );

    delete from core.quotations
    where article_id in (
        select article_id
        from work.articles
        where must_quote or article_id not in (select article_id from core.articles)
    );
"""

UPDATE_LANGUAGES = """
    update core.pages
    set language_code = languages.language_code
    from (
        select
            page_id,
            arg_min_null(language_code, (role <> 'lead', start_char - end_char)) as language_code,
        from work.pages
        left join core.placements using (page_id)
        group by page_id
    ) as languages
    where pages.page_id = languages.page_id;
"""


def load_topics(connection: Connection, results: list[Path]) -> None:
    """Write the topics of the listed articles; folders with article_topics.parquet."""
    if results:
        insert_results(connection, results, "article_topics")


def load_quotations(connection: Connection, results: list[Path]) -> None:
    """Write attributions and quotations, these as yet without their families."""
    for name in ("attributions", "quotations") if results else ():
        insert_results(connection, results, name)


def insert_results(connection: Connection, results: list[Path], name: str) -> None:
    connection.register("found", read_results(results, name))
    connection.execute(f"insert into core.{name} by name select * from found")  # noqa: S608
