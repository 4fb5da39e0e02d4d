"""What articles have to do with each other: families of quotations, reuse and stories.

They are found over all articles whenever one may have changed.
"""

from functools import partial

import polars as pl

from flows.compare import Access
from flows.compare.stories import find_story_changes
from flows.compare.stories.names import Stories
from flows.rules import Versions
from flows.shipped import SQL
from flows.warehouse.build import Connection, Redo
from flows.warehouse.faults import list_left_out, load_faults
from flows.warehouse.models import blame_file


def make_access(connection: Connection, run_id: str, redo: Redo, versions: Versions) -> Access:
    """How the compare stage reads this build file and writes to it."""
    return Access(
        read_compared=partial(read_compared, connection),
        write_families=partial(load_families, connection),
        write_reuse=partial(load_reuse, connection),
        read_stories=(lambda: None) if redo.compare else partial(read_stories, connection),
        read_changed=partial(read_changed_articles, connection),
        write_stories=partial(load_stories, connection, run_id=run_id),
        write_faults=partial(load_compare_faults, connection, run_id=run_id, versions=versions),
    )


def read_compared(connection: Connection, step: str) -> pl.DataFrame:
    """What a step compares, as sql/compare/<step>.sql has it: "families", "reuse" or "stories".

    Without the articles that it has failed with, until these are tried again.
    """
    with blame_file(f"sql/compare/{step}.sql"):
        compared = connection.sql((SQL / "compare" / f"{step}.sql").read_text()).pl()
    left_out = list_left_out(connection, step)
    return compared.filter(~pl.col("article_id").is_in(left_out.implode()))


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


def load_families(connection: Connection, families: pl.DataFrame) -> None:
    """Set the family of each quotation; only rows whose family is another one are written."""
    connection.register("found", families)
    connection.execute("""
        insert into work.articles (article_id, is_regrouped)
        select distinct article_id, true
        from core.quotations
        left join found using (article_id, quotation_no)
        where quotations.quotation_family_id is distinct from found.quotation_family_id
        on conflict (article_id) do update set is_regrouped = true;

        update core.quotations
        set quotation_family_id = families.quotation_family_id
        from (
            select article_id, quotation_no, found.quotation_family_id
            from core.quotations
            left join found using (article_id, quotation_no)
        ) as families
        where quotations.article_id = families.article_id
            and quotations.quotation_no = families.quotation_no
            and quotations.quotation_family_id is distinct from families.quotation_family_id;
    """)


def load_reuse(connection: Connection, reuse: pl.DataFrame) -> None:
    """Replace the pairs of articles that share text; note whose group of copies is another one."""
    connection.register("found", reuse)
    connection.execute("""
        create or replace temp table copies_before as
        select distinct unnest([article_id, other_article_id]) as article_id, group_article_id
        from core.reuse
        where group_article_id is not null;

        delete from core.reuse;

        insert into core.reuse by name select * from found;

        create or replace temp table copies_now as
        select distinct unnest([article_id, other_article_id]) as article_id, group_article_id
        from core.reuse
        where group_article_id is not null;

        insert into work.articles (article_id, is_regrouped)
        select distinct article_id, true
        from copies_before
        full join copies_now using (article_id)
        where copies_before.group_article_id is distinct from copies_now.group_article_id
        on conflict (article_id) do update set is_regrouped = true;

        drop table copies_before;
        drop table copies_now;
    """)


def read_stories(connection: Connection) -> Stories:
    """What the last run found."""
    return Stories(
        connection.table("core.stories").pl(), connection.table("core.story_articles").pl()
    )


def read_changed_articles(connection: Connection) -> pl.Series:
    """Ids of the articles that are new, gone or may stand otherwise than before this run."""
    return connection.sql(
        "select article_id from work.articles where must_resolve or is_regrouped"
    ).pl()["article_id"]


def load_stories(connection: Connection, stories: Stories, run_id: str) -> None:
    """Replace the stories and their articles; add to ops which ids are gone."""
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

    delete from core.{0};

    insert into core.{0} by name select * from found;
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
