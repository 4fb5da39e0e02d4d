-- One row per outlet and other outlet whose text its complete articles share; each pair of outlets
-- has two rows, one in each direction.
-- Grain: outlet_id, other_outlet_id
-- outlet_id, other_outlet_id NULL: outlet unknown. Where an outlet repeats itself, the pair is left
-- out, and so are versions. An article counts once: as a duplicate where it is one, and then only
-- its duplicates say who was the original. Its shared words are those of the pair that shares most.
-- carried: the other outlet's article is the original. supplied: the outlet's own article is. Where
-- core.reuse names no original, it is neither. wire_copy_count counts only the marks on the
-- articles: the agency's own articles need not be in the warehouse. More than 20 copies of one text
-- are all duplicates of each other, but only the first one can be an original; a passage that more
-- than 20 articles have is shared with the outlet of the first one.

with
sides as (
    select article_id, other_article_id, relation, shared_word_count, original_article_id
    from core.reuse
    union all
    select other_article_id, article_id, relation, shared_word_count, original_article_id
    from core.reuse
),
copies as (
    select
        group_article_id,
        copy.article_id,
        copy.outlet_id,
        shared_word_count,
        count(*) over (partition by group_article_id, copy.outlet_id) as outlet_copy_count,
    from core.reuse
    join core.articles as copy
        on copy.article_id = if(
            reuse.article_id = group_article_id, other_article_id, reuse.article_id
        )
    where group_article_id is not null and copy.is_complete
),
sharing as (
    select
        articles.outlet_id,
        others.outlet_id as other_outlet_id,
        article_id,
        relation,
        shared_word_count,
        original_article_id = other_article_id as is_carried,
        original_article_id = article_id as is_supplied,
    from sides
    join core.articles using (article_id)
    join core.articles as others on others.article_id = sides.other_article_id
    where relation <> 'version'
        and articles.is_complete
        and others.is_complete
        and (articles.outlet_id is distinct from others.outlet_id or articles.outlet_id is null)
    union all by name
    -- Two copies of a large group have no row of their own.
    select
        copies.outlet_id,
        others.outlet_id as other_outlet_id,
        article_id,
        'duplicate' as relation,
        shared_word_count,
    from copies
    join (select distinct group_article_id, outlet_id from copies) as others
        using (group_article_id)
    where copies.outlet_id is distinct from others.outlet_id
        or (copies.outlet_id is null and outlet_copy_count > 1)
),
shared as (
    select
        outlet_id,
        other_outlet_id,
        article_id,
        relation = 'duplicate' as is_duplicate,
        coalesce(bool_or(is_carried), false) as is_carried,
        coalesce(bool_or(is_supplied), false) as is_supplied,
        max(max(shared_word_count)) over pairs as shared_word_count,
        false as is_wire_copy,
    from sharing
    group by outlet_id, other_outlet_id, article_id, relation
    window pairs as (partition by article_id, other_outlet_id)
    qualify row_number() over (pairs order by relation = 'duplicate' desc) = 1
),
marked as (
    from shared
    union all by name
    select outlet_id, wire_outlet_id as other_outlet_id, true as is_wire_copy
    from core.articles
    where is_complete
        and wire_outlet_id is not null
        and wire_outlet_id is distinct from outlet_id
),
counted as (
    select
        outlet_id,
        other_outlet_id,
        count(*) filter (is_duplicate) as duplicate_count,
        count(*) filter (is_duplicate and is_carried) as carried_duplicate_count,
        count(*) filter (is_duplicate and is_supplied) as supplied_duplicate_count,
        count(*) filter (not is_duplicate) as passage_count,
        count(*) filter (not is_duplicate and is_carried) as carried_passage_count,
        count(*) filter (not is_duplicate and is_supplied) as supplied_passage_count,
        count(*) filter (is_wire_copy) as wire_copy_count,
        coalesce(sum(shared_word_count), 0) as shared_word_count,
    from marked
    group by all
),
sized as (
    select outlet_id, count(*) filter (is_complete) as outlet_article_count
    from core.articles
    group by all
)
select
    counted.outlet_id::varchar as outlet_id,  -- Outlet whose articles are counted; NULL: unknown.
    other_outlet_id::varchar as other_outlet_id,
        -- Outlet with which they share text; NULL: unknown.
    outlets.name::varchar as outlet_name,  -- Name of the outlet; NULL: unknown.
    others.name::varchar as other_outlet_name,  -- Name of the other outlet; NULL: unknown.
    duplicate_count::integer as duplicate_count,
        -- Articles of the outlet with the same text as an article of the other outlet.
    carried_duplicate_count::integer as carried_duplicate_count,
        -- Of duplicate_count, those whose original is an article of the other outlet.
    supplied_duplicate_count::integer as supplied_duplicate_count,
        -- Of duplicate_count, those that are the original.
    passage_count::integer as passage_count,
        -- Other articles of the outlet that share a passage with an article of the other outlet.
    carried_passage_count::integer as carried_passage_count,
        -- Of passage_count, those whose passage the other outlet is known to have printed first.
    supplied_passage_count::integer as supplied_passage_count,
        -- Of passage_count, those that are known to have printed it first.
    wire_copy_count::integer as wire_copy_count,
        -- Articles of the outlet that are marked as copy of the other outlet, an agency.
    shared_word_count::bigint as shared_word_count,
        -- Shared words; for each article those of the pair that shares most.
    outlet_article_count::integer as outlet_article_count,
        -- All complete articles of the outlet itself.
    (duplicate_count / nullif(outlet_article_count, 0))::double as duplicate_share,
        -- duplicate_count divided by outlet_article_count, 0 to 1; NULL: it has no articles of its
        -- own.
from counted
join sized on sized.outlet_id is not distinct from counted.outlet_id
left join core.outlets on outlets.outlet_id = counted.outlet_id
left join core.outlets as others on others.outlet_id = other_outlet_id
order by counted.outlet_id nulls last, other_outlet_id nulls last
