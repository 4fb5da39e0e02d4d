-- One row per page and line of it that is not blank, by its print: what marts.boilerplate counts.
-- Grain: page_id, line_print
-- Limit: page_id
-- A line that is printed twice on a page has one row.

with
printed as (
    select
        page_id,
        host_outlet_id,
        unnest(list_distinct(string_split(text, chr(10)))) as line,
    from core.pages
),
in_bodies as (
    select distinct
        page_id,
        core.line_print(
            host_outlet_id, core.stripped(unnest(string_split(body, chr(10))))
        ) as line_print,
    from core.placements
    join core.pages using (page_id)
    join core.articles using (article_id)
),
lines as (
    select distinct page_id, core.line_print(host_outlet_id, core.stripped(line)) as line_print
    from printed
    where core.stripped(line) <> ''
)
select
    page_id::varchar as page_id,  -- Page.
    line_print::ubigint as line_print,
        -- Print of the line without the white space around it, among those of the page's host:
        -- core.line_print(host_outlet_id, 'Read also').
    (in_bodies.page_id is not null)::boolean as is_body,
        -- True: it stands in the body of an article on the page.
from lines
left join in_bodies using (page_id, line_print)
