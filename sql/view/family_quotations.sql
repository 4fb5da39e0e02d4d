-- One row per quotation, with its article and the characters of a page where it stands.
-- Grain: article_id, quotation_no
-- A quotation of several paragraphs is marked to the end of its first one.
with
placed as (
    select
        article_id,
        quotation_no,
        first(page_id order by span_no) as page_id,
        first(
            page_start_char + greatest(quotations.start_char - spans.start_char, 0)
            order by span_no
        ) as page_start,
        first(
            page_start_char
            + least(quotations.end_char, spans.end_char) - spans.start_char
            order by span_no
        ) as page_end,
    from core.quotations
    join core.article_spans as spans using (article_id)
    where quotations.start_char < spans.end_char and quotations.end_char > spans.start_char
    group by all
)
select
    article_id,
    quotation_no,
    quotations.text,
    speaker,
    quotation_family_id,
    quotation_family_id as family_id,
    headline,
    articles.outlet_id,
    outlets.name as outlet_name,
    published_day,
    language_code,
    is_complete,
    page_id,
    page_start,
    page_end,
from core.quotations
join core.articles using (article_id)
left join placed using (article_id, quotation_no)
left join core.outlets using (outlet_id)
