-- A page has an article of its own. Section fronts and cookie walls have none; another page without
-- one may be of a layout that is not known yet. An item of a feed or list that is a teaser has none
-- either.
-- Limit: page_id

select page_id, source, url, char_count
from core.pages
anti join (select page_id from core.placements where role = 'lead') as leads using (page_id)
anti join (
    select page_id
    from core.placements
    semi join (select page_id from core.page_metadata where found_in = 'item') using (page_id)
) as items using (page_id)
