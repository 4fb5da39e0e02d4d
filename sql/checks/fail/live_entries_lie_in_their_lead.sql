-- Entries of a live page stand in page order, do not overlap, and have text of the page's lead.

select page_id, entry_no
from core.live_entries
left join core.placements using (page_id, placement_no)
where role is distinct from 'lead'
union all
select page_id, entry_no
from (
    select
        *,
        lag(end_char, 1, 0) over (partition by page_id order by entry_no) as end_before,
    from core.live_entries
)
where start_char < end_before or end_char <= start_char
