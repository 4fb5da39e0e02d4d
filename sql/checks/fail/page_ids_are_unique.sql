-- A page has one row. The key that core.sql declares is lost where a load creates the table again.

select page_id, count(*) as row_count
from core.pages
group by all
having count(*) > 1
