"""Threads of readers' comments, known by what each repeats: a name, a time, a text and what
readers can do about it, such as "Reply" or "Like (4)". They need no header.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import polars as pl

from flows.reading.dates import AGE_PATTERN, BARE_AGE
from flows.seeds import read_seed
from flows.segment.line import Line
from flows.text import LETTER, alternation, fold_text

LONGEST_NAME, MOST_NAME_WORDS = 45, 6
LONGEST_REACTIONS = 70  # characters of "Like (4) · Reply · Share"
LONGEST_HEADER, LINES_OF_HEADER = 90, 2
MOST_LINES = 15  # of the text of a comment
SHORTEST_TEXT, LONGEST_REMARK = 12, 1000
SMALLEST_BODY = 60  # size of the lines outside a thread
WIDEST_GAP = 1  # blank lines between two lines of a comment
MOST_BETWEEN = 2  # lines between two comments: "View 3 replies"
NAME_KINDS = frozenset({None, "byline", "navigation", "credit", "caption"})
SEPARATORS = re.compile(r"\s[·•|–—-]\s|[·•|]")
AGE = re.compile(rf"(?:{AGE_PATTERN})|(?:{BARE_AGE})", re.IGNORECASE)
COUNT = re.compile(r"^\d+\s|[(（]\d+\s?(?:件|条|條|개|篇)?[)）]$")
MOST_AGE_WORDS = 4
INITIAL = re.compile(rf"\s{LETTER}\.$")


SURE, LIKELY, UNSURE = 2, 1, 0


class Comment(NamedTuple):
    """What looks like a comment: where it begins and ends, and how sure that is."""

    start: int
    end: int
    # SURE: readers can reply to it, or it begins "Ann Lee says:"; LIKELY: they can like it.
    evidence: int


def bar_comments(lines: list[Line]) -> None:
    """Label the threads of a page, so that nothing of them is in a body or a card."""
    if not any(map(may_make_sure, lines)):
        return
    for start, end in find_threads(lines):
        for line in lines[start:end]:
            line.bar("comments")


def may_make_sure(line: Line) -> bool:
    """A cheap look: whether a line may make one comment sure; without such a line there is no
    thread.
    """
    is_reply = line.may_react and weigh_reactions(line.text) == SURE
    is_header = line.kind == "comments" or is_counted_header(line)
    return is_reply or is_header or is_saying(line.text)


def find_threads(lines: list[Line]) -> Iterator[tuple[int, int]]:
    """Where threads begin, their header with them, and end."""
    thread: list[Comment] = []
    sizes = sum_body(lines)
    for comment in find_comments(lines):
        if thread and comment.start - thread[-1].end > MOST_BETWEEN:
            yield from close_thread(lines, thread, sizes)
            thread = []
        thread.append(comment)
    if thread:
        yield from close_thread(lines, thread, sizes)


def sum_body(lines: list[Line]) -> list[float]:
    """For each line the size of the lines of a body above it; at the end that of all."""
    is_body = (line.is_prose_like and line.may_be_body for line in lines)
    pairs = zip(lines, is_body, strict=True)
    return [*accumulate((line.size * is_own for line, is_own in pairs), initial=0)]


def close_thread(
    lines: list[Line], thread: list[Comment], sizes: list[float]
) -> Iterator[tuple[int, int]]:
    """The span of comments that are a thread: many are sure, and the page has another body.

    Args:
        sizes: see sum_body.
    """
    likely = [number for number, comment in enumerate(thread) if comment.evidence]
    thread = thread[likely[0] : likely[-1] + 1] if likely else []
    count = sum(comment.evidence == SURE for comment in thread)
    if not count or 2 * count < len(thread):
        return
    start, end = thread[0].start, thread[-1].end
    above = range(max(start - LINES_OF_HEADER, 0), start)
    has_header = any(lines[at].kind == "comments" for at in above)
    if len(thread) == 1 and not has_header and not may_be_lone_comment(lines[start:end]):
        return
    within = sum(line.size for line in lines[start:end])
    outside = sizes[start] + sizes[-1] - sizes[end]
    least = SMALLEST_BODY if has_header else max(SMALLEST_BODY, within / 2)
    if outside < least:
        return  # the page is a forum, and the thread is what it is about
    header = next((at for at in above if is_named(lines[at])), start)
    if header == start and start and not has_header and is_counted(lines[start - 1]):
        header -= 1
    yield header, end


def may_be_lone_comment(lines: list[Line]) -> bool:
    """Whether a lone comment has a sentence, and is no longer than comments are."""
    has_sentence = any(line.ends_sentence and line.size > SHORTEST_TEXT for line in lines[1:])
    return has_sentence and sum(line.size for line in lines) <= LONGEST_REMARK


def is_named(line: Line) -> bool:
    """Whether a line above a thread says what it is: "Top rated comments", "Лучшие комментарии"."""
    is_short = line.size <= LONGEST_HEADER and not line.ends_sentence
    return is_short and read_thread_names().search(fold_text(line.text)) is not None


@lru_cache
def read_thread_names() -> re.Pattern[str]:
    """What a thread is called in one word, in any place of a line."""
    may_name_reader = (pl.col("kind") == "comments") & (pl.col("match") == "line")
    phrases = map(fold_text, read_seed("page_markers").filter(may_name_reader)["phrase"])
    words = alternation(phrase for phrase in phrases if " " not in phrase)
    return re.compile(rf"(?<!{LETTER}){words}(?!{LETTER})")


def is_counted(line: Line) -> bool:
    """Whether a line above a thread is its header: "2 thoughts on “Ferry drivers stay at home”"."""
    is_short = line.size <= LONGEST_HEADER and not line.is_prose_like
    return is_short and COUNT.search(line.text) is not None


def find_comments(lines: list[Line]) -> Iterator[Comment]:
    """Comments in page order; what only looks like one has no second look."""
    index, reactions, is_headed = 0, find_reactions(lines), False
    while index < len(lines):
        is_headed = is_headed or is_below_header(lines, index)
        comment = read_comment(lines, reactions, index, is_headed)
        if comment:
            yield comment
        index, is_headed = (comment.end, is_headed) if comment else (index + 1, False)


def find_reactions(lines: list[Line]) -> list[int]:
    """For each line the first one from there on that is reactions, or the end of the page."""
    found, nearest = [], len(lines)
    for index in range(len(lines) - 1, -1, -1):
        nearest = index if is_reactions(lines[index]) else nearest
        found.append(nearest)
    return [*reversed(found), len(lines), len(lines)]


def read_comment(
    lines: list[Line], reactions: list[int], start: int, is_headed: bool
) -> Comment | None:
    """The comment that begins here: a name and a time, a text, and reactions; or a name, a text,
    and reactions with an age among them.

    Args:
        is_headed: a header stands above it, or above others that end here.
    """
    text = skip_opening(lines, start, is_headed)
    if text is None and not has_late_age(lines, reactions, start):
        return None
    first = start + 1 if text is None else text
    last = min(first + MOST_LINES, len(lines))
    for index in range(first, last):
        line = lines[index]
        if index > first and reactions[index] == index:
            behind = range(index + 1, min(index + 4, len(lines)))
            end = next((at for at in behind if reactions[at] != at), index + 1)
            return Comment(start, end, weigh_reactions(line.text))
        if line.blank_before > WIDEST_GAP or skip_opening(lines, index, is_headed) is not None:
            last = index
            break
    if text is None or last == text or lines[text].blank_before > WIDEST_GAP:
        return None
    texts = range(text + 1, last)
    is_next = last < len(lines) and skip_opening(lines, last, is_headed) is not None
    end = last if is_next else next((at for at in texts if lines[at].blank_before), last)
    is_sure = (is_headed and is_aged(lines[start:text])) or is_saying(lines[start].text)
    return Comment(start, end, SURE if is_sure else UNSURE)


def skip_opening(lines: list[Line], start: int, is_headed: bool) -> int | None:
    """The line behind a name and a time, on one line or on two; None if no comment begins so."""
    line = lines[start]
    if line.kind == "timestamp" and len(line.cuts) == 2 and line.cuts[1][1] == "timestamp":
        return start + 1
    name, *others = split_parts(line.text) if len(line.text) <= LONGEST_REACTIONS else [""]
    if name and others and len(name) <= LONGEST_NAME and all(map(AGE.match, others)):
        return start + 1
    if is_headed and ends_with_age(line.text):
        return start + 1
    if (
        start + 1 == len(lines)
        or not may_time_comment(lines[start + 1])
        or not may_name_reader(line)
    ):
        return None
    return start + 2 if lines[start + 1].blank_before <= WIDEST_GAP else None


def is_below_header(lines: list[Line], start: int) -> bool:
    """Whether right above a line another says that comments follow, or how many."""
    above = lines[start - 1] if start else None
    return above is not None and (above.kind == "comments" or is_counted_header(above))


def is_counted_header(line: Line) -> bool:
    """Whether a line is a header of comments with their number: "コメント（2件）"."""
    return is_counted(line) and is_named(line)


def is_aged(opening: list[Line]) -> bool:
    """Whether the opening of a comment tells an age; a title may stand above a date as well."""
    last = opening[-1]
    behind = AGE.match(split_parts(last.text)[-1])
    return last.is_age or behind is not None or ends_with_age(last.text)


def ends_with_age(text: str) -> bool:
    """Whether a line is a name and an age with no mark between: "Lamp77 2 hours ago"."""
    words = text.split() if len(text) <= LONGEST_NAME else []
    behind = range(max(1, len(words) - MOST_AGE_WORDS), len(words))
    return any(AGE.match(" ".join(words[at:])) for at in behind)


def may_time_comment(line: Line) -> bool:
    return line.is_age or (line.kind == "timestamp" and not line.cuts)


def may_name_reader(line: Line) -> bool:
    """Whether a line may name a reader: "Ann Lee", "lamp77", "Ann Lee says:"."""
    if line.size > LONGEST_NAME or line.kind not in NAME_KINDS or line.is_age:
        return False
    if is_counted_header(line):
        return False
    is_open = not line.ends_sentence or INITIAL.search(line.text) or is_saying(line.text)
    return bool(is_open) and line.text.count(" ") < MOST_NAME_WORDS and not is_reactions(line)


def is_saying(text: str) -> bool:
    """Whether a name stands as blogs have it: "Ann Lee says:"."""
    return text.endswith((":", "：")) and read_saying().search(fold_text(text)) is not None


@lru_cache
def read_saying() -> re.Pattern[str]:
    phrases = [fold_text(text) for text in read_seed("page_markers").filter(match="end")["phrase"]]
    ends = alternation(phrase.rstrip(" :") for phrase in phrases)
    return re.compile(rf"[^\s:]\s?{ends}\s?:$")


def has_late_age(lines: list[Line], reactions: list[int], start: int) -> bool:
    """Whether below a name and a text stands an age among reactions: "Like · Reply · 8h"."""
    found = reactions[start + 2]
    if found >= min(start + 2 + MOST_LINES, len(lines)) or not may_name_reader(lines[start]):
        return False
    return any(map(AGE.match, split_parts(lines[found].text)))


def split_parts(text: str) -> list[str]:
    return [part.strip() for part in SEPARATORS.split(text)]


def is_reactions(line: Line) -> bool:
    """Whether a line is what readers can do about a comment, or have done, and nothing else."""
    if not line.may_react or len(line.text) > LONGEST_REACTIONS:
        return False
    return weigh_reactions(line.text) > UNSURE


@lru_cache(maxsize=20_000)
def weigh_reactions(text: str) -> int:
    """SURE where a part of a line is a reply, LIKELY where it is a like; UNSURE if any part is
    neither one nor a button to share, a number or an age.
    """
    whole, likely, sure = read_reactions()
    evidence = UNSURE
    for part in split_parts(text):
        folded = fold_text(part)
        if whole.match(folded):
            found = SURE if sure.search(folded) else LIKELY if likely.search(folded) else UNSURE
            evidence = max(evidence, found)
        elif re.search(LETTER, part) and not AGE.match(part):
            return UNSURE
    return evidence


@lru_cache
def read_reactions() -> tuple[re.Pattern[str], ...]:
    """What is nothing but reactions, numbers and buttons to share; any reaction; and any that only
    comments have.
    """
    markers, is_part = read_seed("page_markers"), pl.col("match").is_in(["part", "line_part"])
    is_comment, is_share = pl.col("kind") == "comments", pl.col("kind") == "share"
    words = [
        [fold_text(text) for text in markers.filter(rows)["phrase"]]
        for rows in (is_part | (is_share & (pl.col("match") == "line")), is_part)
    ]
    words.append([fold_text(text) for text in markers.filter(is_part & is_comment)["phrase"]])
    any_one, likely, sure = (rf"(?<!{LETTER}){alternation(of)}(?!{LETTER})" for of in words)
    return re.compile(rf"(?:[\W\d_]*{any_one})+[\W\d_]*$"), re.compile(likely), re.compile(sure)
