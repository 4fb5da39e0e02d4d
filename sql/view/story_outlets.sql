-- One row per story and outlet that covered it, with the headline of the story.
-- Grain: story_id, outlet_id
select
    story_outlets.*,
    headline as story_headline,
from marts.story_outlets
join core.stories using (story_id)
