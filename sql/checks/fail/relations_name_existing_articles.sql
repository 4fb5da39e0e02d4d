-- Every article that another table names is in core.articles; those of core.reuse have a check of
-- their own.
-- Limit: article_id

with
named as (
    select 'core.article_spans' as named_in, article_id from core.article_spans
    union
    select 'core.article_topics', article_id from core.article_topics
    union
    select 'core.attributions', article_id from core.attributions
    union
    select 'core.quotations', article_id from core.quotations
    union
    select 'core.story_articles', article_id from core.story_articles
)
select named_in, article_id
from named
anti join core.articles using (article_id)
