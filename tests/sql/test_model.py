"""The marts, exactly, and every check broken, on a warehouse of three small pages."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.segment.segment_kinds import find_kinds, read_segment_kinds
from flows.warehouse.models import (
    SQL,
    CheckFailed,
    build_marts,
    comment_tables,
    order_models,
    raise_failures,
    run_check,
    run_checks,
)

CUT = pl.Schema(
    {
        "page_id": pl.String,
        "segment_no": pl.Int32,
        "start_char": pl.Int32,
        "end_char": pl.Int32,
        "kind": pl.String,
        "placement_no": pl.Int32,
        "is_body": pl.Boolean,
        "line": pl.String,
    }
)
P1_AT = datetime(2025, 5, 20, 6, tzinfo=UTC)
P2_AT = datetime(2025, 5, 20, 8, tzinfo=UTC)
MAY_18, MAY_19 = date(2025, 5, 18), date(2025, 5, 19)

# An aggregator's page, a publisher's, and one whose host is unknown: (kind, placement, line).
LINES = {
    "p1": [
        ("navigation", None, "Daily Basket"),
        ("headline", 1, "Ferry returns to the harbour"),
        ("paragraph", 1, "The ferry returned on Monday."),
        ("paragraph", 1, "Nobody was hurt."),
        ("tags", None, "Hashtags"),
        ("related_marker", None, "Related"),
        ("outlet_label", 2, "Harbour Post"),
        ("headline", 2, "Council votes on the bridge"),
        ("paragraph", 2, "The council voted eleven to four."),
        ("headline", 3, "Storm closes the school"),
        ("paragraph", 3, "A storm closed the school."),
        ("outlet_label", 4, "Harbour Post"),
        ("headline", 4, "Museum opens"),
        ("paragraph", 4, "Doors open at nine."),
        ("other", None, "Tap twice"),
    ],
    "p2": [
        ("navigation", None, "Harbour Post"),
        ("headline", 1, "Council votes on the bridge"),
        ("timestamp", 1, "19 May 2025"),
        ("paragraph", 1, "The council voted eleven to four."),
        ("headline", 2, "Storm closes the school"),
        ("byline", 2, "By Coast Wire"),
        ("paragraph", 2, "A storm closed the school."),
        ("related_marker", None, "Most read"),
        ("headline", 3, "Whale seen near the pier"),
        ("paragraph", 3, "It swam for an hour."),
        ("share", None, "Share"),
    ],
    "p3": [
        ("headline", 1, "Бюджет ухвалено"),
        ("byline", 1, "By Coast Wire"),
        ("paragraph", 1, "The budget passed."),
        ("paragraph", 1, "It was close, Harbour Post reported."),
        ("outlet_label", 2, "Harbour Post"),
        ("headline", 2, "Museum opens"),
        ("paragraph", 2, "Doors open at nine."),
    ],
}

CAPTURES = """
    select *
    from (values
        ('p1', 'p1.txt', timestamptz '2025-05-20 06:00+00'),
        ('p1', 'late.jsonl#2', timestamptz '2025-05-21 06:00+00'),
        ('p1', 'about.txt', null),
        ('p2', 'p2.txt', timestamptz '2025-05-20 08:00+00'),
        ('p3', 'p3.txt', null),
    ) as captures (page_id, source, captured_at)
"""

REFERENCE = """
    insert into core.outlets values
        ('wire', 'Wire', 'wire', null, null),
        ('basket', 'Basket', 'aggregator', 'NO', 'basket.example'),
        ('post', 'Post', 'publisher', 'GB', 'post.example'),
        ('never_seen', 'Never Seen', 'publisher', 'FR', null);
    insert into core.outlet_aliases values ('harbour post', 'post', 'label');
    insert into core.topics values
        ('medtop:1', 'politics', null, 1, 'iptc'),
        ('medtop:11', 'local politics', 'medtop:1', 2, 'iptc'),
        ('medtop:2', 'weather', null, 1, 'iptc'),
        ('watch:school', 'schools', null, 1, 'watch');
"""

HOSTS = """
    select *
    from (values
        ('p1', 'basket', 'phrase'),
        ('p2', 'post', 'url'),
        ('p3', null, null),
    ) as hosts (page_id, host_outlet_id, host_outlet_basis)
"""

ROLES = """
    select *
    from (values
        ('p1', 1, 'ferry', 'lead', null, null, null, null),
        ('p1', 2, 'council', 'embedded', 'Harbour Post', null, 'post', 'label'),
        ('p1', 3, 'storm', 'embedded', null, null, null, null),
        ('p1', 4, 'museum', 'teaser', 'Harbour Post', null, 'post', 'label'),
        ('p2', 1, 'council', 'lead', null, null, 'post', 'host'),
        ('p2', 2, 'storm', 'embedded', 'Coast Gazette', 'By Coast Wire', 'wire', 'byline'),
        ('p2', 3, 'whale', 'teaser', null, null, null, null),
        ('p3', 1, 'budget', 'lead', null, 'By Coast Wire', 'wire', 'byline'),
        ('p3', 2, 'museum', 'teaser', 'Harbour Post', null, 'post', 'label'),
    ) as roles (
        page_id, placement_no, article_id, role, outlet_label, byline, outlet_id, outlet_basis
    )
"""

# The council's day is printed without a zone and ends, exclusive, on the next day.
DATES = """
    select *
    from (values
        ('council', timestamp '2025-05-19', timestamp '2025-05-20', null, 'day', 'printed'),
        ('storm', '2025-05-19 23:59', '2025-05-20 00:00', 0, 'minute', 'relative'),
        ('museum', '2025-05-18 10:00', '2025-05-18 11:00', 0, 'hour', 'relative'),
        ('budget', '2025-05-01', '2025-06-01', null, 'month', 'printed'),
    ) as dates (
        article_id,
        published_earliest,
        published_latest,
        published_utc_offset_minutes,
        published_precision,
        published_basis,
    )
"""

FACTS = """
    select *
    from (values
        ('ferry', 'Ferry returns to the harbour', null, null, 8, true),
        ('council', 'Council votes on the bridge', 'post', 'label', 6, true),
        ('storm', 'Storm closes the school', 'wire', 'byline', 5, true),
        ('museum', 'Museum opens', 'post', 'label', 4, false),
        ('whale', 'Whale seen near the pier', null, null, 5, false),
        ('budget', 'Бюджет ухвалено', 'wire', 'byline', 9, true),
    ) as facts (article_id, headline, outlet_id, outlet_basis, word_count, is_complete)
"""

RELATIONS = """
    insert into core.article_topics values
        ('council', 'medtop:1', 0.9, 1, true, ['council']),
        ('council', 'medtop:2', 0.1, 2, false, []),
        ('council', 'medtop:11', 0.8, 1, true, ['council']),
        ('storm', 'medtop:2', 0.9, 1, true, ['storm']),
        ('storm', 'watch:school', 0.6, 1, true, ['school']),
        ('museum', 'medtop:1', 0.5, 1, true, []),
        ('budget', 'medtop:1', 0.7, 1, true, ['budget']),
        ('ferry', 'medtop:2', 0.2, 1, false, []);
    insert into core.attributions values ('budget', 'post', 'Harbour Post reported', 33);
    insert into core.quotations values
        ('council', 1, 'council voted', 4, 17, null, null, 'voted'),
        ('budget', 1, 'budget passed', 4, 17, null, 'Ann Lee', 'voted'),
        ('budget', 2, 'passed', 11, 17, 1, null, null);
    insert into core.reuse values
        ('council', 'ferry', 'duplicate', 0.5, 0.8, 0.6, 20, 'council', 'published'),
        ('budget', 'council', 'shared_passage', 0.1, 0.2, 0.3, 12, 'council', 'attribution'),
        ('ferry', 'storm', 'shared_passage', 0.1, 0.2, 0.3, 13, null, null),
        ('council', 'museum', 'version', 0.1, 0.2, 0.3, 4, 'council', 'teaser_beginning');
    insert into core.story_articles
        select
            if(article_id in ('council', 'budget', 'museum'), 'voting', article_id),
            article_id,
            case article_id
                when 'ferry' then timestamp '2025-05-20 06:00'
                when 'budget' then null
                else published_latest
            end,
        from core.articles
        where is_complete or article_id = 'museum';
    insert into core.stories
        select story_id, 'Council votes', ['council'], timestamp '2025-05-20',
            timestamp '2025-06-01', count(*) filter (is_complete)
        from core.story_articles
        join core.articles using (article_id)
        group by all;
"""


def cut_lines() -> tuple[pl.DataFrame, pl.DataFrame]:
    """The texts of LINES, and their segments, each with its own newline."""
    texts, segments = [], []
    for page_id, lines in LINES.items():
        text = ""
        for number, (kind, placement_no, line) in enumerate(lines, 1):
            start, text = len(text), f"{text}{line}\n"
            is_body = kind in find_kinds("is_body")
            segments.append((page_id, number, start, len(text), kind, placement_no, is_body, line))
        texts.append((page_id, text))
    return (
        pl.DataFrame(texts, schema=["page_id", "text"], orient="row"),
        pl.DataFrame(segments, schema=CUT, orient="row"),
    )


def create_warehouse() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    connection.execute((SQL / "core.sql").read_text())
    return connection


def model_warehouse(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    build_marts(connection)
    comment_tables(connection)
    return connection


def load_pages(connection: duckdb.DuckDBPyConnection) -> None:
    texts, segments = cut_lines()
    connection.register("texts", texts)
    connection.register("cut", segments)
    for name, query in [("captures", CAPTURES), ("hosts", HOSTS), ("roles", ROLES)]:
        connection.execute(f"create temp view {name} as {query}")
    connection.execute("""
        insert into core.page_sources by name
        select
            *,
            'https://' || page_id || '.example/1' as url,
            captured_at as captured_earliest,
            captured_at as captured_latest,
            if(captured_at is null, null, 'metadata') as captured_basis,
            split_part(source, '#', 1) as file,
        from captures;

        insert into core.pages by name
        select
            * exclude (external_id, file),
            page_id || '-text' as text_id,
            length(text) as char_count,
        from texts
        join hosts using (page_id)
        join core.page_sources using (page_id)
        where source = page_id || '.txt';

        insert into core.segments by name
        select * exclude (is_body, line) from cut;

        insert into core.placements by name
        select *
        from roles
        join (
            select page_id, placement_no, min(start_char) as start_char, max(end_char) as end_char
            from cut
            where placement_no is not null
            group by all
        ) using (page_id, placement_no);
    """)


def load_articles(connection: duckdb.DuckDBPyConnection) -> None:
    for name, query in [("facts", FACTS), ("dates", DATES)]:
        connection.execute(f"create temp view {name} as {query}")
    connection.execute("""
        create temp table bodies as
        select
            article_id,
            row_number() over in_body as span_no,
            sum(length(line) + 1) over in_body - length(line) - 1 as start_char,
            sum(length(line) + 1) over in_body - 1 as end_char,
            page_id,
            cut.start_char as page_start_char,
            cut.start_char + length(line) as page_end_char,
            line,
        from cut
        join roles using (page_id, placement_no)
        where is_body
        window in_body as (partition by article_id, page_id order by segment_no)
        qualify page_id = min(page_id) over (partition by article_id);

        insert into core.article_spans by name select * exclude (line) from bodies;

        insert into core.articles by name
        select *
        from facts
        join (
            select article_id, string_agg(line, chr(10) order by span_no) as body
            from bodies
            group by all
        ) using (article_id)
        left join dates using (article_id);
    """)


def fill_warehouse(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """All but topics and attributions."""
    connection.execute(REFERENCE)
    connection.register("segment_kinds", read_segment_kinds())
    connection.execute("insert into core.segment_kinds by name from segment_kinds")
    load_pages(connection)
    load_articles(connection)
    return connection


@pytest.fixture(scope="module")
def warehouse() -> duckdb.DuckDBPyConnection:
    connection = fill_warehouse(create_warehouse())
    connection.execute(RELATIONS)
    return model_warehouse(connection)


@pytest.fixture
def sandbox(warehouse: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse in a transaction that the end of the test takes back."""
    warehouse.execute("begin")
    yield warehouse
    warehouse.execute("rollback")


# Marts: small input, exact rows

POLITICS, LOCAL_POLITICS = ("politics", "iptc", 1), ("local politics", "iptc", 2)
WEATHER, SCHOOLS = ("weather", "iptc", 1), ("schools", "watch", 1)
P1 = ("p1", "p1-text", "basket", "p1.txt", "metadata", None)
P2 = ("p2", "p2-text", "post", "p2.txt", "metadata", None)
P3 = ("p3", "p3-text", None, "p3.txt", None, None)
EXPECTED = {
    "boilerplate": [],
    "carried_articles": [
        ("basket", "council", "post", 6, 1, P1_AT, P1_AT, True),
        ("basket", "ferry", None, 8, 1, P1_AT, P1_AT, True),
        ("basket", "museum", "post", 4, 1, P1_AT, P1_AT, False),
        ("basket", "storm", "wire", 5, 1, P1_AT, P1_AT, True),
        ("post", "storm", "wire", 5, 1, P2_AT, P2_AT, True),
    ],
    "original_articles": [("budget", "wire", 9), ("council", "post", 6), ("storm", "wire", 5)],
    "outlets": [
        (
            *("basket", "Basket", "aggregator", "NO", "basket.example"),
            *(1, 0, 0, 0, 3, 0, 0, 0, None, None, None),
        ),
        (
            *("post", "Post", "publisher", "GB", "post.example"),
            *(1, 1, 6, 1, 1, 2, 1, 6, 0.0, MAY_19, MAY_19),
        ),
        ("wire", "Wire", "wire", None, None, 0, 2, 14, 0, 0, 3, 2, 14, 0.0, MAY_19, MAY_19),
        (None, None, None, None, None, 1, 1, 8, 1, None, 0, 0, 0, 1.0, None, None),
    ],
    "topics": [
        ("medtop:1", None, "politics", "iptc", 1, 2, 15, 1, 1, 2, 2, 15, 0.0, MAY_19, MAY_19),
        (
            *("medtop:11", "medtop:1", "local politics", "iptc", 2),
            *(1, 6, 0, 1, 1, 1, 6, 0.0, MAY_19, MAY_19),
        ),
        ("medtop:2", None, "weather", "iptc", 1, 1, 5, 0, 1, 1, 1, 5, 0.0, MAY_19, MAY_19),
        ("watch:school", None, "schools", "watch", 1, 1, 5, 0, 1, 1, 1, 5, 0.0, MAY_19, MAY_19),
        (None, None, None, None, None, 1, 8, 1, 1, 0, 0, 0, 1.0, None, None),
    ],
    "outlet_topics": [
        ("basket", "medtop:1", "Basket", *POLITICS, 0, 0, 0, 1, 0, None, 0, 0, None),
        ("basket", "medtop:11", "Basket", *LOCAL_POLITICS, 0, 0, 0, 1, 0, None, 0, 0, None),
        ("basket", "medtop:2", "Basket", *WEATHER, 0, 0, 0, 1, 0, None, 0, 0, None),
        ("basket", "watch:school", "Basket", *SCHOOLS, 0, 0, 0, 1, 0, None, 0, 0, None),
        ("basket", None, "Basket", None, None, None, 0, 0, 0, 1, 0, None, 0, 0, None),
        ("post", "medtop:1", "Post", *POLITICS, 1, 6, 1, 0, 1, 1.0, 1, 6, 0.0),
        ("post", "medtop:11", "Post", *LOCAL_POLITICS, 1, 6, 0, 0, 1, 1.0, 1, 6, 0.0),
        ("post", "medtop:2", "Post", *WEATHER, 0, 0, 0, 1, 1, 0.0, 0, 0, None),
        ("post", "watch:school", "Post", *SCHOOLS, 0, 0, 0, 1, 1, 0.0, 0, 0, None),
        ("wire", "medtop:1", "Wire", *POLITICS, 1, 9, 0, 0, 2, 0.5, 1, 9, 0.0),
        ("wire", "medtop:2", "Wire", *WEATHER, 1, 5, 0, 0, 2, 0.5, 1, 5, 0.0),
        ("wire", "watch:school", "Wire", *SCHOOLS, 1, 5, 0, 0, 2, 0.5, 1, 5, 0.0),
        (None, None, None, None, None, None, 1, 8, 1, None, 1, 1.0, 0, 0, 1.0),
    ],
    "outlet_days": [
        ("basket", MAY_19, "Basket", 0, 0, 0, 2, 0, 0, None),
        ("basket", None, "Basket", 0, 0, 0, 1, 0, 0, None),
        ("post", MAY_18, "Post", 0, 0, 1, 0, 0, 0, None),
        ("post", MAY_19, "Post", 1, 6, 0, 1, 1, 6, 0.0),
        ("wire", MAY_19, "Wire", 1, 5, 0, 0, 1, 5, 0.0),
        ("wire", None, "Wire", 1, 9, 0, 0, 1, 9, 0.0),
        (None, None, None, 1, 8, 1, None, 0, 0, 1.0),
    ],
    "outlet_reuse": [
        ("post", "wire", "Post", "Wire", 0, 0, 0, 1, 0, 1, 0, 12, 1, 0.0),
        ("post", None, "Post", None, 1, 0, 1, 0, 0, 0, 0, 20, 1, 1.0),
        ("wire", "post", "Wire", "Post", 0, 0, 0, 1, 1, 0, 0, 12, 2, 0.0),
        ("wire", None, "Wire", None, 0, 0, 0, 1, 0, 0, 0, 13, 2, 0.0),
        (None, "post", None, "Post", 1, 1, 0, 0, 0, 0, 0, 20, 1, 1.0),
        (None, "wire", None, "Wire", 0, 0, 0, 1, 0, 0, 0, 13, 1, 0.0),
    ],
    "topic_days": [
        ("medtop:1", MAY_18, *POLITICS, 0, 0, 1, 0, 0, 0, 0, None),
        ("medtop:1", MAY_19, *POLITICS, 1, 6, 0, 1, 1, 1, 6, 0.0),
        ("medtop:1", None, *POLITICS, 1, 9, 0, 0, 1, 1, 9, 0.0),
        ("medtop:11", MAY_19, *LOCAL_POLITICS, 1, 6, 0, 1, 1, 1, 6, 0.0),
        ("medtop:2", MAY_19, *WEATHER, 1, 5, 0, 1, 1, 1, 5, 0.0),
        ("watch:school", MAY_19, *SCHOOLS, 1, 5, 0, 1, 1, 1, 5, 0.0),
        (None, None, None, None, None, 1, 8, 1, 1, 0, 0, 0, 1.0),
    ],
    "aggregator_outlets": [
        (
            *("basket", "post", "Basket", "Post", 1, 6, 1, 1, 3, 19, 1 / 3, 6 / 19),
            *(1, 6, 0.0, P1_AT, P1_AT),
        ),
        (
            *("basket", "wire", "Basket", "Wire", 1, 5, 0, 1, 3, 19, 1 / 3, 5 / 19),
            *(1, 5, 0.0, P1_AT, P1_AT),
        ),
        (
            *("basket", None, "Basket", None, 1, 8, 0, 1, 3, 19, 1 / 3, 8 / 19),
            *(0, 0, 1.0, P1_AT, P1_AT),
        ),
    ],
    "quotation_families": [
        (
            *("voted", "post", "council", "Post", "Ann Lee", "council voted", "council voted"),
            *(1, 1, 2, 2, 1.0, 2, 0.0, datetime(2025, 5, 20), True),
        ),
        (
            *("voted", "wire", "budget", "Wire", "Ann Lee", "budget passed", "council voted"),
            *(1, 1, 2, 2, 1.0, 2, 288.0, datetime(2025, 6, 1), False),
        ),
    ],
    "unknown_labels": [("Coast Gazette", "p2", 1, 1, 1)],
    "stories": [
        (
            *("voting", "post", "Council votes", ["council"], 2, 0, 2, 15, 1, 2, 15, 0.0),
            *(datetime(2025, 5, 20), datetime(2025, 6, 1)),
        ),
    ],
    "story_outlets": [
        ("ferry", None, "ferry", None, 1, 8, 0, 0, 0, 1.0, 0.0, datetime(2025, 5, 20, 6), True),
        ("storm", "wire", "storm", "Wire", 1, 5, 0, 1, 5, 0.0, 0.0, datetime(2025, 5, 20), True),
        ("voting", "post", "council", "Post", 1, 6, 1, 1, 6, 0.0, 0.0, datetime(2025, 5, 20), True),
        ("voting", "wire", "budget", "Wire", 1, 9, 0, 1, 9, 0.0, None, None, None),
    ],
    "coverage_gaps": [],
    "page_quality": [
        (*P1, 288, 15, 4, 1, 2, 1, 248, 128, 40, 10, 128 / 288, 10 / 288, True, False),
        (*P2, 214, 11, 3, 1, 1, 1, 185, 82, 29, 0, 82 / 214, 0.0, True, False),
        (*P3, 132, 7, 2, 1, 0, 1, 132, 76, 0, 0, 76 / 132, 0.0, True, False),
    ],
}
MARTS = sorted(path.stem for path in (SQL / "marts").glob("*.sql"))


@pytest.mark.parametrize("name", MARTS)
def test_mart_rows(warehouse: duckdb.DuckDBPyConnection, name: str):
    assert warehouse.execute(f"from marts.{name}").fetchall() == EXPECTED[name]


def test_line_on_three_texts_of_an_outlet_is_boilerplate(sandbox: duckdb.DuckDBPyConnection):
    line = print_line_often(sandbox)
    build_marts(sandbox)
    assert sandbox.execute("from marts.boilerplate").fetchall() == [
        ("post", line, 4, 1, len(line)),
        ("post", "Menu", 3, 0, 4),
    ]


def test_article_on_several_pages_of_an_aggregator_counts_once(
    sandbox: duckdb.DuckDBPyConnection,
):
    copy_page(sandbox)
    build_marts(sandbox)
    carried = sandbox.execute("""
        select
            outlet_id,
            article_count,
            word_count,
            teaser_count,
            page_count,
            last_captured_at - first_captured_at,
        from marts.aggregator_outlets
    """)
    assert carried.fetchall() == [
        ("post", 1, 6, 1, 2, timedelta(days=1)),
        ("wire", 1, 5, 0, 2, timedelta(days=1)),
        (None, 1, 8, 0, 2, timedelta(days=1)),
    ]
    repeated = sandbox.execute("select page_id from marts.page_quality where is_text_repeated")
    assert repeated.fetchall() == [("p1",), ("p1-again",)]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("select 1", ["storm"]),
        # Another's, even as a teaser; an unknown one's only where its whole text is embedded.
        ("update core.articles set outlet_id = 'wire'", ["council", "storm", "whale"]),
        ("update core.articles set outlet_id = null", ["storm"]),
        ("update core.articles set outlet_id = 'post'", []),
    ],
)
def test_articles_that_a_publisher_carries(
    sandbox: duckdb.DuckDBPyConnection, statement: str, expected: list[str]
):
    sandbox.execute(statement)
    build_marts(sandbox)
    carried = sandbox.execute("""
        select article_id from marts.carried_articles where outlet_id = 'post'
    """)
    assert [article_id for (article_id,) in carried.fetchall()] == expected


ORIGINALS = [
    ("delete from core.reuse", ["budget", "council", "ferry", "storm"]),
    # The agency's own copy is original, another's copy of it is not, nor a copy of that one.
    (
        "update core.articles set wire_outlet_id = 'wire'; update core.reuse set"
        " original_article_id = null where article_id = 'council'",
        ["budget", "storm"],
    ),
    (
        "update core.articles set wire_outlet_id = 'wire' where article_id = 'ferry'; update"
        " core.reuse set original_article_id = null where article_id = 'council'",
        ["budget", "storm"],
    ),
    # No original is named: the one known first counts, whichever side of the pair it stands on.
    (
        "update core.reuse set original_article_id = null, relation = 'version'"
        " where other_article_id = 'ferry'",
        ["budget", "council", "storm"],
    ),
    (
        "update core.reuse set original_article_id = null where other_article_id = 'ferry'; update"
        " core.articles set published_latest = '2025-05-01' where article_id = 'ferry'",
        ["budget", "ferry", "storm"],
    ),
    (
        "update core.reuse set original_article_id = 'ferry' where other_article_id = 'ferry'",
        ["budget", "ferry", "storm"],
    ),
]


@pytest.mark.parametrize(("statements", "expected"), ORIGINALS)
def test_original_articles(
    sandbox: duckdb.DuckDBPyConnection, statements: str, expected: list[str]
):
    sandbox.execute(statements)
    build_marts(sandbox)
    originals = sandbox.execute("select article_id from marts.original_articles")
    assert [article_id for (article_id,) in originals.fetchall()] == expected


def test_marked_wire_copy_shows_who_is_carried(sandbox: duckdb.DuckDBPyConnection):
    sandbox.execute("delete from core.reuse")
    sandbox.execute("update core.articles set wire_outlet_id = 'wire'")
    build_marts(sandbox)
    carried = sandbox.execute(
        "select outlet_id, other_outlet_id, wire_copy_count from marts.outlet_reuse"
    )
    assert carried.fetchall() == [("post", "wire", 1), (None, "wire", 1)]


def test_article_with_two_copies_at_an_outlet_counts_once(sandbox: duckdb.DuckDBPyConnection):
    sandbox.execute("update core.reuse set relation = 'duplicate', original_article_id = 'ferry'")
    sandbox.execute("update core.articles set outlet_id = 'post' where article_id = 'storm'")
    build_marts(sandbox)
    shared = sandbox.execute("""
        select duplicate_count, supplied_duplicate_count, shared_word_count
        from marts.outlet_reuse
        where outlet_id is null and other_outlet_id = 'post'
    """)
    assert shared.fetchall() == [(1, 1, 20)]


def test_a_passage_says_nothing_of_who_made_a_duplicate(sandbox: duckdb.DuckDBPyConnection):
    sandbox.execute("update core.articles set outlet_id = 'post' where article_id = 'storm'")
    sandbox.execute(
        "update core.reuse set original_article_id = 'storm' where relation <> 'duplicate'"
    )
    build_marts(sandbox)
    shared = sandbox.execute("""
        select duplicate_count, carried_duplicate_count, supplied_duplicate_count, passage_count
        from marts.outlet_reuse
        where outlet_id is null and other_outlet_id = 'post'
    """)
    assert shared.fetchall() == [(1, 1, 0, 0)]
    sandbox.execute(
        "update core.reuse set original_article_id = 'ferry' where relation = 'duplicate'"
    )
    build_marts(sandbox)
    counts = "select carried_duplicate_count, supplied_duplicate_count from marts.outlet_reuse"
    shared = sandbox.execute(f"{counts} where outlet_id is null and other_outlet_id = 'post'")
    assert shared.fetchall() == [(0, 1)]


def test_page_of_unknown_host_carries_nothing(sandbox: duckdb.DuckDBPyConnection):
    sandbox.execute("update core.articles set outlet_id = null")
    sandbox.execute("update core.placements set role = 'embedded' where page_id = 'p3'")
    build_marts(sandbox)
    carriers = sandbox.execute("select distinct outlet_id from marts.carried_articles order by all")
    assert carriers.fetchall() == [("basket",), ("post",)]


def test_article_twice_on_a_page_is_carried_by_one_page(sandbox: duckdb.DuckDBPyConnection):
    sandbox.execute("update core.placements set article_id = 'council' where article_id = 'storm'")
    build_marts(sandbox)
    carried = sandbox.execute("""
        select outlet_id, page_count from marts.carried_articles where article_id = 'council'
    """)
    assert carried.fetchall() == [("basket", 1)]


def test_outlet_with_two_articles_of_a_topic_and_day_counts_once(
    sandbox: duckdb.DuckDBPyConnection,
):
    sandbox.execute("update core.articles set outlet_id = 'wire', is_complete = true")
    sandbox.execute("update core.article_topics set is_assigned = true")
    build_marts(sandbox)
    counts = "select article_count, outlet_count from marts.{} where topic_id = 'medtop:2' {}"
    by_day = sandbox.execute(counts.format("topic_days", "and day = '2025-05-19'"))
    assert by_day.fetchall() == [(2, 1)]
    assert sandbox.execute(counts.format("topics", "")).fetchall() == [(3, 1)]


def test_words_add_up_where_no_topic_is_scored():
    """DuckDB 2.0.0 can narrow a sum behind a left join to nothing to a byte: 952 became -72."""
    connection = fill_warehouse(create_warehouse())
    connection.execute("update core.articles set word_count = 6000")
    build_marts(connection)
    sums = {
        name: connection.execute(f"select sum(word_count) from marts.{name}").fetchall()
        for name in ("outlets", "outlet_days", "outlet_topics", "topics", "topic_days")
    }
    assert sums == {name: [(24_000,)] for name in sums}


def test_unknown_labels_stand_as_printed_the_most_frequent_first(
    sandbox: duckdb.DuckDBPyConnection,
):
    sandbox.execute("""
        update core.placements
        set outlet_label = 'The Islander', outlet_id = null, outlet_basis = null
        where article_id = 'museum';
        update core.placements set outlet_label = chr(160) where article_id = 'whale';
        update core.placements set outlet_label = 'THE ISLANDER' where article_id = 'ferry';
    """)
    build_marts(sandbox)
    assert sandbox.execute("from marts.unknown_labels").fetchall() == [
        ("The Islander", "p1", 2, 1, 2),
        ("Coast Gazette", "p2", 1, 1, 1),
        ("THE ISLANDER", "p1", 1, 1, 1),
    ]


def test_paragraph_of_no_article_is_no_body(sandbox: duckdb.DuckDBPyConnection):
    sandbox.execute("update core.segments set placement_no = null where page_id = 'p3'")
    build_marts(sandbox)
    measured = sandbox.execute("""
        select article_char_count, body_char_count, furniture_char_count
        from marts.page_quality
        where page_id = 'p3'
    """)
    assert measured.fetchall() == [(0, 0, 132)]


def test_marts_and_checks_on_an_empty_warehouse():
    connection = model_warehouse(create_warehouse())
    assert [check for check in run_checks(connection) if check.failed_rows] == []
    assert [name for name in MARTS if connection.execute(f"from marts.{name}").fetchall()] == []


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_days_do_not_follow_the_session_time_zone(sandbox: duckdb.DuckDBPyConnection, zone: str):
    sandbox.execute(f"set TimeZone = '{zone}'")
    try:
        build_marts(sandbox)
        days = sandbox.execute("from marts.outlet_days").fetchall()
    finally:
        sandbox.execute("set TimeZone = 'UTC'")
    assert days == EXPECTED["outlet_days"]


def copy_page(connection: duckdb.DuckDBPyConnection) -> None:
    """The aggregator's page once more, found under another address a day later."""
    for table in ("pages", "page_sources", "segments", "placements"):
        connection.execute(f"""
            insert into core.{table}
            select * replace ('p1-again' as page_id)
            from core.{table}
            where page_id = 'p1'
        """)
    connection.execute("""
        update core.pages
        set captured_at = captured_at + interval 1 day
        where page_id = 'p1-again'
    """)


def print_line_often(connection: duckdb.DuckDBPyConnection) -> str:
    """Four more pages of one outlet, of three texts, with a line of one of its articles."""
    line = connection.execute(
        "select regexp_extract(body, '[^\\n]+') from core.articles where article_id = 'council'"
    ).fetchone()[0]
    for number in range(4):
        connection.execute(
            """
            insert into core.pages
            select * replace (
                'again-' || $number as page_id,
                'text-' || least($number, 2) as text_id,
                concat_ws(chr(10), ' Menu ', '', $line, least($number, 2)) as text
            )
            from core.pages
            where page_id = 'p2'
            """,
            {"number": number, "line": line},
        )
    return line


# Marts: their shape

COLUMN_ORDER = [
    ("keys", r"_id$"),
    ("measures", r"_(count|share)$|^hours_"),
    ("dates", r"_(day|at)$"),
    ("flags", r"^(is|has)_"),
]
GROUPS = ["keys", "categories", "measures", "dates", "flags"]


def group_column(column: str) -> int:
    """Place of a column's kind in the order of GROUPS: 2 for "word_count"."""
    found = (group for group, pattern in COLUMN_ORDER if re.search(pattern, column))
    return GROUPS.index(next(found, "categories"))


def read_grain(name: str) -> list[str]:
    text = (SQL / "marts" / f"{name}.sql").read_text()
    return re.search(r"^-- Grain: (.+)$", text, re.MULTILINE)[1].split(", ")


@pytest.mark.parametrize("name", MARTS)
def test_mart_columns_are_grain_then_keys_categories_measures_dates_flags(
    warehouse: duckdb.DuckDBPyConnection, name: str
):
    grain = read_grain(name)
    columns = [row[0] for row in warehouse.execute(f"describe marts.{name}").fetchall()]
    rest = [group_column(column) for column in columns[len(grain) :]]
    assert columns[: len(grain)] == grain
    assert rest == sorted(rest)


@pytest.mark.parametrize("name", MARTS)
def test_mart_has_one_row_per_grain(sandbox: duckdb.DuckDBPyConnection, name: str):
    copy_page(sandbox)
    print_line_often(sandbox)
    build_marts(sandbox)
    grain = ", ".join(read_grain(name))
    repeated = f"select {grain} from marts.{name} group by all having count(*) > 1"
    if name != "coverage_gaps":  # has rows in tests/test_stories.py
        assert sandbox.execute(f"from marts.{name}").fetchall()
    assert sandbox.execute(repeated).fetchall() == []


@pytest.mark.parametrize("name", MARTS)
def test_mart_columns_are_whole_numbers_or_shares(warehouse: duckdb.DuckDBPyConnection, name: str):
    expected = {"count": {"INTEGER", "BIGINT"}, "share": {"DOUBLE"}, "day": {"DATE"}}
    for column, kind, *_ in warehouse.execute(f"describe marts.{name}").fetchall():
        assert kind in expected.get(column.rsplit("_", 1)[-1], {kind}), column


# Checks

BREAKS = [
    # Law 1: nothing vanishes.
    (
        "segments_cover_every_character",
        "update core.segments set end_char = end_char - 1 where page_id = 'p2' and segment_no = 2",
    ),
    (
        "segments_cover_every_character",
        "update core.segments set end_char = end_char + 1 where page_id = 'p2' and segment_no = 2",
    ),
    (
        "segments_cover_every_character",
        "update core.segments set start_char = 1 where page_id = 'p2' and segment_no = 1",
    ),
    (
        "segments_cover_every_character",
        "delete from core.segments where page_id = 'p2' and segment_no = 11",
    ),
    (
        "segments_cover_every_character",
        "insert into core.segments values ('p2', 12, 214, 214, 'other', null)",
    ),
    ("every_page_has_segments", "delete from core.segments where page_id = 'p2'"),
    (
        "every_page_has_segments",
        "insert into core.segments values ('gone', 1, 0, 9, 'other', null)",
    ),
    (
        "char_count_matches_text",
        "update core.pages set char_count = strlen(text) where page_id = 'p3'",
    ),
    (
        "segment_kinds_are_known",
        "update core.segments set kind = 'advert' where page_id = 'p2' and segment_no = 1",
    ),
    # Keys.
    (
        "page_ids_are_unique",
        "create or replace table core.pages as from core.pages union all from core.pages",
    ),
    (
        "page_sources_are_unique",
        "insert into core.page_sources from core.page_sources where source = 'p2.txt'",
    ),
    (
        "segment_keys_are_unique",
        "update core.segments set segment_no = 1 where page_id = 'p2' and segment_no = 2",
    ),
    (
        "placement_keys_are_unique",
        "update core.placements set placement_no = 1 where page_id = 'p2' and placement_no = 2",
    ),
    (
        "at_most_one_lead_per_page",
        "update core.placements set role = 'lead' where page_id = 'p2' and placement_no = 2",
    ),
    ("article_topics_are_unique", "insert into core.article_topics from core.article_topics"),
    # Ends meet.
    (
        "page_sources_point_to_pages",
        "update core.page_sources set page_id = 'gone' where source = 'about.txt'",
    ),
    (
        "pages_show_their_earliest_source",
        "update core.page_sources set captured_at = null where source = 'p1.txt'",
    ),
    (
        "pages_show_their_earliest_source",
        "update core.pages set url = null where page_id = 'p2'",
    ),
    (
        "pages_show_their_earliest_source",
        "delete from core.page_sources where page_id = 'p3'",
    ),
    ("every_placement_has_its_article", "delete from core.articles where article_id = 'whale'"),
    ("every_placement_has_its_article", "delete from core.pages where page_id = 'p2'"),
    ("every_article_stands_on_a_page", "delete from core.placements where article_id = 'whale'"),
    (
        "segments_name_existing_placements",
        "update core.segments set placement_no = 9 where page_id = 'p2' and segment_no = 1",
    ),
    *(
        (
            "placements_span_their_segments",
            f"update core.placements set {change} where page_id = 'p1' and placement_no = 1",
        )
        for change in (
            "start_char = 12",
            "start_char = 42",
            "end_char = 72",
            "end_char = 90",
        )
    ),
    (
        "placements_span_their_segments",
        "update core.segments set placement_no = null where page_id = 'p2' and placement_no = 3",
    ),
    (
        "relations_name_existing_articles",
        "update core.article_topics set article_id = 'gone' where article_id = 'ferry'",
    ),
    (
        "relations_name_existing_articles",
        "update core.article_spans set article_id = 'gone' where article_id = 'ferry'",
    ),
    ("relations_name_existing_articles", "update core.attributions set article_id = 'gone'"),
    (
        "outlets_are_known",
        "update core.pages set host_outlet_id = 'nobody' where page_id = 'p2'",
    ),
    ("outlets_are_known", "update core.placements set outlet_id = 'nobody'"),
    ("outlets_are_known", "update core.articles set outlet_id = 'nobody'"),
    ("relations_name_existing_articles", "update core.quotations set article_id = 'gone'"),
    ("outlets_are_known", "update core.attributions set outlet_id = 'nobody'"),
    ("outlets_are_known", "update core.outlet_aliases set outlet_id = 'nobody'"),
    (
        "topics_are_known",
        "update core.article_topics set topic_id = 'medtop:0' where article_id = 'ferry'",
    ),
    (
        "topics_are_known",
        "update core.topics set parent_topic_id = 'medtop:0' where topic_id = 'medtop:2'",
    ),
    # Law 2: nothing is invented.
    (
        "outlets_state_their_basis",
        "update core.pages set host_outlet_basis = null where page_id = 'p2'",
    ),
    (
        "outlets_state_their_basis",
        "update core.placements set outlet_basis = 'guess' where outlet_basis = 'host'",
    ),
    (
        "outlets_state_their_basis",
        "update core.articles set outlet_basis = null where article_id = 'storm'",
    ),
    (
        "wires_state_their_basis",
        "update core.articles set wire_outlet_id = 'wire' where article_id = 'storm'",
    ),
    (
        "wires_state_their_basis",
        "update core.placements set wire_basis = 'guess' where article_id = 'storm'",
    ),
    (
        "wires_state_their_basis",
        "update core.articles set wire_outlet_id = 'post', wire_basis = 'credit' "
        "where article_id = 'storm'",
    ),
    (
        "published_brackets_are_whole",
        "update core.articles set published_earliest = published_latest where article_id = 'storm'",
    ),
    (
        "published_brackets_are_whole",
        "update core.articles set published_earliest = null where article_id = 'storm'",
    ),
    (
        "published_brackets_are_whole",
        "update core.articles set published_precision = null where article_id = 'storm'",
    ),
    (
        "published_brackets_are_whole",
        "update core.articles set published_basis = 'load' where article_id = 'storm'",
    ),
    (
        "published_brackets_are_whole",
        "update core.placements set published_precision = 'day' where article_id = 'whale'",
    ),
    (
        "published_brackets_are_whole",
        "update core.articles set published_utc_offset_minutes = 0 where article_id = 'whale'",
    ),
    (
        "captures_state_their_basis",
        "update core.pages set captured_basis = null where page_id = 'p2'",
    ),
    (
        "captures_state_their_basis",
        "update core.pages set captured_latest = null where page_id = 'p2'",
    ),
    (
        "captures_state_their_basis",
        "update core.page_sources set captured_at = captured_latest + interval 1 second",
    ),
    (
        "captures_state_their_basis",
        "update core.page_sources set captured_basis = 'load' where source = 'p2.txt'",
    ),
    (
        "article_spans_reproduce_the_body",
        "update core.article_spans set page_start_char = page_start_char + 1, "
        "page_end_char = page_end_char + 1 where article_id = 'budget' and span_no = 2",
    ),
    (
        "article_spans_reproduce_the_body",
        "update core.article_spans set page_id = 'gone', article_id = 'gone' "
        "where article_id = 'ferry'",
    ),
    (
        "article_spans_cover_the_body",
        "delete from core.article_spans where article_id = 'budget' and span_no = 1",
    ),
    (
        "article_spans_cover_the_body",
        "delete from core.article_spans where article_id = 'budget' and span_no = 2",
    ),
    ("article_spans_cover_the_body", "delete from core.article_spans where article_id = 'whale'"),
    (
        "article_spans_cover_the_body",
        "insert into core.article_spans from core.article_spans where article_id = 'whale'",
    ),
    ("attributions_stand_in_the_body", "update core.attributions set start_char = 32"),
    ("quotations_stand_in_the_body", "update core.quotations set end_char = 18"),
    (
        "quotations_stand_in_the_body",
        "update core.quotations set outer_quotation_no = 3 where quotation_no = 2",
    ),
    ("relations_name_existing_articles", "update core.reuse set other_article_id = 'lost'"),
    (
        "every_complete_article_has_one_story",
        "delete from core.story_articles where article_id = 'budget'",
    ),
    ("every_complete_article_has_one_story", "update core.story_articles set story_id = 'gone'"),
    ("stories_count_their_articles", "update core.stories set article_count = 0"),
    ("reuse_pairs_are_unique", "insert into core.reuse from core.reuse"),
    (
        "reuse_pairs_are_unique",
        "update core.reuse set article_id = other_article_id, other_article_id = article_id",
    ),
    ("originals_are_of_the_pair", "update core.reuse set original_article_id = 'whale'"),
    ("originals_are_of_the_pair", "update core.reuse set direction_basis = null"),
    (
        "originals_are_of_the_pair",
        "update core.reuse set direction_basis = 'load' where direction_basis = 'published'",
    ),
    ("reuse_shares_are_shares", "update core.reuse set jaccard = 1.01, containment = 1.01"),
    ("reuse_shares_are_shares", "update core.reuse set other_containment = jaccard - 0.01"),
    (
        "reuse_shares_are_shares",
        "update core.reuse set shared_word_count = 11 where relation = 'duplicate'",
    ),
    (
        "topic_ranks_are_dense",
        "update core.article_topics set rank = 3 where rank = 2",
    ),
    (
        "topic_ranks_are_dense",
        "update core.article_topics set rank = 1 where rank = 2",
    ),
    (
        "topic_ranks_are_dense",
        "update core.article_topics set rank = 0 where topic_id = 'watch:school'",
    ),
    # Marts.
    (
        "mart_totals_reconcile_with_core",
        "update marts.outlets set word_count = word_count + 1 where outlet_id is null",
    ),
    ("mart_totals_reconcile_with_core", "delete from marts.outlet_days where outlet_id is null"),
    ("mart_totals_reconcile_with_core", "delete from marts.outlet_topics where outlet_id is null"),
    (
        "mart_totals_reconcile_with_core",
        "update marts.topics set topic_id = 'medtop:1' where topic_id is null",
    ),
    ("mart_totals_reconcile_with_core", "delete from marts.topics"),
    (
        "mart_totals_reconcile_with_core",
        "update marts.topic_days set teaser_count = 0 where day = '2025-05-18'",
    ),
    (
        "originals_reconcile_with_articles",
        "update marts.outlets set original_word_count = 0 where outlet_id = 'post'",
    ),
    (
        "originals_reconcile_with_articles",
        "update marts.outlet_days set original_article_count = 0 where outlet_id = 'wire'",
    ),
    (
        "originals_reconcile_with_articles",
        "update core.articles set is_complete = false where article_id = 'council'",
    ),
    (
        "mart_pages_reconcile_with_core",
        "update marts.outlets set page_count = 2 where outlet_id is null",
    ),
    ("mart_pages_reconcile_with_core", "delete from marts.page_quality where page_id = 'p2'"),
    (
        "mart_pages_reconcile_with_core",
        "update marts.page_quality set furniture_char_count = 1 where page_id = 'p3'",
    ),
    ("every_table_and_column_is_described", "create table marts.extra as select 1 as number"),
    ("every_table_and_column_is_described", "comment on table ops.runs is null"),
    ("every_table_and_column_is_described", "comment on column core.pages.text is ' '"),
    # Warnings.
    (
        "outlets_do_not_conflict",
        "update core.placements set outlet_id = 'never_seen' "
        "where article_id = 'museum' and page_id = 'p3'",
    ),
    (
        "pages_have_a_lead",
        "update core.placements set role = 'embedded' where page_id = 'p2' and role = 'lead'",
    ),
    (
        "articles_are_published_before_capture",
        "update core.articles set published_earliest = '2025-05-20 06:01' "
        "where article_id = 'storm'",
    ),
    (
        "articles_are_published_before_capture",
        "update core.articles set published_earliest = '2025-05-20 20:01' "
        "where article_id = 'council'",
    ),
    (
        "pages_are_mostly_labelled",
        "update marts.page_quality set other_share = 0.51 where page_id = 'p2'",
    ),
    (
        "outlet_labels_are_known",
        "update core.placements set outlet_id = null where outlet_label is not null",
    ),
]
CHECKS = {path.stem: path for path in sorted((SQL / "checks").glob("*/*.sql"))}


def find_failures(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [check.name for check in run_checks(connection) if check.failed_rows]


def test_sound_warehouse_passes_every_check(warehouse: duckdb.DuckDBPyConnection):
    assert [check.name for check in run_checks(warehouse)] == [
        path.stem
        for severity in ("fail", "warn")
        for path in sorted((SQL / "checks" / severity).glob("*.sql"))
    ]
    assert find_failures(warehouse) == []


@pytest.mark.parametrize(("name", "statement"), BREAKS)
def test_check_finds_what_breaks_it(sandbox: duckdb.DuckDBPyConnection, name: str, statement: str):
    sandbox.execute(statement)
    assert run_check(sandbox, CHECKS[name], CHECKS[name].parent.name).failed_rows > 0


def test_every_check_has_a_break():
    assert {name for name, _ in BREAKS} == set(CHECKS)


ALLOWED = [
    # A better basis decides between the publishers that a worse one names.
    (
        "outlets_do_not_conflict",
        "insert into core.placements "
        "select placements.* replace ('host' as outlet_basis, outlets.outlet_id as outlet_id) "
        "from core.placements, core.outlets where article_id = 'museum' and page_id = 'p3'",
    ),
    # A wire beside a publisher.
    (
        "outlets_do_not_conflict",
        "update core.placements set outlet_id = 'wire' "
        "where article_id = 'museum' and page_id = 'p3'",
    ),
    # As printed, zone unknown: the clock of Kiribati is 14 hours ahead.
    (
        "articles_are_published_before_capture",
        "update core.articles set published_earliest = '2025-05-20 20:00' "
        "where article_id = 'council'",
    ),
    # A hull without the white space at its ends.
    (
        "placements_span_their_segments",
        "update core.placements set start_char = start_char + 1, end_char = end_char - 1",
    ),
    # Captured on a day, the hour unknown.
    (
        "captures_state_their_basis",
        "update core.pages set captured_latest = '2025-05-21 00:00+00' where page_id = 'p1'",
    ),
    # Inferred from the page: a bracket, no moment.
    (
        "captures_state_their_basis",
        "update core.pages set captured_at = null, captured_basis = 'inferred' "
        "where page_id = 'p1'",
    ),
]


@pytest.mark.parametrize(("name", "statement"), ALLOWED)
def test_check_allows(sandbox: duckdb.DuckDBPyConnection, name: str, statement: str):
    assert sandbox.execute(statement).fetchall() > [(0,)]
    assert run_check(sandbox, CHECKS[name], CHECKS[name].parent.name).failed_rows == 0


def test_failures_name_the_check_its_rows_and_how_many_more(
    sandbox: duckdb.DuckDBPyConnection,
):
    sandbox.execute("update core.segments set kind = 'advert-' || segment_no where page_id = 'p2'")
    with pytest.raises(CheckFailed) as failure:
        raise_failures(run_checks(sandbox))
    text = str(failure.value)
    assert "segment_kinds_are_known: 11 row(s)" in text
    assert re.search(r"kind='advert-\d+', segment_count=1\n", text)
    assert text.endswith("... and 6 more")


def test_warnings_do_not_stop_a_run(sandbox: duckdb.DuckDBPyConnection):
    sandbox.execute("update core.placements set role = 'embedded' where role = 'lead'")
    assert find_failures(sandbox) == ["pages_have_a_lead"]
    raise_failures(run_checks(sandbox))


# Files: what the runner and a reader's shell rely on


@pytest.mark.parametrize(
    "path", [*sorted((SQL / "marts").glob("*.sql")), *CHECKS.values()], ids=lambda path: path.stem
)
def test_sql_file_is_one_select_under_a_header(warehouse: duckdb.DuckDBPyConnection, path: Path):
    text = path.read_text()
    statements = warehouse.extract_statements(text)
    assert [statement.type.name for statement in statements] == ["SELECT"]
    assert text.startswith("-- ") and ";" not in re.sub("--.*", "", text)


# The order of the models


def test_models_come_behind_what_they_read():
    queries = {
        "a": "select * from marts.b join marts.c using (page_id)",
        "b": "with c as (select page_id from core.pages) select * from c",
        "c": "select page_id from (select unnest([page_id]) as page_id from marts.b)",
    }
    assert order_models(duckdb.connect(), queries) == ["b", "c", "a"]


def test_models_in_a_circle():
    queries = {
        "a": "select * from marts.b",
        "b": "select * from marts.c",
        "c": "select * from marts.a",
    }
    with pytest.raises(ValueError, match=r"in a circle: (\w -> ){3}\w$"):
        order_models(duckdb.connect(), queries)


def test_model_that_reads_an_unknown_mart():
    queries = {"a": "select * from marts.gone, marts.lost"}
    with pytest.raises(ValueError, match=r"a\.sql: there is no model for marts\.gone, marts\.lost"):
        order_models(duckdb.connect(), queries)


@pytest.mark.parametrize(
    "query",
    [
        "pivot core.pages on source using count(*)",
        "select * from pages",
        "selec * from core.pages",
    ],
)
def test_model_whose_tables_are_not_to_be_found(query: str):
    with pytest.raises(ValueError, match=r"sql/marts/a\.sql: reads no table"):
        order_models(duckdb.connect(), {"a": query})


def test_marts_are_built_again_in_place(sandbox: duckdb.DuckDBPyConnection):
    sandbox.execute("delete from marts.outlets")
    assert sorted(build_marts(sandbox)) == MARTS
    assert sandbox.execute("from marts.outlets").fetchall() == EXPECTED["outlets"]
