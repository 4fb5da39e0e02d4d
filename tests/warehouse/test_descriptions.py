"""Descriptions of tables and columns, as they stand in a text in SQL."""

import re

import pytest

from flows.warehouse.descriptions import SqlBroken, describe_core, describe_macros, describe_mart

MART = """\
-- One row per day, "as printed": naïve; with what
-- came out.
-- Grain: day
-- Only those who change the mart read this.

with
counted as (
    select 1 as hidden,  -- Not a column of the mart.
    from core.pages
)
-- Before the last select.
select
    day::date as day,  -- Day; NULL: none -- or not known.
    case
        -- Within an expression.
        when extract(year from day) > 2000 then '-- no, comment'
    end::varchar
        as label,  -- What stands on it,
        -- in two lines.
    a is distinct from b as is_new,
        -- True: it
        -- was not there before.
    (select list_value(1, 2)[1] from core.pages)::integer as first_count,  -- The last one
from counted  -- After the list.
order by day
"""
MACROS = """\
-- For people.

-- One row per day.
create or replace view core.days as
with counted as (select 1 as hidden)
select
    pages.day,  -- Day.
    rank(pages.day) as number,
        -- Its number.
from core.pages as pages;

-- One day; a row.
create or replace macro one(day := null) as table
    select day from core.days as days;
"""
CORE = """\
-- A section.

create macro core.one() as table select 1 as number;

-- A note on the load.

-- One row per page:
-- what was read.
create table core.pages (
    page_id varchar primary key,  -- Id; '--' is no comment.
    kind varchar not null check (kind in ('a', '-- b')),
        -- a or -- b.
    prices decimal(10, 2)[],  -- Prices
        -- in cents.
    primary key (page_id, kind),
    check (page_id <> ''),  -- A reason, which is not described.
);
create table work.pages (
    page_id varchar,
);
-- One row per run.
create table ops.runs (
    run_id varchar,  -- Run.
);
"""


def test_descriptions_of_a_mart():
    assert list(describe_mart("days", MART)) == [
        (
            *("table", "marts.days", 'One row per day, "as printed": naïve; with what came out.'),
            "sql/marts/days.sql:1",
        ),
        (
            *("column", "marts.days.day", "Day; NULL: none -- or not known."),
            "sql/marts/days.sql:13",
        ),
        (
            *("column", "marts.days.label", "What stands on it, in two lines."),
            "sql/marts/days.sql:18",
        ),
        (
            *("column", "marts.days.is_new", "True: it was not there before."),
            "sql/marts/days.sql:20",
        ),
        ("column", "marts.days.first_count", "The last one", "sql/marts/days.sql:23"),
    ]


def test_descriptions_of_core():
    assert list(describe_core(CORE)) == [
        ("table", "core.pages", "One row per page: what was read.", "sql/core.sql:9"),
        ("column", "core.pages.page_id", "Id; '--' is no comment.", "sql/core.sql:10"),
        ("column", "core.pages.kind", "a or -- b.", "sql/core.sql:11"),
        ("column", "core.pages.prices", "Prices in cents.", "sql/core.sql:13"),
        ("table", "ops.runs", "One row per run.", "sql/core.sql:22"),
        ("column", "ops.runs.run_id", "Run.", "sql/core.sql:23"),
    ]


def test_descriptions_of_views_and_macros():
    assert list(describe_macros(MACROS)) == [
        ("view", "core.days", "One row per day.", "sql/macros.sql:4"),
        ("column", "core.days.day", "Day.", "sql/macros.sql:7"),
        ("column", "core.days.number", "Its number.", "sql/macros.sql:8"),
        ("macro table", "one", "One day; a row.", "sql/macros.sql:13"),
    ]


def test_view_without_a_description():
    with pytest.raises(SqlBroken, match=r"sql/macros\.sql:4: view core\.days has no description"):
        list(describe_macros(MACROS.replace("-- One row per day.", "")))


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (
            "  -- Day; NULL: none -- or not known.",
            "",
            "sql/marts/days.sql:13: column marts.days.day has no description;"
            " write one after its comma",
        ),
        (
            ",  -- What stands on it,\n        -- in two lines.",
            "  -- What stands on it.\n,",
            "sql/marts/days.sql:18: column marts.days.label has no description;",
        ),
        (
            "    day::date as day",
            "    -- Day.\n    day::date as day",
            "sql/marts/days.sql:13: there is no column before this description;"
            " write it after the comma of its column",
        ),
        (
            "day::date as day",
            "day::date",
            "sql/marts/days.sql:13: this column has no name of its own;"
            " write `expression as name,  -- description`",
        ),
        (
            '-- One row per day, "as printed": naïve; with what\n-- came out.\n',
            "",
            "sql/marts/days.sql:1: table marts.days has no description;"
            " write one in comment lines above it",
        ),
        (
            "-- Grain: day\n",
            "",
            "sql/marts/days.sql: its header does not say which columns tell its rows apart;"
            " write `-- Grain: column, column`",
        ),
        (
            "-- Grain: day",
            "-- Grain: day, outlet_id, topic_id",
            "sql/marts/days.sql: its grain names outlet_id, topic_id, which the last select"
            " does not have",
        ),
    ],
)
def test_mart_that_is_not_described(before: str, after: str, message: str):
    assert MART.count(before) == 1
    with pytest.raises(SqlBroken, match=re.escape(message)):
        list(describe_mart("days", MART.replace(before, after)))


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("-- One row per run.\n", "", "sql/core.sql:21: table ops.runs has no description;"),
        (
            "-- One row per run.\n",
            "-- One row per run.\n\n",
            "sql/core.sql:23: table ops.runs has no description;",
        ),
        ("  -- Run.", "", "sql/core.sql:23: column ops.runs.run_id has no description;"),
        (
            "ops.runs (\n",
            "ops.runs (  -- One row per run.\n",
            "sql/core.sql:22: there is no column before this description;",
        ),
    ],
)
def test_table_that_is_not_described(before: str, after: str, message: str):
    assert CORE.count(before) == 1
    with pytest.raises(SqlBroken, match=re.escape(message)):
        list(describe_core(CORE.replace(before, after)))
