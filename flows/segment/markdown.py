"""Which characters of a line are marks of Markdown or addresses, and which are text."""

import re
from collections.abc import Iterator
from itertools import groupby

import polars as pl

from flows.segment.pieces import Piece, PiecedText
from flows.segment.saved_text import find_addresses

# Rust; what no plain page has: "# Headline" as its first line or below front matter, "## Part",
# "[link](https://…)" or "**bold**". One "#" begins a comment on pages with code.
FRONT_MATTER = r"---[ \t]*\n(?:[^\n]*\n){1,60}?(?:---|\.\.\.)[ \t]*\n\s*"
SIGNS = (
    rf"(?m)\A\s*(?:{FRONT_MATTER})?#[ \t]+\S"
    r"|^[ \t]*#{2,6}[ \t]+[\"“„«‘¿¡「]?[\p{Lu}\p{Lo}ა-ჰ]"
    r"|\]\((?:https?:|mailto:|/)[^()\s]*\)"
    r"|(?:^|[\s(\[>“\"'])\*\*[^\s*][^*\n]*\*\*"
)
START = re.compile(r"(?:>[ \t]*)*(?:#{1,6}[ \t]+(?=\S))?")
HEADING_END = re.compile(r"(?<=[ \t])#+$")
ADDRESS = r"\((?:[^()\s]|\([^()\s]*\))*(?:[ \t]+\"[^\"]*\")?\)"
MARK, ADDRESS_MARK = 1, 2
# A picture is a mark as a whole. Of a link and of emphasis the groups are marks.
MARKS = re.compile(rf"!\[[^\[\]]*\]{ADDRESS}|(\[)[^\[\]]+(\]{ADDRESS})")
# A line of pictures alone: "![The clock](https://…)", "[![The clock](https://…)](https://…)"; of
# the second "[](https://…)" is left where the picture is a mark.
PICTURES = re.compile(
    rf"(?:(?:!\[[^\[\]]*\]{ADDRESS}|\[(?:!\[[^\[\]]*\]{ADDRESS})?\s*\]{ADDRESS})\s*)+$"
)
PICTURE_SIGNS = "!["  # one of them begins a line of pictures
EMPHASIS = re.compile(
    r"(?<![\w*])(\*{1,3})(?=[^\s*])[^*]*[^\s*](\*{1,3})(?![\w*])"
    r"|(?<!\w)(_)(?=[^\s_])[^_]*[^\s_](_)(?!\w)"
)


def is_markdown(text: pl.Expr) -> pl.Expr:
    return text.str.contains(SIGNS)


def read_marks(line: str, start_char: int, is_numbered: bool = False) -> PiecedText:
    """The text of a line without its marks; the line as it is where nothing else would be left.

    >>> read_marks("# Bridge **reopens**", 0).text
    'Bridge reopens'

    Args:
        is_numbered: "[12]" stands for an address that the page lists.
    """
    taken = bytearray(len(line))
    for start, end in find_marks(line):
        taken[start:end] = bytes([MARK]) * (end - start)
    for start, end in find_addresses(line, is_numbered):
        taken[start:end] = bytes([ADDRESS_MARK]) * (end - start)
    runs = list(find_runs(taken))
    pieces, offset = [], 0
    for start, end, mark in runs:
        place = None if mark else offset
        pieces.append(Piece(start_char + start, end - start, place, mark == ADDRESS_MARK))
        offset += 0 if mark else end - start
    text = "".join(line[start:end] for start, end, mark in runs if not mark)
    if len(pieces) < 2 or text != text.strip() or not text:
        return PiecedText.of(line, start_char)
    return PiecedText(text, tuple(pieces))


def find_runs(taken: bytearray) -> Iterator[tuple[int, int, int]]:
    """Where each run of equal flags begins and ends, and its flag."""
    start = 0
    for flag, run in groupby(taken):
        end = start + sum(1 for _ in run)
        yield start, end, flag
        start = end


def find_marks(line: str) -> Iterator[tuple[int, int]]:
    """The spans of the marks of a line."""
    start = START.match(line)
    first = start.end() if start else 0
    yield 0, first
    if "#" in line[:first] and (end := HEADING_END.search(line, first)):
        yield len(line[: end.start()].rstrip()), len(line)
    for mark in MARKS.finditer(line, first):
        groups = (1, 2) if mark[1] else (0,)
        yield from (mark.span(group) for group in groups)
    for emphasis in EMPHASIS.finditer(line, first):
        groups = (1, 2) if emphasis[1] else (3, 4)
        yield from (emphasis.span(group) for group in groups)
