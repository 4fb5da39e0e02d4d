-- One row per story that two known outlets or more covered in complete articles.
-- Grain: story_id
-- What one outlet alone covers is in core.stories. first_outlet_id goes by when an article was
-- out at the latest (core.story_articles.dated_at).

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
),
spoken as (
    select story_id, count(distinct language_code) as language_count
    from core.story_articles
    join core.articles using (article_id)
    where is_complete
    group by all
)
select
    story_id::varchar as story_id,
    first_outlet_id::varchar as first_outlet_id,
    headline::varchar as headline,
    terms::varchar[] as terms,
    outlet_count::integer as outlet_count,
    language_count::integer as language_count,
    summed.article_count::integer as article_count,
    word_count::bigint as word_count,
    teaser_count::integer as teaser_count,
    original_article_count::integer as original_article_count,
    original_word_count::bigint as original_word_count,
    (1 - original_article_count / nullif(summed.article_count, 0))::double as syndication_share,
    first_published::timestamp as first_known_at,
    last_published::timestamp as last_known_at,
from core.stories
join summed using (story_id)
join spoken using (story_id)
where outlet_count > 1
order by story_id
