-- The entries of a page are numbered from 1 in page order, and no two share a character.

with
numbered as (
    select
        page_id,
        entry_no,
        start_char,
        row_number() over by_place as place,
        lag(end_char) over by_place as end_char_above,
    from core.live_entries
    window by_place as (partition by page_id order by start_char, entry_no)
)
select page_id, entry_no, start_char, end_char_above
from numbered
where entry_no <> place
    or start_char < end_char_above
