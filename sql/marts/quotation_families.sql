-- One row per family of quotations and outlet that carried it in its own complete articles.
-- Grain: quotation_family_id, outlet_id
-- A family is the same words in two articles or more: clipped, in another order or translated
-- slightly differently. outlet_id NULL: outlet unknown. Teasers are left out: the summary under a
-- headline often quotes what the article, known elsewhere, quotes again. Copies of one article
-- under two names count as two: join core.reuse to tell who wrote it.

with
quoted as (
    select
        quotation_family_id,
        outlet_id,
        article_id,
        speaker,
        text as wording,
        core.word_count(text) as word_count,
        known_at,
    from core.quotations
    join core.articles using (article_id)
    join core.known_articles() using (article_id)
    where quotation_family_id is not null and is_complete
),
speakers as (
    select quotation_family_id, speaker
    from quoted
    where speaker is not null
    group by quotation_family_id, speaker
    qualify row_number() over (
        partition by quotation_family_id
        order by count(distinct article_id) desc, length(speaker) desc, speaker
    ) = 1
),
families as (
    select
        quotation_family_id,
        max_by(wording, (word_count, wording)) as family_wording,
        max(word_count) as family_word_count,
        count(distinct outlet_id) as outlet_count,
        min(known_at) as first_known_at,
    from quoted
    group by all
),
carried as (
    select
        quotation_family_id,
        outlet_id,
        max_by(wording, (word_count, wording)) as wording,
        first(article_id order by known_at nulls last, article_id) as first_article_id,
        count(distinct article_id) as article_count,
        count(*) as quotation_count,
        max(word_count) as word_count,
        min(known_at) as first_known_at,
    from quoted
    group by all
)
select
    quotation_family_id::varchar as quotation_family_id,
        -- Family: the same words in two articles or more.
    outlet_id::varchar as outlet_id,  -- Outlet whose articles quote it; NULL: unknown.
    first_article_id::varchar as first_article_id,  -- The outlet's first known article with it.
    outlets.name::varchar as outlet_name,  -- Name of the outlet; NULL: unknown.
    speaker::varchar as speaker,  -- Speaker whom most articles of the family name; NULL: none does.
    wording::varchar as wording,  -- Longest wording that the outlet printed.
    family_wording::varchar as family_wording,  -- Longest wording that any outlet printed.
    article_count::integer as article_count,  -- The outlet's complete articles with it.
    quotation_count::integer as quotation_count,
        -- Quotations of the family in these articles; a quotation that is cut in two counts twice.
    word_count::integer as word_count,  -- Words of wording.
    family_word_count::integer as family_word_count,  -- Words of family_wording.
    (word_count / nullif(family_word_count, 0))::double as word_share,
        -- word_count divided by family_word_count, 0 to 1; NULL: no words.
    outlet_count::integer as outlet_count,  -- Known outlets that carried the family.
    (date_diff('minute', families.first_known_at, carried.first_known_at) / 60)::double
        as hours_after_first,
        -- Hours from the first known appearance anywhere to first_known_at; NULL: unknown.
    carried.first_known_at::timestamp as first_known_at,
        -- When the outlet is known to have carried it: the end of the publication bracket, or the
        -- earliest capture where that is sooner; NULL: neither is known.
    (carried.first_known_at = families.first_known_at)::boolean as is_first,
        -- True: no outlet is known to have carried it earlier; NULL: unknown.
from carried
join families using (quotation_family_id)
left join speakers using (quotation_family_id)
left join core.outlets using (outlet_id)
order by quotation_family_id, outlet_id nulls last
