-- One row per outlet and UTC day on which articles came out that are its own or that it carries.
-- Grain: outlet_id, day
-- outlet_id NULL: outlet unknown. day NULL: no date, or no date that is as exact as a day. Both are
-- rows, so that totals are those of core.articles.
-- Where the page gives no zone, it is the day as printed.

with
summed as (
    select
        outlet_id,
        published_day as day,
        count(*) filter (is_complete and not is_carried) as article_count,
        coalesce(sum(word_count) filter (is_complete and not is_carried), 0) as word_count,
        count(*) filter (not is_complete) as teaser_count,
        count(*) filter (is_carried) as carried_article_count,
        count(*) filter (is_original) as original_article_count,
        coalesce(sum(word_count) filter (is_original), 0) as original_word_count,
    from marts.outlet_articles
    group by all
)
select
    outlet_id::varchar as outlet_id,  -- Outlet; NULL: unknown.
    day::date as day,
        -- UTC day of the last moment of the publication bracket; the day as printed where no zone
        -- is printed; NULL: not known to the day.
    outlets.name::varchar as outlet_name,  -- Name of the outlet; NULL: unknown.
    article_count::integer as article_count,  -- The outlet's own complete articles.
    word_count::bigint as word_count,  -- Words of these articles.
    teaser_count::integer as teaser_count,
        -- The outlet's own articles that are known by teasers only.
    case when outlet_id is not null then carried_article_count end::integer
        as carried_article_count,
        -- Complete articles on the outlet's pages that are not its own; NULL: outlet unknown.
    original_article_count::integer as original_article_count,
        -- Of article_count, those in marts.original_articles: without duplicates, later versions
        -- and agencies' copy under another name.
    original_word_count::bigint as original_word_count,  -- Words of these articles.
    (1 - original_article_count / nullif(article_count, 0))::double as syndication_share,
        -- Share of article_count that is not original, 0 to 1; NULL: no articles.
from summed
left join core.outlets using (outlet_id)
order by outlet_id nulls last, day nulls last
