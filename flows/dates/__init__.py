"""Printed dates, clock times and ages ("34 minutes ago"), read from single lines of a page.

What is not printed is never filled in. The words come from seeds/: months.csv, age_words.csv,
date_words.csv and time_zones.csv.
"""

from flows.dates.ages import AGE_PATTERN, Age, bracket_age, read_age
from flows.dates.clocks import TIME_PATTERN, find_time
from flows.dates.printed import DATE_PATTERN, Bracket, find_date

__all__ = [
    "AGE_PATTERN",
    "DATE_PATTERN",
    "TIME_PATTERN",
    "Age",
    "Bracket",
    "bracket_age",
    "find_date",
    "find_time",
    "read_age",
]
