-- One row per family of quotations and outlet that carried it.
-- Grain: quotation_family_id, outlet_id
-- A family is the same words in two articles or more: clipped, re-ordered or lightly
-- re-translated. outlet_id NULL: outlet unknown. Teasers are left out: a headline's summary often
-- quotes what the article, known elsewhere, quotes again.
-- Copies of one article under two names count as two: join core.reuse to tell who wrote.

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
    outlet_id::varchar as outlet_id,
    first_article_id::varchar as first_article_id,
    outlets.name::varchar as outlet_name,
    speaker::varchar as speaker,
    wording::varchar as wording,
    family_wording::varchar as family_wording,
    article_count::integer as article_count,
    quotation_count::integer as quotation_count,
    word_count::integer as word_count,
    family_word_count::integer as family_word_count,
    (word_count / nullif(family_word_count, 0))::double as word_share,
    outlet_count::integer as outlet_count,
    (date_diff('minute', families.first_known_at, carried.first_known_at) / 60)::double
        as hours_after_first,
    carried.first_known_at::timestamp as first_known_at,
    (carried.first_known_at = families.first_known_at)::boolean as is_first,
from carried
join families using (quotation_family_id)
left join speakers using (quotation_family_id)
left join core.outlets using (outlet_id)
order by quotation_family_id, outlet_id nulls last
