-- The quotations as flows/compare/families.py compares them.
-- Grain: article_id, quotation_no
-- known_at: the end of the publication bracket, or the earliest capture where that is sooner.
with
captured as (
    select article_id, min(captured_latest at time zone 'UTC') as captured_at
    from core.placements
    join core.pages using (page_id)
    group by article_id
)

select
    article_id,
    quotation_no,
    text,
    least(published_latest, captured_at) as known_at,
from core.quotations
join core.articles using (article_id)
left join captured using (article_id)
