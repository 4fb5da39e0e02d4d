-- One row per article, as flows/compare/stories compares it.
-- Grain: article_id
-- For quotation_family_ids the families of core.quotations must have been found, and for
-- group_article_id, the first of more than 20 copies, core.reuse.

with
quoted as (
    select
        article_id,
        list(distinct quotation_family_id order by quotation_family_id) as quotation_family_ids,
    from core.quotations
    where quotation_family_id is not null
    group by article_id
),
grouped as (
    select unnest([article_id, other_article_id]) as article_id, group_article_id
    from core.reuse
    where group_article_id is not null
),
copies as (
    select article_id, min(group_article_id) as group_article_id
    from grouped
    group by article_id
)
select
    article_id,
    published_earliest,
    known_at,
    quotation_family_ids,
    group_article_id,
    is_complete,
from core.articles
join core.known_articles() using (article_id)
left join quoted using (article_id)
left join copies using (article_id)
