-- Every article has a placement: none is left over from a page that was replaced.
-- Limit: article_id

select article_id, headline
from core.articles
anti join core.placements using (article_id)
