"""Whether a page shows only the beginning of an article: cut short by a paywall or "Read more".

What pages say there stands in seeds/truncation_phrases.csv.
"""

import re
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from flows.reading.walls import compile_walls, write_wordings
from flows.segment import find_kinds
from flows.text import fold_text

SEGMENTS_BELOW = 6  # of no story, below the last line of a body, that may say it is cut short
LONGEST_WALL = 300  # characters of a line that says it
LONGEST_LAST_WALL, LEAST_WALL = 80, 0.4  # share of the line
LONGEST_MORE = 40
CUT_END = re.compile(r"(?:…|\.\.\.|\[[….]{1,3}\])[\"'”’»)\]]*$")


class Ending(NamedTuple):
    """How the body of a placement ends, and what stands below it that belongs to no story."""

    last: str  # its last line
    below: list[str]


def describe_truncation(
    placements: pl.DataFrame, pages: pl.DataFrame, segments: pl.DataFrame
) -> pl.DataFrame:
    """Add whether each placement is cut short; same rows, same order.

    Needs: page_id, placement_no, role; page_id, text of the pages; SEGMENTS.
    Adds:
        is_truncated  Boolean  true: the page says that the text goes on elsewhere; false for
                               teasers, which announce and are not cut
    """
    texts = dict(pages.select("page_id", "text").iter_rows())
    endings = find_endings(texts, segments)
    found = [
        role != "teaser"
        and (ending := endings.get((page_id, placement_no))) is not None
        and is_cut_short(ending)
        for page_id, placement_no, role in placements.select(
            "page_id", "placement_no", "role"
        ).iter_rows()
    ]
    return placements.with_columns(is_truncated=pl.Series(found, dtype=pl.Boolean))


def find_endings(texts: dict[str, str], segments: pl.DataFrame) -> dict[tuple[str, int], Ending]:
    """The ending of each placement that has a body."""
    body_kinds = frozenset(find_kinds("is_body"))
    endings: dict[tuple[str, int], Ending] = {}
    for (page_id,), own in segments.sort("page_id", "segment_no").group_by(
        "page_id", maintain_order=True
    ):
        rows = own.select("start_char", "end_char", "kind", "placement_no").rows()
        open_placement: tuple[str, int] | None = None
        for start, end, kind, placement_no in rows:
            text = texts[str(page_id)][start:end].strip()
            if placement_no is not None and kind in body_kinds:
                open_placement = (str(page_id), placement_no)
                endings[open_placement] = Ending(text, [])
            elif open_placement and placement_no in (None, open_placement[1]):
                below = endings[open_placement].below
                if len(below) < SEGMENTS_BELOW:
                    below.append(text)
            else:
                open_placement = None
    return endings


def is_cut_short(ending: Ending) -> bool:
    """Whether an ending says that the text goes on elsewhere.

    >>> is_cut_short(Ending("The bridge will", ["To continue reading, subscribe"]))
    True
    >>> is_cut_short(Ending("The bridge will…", ["Share", "Read more"]))
    True
    >>> is_cut_short(Ending("The bridge reopened.", ["Read more: the ferry"]))
    False
    """
    wall, more = compile_walls(), compile_more()
    if any(len(line) <= LONGEST_WALL and wall.search(fold_text(line)) for line in ending.below):
        return True
    last = ending.last
    if says_little_else(fold_text(last), wall):
        return True
    if wall.search(fold_text(last[-LONGEST_WALL:])) and CUT_END.search(cut_sentence(last)):
        return True
    last_words = fold_text(last[-LONGEST_MORE:])
    if glued := more.search(last_words):
        return CUT_END.search(last_words[: glued.start()].rstrip(' (["<>')) is not None
    is_open = CUT_END.search(last) is not None
    return is_open and any(
        len(line) <= LONGEST_MORE and more.search(fold_text(line)) for line in ending.below
    )


def says_little_else(line: str, wall: re.Pattern[str]) -> bool:
    """Whether a folded line, though it was taken for the body's, is of a wall and little else:
    "Denne saken er for abonnenter".
    """
    if not 0 < len(line) <= LONGEST_LAST_WALL:
        return False
    return sum(len(found[0]) for found in wall.finditer(line)) >= LEAST_WALL * len(line)


def cut_sentence(line: str) -> str:
    """A line up to the wall that is glued to it: "… the bridge... To continue reading, log in"."""
    cuts = [match.end() for match in re.finditer(r"…|\.\.\.", line)]
    return line[: cuts[-1]] if cuts else line


@lru_cache
def compile_more() -> re.Pattern[str]:
    """What leads on to the rest of a text, at the end of a folded line: "Read more →"."""
    return re.compile(rf"(?:{write_wordings('more')})[\s.\">→)\]]*$")
