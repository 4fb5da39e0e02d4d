-- At most half of the characters of a page are of kind `other`.
-- Limit: page_id

select page_id, source, other_char_count, char_count
from marts.page_quality
where other_share > 0.5
