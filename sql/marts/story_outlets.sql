-- One row per story and outlet that covered it.
-- Grain: story_id, outlet_id
-- Limit: story_id
-- An outlet covered a story in complete articles or in teasers only. outlet_id NULL: outlet
-- unknown. Stories of a single article are here too, so that totals are those of
-- core.story_articles.
-- is_first: no other outlet had it before this outlet can have had it. Where the time of an article
-- is known to the day only, that is the beginning of the day; several outlets may be first.
-- first_known_at is when an article was out at the latest (core.story_articles.dated_at). Only
-- complete articles can be first.

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
    story_id::varchar as story_id,  -- Story.
    outlet_id::varchar as outlet_id,  -- Outlet of the articles; NULL: unknown.
    first_article_id::varchar as first_article_id,
        -- The outlet's first known complete article about it; NULL: teasers only.
    outlets.name::varchar as outlet_name,  -- Name of the outlet; NULL: unknown.
    article_count::integer as article_count,  -- The outlet's complete articles about it.
    word_count::bigint as word_count,  -- Words of these articles.
    teaser_count::integer as teaser_count,
        -- The outlet's articles about it that are known by teasers only.
    original_article_count::integer as original_article_count,
        -- Of article_count, those in marts.original_articles: without duplicates, later versions
        -- and agencies' copy under another name.
    original_word_count::bigint as original_word_count,
        -- Words of these articles: the outlet's own.
    (1 - original_article_count / nullif(article_count, 0))::double as syndication_share,
        -- Share of article_count that is not original, 0 to 1; NULL: teasers only.
    (date_diff('minute', story_known_at, first_known_at) / 60)::double as hours_after_first,
        -- Hours from the story's first known article to first_known_at; NULL: undated.
    first_known_at::timestamp as first_known_at,
        -- When first_article_id is known to have been out; NULL: undated.
    (first_known_at = story_known_at or first_possible_at < story_known_at)::boolean as is_first,
        -- True: no outlet is known to have had it earlier, so several may be first; NULL: undated.
from counted
join dated using (story_id)
left join core.outlets using (outlet_id)
order by story_id, outlet_id nulls last
