-- The placement of every segment exists on its page.
-- Limit: page_id

select page_id, segment_no, placement_no
from core.segments
anti join core.placements using (page_id, placement_no)
where placement_no is not null
