-- Law 2: a publication time is a bracket with a precision and a basis; or an end alone, with a
-- basis; or nothing at all. It begins and ends on whole seconds.
-- Limit: article_id

with
dated as (
    select
        'core.articles' as dated_in,
        article_id as row_id,
        published_earliest,
        published_latest,
        published_utc_offset_minutes,
        published_precision,
        published_basis,
    from core.articles
    union all
    select
        'core.placements',
        page_id || '#' || placement_no,
        published_earliest,
        published_latest,
        published_utc_offset_minutes,
        published_precision,
        published_basis,
    from core.placements
)
select *
from dated
where case
    when published_latest is null
        then coalesce(
            published_earliest::varchar,
            published_utc_offset_minutes::varchar,
            published_precision,
            published_basis
        ) is not null
    else (published_earliest is null) <> (published_precision is null)
        or published_earliest >= published_latest
        or published_earliest <> date_trunc('second', published_earliest)
        or published_latest <> date_trunc('second', published_latest)
        or published_precision not in ('minute', 'hour', 'day', 'month', 'year')
        or coalesce(published_basis, '') not in (
            'corrected', 'printed', 'relative', 'html', 'column', 'url', 'inferred'
        )
end
