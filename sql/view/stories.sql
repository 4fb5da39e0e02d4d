-- One row per story that two known outlets or more covered, with the name of the first one.
-- Grain: story_id
select
    stories.*,
    outlets.name as first_outlet_name,
from marts.stories
left join core.outlets on outlet_id = first_outlet_id
