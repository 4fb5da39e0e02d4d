-- The rows of a mart add up to core.articles, whether or not the outlet is known. In the topic
-- marts an article counts once for each topic that is assigned to it: their rows add up to these
-- pairs, and the rows without a topic to the articles without one. The topics of each article are
-- those of marts.outlet_articles, as outlet_articles_agree_with_core holds it to core.

with
paired as (
    select 'articles' as total, word_count, is_complete, 1 as pair_count
    from core.articles
    union all
    select 'articles by topic', word_count, is_complete, greatest(len(topic_ids), 1)
    from marts.outlet_articles
    where not is_carried
    union all
    select 'articles without topic', word_count, is_complete, 1
    from marts.outlet_articles
    where not is_carried and topic_ids = []
),
expected as (
    select
        total,
        sum(pair_count) filter (is_complete) as article_count,
        sum(pair_count * word_count) filter (is_complete) as word_count,
        sum(pair_count) filter (not is_complete) as teaser_count,
    from paired
    group by all
),
found as (
    select
        'outlets' as mart,
        'articles' as total,
        sum(article_count) as article_count,
        sum(word_count) as word_count,
        sum(teaser_count) as teaser_count,
    from marts.outlets
    union all
    select 'outlet_days', 'articles', sum(columns('^(article|word|teaser)_count$'))
    from marts.outlet_days
    union all
    select 'outlet_topics', 'articles by topic', sum(columns('^(article|word|teaser)_count$'))
    from marts.outlet_topics
    union all
    select 'topics', 'articles by topic', sum(columns('^(article|word|teaser)_count$'))
    from marts.topics
    union all
    select 'topic_days', 'articles by topic', sum(columns('^(article|word|teaser)_count$'))
    from marts.topic_days
    union all
    select 'outlet_topics', 'articles without topic', sum(columns('^(article|word|teaser)_count$'))
    from marts.outlet_topics
    where topic_id is null
    union all
    select 'topics', 'articles without topic', sum(columns('^(article|word|teaser)_count$'))
    from marts.topics
    where topic_id is null
    union all
    select 'topic_days', 'articles without topic', sum(columns('^(article|word|teaser)_count$'))
    from marts.topic_days
    where topic_id is null
)
select
    mart,
    total,
    found.article_count,
    expected.article_count as expected_article_count,
    found.word_count,
    expected.word_count as expected_word_count,
    found.teaser_count,
    expected.teaser_count as expected_teaser_count,
from found
left join expected using (total)
where coalesce(found.article_count, 0) <> coalesce(expected.article_count, 0)
    or coalesce(found.word_count, 0) <> coalesce(expected.word_count, 0)
    or coalesce(found.teaser_count, 0) <> coalesce(expected.teaser_count, 0)
