-- A source (a file, or a row of a file) is one page.

select source, count(*) as row_count, list(page_id) as page_ids
from core.page_sources
group by all
having count(*) > 1
