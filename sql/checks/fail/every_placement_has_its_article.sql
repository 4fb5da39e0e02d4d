-- The page and the article of every placement exist.
-- Limit: article_id

select
    page_id,
    placement_no,
    article_id,
    pages.page_id is not null as has_page,
    articles.article_id is not null as has_article,
from core.placements
left join core.pages using (page_id)
left join core.articles using (article_id)
where pages.page_id is null or articles.article_id is null
