-- The article_count of a story is the number of its complete articles in core.story_articles, which
-- is above 0.
-- Limit: story_id

select stories.story_id, stories.article_count, count(articles.article_id) as found_count
from core.stories
left join core.story_articles using (story_id)
left join core.articles on articles.article_id = story_articles.article_id and is_complete
group by all
having stories.article_count <> found_count or found_count = 0
