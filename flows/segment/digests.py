"""Digests and newsletters: several stories one below the other, each of them an item.

What tells them from an article in sections is how each item ends or begins: with a link to its
story ("Read more"), or below a line drawn across the page with a title and a byline.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from flows.reading.byline_lines import reads_as_byline
from flows.segment.cards import assign_story, label_parts
from flows.segment.line import Line
from flows.segment.links import RULE
from flows.segment.mails import is_mail_line
from flows.segment.segment_kinds import find_kinds
from flows.text import fold_text

FEWEST_ITEMS = 3
MOST_PARAGRAPHS = 3  # of an item with a link at its end
MOST_BETWEEN = 1  # lines between two items, such as a picture's words
LONGEST_INVITATION = 30  # characters in front of an address: "To the article: https://…"
LINK_END = re.compile(rf"^.{{0,{LONGEST_INVITATION}}}?<?(?:https?://|www\.)\S+>?$")
# "1. Harbour: Pilots …", "2) Hafen – Die Lotsen …": a number, a title of some words and a mark.
NUMBER = re.compile(r"\s*(\d{1,2})[.)]\s")
LEAD_WORDS = re.compile(r"\s*(\d{1,2})[.)]\s+([^\s:–—.!?][^:–—.!?]{1,60}?)(?::|\s[–—])\s+")
LINES_OF_HEAD = 3
OWN_SHARE = 0.5  # of the page's prose, in numbered items

Item = tuple[int, int, int]  # rows: its title, its text, the line behind its text


def label_digest(lines: list[Line], numbers: Iterator[int]) -> None:
    """Make each item of a digest a story of its own, on pages that have three or more."""
    for items in (find_sections(lines), find_linked(lines), find_numbered(lines)):
        if len(items) < FEWEST_ITEMS:
            continue
        for title, text, end in items:
            label_parts(lines, title, text, end)
            if title + 1 == text == end:
                cut_item(lines[title])
            assign_story(lines[title:end], next(numbers))
            for line in lines[title : end + 1]:
                line.keep_out()
            if end < len(lines) and ends_item(lines[end]):
                lines[end].kind, lines[end].cuts = "related_marker", ()


def find_linked(lines: list[Line]) -> list[Item]:
    """The items that end with a link to their story, of the longest row of such items."""
    rows: list[list[Item]] = [[]]
    last_end = None
    for end, line in enumerate(lines):
        item = find_linked_item(lines, end) if ends_item(line) else None
        if item is None:
            continue
        if last_end is None or item[0] - last_end - 1 > MOST_BETWEEN:
            rows.append([])
        rows[-1].append(item)
        last_end = end
    return max(rows, key=len)


def ends_item(line: Line) -> bool:
    """Whether a line is "Read more" alone, or words in front of an address."""
    if line.is_marker_alone:
        return True
    return line.kind in (None, "related_marker") and LINK_END.match(line.text) is not None


def find_linked_item(lines: list[Line], end: int) -> Item | None:
    """A title and the paragraphs between it and the link in row `end`."""
    text = end
    while text > 0 and end - text < MOST_PARAGRAPHS and is_paragraph(lines[text - 1]):
        text -= 1
    title = text - 1
    if text == end or title < 0 or not is_item_title(lines[title]):
        return None
    return title, text, end


def is_paragraph(line: Line) -> bool:
    return line.kind is None and line.is_prose_like and line.ends_sentence


def is_item_title(line: Line) -> bool:
    return line.kind is None and not line.ends_sentence and (line.is_title_like or line.is_bullet)


def find_numbered(lines: list[Line]) -> list[Item]:
    """The items of a newsletter by their numbers from 1 on: "1. Harbour: Pilots vote on Friday. …",
    or a title with a number and its text below. Articles have numbered lists too, so the page must
    say that it is a newsletter.
    """
    if not is_newsletter(lines):
        return []
    items: list[Item] = []
    starts = []
    for row, line in enumerate(lines):
        number = NUMBER.match(line.text) if line.kind is None else None
        if number and int(number[1]) == len(starts) + 1:
            starts.append(row)
    for start, behind in pairwise([*starts, len(lines)]):
        line = lines[start]
        if line.is_prose_like and LEAD_WORDS.match(line.text):
            items.append((start, start + 1, start + 1))
            continue
        end = start + 1
        while end < behind and end - start <= MOST_PARAGRAPHS and is_paragraph(lines[end]):
            end += 1
        if end == start + 1 or line.ends_sentence:
            return []
        items.append((start, start + 1, end))
    own = sum(line.size for start, _, end in items for line in lines[start:end])
    prose = sum(line.size for line in lines if line.is_prose)
    return items if own >= OWN_SHARE * prose else []


def is_newsletter(lines: list[Line]) -> bool:
    """Whether a page is a newsletter: it says what only e-mails say, or the name above its items
    has the word.
    """
    heads = (line for line in lines[:LINES_OF_HEAD] if line.kind != "newsletter")
    is_named = any("newsletter" in fold_text(line.text).split() for line in heads)
    return is_named or any(is_mail_line(line) for line in lines if not line.is_prose)


def cut_item(line: Line) -> None:
    """Label the parts of an item on one line: its number, its title and its text."""
    found = LEAD_WORDS.match(line.text)
    if found is not None:
        parts = ((0, "navigation"), (found.start(2), "headline"))
        line.cuts = (*parts, (found.end(2), "navigation"), (found.end(), "paragraph"))


def find_sections(lines: list[Line]) -> list[Item]:
    """The items below lines drawn across the page, each a title, its byline and its text."""
    rules = [row for row, line in enumerate(lines) if RULE.match(line.text)]
    items = []
    for rule, end in pairwise([*rules, len(lines)]):
        title, text = rule + 1, rule + 3
        if text < end and is_item_title(lines[title]) and reads_as_byline(lines[title + 1].text):
            items.append((title, text, skip_links_up(lines, text, end)))
    return items


def skip_links_up(lines: list[Line], text: int, end: int) -> int:
    """The line behind the text of an item, above "Read more" and buttons at the end of it."""
    while end > text and is_known_link(lines[end - 1]):
        end -= 1
    return end


def is_known_link(line: Line) -> bool:
    is_known = line.kind in find_kinds("ends_list") or ends_item(line)
    return is_known and not line.is_prose_like
