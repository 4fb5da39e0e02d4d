-- One row a page. The key that core.sql declares is lost when a load recreates the table.

select page_id, count(*) as row_count
from core.pages
group by all
having count(*) > 1
