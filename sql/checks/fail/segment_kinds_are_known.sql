-- The kinds that readers may rely on.

select kind, count(*) as segment_count
from core.segments
where kind not in (
    'headline', 'deck', 'byline', 'dateline', 'timestamp', 'outlet_label', 'subheading',
    'paragraph', 'list_item', 'caption', 'credit', 'navigation', 'promotion', 'newsletter',
    'comments', 'tags', 'share', 'notice', 'related_marker', 'other'
)
group by all
