-- The pages of an article name one publisher on the best basis that any of them has. Where they
-- name two, its outlet is NULL. An unlisted outlet counts as a publisher. Wires and aggregators
-- conflict with nobody: the article is not theirs.
-- Limit: article_id

with
ranked as (
    select
        article_id,
        outlet_id,
        outlets.kind,
        outlet_basis,
        core.outlet_rank(outlet_basis) as basis_rank,
    from core.placements
    join core.outlets using (outlet_id)
),
best as (
    select *
    from ranked
    qualify basis_rank = min(basis_rank) over (partition by article_id)
)
select
    article_id,
    outlet_basis,
    list(distinct outlet_id order by outlet_id) as outlet_ids,
from best
where kind in ('publisher', 'unlisted')
group by all
having count(distinct outlet_id) > 1
