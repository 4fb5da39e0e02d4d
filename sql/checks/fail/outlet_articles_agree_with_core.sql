-- Every article is in marts.outlet_articles once as its outlet's own, with its words and topics.
-- Limit: article_id

with
assigned as (
    select article_id, list(topic_id order by topic_id) as topic_ids
    from core.article_topics
    where is_assigned
    group by all
),
expected as (
    select
        article_id,
        articles.outlet_id,
        coalesce(topic_ids, []) as topic_ids,
        word_count,
        published_day,
        is_complete,
    from core.articles
    left join assigned using (article_id)
),
found as (
    select article_id, outlet_id, topic_ids, word_count, published_day, is_complete
    from marts.outlet_articles
    where not is_carried
)
(from expected except all from found)
union all
(from found except all from expected)
