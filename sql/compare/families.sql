-- One row per quotation, as flows/compare/families.py compares it.
-- Grain: article_id, quotation_no

select
    article_id,
    quotation_no,
    text,
    known_at,
from core.quotations
join core.known_articles() using (article_id)
