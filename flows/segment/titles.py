"""The headline among the lines that may be it: a second choice, by what else the page says of each.

The scores of lines know a line and its neighbours. A title can also be told by what is far from it:
it stands on the page twice, a path of links ends with it, the opening of the text has its words.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from math import log

import numpy as np

from flows.reading.labels import is_outlet_name
from flows.segment.lines import BULLET, Line
from flows.segment.segment_kinds import find_kinds
from flows.text import DENSE, fold_text

BEST, NEAREST, IN_BODY = 8, 6, 12  # lines: most likely ones, those above the body, those in it
SHORTEST, LONGEST = 8, 300  # size of a title
LONGEST_TAIL = 80  # characters beside a title on a line that has more: "Home > News > Title"
OPENING = 6  # paragraphs of the body whose words a title has
WORD = re.compile(rf"{DENSE}{{2}}|[^\W\d_]{{4,}}|\d+")
NUMBERED = re.compile(BULLET)
PATH = re.compile(r"[>»/›→]")
NEAR = 5


def list_candidates(lines: list[Line], body: list[int]) -> list[int]:
    """The lines that may be the headline of the page's own article, in page order.

    They are the likeliest above the body, the nearest above it, and short lines at its beginning.
    """
    may_be = {None, "byline", "caption"}
    above = [
        index
        for index in range(body[0])
        if lines[index].kind in may_be and SHORTEST <= lines[index].size <= LONGEST
    ]
    open_lines = [index for index in above if lines[index].kind is None]
    likely = sorted(open_lines, key=lambda index: -lines[index].headline_score)[:BEST]
    inside = [
        index
        for index in body[:IN_BODY]
        if lines[index].kind is None and SHORTEST <= lines[index].size <= LONGEST
    ]
    return sorted({*likely, *above[-NEAREST:], *inside})


def measure_candidates(lines: list[Line], body: list[int], candidates: list[int]) -> np.ndarray:
    """What there is to know of each candidate, Float32, one row a candidate."""
    return np.array(list(measure_each(lines, body, candidates)), dtype=np.float32)


def measure_each(
    lines: list[Line], body: list[int], candidates: list[int]
) -> Iterator[list[float]]:
    first, own = body[0], {*body}
    folded = {index: fold_text(lines[index].text) for index in range(len(lines)) if len(lines[index].text) <= LONGEST}
    times = Counter(folded.values())
    top = max(lines[index].headline_score for index in candidates)
    order = sorted(candidates, key=lambda index: -lines[index].headline_score)
    paragraphs = [index for index in body if lines[index].is_prose_like][:OPENING] or body[:1]
    opening = [find_words(lines[index].text) for index in paragraphs]
    said = Counter(word for index in body for word in find_words(lines[index].text))
    metas, furniture = find_kinds("is_meta"), find_kinds("ends_list")
    words = {index: find_words(lines[index].text) for index in candidates}
    shares = {index: rate_words(words[index], said, len(body)) for index in candidates}
    best_share = max(shares.values())
    for index in candidates:
        line = lines[index]
        text = folded[index] if index in folded else fold_text(line.text)
        known = words[index]
        rest = [w for at, w in enumerate(opening) if paragraphs[at] != index]
        in_opening = [word for word in known if any(word in w for w in rest)]
        in_first = [word for word in known if rest and word in rest[0]]
        below = lines[index + 1 : index + 1 + NEAR]
        above = lines[max(index - NEAR, 0) : index]
        longer = [at for at, other in folded.items() if len(text) < len(other) <= len(text) + LONGEST_TAIL and text in other]
        shorter = [at for at in candidates if at != index and len(folded.get(at, "")) >= 12 and folded[at] in text and folded[at] != text]
        same = [at for at, other in folded.items() if other == text and at != index] if times[text] > 1 else []
        yield [
            line.headline_score,
            line.headline_score - top,
            order.index(index),
            line.story_headline_score,
            line.story_text_score,
            line.body_score,
            lines[index - 1].body_score if index else -1,
            below[0].body_score if below else -1,
            below[0].headline_score if below else -1,
            above[-1].headline_score if above else -1,
            line.size,
            len(line.text.split()),
            len(known),
            line.ends_sentence,
            line.is_title_like,
            line.is_prose_like,
            bool(NUMBERED.match(line.text)),
            bool(PATH.search(line.text)),
            "|" in line.text,
            line.text.rstrip().endswith(":"),
            line.text.rstrip().endswith("?"),
            sum(1 for word in line.text.split() if word[:1].isupper()) / max(1, len(line.text.split())),
            line.text.isupper(),
            line.blank_before,
            below[0].blank_before if below else 9,
            line.kind == "byline",
            line.kind == "caption",
            index in own,
            first - index,
            sum(1 for at in range(index + 1, first) if lines[at].kind is None),
            sum(lines[at].size for at in range(index + 1, first) if lines[at].is_prose),
            sum(lines[at].size for at in body if at < index),
            sum(1 for at in body if at < index),
            sum(1 for at in candidates if at > index and at < first),
            index,
            index / len(lines),
            find_first(below, metas),
            find_first(below, {"timestamp"}),
            find_first(below, {"byline"}),
            find_first(above[::-1], metas),
            find_first(below, furniture),
            find_first(above[::-1], furniture),
            find_first(above[::-1], {"related_marker"}),
            find_first(below, {"related_marker"}),
            find_first(below, {"caption", "credit"}),
            sum(other.size < 30 for other in below),
            sum(other.size < 30 for other in above),
            sum(other.is_prose_like for other in below),
            sum(other.is_prose_like for other in above),
            sum(at < index for at in same),
            sum(at > index and at < first for at in same),
            sum(at > first for at in same),
            sum(1 for at in longer if at < index and folded[at].endswith(text)),
            sum(1 for at in longer if at < index and folded[at].startswith(text)),
            sum(1 for at in longer if at > index),
            len(longer),
            len(shorter),
            min(line.text.find(lines[at].text) for at in shorter) if shorter else -1,
            len(in_opening) / max(1, len(known)),
            len(in_opening),
            len(in_first) / max(1, len(known)),
            shares[index],
            shares[index] - best_share,
            is_outlet_name(line.text),
            lines[index - 1].size if index else -1,
            below[0].size if below else -1,
            below[1].size if len(below) > 1 else -1,
            max((lines[at].headline_score for at in candidates if at > index), default=0),
            max((lines[at].headline_score for at in candidates if at < index), default=0),
            max((shares[at] for at in candidates if at > index), default=0),
            max((shares[at] for at in candidates if at < index), default=0),
        ]


def find_first(lines: Iterable[Line], kinds: Iterable[str]) -> int:
    return next((step for step, line in enumerate(lines) if line.kind in kinds), 9)


def find_words(text: str) -> set[str]:
    return {*WORD.findall(text.lower())}


def rate_words(words: set[str], said: Counter, count: int) -> float:
    """How much of the body is about a line's words."""
    if not words:
        return 0.0
    return sum(log(1 + min(said[word], 8)) for word in words) / len(words) ** 0.5
