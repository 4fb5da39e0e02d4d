-- One row per page and line of it that is not blank, by its print: what marts.boilerplate counts.
-- Grain: page_id, line_print
-- Limit: page_id
-- A line that is printed twice on a page has one row.

with
-- What a run adds stands at the end, and bodies above it are not read.
printed as (
    select article_id, body
    from core.articles
    where article_id in (select article_id from core.placements)
        and rowid >= (
            select min(rowid)
            from core.articles
            where article_id in (select article_id from core.placements)
        )
),
bodies as (
    select
        page_id,
        flatten(list(list_transform(
            string_split(body, chr(10)),
            lambda line: core.line_print(host_outlet_id, core.stripped(line))
        ))) as line_prints,
    from core.placements
    join core.pages using (page_id)
    join printed using (article_id)
    group by all
),
-- Lists keep the lines of a page together, so that they are found and replaced at little cost.
lines as (
    select
        page_id,
        unnest(list_distinct(list_transform(
            list_filter(
                list_transform(string_split(text, chr(10)), lambda line: core.stripped(line)),
                lambda line: line <> ''
            ),
            lambda line: core.line_print(host_outlet_id, line)
        ))) as line_print,
        bodies.line_prints as body_line_prints,
    from core.pages
    left join bodies using (page_id)
)
select
    page_id::varchar as page_id,  -- Page.
    line_print::ubigint as line_print,
        -- Print of the line without the white space around it, among those of the page's host:
        -- core.line_print(host_outlet_id, 'Read also').
    coalesce(list_contains(body_line_prints, line_print), false)::boolean as is_body,
        -- True: it stands in the body of an article on the page.
from lines
