-- One row per host that no seed knows, the one with the most articles first: what to name first in
-- seeds/outlets.csv. A host is the domain of a url, or the name that pages without a url print of
-- their site.
-- Grain: outlet_id, site_name
-- Its articles have the outlet already, with outlet_basis unlisted_host. Named in seeds/, it gets a
-- country, its labels on other outlets' pages are understood, and an aggregator's leads are no
-- longer taken for its own.

with
hosts as (
    select
        outlet_id,
        coalesce(outlets.name, site_name) as site_name,
        page_id,
        source,
    from core.pages
    left join core.outlets on outlet_id = host_outlet_id
    where kind = 'unlisted' or (host_outlet_id is null and site_name is not null)
),
leads as (
    select
        page_id,
        article_id,
        articles.word_count,
        core.published_day(articles.published_latest, articles.published_precision) as day,
    from core.placements
    join core.articles using (article_id)
    where role = 'lead'
),
carried as (
    select page_id, count(*) as placement_count
    from core.placements
    where role <> 'lead' and outlet_id is not null
    group by all
)
select
    outlet_id::varchar as outlet_id,
        -- The domain, which is the id of the outlet; NULL: the pages have no url.
    nullif(site_name, outlet_id)::varchar as site_name,
        -- Name that most of its pages print of the site; NULL: none prints one.
    min(source)::varchar as example_source,  -- One of its pages.
    count(distinct page_id)::integer as page_count,  -- Pages of the host.
    count(distinct article_id)::integer as article_count,  -- Articles that are leads of its pages.
    coalesce(sum(word_count), 0)::bigint as word_count,  -- Words of these leads.
    count(distinct page_id) filter (carried.placement_count > 0)::integer as carrying_page_count,
        -- Pages that also carry stories of known outlets. Their leads have no outlet, as the host
        -- may be an aggregator.
    min(day)::date as first_published_day,
        -- Earliest day of its articles; NULL: none is dated to the day.
    max(day)::date as last_published_day,  -- Latest day of its articles; NULL: as above.
from hosts
left join leads using (page_id)
left join carried using (page_id)
group by outlet_id, site_name
order by article_count desc, page_count desc, outlet_id nulls last, site_name
