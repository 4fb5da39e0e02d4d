-- The kinds that readers may rely on.
-- Limit: page_id

select kind, count(*) as segment_count
from core.segments
anti join core.segment_kinds using (kind)
group by all
