-- One row per topic that is assigned to an article. Articles count once for each of their topics:
-- choose a scheme and a level before you add up.
-- Grain: topic_id
-- topic_id NULL: articles with no topic assigned.

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
    topic_id::varchar as topic_id,  -- Topic; NULL: articles with no topic assigned.
    topics.parent_topic_id::varchar as parent_topic_id,
        -- The broader topic; NULL: a top topic, or no topic.
    topics.name::varchar as name,  -- English name; NULL: no topic.
    topics.scheme::varchar as scheme,  -- iptc or watch; NULL: no topic.
    topics.level::integer as level,  -- Depth in its scheme, 1 for a top topic; NULL: no topic.
    article_count::integer as article_count,  -- Complete articles.
    word_count::bigint as word_count,  -- Words of complete articles.
    teaser_count::integer as teaser_count,  -- Articles that are known by teasers only.
    carried_article_count::integer as carried_article_count,
        -- Of article_count, the articles that are carried by an outlet that is not their own.
    outlet_count::integer as outlet_count,
        -- Known outlets with a complete article of their own on it.
    original_article_count::integer as original_article_count,
        -- Of article_count, those in marts.original_articles: without duplicates, later versions
        -- and agencies' copy under another name.
    original_word_count::bigint as original_word_count,  -- Words of these articles.
    (1 - original_article_count / nullif(article_count, 0))::double as syndication_share,
        -- Share of article_count that is not original, 0 to 1; NULL: no articles.
    first_published_day::date as first_published_day,
        -- Earliest publication day of the complete articles; NULL: none is dated to the day.
    last_published_day::date as last_published_day,
        -- Latest publication day of the complete articles; NULL: none is dated to the day.
from summed
left join core.topics using (topic_id)
order by topic_id nulls last
