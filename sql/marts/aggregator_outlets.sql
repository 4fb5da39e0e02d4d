-- One row per aggregator and outlet whose articles stand on its pages.
-- Grain: aggregator_outlet_id, outlet_id
-- outlet_id NULL: the page does not say whose articles they are. The aggregator's own articles, if
-- it has any, are left out, here and in the denominators.

with
carried as (
    select
        outlet_id as aggregator_outlet_id,
        aggregators.name as aggregator_name,
        article_id,
        article_outlet_id as outlet_id,
        word_count,
        is_complete,
        article_id in (select article_id from marts.original_articles) as is_original,
    from marts.carried_articles
    join core.outlets as aggregators using (outlet_id)
    where aggregators.kind = 'aggregator'
),
counted as (
    select
        aggregator_outlet_id,
        outlet_id,
        aggregator_name,
        count(*) filter (is_complete) as article_count,
        coalesce(sum(word_count) filter (is_complete), 0) as word_count,
        count(*) filter (not is_complete) as teaser_count,
        count(*) filter (is_original) as original_article_count,
        coalesce(sum(word_count) filter (is_original), 0) as original_word_count,
    from carried
    group by all
),
captured as (
    select
        aggregator_outlet_id,
        carried.outlet_id,
        count(distinct page_id) as page_count,
        min(captured_at) as first_captured_at,
        max(captured_at) as last_captured_at,
    from core.placements
    join core.pages using (page_id)
    join carried
        on carried.article_id = placements.article_id
        and carried.aggregator_outlet_id = pages.host_outlet_id
    group by all
),
totalled as (
    select
        *,
        sum(article_count) over in_aggregator as aggregator_article_count,
        sum(word_count) over in_aggregator as aggregator_word_count,
    from counted
    window in_aggregator as (partition by aggregator_outlet_id)
)
select
    totalled.aggregator_outlet_id::varchar as aggregator_outlet_id,
        -- Aggregator that hosts the pages.
    totalled.outlet_id::varchar as outlet_id,  -- Outlet whose articles they are; NULL: unknown.
    aggregator_name::varchar as aggregator_name,  -- Name of the aggregator.
    outlets.name::varchar as outlet_name,  -- Name of the outlet; NULL: unknown.
    article_count::integer as article_count,
        -- Complete articles of the outlet on the aggregator's pages.
    word_count::bigint as word_count,  -- Words of these articles.
    teaser_count::integer as teaser_count,
        -- Articles of the outlet there that are known by teasers only.
    page_count::integer as page_count,
        -- Pages of the aggregator with an article or teaser of the outlet.
    aggregator_article_count::integer as aggregator_article_count,
        -- Complete articles on the aggregator's pages, of all outlets but itself.
    aggregator_word_count::bigint as aggregator_word_count,  -- Words of these articles.
    (article_count / nullif(aggregator_article_count, 0))::double as article_share,
        -- article_count divided by aggregator_article_count, 0 to 1; NULL: teasers only.
    (word_count / nullif(aggregator_word_count, 0))::double as word_share,
        -- word_count divided by aggregator_word_count, 0 to 1; NULL: no words.
    original_article_count::integer as original_article_count,
        -- Of article_count, those in marts.original_articles: without duplicates, later versions
        -- and agencies' copy under another name.
    original_word_count::bigint as original_word_count,  -- Words of these articles.
    (1 - original_article_count / nullif(article_count, 0))::double as syndication_share,
        -- Share of article_count that is not original, 0 to 1; NULL: no articles.
    first_captured_at::timestamptz as first_captured_at,
        -- Earliest known capture of these pages; NULL: none known.
    last_captured_at::timestamptz as last_captured_at,
        -- Latest known capture of these pages; NULL: none known.
from totalled
join captured
    on captured.aggregator_outlet_id = totalled.aggregator_outlet_id
    and captured.outlet_id is not distinct from totalled.outlet_id
left join core.outlets on outlets.outlet_id = totalled.outlet_id
order by totalled.aggregator_outlet_id, totalled.outlet_id nulls last
