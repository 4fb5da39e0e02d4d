-- One row per topic and UTC day on which articles came out to which the topic is assigned. Choose a
-- scheme and a level before you add up.
-- Grain: topic_id, day
-- topic_id NULL: articles with no topic assigned. day NULL: no date, or no date that is as exact as
-- a day. An article counts once for each of its topics.
-- Where the page gives no zone, it is the day as printed.

with
own as (
    select
        topic_ids,
        published_day as day,
        outlet_id,
        word_count,
        is_complete,
        is_complete and article_id in (select article_id from marts.carried_articles)
            as is_carried,
        is_original,
    from marts.outlet_articles
    where not outlet_articles.is_carried
),
-- Most articles have the same few topics, so they are counted before topics are parted.
counted as (
    select
        topic_ids,
        day,
        outlet_id,
        count(*) filter (is_complete) as article_count,
        coalesce(sum(word_count) filter (is_complete), 0) as word_count,
        count(*) filter (not is_complete) as teaser_count,
        count(*) filter (is_carried) as carried_article_count,
        count(*) filter (is_original) as original_article_count,
        coalesce(sum(word_count) filter (is_original), 0) as original_word_count,
    from own
    group by all
),
parted as (
    select
        unnest(if(topic_ids = [], [null], topic_ids)) as topic_id,
        * exclude (topic_ids),
    from counted
),
summed as (
    select
        topic_id,
        day,
        sum(article_count) as article_count,
        sum(word_count) as word_count,
        sum(teaser_count) as teaser_count,
        sum(carried_article_count) as carried_article_count,
        count(distinct outlet_id) filter (article_count > 0) as outlet_count,
        sum(original_article_count) as original_article_count,
        sum(original_word_count) as original_word_count,
    from parted
    group by all
)
select
    topic_id::varchar as topic_id,  -- Topic; NULL: articles with no topic assigned.
    day::date as day,
        -- UTC day of the last moment of the publication bracket; the day as printed where no zone
        -- is printed; NULL: not known to the day.
    topics.name::varchar as topic_name,  -- Name of the topic; NULL: no topic.
    topics.scheme::varchar as scheme,  -- iptc or watch; NULL: no topic.
    topics.level::integer as level,  -- Depth in its scheme, 1 for a top topic; NULL: no topic.
    article_count::integer as article_count,  -- Complete articles.
    word_count::bigint as word_count,  -- Words of complete articles.
    teaser_count::integer as teaser_count,  -- Articles that are known by teasers only.
    carried_article_count::integer as carried_article_count,
        -- Of article_count, the articles that are carried by an outlet that is not their own.
    outlet_count::integer as outlet_count,
        -- Known outlets with a complete article of their own on it that day.
    original_article_count::integer as original_article_count,
        -- Of article_count, those in marts.original_articles: without duplicates, later versions
        -- and agencies' copy under another name.
    original_word_count::bigint as original_word_count,  -- Words of these articles.
    (1 - original_article_count / nullif(article_count, 0))::double as syndication_share,
        -- Share of article_count that is not original, 0 to 1; NULL: no articles.
from summed
left join core.topics using (topic_id)
order by topic_id nulls last, day nulls last
