-- Not declared as a key: an index over them is 2.5 times the file.

select page_id, segment_no, count(*) as row_count
from core.segments
group by all
having count(*) > 1
