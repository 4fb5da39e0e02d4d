-- seeds/ has an alias for every outlet label. Returns the labels without one, the most frequent
-- first: the next aliases to write.

select
    outlet_label,
    count(*) as placement_count,
    count(distinct page_id) as page_count,
    min(page_id) as page_id,  -- one that prints it
from core.placements
semi join marts.unknown_labels using (outlet_label)
where outlet_id is null
group by all
order by placement_count desc, outlet_label
