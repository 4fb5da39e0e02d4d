-- Every page is in marts.page_quality with all its characters, and counts once in marts.outlets.

with
expected as (
    select count(*) as page_count, coalesce(sum(char_count), 0) as char_count
    from core.pages
),
measured as (
    select
        count(*) as page_count,
        coalesce(sum(article_char_count + furniture_char_count), 0) as char_count,
    from marts.page_quality
),
hosted as (
    select coalesce(sum(page_count), 0) as page_count
    from marts.outlets
)
select
    expected.page_count as expected_page_count,
    measured.page_count as page_quality_page_count,
    hosted.page_count as outlets_page_count,
    expected.char_count as expected_char_count,
    measured.char_count as page_quality_char_count,
from expected
cross join measured
cross join hosted
where measured.page_count <> expected.page_count
    or hosted.page_count <> expected.page_count
    or measured.char_count <> expected.char_count
