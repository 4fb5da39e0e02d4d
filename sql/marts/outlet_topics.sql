-- One row per outlet and topic that is assigned to articles of its own or to articles that it
-- carries. Choose a scheme and a level before you add up.
-- Grain: outlet_id, topic_id
-- outlet_id NULL: outlet unknown. topic_id NULL: articles with no topic assigned. An article has as
-- many rows as topics, in two schemes and on several levels.

with
counted as (
    select
        outlet_id,
        unnest(if(topic_ids = [], [null], topic_ids)) as topic_id,
        word_count,
        is_complete,
        is_carried,
        is_original,
    from marts.outlet_articles
),
summed as (
    select
        outlet_id,
        topic_id,
        count(*) filter (is_complete and not is_carried) as article_count,
        coalesce(sum(word_count) filter (is_complete and not is_carried), 0) as word_count,
        count(*) filter (not is_complete) as teaser_count,
        count(*) filter (is_carried) as carried_article_count,
        count(*) filter (is_original) as original_article_count,
        coalesce(sum(word_count) filter (is_original), 0) as original_word_count,
    from counted
    group by all
),
sized as (
    select outlet_id, count(*) filter (is_complete and not is_carried) as outlet_article_count
    from marts.outlet_articles
    group by all
)
select
    summed.outlet_id::varchar as outlet_id,  -- Outlet; NULL: unknown.
    topic_id::varchar as topic_id,  -- Topic; NULL: articles with no topic assigned.
    outlets.name::varchar as outlet_name,  -- Name of the outlet; NULL: unknown.
    topics.name::varchar as topic_name,  -- Name of the topic; NULL: no topic.
    topics.scheme::varchar as scheme,  -- iptc or watch; NULL: no topic.
    topics.level::integer as level,  -- Depth in its scheme, 1 for a top topic; NULL: no topic.
    article_count::integer as article_count,  -- The outlet's own complete articles on the topic.
    word_count::bigint as word_count,  -- Words of these articles.
    teaser_count::integer as teaser_count,
        -- The outlet's own articles on the topic that are known by teasers only.
    case when summed.outlet_id is not null then carried_article_count end::integer
        as carried_article_count,
        -- Complete articles on the topic that stand on the outlet's pages and are not its own;
        -- NULL: outlet unknown.
    coalesce(outlet_article_count, 0)::integer as outlet_article_count,
        -- All complete articles of the outlet itself, on any topic or none.
    (article_count / nullif(outlet_article_count, 0))::double as article_share,
        -- article_count divided by outlet_article_count, 0 to 1; NULL: it has no articles of its
        -- own.
    original_article_count::integer as original_article_count,
        -- Of article_count, those in marts.original_articles: without duplicates, later versions
        -- and agencies' copy under another name.
    original_word_count::bigint as original_word_count,  -- Words of these articles.
    (1 - original_article_count / nullif(article_count, 0))::double as syndication_share,
        -- Share of article_count that is not original, 0 to 1; NULL: no articles.
from summed
left join sized on sized.outlet_id is not distinct from summed.outlet_id
left join core.outlets on outlets.outlet_id = summed.outlet_id
left join core.topics using (topic_id)
order by summed.outlet_id nulls last, topic_id nulls last
