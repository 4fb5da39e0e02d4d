"""Which column of a file of rows is the text, the address, the day: by the names that sets of pages
give them, or as the user says (`--column text=body`).
"""

import os
from collections.abc import Iterable
from typing import Any

from flows.errors import Unusable
from flows.ingest.markup.metadata import Fact, clean_value
from flows.ingest.markup.page import read_page
from flows.ingest.readers.row import Fields

COLUMNS = "COPYDESK_COLUMNS"
# The more telling first. FineWeb and C4 say when a page was crawled; news sets when it was printed.
NAMES = {
    "text": "text content body maintext article_text full_text raw_content plain_text",
    "html": "html raw_html",
    "url": "url link WARC-Target-URI warc_target_uri source_url article_url",
    "captured_at": "captured_at timestamp WARC-Date warc_date crawl_date date_download",
    "id": "id WARC-Record-ID warc_record_id",
    "published": "published published_at publish_date published_date date_publish pub_date"
    " publication_date pubDate",
    "title": "title headline",
    "author": "author authors byline",
    "language": "language lang language_code",
}
# `date` is the day of the crawl in sets of crawls, which have one of these too, else of the article.
DATE, OF_CRAWLS = "date", ("dump", "file_path", "warc_path", "digest", "cc_segment")
FACTS = ("published", "title", "author", "language")
FOUND_IN = "column"


def choose_columns(names: Iterable[str]) -> dict[str, str]:
    """Field -> the column that is taken for it.

    >>> choose_columns(["url", "maintext", "date_publish", "title"])
    {'text': 'maintext', 'url': 'url', 'published': 'date_publish', 'title': 'title'}
    """
    there = list(names)
    said = {field: name for field, name in read_said().items() if name in there}
    chosen = {}
    for field, known in NAMES.items():
        found = (name for name in known.split() if name in there and name not in said.values())
        if name := said.get(field) or next(found, None):
            chosen[field] = name
    if "text" in chosen and "html" not in said:
        chosen.pop("html", None)
    if DATE in there and DATE not in chosen.values():
        is_crawl = any(name in there for name in OF_CRAWLS)
        chosen.setdefault("captured_at" if is_crawl else "published", DATE)
    return chosen


def read_said() -> dict[str, str]:
    """What the user says of columns.

    Raises:
        Unusable: it is not written as FIELD=COLUMN.
    """
    said = {}
    for part in filter(None, os.environ.get(COLUMNS, "").split("\n")):
        field, _, name = part.partition("=")
        if field not in NAMES or not name:
            raise Unusable(
                f"--column {part[:80]}: write FIELD=COLUMN; fields are {', '.join(NAMES)}"
            )
        said[field] = name
    return said


def take_fields(row: dict[str, Any], chosen: dict[str, str]) -> Fields:
    """The fields of a page out of a row, by the chosen columns."""
    fields: Fields = {
        field: row[name]
        for field, name in chosen.items()
        if field not in FACTS and row.get(name) is not None
    }
    markup = fields.pop("html", None)
    if isinstance(markup, str) and "text" not in fields:
        fields = read_page(markup) | fields
    facts = [fact for field in FACTS for fact in list_facts(field, row.get(chosen.get(field, "")))]
    if facts:
        fields["metadata"] = [*facts, *fields.get("metadata", [])]
    return fields


def list_facts(field: str, value: Any) -> list[Fact]:
    values = value if isinstance(value, list) else [value]
    found = (clean_value(field, str(one)) for one in values[:20] if one is not None)
    return [Fact(field, one, FOUND_IN) for one in found if one]
