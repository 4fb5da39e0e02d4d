"""When each placement was published: as a half-open bracket of the true time, on a named basis."""

from datetime import datetime
from functools import cache

import polars as pl

from flows.reading import dates
from flows.seeds import read_seed

PUBLISHED = pl.Schema(
    {
        "published_earliest": pl.Datetime("us"),
        "published_latest": pl.Datetime("us"),
        "published_utc_offset_minutes": pl.Int32,
        "published_precision": pl.String,
        "published_basis": pl.String,
    }
)
UNKNOWN = (None,) * len(PUBLISHED)


def describe_dates(
    placements: pl.DataFrame, pages: pl.DataFrame, hosts: pl.DataFrame, captures: pl.DataFrame
) -> pl.DataFrame:
    """Add when each placement was published; same rows, same order.

    What is known only of a change ("Updated: 19 May") or of a lead whose capture is inferred is a
    bound from above: published_latest without published_earliest and published_precision.

    Needs: page_id, role, published_text, age_text, language_code, outlet_id; page_id, text,
    captured_earliest, captured_latest of the pages; HOSTS; CAPTURES of the pages without a capture.
    Adds:
        published_earliest, published_latest  Datetime  half-open; UTC where the offset is known
        published_utc_offset_minutes          Int32     null: as printed, zone unknown
        published_precision                   String    minute hour day month year
        published_basis                       String    printed; relative: an age, or a date
                                                        without year, against a known capture;
                                                        inferred: against an inferred one, or the
                                                        year by the weekday beside the date
    """
    countries = dict(read_seed("outlets").select("outlet_id", "country_code").iter_rows())
    host_of = dict(hosts.select("page_id", "host_outlet_id").iter_rows())
    captured = read_captures(pages)
    inferred = read_captures(captures)
    texts = dict(pages.select("page_id", "text").iter_rows())
    leads = placements.filter(role="lead").select("page_id", "language_code")
    language_of = dict(leads.iter_rows())
    find_order = cache(lambda page_id: dates.read_day_order(texts[page_id]))

    rows = []
    for page_id, role, outlet_id, language, published_text, age_text in placements.select(
        "page_id", "role", "outlet_id", "language_code", "published_text", "age_text"
    ).iter_rows():
        country = countries.get(host_of.get(page_id)) or countries.get(outlet_id)
        place = dates.Place(language or language_of.get(page_id), country)
        moments = []
        if published_text:
            order = find_order(page_id) if "/" in published_text else None
            moments.append((dates.find_date(published_text, *place[:2], order), "printed"))
            if moments[0][0] is None:
                moment = read_yearless(published_text, place, captured.get(page_id), texts[page_id])
                moments.append(moment)
        if age_text and (capture := captured.get(page_id)):
            moments.append((bracket_age(age_text, capture), "relative"))
        elif age_text and (capture := inferred.get(page_id)):
            moments.append((bracket_age(age_text, capture), "inferred"))
        row = choose_moment(moments)
        if row is UNKNOWN and role == "lead" and page_id in inferred:
            row = (None, dates.naive_utc(inferred[page_id][1]), 0, None, "inferred")
        rows.append(row)
    return placements.hstack(pl.DataFrame(rows, schema=PUBLISHED, orient="row"))


def read_captures(pages: pl.DataFrame) -> dict[str, tuple[datetime, datetime]]:
    known = pages.filter(pl.col("captured_latest").is_not_null())
    captures = known.select("page_id", "captured_earliest", "captured_latest")
    return {page_id: (earliest, latest) for page_id, earliest, latest in captures.iter_rows()}


def read_yearless(
    text: str, place: dates.Place, capture: tuple[datetime, datetime] | None, page_text: str
) -> tuple[dates.Bracket | None, str]:
    """ "8 May, 17:46" in the last year before the capture that it fits; or in the one of the five
    from the page's latest printed year on in which its weekday fits.
    """
    day = next(dates.find_yearless(text, place.language), None)
    if day is None:
        return None, "relative"
    if capture:
        found, basis = dates.last_year_before(day, capture[1]), "relative"
    else:
        found, basis = dates.find_year(day, *dates.find_latest_years(page_text)), "inferred"
    return (dates.date_yearless(text, day, found, place) if found else None), basis


def bracket_age(age_text: str, capture: tuple[datetime, datetime]) -> dates.Bracket | None:
    age = dates.read_age(age_text)
    return age and dates.bracket_age(age, *capture)


def choose_moment(moments: list[tuple[dates.Bracket | None, str]]) -> tuple:
    """The first moment of publication as a row of PUBLISHED; else a bound by the first change.

    >>> choose_moment([(None, "printed")]) is UNKNOWN
    True
    """
    known = [(bracket, basis) for bracket, basis in moments if bracket]
    for bracket, basis in known:
        if not bracket.is_update:
            return (*bracket[:4], basis)
    for bracket, basis in known:
        return (None, bracket.latest, bracket.utc_offset_minutes, None, basis)
    return UNKNOWN
