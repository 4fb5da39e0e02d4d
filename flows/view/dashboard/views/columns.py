"""What a table to look at is made of: its columns, and where each number leads."""

from collections.abc import Mapping
from typing import NamedTuple

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
    # text: of a page. name: a word of ours. word: the same, one of few, its _ shown as spaces. run:
    # its id. language: its code. number, share (0 to 1), ratio (the same, in two decimals), hours,
    # day, time, yes (or no), url, id, list, topics (ids).
    link: One | Rows | None = None
    language: str | None = None  # column with the language of the text
    absent: str = ""  # what NULL means, where it is more than "not known"
    is_varied: bool = False  # it is of the row, though it leads to the page of something else


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
    places: str = ""
    # A query of more columns of a row `shown`, by which nothing is filtered or ordered; it is asked
    # of the rows that are shown alone, which the column `row` of the query tells apart.


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
RUN = Column("run_id", "Run", "run")
