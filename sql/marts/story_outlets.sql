-- One row per story and outlet that covered it, in complete articles or in teasers only.
-- Grain: story_id, outlet_id
-- outlet_id NULL: outlet unknown. Stories of a single article are here too, so that totals are
-- those of core.story_articles.
-- is_first: no other outlet had it before the outlet can have had it. Of an article whose time is
-- known to the day, that is its day's beginning; several outlets may be first.
-- first_known_at is by when an article was out (core.story_articles.dated_at). Only complete
-- articles are first.

with
covering as (
    select
        story_id,
        articles.outlet_id,
        article_id,
        articles.word_count,
        is_complete,
        original_articles.article_id is not null as is_original,
        case when is_complete then dated_at end as known_at,
        case when is_complete and dated_at is not null then least(published_earliest, dated_at) end
            as possible_at,
    from core.story_articles
    join core.articles using (article_id)
        left join marts.original_articles using (article_id)
),
counted as (
    select
        story_id,
        outlet_id,
        first(article_id order by known_at nulls last, article_id) filter (is_complete)
            as first_article_id,
        count(*) filter (is_complete) as article_count,
        coalesce(sum(word_count) filter (is_complete), 0) as word_count,
        count(*) filter (not is_complete) as teaser_count,
        count(*) filter (is_original) as original_article_count,
        coalesce(sum(word_count) filter (is_original), 0) as original_word_count,
        min(known_at) as first_known_at,
        min(possible_at) as first_possible_at,
    from covering
    group by all
),
dated as (
    select story_id, min(first_known_at) as story_known_at
    from counted
    group by all
)
select
    story_id::varchar as story_id,
    outlet_id::varchar as outlet_id,
    first_article_id::varchar as first_article_id,
    outlets.name::varchar as outlet_name,
    article_count::integer as article_count,
    word_count::bigint as word_count,
    teaser_count::integer as teaser_count,
    original_article_count::integer as original_article_count,
    original_word_count::bigint as original_word_count,
    (1 - original_article_count / nullif(article_count, 0))::double as syndication_share,
    (date_diff('minute', story_known_at, first_known_at) / 60)::double as hours_after_first,
    first_known_at::timestamp as first_known_at,
    (first_known_at = story_known_at or first_possible_at < story_known_at)::boolean as is_first,
from counted
join dated using (story_id)
left join core.outlets using (outlet_id)
order by story_id, outlet_id nulls last
