"""Other stories on a page: cards of a headline with outlet, time, summary or whole text.

A card's lines stand in any of the orders that sites use: "Example News / 2 hours ago / - Example
News / headline / text", "headline / Example News | 2 hours ago / text", "headline / text", or the
headline alone in a list under a related or most-read marker.
"""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from flows.segment.lines import WIDE, Line

META_KINDS = ("outlet_label", "timestamp", "byline")
# What ends a list of other stories.
LIST_ENDS = ("navigation", "newsletter", "promotion", "notice", "tags", "share")
WORD = re.compile(rf"{WIDE}{{2}}|[^\W\d_]{{6,}}")
GOES_ON = 0.25  # swept .15-.35 on dev and composites: body F1 .857 / .768, .854 / .802, .848 / .789
SECTION_SHARE = 0.1
SUMMARY_SHARE, LONGEST_SUMMARY = 0.1, 160
LONGEST_SUBHEADING, SHORTEST_PARAGRAPH, SHORTEST_SUMMARY = 60, 100, 40
BULLETED = re.compile(r"(?:[-*•·▪‣◦+]|\d{1,2}[.)])\s+(?=\S)")
RANK = re.compile(r"^\d{1,2}[.)]?$")
FEWEST_WORDS = 4
NOTHING: Counter = Counter()


def find_words(text: str) -> list[str]:
    """The longer words of a text, by which two texts are found to be of one article."""
    return WORD.findall(text.lower())


@dataclass
class Zone:
    """A stretch below a marker, and what its cards so far are like."""

    kind: str | None = None  # related_marker, comments; None: no marker
    texts: list[bool] = field(default_factory=list)  # of each card, whether it has a text
    gap: int = 0  # blank lines above its cards, the most
    is_ranked: bool = False  # a number stands above each card

    @property
    def is_box(self) -> bool:
        """Only bare headlines so far."""
        return bool(self.texts) and not any(self.texts)

    def ends_at(self, lines: list[Line], index: int) -> bool:
        """Whether a line is set apart from the list: below a wider gap, or without a number."""
        is_apart = len(self.texts) >= 2 and lines[index].blank_before > self.gap
        return is_apart or (self.is_ranked and not RANK.match(lines[index - 1].text))


def label_cards(lines: list[Line], first: int, last: int, lead: Counter | None) -> int | None:
    """Name the lines of other stories and of readers' comments.

    Args:
        lead: the words of the page's own article so far; None before it, or where there is none.
    Gives where the page's own article goes on, None if it does not.
    """
    zone, index = Zone(), first
    while index < last:
        line = lines[index]
        if line.kind in LIST_ENDS:
            zone = Zone()
        elif line.kind in ("related_marker", "comments") and line.story is None and not line.cuts:
            zone = Zone(line.kind)
        elif zone.kind == "comments" and lead and not goes_on(lines, index, lead, NOTHING):
            line.kind = "comments"
        elif RANK.match(line.text):
            zone.is_ranked = zone.is_ranked or not zone.texts
        elif line.story is None:
            if zone.is_box and heads_section(lines, index, lead, 0.0):
                return index
            if zone.kind and zone.ends_at(lines, index):
                zone = Zone()
            if behind := read_card(lines, index, last, zone.kind == "related_marker", lead):
                zone.texts.append(any(card.is_prose_like for card in lines[index + 1 : behind]))
                zone.gap = max(zone.gap, line.blank_before)
                index = behind
                continue
            if goes_on(lines, index, lead, NOTHING) or heads_section(lines, index, lead):
                return index
        index += 1
    return None


def read_card(
    lines: list[Line], first: int, last: int, is_listed: bool, lead: Counter | None
) -> int | None:
    """Name the lines of the card that begins here; the line behind it, or None for no card."""
    headline = skip_metas(lines, first, last)
    if headline >= last or not lines[headline].is_title:
        return None
    text = skip_metas(lines, headline + 1, last, is_after=True)
    metas = [lines[index] for index in (*range(first, headline), *range(headline + 1, text))]
    has_age = any(meta.is_age or meta.has_age for meta in metas)
    if lines[headline].is_prose and not metas:
        return None
    if not has_age and (
        goes_on(lines, headline, lead, NOTHING) or heads_section(lines, headline, lead)
    ):
        return None
    end = find_card_end(lines, headline, text, last, lead, has_age)
    has_summary = end > text and lead is not None
    if not (is_listed or has_age or has_summary):
        return None
    name_story(lines, [*range(first, end)])
    lines[headline].kind = "headline"
    if bullet := BULLETED.match(lines[headline].text):
        lines[headline].cuts = [(0, "navigation"), (bullet.end(), "headline")]
    for index in range(text, end):
        lines[index].kind = "paragraph"
    return end


def find_card_end(
    lines: list[Line], headline: int, text: int, last: int, lead: Counter | None, has_age: bool
) -> int:
    """Behind the text under a card's headline; a headline with an age owns what comes first."""
    words, end = Counter(find_words(lines[headline].text)), text
    while end < last:
        line = lines[end]
        is_summary = end == text and line.kind is None and line.ends_sentence
        if not (line.is_prose or (is_summary and line.size >= SHORTEST_SUMMARY)):
            break
        if not (has_age and end == text) and goes_on(lines, end, lead, words):
            break
        if (
            not has_age
            and lead
            and line.size >= LONGEST_SUMMARY
            and is_about(find_words(line.text), lead, words, SUMMARY_SHARE)
        ):
            break
        words.update(find_words(line.text))
        end += 1
    return end


def heads_section(
    lines: list[Line], index: int, lead: Counter | None, share: float = SECTION_SHARE
) -> bool:
    """A subheading of the page's own article behind a box: short, with paragraphs under it."""
    title, below = lines[index], lines[index + 1 : index + 3]
    if not lead or not title.is_title or title.size > LONGEST_SUBHEADING or len(below) < 2:
        return False
    if not all(line.is_prose and line.size >= SHORTEST_PARAGRAPH for line in below):
        return False
    words = {word for line in below for word in find_words(line.text)}
    return is_about(words, lead, NOTHING, share)


def skip_metas(lines: list[Line], index: int, last: int, is_after: bool = False) -> int:
    """Behind the labels and times that belong to a headline: those above, or those below it."""
    while index < last and lines[index].kind in META_KINDS:
        if is_after and heads_card(lines, index, last):
            break
        index += 1
    return index


def heads_card(lines: list[Line], index: int, last: int) -> bool:
    """A label with an age below it: the next card's, not of the headline above."""
    if lines[index].kind != "outlet_label" or index + 1 >= last:
        return False
    return lines[index + 1].is_age


def goes_on(lines: list[Line], index: int, lead: Counter | None, card: Counter) -> bool:
    """Whether the page's own article goes on here: more of its words than of the card's.

    A subheading goes on when the paragraphs under it do.
    """
    if not lead:
        return False
    start = index
    while index < len(lines) and index < start + 4 and (lines[index].is_prose or index == start):
        index += 1
    paragraphs = [line for line in lines[start:index] if line.is_prose]
    if not paragraphs:
        return False
    words = {word for line in paragraphs for word in find_words(line.text)}
    return is_about(words, lead, card)


def is_about(
    words: Collection[str], text: Counter, other: Counter = NOTHING, least: float = GOES_ON
) -> bool:
    """Whether words are of one article with a text, and less so with another one."""
    words = set(words)
    if len(words) < FEWEST_WORDS:
        return False
    share = sum(word in text for word in words) / len(words)
    return share >= least and share >= sum(word in other for word in words) / len(words)


def name_story(lines: list[Line], members: list[int]) -> None:
    """Make these lines one other story, with the next free number."""
    number = max((line.story or 0 for line in lines), default=0) + 1
    for index in members:
        lines[index].story = number
