"""The text of HTML that is made so that no parser gets through it in time: what stands between its
tags, without a tree.
"""

import html
import re

from flows.ingest.markup.text import (
    APART,
    BLOCK,
    BLOCKS,
    BREAK,
    CELL,
    RESERVED,
    STANDING_APART,
    Shown,
    lay_out,
)

# A parser's time grows with the square of these, or it repeats a tag in each block that follows.
# Real pages nest some 50 deep. 100,000 nested blocks took 22 s, 3,000 take .02 s.
MOST_NESTED, MOST_REPEATED, MOST_ATTRIBUTES = 3_000, 5_000_000, 20_000
SHORTEST_LONG_TAG = 100_000
OPENING = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
NEVER_NESTED = """
    area base br col embed hr img input link meta param source track wbr p li td th tr dd dt option
    optgroup tbody thead tfoot
"""
REPEATED = "a b big code em font i nobr s small strike strong tt u"
TAG = re.compile(r"<!--|<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*>?|<[/!?][^>]*>?")
NO_TEXT = ("script", "style", "template", "iframe", "title")
MARKS: dict[str, str] = {"br": BREAK, "td": CELL, "th": CELL}
MARKS |= dict.fromkeys(BLOCKS, BLOCK)
MARKS |= dict.fromkeys(STANDING_APART, APART)


def is_too_nested(markup: str) -> bool:
    """Whether a page has so many tags that are never closed, or so many attributes in one of them,
    that parsing it could take minutes.
    """
    if markup.count("<") > MOST_NESTED:
        depth = deepest = repeated = most_repeated = 0
        never_nested, repeating = set(NEVER_NESTED.split()), set(REPEATED.split())
        tags = OPENING.findall(markup)
        for closing, name in tags:
            name, step = name.lower(), -1 if closing else 1
            if name not in never_nested:
                depth = max(depth + step, 0)
                deepest = max(deepest, depth)
            if name in repeating:
                repeated = max(repeated + step, 0)
                most_repeated = max(most_repeated, repeated)
        if deepest > MOST_NESTED or most_repeated * len(tags) > MOST_REPEATED:
            return True
    if len(markup) < SHORTEST_LONG_TAG:
        return False
    parts = (part[part.rfind("<") :] for part in markup.split(">") if len(part) > SHORTEST_LONG_TAG)
    return any(max(len(part.split()), part.count("=")) > MOST_ATTRIBUTES for part in parts)


def read_plainly(markup: str) -> Shown:
    """The text of a page, a block element a line; what is hidden is not told apart.

    >>> read_plainly("<div><p>A <b>ferry</b><p>Crews &amp; boats<script>1</script>").text
    'A ferry\\n\\nCrews & boats'
    """
    markup = RESERVED.sub("\ufffd", markup)
    lowered = markup.lower() if len(markup.lower()) == len(markup) else markup
    pieces, place = [], 0
    while tag := TAG.search(markup, place):
        pieces.append(html.unescape(markup[place : tag.start()]))
        place, name = tag.end(), (tag[2] or "").lower()
        pieces.append(MARKS.get(name, ""))
        if tag[0] == "<!--":
            place = find_end(markup, "-->", place)
        elif name in NO_TEXT and not tag[1]:
            place = find_end(lowered, f"</{name}", place)
    pieces.append(html.unescape(markup[place:]))
    return lay_out("".join(pieces))


def find_end(markup: str, end: str, place: int) -> int:
    """Where an end stands; that of the text where none does."""
    found = markup.find(end, place)
    if found < 0:
        return len(markup)
    return found + len(end) if end == "-->" else found
