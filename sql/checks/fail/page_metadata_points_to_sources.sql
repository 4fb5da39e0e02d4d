-- What only the HTML of a page knows stands in one of its sources.

select page_id, source, value_no, field
from core.page_metadata
anti join core.page_sources using (page_id, source)
