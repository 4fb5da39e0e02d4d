"""When a page was captured if nobody says so: a bracket, from what it prints of other stories."""

from datetime import datetime
from itertools import islice
from typing import NamedTuple

import polars as pl

from flows.reading import dates

CAPTURES = pl.Schema(
    {
        "page_id": pl.String,
        "captured_earliest": pl.Datetime("us", "UTC"),
        "captured_latest": pl.Datetime("us", "UTC"),
        "captured_basis": pl.String,
    }
)
MOST_DAYS = 20  # of one story
FRESH_UNITS = ("minute", "hour", "day")  # of an age; a story a week old may mean another week's day


class Years(NamedTuple):
    """The latest years that a page prints."""

    latest: int | None
    dated: int | None  # of a whole date


def infer_captures(pages: pl.DataFrame, placements: pl.DataFrame) -> pl.DataFrame:
    """The capture of each page that has none, if its stories bracket it (CAPTURES).

    Take a story "an hour ago" whose text says "Saturday (June 7)" of the past. It was published
    within a week of that day, and the page was captured an hour later. The year is the one in which
    the weekday fits, of the five from the latest year on that the page prints. Stories that
    contradict one another give no row.

    Needs: page_id, text, captured_latest of the pages; page_id, role, age_text, headline, body,
    language_code of the placements.
    """
    unknown = pages.filter(pl.col("captured_latest").is_null()).select("page_id")
    aged = placements.filter(pl.col("age_text").is_not_null(), pl.col("role") != "lead")
    aged = aged.join(unknown, on="page_id", how="semi")
    texts = pages.join(aged, on="page_id", how="semi").select("page_id", "text")
    years = {page_id: Years(*dates.find_latest_years(text)) for page_id, text in texts.iter_rows()}
    found: dict[str, list[tuple[datetime, datetime]]] = {}
    for page_id, age_text, headline, body, language in aged.select(
        "page_id", "age_text", "headline", "body", "language_code"
    ).iter_rows():
        story = f"{headline or ''}\n{body}"
        brackets = bracket_captures(age_text, story, language, years[page_id])
        if brackets:
            found.setdefault(page_id, []).extend(brackets)
    rows = []
    for page_id, brackets in found.items():
        earliest = max(start for start, _ in brackets)
        latest = min(end for _, end in brackets)
        if earliest < latest:
            rows.append((page_id, earliest, latest, "inferred"))
    naive = CAPTURES | {
        name: pl.Datetime("us") for name in ("captured_earliest", "captured_latest")
    }
    return pl.DataFrame(rows, schema=naive, orient="row").cast(CAPTURES)


def bracket_captures(
    age_text: str, story: str, language: str | None, years: Years
) -> list[tuple[datetime, datetime]]:
    """A bracket of the capture by each day that an aged story names with its weekday."""
    age = dates.read_age(age_text)
    if age is None or age.is_update or age.unit not in FRESH_UNITS:
        return []
    brackets = []
    for day in islice(dates.find_yearless(story, language), MOST_DAYS):
        # "Sunday, 9 March 2003" is what happened long ago
        year = None if day.year else dates.find_year(day, *years)
        published = dates.bracket_mention(story, day, year) if year else None
        if captured := published and dates.bracket_capture(age, *published):
            brackets.append(captured)
    return brackets
