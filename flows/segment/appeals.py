"""Appeals to subscribe, to join or to donate that read like paragraphs of an article.

No single wording makes one: an article about a newspaper has "subscribers" in it too. Several of
them in one paragraph do, fewer at the end of a body, where appeals stand.
"""

import re
from functools import lru_cache

from flows.segment.line import Line
from flows.segment.lines import read_markers
from flows.text import UNSPACED, alternation, fold_text

MAY_BE_BODY = 0.3  # below it a line needs no look
FEWEST, FEWEST_AT_END = 5, 3
SIZE_A_WORDING = 400  # a longer paragraph must have a wording more
MOST_AT_END = 4  # paragraphs of an appeal at the end of a body


def bar_appeals(lines: list[Line]) -> None:
    """Keep appeals out of bodies: as promotion, they belong to nobody's article."""
    prose = [line for line in lines if line.is_prose_like and line.body_score >= MAY_BE_BODY]
    counts = [count_wordings(line) if line.may_appeal else 0 for line in prose]
    barred = [line for line, count in zip(prose, counts, strict=True) if count >= FEWEST]
    at_end = 0
    while at_end < min(MOST_AT_END, len(prose) - 1) and counts[-1 - at_end]:
        at_end += 1
    if at_end and max(counts[-at_end:]) >= FEWEST_AT_END:
        barred += prose[-at_end:]
    for line in barred:
        line.kind, line.cuts, line.body_score = "promotion", (), 0.0


def count_wordings(line: Line) -> int:
    """How many wordings of appeals a paragraph has, less what a longer one may have by chance."""
    found = {match[0] for match in read_wordings().finditer(fold_text(line.text))}
    return max(0, len(found) - int(line.size // SIZE_A_WORDING))


@lru_cache
def read_wordings() -> re.Pattern[str]:
    # At the start of a word; its end may be inflected.
    return re.compile(rf"(?<![^\W\d_{UNSPACED[1:-1]}]){alternation(read_markers().appeals)}")
