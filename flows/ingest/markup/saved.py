"""Where and when a page was saved, as the program that saved it left in a comment."""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

CHARACTERS = 10_000  # at the beginning of a page
SAVED = (
    # SingleFile: "Page saved with SingleFile url: https://… saved date: Tue Jun 06 2023 10:00:00
    # GMT+0200 (Central European Summer Time)"
    re.compile(
        r"<!--\s*Page saved with SingleFile\s+url:\s*(?P<url>https?://\S+)"
        r"(?:\s+saved date:\s*(?P<date>[^\n(]{10,60}))?"
    ),
    # Browsers: "saved from url=(0034)https://…"
    re.compile(r"<!--\s*saved from url=\(\d+\)(?P<url>https?://\S+)\s*-->"),
    # HTTrack: "Mirrored from www.gazette.example/ferry by HTTrack Website Copier/3.x [XR&CO'2014],
    # Tue, 06 Jun 2023 10:00:00 GMT"
    re.compile(
        r"<!--\s*Mirrored from (?P<host>\S+) by HTTrack[^,\n]*"
        r"(?:,\s*(?P<date>[^\n]{10,40}?))?\s*-->"
    ),
)
JAVASCRIPT = re.compile(r"\w{3} (\w{3} \d\d \d{4} \d\d:\d\d:\d\d) GMT([+-]\d{4})")


class Saved(NamedTuple):
    """The address of a page, and when it was captured, as ISO 8601."""

    url: str | None = None
    captured_at: str | None = None


def read_saved(markup: str) -> Saved:
    """
    >>> read_saved("<!-- saved from url=(0029)https://gazette.example/ferry -->")
    Saved(url='https://gazette.example/ferry', captured_at=None)
    """
    for pattern in SAVED:
        if match := pattern.search(markup[:CHARACTERS]):
            found = match.groupdict()
            url = found.get("url") or f"http://{found['host']}"
            return Saved(url, read_moment(found.get("date") or ""))
    return Saved()


def read_moment(text: str) -> str | None:
    """A moment as JavaScript or a mail writes it, as ISO 8601; None if it is none.

    >>> read_moment("Tue Jun 06 2023 10:00:00 GMT+0200")
    '2023-06-06T10:00:00+02:00'
    """
    try:
        if match := JAVASCRIPT.match(text.strip()):
            return datetime.strptime(" ".join(match.groups()), "%b %d %Y %H:%M:%S %z").isoformat()
        return parsedate_to_datetime(text.strip()).isoformat()
    except (ValueError, TypeError, OverflowError):
        return None
