-- The page of every source exists.

select source, page_id
from core.page_sources
anti join core.pages using (page_id)
