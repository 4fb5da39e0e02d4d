-- Every outlet that a table names is in core.outlets.

with
named as (
    select 'core.pages' as named_in, host_outlet_id as outlet_id from core.pages
    union
    select 'core.placements', outlet_id from core.placements
    union
    select 'core.articles', outlet_id from core.articles
    union
    select 'core.attributions', outlet_id from core.attributions
    union
    select 'core.outlet_aliases', outlet_id from core.outlet_aliases
)
select named_in, outlet_id
from named
anti join core.outlets using (outlet_id)
where outlet_id is not null
