"""The day or month that the address of a page names, as the archives of many papers do."""

import re
from datetime import datetime, timedelta
from urllib.parse import unquote

from flows.reading.dates.printed import Bracket, find_numbered_month, make_day

YEAR, DAY = r"(?P<year>(?:19|20)\d\d)", r"(?P<day>0?[1-9]|[12]\d|3[01])"
MONTH = r"(?P<month>0?[1-9]|1[0-2]|[a-z]{3,9})"
# From the surest form to the least sure: the first that the path has counts.
FORMS = (
    re.compile(rf"/{YEAR}/{MONTH}/{DAY}(?=/|$)"),
    re.compile(rf"/{YEAR}/(?P<month>0[1-9]|1[0-2])-?(?P<day>0[1-9]|[12]\d|3[01])(?=/|$)"),
    re.compile(
        rf"(?<![0-9]){YEAR}(?P<mark>[-_])(?P<month>0[1-9]|1[0-2])(?P=mark)(?P<day>\d\d)(?![0-9])"
    ),
    # "t20240403_98712.html" of Chinese systems; with hour, minute and more: "/202404031740.html"
    re.compile(r"(?<![0-9a-z])t?(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>\d\d)(?![0-9])"),
    re.compile(
        r"/(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>\d\d)"
        r"(?=(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d\d{0,5})?(?:[._/-]|$))"
    ),
    re.compile(rf"/{YEAR}/(?P<month>0[1-9]|1[0-2]|[a-z]{{3,9}})(?=/[^/]|$)"),
)
LONGEST_URL = 2000
WRAPPED = re.compile(r"(?<=.)https?:/{1,2}")  # the address that an archive's copy is of


def find_url_date(url: str | None) -> Bracket | None:
    """The day that the path of a url names, or the month; None where it names none, or several.

    >>> find_url_date("https://gazette.example/2023/jun/01/ferry").earliest
    datetime.datetime(2023, 6, 1, 0, 0)
    >>> find_url_date("https://gazette.example/2023/06/ferry").precision
    'month'
    """
    if not url or len(url) > LONGEST_URL:
        return None
    address = WRAPPED.split(unquote(url))[-1]
    path = re.split(r"[?#]", address, maxsplit=1)[0].lower()
    for form in FORMS:
        brackets = {bracket for match in form.finditer(path) if (bracket := read_match(match))}
        if brackets:
            days = {bracket.earliest for bracket in brackets}
            return brackets.pop() if len(days) == 1 else None
    return None


def read_match(match: re.Match[str]) -> Bracket | None:
    named = match.groupdict()
    month = named["month"]
    number = int(month) if month.isdecimal() else find_numbered_month(month)
    day = int(named["day"]) if "day" in named else None
    found = make_day(int(named["year"]), number, day, *match.span())
    if found is None:
        return None
    earliest = datetime(found.year, found.month, found.day or 1)
    if found.day:
        return Bracket(earliest, earliest + timedelta(days=1), None, "day", match[0])
    latest = (earliest + timedelta(days=31)).replace(day=1)
    return Bracket(earliest, latest, None, "month", match[0])
