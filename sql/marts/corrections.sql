-- One row per correction of seeds/corrections.csv, those that no longer fit first: what it says,
-- what the rules say, and whether it is still needed.
-- Grain: text_id, field, start_char, end_char
-- A correction is stale if it does nothing: no page has its text any more (a page that changed has
-- another text_id), or the text has nothing that it could be about. One with which the rules agree
-- may be deleted. Of several pages with one text, the one with the lowest page_id tells.

with
outcomes as (
    select
        text_id,
        field,
        start_char,
        end_char,
        arg_min_null(problem, page_id) as problem,
        arg_min_null(rules_value, page_id) as rules_value,
        arg_min_null(is_agreed, page_id) as is_agreed,
        true as is_tried,
    from core.correction_outcomes
    join core.pages using (page_id)
    group by all
),
sources as (
    select text_id, min(source) as source, count(*) as page_count
    from core.pages
    semi join core.corrections using (text_id)
    group by text_id
),
told as (
    select
        corrections.*,
        sources.source,
        coalesce(sources.page_count, 0) as page_count,
        case
            when sources.source is null then 'no_such_text'
            when outcomes.is_tried is null then 'fault'
            else outcomes.problem
        end as problem,
        outcomes.rules_value,
        outcomes.is_agreed,
    from core.corrections
    left join sources using (text_id)
    left join outcomes
        on corrections.text_id = outcomes.text_id
        and corrections.field = outcomes.field
        and corrections.start_char is not distinct from outcomes.start_char
        and corrections.end_char is not distinct from outcomes.end_char
)
select
    text_id::varchar as text_id,  -- Text of which it is: core.pages.text_id.
    field::varchar as field,
        -- kind (of its characters), role (of the article to which they belong), or outlet_id,
        -- authors, published or language_code of that article.
    start_char::integer as start_char,
        -- First of its characters, from 0; NULL: it is about the page's own article.
    end_char::integer as end_char,  -- Character after the last one; NULL as start_char.
    value::varchar as value,  -- What is right; NULL: the page does not say.
    rules_value::varchar as rules_value,
        -- What the rules say without it; several kinds or roles parted by a semicolon. NULL:
        -- nothing, or it is stale.
    if(problem is null, 'applied', 'stale')::varchar as state,  -- applied or stale.
    problem::varchar as problem,
        -- Why it is stale: no_such_text, beyond_the_text (the text is shorter), nothing_there (no
        -- article, or only white space), fault (its page could not be cut or described: ops.faults)
        -- or what went wrong; NULL: it is applied.
    source::varchar as source,  -- A page with the text; NULL: there is none.
    page::varchar as page,  -- What its author wrote for people: a source or url; NULL: nothing.
    page_count::integer as page_count,  -- Pages with the text.
    is_agreed::boolean as is_agreed,
        -- True: the rules alone say the same, so that it is no longer needed. NULL: it is stale.
from told
order by state desc, source nulls first, text_id, start_char nulls first, field, end_char
