-- start_char and end_char are the hull of the placement's segments, with or without white space at
-- its ends: it begins in the first segment and ends in the last. Every placement has segments.
-- Limit: page_id

with
hulls as (
    select
        page_id,
        placement_no,
        min(start_char) as first_start_char,
        min(end_char) as first_end_char,
        max(start_char) as last_start_char,
        max(end_char) as last_end_char,
    from core.segments
    where placement_no is not null
    group by all
)
select
    page_id,
    placement_no,
    start_char,
    end_char,
    first_start_char,
    first_end_char,
    last_start_char,
    last_end_char,
from core.placements
left join hulls using (page_id, placement_no)
where first_start_char is null
    or start_char < first_start_char
    or start_char >= first_end_char
    or end_char <= last_start_char
    or end_char > last_end_char
