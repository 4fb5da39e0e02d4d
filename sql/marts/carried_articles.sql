-- One row per outlet and article on its pages that is not its own: an article of another outlet, or
-- one of an unknown outlet that is embedded or stands on an aggregator.
-- Grain: outlet_id, article_id
-- Limit: article_id
-- Where the outlet of an article is unknown, an aggregator carries it because it writes nothing
-- itself; a publisher carries it only where it is embedded. A publisher's own teasers of unknown
-- outlet are not carried. Pages of an unknown host carry nothing: nobody knows whose pages they
-- are.

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
    outlet_id::varchar as outlet_id,  -- Outlet on whose pages the article stands.
    article_id::varchar as article_id,  -- Article, complete or teaser.
    article_outlet_id::varchar as article_outlet_id,  -- Outlet whose article it is; NULL: unknown.
    word_count::integer as word_count,  -- Words of the article's body.
    count(distinct page_id)::integer as page_count,  -- Pages of the outlet on which it stands.
    min(captured_at)::timestamptz as first_captured_at,
        -- Earliest known capture of these pages; NULL: none known.
    max(captured_at)::timestamptz as last_captured_at,
        -- Latest known capture of these pages; NULL: none known.
    is_complete::boolean as is_complete,
        -- True: the whole text is known. False: only teasers of it.
from carried
group by all
order by outlet_id, article_id
