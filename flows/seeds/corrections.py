"""Corrections: what a row of corrections.csv may say, and how its values are read and written.

A field of CUT says what the characters of a page are. One of VALUES says what is known of the
article that stands there.
"""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

CUT = ("kind", "role")
VALUES = ("outlet_id", "authors", "published", "language_code")
ROLES = ("lead", "embedded", "teaser", "none")  # none: of no article

SITE = re.compile(r"[\w-]+(\.[\w-]+)+")  # a domain, in any script
MOMENT = re.compile(
    r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d)"
    r"([T ](?P<hour>\d\d)(:(?P<minute>\d\d)(:\d\d)?)?)?(?P<zone>Z|[+-]\d\d:\d\d)?)?)?",
    re.ASCII,
)
PRECISIONS = ("year", "month", "day", "hour", "minute")
LENGTHS = {"day": timedelta(days=1), "hour": timedelta(hours=1), "minute": timedelta(minutes=1)}
LETTERS = {"year": 4, "month": 7, "day": 10, "hour": 13, "minute": 16}  # of an ISO time
MOST_OFFSET_MINUTES = 14 * 60
AUTHOR_SEPARATOR = "; "
# A spreadsheet takes a field that begins so for a formula; an apostrophe before it says that it is
# none.
FORMULA = re.compile(r"[=+\-@]")
QUOTED_FORMULA = re.compile(r"'(?=[=+\-@])")
JOINERS = "\u200c\u200d"  # letters of Persian and Hindi


class Correction(NamedTuple):
    """A row of corrections.csv, of a page that is known."""

    field: str
    start_char: int | None  # None: of the page's own article
    end_char: int | None
    value: str | None


class Moment(NamedTuple):
    """A half-open span of time; naive: in UTC where the offset is known, else as printed."""

    earliest: datetime
    latest: datetime
    utc_offset_minutes: int | None
    precision: str  # minute hour day month year


def read_moment(value: str) -> Moment | None:
    """
    >>> read_moment("2025-05-19T13:34+02:00").earliest
    datetime.datetime(2025, 5, 19, 11, 34)
    >>> read_moment("2025-05").precision
    'month'
    """
    match = MOMENT.fullmatch(value)
    if not match:
        return None
    if "00" in (match["month"], match["day"]):
        return None
    precision = [name for name in PRECISIONS if match[name]][-1]
    numbers = {name: int(match[name]) for name in PRECISIONS if match[name]}
    offset = read_offset(match["zone"])
    if match["zone"] and offset is None:
        return None
    try:
        year, month, day, hour, minute = (numbers.get(name, 0) for name in PRECISIONS)
        earliest = datetime(year, month or 1, day or 1, hour, minute)
        latest = find_end(earliest, precision)
        shift = timedelta(minutes=offset or 0)
        return Moment(earliest - shift, latest - shift, offset, precision)
    except (ValueError, OverflowError):  # 31 June, or behind the year 9999
        return None


def find_end(earliest: datetime, precision: str) -> datetime:
    if precision == "year":
        return earliest.replace(year=earliest.year + 1)
    if precision == "month":
        return (earliest + timedelta(days=31)).replace(day=1)
    return earliest + LENGTHS[precision]


def read_offset(zone: str | None) -> int | None:
    """Minutes east of UTC: read_offset("-03:30") == -210; None where there is no such zone."""
    if not zone:
        return None
    if zone == "Z":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[4:6])
    is_zone = minutes <= MOST_OFFSET_MINUTES and int(zone[4:6]) < 60
    return (-minutes if zone[0] == "-" else minutes) if is_zone else None


def spell_moment(
    earliest: datetime | None, latest: datetime | None, offset: int | None, precision: str | None
) -> str:
    """A time of publication as a value; empty where it is not known, or only an end is.

    >>> spell_moment(*read_moment("2025-05-19T13:34+02:00"))
    '2025-05-19T13:34+02:00'
    """
    if earliest is None or latest is None or precision is None:
        return ""
    # The day of a span is that of its end, which is exclusive.
    known = latest - timedelta(microseconds=1) if precision == "day" else earliest
    try:
        local = (known + timedelta(minutes=offset or 0)).replace(tzinfo=UTC)
    except OverflowError:
        return ""
    written = local.isoformat(timespec="minutes")[: LETTERS[precision]]
    if offset is None or precision in ("year", "month"):
        return written
    sign, (hours, minutes) = "-" if offset < 0 else "+", divmod(abs(offset), 60)
    return f"{written}{sign}{hours:02}:{minutes:02}" if offset else f"{written}Z"


def read_authors(value: str) -> list[str]:
    """
    >>> read_authors("Ada Quill; Bo Dal")
    ['Ada Quill', 'Bo Dal']
    """
    return [name for part in value.split(";") if (name := part.strip())]


def read_value(value: str | None) -> str | None:
    """A value without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return value and QUOTED_FORMULA.sub("", value, count=1)


def spell_value(field: str, row: dict) -> str:
    """What a row of core.placements says of a field, as a value of corrections.csv."""
    if field == "published":
        names = ("published_earliest", "published_latest", "published_utc_offset_minutes")
        earliest, latest, offset = (row[name] for name in names)
        return spell_moment(earliest, latest, offset, row["published_precision"])
    value = row.get(field)
    return AUTHOR_SEPARATOR.join(value or ()) if field == "authors" else value or ""


def make_field(text: str, longest: int = 400) -> str:
    """Text of a page as a field of a CSV file: on one line, without what nobody sees, and no
    formula to a spreadsheet.

    >>> make_field("=SUM(A1)\\x1b[2J")
    "'=SUM(A1) [2J"
    """
    seen = (" " if is_hidden(character) else character for character in text[: 4 * longest])
    line = " ".join("".join(seen).split())[:longest].strip()
    return f"'{line}" if FORMULA.match(line) else line


def is_hidden(character: str) -> bool:
    categories = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    return character not in JOINERS and unicodedata.category(character) in categories
