-- One row per story that two known outlets or more covered in complete articles.
-- Grain: story_id
-- Limit: story_id
-- What one outlet alone covers is in core.stories. first_outlet_id goes by when an article was out
-- at the latest (core.story_articles.dated_at).

with
summed as (
    select
        story_id,
        count(outlet_id) filter (article_count > 0) as outlet_count,
        sum(article_count) as article_count,
        sum(word_count) as word_count,
        sum(teaser_count) as teaser_count,
        sum(original_article_count) as original_article_count,
        sum(original_word_count) as original_word_count,
        if(count(*) filter (is_first) = 1, any_value(outlet_id) filter (is_first), null)
            as first_outlet_id,
    from marts.story_outlets
    group by all
    having outlet_count > 1
),
spoken as (
    select story_id, count(distinct language_code) as language_count
    from core.story_articles
    semi join summed using (story_id)
    join core.articles using (article_id)
    where is_complete
    group by all
)
select
    story_id::varchar as story_id,  -- Story.
    first_outlet_id::varchar as first_outlet_id,
        -- Outlet of the first known article; NULL: its outlet is unknown, several outlets are
        -- first, or all articles are undated.
    headline::varchar as headline,  -- Headline of its first article that has one; NULL: none has.
    terms::varchar[] as terms,  -- Words that make its articles alike, the strongest first.
    outlet_count::integer as outlet_count,  -- Known outlets with a complete article.
    language_count::integer as language_count,  -- Known languages of the complete articles.
    summed.article_count::integer as article_count,  -- Complete articles.
    word_count::bigint as word_count,  -- Words of these articles.
    teaser_count::integer as teaser_count,  -- Articles of the story that are known by teasers only.
    original_article_count::integer as original_article_count,
        -- Of article_count, those in marts.original_articles: without duplicates, later versions
        -- and agencies' copy under another name.
    original_word_count::bigint as original_word_count,  -- Words of these articles.
    (1 - original_article_count / nullif(summed.article_count, 0))::double as syndication_share,
        -- Share of article_count that is not original, 0 to 1.
    first_published::timestamp as first_known_at,
        -- When the first article is known to have been out; NULL: all are undated.
    last_published::timestamp as last_known_at,
        -- The same for the last article; NULL: all are undated.
from core.stories
join summed using (story_id)
join spoken using (story_id)
order by story_id
