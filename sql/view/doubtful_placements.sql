-- One row per placement and reason to doubt what is said of it, with its page.
-- Grain: page_id, placement_no, detail
select
    doubtful_placements.*,
    headline,
    articles.language_code,
    source,
    start_char,
    end_char,
    start_char || '–' || end_char as placed,
from marts.doubtful_placements
join core.placements using (page_id, placement_no)
join core.articles on articles.article_id = placements.article_id
join core.pages using (page_id)
