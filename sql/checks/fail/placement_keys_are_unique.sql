-- A placement has one row. The key is not declared: an index costs more than this check.
-- Limit: page_id

select page_id, placement_no, count(*) as row_count
from core.placements
group by all
having count(*) > 1
