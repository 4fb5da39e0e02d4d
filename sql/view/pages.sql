-- One row per page, with how it was cut.
-- Grain: page_id
with
leads as (
    select page_id, cut_confidence
    from core.placements
    where role = 'lead'
)
select
    page_id,
    pages.source,
    url,
    pages.host_outlet_id,
    outlets.name as host_outlet_name,
    host_domain,
    captured_at,
    pages.language_code,
    pages.char_count,
    segment_count,
    placement_count,
    embedded_count,
    teaser_count,
    body_share,
    has_lead,
    cut_confidence,
from core.pages
join marts.page_quality using (page_id)
left join leads using (page_id)
left join core.outlets on outlet_id = pages.host_outlet_id
