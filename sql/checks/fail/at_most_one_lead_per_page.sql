-- A page has one article of its own, or none.
-- Limit: page_id

select page_id, list(placement_no order by placement_no) as placement_nos
from core.placements
where role = 'lead'
group by all
having count(*) > 1
