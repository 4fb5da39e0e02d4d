"""Other stories on a page: cards of a headline with outlet, time, summary or whole text.

A card's lines stand in any of the orders that sites use: "Example News / 2 hours ago / - Example
News / headline / text", "headline / Example News | 2 hours ago / text", "headline / text", or the
headline alone in a list under a related or most-read marker.
"""

import re
from dataclasses import dataclass

from flows.segment.lines import Line

META_KINDS = ("outlet_label", "timestamp", "byline")
# What ends a list of other stories.
LIST_ENDS = ("navigation", "newsletter", "promotion", "notice", "tags", "share")
SHORTEST_SUMMARY, LONGEST_SUBHEADING = 40, 60
BULLETED = re.compile(r"(?:[-*•·▪‣◦+]|\d{1,2}[.)])\s+(?=\S)")
RANK = re.compile(r"^\d{1,2}[.)]?$")


@dataclass
class Zone:
    """A stretch below a marker, and what its cards so far are like."""

    kind: str | None = None  # related_marker, comments; None: no marker
    card_count: int = 0
    gap: int = 0  # blank lines above its cards, the most
    is_ranked: bool = False  # a number stands above each card

    def ends_at(self, lines: list[Line], index: int) -> bool:
        """Whether a line is set apart from the list: below a wider gap, or without a number."""
        is_apart = self.card_count >= 2 and lines[index].blank_before > self.gap
        return is_apart or (self.is_ranked and not RANK.match(lines[index - 1].text))


def label_cards(lines: list[Line], first: int, last: int, is_below: bool) -> None:
    """Name the lines of other stories and of readers' comments.

    Args:
        is_below: the page's own article begins above; else only lists and ages make a card.
    """
    zone, index = Zone(), first
    while index < last:
        line = lines[index]
        if line.story is not None or line.kind in LIST_ENDS:
            zone = Zone()
        elif line.kind in ("related_marker", "comments") and not line.cuts:
            zone = Zone(line.kind)
        elif zone.kind == "comments" and is_below:
            line.kind = "comments"
        elif RANK.match(line.text):
            zone.is_ranked = zone.is_ranked or not zone.card_count
        else:
            if zone.kind and zone.ends_at(lines, index):
                zone = Zone()
            if end := read_card(lines, index, last, zone.kind == "related_marker", is_below):
                zone.card_count += 1
                zone.gap = max(zone.gap, line.blank_before)
                index = end
                continue
        index += 1


def read_card(
    lines: list[Line], first: int, last: int, is_listed: bool, is_below: bool
) -> int | None:
    """Name the lines of the card that begins here; the line behind it, or None for no card."""
    headline = skip_metas(lines, first, last)
    if headline >= last or not lines[headline].is_title or lines[headline].story is not None:
        return None
    text = skip_metas(lines, headline + 1, last, is_after=True)
    metas = [lines[index] for index in (*range(first, headline), *range(headline + 1, text))]
    has_age = any(meta.is_age or meta.has_age for meta in metas)
    if lines[headline].is_prose and not metas:
        return None
    is_age_first = any(line.is_age for line in lines[first:headline])
    end = find_text_end(lines, text, last, has_age, is_age_first)
    if not (is_listed or has_age or (end > text and is_below)):
        return None
    name_story(lines, [*range(first, end)])
    lines[headline].kind = "headline"
    if bullet := BULLETED.match(lines[headline].text):
        lines[headline].cuts = [(0, "navigation"), (bullet.end(), "headline")]
    for line in lines[text:end]:
        line.kind = "paragraph" if line.is_prose or line.ends_sentence else "subheading"
    if end == text + 1:
        lines[text].kind = "paragraph"
    return end


def find_text_end(
    lines: list[Line], text: int, last: int, has_age: bool, is_age_first: bool
) -> int:
    """Behind the text under a card's headline.

    Where cards have ages, a text goes on up to the next card's label, age or dated headline; else
    a short line is a subheading when two paragraphs stand above it, and the next headline when
    not. A card set without blank lines ends at one.
    """
    is_tight = text < last and not lines[text].blank_before
    end = text
    while end < last and lines[end].kind is None and lines[end].story is None:
        line = lines[end]
        if is_tight and line.blank_before:
            break
        if not line.is_prose:
            is_next = not is_age_first and heads_dated_card(lines, end, last)
            below = lines[end + 1] if end + 1 < last else None
            is_above_prose = below is not None and below.is_prose
            if has_age:
                is_text = not is_next and (is_tight or end == text or is_above_prose)
                is_text = is_text and (end > text or line.size >= SHORTEST_SUMMARY)
            elif end == text:
                is_text = is_summary(line, below, is_tight)
            else:
                is_text = end - text >= 2 and is_above_prose and line.size <= LONGEST_SUBHEADING
            if not is_text:
                break
        end += 1
    return end


def is_summary(line: Line, below: Line | None, is_tight: bool) -> bool:
    """A short line right under a headline: a sentence, or the last line of its block."""
    if line.ends_sentence:
        return line.size >= SHORTEST_SUMMARY
    is_last = below is None or below.kind is not None or below.blank_before > line.blank_before
    return is_tight and is_last and line.size >= LONGEST_SUBHEADING


def heads_dated_card(lines: list[Line], index: int, last: int) -> bool:
    """A headline with its label or age on the next line."""
    if not lines[index].is_title or index + 1 >= last:
        return False
    return lines[index + 1].kind in ("outlet_label", "timestamp")


def skip_metas(lines: list[Line], index: int, last: int, is_after: bool = False) -> int:
    """Behind the labels and times that belong to a headline: those above, or those below it."""
    while index < last and lines[index].kind in META_KINDS and lines[index].story is None:
        if is_after and heads_card(lines, index, last):
            break
        index += 1
    return index


def heads_card(lines: list[Line], index: int, last: int) -> bool:
    """A label with an age below it: the next card's, not of the headline above."""
    if lines[index].kind != "outlet_label" or index + 1 >= last:
        return False
    return lines[index + 1].is_age


def name_story(lines: list[Line], members: list[int]) -> None:
    """Make these lines one other story, with the next free number."""
    number = max((line.story or 0 for line in lines), default=0) + 1
    for index in members:
        lines[index].story = number
