-- One row per outlet and article of others that stands on the outlet's pages.
-- Grain: outlet_id, article_id
-- Carried: the article's outlet is not the page's host; or it is unknown, and the article is
-- embedded or stands on an aggregator, which writes nothing itself. A publisher's own teasers
-- of unknown outlet are not. Pages of unknown host carry nothing: whose pages they are is open.

with
carried as (
    select
        pages.host_outlet_id as outlet_id,
        article_id,
        articles.outlet_id as article_outlet_id,
        articles.word_count,
        articles.is_complete,
        page_id,
        pages.captured_at,
    from core.placements
    join core.pages using (page_id)
    join core.articles using (article_id)
    left join core.outlets as hosts on hosts.outlet_id = pages.host_outlet_id
    where pages.host_outlet_id is not null
        and case
            when articles.outlet_id is not null
                then articles.outlet_id <> pages.host_outlet_id
            else placements.role = 'embedded' or hosts.kind = 'aggregator'
        end
)
select
    outlet_id::varchar as outlet_id,
    article_id::varchar as article_id,
    article_outlet_id::varchar as article_outlet_id,
    word_count::integer as word_count,
    count(distinct page_id)::integer as page_count,
    min(captured_at)::timestamptz as first_captured_at,
    max(captured_at)::timestamptz as last_captured_at,
    is_complete::boolean as is_complete,
from carried
group by all
order by outlet_id, article_id
