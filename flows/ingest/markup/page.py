"""HTML to the fields of a page."""

from typing import Any

from flows.ingest.limits import require_size
from flows.ingest.markup.metadata import read_metadata
from flows.ingest.markup.plain import is_too_nested, read_plainly
from flows.ingest.markup.saved import read_saved
from flows.ingest.markup.text import parse_markup, read_shown


def read_page(markup: str) -> dict[str, Any]:
    """The fields of an HTML page: its text, the spans of it that browsers do not show, what only
    the HTML knows, and where and when it was saved, if it says so.

    Raises:
        Rejected: its text is too large.

    >>> read_page("<h1>A ferry</h1><p>Crews <b>walk</b> out")
    {'text': 'A ferry\\n\\nCrews walk out', 'hidden_spans': [], 'metadata': []}
    """
    markup = markup.removeprefix("\ufeff")
    metadata = []
    if is_too_nested(markup):
        shown = read_plainly(markup)
    else:
        tree = parse_markup(markup)
        metadata = read_metadata(tree)  # before the tree is changed
        shown = read_shown(tree)
    require_size(len(shown.text.encode()), "a text")
    fields: dict[str, Any] = {
        "text": shown.text,
        "hidden_spans": shown.hidden,
        "metadata": metadata,
    }
    saved = read_saved(markup)._asdict()
    return fields | {name: value for name, value in saved.items() if value}
