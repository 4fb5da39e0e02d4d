-- One row per quotation, with its article and the characters of a page where it stands.
-- Grain: article_id, quotation_no
-- A quotation of several paragraphs is marked to the end of its first one. The places are sought in
-- a lateral join, so that they are sought for the quotations alone that somebody asks for.
select
    quotations.article_id,
    quotations.quotation_no,
    quotations.text,
    quotations.speaker,
    quotations.quotation_family_id,
    quotations.quotation_family_id as family_id,
    articles.headline,
    articles.outlet_id,
    outlets.name as outlet_name,
    articles.published_day,
    articles.language_code,
    articles.is_complete,
    placed.page_id,
    placed.page_start,
    placed.page_end,
from core.quotations as quotations
join core.articles as articles on articles.article_id = quotations.article_id
left join core.outlets as outlets on outlets.outlet_id = articles.outlet_id
left join lateral (
    select
        first(spans.page_id order by spans.span_no) as page_id,
        first(
            spans.page_start_char + greatest(quotations.start_char - spans.start_char, 0)
            order by spans.span_no
        ) as page_start,
        first(
            spans.page_start_char
            + least(quotations.end_char, spans.end_char) - spans.start_char
            order by spans.span_no
        ) as page_end,
    from core.article_spans as spans
    where spans.article_id = quotations.article_id
        and quotations.start_char < spans.end_char
        and quotations.end_char > spans.start_char
) as placed on true
