-- Each span of a body stands on the page, character for character.
-- Limit: article_id of core.article_spans, core.articles

with
copied as (
    select
        article_id,
        span_no,
        page_id,
        substring(body, start_char + 1, end_char - start_char) as body_text,
        substring(text, page_start_char + 1, page_end_char - page_start_char) as page_text,
    from core.article_spans
    left join core.articles using (article_id)
    left join core.pages using (page_id)
)
select *
from copied
where body_text is distinct from page_text or body_text is null
