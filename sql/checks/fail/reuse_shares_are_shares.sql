-- Shares lie between 0 and 1, and jaccard is not above the other two; a duplicate or a shared
-- passage has 12 shared words or more.

select article_id, other_article_id, relation, jaccard, containment, other_containment
from core.reuse
where jaccard not between 0 and 1
    or containment not between jaccard and 1
    or other_containment not between jaccard and 1
    or (relation <> 'version' and shared_word_count < 12)
