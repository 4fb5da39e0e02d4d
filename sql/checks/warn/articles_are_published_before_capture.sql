-- Articles came out before a page had them. Where one did not, its date was misread or belongs to
-- something else. A time as printed, in an unknown zone, may be up to 14 hours ahead of UTC.
-- Limit: article_id

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
