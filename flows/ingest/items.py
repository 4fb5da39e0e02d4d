"""Items of feeds and lists: pages that are made of fields, a field a line.

The text of such a page has each field that the item gives, in the order in which sites print them,
and metadata says which line is which, so that the cut need not guess: see flows/segment/items.py.
"""

import html
import re
from collections.abc import Iterable
from datetime import datetime
from email.utils import parsedate_to_datetime
from itertools import chain
from typing import NamedTuple

from flows.ingest.markup.metadata import Fact, clean_value
from flows.ingest.markup.page import read_page
from flows.ingest.readers.row import Fields

FOUND_IN = "item"  # in core.page_metadata
TAG = re.compile(r"<[a-zA-Z!/]")
BREAKS = re.compile(r"\r\n?")
DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z?))?")  # 20230606101500
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Piece(NamedTuple):
    """What a field says, as text or as HTML."""

    content: str
    is_html: bool = True


class Item(NamedTuple):
    """An item of a feed or of a list."""

    title: Piece = Piece("")
    summary: Piece = Piece("")
    content: Piece = Piece("")
    url: str = ""
    item_id: str = ""
    published: str = ""  # as it stands there
    modified: str = ""
    authors: tuple[str, ...] = ()
    source: str = ""  # the outlet that the item names
    site_name: str = ""  # what the whole feed is called
    language: str = ""


def make_fields(item: Item) -> Fields:
    """The fields of an item's page. A summary that the content has as well is not repeated.

    >>> make_fields(Item(Piece("A ferry"), Piece("Crews <b>walk</b>"), url="https://a.example"))
    {'text': 'A ferry\\n\\nCrews walk', 'hidden_spans': [],
     'metadata': [Fact(field='headline', value='A ferry', found_in='item')],
     'url': 'https://a.example'}
    """
    title = " ".join(read_piece(item.title)["text"].split())
    summary, content = read_piece(item.summary), read_piece(item.content)
    if has_words(content["text"], summary["text"]):
        summary = {"text": "", "hidden_spans": []}
    deck = summary["text"] if content["text"].strip() and "\n" not in summary["text"] else ""
    published = spell_time(item.published or item.modified)
    heading = [title, item.source, published, ", ".join(item.authors)]
    lines = [line for line in (" ".join(one.split()) for one in heading) if line]
    text, hidden = "\n\n".join(lines), []
    for part in (summary, content):
        if part["text"].strip():
            text += "\n\n" if text else ""
            hidden += [(start + len(text), end + len(text)) for start, end in part["hidden_spans"]]
            text += part["text"]
    told = chain(
        [("headline", title), ("outlet", item.source), ("published", published)],
        [("modified", spell_time(item.modified))],
        [("author", author) for author in item.authors],
        [("deck", deck)],
        [("site_name", item.site_name), ("language", item.language)],
    )
    fields = {"text": text, "hidden_spans": hidden, "metadata": make_facts(told)}
    return fields | {
        name: value for name, value in (("url", item.url), ("id", item.item_id)) if value
    }


def make_facts(told: Iterable[tuple[str, str]]) -> list[Fact]:
    cleaned = ((field, clean_value(field, value)) for field, value in told)
    return [Fact(field, value, FOUND_IN) for field, value in cleaned if value]


def read_piece(piece: Piece) -> Fields:
    """The text of a piece, with the spans of it that browsers do not show."""
    content = BREAKS.sub("\n", piece.content).strip()
    if piece.is_html and TAG.search(content):
        page = read_page(content)
        return {"text": page["text"], "hidden_spans": page["hidden_spans"]}
    return {"text": html.unescape(content) if piece.is_html else content, "hidden_spans": []}


def has_words(text: str, part: str) -> bool:
    """Whether a text has what a part says, which may be cut short, as excerpts are: "Crews …"."""
    words = " ".join(part.split()).removesuffix("[...]").removesuffix("[…]").rstrip(" .…")
    return " ".join(words.split()) in " ".join(text.split())


def spell_time(text: str) -> str:
    """A time as readers of dates know it: as it stands there, or as ISO 8601.

    >>> spell_time("20230606101500"), spell_time("Tue, 6 Jun 23 10:00:00 EST")
    ('2023-06-06T10:15:00Z', '2023-06-06T10:00:00-05:00')
    """
    text = " ".join(text.split())
    if match := DIGITS.fullmatch(text):  # of GDELT, in UTC
        year, month, day, hour, minute, second, _ = match.groups()
        clock = f"T{hour}:{minute}:{second or '00'}Z" if hour else ""
        return f"{year}-{month}-{day}{clock}"
    if text and not YEAR.search(text):
        try:
            moment: datetime = parsedate_to_datetime(text)
            return moment.isoformat()
        except (ValueError, TypeError, OverflowError):
            return text
    return text
