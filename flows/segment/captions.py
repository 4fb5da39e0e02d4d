"""Captions that read like a paragraph, and say at their end who took the picture."""

import re

from flows.segment.line import Line
from flows.segment.lines import LONGEST_CAPTION, PICTURE

MOST_WORDS, LONGEST_NAMES = 5, 50  # behind "Photo:"
CREDIT = re.compile(PICTURE, re.I)


def bar_captions(lines: list[Line]) -> None:
    """Keep them out of the body of the page's own article, wherever they stand."""
    for line in lines:
        if line.kind == "caption" and line.size <= LONGEST_CAPTION and ends_with_credit(line.text):
            line.keep_out()


def ends_with_credit(text: str) -> bool:
    """Whether a line ends with a credit, and not with a sentence behind one.

    >>> ends_with_credit("The last tram. Photo: Ann Moss")
    True
    >>> ends_with_credit("First picture: what the new tram will look like from inside")
    False
    """
    credits = list(CREDIT.finditer(text))
    names = text[credits[-1].end() :] if credits else ""
    return 0 < len(names.split()) <= MOST_WORDS and len(names) <= LONGEST_NAMES
