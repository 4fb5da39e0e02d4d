-- One row per page and reason to doubt what the warehouse says of it: the pages to look at first,
-- with `copydesk show`.
-- Grain: page_id, reason
-- A reason is no proof. A section front and a cookie wall have no lead because they have no article
-- of their own; an item of a feed or list that is a teaser is left out. outlet_conflict has the
-- pages behind the check outlets_do_not_conflict. What is found of single placements, and its
-- bounds, is marts.doubtful_placements.

with
leadless as (
    select
        page_id,
        'no_lead' as reason,
        null as placement_no,
        'articles on the page: ' || placement_count as detail,
    from marts.page_quality
    where
        not has_lead
        and (
            placement_count = 0
            or page_id not in (select page_id from core.page_metadata where found_in = 'item')
        )
),
faulty as (
    select
        page_id,
        'fault' as reason,
        placement_no,
        stage || ' failed with ' || error || ' at ' || place as detail,
    from ops.faults
    left join core.placements using (page_id, article_id)
    where not is_mended
),
-- A further reason is one more CTE with these columns, and one more `union all` here.
doubts as (
    select page_id, reason, placement_no, detail
    from marts.doubtful_placements
    union all
    from leadless
    union all
    from faulty
),
told as (
    select
        page_id,
        reason,
        count(distinct placement_no) as placement_count,
        list(detail order by placement_no, detail) as details,
    from doubts
    group by all
)
select
    page_id::varchar as page_id,  -- Page.
    reason::varchar as reason,
        -- low_cut_confidence (of its lead), no_lead (it has no article of its own), outlet_conflict
        -- (publishers contradict one another on an article of its), date_conflict (dates of an
        -- article of its contradict one another, or the capture) or fault (a stage failed with it:
        -- ops.faults).
    source::varchar as source,  -- Raw file, with #row from 1 for files of rows.
    url::varchar as url,  -- Address; NULL: not given.
    array_to_string(details[1:5], ' | ')::varchar as detail,
        -- What exactly was found, of the first five placements.
    placement_count::integer as placement_count,
        -- Placements of the page that the reason is about; 0: it is about the page.
from told
join core.pages using (page_id)
order by page_id, reason
