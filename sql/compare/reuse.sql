-- One row per article of `wanted` (article_id), as flows/compare/reuse compares it.
-- Grain: article_id
-- url is that of the earliest page whose lead it is. wire_outlet_id is the agency whose copy or own
-- article it is.

with
placed as (
    select
        article_id,
        min(captured_latest at time zone 'UTC') as first_captured,
        arg_min(url, (captured_at is null, captured_at, page_id)) filter (role = 'lead') as url,
    from core.placements
    semi join wanted using (article_id)
    join core.pages using (page_id)
    group by article_id
),
credited as (
    select article_id, list(distinct outlet_id order by outlet_id) as attributed_outlet_ids
    from core.attributions
    semi join wanted using (article_id)
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
from (
    from core.articles
    where rowid in (select rowid from core.articles semi join wanted using (article_id))
) as articles
left join placed using (article_id)
left join credited using (article_id)
left join core.outlets on outlets.outlet_id = articles.outlet_id
