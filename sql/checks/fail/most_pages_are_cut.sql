-- Of 20 pages or more at least half can be cut. Where they cannot, it is not the pages' fault (the
-- weights are damaged, say), and the warehouse stays as it was.

select
    count(*) as page_count,
    count(faults.page_id) as uncut_page_count,
    any_value(faults.error) as error,
from core.pages
left join (
    select page_id, any_value(error) as error
    from ops.faults
    where stage = 'cut' and not is_mended
    group by page_id
) as faults using (page_id)
having page_count >= 20 and uncut_page_count > page_count / 2
