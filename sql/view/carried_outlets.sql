-- One row per outlet and outlet whose articles stand on its pages, of all kinds of outlets:
-- marts.aggregator_outlets has the aggregators.
-- Grain: outlet_id, article_outlet_id
with
counted as (
    select
        outlet_id,
        article_outlet_id,
        count(*) filter (is_complete) as article_count,
        coalesce(sum(word_count) filter (is_complete), 0)::bigint as word_count,
        count(*) filter (not is_complete) as teaser_count,
    from marts.carried_articles
    group by all
)
select
    counted.*,
    hosts.name as outlet_name,
    outlets.name as article_outlet_name,
    article_count / nullif(sum(article_count) over (partition by counted.outlet_id), 0)
        as article_share,
from counted
join core.outlets as hosts on hosts.outlet_id = counted.outlet_id
left join core.outlets on outlets.outlet_id = article_outlet_id
