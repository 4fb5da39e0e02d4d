"""HTML to the fields of a page."""

from typing import Any

from flows.ingest.limits import require_size
from flows.ingest.markup.metadata import read_metadata
from flows.ingest.markup.saved import read_saved
from flows.ingest.markup.text import parse_markup, read_shown


def read_page(markup: str) -> dict[str, Any]:
    """The fields of an HTML page: text, its hidden spans, its metadata, and where and when it was
    saved, if it says so.

    Raises:
        Rejected: it cannot be parsed in time, or shows no text.
    """
    tree = parse_markup(markup.removeprefix("\ufeff"))
    metadata = read_metadata(tree)
    shown = read_shown(tree)
    require_size(len(shown.text.encode()), "a text")
    fields: dict[str, Any] = {"text": shown.text, "hidden": shown.hidden, "metadata": metadata}
    saved = read_saved(markup)._asdict()
    return fields | {name: value for name, value in saved.items() if value}
