-- Law 2: a capture time is a bracket with a basis, with captured_at inside; or it is not there. One
-- that is inferred begins and ends on whole seconds.

with
captured as (
    select
        'core.pages' as captured_in,
        source,
        captured_at,
        captured_earliest,
        captured_latest,
        captured_basis,
    from core.pages
    union all
    select
        'core.page_sources',
        source,
        captured_at,
        captured_earliest,
        captured_latest,
        captured_basis,
    from core.page_sources
)
select *
from captured
where case
    when captured_basis is null
        then coalesce(captured_at, captured_earliest, captured_latest) is not null
    else captured_basis not in ('metadata', 'assumed_utc', 'inferred')
        or captured_earliest is null
        or captured_latest is null
        or captured_earliest > captured_latest
        or captured_basis = 'inferred' and (
            captured_earliest <> date_trunc('second', captured_earliest)
            or captured_latest <> date_trunc('second', captured_latest)
        )
        or not coalesce(captured_at between captured_earliest and captured_latest, true)
end
