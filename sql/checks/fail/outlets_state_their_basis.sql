-- Law 2: an outlet that was derived says on what basis.

with
derived as (
    select
        'core.pages' as named_in,
        page_id as row_id,
        host_outlet_id as outlet_id,
        host_outlet_basis as outlet_basis,
    from core.pages
    union all
    select 'core.placements', page_id || '#' || placement_no, outlet_id, outlet_basis
    from core.placements
    union all
    select 'core.articles', article_id, outlet_id, outlet_basis
    from core.articles
)
select named_in, row_id, outlet_id, outlet_basis
from derived
where outlet_id is not null
    and core.outlet_rank(outlet_basis) is null
