"""How what is known is told to people, in a terminal and in a browser."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any


def tell_date(row: dict[str, Any]) -> str:
    """When an article was published, and on what basis: "2025-05-19 13:34 UTC (printed)"."""
    earliest, latest = row["published_earliest"], row["published_latest"]
    if latest is None:
        return (row.get("reason_undated") or "no date").replace("_", " ")
    zone = "" if row["published_utc_offset_minutes"] is None else " UTC"
    if earliest is None:
        return f"before {latest:%Y-%m-%d %H:%M}{zone} ({row['published_basis']})"
    told = tell_bracket(earliest, latest, row["published_precision"], zone)
    return f"{told} ({row['published_basis']})"


def tell_bracket(earliest: datetime, latest: datetime, precision: str, zone: str) -> str:
    last = latest - timedelta(microseconds=1)  # the end is exclusive
    match precision:
        case "minute":
            return f"{earliest:%Y-%m-%d %H:%M}{zone}"
        case "hour":
            return f"{earliest:%Y-%m-%d %H:%M} to {last:%H:%M}{zone}"
        case "day":
            return f"{last:%Y-%m-%d}"
        case _:
            return f"{earliest:%Y-%m-%d} to {last:%Y-%m-%d}"


def tell_name(language: str) -> str:
    """The English name of a language.

    >>> tell_name("uk"), tell_name("zh-tw"), tell_name("xx")
    ('Ukrainian', 'Chinese (zh-tw)', 'xx')
    """
    name = list_names().get(language.partition("-")[0])
    if name is None:
        return language
    return f"{name} ({language})" if "-" in language else name


@lru_cache(maxsize=1)
def list_names() -> Mapping[str, str]:
    from babel import Locale  # takes a while, and not every page needs it

    return Locale("en").languages
