"""The headline among the lines that may be it: a last look, at what is far from each line as well.

The scores of lines know a line and its neighbours. A title can also be told by what stands
elsewhere: it is printed twice, a path of links ends with it, the opening of the text has its words.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import accumulate
from math import log
from typing import NamedTuple

import numpy as np

from flows.segment.line import Line
from flows.segment.segment_kinds import find_kinds
from flows.text import DENSE

LIKELIEST, NEAREST, IN_BODY = 8, 5, 12  # lines above the body; those right above it; those in it
SHORTEST, LONGEST = 8, 300  # size of a title
OPENING = 6  # paragraphs of the body whose words a title has
MOST_READ = 60  # lines of the body whose words are counted
OFTEN = 8  # lines; a word in more of them weighs no more
SHORT = 30  # size of a line of furniture
NEAR = 5  # lines around a candidate that are looked at
FAR = 9  # stands for all that is not near
CREDIT_ENDS = (")", "]")  # "Fog at noon. (Photo: Ann Moss)"
SHORTEST_INSIDE = 12  # characters of another candidate within one
WORD = re.compile(rf"{DENSE}{{2}}|[^\W\d_]{{4,}}|\d+")


class Candidate(NamedTuple):
    """What there is to know of a line that may be the headline. Counts are of lines."""

    headline_score: float
    behind_best: float  # the best headline score of the candidates, less its own
    rank: int  # by headline score, from 0
    story_headline_score: float
    story_text_score: float
    body_score: float
    body_score_above: float
    body_score_below: float
    headline_score_above: float
    headline_score_below: float
    best_above: float  # headline score of the candidates above
    best_below: float
    size: float
    size_above: float
    size_below: float
    size_second_below: float
    word_count: int
    long_word_count: int
    capital_share: float  # of words that begin with one
    ends_sentence: bool
    is_prose_like: bool
    is_question: bool
    is_caption: bool
    blank_before: int
    in_body: bool
    until_body: int
    open_until_body: int  # lines without a label
    prose_until_body: float  # size
    body_before: int
    body_size_before: float
    candidates_until_body: int
    row: int
    row_share: float
    meta_below: int  # lines until one; FAR if there is none
    time_below: int
    byline_below: int
    meta_above: int
    furniture_below: int
    furniture_above: int
    short_below: int
    prose_below: int
    prose_above: int
    same_above: float
    same_until_body: float
    same_below_body: float
    ends_others_above: float  # "Home > News > Title"
    in_others: float
    others_inside: float  # candidates that are a part of it
    other_inside_from: float  # where the first of these begins
    share_of_opening: float  # of its words, that the opening has
    words_of_opening: float
    share_of_first: float  # the same of the first paragraph
    is_told: float  # how much of the body has its words
    told_behind_best: float
    told_above: float  # of the best candidate above
    told_below: float


class Page(NamedTuple):
    """What all candidates of a page are measured against."""

    lines: list[Line]
    body: list[int]
    candidates: list[int]
    texts: list[str]  # of lines, folded; "" for those that are no title by their size
    whole: str  # all of them, each with a line feed around it
    starts: list[int]  # of lines in it
    rows: dict[str, list[int]]  # of each text
    opening: list[tuple[int, set[str]]]  # words of the body's first paragraphs
    words: dict[int, set[str]]  # candidate: its words
    told: dict[int, float]  # candidate: how much of the body has its words
    scores: dict[int, float]  # candidate: its headline score
    # Of the lines above each, sums: how many have no label, and the size of prose among them.
    open_above: list[int]
    prose_above: list[float]


def list_candidates(lines: list[Line], body: list[int]) -> list[int]:
    """The lines that may be the headline of the page's own article, in page order: the likeliest
    above its body, those right above it, and those at its beginning, with text of it below.
    """
    above = [index for index in range(body[0]) if may_be_title(lines[index])]
    open_lines = [index for index in above if lines[index].kind is None]
    likely = sorted(open_lines, key=lambda index: -lines[index].headline_score)[:LIKELIEST]
    inside = [
        index
        for index in range(body[0], body[min(IN_BODY, len(body) - 1)])
        if lines[index].kind is None and SHORTEST <= lines[index].size <= LONGEST
    ]
    return sorted({*likely, *above[-NEAREST:], *inside})


def may_be_title(line: Line) -> bool:
    """Whether a line above the body may be the headline, for all that its first label says: names
    and pictures are in headlines as well.
    """
    is_known = line.kind is None or line.kind == "byline"
    is_known = is_known or (line.kind == "caption" and not line.text.endswith(CREDIT_ENDS))
    return is_known and SHORTEST <= line.size <= LONGEST


def measure_candidates(lines: list[Line], body: list[int], candidates: list[int]) -> np.ndarray:
    """The fields of Candidate as Float32, one row a candidate."""
    page = view_page(lines, body, candidates)
    measured = [measure_candidate(page, index) for index in candidates]
    return np.array(measured, np.float32).reshape(-1, len(Candidate._fields))


def view_page(lines: list[Line], body: list[int], candidates: list[int]) -> Page:
    texts = [line.text.casefold() if len(line.text) <= LONGEST else "" for line in lines]
    rows: dict[str, list[int]] = {}
    for index, text in enumerate(texts):
        rows.setdefault(text, []).append(index)
    starts = list(accumulate((len(text) + 1 for text in texts), initial=1))
    paragraphs = [index for index in body if lines[index].is_prose_like][:OPENING] or body[:1]
    said = {index: find_words(lines[index].text) for index in body[:MOST_READ]}
    counts = Counter(word for words in said.values() for word in words)
    words = {index: find_words(lines[index].text) for index in candidates}
    told = {index: rate_words(own, counts) for index, own in words.items()}
    opening = [(at, said.get(at) or find_words(lines[at].text)) for at in paragraphs]
    whole = "\n".join(["", *texts, ""])
    scores = {index: lines[index].headline_score for index in candidates}
    above = lines[: body[0]]
    open_above = [*accumulate((line.kind is None for line in above), initial=0)]
    prose_above = [*accumulate((line.size if line.is_prose else 0 for line in above), initial=0)]
    found = (opening, words, told, scores, open_above, prose_above)
    return Page(lines, body, candidates, texts, whole, starts, rows, *found)


def find_words(text: str) -> set[str]:
    return {*WORD.findall(text.lower())}


def rate_words(words: set[str], counts: Counter) -> float:
    """How much of the body has these words."""
    if not words:
        return 0.0
    return sum(log(1 + min(counts[word], OFTEN)) for word in words) / len(words) ** 0.5


def measure_candidate(page: Page, index: int) -> Candidate:
    lines, first = page.lines, page.body[0]
    line = lines[index]
    below, above = lines[index + 1 : index + 1 + NEAR], lines[max(index - NEAR, 0) : index][::-1]
    scores = page.scores
    words, named = line.text.split(), page.words[index]
    before = page.body[: bisect_left(page.body, index)]
    metas, furniture = find_kinds("is_meta"), find_kinds("ends_list")
    told = page.told
    return Candidate(
        headline_score=line.headline_score,
        behind_best=max(scores.values()) - line.headline_score,
        rank=sum(score > line.headline_score for score in scores.values()),
        story_headline_score=line.story_headline_score,
        story_text_score=line.story_text_score,
        body_score=line.body_score,
        body_score_above=above[0].body_score if above else -1,
        body_score_below=below[0].body_score if below else -1,
        headline_score_above=above[0].headline_score if above else -1,
        headline_score_below=below[0].headline_score if below else -1,
        best_above=max((scores[other] for other in scores if other < index), default=0),
        best_below=max((scores[other] for other in scores if other > index), default=0),
        size=line.size,
        size_above=above[0].size if above else -1,
        size_below=below[0].size if below else -1,
        size_second_below=below[1].size if len(below) > 1 else -1,
        word_count=len(words),
        long_word_count=len(named),
        capital_share=sum(word[0].isupper() for word in words) / max(1, len(words)),
        ends_sentence=line.ends_sentence,
        is_prose_like=line.is_prose_like,
        is_question=line.text.endswith(("?", "？", "؟")),
        is_caption=line.kind == "caption",
        blank_before=line.blank_before,
        in_body=index >= first,
        until_body=first - index,
        open_until_body=page.open_above[first] - page.open_above[min(index + 1, first)],
        prose_until_body=page.prose_above[first] - page.prose_above[min(index + 1, first)],
        body_before=len(before),
        body_size_before=sum(lines[other].size for other in before),
        candidates_until_body=sum(index < other < first for other in scores),
        row=index,
        row_share=index / len(lines),
        meta_below=count_until(below, metas),
        time_below=count_until(below, {"timestamp"}),
        byline_below=count_until(below, {"byline"}),
        meta_above=count_until(above, metas),
        furniture_below=count_until(below, furniture),
        furniture_above=count_until(above, furniture),
        short_below=sum(other.size < SHORT for other in below),
        prose_below=sum(other.is_prose_like for other in below),
        prose_above=sum(other.is_prose_like for other in above),
        **measure_repeats(page, index),
        **measure_words(page, index, named),
        is_told=told[index],
        told_behind_best=max(told.values()) - told[index],
        told_above=max((told[other] for other in told if other < index), default=0),
        told_below=max((told[other] for other in told if other > index), default=0),
    )


def count_until(lines: Iterable[Line], kinds: Collection[str | None]) -> int:
    return next((step for step, line in enumerate(lines) if line.kind in kinds), FAR)


def measure_repeats(page: Page, index: int) -> dict[str, float]:
    """Where a line's text stands again, as a whole line or as a part of one."""
    text, first, whole = page.texts[index], page.body[0], page.whole
    start = page.starts[index]
    rows = page.rows[text]
    same_above = sum(row < index for row in rows)
    inside = [
        text.find(page.texts[other])
        for other in page.candidates
        if SHORTEST_INSIDE <= len(page.texts[other]) < len(text)
    ]
    inside = [place for place in inside if place >= 0]
    return {
        "same_above": same_above,
        "same_until_body": sum(index < row < first for row in rows),
        "same_below_body": sum(row > first and row != index for row in rows),
        "ends_others_above": whole.count(f"{text}\n", 0, start) - same_above,
        "in_others": whole.count(text) - len(rows),
        "others_inside": len(inside),
        "other_inside_from": min(inside, default=-1),
    }


def measure_words(page: Page, index: int, named: set[str]) -> dict[str, float]:
    """How many of a line's words the opening of the body has."""
    others = [words for row, words in page.opening if row != index]
    said = named & set[str]().union(*others)
    in_first = named & others[0] if others else set[str]()
    return {
        "share_of_opening": len(said) / max(1, len(named)),
        "words_of_opening": len(said),
        "share_of_first": len(in_first) / max(1, len(named)),
    }
