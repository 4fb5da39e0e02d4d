-- A source whose page is gone.

select source, page_id
from core.page_sources
anti join core.pages using (page_id)
