-- The original is one of the two articles, and the row says by what it is known. The first one of a
-- group is one of the two as well.

select article_id, other_article_id, original_article_id, direction_basis
from core.reuse
where original_article_id not in (article_id, other_article_id)
    or (original_article_id is null) <> (direction_basis is null)
    or direction_basis not in (
        'wire', 'attribution', 'published', 'captured', 'teaser_headline', 'teaser_beginning'
    )
    or group_article_id not in (article_id, other_article_id)
