-- A segment has one row. The key is not declared: an index over it is 2.5 times as large as the
-- file.
-- Limit: page_id

select page_id, segment_no, count(*) as row_count
from core.segments
group by all
having count(*) > 1
