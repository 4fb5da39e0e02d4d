"""Saved searches: what `copydesk search` finds, as matches of a watch topic."""

import polars as pl

from flows.search_terms import Filters, read_terms, spell_condition
from flows.seeds import read_seed
from flows.seeds.topics import make_watch_topic_id
from flows.warehouse.build import Connection


def load_saved_matches(connection: Connection) -> None:
    """Write which of the listed articles the saved searches find, beside their other topics.

    The text of an article, its outlet, topics and quotations are up to date by then.
    """
    searches = read_seed("saved_searches").with_columns(
        topic_id=pl.col("name").map_elements(make_watch_topic_id, pl.String)
    )
    topic_ids = searches["topic_id"].to_list()
    connection.execute(DELETE_MATCHES, {"topic_ids": topic_ids})
    for search in searches.iter_rows(named=True):
        terms = read_terms(search["words"])
        names = ("outlet", "topic", "language", "place")
        filters = Filters(**{name: search[name] for name in names if search[name]})
        condition, values = spell_condition(terms, filters, [])
        values["topic_id"] = search["topic_id"]
        values["evidence"] = [term.text for term in terms if not term.is_excluded]
        connection.execute(INSERT_MATCHES.format(condition=condition), values)


DELETE_MATCHES = """
    delete from core.article_topics
    where list_contains($topic_ids, topic_id)
        and article_id in (select article_id from work.articles)
"""
INSERT_MATCHES = """
    insert into core.article_topics by name
    with
    ranked as (
        select article_id, max(rank) as last_rank
        from core.article_topics
        join core.topics using (topic_id)
        semi join work.articles using (article_id)
        where scheme = 'watch'
        group by article_id
    )
    select
        article_id,
        $topic_id as topic_id,
        1 as score,
        coalesce(last_rank, 0) + 1 as rank,
        true as is_assigned,
        $evidence::varchar[] as evidence,
    from core.articles
    semi join work.articles using (article_id)
    left join ranked using (article_id)
    where {condition}
"""
