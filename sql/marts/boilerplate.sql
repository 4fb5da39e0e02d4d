-- One row per line that repeats on an outlet's pages: menus, notices, appeals.
-- Grain: host_outlet_id, line
-- Limit: line_print
-- A line repeats when three texts or more have it; a page that was captured twice is one text. The
-- mart is a report: nothing in it changes how a page is cut. Furniture with a body_text_count above
-- zero was left in bodies. The line is read from the page with it that was added last, as pages
-- that a run adds are read in no time.

with
texts as (
    select
        host_outlet_id,
        text_id,
        arg_max(page_id, rowid) as page_id,
        max(rowid) as page_row,
    from core.pages
    group by all
),
repeated as (
    select
        host_outlet_id,
        line_print,
        count(*) as text_count,
        count(*) filter (is_body) as body_text_count,
        arg_max(page_id, page_row) as page_id,
        max(page_row) as page_row,
    from marts.page_lines
    join texts using (page_id)
    group by all
    having text_count >= 3
),
printed as (
    select
        page_id,
        host_outlet_id,
        unnest(list_distinct(
            list_transform(string_split(text, chr(10)), lambda line: core.stripped(line))
        )) as line,
    from core.pages
    where page_id in (select page_id from repeated)
        and rowid >= (select min(page_row) from repeated)
),
lines as (
    select page_id, line, core.line_print(host_outlet_id, line) as line_print
    from printed
)
select
    host_outlet_id::varchar as host_outlet_id,
        -- Outlet whose pages print it; NULL: unknown.
    line::varchar as line,  -- The line, without the white space around it.
    line_print::ubigint as line_print,  -- Its print, as in marts.page_lines.
    text_count::integer as text_count,  -- Distinct texts of pages with the line: 3 or more.
    body_text_count::integer as body_text_count,
        -- Of these texts, those where it stands in the body of an article.
    length(line)::integer as char_count,  -- Unicode characters of the line.
from repeated
join lines using (page_id, line_print)
order by text_count desc, host_outlet_id, line
