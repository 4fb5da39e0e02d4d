-- Law 2: an article has a day of publication, or says why it has none.
-- Limit: article_id

select article_id, published_latest, published_precision, published_day, reason_undated
from core.articles
where published_day is distinct from core.published_day(published_latest, published_precision)
    or (published_day is null) <> (reason_undated is not null)
    or reason_undated not in (
        'not_to_the_day', 'end_only', 'age_without_capture', 'date_without_year',
        'time_without_date', 'not_understood', 'no_date_printed', 'not_described'
    )
    or (published_latest is not null) <> (
        coalesce(reason_undated, 'end_only') in ('not_to_the_day', 'end_only')
    )
