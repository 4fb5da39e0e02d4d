-- Every topic that a table names is in core.topics.
-- Limit: article_id

with
named as (
    select 'core.article_topics' as named_in, topic_id from core.article_topics
    union
    select 'core.topics', parent_topic_id from core.topics
)
select named_in, topic_id
from named
anti join core.topics using (topic_id)
where topic_id is not null
