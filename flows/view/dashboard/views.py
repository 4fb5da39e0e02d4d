"""What there is to look at: one table each, with its columns and where each number leads.

A view is all that a page of rows, its filters, its downloads and the links to it need. A new one is
an entry of VIEWS. Queries are ours; what a request brings is bound to them as values, and the names
of columns come from here.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flows.shipped import SQL


class One(NamedTuple):
    """The page of one thing: One("article", "article_id")."""

    kind: str
    key: str  # column with its id
    span: tuple[str, str] | None = None  # columns with the characters of a page to mark


class Fixed(NamedTuple):
    """A value of a filter that is the same for each row."""

    value: str


class Rows(NamedTuple):
    """The rows behind a number."""

    view: str
    filters: Mapping[str, str | bool | Fixed]  # by filter: a column of this row, or a value
    is_exact: bool = True  # there are as many as the number says


class Column(NamedTuple):
    """A column as it is shown."""

    name: str
    title: str
    kind: str = "text"
    # text: of a page. name: a word of ours. number, share (0 to 1), ratio (the same, in two
    # decimals), hours, day, time, yes (or no), url, id, list, topics (ids).
    link: One | Rows | None = None
    language: str | None = None  # column with the language of the text


class View(NamedTuple):
    """A table to look at."""

    name: str
    title: str
    about: str  # what one row is, for people
    query: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]  # of a row: what ties are ordered by
    sort: str  # the first order: "-article_count" is the largest first
    filters: tuple[str, ...] = ()  # columns of the query that a request may compare with a value
    conditions: Mapping[str, tuple[str, str]] = {}
    # Filters that are no columns: what holds of a value, `?` in it, and of none.
    tables: tuple[str, ...] = ()  # whose comments describe the columns


def rows(view: str, *same: str, is_exact: bool = True, **filters: str | bool | Fixed) -> Rows:
    """The rows of a view where these columns are as in this row, and these filters hold."""
    return Rows(view, {name: name for name in same} | filters, is_exact)


def read_query(name: str) -> str:
    """The query of a file in sql/view."""
    return (SQL / "view" / f"{name}.sql").read_text()


def count_articles(*same: str) -> tuple[Column, ...]:
    """The columns of marts that add up marts.outlet_articles, each with its rows."""
    own = rows("articles", *same, is_complete=True, is_carried=False)
    original = rows("articles", *same, is_original=True)
    return (
        Column("article_count", "Articles", "number", own),
        Column("original_article_count", "Original", "number", original),
        Column("syndication_share", "Not original", "share"),
        Column("word_count", "Words", "number", own),
        Column("teaser_count", "Teasers", "number", rows("articles", *same, is_complete=False)),
    )


CARRIED = Column(
    "carried_article_count", "Carried", "number", rows("articles", "outlet_id", is_carried=True)
)
HEADLINE = Column("headline", "Headline", "text", One("article", "article_id"), "language_code")
OUTLET = Column("outlet_name", "Outlet", "text", One("outlet", "outlet_id"))
SOURCE = Column("source", "Page", "text", One("page", "page_id"))
RUN = Column("run_id", "Run", "name")

LISTED = (
    View(
        "outlets",
        "Outlets",
        "Who publishes: a publisher, an agency, an aggregator, or a site that no seed knows. What"
        " an outlet carries are articles of others on its pages.",
        "from marts.outlets",
        (
            Column("name", "Outlet", "text", One("outlet", "outlet_id")),
            Column("kind", "Kind", "name"),
            Column("country_code", "Country", "name"),
            Column("page_count", "Pages", "number", rows("pages", host_outlet_id="outlet_id")),
            *count_articles("outlet_id"),
            CARRIED,
            Column(
                "topic_count",
                "Topics",
                "number",
                rows(
                    "outlet_topics",
                    "outlet_id",
                    article_count_from=Fixed("1"),
                    known=Fixed("topic_id"),
                ),
            ),
            Column("first_published_day", "First day", "day"),
            Column("last_published_day", "Last day", "day"),
        ),
        ("outlet_id",),
        "-article_count",
        ("kind", "country_code", "outlet_id"),
        tables=("marts.outlets",),
    ),
    View(
        "topics",
        "Topics",
        "IPTC Media Topics that are assigned to articles, and the topics that you watch. An article"
        " counts for each of its topics.",
        "from marts.topics",
        (
            Column("name", "Topic", "name", One("topic", "topic_id")),
            Column("scheme", "Scheme", "name"),
            Column("level", "Level", "number"),
            *count_articles("topic_id"),
            Column(
                "carried_article_count",
                "Carried by others",
                "number",
                rows(
                    "articles", "topic_id", is_complete=True, is_carried=False, is_carried_too=True
                ),
            ),
            Column(
                "outlet_count",
                "Outlets",
                "number",
                rows(
                    "outlet_topics",
                    "topic_id",
                    article_count_from=Fixed("1"),
                    known=Fixed("outlet_id"),
                ),
            ),
            Column("first_published_day", "First day", "day"),
            Column("last_published_day", "Last day", "day"),
        ),
        ("topic_id",),
        "-article_count",
        ("scheme", "level", "parent_topic_id", "topic_id"),
        tables=("marts.topics",),
    ),
    View(
        "stories",
        "Stories",
        "Events that two known outlets or more covered in complete articles.",
        read_query("stories"),
        (
            Column("headline", "Story", "text", One("story", "story_id")),
            Column("terms", "Terms", "list"),
            Column(
                "outlet_count",
                "Outlets",
                "number",
                rows(
                    "story_outlets",
                    "story_id",
                    article_count_from=Fixed("1"),
                    known=Fixed("outlet_id"),
                ),
            ),
            *count_articles("story_id"),
            Column("language_count", "Languages", "number", One("story", "story_id")),
            Column("first_outlet_name", "First", "text", One("outlet", "first_outlet_id")),
            Column("first_known_at", "From", "time"),
            Column("last_known_at", "To", "time"),
        ),
        ("story_id",),
        "-outlet_count",
        ("first_outlet_id", "first_known_at"),
        tables=("marts.stories",),
    ),
    View(
        "watch_matches",
        "Watch topics",
        "Articles that match a topic that you watch, with the run that saw them first. A topic has"
        " a feed: /watch/NAME.atom, with the name as its id has it.",
        "from marts.watch_matches",
        (
            Column("topic_name", "Topic", "text", One("topic", "topic_id")),
            Column("headline", "Headline", "text", One("article", "article_id")),
            OUTLET,
            Column("phrases", "Phrases", "list"),
            Column("published_day", "Published", "day"),
            Column("first_seen_at", "First seen", "time"),
            Column("is_complete", "Complete", "yes"),
        ),
        ("topic_id", "article_id"),
        "-first_seen_at",
        ("topic_id", "outlet_id", "article_id", "first_seen_run_id", "is_complete"),
        tables=("marts.watch_matches",),
    ),
    View(
        "quotations",
        "Quotations that travelled",
        "Words in quotation marks that stand in two articles or more, clipped or in another order:"
        " a family has the longest wording that was printed.",
        read_query("quotations"),
        (
            Column("family_wording", "Words", "text", One("quotation", "quotation_family_id")),
            Column("speaker", "Speaker"),
            Column("family_word_count", "Words", "number", One("quotation", "quotation_family_id")),
            Column(
                "outlet_count",
                "Outlets",
                "number",
                rows("family_outlets", "quotation_family_id", known=Fixed("outlet_id")),
            ),
            Column(
                "quotation_count",
                "Printed",
                "number",
                rows("family_quotations", "quotation_family_id", is_complete=True),
            ),
            Column("first_known_at", "First", "time"),
        ),
        ("quotation_family_id",),
        "-outlet_count",
        ("speaker", "outlet_count", "first_known_at"),
        tables=("marts.quotation_families",),
    ),
    View(
        "articles",
        "Articles",
        "An article of an outlet, its own or one that it carries; an article that others carry has"
        " a row for each of them. Teasers are articles that are known by their headline only.",
        read_query("articles"),
        (
            HEADLINE,
            OUTLET,
            Column("published_day", "Day", "day"),
            Column("language_code", "Language", "name"),
            Column("word_count", "Words", "number", One("article", "article_id")),
            Column("topic_ids", "Topics", "topics"),
            Column("is_complete", "Complete", "yes"),
            Column("is_original", "Original", "yes"),
            Column("is_carried", "Carried", "yes"),
        ),
        ("article_id", "outlet_id"),
        "-published_day",
        (
            "outlet_id",
            "published_day",
            "language_code",
            "topic_id",
            "is_complete",
            "is_original",
            "is_carried",
            "is_carried_too",
            "story_id",
        ),
        {"topic_id": ("list_contains(topic_ids, ?)", "topic_ids = []")},
        ("marts.outlet_articles", "core.articles"),
    ),
    View(
        "pages",
        "Pages",
        "A captured page, cut into segments: what of it is articles, and what is furniture.",
        read_query("pages"),
        (
            SOURCE,
            Column("url", "Address", "url"),
            Column("host_outlet_name", "Host", "text", One("outlet", "host_outlet_id")),
            Column("captured_at", "Captured", "time"),
            Column("language_code", "Language", "name"),
            Column("char_count", "Characters", "number", One("page", "page_id")),
            Column("body_share", "Body", "share"),
            Column(
                "embedded_count",
                "Embedded",
                "number",
                rows("placements", "page_id", role=Fixed("embedded")),
            ),
            Column(
                "teaser_count",
                "Teasers",
                "number",
                rows("placements", "page_id", role=Fixed("teaser")),
            ),
            Column("has_lead", "Has a lead", "yes"),
            Column("cut_confidence", "Sure of cut", "ratio"),
        ),
        ("page_id",),
        "-captured_at",
        ("host_outlet_id", "host_domain", "captured_at", "language_code", "has_lead", "line"),
        {
            "line": (
                "page_id in (select page_id from marts.page_lines where line_print = ?::ubigint)",
                "false",
            )
        },
        ("core.pages", "marts.page_quality", "core.placements"),
    ),
)

INNER = (
    View(
        "outlet_days",
        "Outlets by day",
        "An outlet and a day on which articles came out that are its own or that it carries.",
        "select *, day as published_day from marts.outlet_days",
        (
            Column("day", "Day", "day"),
            OUTLET,
            *count_articles("outlet_id", "published_day"),
            Column(
                "carried_article_count",
                "Carried",
                "number",
                rows("articles", "outlet_id", "published_day", is_carried=True),
            ),
        ),
        ("outlet_id", "day"),
        "-day",
        ("outlet_id", "day"),
        tables=("marts.outlet_days",),
    ),
    View(
        "outlet_topics",
        "Outlets by topic",
        "An outlet and a topic of its articles or of those that it carries.",
        "from marts.outlet_topics",
        (
            OUTLET,
            Column("topic_name", "Topic", "name", One("topic", "topic_id")),
            Column("scheme", "Scheme", "name"),
            Column("level", "Level", "number"),
            *count_articles("outlet_id", "topic_id"),
            Column("article_share", "Of its articles", "share"),
            Column(
                "carried_article_count",
                "Carried",
                "number",
                rows("articles", "outlet_id", "topic_id", is_carried=True),
            ),
        ),
        ("outlet_id", "topic_id"),
        "-article_count",
        ("outlet_id", "topic_id", "scheme", "level", "article_count"),
        tables=("marts.outlet_topics",),
    ),
    View(
        "topic_days",
        "Topics by day",
        "A topic and a day on which articles about it came out.",
        "select *, day as published_day from marts.topic_days",
        (
            Column("day", "Day", "day"),
            Column("topic_name", "Topic", "name", One("topic", "topic_id")),
            Column("scheme", "Scheme", "name"),
            Column("level", "Level", "number"),
            *count_articles("topic_id", "published_day"),
        ),
        ("topic_id", "day"),
        "-day",
        ("topic_id", "day", "scheme", "level"),
        tables=("marts.topic_days",),
    ),
    View(
        "carried_outlets",
        "Whose articles they carry",
        "An outlet that carries articles of others, and the outlet whose articles they are.",
        read_query("carried_outlets"),
        (
            Column("outlet_name", "Carries", "text", One("outlet", "outlet_id")),
            Column(
                "article_outlet_name", "Articles of", "text", One("outlet", "article_outlet_id")
            ),
            Column(
                "article_count",
                "Articles",
                "number",
                rows("carried_articles", "outlet_id", "article_outlet_id", is_complete=True),
            ),
            Column("article_share", "Of all it carries", "share"),
            Column(
                "word_count",
                "Words",
                "number",
                rows("carried_articles", "outlet_id", "article_outlet_id", is_complete=True),
            ),
            Column(
                "teaser_count",
                "Teasers",
                "number",
                rows("carried_articles", "outlet_id", "article_outlet_id", is_complete=False),
            ),
        ),
        ("outlet_id", "article_outlet_id"),
        "-article_count",
        ("outlet_id", "article_outlet_id"),
    ),
    View(
        "carried_articles",
        "Articles that are carried",
        "An outlet and an article on its pages that is not its own.",
        read_query("carried_articles"),
        (
            HEADLINE,
            Column("article_outlet_name", "Outlet", "text", One("outlet", "article_outlet_id")),
            Column("outlet_name", "Carried by", "text", One("outlet", "outlet_id")),
            Column("word_count", "Words", "number", One("article", "article_id")),
            Column("is_complete", "Complete", "yes"),
            Column("first_captured_at", "First captured", "time"),
        ),
        ("outlet_id", "article_id"),
        "-first_captured_at",
        ("outlet_id", "article_outlet_id", "is_complete"),
        tables=("marts.carried_articles",),
    ),
    View(
        "outlet_reuse",
        "Whose text they share",
        "An outlet and another one whose text its complete articles share. Carried: the other"
        " outlet is known to have had it first.",
        "select *, outlet_id as article_outlet_id from marts.outlet_reuse",
        (
            OUTLET,
            Column("other_outlet_name", "Shares with", "text", One("outlet", "other_outlet_id")),
            Column(
                "duplicate_count",
                "Duplicates",
                "number",
                rows(
                    "reuse",
                    "outlet_id",
                    "other_outlet_id",
                    relation=Fixed("duplicate"),
                    is_exact=False,
                ),
            ),
            Column(
                "passage_count",
                "Shared passages",
                "number",
                rows(
                    "reuse",
                    "outlet_id",
                    "other_outlet_id",
                    relation=Fixed("shared_passage"),
                    is_exact=False,
                ),
            ),
            Column(
                "shared_word_count",
                "Shared words",
                "number",
                rows("reuse", "outlet_id", "other_outlet_id", is_exact=False),
            ),
            Column("duplicate_share", "Of its articles", "share"),
        ),
        ("outlet_id", "other_outlet_id"),
        "-shared_word_count",
        ("outlet_id", "other_outlet_id"),
        tables=("marts.outlet_reuse",),
    ),
    View(
        "reuse",
        "Pairs of articles that share text",
        "An article, seen beside another one with text of it; each pair has a row in either"
        " direction.",
        read_query("reuse"),
        (
            Column("headline", "Article", "text", One("article", "article_id"), "language_code"),
            OUTLET,
            Column("relation_name", "Shares", "name", One("compare", "pair")),
            Column("shared_word_count", "Words", "number", One("compare", "pair")),
            Column("containment", "Of this one", "share"),
            Column("other_containment", "Of the other", "share"),
            Column(
                "other_headline",
                "With",
                "text",
                One("article", "other_article_id"),
                "other_language_code",
            ),
            Column("other_outlet_name", "Its outlet", "text", One("outlet", "other_outlet_id")),
            Column("who_first", "First", "name"),
            Column("direction_basis", "Because", "name"),
        ),
        ("article_id", "other_article_id"),
        "-shared_word_count",
        ("article_id", "outlet_id", "other_outlet_id", "relation", "story_id"),
        tables=("core.reuse",),
    ),
    View(
        "story_outlets",
        "Who covered a story",
        "A story and an outlet that covered it, with the words of its own and how many hours it was"
        " behind the first.",
        read_query("story_outlets"),
        (
            OUTLET,
            Column("story_headline", "Story", "text", One("story", "story_id")),
            *count_articles("story_id", "outlet_id"),
            Column(
                "original_word_count",
                "Own words",
                "number",
                rows("articles", "story_id", "outlet_id", is_original=True),
            ),
            Column("first_known_at", "First known", "time"),
            Column("hours_after_first", "Behind the first", "hours"),
            Column("is_first", "Was first", "yes"),
        ),
        ("story_id", "outlet_id"),
        "first_known_at",
        ("story_id", "outlet_id", "article_count", "is_first"),
        tables=("marts.story_outlets",),
    ),
    View(
        "coverage_gaps",
        "Who did not cover it",
        "A story and a publisher that published in its language on its days and had nothing of it."
        " A publisher has gaps where its pages were not saved, too.",
        "from marts.coverage_gaps",
        (
            Column("headline", "Story", "text", One("story", "story_id")),
            OUTLET,
            Column(
                "covering_outlet_count",
                "Outlets that did",
                "number",
                One("story", "story_id"),
            ),
            Column("peer_outlet_count", "Of", "number", One("story", "story_id")),
            Column(
                "outlet_article_count",
                "Its articles then",
                "number",
                rows("articles", "outlet_id", is_complete=True, is_carried=False, is_exact=False),
            ),
            Column("first_known_at", "From", "time"),
            Column("last_known_at", "To", "time"),
        ),
        ("story_id", "outlet_id"),
        "-first_known_at",
        ("story_id", "outlet_id"),
        tables=("marts.coverage_gaps",),
    ),
    View(
        "family_outlets",
        "Who printed which part",
        "A family of quotations and an outlet, with the longest wording that it printed.",
        "from marts.quotation_families",
        (
            OUTLET,
            Column("wording", "Wording", "text", One("quotation", "quotation_family_id")),
            Column("word_share", "Of the words", "share"),
            Column(
                "quotation_count",
                "Printed",
                "number",
                rows("family_quotations", "quotation_family_id", "outlet_id", is_complete=True),
            ),
            Column("first_known_at", "First known", "time"),
            Column("hours_after_first", "Behind the first", "hours"),
            Column("is_first", "Was first", "yes"),
        ),
        ("quotation_family_id", "outlet_id"),
        "first_known_at",
        ("quotation_family_id", "outlet_id"),
        tables=("marts.quotation_families",),
    ),
    View(
        "family_quotations",
        "Quotations",
        "Words in quotation marks in an article.",
        read_query("family_quotations"),
        (
            Column(
                "text",
                "Words",
                "text",
                One("page", "page_id", ("page_start", "page_end")),
                "language_code",
            ),
            Column("speaker", "Speaker", "text", None, "language_code"),
            HEADLINE,
            OUTLET,
            Column("published_day", "Day", "day"),
            Column("family_id", "Family", "id", One("quotation", "quotation_family_id")),
        ),
        ("article_id", "quotation_no"),
        "-published_day",
        (
            "article_id",
            "outlet_id",
            "quotation_family_id",
            "speaker",
            "published_day",
            "is_complete",
        ),
        tables=("core.quotations",),
    ),
    View(
        "placements",
        "Where articles stand",
        "An appearance of an article on a page: as its lead, embedded as a whole, or as a teaser.",
        read_query("placements"),
        (
            Column("role", "As", "name"),
            HEADLINE,
            Column(
                "placed", "Characters", "name", One("page", "page_id", ("start_char", "end_char"))
            ),
            SOURCE,
            Column("host_outlet_name", "On a page of", "text", One("outlet", "host_outlet_id")),
            Column("captured_at", "Captured", "time"),
            Column("outlet_name", "Outlet named there", "text", One("outlet", "outlet_id")),
            Column("outlet_basis", "By", "name"),
            Column("outlet_label", "Label"),
            Column("published_text", "Date there"),
            Column("cut_confidence", "Sure of cut", "ratio"),
        ),
        ("page_id", "placement_no"),
        "-captured_at",
        (
            "article_id",
            "page_id",
            "role",
            "host_outlet_id",
            "outlet_id",
            "outlet_label",
            "outlet_basis",
        ),
        tables=("core.placements", "core.pages"),
    ),
)

QUALITY = (
    View(
        "doubtful_pages",
        "Pages to look at first",
        "A page and a reason to doubt what is said of it. A reason is no proof: a section front has"
        " no article of its own.",
        "from marts.doubtful_pages",
        (
            SOURCE,
            Column("reason", "Reason", "name"),
            Column("detail", "What was found"),
            Column(
                "placement_count",
                "Placements",
                "number",
                rows("doubtful_placements", "page_id", "reason"),
            ),
            Column("url", "Address", "url"),
        ),
        ("page_id", "reason"),
        "reason",
        ("reason", "page_id"),
        tables=("marts.doubtful_pages",),
    ),
    View(
        "doubtful_placements",
        "Doubtful cuts",
        "A placement and a reason to doubt what is said of it.",
        read_query("doubtful_placements"),
        (
            SOURCE,
            Column(
                "placed", "Characters", "name", One("page", "page_id", ("start_char", "end_char"))
            ),
            Column("reason", "Reason", "name"),
            Column("detail", "What was found"),
            HEADLINE,
        ),
        ("page_id", "placement_no", "detail"),
        "reason",
        ("reason", "page_id"),
        tables=("marts.doubtful_placements",),
    ),
    View(
        "rejects",
        "Rejects",
        "A file, row or field that could not be read, with the reason. Mended: a later run found"
        " the source without this fault.",
        "from ops.rejects",
        (
            Column("source", "Source"),
            Column("reason", "Reason", "name"),
            Column("detail", "What was found"),
            Column("is_mended", "Mended", "yes"),
            RUN,
        ),
        ("source", "reason", "run_id", "detail"),
        "source",
        ("reason", "is_mended", "run_id"),
        tables=("ops.rejects",),
    ),
    View(
        "faults",
        "Faults",
        "A page or article with which a stage failed; the page stays, and the run went on.",
        "from ops.faults",
        (
            SOURCE,
            Column("stage", "Stage", "name"),
            Column("error", "Error"),
            Column("place", "In the code"),
            Column("is_transient", "The machine's", "yes"),
            Column("is_mended", "Mended", "yes"),
            RUN,
        ),
        ("stage", "source", "page_id", "article_id", "run_id"),
        "stage",
        ("stage", "is_mended", "is_transient", "run_id"),
        tables=("ops.faults",),
    ),
    View(
        "checks",
        "Checks",
        "A sentence that should be true, and how many rows say otherwise, in the last run that"
        " checked.",
        read_query("checks"),
        (
            Column("sentence", "What should be true", "name"),
            Column("severity", "Severity", "name"),
            Column(
                "failed_rows",
                "Rows against it",
                "number",
                rows("check_rows", "check_name", "run_id", is_exact=False),
            ),
            Column("is_limited", "Of this run only", "yes"),
        ),
        ("check_name",),
        "-failed_rows",
        ("severity", "failed_rows"),
        tables=("ops.checks",),
    ),
    View(
        "check_rows",
        "Rows against a check",
        "A row that a check found: of each run and check the first 100.",
        "from ops.check_rows",
        (
            Column("check_name", "Check", "name"),
            SOURCE,
            Column("row_json", "The row"),
            RUN,
        ),
        ("run_id", "check_name", "row_no"),
        "-run_id",
        ("check_name", "run_id", "severity"),
        tables=("ops.check_rows",),
    ),
    View(
        "unlisted_outlets",
        "Outlets that no seed knows",
        "A host of pages that stands there by its domain; the first ones are worth a row in"
        " seeds/outlets.csv.",
        "select *, outlet_id as host_outlet_id, coalesce(site_name, outlet_id) as shown_name"
        " from marts.unlisted_outlets",
        (
            Column("shown_name", "Site", "text", One("outlet", "outlet_id")),
            Column("outlet_id", "Domain"),
            Column(
                "page_count", "Pages", "number", rows("pages", "host_outlet_id", is_exact=False)
            ),
            Column(
                "article_count",
                "Articles",
                "number",
                rows("placements", "host_outlet_id", role=Fixed("lead"), is_exact=False),
            ),
            Column("example_source", "One of its pages"),
            Column("last_published_day", "Last day", "day"),
        ),
        ("outlet_id", "site_name"),
        "-article_count",
        ("outlet_id",),
        tables=("marts.unlisted_outlets",),
    ),
    View(
        "unknown_labels",
        "Labels of unknown outlets",
        "An outlet's name as pages print it that seeds/ does not know.",
        "from marts.unknown_labels",
        (
            Column("outlet_label", "Label"),
            Column(
                "placement_count",
                "Printed",
                "number",
                rows("placements", "outlet_label", is_exact=False),
            ),
            Column("page_count", "Pages", "number", One("page", "example_page_id")),
        ),
        ("outlet_label",),
        "-placement_count",
        (),
        tables=("marts.unknown_labels",),
    ),
    View(
        "boilerplate",
        "Lines that repeat",
        "A line that three texts of an outlet or more have: menus, notices, appeals. One that"
        " counts as body somewhere may be furniture that was missed.",
        "select *, line_print::varchar as print from marts.boilerplate",
        (
            Column("line", "Line"),
            Column("host_outlet_id", "Outlet", "name", One("outlet", "host_outlet_id")),
            Column(
                "text_count",
                "Texts",
                "number",
                rows("pages", "host_outlet_id", line="print", is_exact=False),
            ),
            Column(
                "body_text_count",
                "As body",
                "number",
                rows("pages", "host_outlet_id", line="print", is_exact=False),
            ),
        ),
        ("host_outlet_id", "line"),
        "-text_count",
        ("host_outlet_id", "body_text_count"),
        tables=("marts.boilerplate",),
    ),
    View(
        "corrections",
        "Corrections",
        "What people put right in seeds/corrections.csv, and what became of it.",
        "from marts.corrections",
        (
            Column("page", "Page"),
            Column("field", "Field", "name"),
            Column("value", "What is right"),
            Column("rules_value", "What the rules say"),
            Column("state", "State", "name"),
            Column("problem", "Problem"),
        ),
        ("text_id", "field", "start_char", "end_char"),
        "state",
        ("state", "field"),
        tables=("marts.corrections",),
    ),
    View(
        "runs",
        "Runs",
        "A run, whether it published or not, the newest first.",
        "from ops.runs",
        (
            RUN,
            Column("started_at", "Began", "time"),
            Column("finished_at", "Ended", "time"),
            Column("state", "State", "name"),
            Column("reason", "Why"),
            Column("new_page_count", "New pages", "number"),
            Column("recut_page_count", "Cut again", "number"),
            Column("removed_page_count", "Removed", "number"),
            Column(
                "read_file_count",
                "Files read",
                "number",
                rows("files", "run_id", is_exact=False),
            ),
            Column("reject_count", "Rejects", "number", rows("rejects", "run_id", is_exact=False)),
            Column("fault_count", "Faults", "number", rows("faults", "run_id", is_exact=False)),
        ),
        ("run_id",),
        "-started_at",
        ("state", "started_at"),
        tables=("ops.runs",),
    ),
    View(
        "files",
        "Files",
        "A raw file as it was last read.",
        "from ops.files",
        (
            Column("source", "File"),
            Column("format", "Format", "name"),
            Column("encoding", "Encoding", "name"),
            Column("byte_count", "Bytes", "number"),
            Column(
                "page_count", "Pages", "number", rows("page_sources", file="source", is_exact=False)
            ),
            Column("reject_count", "Rejects", "number"),
            Column("missing_since", "Missing since", "time"),
            RUN,
        ),
        ("source",),
        "source",
        ("format", "encoding", "run_id"),
        tables=("ops.files",),
    ),
    View(
        "page_sources",
        "Where pages were found",
        "A place in the raw files where a page was found.",
        "from core.page_sources",
        (
            SOURCE,
            Column("file", "File"),
            Column("url", "Address", "url"),
            Column("captured_at", "Captured", "time"),
            Column("external_id", "Its own id"),
            Column("format", "Format", "name"),
            Column("record_offset", "First byte", "number"),
        ),
        ("page_id", "source"),
        "source",
        ("page_id", "file"),
        tables=("core.page_sources",),
    ),
)

VIEWS: dict[str, View] = {view.name: view for view in (*LISTED, *INNER, *QUALITY)}


def find_column(view: View, name: str) -> Any:
    """A shown column of a view by its name; None if there is none."""
    return next((column for column in view.columns if column.name == name), None)
