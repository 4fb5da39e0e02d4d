-- The articles as flows/compare/stories.py compares them.
-- Grain: one row an article.
-- quotation_family_ids wants core.quotations with its families.
-- Bounds by an inferred capture are left out: weeks late, they would part what was out on one day.
with
captured as (
    select article_id, min(captured_latest at time zone 'UTC') as first_captured
    from core.placements
    join core.pages using (page_id)
    where captured_basis <> 'inferred'
    group by article_id
),

quoted as (
    select
        article_id,
        list(distinct quotation_family_id order by quotation_family_id) as quotation_family_ids,
    from core.quotations
    where quotation_family_id is not null
    group by article_id
)

select
    article_id,
    headline,
    body,
    language_code,
    published_earliest,
    if(published_precision is null and published_basis = 'inferred', null, published_latest)
        as published_latest,
    first_captured,
    quotation_family_ids,
    is_complete,
from core.articles
left join captured using (article_id)
left join quoted using (article_id)
