"""Printed dates, clock times and ages ("34 minutes ago"), read from single lines of a page.

What is not printed is never filled in. The words come from seeds/: months.csv, weekdays.csv,
age_words.csv, date_words.csv and time_zones.csv.
"""

from flows.reading.dates.ages import (
    AGE_PATTERN,
    BARE_AGE,
    Age,
    bracket_age,
    bracket_capture,
    naive_utc,
    read_age,
)
from flows.reading.dates.calendar import move_moment
from flows.reading.dates.clocks import TIME_PATTERN, Place, find_time
from flows.reading.dates.printed import DATE_PATTERN, Bracket, find_date, read_day_order
from flows.reading.dates.urls import find_url_date
from flows.reading.dates.yearless import (
    Yearless,
    bracket_mention,
    date_yearless,
    find_latest_years,
    find_year,
    find_yearless,
    fit_year,
    last_year_before,
)

__all__ = [
    "AGE_PATTERN",
    "BARE_AGE",
    "DATE_PATTERN",
    "TIME_PATTERN",
    "Age",
    "Bracket",
    "Place",
    "Yearless",
    "bracket_age",
    "bracket_capture",
    "bracket_mention",
    "date_yearless",
    "find_date",
    "find_latest_years",
    "find_time",
    "find_url_date",
    "find_year",
    "find_yearless",
    "fit_year",
    "last_year_before",
    "move_moment",
    "naive_utc",
    "read_age",
    "read_day_order",
]
