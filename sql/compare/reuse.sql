-- The articles as flows/compare/reuse.py compares them.
-- Grain: one row an article.
-- url: of the earliest page that it leads. wire_outlet_id: the agency whose copy it is, or whose
-- own article.
with
placed as (
    select
        article_id,
        min(captured_latest at time zone 'UTC') as first_captured,
        arg_min(url, (captured_at is null, captured_at, page_id)) filter (role = 'lead') as url,
    from core.placements
    join core.pages using (page_id)
    group by article_id
),

credited as (
    select article_id, list(distinct outlet_id order by outlet_id) as attributed_outlet_ids
    from core.attributions
    group by article_id
)

select
    article_id,
    headline,
    deck,
    body,
    url,
    articles.outlet_id,
    coalesce(wire_outlet_id, if(kind = 'wire', articles.outlet_id, null)) as wire_outlet_id,
    attributed_outlet_ids,
    published_earliest,
    published_latest,
    published_utc_offset_minutes,
    first_captured,
    is_complete,
from core.articles
left join placed using (article_id)
left join credited using (article_id)
left join core.outlets on outlets.outlet_id = articles.outlet_id
