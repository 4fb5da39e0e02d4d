-- One row per page and reason to doubt what the warehouse says of it: the pages to look at first,
-- with `copydesk show`.
-- Grain: page_id, reason
-- A reason is no proof. A section front and a cookie wall have no lead because they have no article
-- of their own. The bound of low_cut_confidence: of 792 article pages of WCXB, which no weights
-- were trained on, 48 lie under .85; their bodies have a mean F1 of .75, and two in five of them
-- one under .8; the pages above have .93. At .9 it would be 121 pages with .80, at .8 22 with .71.
-- outlet_conflict has the pages behind the check outlets_do_not_conflict. date_conflict: printed
-- dates of one article that cannot be the same moment (in unknown zones they may lie 26 hours
-- apart), and dates that lie behind the capture of their page (14 hours in an unknown zone).

with
unsure as (
    select
        page_id,
        'low_cut_confidence' as reason,
        placement_no,
        'the lead has cut_confidence ' || floor(cut_confidence * 100) / 100 as detail,
    from core.placements
    where role = 'lead' and cut_confidence < 0.85
),
leadless as (
    select
        page_id,
        'no_lead' as reason,
        null as placement_no,
        'articles on the page: ' || count(placement_no) as detail,
    from core.pages
    left join core.placements using (page_id)
    group by page_id
    having count(*) filter (role = 'lead') = 0
),
named as (
    select page_id, placement_no, article_id, outlet_id, outlet_basis
    from core.placements
    join core.outlets using (outlet_id)
    where kind in ('publisher', 'unlisted')
),
best_named as (
    select named.*
    from named
    join (
        select
            article_id,
            min(core.outlet_rank(outlet_basis)) as rank,
        from core.placements
        where outlet_id is not null
        group by all
    ) as best using (article_id)
    where core.outlet_rank(outlet_basis) = best.rank
),
contradicted as (
    select
        page_id,
        'outlet_conflict' as reason,
        placement_no,
        'placement ' || placement_no || ' is of ' || outlet_id || ' (' || outlet_basis
            || '), its pages name ' || array_to_string(outlet_ids, ', ') as detail,
    from best_named
    join (
        select article_id, list(distinct outlet_id order by outlet_id) as outlet_ids
        from best_named
        group by all
        having count(distinct outlet_id) > 1
    ) as conflicts using (article_id)
),
printed as (
    select *
    from core.placements
    where published_basis = 'printed' and published_earliest is not null
),
misdated as (
    select
        page_id,
        'date_conflict' as reason,
        placement_no,
        'placement ' || placement_no || ' says ' || published_text || ', its pages say from '
            || first_latest || ' to ' || last_earliest as detail,
    from printed
    join (
        select
            article_id,
            min(published_latest) as first_latest,
            max(published_earliest) as last_earliest,
        from printed
        group by all
        having last_earliest >= first_latest + if(
            bool_or(published_utc_offset_minutes is null), interval 26 hours, interval 0 hours
        )
    ) as conflicts using (article_id)
),
postdated as (
    select
        page_id,
        'date_conflict' as reason,
        placement_no,
        'placement ' || placement_no || ' says ' || coalesce(published_text, age_text, 'a time')
            || ', after the capture at ' || (captured_latest at time zone 'UTC') as detail,
    from core.placements
    join core.pages using (page_id)
    where published_earliest
        - if(published_utc_offset_minutes is null, interval 14 hours, interval 0 hours)
        > captured_latest at time zone 'UTC'
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
    from unsure
    union all
    from leadless
    union all
    from contradicted
    union all
    from misdated
    union all
    from postdated
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
