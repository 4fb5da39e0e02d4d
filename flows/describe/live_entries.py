"""The entries of live pages: when each was written, its title and where it stands."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

import polars as pl

from flows.describe.publication import (
    TO_THE_DAY,
    Candidate,
    Page,
    bracket_age,
    is_after,
    read_pages,
    read_yearless,
)
from flows.reading import dates
from flows.reading.bylines import find_names
from flows.reading.entry_times import EntryTime, read_entry_time, read_minutes
from flows.seeds import read_seed
from flows.segment import find_kinds

LIVE_ENTRIES = pl.Schema(
    {
        "page_id": pl.String,
        "placement_no": pl.Int32,
        "entry_no": pl.Int32,
        "title": pl.String,
        "byline": pl.String,
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
ENTRY_TIME = "entry_time"
SEPARATORS = " \t\n:：|｜·•–—-[]【】"
NEAR = 60  # minutes between the time of the page and that of its first or last entry
DAY = timedelta(days=1)


class Part(NamedTuple):
    """A segment on the page of a lead."""

    kind: str
    text: str
    start_char: int
    end_char: int
    is_placed: bool  # it is the lead's


class Entry(NamedTuple):
    time: EntryTime
    day: EntryTime | None  # the date that stands above it, alone on its line
    title: str | None
    byline: str | None
    start_char: int
    end_char: int


class Lead(NamedTuple):
    """When the page as a whole was published."""

    published_earliest: datetime | None
    published_latest: datetime | None
    published_utc_offset_minutes: int | None
    published_precision: str | None
    published_basis: str | None

    @property
    def offset(self) -> timedelta:
        return timedelta(minutes=self.published_utc_offset_minutes or 0)


def describe_live_entries(
    pages: pl.DataFrame, segments: pl.DataFrame, placements: pl.DataFrame, known: pl.DataFrame
) -> pl.DataFrame:
    """The entries of the leads that are live pages (LIVE_ENTRIES), in page order.

    A clock time alone is of the day of the lead, or of the days behind it where it passes midnight;
    null where nothing says of which.

    Needs: page_id, url, text, captured_earliest, captured_latest of the pages; SEGMENTS; DESCRIBED;
    KNOWN.
    """
    live = segments.filter(kind=ENTRY_TIME).drop_nulls("placement_no")
    leads = placements.filter(role="lead").join(live, on=["page_id", "placement_no"], how="semi")
    if leads.is_empty():
        return LIVE_ENTRIES.to_frame()
    of_live = pages.join(leads, on="page_id", how="semi")
    outlets = read_seed("outlets").select("outlet_id", "country_code")
    country_of: dict[str | None, str | None] = dict(outlets.iter_rows())
    page_of = read_pages(leads, of_live, known, known, country_of)
    parts_of = read_parts(of_live, segments, leads)
    rows = []
    for lead in leads.sort("page_id").rows(named=True):
        page = page_of[lead["page_id"]]
        country = page.country or country_of.get(lead["outlet_id"])
        place = dates.Place(lead["language_code"] or page.language, country)
        entries = list(read_entries(parts_of[lead["page_id"]]))
        told = date_entries(entries, Lead(*(lead[name] for name in Lead._fields)), place, page)
        for number, (entry, published) in enumerate(zip(entries, told, strict=True), 1):
            said = (entry.title, entry.byline, entry.time.text)
            place_of = (entry.start_char, entry.end_char)
            rows.append(
                (lead["page_id"], lead["placement_no"], number, *said, *published, *place_of)
            )
    return pl.DataFrame(rows, schema=LIVE_ENTRIES, orient="row")


# What stands where


def read_parts(
    pages: pl.DataFrame, segments: pl.DataFrame, leads: pl.DataFrame
) -> dict[str, list[Part]]:
    """The segments between the first and the last of each lead, in page order."""
    texts = dict(pages.select("page_id", "text").iter_rows())
    number_of = dict(leads.select("page_id", "placement_no").iter_rows())
    of_live = segments.join(leads.select("page_id"), on="page_id", how="semi")
    columns = ("page_id", "kind", "start_char", "end_char", "placement_no")
    rows = of_live.sort("page_id", "segment_no").select(columns).iter_rows()
    return {
        page_id: [
            Part(kind, texts[page_id][start:end].strip(), start, end, number == number_of[page_id])
            for _, kind, start, end, number in own
        ]
        for page_id, own in groupby(rows, key=lambda row: row[0])
    }


def read_entries(parts: list[Part]) -> Iterator[Entry]:
    """The entries of a lead: each from its time, or from the title right above it, to the next."""
    own = [part for part in parts if part.is_placed]
    read = [read_entry_time(part.text.strip(SEPARATORS)) if is_time(part) else None for part in own]
    marks = [at for at, time in enumerate(read) if time and time.begins_entry]
    is_above = 2 * sum(is_titled_above(own, at) for at in marks) > len(marks)
    starts = [at - 1 if is_above and is_titled_above(own, at) else at for at in marks]
    for mark, start, end in zip(marks, starts, [*starts[1:], len(own)], strict=True):
        lines = own[start:end]
        time = read[mark]
        days = [one for one in read[:mark] if one and one.has_day and not one.clock]
        title = next((part for part in lines if part.kind in find_kinds("is_body")), None)
        is_title = title is not None and title.kind == "subheading"
        first, last = lines[0].start_char, lines[-1].end_char
        if time:
            yield Entry(
                time,
                days[-1] if days else None,
                title.text if title and is_title else None,
                find_byline(parts, first, last),
                first,
                last,
            )


def is_time(part: Part) -> bool:
    return part.kind == ENTRY_TIME


def is_titled_above(own: list[Part], at: int) -> bool:
    """Whether a title stands right above a time, and none right below."""
    is_below = at + 1 < len(own) and own[at + 1].kind == "subheading"
    return at > 0 and own[at - 1].kind == "subheading" and not is_below


def find_byline(parts: list[Part], first: int, last: int) -> str | None:
    """The first byline among the lines of an entry, whether or not it is the lead's."""
    own = (part for part in parts if first <= part.start_char < last and part.kind == "byline")
    return next((part.text for part in own if find_names(part.text, is_marked=True)), None)


# When

Published = tuple[datetime | None, datetime | None, int | None, str | None, str | None]
UNKNOWN: Published = (None, None, None, None, None)


def date_entries(
    entries: list[Entry], lead: Lead, place: dates.Place, page: Page
) -> list[Published]:
    """When each entry was written: start, end, offset, precision and basis."""
    days = find_days(entries, lead)
    return [
        make_row(date_entry(entry, day, lead, place, page), page)
        for entry, day in zip(entries, days, strict=True)
    ]


def make_row(candidate: Candidate, page: Page) -> Published:
    bracket, basis = candidate
    if bracket is None or (page.capture and is_after(bracket, page.capture)):
        return UNKNOWN
    times = (bracket.earliest, bracket.latest)
    return (*times, bracket.utc_offset_minutes, bracket.precision, basis)


def date_entry(
    entry: Entry, day: date | None, lead: Lead, place: dates.Place, page: Page
) -> Candidate:
    """
    Args:
        day: of the clock time, where it is the lead that says it.
    """
    time = entry.time
    if time.is_age:
        capture = page.capture or page.inferred_capture
        basis = "relative" if page.capture else "inferred"
        return Candidate(bracket_age(time.text, capture) if capture else None, basis)
    if time.has_day:
        return read_printed(time.text, place, page)
    if entry.day:
        above = read_printed(entry.day.text, place, page)
        if above.bracket is None or above.bracket.precision != "day":
            return Candidate(None, above.basis)
        day_above = above.bracket.earliest.date()
        return Candidate(bracket_clock(day_above, time, lead, place), above.basis)
    return Candidate(bracket_clock(day, time, lead, place) if day else None, "lead")


def read_printed(text: str, place: dates.Place, page: Page) -> Candidate:
    """A date that is printed, with or without its year."""
    order = page.day_order if "/" in text else None
    found = dates.find_date(text, place.language, place.country, order)
    return Candidate(found, "printed") if found else read_yearless(text, place, page)


def bracket_clock(
    day: date, time: EntryTime, lead: Lead, place: dates.Place
) -> dates.Bracket | None:
    """A clock time on a day; in the zone of the lead where it has none of its own."""
    found = dates.find_date(f"{day:%Y-%m-%d} {time.clock}", place.language, place.country)
    if found is None or found.utc_offset_minutes is not None:
        return found
    if lead.published_basis != "printed" or lead.published_utc_offset_minutes is None:
        return found
    return found._replace(
        earliest=found.earliest - lead.offset,
        latest=found.latest - lead.offset,
        utc_offset_minutes=lead.published_utc_offset_minutes,
    )


def find_days(entries: list[Entry], lead: Lead) -> list[date | None]:
    """The day of each entry that has a clock time and no date, counted from that of the lead."""
    none: list[date | None] = [None] * len(entries)
    rows = [at for at, entry in enumerate(entries) if entry.time.clock and not entry.time.is_age]
    minutes = [read_minutes(entries[at].time.clock or "") for at in rows]
    clocks = [minute for minute in minutes if minute is not None]
    if len(clocks) < len(rows) or not clocks:
        return none
    falling = sum(later < earlier for earlier, later in pairwise(clocks))
    if 2 * falling > len(clocks) - 1:  # the newest first
        rows, clocks = rows[::-1], clocks[::-1]
    nights = [later < earlier for earlier, later in pairwise(clocks)]
    counts = list(accumulate(nights, initial=0))
    first = find_first_day(clocks, counts[-1], lead)
    if first is None:
        return none
    day_of = {at: first + count * DAY for at, count in zip(rows, counts, strict=True)}
    return [day_of.get(at) for at in range(len(entries))]


def find_first_day(clocks: list[int], nights: int, lead: Lead) -> date | None:
    """The day of the oldest entry; None where the page does not say.

    Args:
        clocks: of the entries, the oldest first.
        nights: how many midnights they pass.
    """
    start, end = lead.published_earliest, lead.published_latest
    if start is None or lead.published_precision not in TO_THE_DAY:
        if end is None or lead.published_precision:
            return None
        # Of a page that says only when it was changed, the newest entry is of that day.
        changed = end + lead.offset - timedelta(microseconds=1)
        return changed.date() - nights * DAY
    printed = start + lead.offset
    if not nights:
        return printed.date()
    if lead.published_precision != "minute":
        return None
    minute = printed.hour * 60 + printed.minute
    is_first, is_last = (abs(minute - clock) <= NEAR for clock in (clocks[0], clocks[-1]))
    if is_first == is_last:
        return None
    return printed.date() - (0 if is_first else nights) * DAY
