-- Law 5: in whatever order the runs came, core.pages shows the earliest capture (unknown last, then
-- by source). Returns pages without any source too.
-- Limit: page_id

with
first_sources as (
    select page_id, source, url, captured_at
    from core.page_sources
    qualify row_number() over (
        partition by page_id
        order by captured_at nulls last, source
    ) = 1
)
select
    page_id,
    pages.source,
    first_sources.source as expected_source,
    pages.captured_at,
    first_sources.captured_at as expected_captured_at,
from core.pages
left join first_sources using (page_id)
where pages.source is distinct from first_sources.source
    or pages.url is distinct from first_sources.url
    or pages.captured_at is distinct from first_sources.captured_at
