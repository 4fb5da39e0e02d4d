-- One row per page: how it was cut, and how much of it belongs to articles.
-- Grain: page_id
-- Limit: page_id
-- article_char_count and furniture_char_count add up to char_count; body_char_count is a part of
-- the first. All three roles count: the body of an embedded story is body too.

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
    page_id::varchar as page_id,  -- Page.
    text_id::varchar as text_id,  -- Text of the page.
    host_outlet_id::varchar as host_outlet_id,  -- Outlet whose page it is; NULL: unknown.
    source::varchar as source,  -- Raw file, with #row from 1 for files of rows.
    captured_basis::varchar as captured_basis,
        -- metadata, assumed_utc or inferred; NULL: capture unknown.
    language_code::varchar as language_code,
        -- ISO 639-1 code of the language of its lead, or of its longest article where it has no
        -- lead; NULL: too little text, or unsure.
    pages.char_count::integer as char_count,  -- Unicode characters of the page.
    coalesce(segment_count, 0)::integer as segment_count,  -- Segments.
    coalesce(placement_count, 0)::integer as placement_count,  -- Placements of all roles.
    coalesce(lead_count, 0)::integer as lead_count,  -- Placements of role lead: 0 or 1.
    coalesce(embedded_count, 0)::integer as embedded_count,  -- Placements of role embedded.
    coalesce(teaser_count, 0)::integer as teaser_count,  -- Placements of role teaser.
    coalesce(article_char_count, 0)::integer as article_char_count,
        -- Characters in segments that belong to a placement.
    coalesce(body_char_count, 0)::integer as body_char_count,
        -- Characters in body segments (is_body of core.segment_kinds) that belong to a placement.
    coalesce(furniture_char_count, 0)::integer as furniture_char_count,
        -- Characters in segments that belong to no placement.
    coalesce(other_char_count, 0)::integer as other_char_count,
        -- Characters in segments of kind other.
    (coalesce(body_char_count, 0) / nullif(pages.char_count, 0))::double as body_share,
        -- body_char_count divided by char_count, 0 to 1; NULL: an empty page.
    (coalesce(other_char_count, 0) / nullif(pages.char_count, 0))::double as other_share,
        -- other_char_count divided by char_count, 0 to 1; NULL: an empty page.
    (coalesce(lead_count, 0) > 0)::boolean as has_lead,
        -- True: the page has an article of its own.
    (count(*) over (partition by text_id) > 1)::boolean as is_text_repeated,
        -- True: other pages have the same text.
from core.pages
left join placed using (page_id)
left join summed using (page_id)
order by page_id
