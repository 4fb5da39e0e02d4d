-- One row per topic and UTC day on which articles to which it is assigned came out.
-- Grain: topic_id, day
-- topic_id NULL: articles with no topic assigned. day NULL: no date, or none as fine
-- as a day. An article counts once for each of its topics: choose a scheme and a level before
-- adding up.
-- published_latest is exclusive (19 May ends at 20 May 00:00): its day is that of the moment
-- before. Where the page gives no zone it is the day as printed.
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
        topic_id,
        case
            when published_precision in ('minute', 'hour', 'day')
                then (published_latest - interval 1 microsecond)::date
        end as day,
        articles.outlet_id,
        articles.word_count,
        articles.is_complete,
        article_id in (select article_id from marts.carried_articles) as is_carried,
        article_id in (select article_id from marts.original_articles) as is_original,
    from core.articles
    join paired using (article_id)
),
summed as (
    select
        topic_id,
        day,
        count(*) filter (is_complete) as article_count,
        coalesce(sum(word_count) filter (is_complete), 0) as word_count,
        count(*) filter (not is_complete) as teaser_count,
        count(*) filter (is_complete and is_carried) as carried_article_count,
        count(distinct outlet_id) filter (is_complete) as outlet_count,
        count(*) filter (is_original) as original_article_count,
        coalesce(sum(word_count) filter (is_original), 0) as original_word_count,
    from counted
    group by all
)
select
    topic_id::varchar as topic_id,
    day::date as day,
    topics.name::varchar as topic_name,
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
from summed
left join core.topics using (topic_id)
order by topic_id nulls last, day nulls last
