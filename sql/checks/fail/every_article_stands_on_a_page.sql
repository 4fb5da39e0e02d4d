-- An article that no placement names, as a page that was replaced would leave it.

select article_id, headline
from core.articles
anti join core.placements using (article_id)
