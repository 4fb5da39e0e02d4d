"""Pages: which files were read before, and what was read now into core.pages.

A file's new content replaces all its pages; a file that yields no page keeps those it had, and so
does a row that our own code fails with. A page stays while some source has it, and shows the
earliest of them.
"""

from pathlib import Path
from typing import NamedTuple

import polars as pl
from pyarrow.dataset import dataset

from flows.ingest import Ingested
from flows.ingest.files import Known
from flows.ingest.pages import PAGES
from flows.warehouse.build import Connection


class Touched(NamedTuple):
    """How many pages a run has to do with."""

    new_page_count: int
    recut_page_count: int
    redescribed_page_count: int
    removed_page_count: int

    @property
    def page_count(self) -> int:
        return sum(self)


def read_ledger(connection: Connection) -> dict[str, Known]:
    """What is known of every file, by source; without its hash where a fault in it is retried."""
    rows = connection.execute(
        """
        select
            source,
            case
                when not exists (
                    select 1
                    from work.retried_faults
                    where stage = 'reading'
                        and core.file_of(retried_faults.source) = files.source
                )
                    then content_hash
            end,
            manifest_row,
            reader_version,
        from ops.files
        """
    ).fetchall()
    return {source: Known(*known) for source, *known in rows}


def load_pages(connection: Connection, ingested: Ingested) -> Touched:
    """Write pages and their sources, and put on the worklist which of them changed."""
    files = ingested.files.filter(pl.col("page_count") > 0).select("source")
    connection.register("read_files", files)
    connection.register("read_faults", ingested.faults.select("source"))
    chunks = ingested.page_files
    connection.register("read_pages", dataset(chunks) if chunks else pl.DataFrame(schema=PAGES))
    connection.execute(REPLACE_SOURCES)
    connection.execute(LIST_CHANGES)
    connection.execute(REPLACE_PAGES)
    insert_pages(connection, chunks)
    connection.execute(CUT_CORRECTED)
    counts = connection.execute("""
        select
            count(*) filter (change = 'new'),
            count(*) filter (change <> 'new' and first_stage = 'cut'),
            count(*) filter (change <> 'new' and first_stage = 'describe'),
            count(*) filter (change = 'removed'),
        from work.pages
    """).fetchall()
    return Touched(*counts[0])


def insert_pages(connection: Connection, chunks: list[Path]) -> None:
    """Write the new pages, a file at a time: DuckDB holds all texts that it groups."""
    connection.execute(f"create or replace temp table new_pages as {NEW_PAGES}")
    for chunk in chunks:
        connection.register("read_texts", dataset([chunk]))
        connection.execute(INSERT_PAGES)
    connection.execute("drop table new_pages")


# A candidate is a page that a file had which was read again, or has now.
REPLACE_SOURCES = """
    insert or ignore into work.pages (page_id)
    select page_id from core.page_sources where file in (select source from read_files)
    union
    select page_id from read_pages;

    delete from core.page_metadata
    where (page_id, source) in (
        select (page_id, source)
        from core.page_sources
        where file in (select source from read_files)
            and source not in (select source from read_faults)
            and (
                file not in (select source from read_faults)
                or source in (select source from read_pages)
            )
    );

    delete from core.page_sources
    where file in (select source from read_files)
        and source not in (select source from read_faults)
        and (
            file not in (select source from read_faults)
            or source in (select source from read_pages)
        );

    insert into core.page_sources by name
    select * exclude (text_id, text, metadata) from read_pages;

    insert into core.page_metadata by name
    select page_id, source, value_no, fact.field, fact.value, fact.found_in
    from (
        select
            page_id,
            source,
            unnest(metadata) as fact,
            generate_subscripts(metadata, 1) as value_no,
        from read_pages
        where metadata is not null
    );
"""

# A capture that is known takes the place of an inferred one; nothing known takes no place.
LIST_CHANGES = """
    update work.pages
    set is_recaptured = true
    from work.first_sources
    join core.pages as known using (page_id)
    where work.pages.page_id = first_sources.page_id
        and (first_sources.captured_basis is not null or known.captured_basis <> 'inferred')
        and (
            known.captured_earliest is distinct from first_sources.captured_earliest
            or known.captured_latest is distinct from first_sources.captured_latest
            or known.captured_basis is distinct from first_sources.captured_basis
        );

    update work.pages
    set change = 'captured', first_stage = 'describe'
    where is_recaptured and change is null;

    update work.pages
    set change = 'html', first_stage = 'cut'
    from work.first_sources
    join core.pages as known using (page_id)
    where work.pages.page_id = first_sources.page_id
        and (
            known.metadata_id is distinct from first_sources.metadata_id
            or known.hidden_spans is distinct from first_sources.hidden_spans
        );

    update work.pages
    set change = 'new', first_stage = 'cut'
    where page_id not in (select page_id from core.pages);

    update work.pages
    set change = 'removed', first_stage = null
    where page_id not in (select page_id from work.first_sources);
"""

REPLACE_PAGES = """
    insert or ignore into work.changed_pages
    select pages.page_id
    from core.pages
    join work.first_sources using (page_id)
    where pages.source <> first_sources.source
        or pages.entity_count <> first_sources.entity_count;

    update core.pages
    set source = first_sources.source,
        entity_count = first_sources.entity_count,
        hidden_spans = first_sources.hidden_spans,
        metadata_id = first_sources.metadata_id
    from work.first_sources
    where pages.page_id = first_sources.page_id
        and (
            pages.source <> first_sources.source
            or pages.entity_count <> first_sources.entity_count
            or pages.hidden_spans is distinct from first_sources.hidden_spans
            or pages.metadata_id is distinct from first_sources.metadata_id
        );

    update core.pages
    set captured_at = first_sources.captured_at,
        captured_earliest = first_sources.captured_earliest,
        captured_latest = first_sources.captured_latest,
        captured_basis = first_sources.captured_basis
    from work.first_sources
    join work.pages as listed using (page_id)
    where pages.page_id = first_sources.page_id and listed.is_recaptured;

    delete from core.pages
    where page_id in (select page_id from work.pages where change = 'removed');

    delete from work.pages where change is null;
"""

NEW_PAGES = """
    select first_sources.*
    from work.first_sources
    semi join (select page_id from work.pages where change = 'new') using (page_id)
"""
INSERT_PAGES = """
    insert into core.pages by name
    select new_pages.*, texts.text_id, texts.text, length(texts.text) as char_count
    from temp.new_pages
    join (
        select page_id, any_value(text_id) as text_id, any_value(text) as text
        from read_texts
        where page_id not in (select page_id from core.pages)
        group by page_id
    ) as texts using (page_id);
"""

# Corrections are applied as a page is cut.
CUT_CORRECTED = """
    update work.pages
    set first_stage = 'cut'
    where first_stage = 'describe'
        and page_id in (
            select page_id from core.pages semi join core.corrections using (text_id)
        );
"""
