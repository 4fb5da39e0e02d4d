"""The pages of one thing: an outlet, a topic, a story, a family of quotations; and the overview."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup

from flows.view.dashboard.charts import Bar, sum_days
from flows.view.dashboard.marks import Mark, find_shared, show_piece
from flows.view.dashboard.published import Connection, Row, read_one, read_rows
from flows.view.dashboard.showing import show_text, show_url, show_value
from flows.view.dashboard.tables import (
    Asked,
    count_rows,
    link_cell,
    link_rows,
    link_view,
    read_page,
)
from flows.view.dashboard.views import VIEWS, find_column
from flows.view.dashboard.views.columns import Column, One, View, rows
from flows.view.dashboard.views.quality import QUALITY
from flows.view.pieces import cut_piece
from flows.view.telling import tell_name

SECTION_ROWS = 10
BARS = 12  # of the first outlets, topics and languages, beside what is not known
PASSAGES = 3  # that are shown side by side on the page of a story
PASSAGE_CHARACTERS = 600

DAYS = """
    select
        day,
        sum(article_count)::bigint as article_count,
        sum(original_article_count)::bigint as original_article_count,
"""
ALL_DAYS = f"{DAYS} from marts.outlet_days group by day"
OUTLET_DAYS = f"{DAYS} from marts.outlet_days where outlet_id = $key group by day"
TOPIC_DAYS = f"{DAYS} from marts.topic_days where topic_id = $key group by day"


class NotThere(LookupError):
    """There is no such thing in the warehouse."""


class Section(NamedTuple):
    """The first rows of a view on the page of a thing."""

    title: str
    view: View
    asked: Asked
    rows: list[Row]
    count: int
    columns: tuple[Column, ...]


class Fact(NamedTuple):
    """What is known of a thing."""

    name: str
    value: Markup
    href: str | None = None


class Passage(NamedTuple):
    """Words that two articles share, as they stand in either."""

    pair: Row  # of the view reuse
    here: Markup
    there: Markup


def read_section(
    connection: Connection,
    name: str,
    title: str | None = None,
    limit: int = SECTION_ROWS,
    sort: str | None = None,
    unknown: tuple[str, ...] = (),
    columns: tuple[str, ...] = (),
    **filters: Any,
) -> Section:
    """The first rows of a view.

    Args:
        columns: those that are shown; if none is named, all that differ from row to row.
    """
    view = VIEWS[name]
    asked = Asked(filters, unknown, sort=sort or view.sort)
    found = read_page(connection, view, asked, limit)
    count = len(found) if len(found) < limit else count_rows(connection, view, asked)
    shown = [
        column
        for column in view.columns
        if (column.name in columns if columns else not is_fixed(column, filters))
    ]
    return Section(title or view.title, view, asked, found, count, tuple(shown))


def is_fixed(column: Column, filters: Mapping[str, Any]) -> bool:
    """Whether each row says the same in a column, as the filters name one value of it."""
    if column.name in filters or ("topic_id" in filters and column.name in ("scheme", "level")):
        return True
    match column.link:
        case One(_, key, None) if column.kind in ("text", "name", "id") and not column.is_varied:
            return key in filters
    return False


def tell_facts(view: View, row: Row, leave_out: tuple[str, ...] = ()) -> list[Fact]:
    """The columns of a view as facts of one row, each number with its rows."""
    return [
        Fact(column.title, show_value(row[column.name], column.kind), link_cell(column, row))
        for column in view.columns
        if column.name not in leave_out and row.get(column.name) is not None
    ]


def read_row(connection: Connection, name: str, **key: str) -> Row:
    """The row of a view with a key.

    Raises:
        NotThere: there is none.
    """
    found = read_page(connection, VIEWS[name], Asked(key), 1)
    if not found:
        raise NotThere
    return found[0]


# The overview


COUNTS = """
    select
        (select count(*) from core.pages) as pages,
        (select count(*) from marts.outlet_articles where is_complete and not is_carried)
            as articles,
        (select count(*) from marts.outlet_articles where is_original) as originals,
        (select count(*) from marts.outlet_articles where not is_complete) as teasers,
        (select count(*) from marts.outlets where outlet_id is not null) as outlets,
        (select count(*) from marts.topics where topic_id is not null) as topics,
        (select count(*) from marts.stories) as stories,
        (select count(distinct quotation_family_id) from marts.quotation_families) as quotations,
        2 * (select count(*) from core.reuse) as pairs,
        (select count(*) from ops.rejects where not is_mended) as rejects,
        (select count(*) from ops.faults where not is_mended) as faults,
        (select count(*) from marts.doubtful_pages) as doubts,
"""
NUMBERS = (
    ("pages", "pages", "/pages"),
    ("articles", "articles", "/articles?is_complete=true&is_carried=false"),
    ("originals", "of them original", "/articles?is_original=true"),
    ("teasers", "teasers", "/articles?is_complete=false"),
    ("outlets", "outlets", "/outlets?known=outlet_id"),
    ("topics", "topics", "/topics?known=topic_id"),
    ("stories", "stories of two outlets or more", "/stories"),
    ("quotations", "quotations that travelled", "/quotations"),
    ("pairs", "times text is shared", "/reuse"),
)
STORY_COLUMNS = ("headline", "terms", "outlet_count", "article_count")
STORY_COLUMNS += ("first_outlet_name", "first_known_at")
QUOTATION_COLUMNS = ("family_wording", "speaker", "outlet_count", "quotation_count")
WORRIES = (
    ("rejects", "rejects", "/rejects?is_mended=false"),
    ("faults", "faults", "/faults?is_mended=false"),
    ("doubts", "pages to look at first", "/doubtful_pages"),
)


def show_overview(connection: Connection) -> Row:
    counts = read_one(connection, COUNTS) or {}
    days = read_rows(connection, ALL_DAYS)
    own = "/articles?is_complete=true&is_carried=false"
    return {
        "numbers": [(counts[name], words, href) for name, words, href in NUMBERS],
        "worries": [(counts[name], words, href) for name, words, href in WORRIES],
        "days": sum_days(days, own),
        "undated": sum(row["article_count"] for row in days if row["day"] is None),
        "outlets": list_bars(connection, "outlet", "from marts.outlets"),
        "topics": list_bars(
            connection,
            "topic",
            "from marts.topics where (level = 1 and scheme = 'iptc') or topic_id is null",
        ),
        "languages": list_languages(connection),
        "run": read_one(connection, "from ops.runs order by started_at desc limit 1"),
        "stories": read_section(connection, "stories", limit=5, columns=STORY_COLUMNS),
        "quotations": read_section(connection, "quotations", limit=5, columns=QUOTATION_COLUMNS),
    }


def list_bars(connection: Connection, key: str, source: str) -> list[Bar]:
    """The first outlets or topics by their articles."""
    found = read_rows(
        connection,
        f"select {key}_id, name, article_count, original_article_count from ({source})"  # noqa: S608
        f" where article_count > 0 order by {key}_id is null, article_count desc, {key}_id",
    )
    target = rows("articles", f"{key}_id", is_complete=True, is_carried=False)
    known = [row for row in found if row[f"{key}_id"] is not None]
    unknown = [row for row in found if row[f"{key}_id"] is None]
    return [
        Bar(
            row["name"] or ("Outlet not known" if key == "outlet" else "No topic"),
            row["article_count"],
            row["original_article_count"],
            link_rows(target, row),
            row[f"{key}_id"] is not None,
        )
        for row in (*known[:BARS], *unknown)
    ]


def list_languages(connection: Connection) -> list[Bar]:
    target = rows("articles", "language_code", is_complete=True, is_carried=False)
    found = read_rows(
        connection,
        "select language_code, count(*) as article_count,"
        " count(*) filter (is_original) as original_article_count"
        " from marts.outlet_articles join core.articles using (article_id)"
        " where outlet_articles.is_complete and not is_carried"
        " group by all order by article_count desc, language_code limit 12",
    )
    return [
        Bar(
            tell_name(row["language_code"]) if row["language_code"] else "Not known",
            row["article_count"],
            row["original_article_count"],
            link_rows(target, row),
        )
        for row in found
    ]


def show_quality(connection: Connection) -> Row:
    """How many rows there are of each view about the quality of the warehouse."""
    shown = [view for view in QUALITY if view.name not in ("check_rows", "page_sources")]
    told = []
    for view in shown:
        filters = {"is_mended": False} if "is_mended" in view.filters else {}
        asked = Asked(filters)
        told.append((view, count_rows(connection, view, asked), link_view(view, asked)))
    failed = read_page(connection, VIEWS["checks"], Asked({"failed_rows_from": 1.0}))
    return {
        "views": told,
        "failed": Section(
            "Checks with rows against them",
            VIEWS["checks"],
            Asked({"failed_rows_from": 1}),
            failed,
            len(failed),
            VIEWS["checks"].columns,
        ),
        "doubts": read_section(connection, "doubtful_pages"),
        "rejects": read_section(connection, "rejects", is_mended=False),
        "runs": read_section(connection, "runs", limit=5),
    }


# One of each


def show_outlet(connection: Connection, key: str) -> Row:
    known = read_one(connection, "from core.outlets where outlet_id = $key", {"key": key})
    if known is None:
        raise NotThere
    found = read_page(connection, VIEWS["outlets"], Asked({"outlet_id": key}), 1)
    facts = [Fact("Id", show_value(key, "name"))]
    if known["domain"]:
        facts.append(Fact("Domain", show_url(f"https://{known['domain']}", known["domain"])))
    view = VIEWS["outlets"]
    facts += tell_facts(view, found[0], ("name",)) if found else []
    days = read_rows(
        connection,
        OUTLET_DAYS,
        {"key": key},
    )
    own = f"/articles?{urlencode({'outlet_id': key})}&is_complete=true&is_carried=false"
    return {
        "title": known["name"],
        "kind": "Outlet",
        "facts": facts,
        "days": sum_days(days, own),
        "sections": [
            read_section(connection, "articles", outlet_id=key, is_carried=False),
            read_section(
                connection,
                "outlet_topics",
                "Topics",
                outlet_id=key,
                sort="-article_count",
            ),
            read_section(connection, "carried_outlets", "Whom it carries", outlet_id=key),
            read_section(connection, "carried_outlets", "Who carries it", article_outlet_id=key),
            read_section(connection, "outlet_reuse", outlet_id=key),
            read_section(connection, "story_outlets", "Stories", outlet_id=key),
            read_section(connection, "coverage_gaps", "What it did not cover", outlet_id=key),
            read_section(connection, "family_quotations", outlet_id=key),
            read_section(connection, "pages", host_outlet_id=key),
            read_section(connection, "outlet_days", "By day", outlet_id=key),
        ],
    }


def show_topic(connection: Connection, key: str) -> Row:
    known = read_one(
        connection,
        "select topics.*, parents.name as parent_name from core.topics"
        " left join core.topics as parents on parents.topic_id = topics.parent_topic_id"
        " where topics.topic_id = $key",
        {"key": key},
    )
    if known is None:
        raise NotThere
    found = read_page(connection, VIEWS["topics"], Asked({"topic_id": key}), 1)
    facts = [Fact("Id", show_value(key, "name"))]
    if known["parent_topic_id"]:
        target = link_cell(
            find_column(VIEWS["topics"], "name"), {"topic_id": known["parent_topic_id"]}
        )
        facts.append(Fact("Part of", show_text(known["parent_name"], "en"), target))
    facts += tell_facts(VIEWS["topics"], found[0], ("name",)) if found else []
    days = read_rows(
        connection,
        TOPIC_DAYS,
        {"key": key},
    )
    own = f"/articles?{urlencode({'topic_id': key})}&is_complete=true&is_carried=false"
    return {
        "title": known["name"],
        "kind": "Topic",
        "facts": facts,
        "days": sum_days(days, own),
        "sections": [
            read_section(connection, "articles", topic_id=key, is_carried=False),
            read_section(connection, "outlet_topics", "Outlets", topic_id=key),
            read_section(connection, "topics", "Narrower topics", parent_topic_id=key),
            read_section(connection, "topic_days", "By day", topic_id=key),
        ],
    }


def show_quotation(connection: Connection, key: str) -> Row:
    family = read_row(connection, "quotations", quotation_family_id=key)
    return {
        "title": family["family_wording"],
        "kind": "Quotation that travelled",
        "facts": tell_facts(VIEWS["quotations"], family, ("family_wording",)),
        "sections": [
            read_section(connection, "family_outlets", quotation_family_id=key, limit=50),
            read_section(
                connection,
                "family_quotations",
                "Every time it was printed",
                quotation_family_id=key,
                limit=50,
            ),
        ],
    }


STORY = """
    select stories.*, outlet_count, first_outlet_id, outlets.name as first_outlet_name
    from core.stories
    left join marts.stories as shared using (story_id)
    left join core.outlets on outlet_id = first_outlet_id
    where story_id = $key
"""
TIMELINE = """
    select
        article_id,
        headline,
        language_code,
        articles.outlet_id,
        name as outlet_name,
        dated_at,
        is_complete,
        word_count,
        date_diff('minute', min(dated_at) over (), dated_at) / 60 as hours,
    from core.story_articles
    join core.articles using (article_id)
    left join core.outlets using (outlet_id)
    where story_id = $key
    order by dated_at nulls last, article_id
    limit 200
"""


def show_story(connection: Connection, key: str) -> Row:
    story = read_one(connection, STORY, {"key": key})
    if story is None:
        raise NotThere
    articles = rows("articles", "story_id", is_complete=True, is_carried=False)
    facts = [
        Fact("Articles", show_value(story["article_count"], "number"), link_rows(articles, story)),
        Fact("Terms", show_value(story["terms"], "list")),
        Fact("From", show_value(story["first_published"])),
        Fact("To", show_value(story["last_published"])),
    ]
    if story["first_outlet_id"]:
        first = f"/outlet/{story['first_outlet_id']}"
        facts.append(Fact("First", show_text(story["first_outlet_name"]), first))
    timeline = read_rows(connection, TIMELINE, {"key": key})
    return {
        "title": story["headline"],
        "kind": "Story",
        "facts": facts,
        "timeline": timeline,
        "last_hour": max((row["hours"] or 0 for row in timeline), default=0) or 1,
        "passages": list_passages(connection, key),
        "sections": [
            read_section(connection, "story_outlets", story_id=key, limit=50),
            read_section(connection, "reuse", story_id=key),
            read_section(connection, "coverage_gaps", story_id=key),
            read_section(connection, "articles", story_id=key, is_carried=False),
        ],
    }


PASSAGE_PAIRS = """
    where article_id < other_article_id and story_id = $key and relation = 'shared_passage'
    order by shared_word_count desc, article_id, other_article_id
"""


def list_passages(connection: Connection, story_id: str) -> list[Passage]:
    """The longest passages that articles of a story share, side by side."""
    pairs = read_rows(
        connection,
        f"select * from (\n{VIEWS['reuse'].query}\n) {PASSAGE_PAIRS} limit {PASSAGES}",  # noqa: S608
        {"key": story_id},
    )
    bodies = read_bodies(
        connection, [pair[name] for pair in pairs for name in ("article_id", "other_article_id")]
    )
    passages = []
    for pair in pairs:
        here, there = bodies[pair["article_id"]], bodies[pair["other_article_id"]]
        passages.append(Passage(pair, show_longest(here, there), show_longest(there, here)))
    return passages


def show_longest(text: str, other: str) -> Markup:
    """The longest run of words that another text has too, with what stands around it."""
    shared = find_shared(text, other)
    if not shared:
        return show_text(text[:PASSAGE_CHARACTERS])
    start, end = max(shared, key=lambda span: span[1] - span[0])
    first, last = cut_piece(text, start, end, PASSAGE_CHARACTERS)
    return show_piece(text, first, last, [Mark(*span) for span in shared])


def read_bodies(connection: Connection, article_ids: list[str]) -> Mapping[str, str]:
    found = connection.execute(
        "select article_id, body from core.articles where article_id in (select unnest($ids))",
        {"ids": article_ids},
    ).fetchall()
    return dict(found)
