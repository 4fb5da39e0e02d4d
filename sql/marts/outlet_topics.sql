-- One row per outlet and topic assigned to articles of its own, or that it carries.
-- Grain: outlet_id, topic_id
-- outlet_id NULL: outlet unknown. topic_id NULL: articles with no topic assigned.
-- An article has as many rows as topics, in two schemes and on several levels: choose a scheme
-- and a level before adding up.
-- paired is no left join: behind one whose right side is empty, DuckDB 2.0.0 can narrow a sum to
-- a byte as it sorts (952 words became -72; right with compressed_materialization disabled).

with
assigned as (
    select article_id, topic_id
    from core.article_topics
    where is_assigned
),
paired as (
    select article_id, topic_id
    from assigned
    union all
    select article_id, null as topic_id
    from core.articles
    anti join assigned using (article_id)
),
counted as (
    select
        outlet_id,
        article_id,
        word_count,
        is_complete,
        article_id in (select article_id from marts.original_articles) as is_original,
        false as is_carried,
    from core.articles
    union all
    select outlet_id, article_id, word_count, is_complete, false, true
    from marts.carried_articles
    where is_complete
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
    join paired using (article_id)
    group by all
),
sized as (
    select outlet_id, count(*) filter (is_complete) as outlet_article_count
    from core.articles
    group by all
)
select
    summed.outlet_id::varchar as outlet_id,
    topic_id::varchar as topic_id,
    outlets.name::varchar as outlet_name,
    topics.name::varchar as topic_name,
    topics.scheme::varchar as scheme,
    topics.level::integer as level,
    article_count::integer as article_count,
    word_count::bigint as word_count,
    teaser_count::integer as teaser_count,
    case when summed.outlet_id is not null then carried_article_count end::integer
        as carried_article_count,
    coalesce(outlet_article_count, 0)::integer as outlet_article_count,
    (article_count / nullif(outlet_article_count, 0))::double as article_share,
    original_article_count::integer as original_article_count,
    original_word_count::bigint as original_word_count,
    (1 - original_article_count / nullif(article_count, 0))::double as syndication_share,
from summed
left join sized on sized.outlet_id is not distinct from summed.outlet_id
left join core.outlets on outlets.outlet_id = summed.outlet_id
left join core.topics using (topic_id)
order by summed.outlet_id nulls last, topic_id nulls last
