"""Pages that a browser or a mail program saved as text: where a link leads stands beside it.

Browsers write "Home <https://example.org/>". Lynx and its like write "[12]Home", and a list of the
numbered addresses at the end.
"""

import re
from collections.abc import Iterator

import polars as pl

FEWEST_ADDRESSES = 3  # of a page that was saved so; its text is wrapped
FEWEST_REFERENCES = 2
SCHEMES = r"(?:https?|ftp|file|mailto|tel|javascript|about):"
BRACKETED = rf"<(?:{SCHEMES}[^<>\s]*|#[^<>\s]*)>"
# An item of the list at the end: "  12. https://example.org/", "[12] https://example.org/".
REFERENCE = rf"(?:\[\d{{1,4}}\]:?|\d{{1,4}}\.)[ \t]+<?{SCHEMES}\S+"
REFERENCES = rf"(?m)^[ \t]*{REFERENCE}[ \t\r]*$"  # Rust
NUMBERED = r"\[\d{1,4}\]"
# Where an address goes, so does the space before it; at the start of a line, the one behind it.
ADDRESSES = re.compile(rf"^{BRACKETED}\s+|(?:(?<=\S)\s+)?{BRACKETED}")
NUMBERS = re.compile(
    rf"^{NUMBERED}\s+|(?<=\S)\s+{NUMBERED}(?=[\s.,;:!?)\]»”’、。，；：！？）]|$)|{NUMBERED}"
)
REFERENCE_LINE = re.compile(REFERENCE)
ADDRESS_LINE = re.compile(rf"(?:{BRACKETED}\s*)+$")


def count_addresses(text: pl.Expr) -> pl.Expr:
    """How many addresses in angle brackets stand in a text."""
    return text.str.count_matches(BRACKETED)


def has_references(text: pl.Expr) -> pl.Expr:
    """Whether a text numbers its links, and lists their addresses."""
    is_listed = text.str.count_matches(REFERENCES) >= FEWEST_REFERENCES
    return is_listed & text.str.contains(rf"{NUMBERED}\S|\S\s?{NUMBERED}")


def find_addresses(line: str, is_numbered: bool) -> Iterator[tuple[int, int]]:
    """The spans of the addresses of a line, and of the numbers that stand for some.

    >>> list(find_addresses("the loch <https://example.org/loch>, a drive", False))
    [(8, 35)]
    """
    for address in ADDRESSES.finditer(line) if "<" in line else ():
        yield address.span()
    if is_numbered and "[" in line and not REFERENCE_LINE.match(line):
        yield from (number.span() for number in NUMBERS.finditer(line))
