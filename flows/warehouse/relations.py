"""What articles have to do with each other: families of quotations, reuse and stories.

What is found of one article beside others is kept, of quotations in tables of the schema `work`, of
shared text in the index, so that a run need not look at all of them again.
"""

from functools import partial

import polars as pl

from flows.compare import Access
from flows.compare.families import Families, Known
from flows.compare.index import Index
from flows.compare.reuse import Found
from flows.compare.stories import find_story_changes
from flows.compare.stories.names import Stories
from flows.compare.terms import BODY_CHARACTERS
from flows.rules import Versions
from flows.shipped import SQL
from flows.warehouse.build import Connection, Redo
from flows.warehouse.faults import list_left_out, load_faults
from flows.warehouse.index_file import is_current, note_run
from flows.warehouse.models import blame_file

BY_ROW = "rowid in (select rowid from core.articles semi join wanted using (article_id))"
BY_ID = "article_id in (from wanted)"


def make_access(
    connection: Connection, index: Index, run_id: str, redo: Redo, versions: Versions
) -> Access:
    """How the compare stage reads this build file and its index, and writes to them."""
    if redo.compare:
        forget_families(connection)
    is_indexed = is_current(index, connection) and not redo.compare

    def read(step: str) -> pl.DataFrame:
        if step == "reuse":
            return list_articles(connection, is_indexed)
        return read_compared(connection, step)

    def write_reuse(found: Found) -> None:
        load_reuse(connection, found)
        note_run(index, connection, run_id)

    return Access(
        read_compared=read,
        known_quotations=know_quotations(connection),
        write_families=partial(load_families, connection),
        index=index,
        read_unindexed=partial(read_unindexed, connection) if is_indexed else lambda: None,
        read_articles=partial(read_articles, connection),
        write_reuse=write_reuse,
        read_stories=partial(read_stories, connection) if is_indexed else lambda: None,
        read_texts=partial(read_texts, connection),
        read_changed=partial(read_changed_articles, connection),
        write_stories=partial(load_stories, connection, run_id=run_id),
        write_faults=partial(load_compare_faults, connection, run_id=run_id, versions=versions),
    )


def read_compared(connection: Connection, step: str) -> pl.DataFrame:
    """What a step compares, as sql/compare/<step>.sql has it: "families" or "stories".

    Without the articles that it has failed with, until these are tried again.
    """
    with blame_file(f"sql/compare/{step}.sql"):
        compared = connection.sql((SQL / "compare" / f"{step}.sql").read_text()).pl()
    left_out = list_left_out(connection, step)
    return compared.filter(~pl.col("article_id").is_in(left_out.implode()))


# Reuse


def list_articles(connection: Connection, is_indexed: bool) -> pl.DataFrame:
    """article_id: of all articles, or of those that the index does not know as they are now.

    Without the articles that reuse has failed with, until these are tried again.
    """
    articles = connection.sql("select article_id from core.articles order by article_id").pl()
    if is_indexed:
        wanted = read_unindexed(connection)
        articles = articles.filter(pl.col("article_id").is_in(wanted.implode()))
    left_out = list_left_out(connection, "reuse")
    return articles.filter(~pl.col("article_id").is_in(left_out.implode()))


def read_unindexed(connection: Connection) -> pl.Series:
    """Ids of the articles that are new, gone or changed, or with which reuse failed before."""
    return connection.sql("""
        select article_id from work.articles where must_resolve or must_quote
        union
        select article_id from work.retried_faults where stage = 'reuse'
    """).pl()["article_id"]


def read_articles(connection: Connection, article_ids: pl.Series) -> pl.DataFrame:
    """The articles as flows/compare/reuse compares them."""
    return read_wanted(connection, "reuse", article_ids)


def read_texts(connection: Connection, article_ids: pl.Series) -> pl.DataFrame:
    """What flows/compare/stories reads of the texts of articles."""
    return read_wanted(connection, "texts", article_ids, [BODY_CHARACTERS])


def read_wanted(
    connection: Connection, step: str, article_ids: pl.Series, params: list | None = None
) -> pl.DataFrame:
    """The rows of sql/compare/<step>.sql, one an article, which seeks them by their row ids.

    Of rows that the transaction has written DuckDB 2.0.0 then loses some now and then: if any is
    missing, all texts are read through.
    """
    connection.register("wanted", article_ids.to_frame("article_id"))
    with blame_file(f"sql/compare/{step}.sql"):
        query = (SQL / "compare" / f"{step}.sql").read_text()
        found = connection.sql(query, params=params).pl()
        if found.height < article_ids.n_unique():
            found = connection.sql(query.replace(BY_ROW, BY_ID), params=params).pl()
    return found


def load_reuse(connection: Connection, found: Found) -> None:
    """Replace the pairs that were found again; note whose group of copies is another one."""
    connection.register("found", found.reuse)
    is_replaced = "true"
    if found.article_ids is not None:
        connection.register("compared", found.article_ids.to_frame("article_id"))
        is_replaced = COMPARED_AGAIN
    connection.execute(
        f"create or replace temp table copies_before as {COPIES.format('core.reuse')}"
    )
    connection.execute(f"delete from core.reuse where {is_replaced}")  # noqa: S608
    connection.execute("insert into core.reuse by name select * from found")
    connection.execute(f"create or replace temp table copies_now as {COPIES.format('core.reuse')}")
    connection.execute(NOTE_REGROUPED)


COMPARED_AGAIN = """
    article_id in (select article_id from compared)
    or other_article_id in (select article_id from compared)
"""
COPIES = """
    select distinct unnest([article_id, other_article_id]) as article_id, group_article_id
    from {}
    where group_article_id is not null
"""
NOTE_REGROUPED = """
    insert into work.articles (article_id, is_regrouped)
    select distinct article_id, true
    from copies_before
    full join copies_now using (article_id)
    where copies_before.group_article_id is distinct from copies_now.group_article_id
    on conflict (article_id) do update set is_regrouped = true;

    drop table copies_before;
    drop table copies_now;
"""


def load_compare_faults(
    connection: Connection, faults: pl.DataFrame, run_id: str, versions: Versions
) -> None:
    """Add articles that a step failed with; their stories are found again without them."""
    load_faults(connection, faults, versions, run_id)
    connection.register("found", faults)
    connection.execute(
        "insert into work.articles (article_id, is_regrouped) select article_id, true from found"
        " on conflict (article_id) do update set is_regrouped = true"
    )


# Families of quotations


def forget_families(connection: Connection) -> None:
    """Forget the families, and the index of them: all are found again."""
    for table in ("quoted", "wording_keys", "wording_pairs"):
        connection.execute(f"truncate work.{table}")
    connection.execute("""
        update core.quotations
        set quotation_family_id = null
        where quotation_family_id is not null;

        insert into work.articles (article_id, is_regrouped)
        select article_id, true
        from core.articles
        on conflict (article_id) do update set is_regrouped = true;
    """)


def know_quotations(connection: Connection) -> Known:
    """How comparing reads the index of quotations."""

    def look_up(query: str, wanted: pl.Series | pl.DataFrame) -> pl.DataFrame:
        rows = wanted.to_frame("id") if isinstance(wanted, pl.Series) else wanted
        connection.register("wanted", rows)
        return connection.sql(query).pl()

    def read_holders(keys: pl.Series, count: int | None) -> pl.DataFrame:
        lowest = f" qualify row_number() over (partition by key order by wording_id) <= {count}"
        return look_up(HOLDERS + (lowest if count else ""), keys)

    return Known(
        read_quoted=partial(look_up, QUOTED),
        read_quoting=partial(look_up, QUOTING),
        read_texts=partial(look_up, TEXTS),
        read_keys=partial(look_up, KEYS),
        read_holders=read_holders,
        read_pairs=partial(look_up, PAIRS),
    )


QUOTED = "select * from work.quoted where article_id in (select id from wanted)"
QUOTING = "select * from work.quoted where wording_id in (select id from wanted)"
TEXTS = """
    select article_id, quotation_no, text
    from core.quotations
    semi join wanted using (article_id, quotation_no)
"""
KEYS = "select * from work.wording_keys where wording_id in (select id from wanted)"
HOLDERS = "select * from work.wording_keys where key in (select id from wanted)"
PAIRS = """
    select *
    from work.wording_pairs
    where longer_id in (select id from wanted) or shorter_id in (select id from wanted)
"""


def load_families(connection: Connection, found: Families) -> None:
    """Set the families that are other ones than before, and what the index has of quotations."""
    for name, rows in found._asdict().items():
        connection.register(f"found_{name}", rows)
    connection.execute(WRITE_FAMILIES)
    connection.execute(WRITE_QUOTED)


WRITE_FAMILIES = """
    create or replace temp table renamed as
    select article_id, quotation_no, found_families.quotation_family_id
    from core.quotations
    join found_families using (article_id, quotation_no)
    where quotations.quotation_family_id is distinct from found_families.quotation_family_id;

    insert into work.articles (article_id, is_regrouped)
    select distinct article_id, true
    from renamed
    on conflict (article_id) do update set is_regrouped = true;

    update core.quotations
    set quotation_family_id = renamed.quotation_family_id
    from renamed
    where quotations.article_id = renamed.article_id
        and quotations.quotation_no = renamed.quotation_no;

    drop table renamed;
"""

WRITE_QUOTED = """
    delete from work.quoted where article_id in (select article_id from found_changed);
    insert into work.quoted by name select * from found_quoted;

    delete from work.wording_keys where wording_id in (select wording_id from found_gone);
    insert into work.wording_keys by name select * from found_keys;

    delete from work.wording_pairs
    where longer_id in (select wording_id from found_gone)
        or shorter_id in (select wording_id from found_gone)
        or (longer_id, shorter_id) in (select (longer_id, shorter_id) from found_lost);
    insert into work.wording_pairs by name select * from found_pairs;
"""


# Stories


def read_stories(connection: Connection) -> Stories:
    """What the last run found."""
    return Stories(
        connection.table("core.stories").pl(), connection.table("core.story_articles").pl()
    )


def read_changed_articles(connection: Connection) -> pl.Series:
    """Ids of the articles that are new, gone or may stand otherwise than before this run."""
    return connection.sql(
        "select article_id from work.articles where must_resolve or must_quote or is_regrouped"
    ).pl()["article_id"]


def load_stories(connection: Connection, stories: Stories, run_id: str) -> None:
    """Replace the stories that have changed, and their articles; add to ops which ids are gone."""
    before = connection.sql(STORIES_BEFORE).pl()
    for name in ("stories", "story_articles"):
        connection.register("found", getattr(stories, name))
        connection.execute(REPLACE_STORIES.format(name, ", ".join(getattr(stories, name).columns)))
    connection.register("found", find_story_changes(before, stories.story_articles))
    connection.execute(
        "insert into ops.story_changes by name select *, $1 as run_id from found", [run_id]
    )


REPLACE_STORIES = """
    insert or ignore into work.changed_stories
    select story_id
    from (
        (select {1} from core.{0} except all select {1} from found)
        union all
        (select {1} from found except all select {1} from core.{0})
    );

    delete from core.{0} where story_id in (select story_id from work.changed_stories);

    insert into core.{0} by name
    select * from found where story_id in (select story_id from work.changed_stories);
"""

# Under new rules of cutting an article may have another id: it is known by its place on a page.
STORIES_BEFORE = """
    select story_id, article_id
    from core.story_articles
    union all
    select distinct
        story_id,
        coalesce(placements.article_id, old_story_articles.article_id) as article_id,
    from work.old_story_articles
    left join work.old_placements using (article_id)
    left join core.placements using (page_id, placement_no)
"""


def tell_relations(connection: Connection) -> str:
    """How many there are: "3 families of quotations, 12 pairs with shared text, 80 stories"."""
    families, pairs, stories = connection.execute("""
        select
            (select count(distinct quotation_family_id) from core.quotations),
            (select count(*) from core.reuse),
            (select count(*) from core.stories),
    """).fetchall()[0]
    return (
        f"{families:,} families of quotations, {pairs:,} pairs with shared text,"
        f" {stories:,} stories"
    )
