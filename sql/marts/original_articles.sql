-- One row per complete article that counts as its outlet's own work: not an agency's copy under
-- another name, not a duplicate, and only the first of several versions.
-- Grain: article_id
-- A duplicate or a version of another article is left out where that one is the original. Where no
-- original is named, the article known first counts, so that each text counts once; but the copy of
-- an agency's copy does not count.

with
known as (
    select
        article_id,
        outlet_id,
        word_count,
        coalesce(known_at, timestamp 'infinity') as known_at,
        wire_outlet_id is not null and wire_outlet_id is distinct from outlet_id as is_wire_copy,
    from core.articles
    join core.known_articles() using (article_id)
    where is_complete
),
related as (
    select article_id, other_article_id, original_article_id
    from core.reuse
    where relation in ('duplicate', 'version')
    union all
    select other_article_id, article_id, original_article_id
    from core.reuse
    where relation in ('duplicate', 'version')
),
repeated as (
    select known.article_id
    from related
    join known using (article_id)
    join known as others on others.article_id = related.other_article_id
    where coalesce(
        original_article_id = others.article_id,
        others.is_wire_copy
        or (others.known_at, others.article_id) < (known.known_at, known.article_id)
    )
)
select
    article_id::varchar as article_id,  -- Article.
    outlet_id::varchar as outlet_id,  -- Outlet whose article it is; NULL: unknown.
    word_count::integer as word_count,  -- Words of its body.
from known
anti join repeated using (article_id)
where not is_wire_copy
order by article_id
