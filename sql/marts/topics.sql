-- One row per topic that is assigned to an article.
-- Grain: topic_id
-- topic_id NULL: articles with no topic assigned. An article counts once for each of its
-- topics: choose a scheme and a level before adding up.

with
publishing as (
    select
        topic_id,
        sum(article_count) as article_count,
        sum(word_count) as word_count,
        sum(teaser_count) as teaser_count,
        sum(carried_article_count) as carried_article_count,
        sum(original_article_count) as original_article_count,
        sum(original_word_count) as original_word_count,
        min(day) filter (article_count > 0) as first_published_day,
        max(day) filter (article_count > 0) as last_published_day,
    from marts.topic_days
    group by all
),
covering as (
    select topic_id, count(outlet_id) as outlet_count
    from marts.outlet_topics
    where article_count > 0
    group by all
),
occurring as (
    from publishing
    union all by name
    from covering
),
summed as (
    select
        topic_id,
        sum(article_count) as article_count,
        sum(word_count) as word_count,
        sum(teaser_count) as teaser_count,
        sum(carried_article_count) as carried_article_count,
        sum(original_article_count) as original_article_count,
        sum(original_word_count) as original_word_count,
        coalesce(sum(outlet_count), 0) as outlet_count,
        min(first_published_day) as first_published_day,
        max(last_published_day) as last_published_day,
    from occurring
    group by all
)
select
    topic_id::varchar as topic_id,
    topics.parent_topic_id::varchar as parent_topic_id,
    topics.name::varchar as name,
    topics.scheme::varchar as scheme,
    topics.level::integer as level,
    article_count::integer as article_count,
    word_count::bigint as word_count,
    teaser_count::integer as teaser_count,
    carried_article_count::integer as carried_article_count,
    outlet_count::integer as outlet_count,
    original_article_count::integer as original_article_count,
    original_word_count::bigint as original_word_count,
    (1 - original_article_count / nullif(article_count, 0))::double as syndication_share,
    first_published_day::date as first_published_day,
    last_published_day::date as last_published_day,
from summed
left join core.topics using (topic_id)
order by topic_id nulls last
