-- One row per body segment of a listed article's placement of record: which characters of the page
-- that part of the body is.
-- Grain: article_id, span_no

with
of_record as (
    select article_id, page_id, placement_no, pages.rowid as page_row
    from core.placements
    join core.pages using (page_id)
    semi join (select article_id from work.articles where must_resolve) using (article_id)
    qualify row_number() over (
        partition by article_id order by pages.captured_at nulls last, page_id, placement_no
    ) = 1
),
-- Numbered before the texts come: to sort these would take as long as all else.
numbered as (
    select
        article_id,
        page_id,
        page_row,
        start_char,
        end_char,
        row_number() over (partition by article_id order by segment_no) as span_no,
        if(
            span_no = 1,
            0,
            length(core.gap_before(is_continuation, is_glued, chr(10)))
        ) as gap_count,
    from of_record
    join core.segments using (page_id, placement_no)
    join core.segment_kinds using (kind)
    where is_body
),
-- Pages between the first and the last of these only, so that a part of the articles needs a part
-- of the memory, however DuckDB joins.
printed as (
    select page_id, text
    from core.pages
    where page_id in (select page_id from numbered)
        and rowid >= (select min(page_row) from numbered)
        and rowid <= (select max(page_row) from numbered)
),
parts as (
    select
        article_id,
        page_id,
        start_char,
        span_no,
        gap_count,
        printed.text[start_char + 1 : end_char] as piece,
        length(core.stripped(piece)) as char_count,
        length(piece) - length(core.stripped_start(piece)) as leading_count,
    from numbered
    join printed using (page_id)
),
placed as (
    select
        * exclude (piece),
        sum(gap_count + char_count) over (
            partition by article_id order by span_no
        ) - char_count as body_start,
    from parts
)
select
    article_id,
    span_no::integer as span_no,
    body_start::integer as start_char,
    (body_start + char_count)::integer as end_char,
    page_id,
    start_char + leading_count as page_start_char,
    start_char + leading_count + char_count as page_end_char,
from placed
