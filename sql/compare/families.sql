-- One row per quotation of an article that has changed, as flows/compare/families compares it.
-- Grain: article_id, quotation_no

select
    article_id,
    quotation_no,
    text,
    known_at,
from core.quotations
join core.known_articles() using (article_id)
where article_id in (
    select article_id from work.articles where must_resolve or must_quote or is_regrouped
)
