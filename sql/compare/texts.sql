-- One row per article of `wanted` (article_id), with what flows/compare/stories reads of its text,
-- a body's first $1 characters.
-- Grain: article_id
-- Rows are sought by their ids alone first, so that no other text is read.

select
    article_id,
    headline,
    left(body, $1) as body,
    language_code,
from core.articles
where rowid in (select rowid from core.articles semi join wanted using (article_id))
