"""What has changed in a run, by which marts and checks are limited (work.changed_*)."""

from flows.warehouse.build import Connection, Redo

MARTS = "select count(*) from duckdb_tables() where schema_name = 'marts'"


def list_changes(connection: Connection) -> None:
    """List changed pages, articles and hosts; core is as it will be, the marts as they were."""
    connection.execute(LIST_CHANGES)


# Of pages that are gone, and of what pages were, the mart of the last run tells.
LIST_CHANGES = """
    insert or ignore into work.changed_pages
    select page_id from work.pages;

    insert or ignore into work.changed_pages
    select page_id
    from core.pages
    where text_id in (
        select text_id from core.pages semi join work.changed_pages using (page_id)
        union
        select text_id from marts.page_quality semi join work.changed_pages using (page_id)
    );

    insert or ignore into work.changed_articles
    select article_id from work.articles;

    insert into work.changed_hosts
    select host_outlet_id from core.pages semi join work.changed_pages using (page_id)
    union
    select host_outlet_id from marts.page_quality semi join work.changed_pages using (page_id)
    union
    select host_outlet_id
    from core.pages
    where page_id in (
        select page_id
        from core.placements
        semi join (select article_id from work.articles where must_quote) using (article_id)
    );
"""


def can_limit(connection: Connection, redo: Redo, is_new_model: bool) -> bool:
    """Whether marts and checks can be limited to what has changed: they are as the last run left
    them, and neither their SQL nor any rules are new.
    """
    has_marts = connection.execute(MARTS).fetchall()[0][0] > 0
    return has_marts and not is_new_model and not any(redo)


def has_changed_pages(connection: Connection) -> bool:
    """Whether pages show another source, though none of them is cut or described again."""
    return bool(connection.execute("select 1 from work.changed_pages limit 1").fetchall())
