-- One row per outlet that occurs, as an article's outlet or as the host of a page. Article counts
-- are counts of complete articles.
-- Grain: outlet_id
-- outlet_id NULL: articles and pages whose outlet is unknown, so that totals are those of core.
-- What they carry is NULL: nobody knows whose pages they are.

with
hosting as (
    select host_outlet_id as outlet_id, count(*) as page_count
    from core.pages
    group by all
),
publishing as (
    select
        outlet_id,
        sum(article_count) as article_count,
        sum(word_count) as word_count,
        sum(teaser_count) as teaser_count,
        sum(carried_article_count) as carried_article_count,
        sum(original_article_count) as original_article_count,
        sum(original_word_count) as original_word_count,
        min(day) filter (article_count > 0) as first_published_day,
        max(day) filter (article_count > 0) as last_published_day,
    from marts.outlet_days
    group by all
),
covering as (
    select outlet_id, count(topic_id) as topic_count
    from marts.outlet_topics
    where article_count > 0
    group by all
),
occurring as (
    from hosting
    union all by name
    from publishing
    union all by name
    from covering
),
summed as (
    select
        outlet_id,
        coalesce(sum(page_count), 0) as page_count,
        coalesce(sum(article_count), 0) as article_count,
        coalesce(sum(word_count), 0) as word_count,
        coalesce(sum(teaser_count), 0) as teaser_count,
        coalesce(sum(carried_article_count), 0) as carried_article_count,
        coalesce(sum(original_article_count), 0) as original_article_count,
        coalesce(sum(original_word_count), 0) as original_word_count,
        coalesce(sum(topic_count), 0) as topic_count,
        min(first_published_day) as first_published_day,
        max(last_published_day) as last_published_day,
    from occurring
    group by all
)
select
    outlet_id::varchar as outlet_id,  -- Outlet; NULL: articles and pages whose outlet is unknown.
    outlets.name::varchar as name,  -- Name; NULL: outlet unknown.
    outlets.kind::varchar as kind,
        -- publisher, wire, aggregator or unlisted; NULL: outlet unknown.
    outlets.country_code::varchar as country_code,
        -- ISO 3166-1 alpha-2 code of its country; NULL: unknown.
    outlets.domain::varchar as domain,  -- Registrable domain; NULL: unknown.
    page_count::integer as page_count,  -- Pages that it hosts.
    article_count::integer as article_count,  -- Its own complete articles, wherever they stand.
    word_count::bigint as word_count,  -- Words of its own complete articles.
    teaser_count::integer as teaser_count,  -- Its own articles that are known by teasers only.
    case when outlet_id is not null then carried_article_count end::integer
        as carried_article_count,
        -- Complete articles on its pages that are not its own; NULL: outlet unknown.
    topic_count::integer as topic_count,
        -- Topics assigned to its own complete articles, of all schemes and levels.
    original_article_count::integer as original_article_count,
        -- Of article_count, those in marts.original_articles: without duplicates, later versions
        -- and agencies' copy under another name.
    original_word_count::bigint as original_word_count,  -- Words of these articles.
    (1 - original_article_count / nullif(article_count, 0))::double as syndication_share,
        -- Share of article_count that is not original, 0 to 1; NULL: no articles.
    first_published_day::date as first_published_day,
        -- Earliest publication day of its own complete articles; NULL: none is dated to the day.
    last_published_day::date as last_published_day,
        -- Latest publication day of its own complete articles; NULL: none is dated to the day.
from summed
left join core.outlets using (outlet_id)
order by outlet_id nulls last
