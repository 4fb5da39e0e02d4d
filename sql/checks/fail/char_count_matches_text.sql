-- char_count counts Unicode characters, as offsets do.
-- Limit: page_id

select page_id, char_count, length(text) as text_length
from core.pages
where char_count <> length(text)
