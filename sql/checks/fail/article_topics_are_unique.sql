-- A topic is scored once for an article.
-- Limit: article_id

select article_id, topic_id, count(*) as row_count
from core.article_topics
group by all
having count(*) > 1
