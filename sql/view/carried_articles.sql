-- One row per outlet and article on its pages that is not its own.
-- Grain: outlet_id, article_id
select
    carried_articles.*,
    headline,
    language_code,
    hosts.name as outlet_name,
    outlets.name as article_outlet_name,
from marts.carried_articles
join core.articles using (article_id)
join core.outlets as hosts on hosts.outlet_id = carried_articles.outlet_id
left join core.outlets on outlets.outlet_id = article_outlet_id
