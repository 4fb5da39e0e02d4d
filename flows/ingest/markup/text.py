"""The text of an HTML page: all that it shows, a block a line, in its order; nothing is chosen.

Scripts, styles, templates, frames and comments are no text. What browsers do not show (`hidden`,
`display: none`, <noscript>, a closed <dialog>, the fallback of a video) is text all the same, and
its spans are marked.
"""

import re
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

# Characters that Unicode keeps from texts stand for the tags while the text is taken out.
BLOCK, BREAK, CELL, SPACE, OPEN, CLOSE, APART = map(chr, range(0xFDD0, 0xFDD7))
RESERVED = re.compile(
    r"[\ufdd0-\ufdd6]|&#(?:x0*fdd[0-6]|0*6497[6-9]|0*6498[0-2])(?![0-9a-f]);?", re.I
)
NO_TEXT = ["script", "style", "template", "iframe", "frame", "object > param", "head > title"]
BLOCK_NAMES = """
    address article aside blockquote body button caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend
    li main menu nav noscript ol optgroup option p pre search section select summary table tbody
    textarea tfoot thead tr ul video audio object
"""
BLOCKS = BLOCK_NAMES.split()
# Browsers leave a line's height above and below these. On 191 pages (make eval-html) F1 of the body
# was .934 with a blank line there, .929 without; with one around lists too, .933.
STANDING_APART = ("p", "h1", "h2", "h3", "h4", "h5", "h6")
HIDDEN = """
    [hidden], dialog:not([open]), noscript, datalist, audio, video, object, canvas, svg > title,
    svg > desc, .sf-hidden, [style*="display:none" i], [style*="display: none" i],
    [style*="visibility:hidden" i], [style*="visibility: hidden" i]
"""
WHOLE_PAGE = ("html", "body")  # hidden until a script shows it
# Links side by side that the style of the page parts.
PARTED = "a + a, label + label, time + a, a + time"
# SingleFile writes what a component shows as a template.
SHADOW = re.compile(r"<template(?=[^>]*\sshadowroot(?:mode)?\s*=)", re.I)
TOKEN = re.compile(
    rf"([{BLOCK}-{APART}]|[ \t\n\r\f]+)|"
    rf"[^{BLOCK}-{APART}\t\n\r\f ]+(?: [^{BLOCK}-{APART}\t\n\r\f ]+)*"
)
MOST_BREAKS = 2  # a blank line


class Shown(NamedTuple):
    """The text of a page, and the spans of it that browsers do not show."""

    text: str
    hidden: list[tuple[int, int]]


def parse_markup(markup: str) -> LexborHTMLParser:
    """The tree of a page; see is_too_nested for those that take too long."""
    return LexborHTMLParser(SHADOW.sub("<div", RESERVED.sub("\ufffd", markup)))


def read_shown(tree: LexborHTMLParser) -> Shown:
    """The text of a parsed page; the tree is changed.

    >>> read_shown(parse_markup("<h1>A ferry</h1><p>Crews  <b>walk</b> out<p hidden>Menu"))
    Shown(text='A ferry\\n\\nCrews walk out\\n\\nMenu', hidden=[(25, 29)])
    """
    root = tree.root
    if root is None:
        return Shown("", [])
    for node in tree.css(", ".join(NO_TEXT)):
        node.decompose()
    for node in tree.css("pre, textarea, listing, xmp, plaintext"):
        keep_lines(node)
    for node in tree.css("br"):
        node.insert_before(BREAK)
    for node in tree.css("td, th"):
        node.insert_before(CELL)
    for node in tree.css(PARTED):
        node.insert_before(" ")
    for node in tree.css(HIDDEN):
        if node.tag not in WHOLE_PAGE:
            node.insert_before(OPEN)
            node.insert_after(CLOSE)
    for node in tree.css(", ".join(BLOCKS)):
        if node.parent is not None:
            mark = APART if node.tag in STANDING_APART else BLOCK
            node.insert_before(mark)
            node.insert_after(mark)
    return lay_out(root.text(deep=True))


def keep_lines(node: LexborNode) -> None:
    """Its line breaks and spaces are text."""
    for piece in list(node.traverse(include_text=True)):
        if piece.is_text_node:
            kept = piece.text_content or ""
            kept = kept.replace("\r\n", "\n").replace("\r", "\n").expandtabs(8)
            piece.replace_with(kept.replace("\n", BREAK).replace(" ", SPACE))


def lay_out(raw: str) -> Shown:
    """The text with its lines: what stands for the tags is read."""
    pieces: list[str] = []
    hidden: list[tuple[int, int]] = []
    length = depth = breaks = 0
    gap = kept = ""  # what parts a piece from the one before on its line; spaces that are text
    for token in TOKEN.finditer(raw):
        mark = token[1]
        if mark is None and not token[0].isspace():
            before = ("\n" * breaks + kept or gap) if pieces else ""
            pieces += [before, token[0]]
            start = length + len(before)
            length = start + len(token[0])
            if depth and hidden and hidden[-1][1] == start - len(before):
                hidden[-1] = (hidden[-1][0], length)
            elif depth:
                hidden.append((start, length))
            breaks, gap, kept = 0, "", ""
        elif mark == BLOCK:
            breaks, gap, kept = max(breaks, 1), "", ""
        elif mark == APART:
            breaks, gap, kept = MOST_BREAKS, "", ""
        elif mark == BREAK:
            breaks, gap, kept = min(breaks + 1, MOST_BREAKS), "", ""
        elif mark == CELL:
            gap = "\t"
        elif mark == SPACE:
            kept += " "
        elif mark in (OPEN, CLOSE):
            depth += 1 if mark == OPEN else -1
        else:  # white space, or a piece of nothing else, such as &nbsp; alone
            gap = gap or " "
    return Shown("".join(pieces), hidden)
