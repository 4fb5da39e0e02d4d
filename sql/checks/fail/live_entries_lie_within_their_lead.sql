-- Entries of a live page are parts of its lead: each lies within the lead's hull and has characters.

select
    live_entries.page_id,
    entry_no,
    live_entries.placement_no,
    live_entries.start_char,
    live_entries.end_char,
    placements.start_char as lead_start_char,
    placements.end_char as lead_end_char,
from core.live_entries
left join core.placements
    on placements.page_id = live_entries.page_id
    and placements.placement_no = live_entries.placement_no
    and placements.role = 'lead'
where placements.page_id is null
    or live_entries.start_char < placements.start_char
    or live_entries.end_char > placements.end_char
    or live_entries.start_char >= live_entries.end_char
