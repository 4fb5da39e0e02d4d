"""Pages that were printed from a browser: a line at the head of each sheet of paper, with the time
and the title of the window, and one at its foot, with the address and the number of the sheet.
"""

import re

from flows.segment.line import Line

HEAD = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[AP]M)?\s{2,}\S", re.I
)
FOOT = re.compile(r"(?:https?|file|about):\S+\s+\d{1,4}\s?/\s?\d{1,4}")


def bar_sheets(lines: list[Line]) -> None:
    """Keep what stands on each sheet of paper out of articles, where heads and feet are."""
    heads = [line for line in lines if is_head(line.text)]
    feet = [line for line in lines if FOOT.fullmatch(line.text.strip())]
    if heads and feet:
        for line in (*heads, *feet):
            line.bar("navigation")


def is_head(text: str) -> bool:
    """Whether a line may be the head of a sheet. Its time is that of printing.

    >>> is_head("3/14/25, 9:02 AM      Ferry sails | Saltby Herald"), is_head("3/14/25, 9:02 AM")
    (True, False)
    """
    return HEAD.match(text) is not None
