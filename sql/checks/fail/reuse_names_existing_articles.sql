-- Both articles of a pair that shares text are in core.articles.

with
named as (
    select unnest([article_id, other_article_id]) as article_id
    from core.reuse
)
select distinct article_id
from named
anti join core.articles using (article_id)
