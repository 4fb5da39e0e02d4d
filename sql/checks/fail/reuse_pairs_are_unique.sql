-- A pair of articles has one row, with the lower id first.

select article_id, other_article_id, count(*) as row_count
from core.reuse
group by all
having row_count > 1 or article_id >= other_article_id
