"""Watch topics: which run saw first that an article matches one."""

from typing import Any, NamedTuple

from flows.warehouse.build import Connection

MOST_TOLD = 20  # of a topic, in an event


class NewMatches(NamedTuple):
    """What a run saw of a watch topic for the first time."""

    topic_id: str
    topic_name: str
    count: int
    articles: list[dict[str, Any]]  # the first 20: article_id, headline, outlet_id, url, phrase


def load_sightings(connection: Connection, run: dict[str, Any]) -> None:
    """Write the matches that no run has seen before. An article with another id under new rules was
    seen when its old one was.
    """
    connection.execute(NEW_SIGHTINGS, [run["run_id"], run["started_at"]])


NEW_SIGHTINGS = """
    insert into ops.watch_sightings by name
    with
    renamed as (
        select
            topic_id,
            new_article_id as article_id,
            min(sightings.run_id) as run_id,
            min(seen_at) as seen_at,
        from ops.article_changes as changes
        join ops.watch_sightings as sightings on sightings.article_id = changes.old_article_id
        where changes.run_id = $1 and new_article_id is not null
        group by all
    )
    select
        topic_id,
        article_id,
        coalesce(renamed.run_id, $1) as run_id,
        coalesce(renamed.seen_at, $2) as seen_at,
    from core.article_topics
    semi join (select topic_id from core.topics where scheme = 'watch') using (topic_id)
    anti join ops.watch_sightings using (topic_id, article_id)
    left join renamed using (topic_id, article_id)
    where is_assigned
"""


def read_new_matches(connection: Connection, run_id: str) -> list[NewMatches]:
    """What the run saw for the first time, a row a topic; marts.watch_matches is up to date."""
    return [NewMatches(*row) for row in connection.execute(NEW_MATCHES, [run_id]).fetchall()]


NEW_MATCHES = f"""
    select
        topic_id,
        any_value(topic_name),
        count(*),
        (list({{
            'article_id': article_id,
            'headline': headline,
            'outlet_id': outlet_id,
            'phrase': phrase,
            'url': url
        }} order by first_published, article_id))[1:{MOST_TOLD}],
    from (
        select matches.*, url, coalesce(published_day, date '9999-12-31') as first_published
        from marts.watch_matches as matches
        left join core.article_places using (article_id)
        where first_seen_run_id = $1
    )
    group by topic_id
    order by topic_id
"""  # noqa: S608  a number of ours
