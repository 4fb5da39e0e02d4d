-- One row per appearance of an article on a page, with the names of both outlets.
-- Grain: page_id, placement_no
select
    page_id,
    placement_no,
    article_id,
    role,
    headline,
    placements.language_code,
    start_char,
    end_char,
    start_char || '–' || end_char as placed,
    source,
    host_outlet_id,
    hosts.name as host_outlet_name,
    captured_at,
    placements.outlet_id,
    outlets.name as outlet_name,
    placements.outlet_basis,
    outlet_label,
    placements.published_text,
    age_text,
    cut_confidence,
from core.placements
join core.articles using (article_id)
join core.pages using (page_id)
left join core.outlets on outlets.outlet_id = placements.outlet_id
left join core.outlets as hosts on hosts.outlet_id = host_outlet_id
