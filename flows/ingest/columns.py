"""Which column of a file of rows is the text, the address, the time of the capture: by the names
that sets of pages give them (FineWeb, C4, CC-News, lists of news).
"""

from collections.abc import Iterable
from typing import Any

from flows.ingest.markup.page import read_page
from flows.ingest.readers.row import Fields

# field -> its names, ours first
NAMES = {
    "text": "text content body maintext article_text full_text raw_content plain_text",
    "html": "html raw_html",
    "url": "url link WARC-Target-URI warc_target_uri source_url article_url",
    "captured_at": "captured_at timestamp WARC-Date warc_date crawl_date date_download",
    "id": "id WARC-Record-ID warc_record_id",
}
# `date` is the day of the crawl in sets of crawls, which have one of these too.
DATE, OF_CRAWLS = "date", {"dump", "file_path", "warc_path", "digest", "cc_segment"}


def choose_columns(names: Iterable[str]) -> dict[str, str]:
    """Field -> the column that is taken for it; of HTML and text the text.

    >>> choose_columns(["link", "maintext", "title"])
    {'text': 'maintext', 'url': 'link'}
    """
    there = set(names)
    chosen = {}
    for field, known in NAMES.items():
        if name := next((name for name in known.split() if name in there), None):
            chosen[field] = name
    if "text" in chosen:
        chosen.pop("html", None)
    if DATE in there and there & OF_CRAWLS:
        chosen.setdefault("captured_at", DATE)
    return chosen


def take_fields(row: dict[str, Any], chosen: dict[str, str]) -> Fields:
    """The fields of a page out of a row. A column with a name of others may hold something else:
    only texts are taken from it.
    """
    fields: Fields = {
        field: row[name]
        for field, name in chosen.items()
        if row.get(name) is not None and (field in (name, "text") or isinstance(row[name], str))
    }
    markup = fields.pop("html", None)
    return read_page(markup) | fields if isinstance(markup, str) else fields
