-- One row per article, as flows/compare/stories compares it.
-- Grain: article_id
-- For quotation_family_ids the families of core.quotations must have been found.

with
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
    known_at,
    quotation_family_ids,
    is_complete,
from core.articles
join core.known_articles() using (article_id)
left join quoted using (article_id)
