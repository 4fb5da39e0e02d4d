-- The ranks of an article's topics of one scheme and level are 1, 2, 3, ...
-- Limit: article_id

select article_id, scheme, level, list(rank order by rank) as ranks
from core.article_topics
join core.topics using (topic_id)
group by all
having min(rank) <> 1 or max(rank) <> count(*) or count(distinct rank) <> count(*)
