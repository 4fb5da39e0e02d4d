"""A large warehouse out of a small one: its pages again and again, with other words and days.

    python -m bench.multiplied data/copydesk.duckdb FOLDER 5

publishes five copies as FOLDER/copydesk.duckdb, for bench.dashboard. What is repeated are pages and
what was found on them; marts are built of all, runs, files and checks are those of the small one.
"""

import argparse
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase

from flows.shipped import SQL
from flows.warehouse.build import Connection, connect
from flows.warehouse.models import build_macros, build_marts, comment_tables

IDS = {"page_id", "text_id", "article_id", "other_article_id", "original_article_id"}
IDS |= {"group_article_id", "story_id", "quotation_family_id"}
WORDS = {"text", "body", "headline", "deck", "phrase", "speaker"}
DAYS = 5  # from one copy of a page to the next, over a year
TABLES = ("pages", "page_sources", "segments", "live_entries", "placements", "articles")
TABLES += ("article_spans", "article_topics", "attributions", "quotations", "reuse")
TABLES += ("stories", "story_articles")
WHOLE = ("outlets", "outlet_aliases", "topics", "segment_kinds")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("warehouse", type=Path, help="the small one")
    parser.add_argument("folder", type=Path, help="where the large one is published")
    parser.add_argument("copies", type=int, help="how many times its pages")
    options = parser.parse_args()
    published = Path(".copydesk.duckdb") / "run-copied" / "copydesk.duckdb"
    (options.folder / published).parent.mkdir(parents=True)
    with connect(options.folder / published) as connection:
        connection.execute((SQL / "core.sql").read_text())
        attach_small(connection, options.warehouse.resolve())
        for number in range(options.copies):
            add_copy(connection, number)
        for table in ("runs", "files", "checks", "check_rows"):
            connection.execute(f"insert into ops.{table} by name from small.ops.{table}")
        build_marts(connection)
        build_macros(connection)
        comment_tables(connection)
        found = connection.execute("select count(*) from core.articles").fetchall()
        connection.execute("detach small")
    link = options.folder / "copydesk.duckdb"
    link.symlink_to(published)
    print(f"{link}: {found[0][0]:,} articles")


def attach_small(connection: Connection, path: Path) -> None:
    """Attach the warehouse that is multiplied, and copy what each page needs."""
    quoted = str(path).replace("'", "''")  # ATTACH takes no parameters
    connection.execute(f"attach '{quoted}' as small (read_only)")
    for table in WHOLE:
        connection.execute(f"insert into core.{table} by name from small.core.{table}")


def add_copy(connection: Connection, number: int, page_count: int | None = None) -> None:
    """Add the pages of the small warehouse once more, or so many that share nothing with others.

    Ids are hashed with the number, Latin letters rotated by it, days shifted.
    """
    chosen = f"{ALONE} order by page_id limit {page_count}" if page_count else ""
    connection.execute(
        "create or replace temp table copied_pages as"  # noqa: S608
        f" select page_id from small.core.pages {chosen}"
    )
    connection.execute(COPIED)
    for table in TABLES:
        columns = read_columns(connection, table)
        values = ", ".join(f"{vary(name, kind, number)} as {name}" for name, kind in columns)
        key = next(key for key in COPIED_BY if key in dict(columns))
        connection.execute(
            f"insert into core.{table} by name select {values} from small.core.{table}"  # noqa: S608
            f" semi join {COPIED_BY[key]} using ({key})"
        )
    connection.execute(ORDER_PAIRS)


def list_copy(connection: Connection, number: int) -> None:
    """Put the copy that was added last on the worklist, as a run does with new pages."""
    page_id, article_id = (vary(key, "VARCHAR", number) for key in ("page_id", "article_id"))
    connection.execute(f"""
        insert into work.pages (page_id, change, first_stage)
        select {page_id}, 'new', 'cut' from copied_pages;

        insert into work.articles (article_id, must_resolve, must_find_topics, must_quote)
        select {article_id}, true, true, true from copied_articles;
    """)  # noqa: S608


ALONE = """
    anti join (
        select page_id
        from small.core.placements
        semi join (
            select article_id
            from small.core.placements
            group by article_id
            having count(distinct page_id) > 1
            union
            select unnest([article_id, other_article_id]) from small.core.reuse
            union
            select article_id
            from small.core.story_articles
            qualify count(*) over (partition by story_id) > 1
        ) using (article_id)
    ) using (page_id)
"""
COPIED = """
    create or replace temp table copied_articles as
    select distinct article_id
    from small.core.placements
    semi join copied_pages using (page_id);

    create or replace temp table copied_stories as
    select distinct story_id
    from small.core.story_articles
    semi join copied_articles using (article_id);
"""
COPIED_BY = {
    "page_id": "copied_pages",
    "article_id": "copied_articles",
    "story_id": "copied_stories",
}
ORDER_PAIRS = """
    update core.reuse
    set article_id = other_article_id,
        other_article_id = article_id,
        containment = other_containment,
        other_containment = containment
    where article_id > other_article_id
"""


def read_columns(connection: Connection, table: str) -> list[tuple[str, str]]:
    return connection.execute(
        """
        select column_name, data_type
        from duckdb_columns()
        where database_name = 'small' and schema_name = 'core' and table_name = $1
        order by column_index
        """,
        [table],
    ).fetchall()


def vary(column: str, kind: str, number: int) -> str:
    """The value of a column in a copy, in SQL."""
    if column == "source":
        return f"{column} || 'x{number}'"
    if column == "word_codes":
        texts = (vary(text, "VARCHAR", number) for text in ("headline", "body"))
        return f"core.word_codes(concat_ws(chr(10), {', '.join(texts)}))"
    if column in IDS:
        return f"md5({column} || '{number}')"
    if column in WORDS:
        turned = [turn(ascii_lowercase, number), turn(ascii_uppercase, number // 26)]
        return f"translate({column}, '{ascii_lowercase}{ascii_uppercase}', '{''.join(turned)}')"
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        return f"({column} + interval '{number * DAYS % 365} days')::{kind}"
    return column


def turn(letters: str, number: int) -> str:
    """
    >>> turn("abc", 1)
    'bca'
    """
    number %= len(letters)
    return letters[number:] + letters[:number]


if __name__ == "__main__":
    main()
