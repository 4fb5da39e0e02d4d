-- The characters of a page where a shown quotation stands; NULL: its text has no place.
-- A quotation of several paragraphs is marked to the end of its first one.
select
    first(spans.page_id order by spans.span_no) as page_id,
    first(
        spans.page_start_char + greatest(shown.start_char - spans.start_char, 0)
        order by spans.span_no
    ) as page_start,
    first(
        spans.page_start_char
        + least(shown.end_char, spans.end_char) - spans.start_char
        order by spans.span_no
    ) as page_end,
from core.article_spans as spans
where spans.article_id = shown.article_id
    and shown.start_char < spans.end_char
    and shown.end_char > spans.start_char
