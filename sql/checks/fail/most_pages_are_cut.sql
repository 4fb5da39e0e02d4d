-- Of 20 pages or more that a run cuts at least half can be cut. Where they cannot, it is not the
-- pages' fault (the weights are damaged, say), and the warehouse stays as it was. Pages that failed
-- before and are tried again do not count.

with
cut as (
    select page_id
    from work.pages
    where first_stage = 'cut' and change is distinct from 'fault'
),
failed as (
    select page_id, any_value(error) as error
    from ops.faults
    where stage = 'cut' and not is_mended
    group by page_id
)
select
    count(*) as page_count,
    count(failed.page_id) as uncut_page_count,
    any_value(failed.error) as error,
from cut
left join failed using (page_id)
having page_count >= 20 and uncut_page_count > page_count / 2
