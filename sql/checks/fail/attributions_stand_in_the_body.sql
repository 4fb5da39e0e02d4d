-- The phrase of an attribution stands in the body where the row says.
-- Limit: article_id

select article_id, attributions.outlet_id, phrase, start_char
from core.attributions
left join core.articles using (article_id)
where substring(body, start_char + 1, length(phrase)) is distinct from phrase
