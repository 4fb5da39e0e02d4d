-- A complete article is in one story, a teaser in at most one; every story is in core.stories.

select
    article_id,
    is_complete,
    count(story_articles.story_id) as story_count,
    count(stories.story_id) as known_count,
from core.articles
left join core.story_articles using (article_id)
left join core.stories on stories.story_id = story_articles.story_id
group by all
having
    story_count > 1
    or known_count < story_count
    or (is_complete and story_count = 0)
