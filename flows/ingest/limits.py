"""How large what we read may be. A page over the limit is a reject, and is never held in memory."""

import os
from typing import NamedTuple

from flows.errors import Unusable
from flows.ingest.rejects import Rejected

MEGABYTE = 1024 * 1024
TEXT_LIMIT = "COPYDESK_TEXT_LIMIT_MB"  # the longest page that people keep is a book of 5 MB
# A line counts as so many bytes at least: cutting holds about 2 KB for each, however short it is.
BYTES_A_LINE = 64
UNPACKED_LIMIT = "COPYDESK_UNPACKED_LIMIT_MB"
# A packed file may be of any size if it unpacks to less than this many times its own: crawls unpack
# to 3 to 20 times, one page again and again to 130 times in gzip. Bombs begin at 1,000.
MOST_TIMES_UNPACKED = 200


class Limits(NamedTuple):
    """The limits in bytes."""

    text: int  # of a page: a whole file, a line, the text of a Parquet row
    unpacked: int  # of a packed file, where that is more than MOST_TIMES_UNPACKED its size


def read_limits() -> Limits:
    """The limits as the environment has them."""
    return Limits(read_limit(TEXT_LIMIT, 64), read_limit(UNPACKED_LIMIT, 1024))


def read_limit(name: str, megabytes: int) -> int:
    value = os.environ.get(name, "").strip() or str(megabytes)
    if not value.isascii() or not value.isdigit() or not 0 < int(value) <= 1_000_000:
        raise Unusable(f"{name} is {value[:40]!r}: write a whole number of megabytes, as 128")
    return int(value) * MEGABYTE


def require_size(byte_count: int, what: str) -> None:
    """
    Raises:
        Rejected: so many bytes are over the limit of one page.
    """
    if byte_count > (limit := read_limits().text):
        raise Rejected(
            "too large",
            f"{what} of {byte_count / MEGABYTE:,.1f} MB, over the limit of {limit // MEGABYTE} MB"
            f" for one page; set {TEXT_LIMIT} to raise it",
        )


def require_lines(text: str) -> None:
    """
    Raises:
        Rejected: a text has more lines than a page may have.
    """
    line_count, most = text.count("\n") + 1, read_limits().text // BYTES_A_LINE
    if line_count > most:
        raise Rejected(
            "too many lines",
            f"{line_count:,} lines, over the limit of {most:,} for one page;"
            f" set {TEXT_LIMIT} to raise it",
        )


def require_ratio(unpacked: int, packed: int) -> None:
    """
    Raises:
        Rejected: a file unpacks to far more than texts do.
    """
    limit = read_limits().unpacked
    if unpacked > limit and unpacked > MOST_TIMES_UNPACKED * max(packed, 1):
        raise Rejected(
            "too large",
            f"it unpacks to more than {limit // MEGABYTE:,} MB and {MOST_TIMES_UNPACKED} times its"
            f" size, the rest is not read; set {UNPACKED_LIMIT} to raise the limit",
        )
