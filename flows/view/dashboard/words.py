"""The page of a search: what was asked, what was found, and where it stands on its page."""

from datetime import date
from typing import Any

from markupsafe import Markup
from starlette.datastructures import QueryParams

from flows.errors import Unusable
from flows.search_terms import PLACES, Filters
from flows.view.dashboard.marks import Mark, mark_text
from flows.view.dashboard.published import Connection, Row, read_rows
from flows.view.dashboard.tables import MOST_PAGES, BadRequest, link_characters
from flows.view.search import RESULTS, Found, search_articles
from flows.view.telling import tell_name

NAMES = ("words", "outlet", "topic", "from", "to", "language", "author", "place", "page")
SPANS = """
    select article_id, start_char, end_char, page_id, page_start_char
    from core.article_spans
    where article_id in (select unnest($ids))
    order by article_id, span_no
"""
CHOICES = {
    "outlets": "select outlet_id as key, name from marts.outlets"
    " where article_count > 0 and outlet_id is not null order by article_count desc limit 300",
    "topics": "select topic_id as key, name from marts.topics"
    " where article_count > 0 and topic_id is not null order by name limit 500",
    "languages": "select distinct language_code as key from core.articles"
    " where language_code is not null order by all",
}


def find_words(connection: Connection, given: QueryParams) -> dict[str, Any]:
    """The articles that say it; none are asked for where no words are given.

    Raises:
        BadRequest: it cannot be searched for.
    """
    unknown = [name for name in given if name not in NAMES]
    if unknown:
        raise BadRequest(f"a search has no {unknown[0]!r}; it has {', '.join(NAMES)}")
    words, page = given.get("words", "").strip(), given.get("page") or "1"
    if not (page.isascii() and page.isdecimal() and 1 <= int(page[:9]) <= MOST_PAGES):
        raise BadRequest(f"pages are 1 to {MOST_PAGES:,}")
    filters = read_filters(given)
    count, found = 0, []
    if words:
        try:
            offset = (int(page) - 1) * RESULTS
            count, found = search_articles(connection, words, filters, offset=offset)
        except Unusable as error:
            raise BadRequest(str(error)) from None
    return {
        "words": words,
        "given": {name: given.get(name, "") for name in NAMES},
        "places": PLACES,
        "count": count,
        "page": int(page),
        "last_page": max(-(-count // RESULTS), 1),
        "results": show_results(connection, found),
        "choices": read_choices(connection),
    }


def read_choices(connection: Connection) -> dict[str, list[Row]]:
    """What a search can be limited to, as key and name."""
    choices = {name: read_rows(connection, query) for name, query in CHOICES.items()}
    for row in choices["languages"]:
        row["name"] = tell_name(row["key"])
    choices["languages"].sort(key=lambda row: row["name"])
    return choices


def read_filters(given: QueryParams) -> Filters:
    place = given.get("place") or "anywhere"
    if place not in PLACES:
        raise BadRequest(f"place is one of {', '.join(PLACES)}, not {place!r}")
    return Filters(
        outlet=given.get("outlet") or None,
        topic=given.get("topic") or None,
        first_day=read_day(given, "from"),
        last_day=read_day(given, "to"),
        language=given.get("language") or None,
        place=place,
        author=given.get("author", "").strip() or None,
    )


def read_day(given: QueryParams, name: str) -> date | None:
    try:
        return date.fromisoformat(given[name]) if given.get(name) else None
    except ValueError:
        raise BadRequest(f"{name} is a day such as 2025-05-19") from None


def show_results(connection: Connection, found: list[Found]) -> list[Row]:
    """What was found as HTML, each marked word a link to its characters on a page."""
    ids = [one.article["article_id"] for one in found]
    spans = read_rows(connection, SPANS, {"ids": ids}) if ids else []
    results = []
    for one in found:
        own = [span for span in spans if span["article_id"] == one.article["article_id"]]
        snippets = []
        for snippet in one.snippets:
            marks = [
                Mark(start, end, "found", link_body(own, start, end))
                for start, end in snippet.marks
            ]
            before, after = (Markup(" … ") if more else Markup() for more in snippet[-2:])
            shown = mark_text(snippet.text, marks, snippet.start)
            snippets.append(before + shown + after)
        headline = one.article["headline"] or ""
        title = mark_text(headline, [Mark(*span) for span in one.headline_marks])
        results.append({"article": one.article, "headline": title, "snippets": snippets})
    return results


def link_body(spans: list[Row], start: int, end: int) -> str | None:
    """The address of the characters of a page from which those of a body were copied."""
    for span in spans:
        if span["start_char"] <= start < span["end_char"]:
            shift = span["page_start_char"] - span["start_char"]
            last = min(end, span["end_char"])
            return link_characters(span["page_id"], start + shift, last + shift)
    return None
