"""What the report tells: each chapter with its tables, as queries."""

from typing import NamedTuple


class Column(NamedTuple):
    """A column of a table: text, or a number with so many digits behind the point."""

    name: str
    title: str
    digits: int | None = None
    link: str = ""  # column with an address
    absent: str = "–"  # what NULL means


# Each chapter with its tables: title, columns, query, where all rows are, what is said of none, and
# the column of the bars.
CHAPTERS: list[tuple[tuple[str, str, str], list[tuple]]] = [
    (
        (
            "watched",
            "What you watch",
            "Articles that match your topics and saved searches, seen for the first time.",
        ),
        [
            (
                "New matches",
                [
                    Column("topic_name", "Topic"),
                    Column("headline", "Article", link="url", absent="no headline"),
                    Column("outlet_name", "Outlet", absent="unknown"),
                    Column("phrases", "Phrases"),
                    Column("published_day", "Published"),
                ],
                """
                select
                    topic_name,
                    headline,
                    outlet_name,
                    array_to_string(phrases, ', ') as phrases,
                    published_day,
                    url,
                from marts.watch_matches
                left join (
                    select article_id, url from core.article_places where role = 'lead'
                ) using (article_id)
                where first_seen_run_id in (select run_id from period)
                order by topic_name, published_day desc nulls last, article_id
                """,
                "from marts.watch_matches",
                "No article matched for the first time.",
            ),
        ],
    ),
    (
        ("incoming", "What came in", "Complete articles on the pages that were new or changed."),
        [
            (
                "New articles by outlet",
                [
                    Column("name", "Outlet", absent="unknown"),
                    Column("new_count", "New", 0),
                    Column("article_count", "All", 0),
                    Column("original_article_count", "Its own", 0),
                    Column("syndication_percent", "Not its own, %", 0),
                    Column("last_published_day", "Latest day"),
                ],
                """
                select
                    name,
                    count(*) as new_count,
                    any_value(outlets.article_count) as article_count,
                    any_value(original_article_count) as original_article_count,
                    any_value(100 * syndication_share) as syndication_percent,
                    any_value(last_published_day) as last_published_day,
                from new_articles
                join core.articles using (article_id)
                left join marts.outlets
                    on outlets.outlet_id is not distinct from articles.outlet_id
                group by articles.outlet_id, name
                order by new_count desc, name
                """,
                "from marts.outlets",
                "No article came in.",
                "new_count",
            ),
            (
                "New articles by day of publication",
                [Column("day", "Day", absent="no day known"), Column("new_count", "New", 0)],
                """
                select published_day as day, count(*) as new_count
                from new_articles
                join core.articles using (article_id)
                group by all
                order by day desc nulls last
                """,
                "from marts.outlet_days",
                "No article came in.",
                "new_count",
            ),
            (
                "New articles by language",
                [
                    Column("language_code", "Language", absent="unsure"),
                    Column("new_count", "New", 0),
                ],
                """
                select language_code, count(*) as new_count
                from new_articles
                join core.articles using (article_id)
                group by all
                order by new_count desc, language_code
                """,
                "select language_code, count(*) from core.articles group by all",
                "No article came in.",
            ),
        ],
    ),
    (
        ("rejected", "What was rejected, and why", "Nothing is lost: each stands in ops.rejects."),
        [
            (
                "Rejected",
                [
                    Column("reason", "Reason"),
                    Column("source_count", "Sources", 0),
                    Column("example", "For example"),
                    Column("detail", "What was found"),
                ],
                """
                select
                    reason,
                    count(*) as source_count,
                    min(source) as example,
                    arg_min(detail, source) as detail,
                from ops.rejects
                where run_id in (select run_id from period)
                group by reason
                order by source_count desc, reason
                """,
                "from ops.rejects where not is_mended",
                "Nothing was rejected.",
            ),
            (
                "Faults that are still open",
                [
                    Column("stage", "Stage"),
                    Column("source", "Source"),
                    Column("error", "What went wrong"),
                ],
                "select stage, source, error from ops.faults where not is_mended order by all",
                "from ops.faults where not is_mended",
                "No fault is open.",
            ),
        ],
    ),
    (
        (
            "topics",
            "What it is about",
            "Top topics of IPTC Media Topics; an article counts once for each of its topics.",
        ),
        [
            (
                "New articles by topic",
                [
                    Column("name", "Topic"),
                    Column("new_count", "New", 0),
                    Column("article_count", "All", 0),
                    Column("outlet_count", "Outlets in all", 0),
                ],
                """
                select
                    topics.name,
                    count(*) as new_count,
                    any_value(counted.article_count) as article_count,
                    any_value(counted.outlet_count) as outlet_count,
                from new_articles
                join core.article_topics using (article_id)
                join core.topics as topics using (topic_id)
                left join marts.topics as counted using (topic_id)
                where is_assigned and topics.scheme = 'iptc' and topics.level = 1
                group by topics.name
                order by new_count desc, topics.name
                """,
                "from marts.topics where scheme = 'iptc' and level = 1",
                "No article has a topic that is sure.",
                "new_count",
            ),
        ],
    ),
    (
        (
            "stories",
            "Stories",
            "Events that two outlets or more covered, with something new. Lag: hours from the"
            " first article to the last outlet's first one. Missed by: publishers in its languages"
            " that published on its days and had nothing of it.",
        ),
        [
            (
                "Stories with news",
                [
                    Column("headline", "Story", absent="no headline"),
                    Column("outlet_count", "Outlets", 0),
                    Column("article_count", "Articles", 0),
                    Column("first_outlet", "First", absent="not one alone"),
                    Column("lag_hours", "Lag, hours", 1),
                    Column("missed_by", "Missed by", absent="none known"),
                ],
                """
                select
                    headline,
                    outlet_count,
                    article_count,
                    outlets.name as first_outlet,
                    lag_hours,
                    missed_by,
                from marts.stories
                semi join new_stories using (story_id)
                left join core.outlets on outlets.outlet_id = first_outlet_id
                left join (
                    select story_id, max(hours_after_first) as lag_hours
                    from marts.story_outlets
                    group by story_id
                ) using (story_id)
                left join (
                    select story_id, string_agg(outlet_name, ', ' order by outlet_name)
                        as missed_by
                    from marts.coverage_gaps
                    group by story_id
                ) using (story_id)
                order by outlet_count desc, article_count desc, story_id
                """,
                "from marts.stories",
                "No story of several outlets has news.",
            ),
        ],
    ),
    (
        (
            "quotations",
            "Quotations that travelled",
            "The same words in several outlets. Least of it: the share of the longest wording that"
            " the outlet with the shortest one printed.",
        ),
        [
            (
                "Quotations in two outlets or more",
                [
                    Column("wording", "Words"),
                    Column("speaker", "Speaker", absent="not named"),
                    Column("outlet_count", "Outlets", 0),
                    Column("least_percent", "Least of it, %", 0),
                    Column("lag_hours", "Lag, hours", 1),
                ],
                """
                select
                    any_value(family_wording) as wording,
                    any_value(speaker) as speaker,
                    any_value(outlet_count) as outlet_count,
                    100 * min(word_share) as least_percent,
                    max(hours_after_first) as lag_hours,
                from marts.quotation_families
                where outlet_count > 1 and quotation_family_id in (
                    select quotation_family_id
                    from core.quotations
                    semi join new_articles using (article_id)
                )
                group by quotation_family_id
                order by outlet_count desc, wording
                """,
                "from marts.quotation_families where outlet_count > 1",
                "No quotation in a new article is known from another outlet.",
            ),
        ],
    ),
    (
        (
            "syndication",
            "Whose words",
            "New articles that share text with other outlets' articles.",
        ),
        [
            (
                "New articles with others' text",
                [
                    Column("headline", "Article", absent="no headline"),
                    Column("outlet_name", "Outlet", absent="unknown"),
                    Column("other_outlet_name", "Shares with", absent="unknown"),
                    Column("kind", "How"),
                    Column("shared_word_count", "Words", 0),
                    Column("first", "Had it first", absent="not known"),
                ],
                """
                select
                    mine.headline,
                    outlets.name as outlet_name,
                    other_outlets.name as other_outlet_name,
                    replace(relation, '_', ' ') as kind,
                    shared_word_count,
                    case original_article_id
                        when mine.article_id then coalesce(outlets.name, 'this one')
                        when others.article_id then coalesce(other_outlets.name, 'the other')
                    end as first,
                from core.reuse
                join core.articles as mine using (article_id)
                join core.articles as others on others.article_id = reuse.other_article_id
                left join core.outlets on outlets.outlet_id = mine.outlet_id
                left join core.outlets as other_outlets
                    on other_outlets.outlet_id = others.outlet_id
                where relation <> 'version'
                    and mine.outlet_id is distinct from others.outlet_id
                    and (
                        mine.article_id in (select article_id from new_articles)
                        or others.article_id in (select article_id from new_articles)
                    )
                order by shared_word_count desc, mine.article_id, others.article_id
                """,
                "from core.reuse",
                "No new article shares text with another outlet's.",
            ),
        ],
    ),
    (
        (
            "checks",
            "Can it be trusted",
            "Checks that found rows, and the pages to look at first. A failing check would have"
            " kept the run from being published.",
        ),
        [
            (
                "Checks with rows",
                [
                    Column("check_name", "Should be true"),
                    Column("failed_rows", "Rows that are not", 0),
                    Column("rows_before", "At the check before", 0),
                    Column("scope", "Looked at"),
                    Column("sources", "Pages"),
                ],
                """
                select
                    replace(latest.check_name, '_', ' ') as check_name,
                    latest.failed_rows,
                    before.failed_rows as rows_before,
                    case when latest.is_limited then 'what changed' else 'everything' end as scope,
                    sources,
                from ops.checks as latest
                left join ops.checks as before
                    on before.check_name = latest.check_name
                    and before.run_id = (
                        select max(run_id) from ops.checks
                        where run_id < (select max(run_id) from ops.checks)
                    )
                left join (
                    select
                        check_name,
                        run_id,
                        array_to_string(list(distinct source order by source)[:5], ', ')
                            as sources,
                    from ops.check_rows
                    group by all
                ) as found
                    on found.check_name = latest.check_name and found.run_id = latest.run_id
                where latest.run_id = (select max(run_id) from ops.checks)
                    and latest.failed_rows > 0
                order by latest.severity, latest.failed_rows desc, check_name
                """,
                "from ops.checks order by run_id desc",
                "Every check is true.",
            ),
            (
                "Doubtful pages of the warehouse",
                [Column("reason", "Reason"), Column("page_count", "Pages", 0)],
                """
                select replace(reason, '_', ' ') as reason, count(distinct page_id) as page_count
                from marts.doubtful_pages
                group by all
                order by page_count desc, reason
                """,
                "from marts.doubtful_pages",
                "No page is in doubt.",
            ),
        ],
    ),
    (
        (
            "changes",
            "What changed since the run before",
            "The latest runs, the newest first; a run that was not completed says why.",
        ),
        [
            (
                "Runs",
                [
                    Column("started", "Began, UTC"),
                    Column("state", "State"),
                    Column("new_page_count", "New pages", 0),
                    Column("recut_page_count", "Cut again", 0),
                    Column("removed_page_count", "Removed", 0),
                    Column("missing_file_count", "Files gone", 0),
                    Column("reject_count", "Rejected", 0),
                    Column("fault_count", "Faults", 0),
                    Column("renamed_count", "Cut otherwise", 0),
                    Column("match_count", "New matches", 0),
                    Column("reason", "Why"),
                ],
                """
                select
                    strftime(started_at at time zone 'UTC', '%Y-%m-%d %H:%M') as started,
                    state,
                    new_page_count,
                    recut_page_count,
                    removed_page_count,
                    missing_file_count,
                    reject_count,
                    fault_count,
                    (
                        select count(*) from ops.article_changes as changes
                        where changes.run_id = runs.run_id
                    ) as renamed_count,
                    (
                        select count(*) from ops.watch_sightings as sightings
                        where sightings.run_id = runs.run_id
                    ) as match_count,
                    reason,
                from ops.runs as runs
                order by run_id desc
                """,
                "from ops.runs order by run_id desc",
                "There was no run.",
            ),
        ],
    ),
]
