"""What a run has changed, and queries that look at nothing else.

A mart or check says in its header by which column a run can limit it; for a mart it is a column of
its grain:

    -- Limit: page_id

Then a run reads each table in it that has this column as if the table had only the rows with a
value that changed (work.changed_pages), and of a mart replaces the rows with these values. A table
without the column is read as a whole, and so is everything where all of the warehouse was done
again. A mart or check without such a line is always whole.

A check that holds much at once says in its header that it can be done in slices, each of which sees
some of the pages only in the tables that name pages:

    -- Slices: page_id
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from duckdb import DuckDBPyConnection as Connection

from flows.warehouse.descriptions import SqlBroken

LIMIT = re.compile(r"^-- Limit: (\w+)$", re.MULTILINE)
SLICES = re.compile(r"^-- Slices: (\w+)$", re.MULTILINE)
SLICED_TABLE = re.compile(
    r'\b(from|join)\s+(?:((?:core|marts)\.(\w+))\b|temp\."((?:core|marts)\.(\w+)) of [^"]+")'
    r"(?!\()(\s+as\s+\w+)?"
)
NAMED_TABLE = re.compile(r"\b(from|join)\s+((?:core|marts)\.(\w+)\b)(?!\()(\s+as\s+\w+)?")
ROWS_A_SLICE = 100_000  # of the first table of a query
MOST_RANGES = 100  # of rows; where there are more, the table is read as a whole
# First and last row of each run of rows that are less than 4,096 (two vectors) from the next one.
RANGES = """
    select min(row_no), max(row_no), count(*)
    from (
        select row_no, sum(begins::integer) over (order by row_no) as range_no
        from (
            select
                rowid as row_no,
                coalesce(rowid - lag(rowid) over (order by rowid) > 4096, true) as begins,
            from {table}
            where {changed}
        )
    )
    group by range_no
    order by all
"""
# The tables that have a column.
HAVING = """
    select schema_name || '.' || table_name
    from duckdb_columns()
    where database_name = current_database() and column_name = $1
"""


# What the listed pages were, the marts of the last run tell; what they are, core tells. Pages of
# one text tell of one another, and so do those with an article whose body is another.
CHANGED_PAGES = """
    insert or ignore into work.changed_pages
    select page_id from work.pages
    union
    select page_id
    from core.placements
    where article_id in (select article_id from work.articles where must_quote);

    insert or ignore into work.changed_pages
    select page_id
    from core.pages
    where text_id in (
        select text_id from core.pages semi join work.changed_pages using (page_id)
        union
        select text_id from marts.page_quality semi join work.changed_pages using (page_id)
    );
"""
# An article may become or cease to be an original without being on the worklist, and the outlet of
# one may get another name: that of an unlisted outlet is the one that most of its pages print.
CHANGED_ARTICLES = """
    insert or ignore into work.changed_articles
    select article_id from work.articles
    union
    select article_id
    from (select article_id, true as was_original from marts.outlet_articles where is_original)
    full join (select article_id, true as is_original from marts.original_articles)
        using (article_id)
    where was_original is distinct from is_original
    union
    select article_id
    from marts.watch_matches
    join core.outlets using (outlet_id)
    where outlet_name is distinct from outlets.name;
"""
CHANGED_LINES = """
    insert or ignore into work.changed_lines
    select distinct line_print from marts.page_lines semi join work.changed_pages using (page_id);
"""


# Stories with other articles or words than before are listed where they are written. The name of an
# outlet that no seed knows is the one that most of its pages print.
CHANGED_STORIES = """
    insert or ignore into work.changed_stories
    select story_id
    from core.story_articles
    where article_id in (select article_id from work.changed_articles)
    union
    select story_id
    from marts.story_outlets
    where outlet_id in (
        select outlet_id
        from marts.outlets
        join core.outlets as named using (outlet_id)
        where outlets.name is distinct from named.name
    );
"""


class Key(NamedTuple):
    """A column by which queries can be limited."""

    table: str  # its changed values
    listing: str  # how they are found
    after: str  # mart after which they are found again


KEYS = {
    "page_id": Key("work.changed_pages", CHANGED_PAGES, ""),
    "article_id": Key("work.changed_articles", CHANGED_ARTICLES, "original_articles"),
    "story_id": Key("work.changed_stories", CHANGED_STORIES, "original_articles"),
    "line_print": Key("work.changed_lines", CHANGED_LINES, "page_lines"),
}


def has_changed_pages(connection: Connection) -> bool:
    """Whether pages show another source, though none of them is cut or described again."""
    return bool(connection.execute("select 1 from work.changed_pages limit 1").fetchall())


def list_changes(connection: Connection, key: str) -> None:
    """List the changed values of a key; core is as it will be. A value that is listed stays, so
    that each mart may add what it has made new.
    """
    connection.execute(KEYS[key].listing)


def read_limit(query: str, path: str) -> str | None:
    """The column by which a mart or check can be limited; None if it is always whole.

    Raises:
        SqlBroken: nothing says what has changed of it.
    """
    found = LIMIT.search(query)
    if found and found[1] not in KEYS:
        known = ", ".join(KEYS)
        raise SqlBroken(f"{path}: cannot be limited by {found[1]}, only by {known}")
    return found[1] if found else None


def find_changed(key: str) -> str:
    """The condition on a row that has a changed value of the key."""
    return f"{key} in (select {key} from {KEYS[key].table})"  # noqa: S608


def limit_query(connection: Connection, query: str, key: str) -> str:
    """The query, in which each table with the key has only its changed rows.

    They are copied once, for all queries until changes are listed again: so a large table is read
    once, and DuckDB knows how few rows it joins.
    """
    count = connection.execute(f"select count(*) from {KEYS[key].table}").fetchall()[0][0]  # noqa: S608
    having = {table for (table,) in connection.execute(HAVING, [key]).fetchall()}

    def limit(found: re.Match[str]) -> str:
        word, table, name, alias = found.groups()
        if table not in having:
            return found[0]
        limited = f'"{table} of {count} {key}"'
        copy_changed(connection, table, key, limited)
        return f"{word} temp.{limited}{alias or f' as {name}'}"

    return NAMED_TABLE.sub(limit, query)


def slice_query(connection: Connection, query: str) -> Iterator[str]:
    """The query for each slice of the column that its header names; else itself.

    A slice is pages that stand side by side, so that their texts are read once. There are as many
    as the first table with the column needs.
    """
    found = SLICES.search(query)
    if not found:
        yield query
        return
    key = found[1]
    having = {table for (table,) in connection.execute(HAVING, [key]).fetchall()}
    sliced = [table for table in SLICED_TABLE.finditer(query) if (table[2] or table[4]) in having]
    count = f"select count(*) from {name_table(sliced[0])}"  # noqa: S608
    ((row_count,),) = connection.execute(count).fetchall()
    if row_count <= ROWS_A_SLICE:
        yield query
        return
    slice_count = row_count // ROWS_A_SLICE + 1
    ((end,),) = connection.execute("select max(rowid) + 1 from core.pages").fetchall()
    for number in range(slice_count):
        first, last = end * number // slice_count, end * (number + 1) // slice_count - 1
        rows = f"rowid between {first} and {last}"
        listed = f"select {key} from core.pages where {rows}"  # noqa: S608
        if number == slice_count - 1:  # with those of no page
            before = f"select {key} from core.pages where rowid < {first}"  # noqa: S608
            listed = f"select distinct {key} from {name_table(sliced[0])}"  # noqa: S608
            listed += f" where {key} not in ({before})"
        connection.execute(f"create or replace temp table sliced as {listed}")
        parts, at = [], 0
        for table in sliced:
            is_home = table[2] == "core.pages"
            name = name_table(table)
            within = rows if is_home else f"{key} in (from temp.sliced)"
            part = f"(select *, rowid from {name} where {within})"  # noqa: S608
            alias = table[6] or f" as {table[3] or table[5]}"
            parts += [query[at : table.start()], f"{table[1]} {part}{alias}"]
            at = table.end()
        yield "".join([*parts, query[at:]])


def name_table(table: re.Match[str]) -> str:
    """What SLICED_TABLE has found, without the word before it and the alias behind it."""
    return re.sub(r"^(from|join)\s+|\s+as\s+\w+$", "", table[0])


def copy_changed(connection: Connection, table: str, key: str, limited: str) -> None:
    """Copy the rows with a changed value of the key to a temporary table, unless it is there.

    Most of them were added last, so they are read by ranges of rows: texts are expensive to read.
    Not by each rowid: of rows that the transaction has written, DuckDB 2.0.0 then loses some now
    and then.
    """
    exists = "select 1 from duckdb_tables() where temporary and table_name = $1"
    if connection.execute(exists, [limited.strip('"')]).fetchall():
        return
    changed = find_changed(key)
    ranges = connection.execute(RANGES.format(table=table, changed=changed)).fetchall()
    connection.execute(f"create temp table {limited} as from {table} limit 0")
    if len(ranges) <= MOST_RANGES:
        for first, last, _ in ranges:
            rows = f"rowid between {first} and {last} and {changed}"
            connection.execute(f"insert into {limited} from {table} where {rows}")
    ((count,),) = connection.execute(f"select count(*) from {limited}").fetchall()  # noqa: S608
    if count != sum(found for _, _, found in ranges):
        connection.execute(
            f"create or replace temp table {limited} as from {table} where {changed}"
        )
