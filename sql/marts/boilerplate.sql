-- One row per line that repeats on an outlet's pages: menus, notices, appeals.
-- Grain: host_outlet_id, line
-- Limit: host_outlet_id of core.pages
-- A line repeats when three texts or more have it; a page that was captured twice is one text. The
-- mart is a report: nothing in it changes how a page is cut. Furniture with a body_text_count above
-- zero was left in bodies.

with
printed as (
    select distinct
        host_outlet_id,
        text_id,
        core.stripped(unnest(string_split(text, chr(10)))) as line,
    from core.pages
),
repeated as (
    select
        host_outlet_id,
        line,
        count(*) as text_count,
    from printed
    where line <> ''
    group by all
    having text_count >= 3
),
in_bodies as (
    select distinct
        pages.host_outlet_id,
        pages.text_id,
        core.stripped(unnest(string_split(articles.body, chr(10)))) as line,
    from core.placements
    join core.pages using (page_id)
    join core.articles using (article_id)
),
counted as (
    select
        host_outlet_id,
        line,
        count(*) as body_text_count,
    from in_bodies
    group by all
)
select
    repeated.host_outlet_id::varchar as host_outlet_id,
        -- Outlet whose pages print it; NULL: unknown.
    repeated.line::varchar as line,  -- The line, without the white space around it.
    text_count::integer as text_count,  -- Distinct texts of pages with the line: 3 or more.
    coalesce(body_text_count, 0)::integer as body_text_count,
        -- Of these texts, those where it stands in the body of an article.
    length(repeated.line)::integer as char_count,  -- Unicode characters of the line.
from repeated
left join counted
    on counted.line = repeated.line
    and counted.host_outlet_id is not distinct from repeated.host_outlet_id
order by text_count desc, host_outlet_id, line
