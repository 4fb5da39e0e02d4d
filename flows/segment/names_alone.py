"""Names alone near a headline: "Jane Roe" is who wrote the story, whom it is about, or a topic."""

import re
from collections.abc import Iterable
from functools import lru_cache

from flows.reading.byline_lines import names_copy
from flows.reading.person_names import is_full_name, read_first_names
from flows.seeds import read_seed
from flows.segment.line import Line
from flows.text import fold_text

SHORTEST_SURNAME = 4  # characters that tell a person apart: not "Lee"
METAS_BESIDE = ("timestamp", "outlet_label")


def may_be_author(lines: list[Line], index: int, story: Iterable[Line]) -> bool:
    """Whether a line that reads as a byline is none of a topic, nor of whom the story is about.

    One name and nothing else is an author's where a time or an outlet stands beside it, and the
    story does not have the name again. Without these, its words must be no common ones, and the
    story must not have the family name: "Rose Garden" is a topic.

    Args:
        story: the headline and the body, without the line.
    """
    name = lines[index].text.strip()
    if not is_full_name(name):
        return True  # it says more: an office, a second name
    surname = name.split()[-1]
    is_dated = stands_by_meta(lines, index)
    if not is_dated and any(fold_text(word) in read_common() for word in name.split()[1:]):
        return False
    own = surname if not is_dated and len(surname) >= SHORTEST_SURNAME else name
    *texts, last = [line.text for line in story] or [""]
    if fold_text(last).startswith(fold_text(name)):  # "Jane Roe is a reporter in Tolmin."
        last = ""
    said = re.compile(rf"(?<!\w){re.escape(own)}(?!\w)", re.I)
    return not any(map(said.search, (*texts, last)))


def stands_by_meta(lines: list[Line], index: int) -> bool:
    """Whether a time or an outlet stands right above a line or right below it."""
    beside = (lines[near] for near in (index - 1, index + 1) if 0 <= near < len(lines))
    return any(
        line.kind in METAS_BESIDE or line.is_age or line.has_age or names_copy(line.text)
        for line in beside
    )


@lru_cache
def read_common() -> frozenset[str]:
    """The common words of the languages that are nobody's name: "garden", not "martin"."""
    return frozenset(map(fold_text, read_seed("common_words")["word"])) - read_first_names()
