"""When each placement was published: as a half-open bracket of the true time, on a named basis."""

import polars as pl

from flows import dates
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


def describe_dates(
    placements: pl.DataFrame, pages: pl.DataFrame, hosts: pl.DataFrame
) -> pl.DataFrame:
    """Add when each placement was published; same rows, same order.

    Needs: page_id, published_text, age_text, language_code, outlet_id; page_id,
    captured_earliest, captured_latest of the pages; HOSTS.
    Adds:
        published_earliest, published_latest  Datetime  half-open; UTC where the offset is known
        published_utc_offset_minutes          Int32     null: as printed, zone unknown
        published_precision                   String    minute hour day month year
        published_basis                       String    printed, or relative: an age against a
                                                        known capture time
    """
    countries = dict(read_seed("outlets").select("outlet_id", "country_code").iter_rows())
    host_of = dict(hosts.select("page_id", "host_outlet_id").iter_rows())
    captured = {
        page_id: (earliest, latest)
        for page_id, earliest, latest in pages.select(
            "page_id", "captured_earliest", "captured_latest"
        ).iter_rows()
    }
    rows = []
    for page_id, outlet_id, language, published_text, age_text in placements.select(
        "page_id", "outlet_id", "language_code", "published_text", "age_text"
    ).iter_rows():
        country = countries.get(host_of.get(page_id)) or countries.get(outlet_id)
        bracket, basis = None, "printed"
        if published_text:
            bracket = dates.find_date(published_text, language, country)
        if bracket is None and age_text and None not in captured[page_id]:
            age = dates.read_age(age_text)
            bracket, basis = age and dates.bracket_age(age, *captured[page_id]), "relative"
        rows.append((*bracket[:4], basis) if bracket else (None,) * 5)
    return placements.hstack(pl.DataFrame(rows, schema=PUBLISHED, orient="row"))
