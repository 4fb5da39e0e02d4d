-- One row per complete article that counts as its outlet's own work.
-- Grain: article_id
-- Left out: an agency's copy under another name; a duplicate or a version of another article,
-- where that one is the original. Where no original is named, the one known first counts, so
-- that each text counts once; but the copy of an agency's copy does not.

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
    article_id::varchar as article_id,
    outlet_id::varchar as outlet_id,
    word_count::integer as word_count,
from known
anti join repeated using (article_id)
where not is_wire_copy
order by article_id
