-- Law 2: the row of an agency's copy says what marks it as such, and seeds/ knows the agency.
-- Limit: article_id

with
marked as (
    select 'core.articles' as marked_in, article_id as row_id, wire_outlet_id, wire_basis
    from core.articles
    union all
    select 'core.placements', page_id || '#' || placement_no, wire_outlet_id, wire_basis
    from core.placements
)
select marked.*
from marked
left join core.outlets on marked.wire_outlet_id = outlets.outlet_id
where (wire_outlet_id is null) <> (wire_basis is null)
    or wire_basis not in ('dateline', 'byline', 'credit', 'material')
    or (wire_outlet_id is not null and outlets.kind is distinct from 'wire')
