-- Articles that say they came out after a page had them: a date misread, or not theirs. A time
-- as printed, zone unknown, may run 14 hours ahead of UTC.

with
captures as (
    select article_id, min(captured_latest) as captured_latest
    from core.placements
    join core.pages using (page_id)
    group by all
)
select
    article_id,
    published_text,
    published_earliest,
    published_utc_offset_minutes,
    captured_latest,
from core.articles
join captures using (article_id)
where published_earliest
    - if(published_utc_offset_minutes is null, interval 14 hours, interval 0 hours)
    > captured_latest at time zone 'UTC'
