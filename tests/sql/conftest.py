"""A warehouse of three small pages, with marts, for the tests of the files in sql/."""

from collections.abc import Callable, Iterator

import duckdb
import polars as pl
import pytest
from duckdb import DuckDBPyConnection

from flows.segment.segment_kinds import find_kinds, read_segment_kinds
from flows.shipped import SQL
from flows.warehouse.models import build_macros, build_marts, comment_tables

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
    insert into ops.watch_sightings values
        ('watch:school', 'storm', 'run-1', timestamptz '2025-05-21 02:00+00');
    insert into core.attributions values ('budget', 'post', 'Harbour Post reported', 33);
    insert into core.quotations values
        ('council', 1, 'council voted', 4, 17, null, null, 'voted'),
        ('budget', 1, 'budget passed', 4, 17, null, 'Ann Lee', 'voted'),
        ('budget', 2, 'passed', 11, 17, 1, null, null);
    insert into core.reuse values
        ('council', 'ferry', 'duplicate', 0.5, 0.8, 0.6, 20, 'council', 'published', null),
        ('budget', 'council', 'shared_passage', 0.1, 0.2, 0.3, 12, 'council', 'attribution', null),
        ('ferry', 'storm', 'shared_passage', 0.1, 0.2, 0.3, 13, null, null, null),
        ('council', 'museum', 'version', 0.1, 0.2, 0.3, 4, 'council', 'teaser_beginning', null);
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


def load_pages(connection: DuckDBPyConnection) -> None:
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
            * exclude (external_id, file, member, record_offset, format, reader_version),
            page_id || '-text' as text_id,
            page_id || '.example' as host_domain,
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


def load_articles(connection: DuckDBPyConnection) -> None:
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
        select
            *,
            core.published_day(published_latest, published_precision) as published_day,
            case
                when published_latest is null then 'no_date_printed'
                when published_day is null then 'not_to_the_day'
            end as reason_undated,
        from facts
        join (
            select article_id, string_agg(line, chr(10) order by span_no) as body
            from bodies
            group by all
        ) using (article_id)
        left join dates using (article_id);
    """)


@pytest.fixture(scope="session")
def create_empty() -> Callable[[], DuckDBPyConnection]:
    """create_empty() -> a warehouse without rows or marts"""

    def create() -> DuckDBPyConnection:
        connection = duckdb.connect()
        connection.execute("set TimeZone = 'UTC'")
        connection.execute((SQL / "core.sql").read_text())
        return connection

    return create


@pytest.fixture(scope="session")
def create_unrelated(create_empty: Callable) -> Callable[[], DuckDBPyConnection]:
    """create_unrelated() -> pages and articles, without topics, quotations, reuse or stories"""

    def create() -> DuckDBPyConnection:
        connection = create_empty()
        connection.execute(REFERENCE)
        connection.register("segment_kinds", read_segment_kinds())
        connection.execute("insert into core.segment_kinds by name from segment_kinds")
        load_pages(connection)
        load_articles(connection)
        return connection

    return create


@pytest.fixture(scope="session")
def warehouse(create_unrelated: Callable) -> DuckDBPyConnection:
    """The whole warehouse with its marts; a test that changes it takes `sandbox`."""
    connection = create_unrelated()
    connection.execute(RELATIONS)
    build_marts(connection)
    build_macros(connection)
    comment_tables(connection)
    return connection


@pytest.fixture
def sandbox(warehouse: DuckDBPyConnection) -> Iterator[DuckDBPyConnection]:
    """The warehouse in a transaction that the end of the test takes back."""
    warehouse.execute("begin")
    yield warehouse
    warehouse.execute("rollback")


@pytest.fixture
def copied_page(sandbox: DuckDBPyConnection) -> str:
    """The id of the aggregator's page in the sandbox, found at another address a day later."""
    for table in ("pages", "page_sources", "segments", "placements"):
        sandbox.execute(f"""
            insert into core.{table}
            select * replace ('p1-again' as page_id)
            from core.{table}
            where page_id = 'p1'
        """)
    sandbox.execute("""
        update core.pages
        set captured_at = captured_at + interval 1 day
        where page_id = 'p1-again'
    """)
    return "p1-again"


@pytest.fixture
def frequent_line(sandbox: DuckDBPyConnection) -> str:
    """A line of an article that four more pages of its outlet print, in three texts."""
    line = sandbox.execute(
        "select regexp_extract(body, '[^\\n]+') from core.articles where article_id = 'council'"
    ).fetchall()[0][0]
    for number in range(4):
        sandbox.execute(
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


@pytest.fixture
def missed_story(sandbox: DuckDBPyConnection) -> str:
    """The id of a story that a publisher did not cover, although it published on the same days."""
    sandbox.execute("""
        update core.articles set language_code = 'en';
        update core.articles set outlet_id = 'never_seen' where article_id = 'ferry';
    """)
    return "voting"


@pytest.fixture
def unsure_lead(sandbox: DuckDBPyConnection) -> None:
    """A lead whose cut is doubtful."""
    sandbox.execute("update core.placements set cut_confidence = .5 where page_id = 'p3'")


@pytest.fixture
def unnamed_host(sandbox: DuckDBPyConnection) -> None:
    """A page without a url that prints the name of its site."""
    sandbox.execute("update core.pages set site_name = 'Islander' where page_id = 'p3'")


@pytest.fixture
def corrected_page(sandbox: DuckDBPyConnection) -> str:
    """The id of a page with corrections: one that the rules lack, one with which they agree, one
    that does not fit; and there is one of a text that is gone.
    """
    sandbox.execute("""
        insert into core.corrections by name
        select *
        from (values
            ('p2-text', 'p2.txt', 'authors', null, null, 'Ada Quill'),
            ('p2-text', 'p2.txt', 'kind', 0, 12, 'navigation'),
            ('p2-text', 'p2.txt', 'kind', 9000, 9001, 'tags'),
            ('gone-text', null, 'kind', 0, 12, 'headline'),
        ) as given (text_id, page, field, start_char, end_char, value);

        insert into core.correction_outcomes by name
        select *
        from (values
            ('p2', 'authors', null, null, null, null, false),
            ('p2', 'kind', 0, 12, null, 'navigation', true),
            ('p2', 'kind', 9000, 9001, 'beyond_the_text', null, null),
        ) as tried (
            page_id, field, start_char, end_char, problem, rules_value, is_agreed
        );
    """)
    return "p2"
