-- One row per placement and reason to doubt what the warehouse says of it.
-- Grain: page_id, placement_no, detail
-- Limit: article_id
-- The bound of low_cut_confidence: of 792 article pages of WCXB, which no weights were trained on,
-- 48 lie under .85; their bodies have a mean F1 of .75, and two in five of them one under .8; the
-- pages above have .93. At .9 it would be 121 pages with .80, at .8 22 with .71. date_conflict:
-- printed dates of one article that cannot be the same moment (in unknown zones they may lie 26
-- hours apart), and dates that lie behind the capture of their page (14 hours in an unknown zone).

with
unsure as (
    select
        page_id,
        placement_no,
        article_id,
        'low_cut_confidence' as reason,
        'the lead has cut_confidence ' || floor(cut_confidence * 100) / 100 as detail,
    from core.placements
    where role = 'lead' and cut_confidence < 0.85
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
        placement_no,
        article_id,
        'outlet_conflict' as reason,
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
        placement_no,
        article_id,
        'date_conflict' as reason,
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
        placement_no,
        article_id,
        'date_conflict' as reason,
        'placement ' || placement_no || ' says ' || coalesce(published_text, age_text, 'a time')
            || ', after the capture at ' || (captured_latest at time zone 'UTC') as detail,
    from core.placements
    join core.pages using (page_id)
    where published_earliest
        - if(published_utc_offset_minutes is null, interval 14 hours, interval 0 hours)
        > captured_latest at time zone 'UTC'
),
-- A further reason is one more CTE with these columns, and one more `union all` here.
doubts as (
    from unsure
    union all
    from contradicted
    union all
    from misdated
    union all
    from postdated
)
select
    page_id::varchar as page_id,  -- Page.
    placement_no::integer as placement_no,  -- Placement on the page.
    detail::varchar as detail,  -- What exactly was found.
    article_id::varchar as article_id,  -- Article that stands there.
    reason::varchar as reason,
        -- low_cut_confidence (of a lead), outlet_conflict (publishers contradict one another on the
        -- article) or date_conflict (dates of the article contradict one another, or the capture).
from doubts
order by page_id, placement_no, detail
