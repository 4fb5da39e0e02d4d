-- Original articles are complete articles, and the marts count all of them, whether or not the
-- outlet is known.

with
expected as (
    select count(*) as article_count, coalesce(sum(articles.word_count), 0) as word_count
    from marts.original_articles
    join core.articles using (article_id)
    where is_complete
),
found as (
    select
        'original_articles' as mart,
        count(*) as article_count,
        coalesce(sum(word_count), 0) as word_count,
    from marts.original_articles
    union all
    select
        'outlets',
        coalesce(sum(original_article_count), 0),
        coalesce(sum(original_word_count), 0),
    from marts.outlets
    union all
    select
        'outlet_days',
        coalesce(sum(original_article_count), 0),
        coalesce(sum(original_word_count), 0),
    from marts.outlet_days
)
select
    mart,
    found.article_count,
    expected.article_count as expected_article_count,
    found.word_count,
    expected.word_count as expected_word_count,
from found
cross join expected
where (found.article_count, found.word_count) <> (expected.article_count, expected.word_count)
