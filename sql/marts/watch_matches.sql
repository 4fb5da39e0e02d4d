-- One row per watch topic and article that matches it, with the run that saw it first.
-- Grain: topic_id, article_id
-- Limit: article_id
-- An article that matches no more has no row here; its sighting stays in ops.watch_sightings, so
-- that it is not new again when it comes back. Phrases are looked for in small letters; those that
-- span a line end are in none of the three places.

with
watched as (
    select
        article_topics.topic_id,
        article_topics.article_id,
        topics.name as topic_name,
        evidence,
        evidence[1] as phrase,
    from core.article_topics
    join core.topics using (topic_id)
    where is_assigned and scheme = 'watch'
)
select
    watched.topic_id::varchar as topic_id,  -- Topic, of scheme watch.
    article_id::varchar as article_id,  -- Article that matches it, complete or a teaser.
    outlet_id::varchar as outlet_id,  -- Outlet whose article it is; NULL: unknown.
    sightings.run_id::varchar as first_seen_run_id,  -- Run that saw it match first (ops.runs).
    topic_name::varchar as topic_name,  -- Name of the topic.
    outlets.name::varchar as outlet_name,  -- Name of the outlet; NULL: unknown.
    headline::varchar as headline,  -- Headline of the article; NULL: the page has none.
    phrase::varchar as phrase,  -- The first phrase that matched.
    evidence::varchar[] as phrases,  -- Phrases that matched, as many as ten.
    case
        when contains(lower(headline), lower(phrase)) then 'headline'
        when contains(lower(deck), lower(phrase)) then 'deck'
        when contains(lower(body), lower(phrase)) then 'body'
    end::varchar as found_in,
        -- Where phrase stands: headline, deck or body, the first of them; NULL: not as it is.
    case
        when length(lower(body)) = length(body) and contains(lower(body), lower(phrase))
            then strpos(lower(body), lower(phrase)) - 1
    end::integer as start_char,
        -- First character of phrase in the body, from 0; NULL: it does not stand there as it is.
    published_day::date as published_day,  -- Day of publication; NULL: not known to the day.
    sightings.seen_at::timestamptz as first_seen_at,  -- When that run began.
    is_complete::boolean as is_complete,
        -- True: the whole text is known. False: only teasers of it.
from watched
join core.articles using (article_id)
left join ops.watch_sightings as sightings using (topic_id, article_id)
left join core.outlets using (outlet_id)
order by watched.topic_id, article_id
