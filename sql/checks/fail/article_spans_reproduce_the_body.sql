-- Each span of a body stands on the page, character for character.
-- Limit: article_id
-- Slices: page_id
-- A text is read from its start up to the characters that are asked for: expensive for each span of
-- a long one. So the spans are taken out of pieces of about 2,000 characters. What a run adds
-- stands at the end, and texts above it are not read.

with
spans as (
    select
        *,
        start_char // 2000 as body_piece_no,
        page_start_char // 2000 as page_piece_no,
    from core.article_spans
),
bounds as (
    select
        article_id,
        page_id,
        body_piece_no,
        page_piece_no,
        min(start_char) as first_char,
        max(end_char) as last_char,
        min(page_start_char) as page_first_char,
        max(page_end_char) as page_last_char,
    from spans
    group by all
),
pieces as (
    select
        bounds.*,
        substring(body, first_char + 1, last_char - first_char) as body_piece,
        substring(text, page_first_char + 1, page_last_char - page_first_char) as page_piece,
    from bounds
    left join (
        from core.articles where article_id in (select article_id from bounds)
    ) as articles using (article_id)
    left join (
        from core.pages
        where page_id in (select page_id from bounds)
            and rowid >= (
                select min(rowid) from core.pages where page_id in (select page_id from bounds)
            )
    ) as pages using (page_id)
),
copied as (
    select
        article_id,
        span_no,
        page_id,
        substring(body_piece, start_char - first_char + 1, end_char - start_char) as body_text,
        substring(
            page_piece, page_start_char - page_first_char + 1, page_end_char - page_start_char
        ) as page_text,
    from spans
    join pieces using (article_id, page_id, body_piece_no, page_piece_no)
)
select *
from copied
where body_text is distinct from page_text or body_text is null
