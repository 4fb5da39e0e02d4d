-- One row per outlet and article that counts for it: each article for its own outlet, and a
-- complete one also for each outlet that carries it. What the marts of outlets, topics and days add
-- up.
-- Grain: outlet_id, article_id
-- Limit: article_id
-- outlet_id NULL: outlet unknown; a row, so that totals are those of core.articles.

with
assigned as (
    select article_id, list(topic_id order by topic_id) as topic_ids
    from core.article_topics
    where is_assigned
    group by all
),
counted as (
    select article_id, outlet_id, false as is_carried
    from core.articles
    union all
    select article_id, outlet_id, true as is_carried
    from marts.carried_articles
    where is_complete
)
select
    counted.outlet_id::varchar as outlet_id,  -- Outlet; NULL: unknown.
    article_id::varchar as article_id,  -- Article, complete or teaser.
    coalesce(topic_ids, [])::varchar[] as topic_ids,
        -- Topics that are assigned to it, of all schemes and levels; empty: none.
    word_count::integer as word_count,  -- Words of its body.
    published_day::date as published_day,
        -- UTC day of the last moment of the publication bracket; the day as printed where no zone
        -- is printed; NULL: not known to the day.
    is_complete::boolean as is_complete,
        -- True: the whole text is known. False: only teasers of it.
    is_carried::boolean as is_carried,
        -- True: it stands on the outlet's pages and is not its own. False: it is its own.
    (not is_carried and originals.article_id is not null)::boolean as is_original,
        -- True: it is its own, and in marts.original_articles.
from counted
join core.articles using (article_id)
left join assigned using (article_id)
left join (select article_id from marts.original_articles) as originals using (article_id)
order by outlet_id nulls last, article_id
