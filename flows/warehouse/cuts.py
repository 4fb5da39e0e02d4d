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
ARTICLES_A_BATCH = 50_000  # most are teasers of a line or two
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
    plan, key = PLANS[stage]
    retried = f"(select {key} from work.retried_faults where {key} is not null)"  # noqa: S608
    folder = work / f"{stage}-{version}"
    return Plan(*(plan(connection, folder, f"{word} {retried}") for word in ("not in", "in")))


def plan_cuts(connection: Connection, folder: Path, condition: str) -> list[Path]:
    """Batches of the pages to cut, with the corrections of each; pages of one text stand in one
    batch.
    """
    query = f"""
        select {PAGE_COLUMNS}, metadata, corrections
        from core.pages
        semi join {list_pages("cut")} using (page_id)
        left join ({METADATA.format(list_pages("cut"))}) using (page_id)
        left join ({CORRECTIONS}) using (text_id)
        where page_id {condition}
    """  # noqa: S608
    return plan_batches(connection, query, "text_id", PAGES_A_BATCH, folder)


def plan_descriptions(connection: Connection, folder: Path, condition: str) -> list[Path]:
    """Batches of the pages to describe again as they are cut: with lists of their segments and
    placements. Pages with corrections are not among them: they are cut again.
    """
    query = f"""
        select {PAGE_COLUMNS}, metadata, segments, placements
        from core.pages
        join (
            select page_id, list(segments order by segment_no) as segments
            from core.segments
            semi join {list_pages("describe")} using (page_id)
            group by page_id
        ) using (page_id)
        left join ({METADATA.format(list_pages("describe"))}) using (page_id)
        left join (
            select page_id, list(placements order by placement_no) as placements
            from (
                select page_id, placement_no, article_id, role, start_char, end_char,
                    cut_confidence
                from core.placements
            ) as placements
            semi join {list_pages("describe")} using (page_id)
            group by page_id
        ) using (page_id)
        where page_id {condition}
    """  # noqa: S608
    return plan_batches(connection, query, "text_id", PAGES_A_BATCH, folder)


def plan_topics(connection: Connection, folder: Path, condition: str) -> list[Path]:
    """Batches of the articles whose topics must be found."""
    return plan_articles(connection, "must_find_topics", folder, condition)


def plan_quotations(connection: Connection, folder: Path, condition: str) -> list[Path]:
    """Batches of the articles to look through for whom they cite and quote."""
    return plan_articles(connection, "must_quote", folder, condition)


PLANS = {
    "cut": (plan_cuts, "page_id"),
    "describe": (plan_descriptions, "page_id"),
    "topics": (plan_topics, "article_id"),
    "quotations": (plan_quotations, "article_id"),
}
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
            {{field: field, value: value, found_in: found_in}} order by value_no
        ) as metadata,
    from core.page_metadata
    join (
        select page_id, min(page_sources.source) as source
        from core.page_sources
        join core.pages using (page_id, metadata_id)
        semi join {} using (page_id)
        group by page_id
    ) using (page_id, source)
    group by page_id
"""


def list_pages(first_stage: str) -> str:
    return f"(select page_id from work.pages where first_stage = '{first_stage}')"  # noqa: S608


def plan_articles(connection: Connection, mark: str, folder: Path, condition: str) -> list[Path]:
    query = f"""
        select article_id, headline, body, language_code
        from core.articles
        semi join (select article_id from work.articles where {mark}) using (article_id)
        where article_id {condition}
    """  # noqa: S608
    return plan_batches(connection, query, "article_id", ARTICLES_A_BATCH, folder)


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
