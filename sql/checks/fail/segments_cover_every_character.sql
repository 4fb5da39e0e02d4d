-- Law 1: no segment is empty, each begins where the one before it ends, the first begins at 0, and
-- the last ends with the text. Returns the segments that do not, and the pages that end after their
-- last segment.
-- Limit: page_id

with
neighbours as (
    select
        page_id,
        segment_no,
        start_char,
        end_char,
        lag(end_char, 1, 0) over (
            partition by page_id
            order by segment_no, start_char
        ) as expected_start_char,
    from core.segments
),
ends as (
    select page_id, max(end_char) as end_char
    from core.segments
    group by all
)
select
    page_id,
    segment_no,
    case
        when start_char > expected_start_char then 'gap before it'
        when start_char < expected_start_char then 'overlaps the segment before'
        else 'empty'
    end as problem,
    start_char,
    end_char,
    expected_start_char as expected_char,
from neighbours
where start_char <> expected_start_char or end_char <= start_char
union all
select
    page_id,
    null as segment_no,
    'last segment does not end with the text' as problem,
    null as start_char,
    end_char,
    char_count as expected_char,
from ends
join core.pages using (page_id)
where end_char <> char_count
