"""Other stories on a page: cards of a headline with outlet, time, summary or whole text.

A card's lines stand in any of the orders that sites use: "Example News / 2 hours ago / - Example
News / headline / text", "headline / Example News | 2 hours ago / text", "headline / text", or the
headline alone in a list under a related or most-read marker.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flows.reading.bylines import find_names
from flows.segment.bare_stories import mark_bare_stories
from flows.segment.first_labels import FULL_STOP
from flows.segment.line import Line
from flows.segment.links import ADDRESS, MENU_ROW, PAIR_OF_LINKS
from flows.segment.segment_kinds import find_kinds

STORY_HEADLINE, STORY_TEXT = 0.3, 0.3
DOUBTFUL_HEADLINE = 0.1  # in a list of other stories, with an age beside it or a text below it
SHORTEST_SUMMARY = 40
MOST_BETWEEN = 2  # lines between a headline and its text that are neither
BULLETED = re.compile(r"(?:[-*•·▪‣◦+]|\d{1,2}[.)])\s+(?=\S)")
MOST_ITEM_LINES = 60  # of a list, that are looked at for titles
LONGEST_SECTION = 40  # size of a section's name above an item
RANK, LONGEST_RANK = re.compile(r"^\d{1,2}[.)]?$"), 3


@dataclass
class Zone:
    """A stretch below a marker, and what its cards so far are like."""

    kind: str | None = None  # related_marker, comments; None: no marker
    card_count: int = 0
    gap: int = 0  # the most blank lines above one of its cards
    is_ranked: bool = False  # a number stands above each card
    is_counted: bool = False  # a count of comments stands below one of its cards
    # Whether the dates of a list stand below its titles; None: it has no date beside a title.
    is_dated_below: bool | None = None

    def ends_at(self, lines: list[Line], index: int) -> bool:
        """Whether a line is set apart from the list: below a wider gap, or without a number."""
        is_apart = self.card_count >= 2 and lines[index].blank_before > self.gap
        return is_apart or (self.is_ranked and not RANK.match(lines[index - 1].text))


def label_cards(
    lines: list[Line], first: int, last: int, numbers: Iterator[int], is_below: bool
) -> None:
    """Label the lines of other stories and of readers' comments.

    Args:
        numbers: numbers that no story has yet.
        is_below: the page's own article begins above, so comments are on it.
    """
    mark_bare_stories(lines, first, last)
    metas, list_ends = find_kinds("is_meta"), find_kinds("ends_list")
    zone, index = Zone(), first
    while index < last:
        line = lines[index]
        if zone.kind == "related_marker" and is_dated_title(line):
            zone.card_count += 1
            zone.gap = max(zone.gap, line.blank_before)
        elif zone.kind == "related_marker" and (
            line.story or heads_item(lines, index, last, zone.is_dated_below)
        ):
            zone.gap = max(zone.gap, line.blank_before)
        elif line.story is not None or line.kind in list_ends:
            zone = Zone()
        elif zone.kind == "related_marker" and is_count_of_card(lines, index, zone.is_counted):
            line.kind, zone.is_counted = "other", True
        elif line.kind in ("related_marker", "comments") and not line.cuts:
            free_titles(lines, index + 1, last)
            zone = Zone(line.kind, is_dated_below=find_side_of_dates(lines, index + 1, last))
        elif zone.kind == "comments" and is_below and not is_likely_headline(line):
            line.kind = "comments"
        elif line.kind is not None and line.kind not in metas:
            zone = Zone() if zone.kind and zone.ends_at(lines, index) else zone
        elif line.size <= LONGEST_RANK and RANK.match(line.text):
            zone.is_ranked = zone.is_ranked or not zone.card_count
        else:
            if zone.kind and zone.ends_at(lines, index):
                zone = Zone()
            is_listed = zone.kind == "related_marker"
            if end := read_card(lines, index, last, is_listed, zone.is_dated_below):
                assign_story(lines[index:end], next(numbers))
                zone.card_count += 1
                zone.gap = max(zone.gap, line.blank_before)
                index = end
                continue
        # No card begins at a later one of these labels either.
        metas_end = skip_metas(lines, index, last) if line.kind in metas else 0
        index = max(index + 1, 0 if zone.is_dated_below else metas_end)


def find_side_of_dates(lines: list[Line], first: int, last: int) -> bool | None:
    """Whether the dates in a list stand below its titles: the first title or date tells of them
    all. None if no date stands beside a title.
    """
    titles = (
        index for index in range(first, last) if lines[index].is_title or is_time(lines[index])
    )
    start = next(titles, last)
    if start - first > MOST_BETWEEN or start == last:
        return None
    if is_time(lines[start]):
        below = start + 1
        return False if below < last and lines[below].is_title else None
    return True if is_dated_item(lines, start, last) else None


def free_titles(lines: list[Line], first: int, last: int) -> None:
    """Take the label from titles of a list that begin as bylines do and name nobody: "Por qué"."""
    for line in lines[first : min(first + MOST_ITEM_LINES, last)]:
        is_titled = line.kind == "byline" and line.is_title_like and not line.cuts
        if is_titled and not find_names(line.text, is_marked=True):
            line.kind = None


def is_time(line: Line) -> bool:
    return line.kind == "timestamp" and line.story is None


def is_count_of_card(lines: list[Line], index: int, is_counted: bool) -> bool:
    """Whether a line right below a card says how many comments its story has: "4 comments"; "No
    comments" does so where another card of the list has a count.
    """
    line, above = lines[index], lines[index - 1] if index else None
    is_below = above is not None and (above.story or 0) > 0 and not line.blank_before
    is_count = is_counted or re.search(r"\d", line.text) is not None
    return line.kind == "comments" and not line.cuts and is_below and is_count


def is_dated_title(line: Line) -> bool:
    """Whether title and date of a story stand on this one line of a list (see dated_lists.py)."""
    is_cut = any(kind == "timestamp" for _, kind in line.cuts)
    return line.kind == "headline" and line.story is not None and is_cut


def is_dated_item(lines: list[Line], index: int, last: int) -> bool:
    """Whether a title has a date below it; its address or a summary may stand between them."""
    is_open = lines[index].is_title and lines[index].story is None
    return is_open and find_date_below(lines, index, last) is not None


def find_date_below(lines: list[Line], index: int, last: int) -> int | None:
    """The date below a title, its address or a summary. Below a summary it is the title's if it is
    no farther from what is above it than from what is below.
    """
    below = skip_links(lines, index + 1, last)
    if below < last and is_time(lines[below]):
        return below
    date = below + 1
    if date >= last or not is_summary(lines[below]) or not is_time(lines[date]):
        return None
    if not FULL_STOP.search(lines[below].text):  # a title that asks
        return None
    gap = lines[date + 1].blank_before if date + 1 < last else lines[date].blank_before
    return date if lines[date].blank_before <= gap else None


def skip_links(lines: list[Line], index: int, last: int) -> int:
    """The line behind the addresses, "https://example.org/a", that stand alone on their lines."""
    while index < last and lines[index].story is None and ADDRESS.match(lines[index].text):
        index += 1
    return index


def heads_item(lines: list[Line], index: int, last: int, is_dated_below: bool | None) -> bool:
    """Whether a line is the name of a section above an item of a list with dates."""
    line, below = lines[index], index + 1
    if is_dated_below is None or below >= last or line.story is not None or line.ends_sentence:
        return False
    is_name = line.kind is None or line.kind in find_kinds("ends_list")
    if not is_name or line.size > LONGEST_SECTION or ADDRESS.match(line.text):
        return False
    if is_dated_below:
        return not is_dated_item(lines, index, last) and is_dated_item(lines, below, last)
    is_item = is_time(lines[below]) and below + 1 < last and lines[below + 1].is_title
    return is_item and not (index and is_time(lines[index - 1]))


def read_card(
    lines: list[Line], first: int, last: int, is_listed: bool, is_dated_below: bool | None = None
) -> int | None:
    """Label the lines of the card that begins here; the line behind it, or None for no card.

    Args:
        is_dated_below: in a list with dates, whether they stand below the titles.
    """
    if is_dated_below and is_time(lines[first]):
        return None  # of the title above
    headline = skip_metas(lines, first, last)
    if headline >= last or not may_be_headline(lines, first, headline, last, is_listed):
        return None
    text = find_text(lines, headline + 1, last)
    is_dated = is_dated_below is not None and is_listed
    date = find_date_below(lines, headline, last) if is_dated and is_dated_below else None
    summary = skip_links(lines, headline + 1, last)
    if date is not None and summary < date:
        label_parts(lines, headline, summary, date)
        return date + 1
    if date is not None:
        text = max(date + 1, find_text(lines, date, last))
    elif is_dated and not is_dated_below:
        dated = (index for index in range(headline + 1, text) if is_time(lines[index]))
        text = next(dated, text)
        is_dated = is_time(lines[headline - 1]) if headline > first else False
    else:
        is_dated = False
    metas = (*lines[first:headline], *lines[headline + 1 : text])
    has_age = any(meta.is_age or meta.has_age for meta in metas)
    likely = lines[headline].story_headline_score
    may_be_item = is_listed or has_age
    is_likely = likely >= DOUBTFUL_HEADLINE
    is_item = is_likely or is_dated or (may_be_item and is_plain_item(lines, headline, last))
    if not is_item:  # said before the end of its text is looked for, thousands of lines away
        return None
    end = find_text_end(lines, text, last)
    if end == text and is_listed and text < last and is_summary(lines[text]):
        end += 1
    if not (may_be_item or end > text or likely >= STORY_HEADLINE):
        return None
    label_parts(lines, headline, text, end)
    return end


def may_be_headline(lines: list[Line], first: int, index: int, last: int, is_listed: bool) -> bool:
    """Whether a line is worth a closer look as a headline: most lines fail here."""
    line, below = lines[index], lines[index + 1] if index + 1 < last else None
    if not line.is_title or line.story is not None or line.text.endswith(":"):
        return False
    if below is not None and MENU_ROW.match(below.text):  # the publisher's address, at the end
        return False
    if PAIR_OF_LINKS.match(line.text):
        return False
    has_metas = index > first or (below is not None and below.is_meta)
    return is_listed or has_metas or line.story_headline_score >= DOUBTFUL_HEADLINE


def is_plain_item(lines: list[Line], index: int, last: int) -> bool:
    """Whether a title in a list, or with an age, is an item whatever its score: it is neither a
    sentence nor the name of a section.
    """
    if lines[index].ends_sentence or has_headline_below(lines, index, last):
        return False
    return lines[index].story_text_score < STORY_TEXT or heads_meta(lines, index, last)


def label_parts(lines: list[Line], headline: int, text: int, end: int) -> None:
    """Label the headline of a card and its text, which reaches from one line to before another."""
    lines[headline].kind = "headline"
    if bullet := BULLETED.match(lines[headline].text):
        lines[headline].cuts = ((0, "navigation"), (bullet.end(), "headline"))
    for line in lines[text:end]:
        line.kind = "paragraph" if line.is_prose or line.ends_sentence else "subheading"
    if end == text + 1:
        lines[text].kind = "paragraph"


def has_headline_below(lines: list[Line], index: int, last: int) -> bool:
    """Whether a likely headline is among the next lines: what is above it is a section's name."""
    for line in lines[index + 1 : min(index + 1 + MOST_BETWEEN, last)]:
        if line.kind is not None and not line.is_meta:
            return False
        if line.story_headline_score >= STORY_HEADLINE:
            return True
    return False


def find_text(lines: list[Line], first: int, last: int) -> int:
    """Where the text under a headline begins: behind its labels and times, and behind a name or
    short lines of no known kind. If there is no text, the line behind the labels and times.
    """
    metas = skip_metas(lines, first, last, is_after=True)
    for index in range(metas, min(metas + MOST_BETWEEN + 1, last)):
        line = lines[index]
        if is_headline(lines, index, last) or line.story is not None:
            break
        if is_text(line):
            return index
        if line.is_prose_like:
            break
    return metas


def find_text_end(lines: list[Line], text: int, last: int) -> int:
    """The line behind the text of a story; one line within it may not look like text."""
    end = index = text
    while index < last and lines[index].is_open:
        if is_headline(lines, index, last):
            break
        is_below_meta = index == text and lines[index - 1].is_meta
        if is_below_meta and heads_meta(lines, index, last):
            break
        if is_text(lines[index]):
            end = index + 1
        elif index > end or end == text:
            break
        index += 1
    return end


def heads_meta(lines: list[Line], index: int, last: int) -> bool:
    """Whether a line is a title with a label or a time below it, as the headline above has."""
    line, below = lines[index], lines[index + 1] if index + 1 < last else None
    is_title = line.is_title and not line.ends_sentence
    return is_title and below is not None and below.is_meta


def is_text(line: Line) -> bool:
    return line.is_open and line.story_text_score >= STORY_TEXT


def is_summary(line: Line) -> bool:
    """Whether a line right under a headline in a list is its summary."""
    is_open = line.is_open and line.ends_sentence
    is_long = line.size >= SHORTEST_SUMMARY
    return is_open and is_long and line.story_headline_score < STORY_HEADLINE


def is_likely_headline(line: Line) -> bool:
    return line.is_title and line.story_headline_score >= STORY_HEADLINE


def is_headline(lines: list[Line], index: int, last: int) -> bool:
    """Whether a line is a likely headline, or a doubtful one with a text, a label or a time right
    below it.
    """
    line = lines[index]
    if line.is_bare_title:
        return True
    if not line.is_title or line.story is not None:
        return False
    if line.ends_sentence and not (
        is_likely_headline(line) and FULL_STOP.search(line.text) is None
    ):
        return False  # a likely one may ask, or end with somebody's words
    below = lines[index + 1] if index + 1 < last else None
    is_told = below is not None and (is_text(below) or below.is_meta)
    return line.story_headline_score >= (DOUBTFUL_HEADLINE if is_told else STORY_HEADLINE)


def skip_metas(lines: list[Line], index: int, last: int, is_after: bool = False) -> int:
    """The line behind the labels and times that belong to a headline: those above or below it."""
    behind = index
    while behind < last and lines[behind].is_meta and lines[behind].story is None:
        behind += 1
    if not is_after:
        return behind
    has_text = behind < last and is_text(lines[behind]) and not is_headline(lines, behind, last)
    heads = (at for at in range(index, behind) if not has_text and heads_card(lines, at, last))
    return next(heads, behind)


def heads_card(lines: list[Line], index: int, last: int) -> bool:
    """Whether a label has an age below it: it begins a card, if no text stands behind them."""
    is_aged = index + 1 < last and lines[index + 1].is_age
    return is_aged and lines[index].kind == "outlet_label"


def assign_story(members: list[Line], number: int) -> None:
    """Make these lines one other story."""
    for line in members:
        line.story = number
