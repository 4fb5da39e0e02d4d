-- A complete article is in one story, a teaser in at most one; every story is in core.stories. An
-- article that could not be put into one is in ops.faults.
-- Limit: article_id

select
    article_id,
    is_complete,
    count(story_articles.story_id) as story_count,
    count(stories.story_id) as known_count,
from core.articles
anti join (
    select article_id
    from ops.faults
    where stage = 'stories' and not is_mended
) using (article_id)
left join core.story_articles using (article_id)
left join core.stories on stories.story_id = story_articles.story_id
group by all
having
    story_count > 1
    or known_count < story_count
    or (is_complete and story_count = 0)
