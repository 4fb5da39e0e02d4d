-- Section fronts and cookie walls have none; other pages may be of a layout not yet known.

select page_id, source, url, char_count
from core.pages
anti join (select page_id from core.placements where role = 'lead') as leads using (page_id)
