-- One row per quotation, with its article.
-- Grain: article_id, quotation_no
-- Where it stands on a page is in quotation_places.sql.
select
    quotations.rowid as row,
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
    quotations.start_char,
    quotations.end_char,
from core.quotations as quotations
join core.articles as articles on articles.article_id = quotations.article_id
left join core.outlets as outlets on outlets.outlet_id = articles.outlet_id
