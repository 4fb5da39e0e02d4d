-- One row per outlet and other outlet whose text its complete articles share, both ways round.
-- Grain: outlet_id, other_outlet_id
-- outlet_id, other_outlet_id NULL: outlet unknown. An outlet's repeats of itself are left out,
-- and so are versions. An article counts once, as a duplicate where it is one, and then only its
-- duplicates say who was the original; its shared words are those of the pair that shares most.
-- carried: the other outlet's article is the original; supplied: its own is. Where core.reuse
-- names none it is neither. wire_copy_count goes by the marks of the articles alone: the agency's
-- own articles need not be in the warehouse.

with
sides as (
    select article_id, other_article_id, relation, shared_word_count, original_article_id
    from core.reuse
    union all
    select other_article_id, article_id, relation, shared_word_count, original_article_id
    from core.reuse
),
shared as (
    select
        articles.outlet_id,
        others.outlet_id as other_outlet_id,
        article_id,
        relation = 'duplicate' as is_duplicate,
        coalesce(bool_or(original_article_id = other_article_id), false) as is_carried,
        coalesce(bool_or(original_article_id = article_id), false) as is_supplied,
        max(max(shared_word_count)) over pairs as shared_word_count,
        false as is_wire_copy,
    from sides
    join core.articles using (article_id)
    join core.articles as others on others.article_id = sides.other_article_id
    where relation <> 'version'
        and articles.is_complete
        and others.is_complete
        and (articles.outlet_id is distinct from others.outlet_id or articles.outlet_id is null)
    group by articles.outlet_id, others.outlet_id, article_id, relation
    window pairs as (partition by article_id, others.outlet_id)
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
    counted.outlet_id::varchar as outlet_id,
    other_outlet_id::varchar as other_outlet_id,
    outlets.name::varchar as outlet_name,
    others.name::varchar as other_outlet_name,
    duplicate_count::integer as duplicate_count,
    carried_duplicate_count::integer as carried_duplicate_count,
    supplied_duplicate_count::integer as supplied_duplicate_count,
    passage_count::integer as passage_count,
    carried_passage_count::integer as carried_passage_count,
    supplied_passage_count::integer as supplied_passage_count,
    wire_copy_count::integer as wire_copy_count,
    shared_word_count::bigint as shared_word_count,
    outlet_article_count::integer as outlet_article_count,
    (duplicate_count / nullif(outlet_article_count, 0))::double as duplicate_share,
from counted
join sized on sized.outlet_id is not distinct from counted.outlet_id
left join core.outlets on outlets.outlet_id = counted.outlet_id
left join core.outlets as others on others.outlet_id = other_outlet_id
order by counted.outlet_id nulls last, other_outlet_id nulls last
