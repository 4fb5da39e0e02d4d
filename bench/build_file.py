"""The build file that benches compare. The one module of bench/ that knows the warehouse."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from flows.compare import Access
from flows.compare.index import Index
from flows.rules import find_versions
from flows.shipped import SQL
from flows.warehouse import relations
from flows.warehouse.build import Connection, Redo, connect


@contextmanager
def open_build(folder: Path) -> Iterator[Connection]:
    """The build file of a folder; a new one holds the tables of sql/core.sql."""
    path = folder / "build.duckdb"
    is_new = not path.exists()
    with connect(path) as build:
        if is_new:
            build.execute((SQL / "core.sql").read_text())
        yield build


def make_access(build: Connection, index: Index | None = None, is_known: bool = False) -> Access:
    """How the compare stage reads and writes it, as in a run where nothing was known before, or all
    but what is on the worklist.

    Args:
        index: None: one in memory.
    """
    redo = Redo(compare=not is_known)
    index = index or Index(duckdb.connect())
    return relations.make_access(build, index, "run-bench", redo, find_versions())


TAKEN = ("articles", "quotations", "placements")


def take_newest(build: Connection, count: int) -> None:
    """Take the articles that came out last, and what hangs on them, out of the build file."""
    build.execute(f"""
        create temp table newest as
        select article_id from core.articles order by published_latest desc limit {count}
    """)  # noqa: S608
    for name in TAKEN:
        build.execute(f"""
            create temp table taken_{name} as
            select * from core.{name} semi join newest using (article_id);

            delete from core.{name} where article_id in (select article_id from newest);
        """)  # noqa: S608


def put_back(build: Connection) -> None:
    """Put them back, as new ones: they are the worklist."""
    for name in TAKEN:
        build.execute(f"insert into core.{name} by name select * from taken_{name}")  # noqa: S608
    build.execute("""
        truncate work.articles;

        insert into work.articles (article_id, must_resolve) select article_id, true from newest;
    """)


def write_articles(folder: Path, articles: pl.DataFrame) -> None:
    """Write articles, each alone on a page that was captured an hour later.

    Needs: article_id, headline, body, outlet_id, wire_outlet_id, published_earliest, url,
    is_complete.
    """
    with open_build(folder) as build:
        build.register("given", articles)
        build.execute("""
            insert into core.articles by name
            select
                * exclude (url),
                published_earliest + interval 1 minute as published_latest,
                0 as published_utc_offset_minutes,
                'minute' as published_precision,
                'printed' as published_basis,
                'en' as language_code,
                core.word_count(body) as word_count,
                core.word_codes(concat_ws(chr(10), headline, body)) as word_codes,
            from given;

            insert into core.pages by name
            select
                article_id as page_id,
                article_id as text_id,
                article_id as source,
                url,
                published_earliest + interval 1 hour as captured_at,
                published_earliest + interval 1 hour as captured_latest,
                'metadata' as captured_basis,
                length(body) as char_count,
                '' as text,
            from given;

            insert into core.placements by name
            select
                article_id as page_id,
                1 as placement_no,
                article_id,
                if(is_complete, 'lead', 'teaser') as role,
                0 as start_char,
                length(body) as end_char,
            from given;
        """)


def read_articles(build: Connection) -> pl.DataFrame:
    """What quotations are found in."""
    return build.sql("""
        select article_id, headline, body, language_code from core.articles order by article_id
    """).pl()


def write_quotations(build: Connection, quotations: pl.DataFrame) -> None:
    build.register("quoted", quotations)
    build.execute("insert into core.quotations by name select * from quoted")
