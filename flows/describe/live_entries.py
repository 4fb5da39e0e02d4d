"""The entries of live pages, each with its own time and title."""

from datetime import timedelta
from typing import Any, NamedTuple

import polars as pl

from flows.describe.publication import Capture, read_captures
from flows.reading import dates
from flows.segment import find_kinds

LIVE_ENTRIES = pl.Schema(
    {
        "page_id": pl.String,
        "entry_no": pl.Int32,
        "placement_no": pl.Int32,
        "title": pl.String,
        "published_text": pl.String,
        "published_earliest": pl.Datetime("us"),
        "published_latest": pl.Datetime("us"),
        "published_utc_offset_minutes": pl.Int32,
        "published_precision": pl.String,
        "published_basis": pl.String,
        "start_char": pl.Int32,
        "end_char": pl.Int32,
    }
)
TO_THE_DAY = ("minute", "hour", "day")  # precisions


class Lead(NamedTuple):
    """What is known of the article to which the entries belong."""

    placement_no: int
    published_earliest: Any
    published_utc_offset_minutes: int | None
    published_precision: str | None
    language_code: str | None


def describe_live_entries(
    pages: pl.DataFrame, segments: pl.DataFrame, placements: pl.DataFrame
) -> pl.DataFrame:
    """The entries of live pages (LIVE_ENTRIES), in page order.

    A clock time alone is of the day on which the page's lead was published (basis `lead`), an age
    is counted from the capture (`relative`), a day beside the time is as printed. What is not known
    is null.

    Needs: page_id, text, captured_earliest, captured_latest of the pages; SEGMENTS; DESCRIBED.

    Example: below "Ferry strike live", published on 2 June 2023 in British summer time, the lines
    "17.02" and "Crews stay out" are an entry of 16:02 to 16:03 UTC with that title.
    """
    entries = segments.filter(pl.col("entry_no").is_not_null())
    if entries.is_empty():
        return LIVE_ENTRIES.to_frame()
    texts = dict(pages.join(entries, on="page_id", how="semi").select("page_id", "text").rows())
    captures = read_captures(pages)
    leads = {
        page_id: Lead(*lead)
        for page_id, *lead in placements.filter(role="lead")
        .select("page_id", *Lead._fields)
        .iter_rows()
    }
    rows = []
    for (page_id, entry_no), part in entries.sort("page_id", "segment_no").group_by(
        "page_id", "entry_no", maintain_order=True
    ):
        lead = leads.get(str(page_id))
        spans = part.select("kind", "start_char", "end_char").rows()
        if lead is None or not any(kind in find_kinds("is_body") for kind, _, _ in spans):
            continue
        text = texts[page_id]
        time = text[spans[0][1] : spans[0][2]].strip()
        titles = (text[start:end].strip() for kind, start, end in spans[:3] if kind == "subheading")
        when = date_entry(time, lead, captures.get(str(page_id)))
        hull = (spans[0][1], spans[-1][2])
        rows.append((page_id, entry_no, lead.placement_no, next(titles, None), time, *when, *hull))
    return pl.DataFrame(rows, schema=LIVE_ENTRIES, orient="row")


def date_entry(text: str, lead: Lead, capture: Capture | None) -> tuple:
    """The bracket of an entry's time, its offset, precision and basis."""
    unknown = (None,) * 5
    age = dates.read_age(text)
    if age:
        bracket = dates.bracket_age(age, *capture) if capture else None
        return (*bracket[:4], "relative") if bracket else unknown
    if printed := dates.find_date(text, lead.language_code):
        return (*printed[:4], "printed")
    if lead.published_earliest is None or lead.published_precision not in TO_THE_DAY:
        return unknown
    offset = lead.published_utc_offset_minutes
    day = lead.published_earliest + timedelta(minutes=offset or 0)
    # As a reader of dates knows it: behind a day, "17.02" is a clock time.
    bracket = dates.find_date(f"{day:%Y-%m-%d} {text.replace('.', ':', 1)}", lead.language_code)
    if bracket is None or bracket.precision not in ("minute", "hour"):
        return unknown
    if bracket.utc_offset_minutes is None and offset:
        shift = timedelta(minutes=offset)
        bracket = bracket._replace(earliest=bracket.earliest - shift, latest=bracket.latest - shift)
    own = offset if bracket.utc_offset_minutes is None else bracket.utc_offset_minutes
    return bracket.earliest, bracket.latest, own, bracket.precision, "lead"
