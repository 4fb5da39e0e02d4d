-- One row per listed article that stands on a page: what its pages say about it, resolved in a
-- fixed order.
-- Grain: article_id
-- Text and language come from its placement of record: the earliest capture, then the lowest
-- page_id; a headline in capitals there gives way to one in small letters elsewhere.
-- flows/segment/texts.py makes the same texts of pages that are being cut, and a test holds the
-- two equal. The outlet is the one with the best basis that any placement has; where two
-- publishers have that basis, it is NULL. The date is the one with the best basis, then the
-- earliest capture; an end alone is taken only where no page says more. Where no page says a time,
-- the reason is the one that is nearest to a date. What people have corrected on any page comes
-- first; where they say that a page does not say it, what others say stays.

with
placed as (
    select
        placements.*,
        pages.rowid as page_row,
        row_number() over (
            partition by article_id
            order by pages.captured_at nulls last, page_id, placement_no
        ) as preference,
        core.outlet_rank(outlet_basis) as outlet_rank,
        list_position(
            ['corrected', 'printed', 'relative', 'html', 'column', 'url', 'inferred'],
            published_basis
        ) as date_rank,
        list_position(['corrected', 'printed', 'html', 'column'], authors_basis) as authors_rank,
        list_contains(coalesce(corrected_fields, []), 'language_code') as has_corrected_language,
        list_position(['dateline', 'byline', 'credit', 'material'], wire_basis) as wire_rank,
    from core.placements
    join core.pages using (page_id)
    semi join (select article_id from work.articles where must_resolve) using (article_id)
),
of_record as (
    select * from placed where preference = 1
),
-- Numbered before the texts come: to sort these would take as long as all else.
numbered as (
    select
        of_record.article_id,
        page_id,
        page_row,
        kind,
        is_body,
        segments.segment_no,
        segments.start_char,
        segments.end_char,
        row_number() over (
            partition by of_record.article_id, if(is_body, 'body', kind)
            order by segments.segment_no
        ) = 1 as is_first,
        if(
            is_first,
            '',
            core.gap_before(is_continuation, is_glued, if(is_body, chr(10), ' '))
        ) as gap,
    from of_record
    join core.segments using (page_id, placement_no)
    join core.segment_kinds using (kind)
    where is_body or kind in ('headline', 'deck', 'dateline')
),
-- Pages between the first and the last of these only, so that a part of the articles needs a part
-- of the memory, however DuckDB joins.
printed as (
    select page_id, text
    from core.pages
    where page_id in (select page_id from numbered)
        and rowid >= (select min(page_row) from numbered)
        and rowid <= (select max(page_row) from numbered)
),
parts as (
    select
        article_id,
        kind,
        is_body,
        segment_no,
        gap || core.stripped(printed.text[start_char + 1 : end_char]) as joined,
    from numbered
    join printed using (page_id)
),
texts as (
    select
        article_id,
        string_agg(joined, '' order by segment_no) filter (kind = 'headline') as headline,
        string_agg(joined, '' order by segment_no) filter (kind = 'deck') as deck,
        string_agg(joined, '' order by segment_no) filter (kind = 'dateline') as dateline,
        string_agg(joined, '' order by segment_no) filter (is_body) as body,
    from parts
    group by article_id
),
-- Of those whose headline of record is in capitals: the earliest that another page prints in small
-- letters. The two have one article_id, as it does not depend on capitals.
segments_elsewhere as (
    select
        placed.article_id,
        placed.preference,
        placed.page_row,
        segments.*,
        row_number() over (
            partition by placed.article_id, placed.preference order by segments.segment_no
        ) = 1 as is_first,
    from placed
    join texts using (article_id)
    join core.segments using (page_id, placement_no)
    where
        segments.kind = 'headline'
        and placed.preference > 1
        and texts.headline = upper(texts.headline)
        and texts.headline <> lower(texts.headline)
),
printed_elsewhere as (
    select
        page_id,
        case when page_id in (select page_id from segments_elsewhere) then text end as text,
    from core.pages
    where rowid >= (select min(page_row) from segments_elsewhere)
        and rowid <= (select max(page_row) from segments_elsewhere)
),
headlines_elsewhere as (
    select
        article_id,
        preference,
        string_agg(
            if(is_first, '', core.gap_before(is_continuation, is_glued, ' '))
                || core.stripped(printed_elsewhere.text[start_char + 1 : end_char]),
            ''
            order by segment_no
        ) as headline,
    from segments_elsewhere
    join printed_elsewhere using (page_id)
    group by article_id, preference
),
in_small_letters as (
    select article_id, arg_min(headline, preference) as headline,
    from headlines_elsewhere
    where headline <> upper(headline)
    group by article_id
),
best_outlets as (
    select placed.article_id, placed.outlet_id, placed.outlet_basis, placed.preference, outlets.kind
    from placed
    join core.outlets using (outlet_id)
    qualify placed.outlet_rank = min(placed.outlet_rank) over (partition by placed.article_id)
),
resolved_outlets as (
    select
        article_id,
        arg_min(outlet_id, preference) as outlet_id,
        arg_min(outlet_basis, preference) as outlet_basis,
    from best_outlets
    group by article_id
    having count(distinct outlet_id) filter (kind in ('publisher', 'unlisted')) < 2
),
resolved_dates as (
    select *
    from placed
    where published_latest is not null
    qualify row_number() over (
        partition by article_id order by published_earliest is null, date_rank, preference
    ) = 1
),
across_pages as (
    select
        article_id,
        arg_min(byline, preference) filter (byline is not null) as byline,
        arg_min(authors, (authors_rank, preference)) filter (authors is not null) as authors,
        arg_min(authors_basis, (authors_rank, preference)) filter (authors is not null)
            as authors_basis,
        arg_min(dateline_place, preference) filter (dateline_place is not null) as dateline_place,
        arg_min(wire_outlet_id, (wire_rank, preference)) filter (wire_outlet_id is not null)
            as wire_outlet_id,
        arg_min(wire_basis, (wire_rank, preference)) filter (wire_basis is not null) as wire_basis,
        arg_min(published_text, preference) filter (published_text is not null) as published_text,
        arg_min(
            reason_undated,
            list_position(
                [
                    'age_without_capture', 'date_without_year', 'time_without_date',
                    'not_understood', 'no_date_printed', 'not_described'
                ],
                reason_undated
            )
        ) as reason_undated,
        bool_or(role <> 'teaser') as is_complete,
        bool_or(is_truncated) as is_truncated,
        arg_min(language_code, preference) filter (has_corrected_language)
            as corrected_language_code,
    from placed
    group by article_id
)
select
    article_id,
    coalesce(in_small_letters.headline, texts.headline) as headline,
    texts.deck,
    across_pages.byline,
    across_pages.authors,
    across_pages.authors_basis,
    texts.dateline,
    across_pages.dateline_place,
    coalesce(texts.body, '') as body,
    resolved_outlets.outlet_id,
    resolved_outlets.outlet_basis,
    across_pages.wire_outlet_id,
    across_pages.wire_basis,
    resolved_dates.published_earliest,
    resolved_dates.published_latest,
    resolved_dates.published_utc_offset_minutes,
    resolved_dates.published_precision,
    resolved_dates.published_basis,
    core.published_day(resolved_dates.published_latest, resolved_dates.published_precision)
        as published_day,
    case
        when resolved_dates.published_latest is null then across_pages.reason_undated
        else resolved_dates.reason_undated
    end as reason_undated,
    coalesce(resolved_dates.published_text, across_pages.published_text) as published_text,
    coalesce(across_pages.corrected_language_code, of_record.language_code) as language_code,
    if(across_pages.corrected_language_code is null, of_record.language_probability, null)
        as language_probability,
    core.word_count(coalesce(texts.body, ''))::integer as word_count,
    across_pages.is_complete,
    across_pages.is_truncated,
    core.word_codes(concat_ws(chr(10), texts.headline, texts.body)) as word_codes,
from of_record
join across_pages using (article_id)
left join texts using (article_id)
left join in_small_letters using (article_id)
left join resolved_outlets using (article_id)
left join resolved_dates using (article_id)
