"""Other stories that begin within what reads like the body: a title and paragraphs, below the text
of the page's own article.

A heading of the article looks the same. A title is another story's if the paragraph below has its
words, and a day or a byline of its own stands between; or if it stands right below what announces
other stories, and its words are not the article's. Words alone do not tell: of such titles with
nothing around them most are headings.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from flows.reading.dates.lines import has_date
from flows.seeds import read_seed
from flows.segment.bare_stories import is_open_title
from flows.segment.cards import assign_story
from flows.segment.line import Line
from flows.segment.segment_kinds import find_kinds
from flows.segment.titles import find_words

FEWEST_ABOVE = 2  # paragraphs of the article above
MOST_DATED = 3  # titles with days; more are a list of what a site has
LONGEST_TITLE = 110  # size
MOST_METAS = 3  # lines between a title and its text
FEWEST_TOLD = 2  # words of a title that the text below it has
MOST_ABOVE = 1  # words of either that the article above has
OFTEN = 2  # paragraphs of the article that have a word of its text
OF_POST = re.compile(r"^[—–-]|@")
ENDS = frozenset({"related_marker", "comments"})  # and what ends lists


def cut_next_stories(lines: list[Line], numbers: Iterator[int]) -> None:
    """Make each such title and what stands below it, up to the next, a story of its own."""
    starts = sorted(find_starts(lines))
    for start, last in pairwise([*starts, len(lines)]):
        end = find_end(lines, start, last)
        for line in lines[start:end]:
            if line.kind is None:
                line.kind = (
                    "paragraph" if line.is_prose_like or line.ends_sentence else "subheading"
                )
            line.keep_out()
        lines[start].kind, lines[start].cuts = "headline", ()
        assign_story(lines[start:end], next(numbers))


def find_starts(lines: list[Line]) -> set[int]:
    """The titles of such stories; none where the page is a list of them."""
    above: Counter[str] = Counter()  # in how many paragraphs or titles of the article a word is
    count = counted = 0
    dated, announced = set[int](), set[int]()
    for index, line in enumerate(lines):
        if line.story is not None or not line.may_be_body:
            continue
        text = find_text(lines, index) if count >= FEWEST_ABOVE and is_title(line) else None
        is_dated = text is not None and has_day_or_byline(lines[index + 1 : text])
        if text is not None and is_dated and tells_title(lines, index, text):
            dated.add(index)
        elif text is not None and lines[index - 1].is_marker_alone:
            for own in lines[counted:index]:
                if own.may_be_body:
                    above.update(find_telling_words(own))
            counted = index
            if is_announced(lines, index, text, above):
                announced.add(index)
        count += line.is_prose
    return announced | (dated if len(dated) <= MOST_DATED else set())


def is_title(line: Line) -> bool:
    is_open = is_open_title(line) and not line.ends_sentence and line.entry is None
    return is_open and line.size <= LONGEST_TITLE


def find_text(lines: list[Line], title: int) -> int | None:
    """The paragraph below a title, which only names and times may part from it."""
    for index in range(title + 1, min(title + MOST_METAS + 2, len(lines))):
        if not lines[index].is_meta:
            return index if lines[index].is_prose and lines[index].story is None else None
    return None


def has_day_or_byline(metas: list[Line]) -> bool:
    """Whether a line below a title says by whom it is, or its day alone. What posts end with says a
    day too, and is none of a story: "— Ann Moss (@annmoss) 5 June 2023".
    """
    return any(line.kind == "byline" or is_day_of_story(line) for line in metas)


def is_day_of_story(line: Line) -> bool:
    return not line.cuts and has_date(line.text) and OF_POST.search(line.text) is None


def tells_title(lines: list[Line], title: int, text: int) -> bool:
    """Whether the paragraph below a title has its words: a link amid a text has not."""
    words, told = (find_telling_words(lines[index]) for index in (title, text))
    return len(words & told) >= FEWEST_TOLD


def is_announced(lines: list[Line], title: int, text: int, above: Counter[str]) -> bool:
    """Whether a title stands below "Related stories", the paragraph below it has its words, and the
    article above has hardly any of the two.
    """
    words, told = (find_telling_words(lines[index]) for index in (title, text))
    often = {word for word, count in above.items() if count >= OFTEN}
    is_other = max(len(words & above.keys()), len(told & often)) <= MOST_ABOVE
    return is_other and tells_title(lines, title, text)


def find_telling_words(line: Line) -> set[str]:
    return find_words(line.text) - read_common_words()


@lru_cache
def read_common_words() -> frozenset[str]:
    return frozenset(read_seed("common_words")["word"])


def find_end(lines: list[Line], start: int, last: int) -> int:
    """The line behind the last paragraph of a story."""
    end = start + 1
    for index in range(start + 1, last):
        line = lines[index]
        if line.kind in find_kinds("ends_list") | ENDS or line.story is not None:
            break
        if line.is_prose or (line.kind is None and line.ends_sentence):
            end = index + 1
    return end
