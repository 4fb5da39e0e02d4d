"""Text wrapped at a column: which lines go on with the paragraph above them.

A wrapped paragraph has a sign that lists, poems, tables and menus lack: the first word of each line
would not have fitted at the end of the line above.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import polars as pl

from flows.segment.pieces import Piece, PiecedText, join_all
from flows.text import (
    LINE_END,
    UNSPACED_SIGN,
    WIDE_SIGN,
    WIDE_SIGN_OR_MARK,
)

NARROWEST, WIDEST = 36, 110  # columns at which text is wrapped
NARROWEST_DENSE = 26  # in East Asian characters
FEWEST_FULL = 3  # lines that are full, for a page to be wrapped
FEWEST_SMALL = 2  # the same if all of them are amid a sentence and begin with small letters
FULL_SHARE = 0.75  # of the longer lines; at a chance column a list of titles has .15
LONGER = 0.6  # of the column
MOST_ENDS = 0.5  # share of full lines with a mark at their end; verses have more
SMALL_SHARE = 0.12  # of lines below full ones that begin with a small letter, where any line does
HELD_SHARE = 0.55  # of the page's characters, in paragraphs of two lines or more
SAVED_HELD_SHARE = 0.15  # the same of a page with menus that was saved as text
LEAST_CASED = 0.3  # share of lines that begin with a letter that may be a capital
RAGGED = 8  # columns by which a line of print may be shorter than it could be
RAGGED_FULL_SHARE, RAGGED_SMALL_SHARE = 0.8, 0.5  # as most lines are full at a chance column then
LONGEST_WORD, LONGEST_DENSE_WORD = 25, 3  # that is moved to the next line as a whole
LONGEST_UNSPACED = 8  # the same of a word with no space around it
FEWEST_BROKEN, BROKEN_SHARE = 2, 0.3  # words broken at line ends, to those with a hyphen inside
LEAST_SHORTFALL = 0.2  # of what stands between two spaces, for lines to be broken at spaces
LONGEST_SHORTFALL = 10  # characters that a line may be short of if it is broken between words

END = re.compile(LINE_END)
PAUSE = re.compile(rf"[,،、，]$|{LINE_END}")
BULLET = re.compile(r"(?:[-*•·▪‣◦+–—]|\d{1,3}[.)])\s")
# Of these a sentence has some as well: "in June – the first" and "am 23. Mai".
BULLET_IN_SENTENCE = re.compile(r"(?:[-–—]|\d{1,3}\.)\s")
BROKEN_WORD = re.compile(r"[^\W\d_]([-‐\xad])$")
CLOSES = re.compile(r"[.,;:!?)\]»”’、。，；：！？）]")  # what stood right behind an address
DASH_END = re.compile(r"\S[-‐—]$")
HYPHENATED = re.compile(r"[^\W\d_][-‐](?=[^\W\d_])")
HYPHENATED_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
LAST_WORD, FIRST_WORD = re.compile(r"[^\W\d_]+[-‐\xad]$"), re.compile(r"[^\W\d_]+")


class PhysicalLine(NamedTuple):
    content: PiecedText  # without marks
    blank_before: int
    indent: int  # white space before it
    end: int  # its column behind the last character, marks counted
    printed: str  # with marks

    @property
    def has_address(self) -> bool:
        return any(piece.is_address for piece in self.content.pieces)

    def add_address(self, address: Piece, indent: int) -> "PhysicalLine":
        """This line with the address that stands alone on the line below it."""
        content = self.content._replace(pieces=(*self.content.pieces, address))
        return self._replace(content=content, end=indent + address.size)


class Column(NamedTuple):
    """Where the text of a page is wrapped."""

    width: int
    slack: int  # by which lines may be shorter than they could be


def join_wrapped(lines: list[PhysicalLine], column: Column) -> Iterator[list[PhysicalLine]]:
    """The lines of a page in groups, each of which is one paragraph or other line."""
    goes_on = [False, *(does_go_on(*pair, column) for pair in pairwise(lines))]
    if stands_above_text(lines, goes_on):
        goes_on[1] = False
    group: list[PhysicalLine] = []
    for line, is_joined in zip(lines, goes_on, strict=True):
        if group and not is_joined:
            yield group
            group = []
        group.append(line)
    yield group


def may_be_wrapped(lines: pl.DataFrame) -> set[int]:
    """The numbers of pages that have as many lines of medium size below one another as wrapped
    text has, and not too much beside them. Most pages have not, and need no closer look.

    Needs: page_no, text, blank_before.
    """
    size, narrowest = pl.col("text").str.len_chars().cast(pl.Int64), NARROWEST_DENSE * LONGER
    is_near = (pl.col("blank_before") == 0) & size.shift(1).is_between(narrowest, WIDEST)
    pages = lines.group_by("page_no").agg(
        near=(is_near & (size <= WIDEST)).sum(),
        long=size.filter(size > WIDEST).sum() / size.sum(),
    )
    return {
        *pages.filter(pl.col("near") >= FEWEST_SMALL, pl.col("long") <= 1 - HELD_SHARE)["page_no"]
    }


def find_column(lines: list[PhysicalLine], is_saved: bool = False) -> Column | None:
    """The column at which the text is wrapped; None if it is not.

    Args:
        is_saved: by a browser that wraps what it saves as text.
    """
    below = [row for row in range(1, len(lines)) if may_go_on(lines[row - 1], lines[row])]
    if len(below) < FEWEST_SMALL:
        return None
    texts = [line.content.text for line in lines]
    sizes = np.array([len(text) for text in texts])
    printed = np.array([line.end - line.indent for line in lines])
    above, under = printed[np.array(below) - 1], printed[below]
    held_share = SAVED_HELD_SHARE if is_saved else HELD_SHARE
    reach = np.array([measure_reach(lines[row - 1], lines[row]) for row in below])
    least = np.maximum(above, under)
    # Below the end of a paragraph the next one may begin, whatever fits there.
    is_end = np.array([END.search(texts[row - 1]) is not None for row in below])
    strict, ragged = (FULL_SHARE, SMALL_SHARE), (RAGGED_FULL_SHARE, RAGGED_SMALL_SHARE)
    for slack, (full_share, small_share), counts_ends in (
        (0, strict, True),
        (RAGGED, ragged, True),
        (0, strict, False),
    ):
        # How many lines are full, if the column is 0, 1, 2 and so on.
        steps = np.zeros(WIDEST + 2, np.int64)
        fits = (least <= WIDEST) & (reach + slack > least)
        np.add.at(steps, least[fits], 1)
        np.add.at(steps, np.minimum(reach + slack, WIDEST + 1)[fits], -1)
        full_counts = np.cumsum(steps)[: WIDEST + 1]
        full_counts[:NARROWEST_DENSE] = 0
        width = int(np.argmax(full_counts))
        is_full = (least <= width) & (reach + slack > width)
        is_longer = (above >= LONGER * width) & (least <= width)
        is_longer &= is_full | ~is_end | counts_ends
        rows = [row for row, full in zip(below, is_full, strict=True) if full]
        if (
            (len(rows) >= FEWEST_FULL or are_amid_sentence(texts, rows))
            and len(rows) >= full_share * is_longer.sum()
            and sizes[find_held(rows)].sum() >= held_share * sizes.sum()
            and read_on(texts, rows, width, small_share, must_be_small=slack > 0)
        ):
            return Column(width, slack)
    return None


def find_held(rows: list[int]) -> list[int]:
    """These rows and the ones above them."""
    return sorted({*rows, *(row - 1 for row in rows)})


def are_amid_sentence(texts: list[str], rows: list[int]) -> bool:
    """Whether two rows or more begin with small letters, each behind an open sentence."""
    is_open = all(END.search(texts[row - 1]) is None for row in rows)
    return len(rows) >= FEWEST_SMALL and is_open and all(texts[row][0].islower() for row in rows)


def read_on(
    texts: list[str], rows: list[int], width: int, small_share: float, must_be_small: bool
) -> bool:
    """Whether these lines read as if they went on with the ones above them.

    Args:
        must_be_small: lines in a script without small letters do not.
    """
    firsts = [texts[row][0] for row in rows]
    dense = sum(WIDE_SIGN.match(first) is not None for first in firsts)
    if width < NARROWEST and dense < len(rows) / 2:
        return False
    cased = [first for first in firsts if first.lower() != first.upper()]
    is_cased = must_be_small or len(cased) > len(rows) * LEAST_CASED
    if is_cased and sum(first.islower() for first in cased) < small_share * len(rows):
        return False
    ends = sum(PAUSE.search(texts[row - 1]) is not None for row in rows)
    return ends <= MOST_ENDS * len(rows)


def measure_reach(above: PhysicalLine, below: PhysicalLine) -> int:
    """How far a line would reach with the first word of the line below it, at most: whether the
    indent was within the column is not known.
    """
    is_address = below.has_address and below.content.opens_with_mark
    first = below.printed.split(maxsplit=1)[0] if is_address else None
    return above.end + 1 + (len(first) if first else measure_first_word(below.printed))


def measure_first_word(text: str) -> int:
    """How many characters had to be moved to the next line together, at most."""
    if WIDE_SIGN.match(text):
        return min(len(text), LONGEST_DENSE_WORD)
    end = text.find(" ", 0, LONGEST_WORD)
    end = min(len(text), LONGEST_WORD) if end < 0 else end
    return max(end, LONGEST_UNSPACED) if UNSPACED_SIGN.search(text[:2]) else end


def does_go_on(above: PhysicalLine, below: PhysicalLine, column: Column) -> bool:
    """Whether a line goes on with the paragraph of the line above it."""
    # An address may be wider than the column.
    sizes = [line.end - line.indent for line in (above, below) if not line.has_address]
    return (
        (may_go_on(above, below) or is_amid_sentence(above, below))
        and max(sizes, default=0) <= column.width
        and measure_reach(above, below) + column.slack > column.width
    )


def may_go_on(above: PhysicalLine, below: PhysicalLine) -> bool:
    """Whether a line begins no paragraph or item of its own by its place and its first sign."""
    return not is_set_in(above, below) and not BULLET.match(below.content.text)


def is_set_in(above: PhysicalLine, below: PhysicalLine) -> bool:
    return below.blank_before > 0 or below.indent > above.indent


def is_amid_sentence(above: PhysicalLine, below: PhysicalLine) -> bool:
    """Whether a line begins with a dash or a number that the sentence of the line above goes on
    with; behind another item it begins an item.
    """
    first, second = above.content.text, below.content.text
    is_open = not END.search(first) and not BULLET.match(first)
    return is_open and not is_set_in(above, below) and bool(BULLET_IN_SENTENCE.match(second))


def stands_above_text(lines: list[PhysicalLine], goes_on: list[bool]) -> bool:
    """Whether the first line is a headline with a full line below it, not with its own end."""
    if len(lines) < 3 or not goes_on[1]:
        return False
    first, second = lines[0].content.text, lines[1].content.text
    is_open = not END.search(first) and not second[0].islower()
    is_open &= lines[0].indent <= lines[1].indent  # else a paragraph begins with it
    has_gaps = any(line.blank_before for line in lines[2:])
    return is_open and goes_on[2] and not has_gaps


def join_group(group: list[PhysicalLine], joins: "Joins") -> PiecedText:
    """The lines of a paragraph as one text."""
    if len(group) == 1:
        return group[0].content
    texts, gaps = [line.content for line in group], []
    for number, (above, below) in enumerate(pairwise(texts)):
        if joins.is_broken_word(above.text, below.text):
            texts[number] = above.drop_end()
            gaps.append("")
        elif below.opens_with_mark and CLOSES.match(below.text):
            gaps.append("")
        else:
            gaps.append(joins.find_gap(above.text, below.text))
    return join_all(texts, gaps)


class Joins:
    """How the lines of a page are joined, by what is seen on the whole page."""

    def __init__(self, groups: list[list[PhysicalLine]]) -> None:
        lines = [line.content.text for group in groups for line in group]
        self.words: set[str] = set()
        breaks = inner = 0
        for group in groups:
            for above, below in pairwise(line.content.text for line in group):
                breaks += BROKEN_WORD.search(above) is not None and below[:1].islower()
        for text in lines if breaks else ():
            inner += len(HYPHENATED.findall(text))
            self.words.update(HYPHENATED_WORD.findall(text.lower()))
        # Of words with a hyphen in them one in ten stands at a line's end; print breaks others.
        self.is_hyphenated = breaks >= FEWEST_BROKEN and breaks > inner * BROKEN_SHARE
        full = [len(line.content.text) for group in groups for line in group[:-1]]
        width = max(full, default=0)
        shortfall = sum(width - size for size in full) / max(len(full), 1)
        space_count = sum(text.count(" ") + 1 for text in lines)
        between_spaces = sum(map(len, lines)) / space_count
        # Lines broken at spaces lack half of what stands between two spaces, others less.
        is_broken_between = shortfall < between_spaces * LEAST_SHORTFALL
        self.least_glued = width - LONGEST_SHORTFALL if is_broken_between else width + 1

    def is_broken_word(self, above: str, below: str) -> bool:
        """Whether the hyphen at a line's end was put there to break a word."""
        mark = BROKEN_WORD.search(above)
        if mark is None or not below[:1].islower():
            return False
        last, first = LAST_WORD.search(above), FIRST_WORD.match(below)
        if mark[1] == "\xad" or last is None or first is None:
            return True
        whole = (last[0][:-1] + first[0]).lower()
        if (last[0] + first[0]).lower() in self.words:
            return False
        return whole in self.words or self.is_hyphenated

    def find_gap(self, above: str, below: str) -> str:
        """What stood between two lines of a paragraph before it was wrapped."""
        if DASH_END.search(above):
            return ""
        sides = above[-1] + below[0]
        if WIDE_SIGN_OR_MARK.search(sides) and UNSPACED_SIGN.search(above[-3:] + below[:3]):
            return ""
        return "" if UNSPACED_SIGN.search(sides) and len(above) >= self.least_glued else " "
