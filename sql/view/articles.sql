-- One row per outlet and article that counts for it, as in marts.outlet_articles, with what people
-- call it.
-- Grain: outlet_id, article_id
select
    outlet_articles.outlet_id,
    article_id,
    headline,
    outlets.name as outlet_name,
    outlet_articles.published_day,
    language_code,
    outlet_articles.word_count,
    topic_ids,
    outlet_articles.is_complete,
    is_original,
    is_carried,
    article_id in (select article_id from marts.carried_articles where is_complete)
        as is_carried_too,
    story_id,
from marts.outlet_articles
join core.articles using (article_id)
left join core.story_articles using (article_id)
left join core.outlets on outlets.outlet_id = outlet_articles.outlet_id
