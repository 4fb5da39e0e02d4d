-- One row per family of quotations in complete articles.
-- Grain: quotation_family_id
select
    quotation_family_id,
    any_value(speaker) as speaker,
    any_value(family_wording) as family_wording,
    any_value(family_word_count) as family_word_count,
    any_value(outlet_count) as outlet_count,
    sum(article_count)::bigint as article_count,
    sum(quotation_count)::bigint as quotation_count,
    min(first_known_at) as first_known_at,
from marts.quotation_families
group by all
