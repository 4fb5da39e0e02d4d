"""When each placement was published: which of its lines say so, and the time that they mean.

The time is a half-open bracket of the true one, on a named basis.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

import polars as pl

from flows.describe.addresses import find_country
from flows.reading import dates
from flows.reading.dates.ends import HAS_DIGIT, ends_with_word, read_moment_ends
from flows.reading.dates.lines import (
    count_other_letters,
    has_date,
    has_weekday,
    is_time_line,
    names_more,
    says_other,
    says_published,
    split_parts,
)
from flows.reading.facts import Facts, find_basis, read_day
from flows.seeds import read_seed
from flows.segment import find_kinds

PUBLISHED = pl.Schema(
    {
        "published_earliest": pl.Datetime("us"),
        "published_latest": pl.Datetime("us"),
        "published_utc_offset_minutes": pl.Int32,
        "published_precision": pl.String,
        "published_basis": pl.String,
        "reason_undated": pl.String,
    }
)
UNKNOWN = (None,) * (len(PUBLISHED) - 1)  # without its reason
TO_THE_DAY = ("minute", "hour", "day")  # precisions
# Of a story's own lines, that may be a date whatever their label. Swept on dev's 257 leads (python
# -m train.metadata), right to the day: 0: 198; 6: 199; 12: 199.
LINES_OF_HEADING = 6
LONGEST_SEPARATOR = 3
MOST_BESIDE_MONTH = 8  # letters
LINES_OF_MASTHEAD = 3  # where a masthead is taken for the headline, its day is right below
# A day begins so much earlier in Kiribati, and later on Baker Island, than in Greenwich.
EARLIEST_DAY, LATEST_DAY = timedelta(hours=14), timedelta(hours=12)
FAR_FROM_URL = timedelta(days=7)  # a page is written some days before or after its url is made
CLOCKS_DIFFER = timedelta(hours=1)  # of a capture and of the page


# Which lines say when


class PlacedLine(NamedTuple):
    """A segment of a placement."""

    start_char: int
    kind: str
    text: str


class Times(NamedTuple):
    """What a placement prints of when it was published."""

    published_text: str | None
    age_text: str | None


class Moment(NamedTuple):
    """What a line says of date and clock time."""

    form: str  # a key of RANKS
    text: str
    is_marked: bool = False  # its line begins with "Published"
    is_above: bool = False  # it stands above the headline
    is_today: bool = False  # it may be what a masthead says of the day of the visit


DAY_ONLY, MOMENT, NO_YEAR, UPDATE, CLOCK_ONLY = "day", "moment", "no year", "update", "clock"
RANKS = {DAY_ONLY: 0, MOMENT: 0, UPDATE: 1, NO_YEAR: 2, CLOCK_ONLY: 3}


class Capture(NamedTuple):
    earliest: datetime
    latest: datetime


def choose_times(lines: list[PlacedLine], is_lead: bool, capture: Capture | None = None) -> Times:
    """The first date, else clock time, and the first age of a placement, as printed.

    A date of publication comes before one of a change, and that before one that lacks its year; a
    date behind "Published" comes before others, one in the heading before one above the headline. A
    clock time below its date belongs to it, as do the two parts of a line that was cut at the wrong
    comma. What was to come when the page was captured is no publication, and a weekday and date
    above the headline are the masthead's if they are those of the capture.
    """
    # A time above the headline is second best for a lead, and as good as any for a card.
    headlines = (line.start_char for line in lines if line.kind == "headline" and is_lead)
    headline = next(headlines, 0)
    moments: list[Moment] = []
    ages: list[dates.Age] = []
    for position, line in enumerate(lines):
        if not may_say_when(line, position):
            continue
        ages += find_ages(line)
        moment = find_moment(line)
        before = lines[position - 1] if position else None
        if before and before.kind == "byline" and is_right_behind(line, before):
            moment = join_moment(line, before, moment)
        elif moment and moment.form == CLOCK_ONLY and moments and moments[-1].form == DAY_ONLY:
            moment = read_moment(f"{moments.pop().text} {line.text}", line.kind)
        if moment is None or (capture and is_after(dates.find_date(moment.text), capture)):
            continue
        is_marked = says_published(line.text)
        is_today = bool(capture) and not is_marked and is_masthead_day(line.text, capture)
        # The day of a dateline may be that of the event.
        is_above = line.start_char < headline or line.kind == "dateline"
        is_apart = stands_in_masthead(lines, position)
        if not (is_today and (is_above or is_apart)):
            moments.append(Moment(moment.form, moment.text, is_marked, is_above, is_today))
    first = min(moments, key=rank_moment, default=None)
    age = min(ages, key=lambda age: age.is_update, default=None)
    return Times(first and first.text, age and age.text)


def rank_moment(moment: Moment) -> tuple[int, bool, bool, bool]:
    """The smaller, the likelier it says when the placement was published."""
    return RANKS[moment.form], moment.is_today, not moment.is_marked, moment.is_above


def is_after(date: dates.Bracket | None, capture: Capture) -> bool:
    """Whether a date was still to come when its page was captured, wherever it was printed."""
    if date is None:
        return False
    ahead = EARLIEST_DAY if date.utc_offset_minutes is None else timedelta(0)
    end = dates.move_moment(dates.naive_utc(capture.latest), 1, ahead + CLOCKS_DIFFER)
    return end is not None and date.earliest > end


def is_masthead_day(text: str, capture: Capture) -> bool:
    """Whether a line has the weekday and date on which its page was captured, wherever that was."""
    date = dates.find_date(text)
    if date is None or not has_weekday(text):
        return False
    first = dates.move_moment(dates.naive_utc(capture.earliest), -1, LATEST_DAY)
    last = dates.move_moment(dates.naive_utc(capture.latest), 1, EARLIEST_DAY)
    return (
        first is not None
        and last is not None
        and first.date() <= date.earliest.date() <= last.date()
    )


def stands_in_masthead(lines: list[PlacedLine], position: int) -> bool:
    """Whether a menu or other line of the page stands below one of the first lines of a placement,
    and no byline above it: what was taken for its headline may be the masthead.
    """
    if position >= LINES_OF_MASTHEAD or any(line.kind == "byline" for line in lines[:position]):
        return False
    below = lines[position + 1] if position + 1 < len(lines) else None
    return below is None or not is_right_behind(below, lines[position])


def may_say_when(line: PlacedLine, position: int) -> bool:
    """Whether a line may say when; what it says then never stands in a body. The day in a title is
    that of what it tells: "What the treaty of 5 June 1967 means today".
    """
    if line.kind in find_kinds("is_body") or line.kind == "headline":
        return False
    if line.kind == "deck" and names_more(line.text):
        return False
    is_in_heading = position < LINES_OF_HEADING
    return line.kind in find_kinds("says_when") or (is_in_heading and is_time_line(line.text))


def find_ages(line: PlacedLine) -> Iterator[dates.Age]:
    """The ages of a line's parts. The first part of a byline is a name, whatever it looks like."""
    first = 1 if line.kind == "byline" else 0
    yield from filter(None, map(read_whole_age, split_parts(line.text)[first:]))


def read_whole_age(text: str) -> dates.Age | None:
    """The age that a text says: "2 hours ago"; the whole of "Updated 2 hours ago", of a change."""
    age = dates.read_age(text)
    return age._replace(text=text.strip()) if age and age.is_update else age


def find_moment(line: PlacedLine) -> Moment | None:
    """The first moment of a line, apart from its parts that are ages."""
    parts = split_parts(line.text)
    unread = [part for part in parts if not dates.read_age(part)]
    texts = [line.text] if len(unread) == len(parts) else unread
    return next(filter(None, (read_moment(text, line.kind) for text in texts)), None)


def read_moment(text: str, kind: str) -> Moment | None:
    """What a text says of date and clock time, as printed; "3/4/2025" is kept whole, unread."""
    date = dates.find_date(text)
    if date and date.is_update:
        return Moment(UPDATE, text)
    if date and date.precision == "hour" and not says_published(text):
        return None  # "Saturday 17 June 2023, 9pm": what begins then is no article
    if date and date.precision == "month" and not is_bare_month(text):
        return None  # "Ruhr Tour, Oct 2026"
    if date:
        return Moment(DAY_ONLY if date.precision == "day" else MOMENT, date.text)
    if has_date(text):
        return None if says_other(text) else Moment(MOMENT, text)
    if any(day.year is None for day in dates.find_yearless(text)):
        return Moment(NO_YEAR, text)
    time = dates.find_time(text) if kind == "timestamp" else None
    return Moment(CLOCK_ONLY, time) if time else None


def is_bare_month(text: str) -> bool:
    """Whether a text has a month and little else, or says that it was published then."""
    return says_published(text) or count_other_letters(text) <= MOST_BESIDE_MONTH


def join_moment(line: PlacedLine, before: PlacedLine, moment: Moment | None) -> Moment | None:
    """What a line says of date and clock time together with the byline right before it, from which
    it may be cut at the wrong comma: "Jane Roe, updated 17:40," and "5 June". The last word of a
    name may be that of a month, and "edited by" a byline's.

    Args:
        moment: what the line says alone.
    """
    joined = read_moment(f"{before.text} {line.text}", line.kind)
    if joined is None or moment is None:
        return joined or moment
    if dates.find_date(moment.text) and not dates.find_date(joined.text):
        return moment
    if RANKS[joined.form] <= RANKS[moment.form]:
        return joined
    is_one = HAS_DIGIT.search(before.text) or ends_with_word(before.text, read_moment_ends())
    return joined if is_one else moment


def is_right_behind(line: PlacedLine, before: PlacedLine) -> bool:
    return line.start_char - before.start_char - len(before.text) <= LONGEST_SEPARATOR


# What time they mean


@dataclass(frozen=True)
class Page:
    """What is known of a page that helps to read its dates."""

    text: str
    url: str | None
    language: str | None  # of its lead
    country: str | None  # of its host
    capture: Capture | None
    inferred_capture: Capture | None

    @cached_property
    def day_order(self) -> bool | None:
        return dates.read_day_order(self.text)

    @cached_property
    def latest_years(self) -> tuple[int | None, int | None]:
        return dates.find_latest_years(self.text)


class Candidate(NamedTuple):
    """A time that a placement may have been published."""

    bracket: dates.Bracket | None
    basis: str


def describe_dates(
    placements: pl.DataFrame,
    pages: pl.DataFrame,
    hosts: pl.DataFrame,
    captures: pl.DataFrame,
    facts: dict[str, Facts] | None = None,
) -> pl.DataFrame:
    """Add when each placement was published; same rows, same order.

    What is known only of a change ("Updated: 19 May") or of a lead whose capture is inferred is a
    bound from above: published_latest without published_earliest and published_precision.

    Needs: page_id, role, published_text, age_text, language_code, outlet_id; page_id, url, text,
    captured_earliest, captured_latest of the pages; HOSTS; CAPTURES of the pages without a capture;
    what the HTML of pages says, which counts for a lead that prints no day.
    Adds:
        published_earliest, published_latest  Datetime  half-open; UTC where the offset is known
        published_utc_offset_minutes          Int32     null: as printed, zone unknown
        published_precision                   String    minute hour day month year
        published_basis                       String    printed; relative: an age, or a date
                                                        without year, against a known capture;
                                                        inferred: against an inferred one, or the
                                                        year by the weekday beside the date; html:
                                                        of a lead, what its HTML says; column:
                                                        what a column of its row says; url:
                                                        of a lead, where the page prints none or one
                                                        that is far from it
        reason_undated                        String    why no day is known: not_to_the_day
                                                        end_only age_without_capture
                                                        date_without_year time_without_date
                                                        not_understood no_date_printed; null: it is
    """
    country_of = dict(read_seed("outlets").select("outlet_id", "country_code").iter_rows())
    page_of = read_pages(placements, pages, hosts, captures, country_of)
    rows = []
    for page_id, role, outlet_id, language, *texts in placements.select(
        "page_id", "role", "outlet_id", "language_code", *Times._fields
    ).iter_rows():
        page = page_of[page_id]
        country = page.country or country_of.get(outlet_id)
        place = dates.Place(language or page.language, country)
        times = Times(*texts)
        candidates = list(find_candidates(times, place, page))
        if role == "lead":
            candidates += find_told((facts or {}).get(page_id, {}))
            candidates = add_url_date(candidates, dates.find_url_date(page.url))
        if page.capture:
            candidates = [one for one in candidates if not is_after(one.bracket, page.capture)]
        row = choose_row(candidates)
        if row is UNKNOWN and role == "lead" and page.inferred_capture:
            row = (None, dates.naive_utc(page.inferred_capture.latest), 0, None, "inferred")
        rows.append((*row, find_reason(row, times, place, page)))
    return placements.hstack(pl.DataFrame(rows, schema=PUBLISHED, orient="row"))


def read_pages(
    placements: pl.DataFrame,
    pages: pl.DataFrame,
    hosts: pl.DataFrame,
    captures: pl.DataFrame,
    country_of: dict[str | None, str | None],
) -> dict[str, Page]:
    """What is known of each page.

    Args:
        country_of: of outlets.
    """
    host_of = dict(hosts.select("page_id", "host_outlet_id").iter_rows())
    leads = placements.filter(role="lead").select("page_id", "language_code")
    language_of = dict(leads.iter_rows())
    known, inferred = read_captures(pages), read_captures(captures)
    return {
        page_id: Page(
            text,
            url,
            language_of.get(page_id),
            country_of.get(host_of.get(page_id)) or find_country(url),
            known.get(page_id),
            inferred.get(page_id),
        )
        for page_id, url, text in pages.select("page_id", "url", "text").iter_rows()
    }


def read_captures(pages: pl.DataFrame) -> dict[str, Capture]:
    known = pages.filter(pl.col("captured_latest").is_not_null())
    captures = known.select("page_id", "captured_earliest", "captured_latest")
    return {page_id: Capture(*capture) for page_id, *capture in captures.iter_rows()}


def find_candidates(times: Times, place: dates.Place, page: Page) -> Iterator[Candidate]:
    """The times that a placement may have been published, the best first."""
    text, age_text = times
    if text:
        order = page.day_order if "/" in text else None
        date = dates.find_date(text, place.language, place.country, order)
        yield Candidate(date, "printed") if date else read_yearless(text, place, page)
    if age_text and page.capture:
        yield Candidate(bracket_age(age_text, page.capture), "relative")
    elif age_text and page.inferred_capture:
        yield Candidate(bracket_age(age_text, page.inferred_capture), "inferred")


def find_told(facts: Facts) -> Iterator[Candidate]:
    """The times that the HTML of a page gives its article: of publication, and of a change."""
    if published := read_day(facts, "published"):
        basis = find_basis(facts, "published")
        yield Candidate(published._replace(is_update=False), basis)
    if modified := read_day(facts, "modified"):
        yield Candidate(modified._replace(is_update=True), find_basis(facts, "modified"))


def add_url_date(candidates: list[Candidate], dated: dates.Bracket | None) -> list[Candidate]:
    """The candidates with the date of the url: last, but before a printed one that is far from it
    and so of something else.
    """
    if dated is None:
        return candidates
    of_url = Candidate(dated, "url")
    if dated.precision == "month":  # the folder stays where an article is printed again
        return [*candidates, of_url]
    near_from = dates.move_moment(dated.earliest, -1, FAR_FROM_URL)
    near_to = dates.move_moment(dated.latest, 1, FAR_FROM_URL)
    is_far = [
        one.bracket is not None
        and one.basis == "printed"
        and not one.bracket.is_update
        and not (near_from and near_to and near_from <= one.bracket.earliest < near_to)
        for one in candidates
    ]
    return [of_url, *candidates] if any(is_far) else [*candidates, of_url]


def read_yearless(text: str, place: dates.Place, page: Page) -> Candidate:
    """ "8 May, 17:46" in the last year before the capture that it fits. If the capture is unknown,
    in that one of the five years from the page's latest printed year on which its weekday fits.
    """
    day = next(dates.find_yearless(text, place.language), None)
    if day is None or day.year is not None:  # "5 May 9999" is no day of the capture's year
        return Candidate(None, "relative")
    if page.capture:
        year, basis = dates.last_year_before(day, page.capture.latest), "relative"
    else:
        year, basis = dates.find_year(day, *page.latest_years), "inferred"
    return Candidate(dates.date_yearless(text, day, year, place) if year else None, basis)


def bracket_age(age_text: str, capture: Capture) -> dates.Bracket | None:
    age = dates.read_age(age_text)
    return age and dates.bracket_age(age, *capture)


def choose_row(candidates: list[Candidate]) -> tuple:
    """The first time of publication as a row of PUBLISHED; else a bound by the first change. It is
    without its last column, the reason.

    >>> choose_row([Candidate(None, "printed")]) is UNKNOWN
    True
    """
    known = [(bracket, basis) for bracket, basis in candidates if bracket]
    for bracket, basis in known:
        if not bracket.is_update:
            offset, precision = bracket.utc_offset_minutes, bracket.precision
            return (bracket.earliest, bracket.latest, offset, precision, basis)
    for bracket, basis in known:
        return (None, bracket.latest, bracket.utc_offset_minutes, None, basis)
    return UNKNOWN


def find_reason(row: tuple, times: Times, place: dates.Place, page: Page) -> str | None:
    """Why the day is not known on which a placement was published; None where it is.

    Args:
        row: of PUBLISHED, without its reason.
    """
    _, latest, _, precision, _ = row
    if precision in TO_THE_DAY:
        return None
    if latest:
        return "not_to_the_day" if precision else "end_only"
    text, age_text = times
    if age_text and dates.read_age(age_text) and not (page.capture or page.inferred_capture):
        return "age_without_capture"
    if not text:
        return "not_understood" if age_text else "no_date_printed"
    if any(day.year is None for day in dates.find_yearless(text, place.language)):
        return "date_without_year"
    return "time_without_date" if dates.find_time(text) and not has_date(text) else "not_understood"
