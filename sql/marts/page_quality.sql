-- One row per page: how it was cut, and how much of it is an article's.
-- Grain: page_id
-- article_char_count and furniture_char_count add up to char_count; body_char_count is a part
-- of the first. All three roles count: an embedded story's body is body too.

with
placed as (
    select
        page_id,
        count(*) as placement_count,
        count(*) filter (role = 'lead') as lead_count,
        count(*) filter (role = 'embedded') as embedded_count,
        count(*) filter (role = 'teaser') as teaser_count,
    from core.placements
    group by all
),
measured as (
    select
        page_id,
        kind,
        placement_no is not null as is_placed,
        coalesce(is_body, false) as is_body,
        end_char - start_char as char_count,
    from core.segments
    left join core.segment_kinds using (kind)
),
summed as (
    select
        page_id,
        count(*) as segment_count,
        sum(char_count) filter (is_placed) as article_char_count,
        sum(char_count) filter (is_placed and is_body) as body_char_count,
        sum(char_count) filter (not is_placed) as furniture_char_count,
        sum(char_count) filter (kind = 'other') as other_char_count,
    from measured
    group by all
)
select
    page_id::varchar as page_id,
    text_id::varchar as text_id,
    host_outlet_id::varchar as host_outlet_id,
    source::varchar as source,
    captured_basis::varchar as captured_basis,
    language_code::varchar as language_code,
    pages.char_count::integer as char_count,
    coalesce(segment_count, 0)::integer as segment_count,
    coalesce(placement_count, 0)::integer as placement_count,
    coalesce(lead_count, 0)::integer as lead_count,
    coalesce(embedded_count, 0)::integer as embedded_count,
    coalesce(teaser_count, 0)::integer as teaser_count,
    coalesce(article_char_count, 0)::integer as article_char_count,
    coalesce(body_char_count, 0)::integer as body_char_count,
    coalesce(furniture_char_count, 0)::integer as furniture_char_count,
    coalesce(other_char_count, 0)::integer as other_char_count,
    (coalesce(body_char_count, 0) / nullif(pages.char_count, 0))::double as body_share,
    (coalesce(other_char_count, 0) / nullif(pages.char_count, 0))::double as other_share,
    (coalesce(lead_count, 0) > 0)::boolean as has_lead,
    (count(*) over (partition by text_id) > 1)::boolean as is_text_repeated,
from core.pages
left join placed using (page_id)
left join summed using (page_id)
order by page_id
