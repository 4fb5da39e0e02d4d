"""What stands at the end of a body and is none of it: who wrote it, buttons, appeals, notices."""

import re
from functools import lru_cache

import polars as pl

from flows.reading.walls import compile_walls
from flows.seeds import read_seed
from flows.segment.line import Line
from flows.segment.segment_kinds import find_kinds
from flows.text import alternation, fold_text

KINDS = frozenset({"byline", "comments", "credit", "timestamp"})  # and what ends lists
LONGEST_REQUEST = 300  # size of "We use cookies to make the site better"
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
    return is_other and (not line.is_prose_like or asks_consent(line))


def asks_consent(line: Line) -> bool:
    """Whether a paragraph is a request for consent, and no note of the editors."""
    is_notice = line.kind == "notice" and line.size <= LONGEST_REQUEST
    return is_notice and read_requests().search(fold_text(line.text)) is not None


def is_button(line: Line) -> bool:
    """Whether a line is short enough for a button or a link: "Accept all"."""
    is_short = line.size <= LONGEST_BUTTON and not line.ends_sentence
    return is_short and line.kind is None and not line.is_bullet


def is_wall(line: Line) -> bool:
    """Whether a line asks to subscribe or to sign in for the rest of the text."""
    if line.kind is not None or len(line.text) > LONGEST_WALL:
        return False
    found = compile_walls().search(fold_text(line.text))
    return found is not None and (not found.start() or not line.ends_sentence)


@lru_cache
def read_requests() -> re.Pattern[str]:
    """Wordings of requests for consent, folded."""
    notices = read_seed("page_markers").filter(kind="notice")
    names_cookies = pl.col("phrase").str.contains("cookie", literal=True)
    phrases = notices.filter((pl.col("match") == "contains") | names_cookies)["phrase"]
    return re.compile(alternation(map(fold_text, phrases)))
