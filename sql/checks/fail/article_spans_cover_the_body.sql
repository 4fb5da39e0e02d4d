-- A body is its segments joined by newlines, spaces or nothing: its spans follow one another from 0
-- to its end, with at most one character between two of them. Returns the spans after a gap or an
-- overlap, and the bodies that end after their last span.
-- Limit: article_id

with
neighbours as (
    select
        article_id,
        span_no,
        start_char,
        end_char,
        lag(end_char) over (partition by article_id order by span_no) as previous_end_char,
    from core.article_spans
),
ends as (
    select article_id, max(end_char) as end_char
    from core.article_spans
    group by all
)
select
    article_id,
    span_no,
    'does not follow the span before' as problem,
    start_char,
    end_char,
    previous_end_char as expected_char,
from neighbours
where end_char <= start_char
    or coalesce(start_char - previous_end_char not between 0 and 1, start_char <> 0)
union all
select
    article_id,
    null as span_no,
    'spans do not reach the end' as problem,
    null as start_char,
    end_char,
    length(body) as expected_char,
from core.articles
left join ends using (article_id)
where coalesce(end_char, 0) <> length(body)
