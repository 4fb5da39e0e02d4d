-- Offsets count Unicode characters, and so does char_count.

select page_id, char_count, length(text) as text_length
from core.pages
where char_count <> length(text)
