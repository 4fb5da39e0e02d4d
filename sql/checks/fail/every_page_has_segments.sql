-- Law 1: every page was cut, and the page of every segment exists.
-- Limit: page_id

select
    page_id,
    case when pages.page_id is null then 'no such page' else 'no segments' end as problem,
from core.pages
full join (select distinct page_id from core.segments) as cut using (page_id)
where pages.page_id is null or cut.page_id is null
