-- One row per story that two outlets or more covered, and publisher that published at that time and
-- did not cover it.
-- Grain: story_id, outlet_id
-- Peers are publishers with a complete article in one of the story's languages between the day of
-- its first article and the day after its last. A publisher with nothing in the warehouse from
-- those days did not miss the story: its pages are missing. A teaser counts as coverage, and so
-- does an article of an agency or another outlet on the publisher's pages. Undated stories have no
-- gaps. A gap says what the warehouse holds, not what the outlet printed.

with
publishing as (
    select
        articles.outlet_id,
        language_code,
        (dated_at - interval 1 microsecond)::date as day,
        count(*) as article_count,
    from core.story_articles
    join core.articles using (article_id)
    join core.outlets using (outlet_id)
    where is_complete and kind = 'publisher'
    group by all
),
running as (
    select
        story_id,
        headline,
        first_known_at,
        last_known_at,
        (first_known_at - interval 1 microsecond)::date as first_day,
        (last_known_at - interval 1 microsecond)::date + 1 as last_day,
    from marts.stories
    where first_known_at is not null
),
spoken as (
    select distinct story_id, language_code
    from core.story_articles
    join core.articles using (article_id)
    where is_complete and language_code is not null
),
peers as (
    select story_id, outlet_id, sum(article_count) as outlet_article_count
    from running
    join spoken using (story_id)
    join publishing using (language_code)
    where day between first_day and last_day
    group by all
),
covering as (
    select story_id, outlet_id from marts.story_outlets
    union
    select story_id, carried_articles.outlet_id
    from core.story_articles
    join marts.carried_articles using (article_id)
),
compared as (
    select
        story_id,
        outlet_id,
        outlet_article_count,
        covering.story_id is not null as is_covering,
        count(*) over (partition by story_id) as peer_outlet_count,
        count(covering.story_id) over (partition by story_id) as covering_outlet_count,
    from peers
    left join covering using (story_id, outlet_id)
)
select
    story_id::varchar as story_id,  -- Story.
    outlet_id::varchar as outlet_id,  -- Publisher without an article or teaser of it.
    headline::varchar as headline,  -- Headline of the story; NULL: none.
    outlets.name::varchar as outlet_name,  -- Name of the outlet.
    covering_outlet_count::integer as covering_outlet_count,
        -- Publishers in its languages that covered it.
    peer_outlet_count::integer as peer_outlet_count,
        -- Publishers with a complete article in one of its languages while it ran; this one is
        -- included.
    (covering_outlet_count / peer_outlet_count)::double as covering_share,
        -- covering_outlet_count divided by peer_outlet_count, 0 to 1.
    outlet_article_count::integer as outlet_article_count,
        -- Complete articles of the outlet in those languages, from the day of the story's first
        -- article to the day after its last.
    first_known_at::timestamp as first_known_at,
        -- When the first article of the story is known to have been out.
    last_known_at::timestamp as last_known_at,  -- The same for the last article.
from compared
join running using (story_id)
join core.outlets using (outlet_id)
where not is_covering and covering_outlet_count > 0
order by story_id, outlet_id
