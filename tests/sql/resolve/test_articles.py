"""sql/resolve/articles.sql: what the pages of an article say about it, in a fixed order."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from duckdb import DuckDBPyConnection

ALL = ("ferry", "council", "storm", "museum", "whale", "budget")


def test_articles_of_the_warehouse_are_made_again_as_they_are(
    sandbox: DuckDBPyConnection, resolve: Callable
):
    found = resolve("articles", *ALL)
    columns = ("headline", "body", "outlet_id", "outlet_basis", "is_complete")
    expected = sandbox.execute(f"select article_id, {', '.join(columns)} from core.articles")
    assert {
        article_id: [tuple(row[column] for column in columns) for row in rows]
        for article_id, rows in found.items()
    } == {article_id: [tuple(values)] for article_id, *values in expected.fetchall()}


def test_only_listed_articles_that_stand_on_a_page(sandbox: DuckDBPyConnection, resolve: Callable):
    sandbox.execute("delete from core.placements where article_id = 'whale'")
    assert list(resolve("articles", "ferry", "whale")) == ["ferry"]


def test_text_is_that_of_the_earliest_capture(sandbox: DuckDBPyConnection, resolve: Callable):
    sandbox.execute("update core.placements set language_code = page_id")
    museum, council = resolve("articles", "museum", "council").values()
    assert [row["language_code"] for row in museum + council] == ["p1", "p1"]


def test_text_is_not_that_of_an_unknown_capture(sandbox: DuckDBPyConnection, resolve: Callable):
    sandbox.execute("""
        update core.placements set language_code = page_id;
        update core.pages set captured_at = null where page_id = 'p1';
    """)
    assert resolve("articles", "council")["council"][0]["language_code"] == "p2"


@pytest.mark.parametrize(
    "headline",
    [
        "Council votes on the bridge",
        "Рада голосує за новий місток",
        "Ψηφοφορία για τη γέφυρα τώρα",
        "Straßenbrücke: Rat stimmt ab",
    ],
)
@pytest.mark.parametrize("small", ["p1", "p2"])
def test_headline_is_one_in_small_letters(
    sandbox: DuckDBPyConnection, resolve: Callable, headline: str, small: str
):
    """Which page was captured first does not matter."""
    printed = "Council votes on the bridge"
    for page_id in ("p1", "p2"):
        text = headline[: len(printed)].ljust(len(printed))
        text = text if page_id == small else text.upper()[: len(printed)]
        sandbox.execute(
            "update core.pages set text = replace(text, $1, $2) where page_id = $3",
            [printed, text, page_id],
        )
    ((row,),) = resolve("articles", "council").values()
    assert row["headline"] == headline[: len(printed)].strip()


def test_headline_in_capitals_everywhere_stays(sandbox: DuckDBPyConnection, resolve: Callable):
    printed = "Council votes on the bridge"
    sandbox.execute(
        "update core.pages set text = replace(text, $1, $2)", [printed, printed.upper()]
    )
    ((row,),) = resolve("articles", "council").values()
    assert row["headline"] == printed.upper()


@pytest.mark.parametrize(
    ("page_id", "statement", "expected"),
    [
        ("p2", "set outlet_id = 'never_seen', outlet_basis = 'label'", (None, None)),
        ("p2", "set outlet_id = 'never_seen', outlet_basis = 'byline'", ("post", "label")),
        ("p1", "set outlet_id = 'never_seen', outlet_basis = 'host'", (None, None)),
        ("p2", "set outlet_id = 'wire', outlet_basis = 'label'", ("post", "label")),
        ("p1", "set outlet_id = null, outlet_basis = null", ("post", "host")),
        ("p2", "set outlet_id = 'wire', outlet_basis = 'corrected'", ("wire", "corrected")),
    ],
)
def test_outlet_is_that_of_the_best_basis(
    sandbox: DuckDBPyConnection,
    resolve: Callable,
    page_id: str,
    statement: str,
    expected: tuple,
):
    sandbox.execute(
        f"update core.placements {statement} where article_id = 'council' and page_id = '{page_id}'"
    )
    ((row,),) = resolve("articles", "council").values()
    assert (row["outlet_id"], row["outlet_basis"]) == expected


DATE_OF_P1 = ("2025-05-18", "2025-05-19", "day", "relative")


@pytest.mark.parametrize(
    ("date_of_p2", "expected"),
    [
        (("2025-05-01", "2025-06-01", "month", "printed"), (datetime(2025, 6, 1), "printed")),
        (("2025-05-01", "2025-06-01", "month", "relative"), (datetime(2025, 5, 19), "relative")),
        (("2025-05-01", "2025-06-01", "month", "url"), (datetime(2025, 5, 19), "relative")),
        (("2025-05-01", "2025-06-01", "month", "corrected"), (datetime(2025, 6, 1), "corrected")),
        # An end alone says less than any bracket.
        ((None, "2025-05-02", None, "printed"), (datetime(2025, 5, 19), "relative")),
    ],
)
def test_date_is_that_of_the_best_basis(
    sandbox: DuckDBPyConnection, resolve: Callable, date_of_p2: tuple, expected: tuple
):
    for page_id, dated in (("p1", DATE_OF_P1), ("p2", date_of_p2)):
        sandbox.execute(
            """
            update core.placements
            set published_earliest = ?,
                published_latest = ?,
                published_precision = ?,
                published_basis = ?
            where article_id = 'council' and page_id = ?
            """,
            [*dated, page_id],
        )
    ((row,),) = resolve("articles", "council").values()
    assert (row["published_latest"], row["published_basis"]) == expected


def test_day_is_that_of_the_last_moment_and_has_no_reason(
    sandbox: DuckDBPyConnection, resolve: Callable
):
    """The end is exclusive: cast to a date, it would be the day after."""
    sandbox.execute("""
        update core.placements set reason_undated = 'no_date_printed';
        update core.placements
        set published_earliest = timestamp '2025-05-19',
            published_latest = timestamp '2025-05-20',
            published_precision = 'day',
            published_basis = 'printed',
            reason_undated = null
        where article_id = 'council' and page_id = 'p2';
    """)
    ((row,),) = resolve("articles", "council").values()
    assert (row["published_day"], row["reason_undated"]) == (date(2025, 5, 19), None)


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("age_without_capture", "age_without_capture"),
        ("date_without_year", "date_without_year"),
        ("no_date_printed", "not_understood"),
    ],
)
def test_reason_without_a_date_is_the_nearest_to_one(
    sandbox: DuckDBPyConnection, resolve: Callable, reason: str, expected: str
):
    sandbox.execute(
        """
        update core.placements
        set reason_undated = if(page_id = 'p1', 'not_understood', $1)
        where article_id = 'council'
        """,
        [reason],
    )
    ((row,),) = resolve("articles", "council").values()
    assert (row["published_day"], row["reason_undated"]) == (None, expected)


def test_reason_with_a_date_is_that_of_the_page_that_says_it(
    sandbox: DuckDBPyConnection, resolve: Callable
):
    sandbox.execute("""
        update core.placements set reason_undated = 'age_without_capture';
        update core.placements
        set published_earliest = timestamp '2025-05-01',
            published_latest = timestamp '2025-06-01',
            published_precision = 'month',
            published_basis = 'printed',
            reason_undated = 'not_to_the_day'
        where article_id = 'council' and page_id = 'p2';
    """)
    ((row,),) = resolve("articles", "council").values()
    assert (row["published_day"], row["reason_undated"]) == (None, "not_to_the_day")


def test_credits_come_from_any_page(sandbox: DuckDBPyConnection, resolve: Callable):
    sandbox.execute("""
        update core.placements
        set byline = 'By Ann Lee', authors = ['Ann Lee'], dateline_place = 'OSLO',
            published_text = '19 May', wire_outlet_id = 'wire', wire_basis = 'credit'
        where article_id = 'council' and page_id = 'p2';
        update core.placements
        set wire_outlet_id = 'other', wire_basis = 'material'
        where article_id = 'council' and page_id = 'p1';
    """)
    ((row,),) = resolve("articles", "council").values()
    assert row["byline"] == "By Ann Lee"
    assert row["authors"] == ["Ann Lee"]
    assert row["dateline_place"] == "OSLO"
    assert row["published_text"] == "19 May"
    assert (row["wire_outlet_id"], row["wire_basis"]) == ("wire", "credit")


def test_what_people_have_corrected_on_any_page_comes_first(
    sandbox: DuckDBPyConnection, resolve: Callable
):
    sandbox.execute("""
        update core.placements
        set authors = ['Ada Quill'], authors_basis = 'printed',
            language_code = 'en', language_probability = 0.9
        where article_id = 'council';
        update core.placements
        set authors = ['Bo Dal'], authors_basis = 'corrected',
            language_code = 'nn', language_probability = null,
            corrected_fields = ['authors', 'language_code']
        where article_id = 'council' and page_id = 'p2';
    """)
    columns = ("authors", "language_code", "language_probability")
    (row,) = resolve("articles", "council")["council"]
    assert [row[column] for column in columns] == [["Bo Dal"], "nn", None]
    sandbox.execute("""
        update core.placements
        set corrected_fields = ['outlet_id'],
            authors_basis = if(authors is null, null, 'printed')
    """)
    (row,) = resolve("articles", "council")["council"]
    assert [row[column] for column in columns] == [["Ada Quill"], "en", 0.9]


def test_article_is_complete_where_one_page_has_the_whole_text(
    sandbox: DuckDBPyConnection, resolve: Callable
):
    sandbox.execute("""
        update core.placements set role = 'teaser' where article_id in ('council', 'storm');
        update core.placements set role = 'lead' where article_id = 'storm' and page_id = 'p2';
    """)
    found = resolve("articles", "council", "storm")
    assert [rows[0]["is_complete"] for rows in found.values()] == [False, True]


def test_headline_alone_has_an_empty_body(sandbox: DuckDBPyConnection, resolve: Callable):
    sandbox.execute("delete from core.segments where kind = 'paragraph' and page_id = 'p2'")
    ((row,),) = resolve("articles", "whale").values()
    assert (row["headline"], row["body"], row["word_count"]) == ("Whale seen near the pier", "", 0)
