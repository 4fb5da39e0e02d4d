"""What stands at the end of a body and is none of it: who wrote it, buttons, appeals, notices."""

import re
from functools import lru_cache

from flows.seeds import read_seed
from flows.segment.line import Line
from flows.segment.segment_kinds import find_kinds
from flows.text import alternation, fold_text

KINDS = frozenset({"byline", "comments", "credit", "timestamp"})  # and what ends lists
NOTICE = "notice"  # of whose paragraphs "We use cookies" is one
LONGEST_BUTTON = 30  # size of what may stand below them: "Accept all"
LONGEST_WALL = 130  # characters of "To continue reading, subscribe"


def leave_out_end(lines: list[Line], body: list[int]) -> list[int]:
    """The body without such lines at its end."""
    end = last = len(body)
    while last:
        last -= 1
        line = lines[body[last]]
        if is_known(line) or is_wall(line):
            end = last
        elif not is_button(line):
            break
    return body[:end] if any(lines[index].kind is None for index in body[:end]) else body


def is_known(line: Line) -> bool:
    """Whether a line has such a kind; prose has some of their words as well."""
    is_other = line.kind in KINDS | find_kinds("ends_list")
    return is_other and (line.kind == NOTICE or not line.is_prose_like)


def is_button(line: Line) -> bool:
    is_short = line.size <= LONGEST_BUTTON and not line.ends_sentence
    return is_short and line.kind is None and not line.is_bullet


def is_wall(line: Line) -> bool:
    """Whether a line asks to subscribe or to sign in for the rest of the text."""
    if line.kind is not None or len(line.text) > LONGEST_WALL:
        return False
    found = read_walls().search(fold_text(line.text))
    return found is not None and (not found.start() or not line.ends_sentence)


@lru_cache
def read_walls() -> re.Pattern[str]:
    phrases = read_seed("truncation_phrases").filter(kind="paywall")["phrase"]
    return re.compile(rf"(?<!\w){alternation(map(fold_text, phrases))}")
