"""A row to a page: its text, its ids, and where and when it was captured."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import polars as pl

from flows.ingest.entities import read_entities
from flows.ingest.limits import require_lines
from flows.ingest.readers.row import NOWHERE, Fields, Place
from flows.ingest.rejects import Reject, Rejected, rejecting
from flows.reading.front_matter import find_address

SPANS = pl.List(pl.Struct({"start_char": pl.Int32, "end_char": pl.Int32}))
FACTS = pl.List(pl.Struct({"field": pl.String, "value": pl.String, "found_in": pl.String}))
PAGES = pl.Schema(
    {
        "page_id": pl.String,  # 32 hex digits of SHA-256 over url, NUL, text
        "text_id": pl.String,  # the same over the text alone
        "source": pl.String,
        "file": pl.String,  # the source without its row
        "external_id": pl.String,
        "url": pl.String,
        "captured_at": pl.Datetime("us", "UTC"),
        "captured_earliest": pl.Datetime("us", "UTC"),
        "captured_latest": pl.Datetime("us", "UTC"),
        "captured_basis": pl.String,  # metadata, assumed_utc
        "entity_count": pl.Int32,  # HTML entities that were read in the text
        "member": pl.String,  # where in the file it stands: see Place
        "record_offset": pl.Int64,
        "format": pl.String,  # of the file, and which version of its reader read the page
        "reader_version": pl.String,
        "hidden_spans": SPANS,  # of the text, that browsers do not show
        "text": pl.String,
        "metadata_id": pl.String,  # 32 hex digits of SHA-256 over metadata; null: there is none
        "metadata": FACTS,  # what only the HTML knows, of a field the most trusted first
    }
)


class Page(NamedTuple):
    """A row of PAGES."""

    page_id: str
    text_id: str
    source: str
    file: str
    external_id: str | None
    url: str | None
    captured_at: datetime | None
    captured_earliest: datetime | None
    captured_latest: datetime | None
    captured_basis: str | None
    entity_count: int
    member: str | None
    record_offset: int | None
    format: str | None
    reader_version: str | None
    hidden_spans: list[dict[str, int]] | None
    text: str
    metadata_id: str | None
    metadata: list[dict[str, str]] | None


class Captured(NamedTuple):
    """When a page was captured: a moment, and the bracket of the true time."""

    at: datetime | None
    earliest: datetime | None
    latest: datetime | None
    basis: str | None


NEVER = Captured(None, None, None, None)


def make_page(
    fields: Fields, source: str, file: str, rejects: list[Reject], place: Place = NOWHERE
) -> Page:
    """The page of a row. A url or a time that is not understood is left out, as a reject. A row
    without a url has the one that its text names in its front matter.

    Raises:
        Rejected: the row has no text that can be used.
    """
    spans = fields.get("hidden_spans")  # of HTML: its entities are read, and its lines made
    text, entity_count = clean_text(fields.get("text"), is_raw=spans is None)
    url, captured = None, NEVER
    with rejecting(source, rejects):
        url = clean_url(fields.get("url")) or find_address(text)
    with rejecting(source, rejects):
        captured = read_captured_at(fields.get("captured_at"))
    external_id = None if fields.get("id") is None else replace_surrogates(str(fields["id"]))
    page_id, text_id = hash_text(f"{url or ''}\0{text}"), hash_text(text)
    ids = (page_id, text_id, source, file, external_id, url)
    hidden = [{"start_char": start, "end_char": end} for start, end in spans or ()]
    metadata = [fact._asdict() for fact in fields.get("metadata", ())]
    metadata_id = hash_text(json.dumps(metadata)) if metadata else None
    return Page(
        *ids,
        *captured,
        entity_count,
        *place,
        None,
        None,
        hidden or None,
        text,
        metadata_id,
        metadata or None,
    )


def hash_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def replace_surrogates(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def clean_text(text: Any, is_raw: bool = True) -> tuple[str, int]:
    """A page's text with LF line ends, without a byte order mark, and with its HTML entities read
    where it is full of them; and how many were. One that is not raw is only looked at.

    Raises:
        Rejected: missing, not a string, empty, blank, not valid Unicode, or too many lines.
    """
    if text is None:
        raise Rejected("no text field", 'the row has no "text"')
    if not isinstance(text, str):
        raise Rejected("text not a string", f"it is a {type(text).__name__}")
    if not text:
        raise Rejected("empty", "no characters")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Rejected("lone surrogate", f"half a character at {error.start}") from None
    entity_count = 0
    if is_raw:
        text, entity_count = read_entities(text.removeprefix("\ufeff"))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Rejected("blank", "white space only")
    require_lines(text)
    return text, entity_count


def clean_url(url: Any) -> str | None:
    """A page's url without white space around it; None where there is none."""
    if url is None:
        return None
    if not isinstance(url, str):
        raise Rejected("url not a string", "the page is kept without it")
    try:
        url.encode()
    except UnicodeEncodeError:
        raise Rejected("lone surrogate", "in the url; the page is kept without it") from None
    return url.strip() or None


def read_captured_at(value: Any) -> Captured:
    """When a page was captured, from ISO 8601; a day is a bracket of 24 hours.

    >>> read_captured_at("2025-06-07T12:00:00+02:00").at.isoformat()
    '2025-06-07T10:00:00+00:00'
    >>> read_captured_at("2025-06-07").latest.isoformat()
    '2025-06-08T00:00:00+00:00'
    """
    if value is None or value == "":
        return NEVER
    try:
        if not isinstance(value, str):
            raise ValueError(f"it is a {type(value).__name__}")
        value = value.strip()
        moment = datetime.fromisoformat(value)
        if not 1990 <= moment.year <= 2100:
            raise ValueError(f"the year {moment.year}")
    except ValueError as error:
        detail = f"{error}; the page is kept without it"
        raise Rejected("captured_at not understood", replace_surrogates(detail)) from None
    basis = "metadata" if moment.tzinfo else "assumed_utc"
    moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    is_day = len(value) <= len("2025-06-07")
    latest = moment + timedelta(days=1) if is_day else moment
    return Captured(moment, moment, latest, basis)
