-- A segment of a placement that its page does not have.

select page_id, segment_no, placement_no
from core.segments
anti join core.placements using (page_id, placement_no)
where placement_no is not null
