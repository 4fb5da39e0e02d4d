-- The words of a quotation stand in the body where the row says; a quotation inside another one
-- stands inside its words.
-- Limit: article_id

select
    quotations.article_id,
    quotations.quotation_no,
    quotations.text,
    quotations.start_char,
    quotations.end_char,
from core.quotations
left join core.articles on articles.article_id = quotations.article_id
left join core.quotations as outer_quotations
    on outer_quotations.article_id = quotations.article_id
    and outer_quotations.quotation_no = quotations.outer_quotation_no
where
    body[quotations.start_char + 1 : quotations.end_char] is distinct from quotations.text
    or (
        quotations.outer_quotation_no is not null
        and not coalesce(
            quotations.start_char >= outer_quotations.start_char
            and quotations.end_char <= outer_quotations.end_char,
            false
        )
    )
