-- One row per outlet label that seeds/ does not know: the next aliases to write.
-- Grain: outlet_label
-- The label is as printed, so two spellings are two rows. It counts although a byline named the
-- outlet of the placement: the label is still unknown.

select
    outlet_label::varchar as outlet_label,
    min(page_id)::varchar as example_page_id,
    count(*)::integer as placement_count,
    count(distinct article_id)::integer as article_count,
    count(distinct page_id)::integer as page_count,
from core.placements
where core.stripped(outlet_label) <> '' and outlet_basis is distinct from 'label'
group by all
order by placement_count desc, outlet_label
