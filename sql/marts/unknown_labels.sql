-- One row per outlet label that seeds/ does not know, the most frequent first: the next rows for
-- seeds/outlet_aliases.csv.
-- Grain: outlet_label
-- The label is as printed, so two spellings are two rows. A label also counts where a byline named
-- the outlet of the placement: the label is still unknown. An agency's label above the text of a
-- publisher's own page names no outlet of the placement, and is known.

select
    outlet_label::varchar as outlet_label,  -- Label as the page prints it.
    min(page_id)::varchar as example_page_id,  -- A page that prints it: the first by page_id.
    count(*)::integer as placement_count,  -- Placements with the label, of all roles.
    count(distinct article_id)::integer as article_count,  -- Articles of these placements.
    count(distinct page_id)::integer as page_count,  -- Pages that print it.
from core.placements
where
    core.stripped(outlet_label) <> ''
    and outlet_basis is distinct from 'label'
    and lower(core.stripped(outlet_label)) not in (
        select lower(name) from core.outlets where kind <> 'unlisted'
        union all
        select lower(alias) from core.outlet_aliases where match in ('label', 'credit')
    )
group by all
order by placement_count desc, outlet_label
