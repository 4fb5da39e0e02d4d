-- One row per check of the last run that checked.
-- Grain: check_name
select
    *,
    replace(check_name, '_', ' ') as sentence,
from ops.checks
qualify run_id = max(run_id) over ()
