-- One row per article and other article that shares text with it, so each pair has two.
-- Grain: article_id, other_article_id
with
sides as (
    from core.reuse
    union all by name
    select
        article_id as other_article_id,
        other_article_id as article_id,
        relation,
        jaccard,
        containment as other_containment,
        other_containment as containment,
        shared_word_count,
        original_article_id,
        direction_basis,
        group_article_id,
    from core.reuse
)
select
    sides.*,
    article_id || '/' || other_article_id as pair,
    replace(relation, '_', ' ') as relation_name,
    articles.headline,
    articles.outlet_id,
    articles.language_code,
    outlets.name as outlet_name,
    others.headline as other_headline,
    others.outlet_id as other_outlet_id,
    others.language_code as other_language_code,
    other_outlets.name as other_outlet_name,
    case original_article_id
        when article_id then 'this one'
        when other_article_id then 'the other'
    end as who_first,
    story_id,
from sides
join core.articles using (article_id)
join core.articles as others on others.article_id = other_article_id
left join core.outlets on outlets.outlet_id = articles.outlet_id
left join core.outlets as other_outlets on other_outlets.outlet_id = others.outlet_id
left join core.story_articles using (article_id)
