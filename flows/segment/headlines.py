"""The headline of the page's own article, and what belongs to it between headline and text."""

import re

import numpy as np

from flows.reading.byline_labels import find_prefix
from flows.reading.byline_lines import reads_as_byline
from flows.reading.dates.ends import strip_moment
from flows.reading.dates.lines import is_day_alone, names_more
from flows.reading.labels import is_outlet
from flows.segment.bylines import LINES_ABOVE, NAMES_BELOW
from flows.segment.first_labels import FULL_STOP
from flows.segment.line import Line
from flows.segment.links import ADDRESS, MENU_ROW, RULE, is_row
from flows.segment.mastheads import (
    MENU,
    is_above_menu,
    is_kicker,
    is_menu,
    is_paper_above_title,
)
from flows.segment.titles import LONGEST, list_candidates, measure_candidates
from flows.segment.weights import score_titles
from flows.segment.window_titles import find_path_end, find_title_span
from flows.text import fold_identity

TITLE_SCORE = 0.3
OTHER_ABOVE = 0.7  # where another story begins between headline and body
METAS_ABOVE = 3  # lines above the headline whose byline or time is its own
SHORTEST_DECK = 60
MASTHEAD_WORDS = 4
ABOVE_TITLE = ("outlet_label", "navigation")
QUOTED = re.compile(r"[\"'“”„«»‘「『][^\"“”„«»「」『』]+[\"'”“»«’」』]$")
LONG_WORD, CAPITAL_SHARE = 4, 0.8
SITE_BEHIND, SHORTEST_WITH_SITE = re.compile(r"\s*[|–—·•»-]\s*\S"), 12


def label_heading(lines: list[Line], headline: int | None, first: int) -> None:
    """Label headline, deck, byline and times above the first paragraph."""
    if headline is not None:
        lines[headline].kind, lines[headline].story = "headline", 0
        if all(
            kind != "headline" for _, kind in lines[headline].cuts
        ):  # of "Title: Bridge reopens"
            lines[headline].cuts = cut_title(lines[headline].text)
    start = first if headline is None else headline
    is_below_meta = False
    for index in range(find_first_meta(lines, start), first):
        line = lines[index]
        if line.is_open and is_day_alone(line.text):
            line.kind, line.cuts = "timestamp", ()
        if index > start and is_of_other(line):
            break
        if line.story:
            continue
        if line.is_meta and line.entry is None:
            line.story = 0
            is_below_meta = is_below_meta or index > start
        elif index > start and (line.is_prose or (line.is_title and line.size >= SHORTEST_DECK)):
            line.kind = "caption" if is_below_meta else "deck"
            line.story = None if is_below_meta else 0


def find_first_meta(lines: list[Line], headline: int) -> int:
    """The first line above a headline whose byline or time may be its own: between the two stands
    neither prose nor another story.
    """
    first = headline
    while first > max(headline - METAS_ABOVE, 0):
        line = lines[first - 1]
        if line.story is not None or line.is_prose or is_of_other(line):
            break
        first -= 1
    return first


def cut_title(text: str) -> tuple[tuple[int, str], ...]:
    """The parts of a headline's line: the path before the title and the site's name behind it."""
    start, end = find_title_span(text)
    parts = [(0, "navigation")] if start else []
    parts.append((start, "headline"))
    parts += [(end, "navigation")] if end < len(text) else []
    return tuple(parts) if len(parts) > 1 else ()


def label_metas_in_opening(lines: list[Line], body: list[int]) -> None:
    """Give the article the byline and times that stand below its summary, which is of the body."""
    paragraphs = (index for index in body if lines[index].is_prose_like)
    first = next((index for index in paragraphs if lines[index].ends_sentence), body[0])
    for line in lines[body[0] : min(first, body[0] + LINES_ABOVE)]:
        if line.is_meta and line.story is None and line.entry is None:
            line.story = 0


def is_of_other(line: Line) -> bool:
    likely = max(line.story_headline_score, line.story_text_score)
    return line.kind is None and likely >= max(OTHER_ABOVE, line.body_score)


def list_titles(lines: list[Line], body: list[int]) -> list[int]:
    """The lines that may be the headline of the page's own article."""
    return [index for index in list_candidates(lines, body) if not is_no_title(lines, index)]


def is_no_title(lines: list[Line], index: int) -> bool:
    """Whether a likely headline is none: an address, a link to another story, a menu, the name of a
    site above one, who wrote what stands above it, or a line that says that it is a byline.
    """
    line = lines[index]
    if line.is_link:
        return True
    if is_menu(line.text) or is_above_menu(lines, index) or is_paper_above_title(lines, index):
        return True
    if is_kicker(lines, index):
        return True
    above = lines[max(index - NAMES_BELOW, 0) : index]
    is_below_title = any(near.kind is None and near.is_title_like for near in above)
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    is_drawn = ADDRESS.match(line.text) or RULE.match(line.text)
    if is_drawn or is_row(line) or MENU.search(line.text) or MENU.search(below):
        return True
    is_above_row = MENU_ROW.match(below) or (is_menu(below) and lines[index + 1].kind != "byline")
    if len(line.text.split()) <= MASTHEAD_WORDS and is_above_row:
        return True
    is_marked = is_below_title or find_prefix(line.text) is not None
    return is_marked and reads_as_byline(line.text)


def choose_title(lines: list[Line], body: list[int]) -> int | None:
    """The headline of the page's own article: the likeliest, or a title with a date above the body
    where only prose of that is likely.
    """
    title = find_title(lines, body)
    if title is not None and not (title >= body[0] and lines[title].is_prose):
        return title
    dated = find_dated_title(lines, body)
    return title if dated is None else dated


def find_title(lines: list[Line], body: list[int]) -> int | None:
    """The headline of the page's own article: the likeliest of the lines that may be it."""
    candidates = list_titles(lines, body)
    if not candidates:
        return None
    scores = score_titles(measure_candidates(lines, body, candidates))
    best = int(np.argmax(scores.order))
    if scores.likelihood[best] < TITLE_SCORE:
        return None
    chosen = candidates[best]
    above = (index for index in candidates if index <= max(chosen, body[0]))
    alone = (index for index in above if is_title_of(lines[chosen].text, lines[index].text))
    return next(alone, chosen)


def opens_as_text(lines: list[Line], body: list[int], headline: int) -> bool:
    """Whether the first line of a text is of its body, as of an article saved without its headline:
    it ends with a full stop, and text goes on right below. Titles that do so are in capitals, or
    are somebody's words. Above a long one names and times may stand.
    """
    line = lines[headline]
    is_first = all(above.is_meta for above in lines[:headline])
    if not is_first or (headline and not line.is_prose):
        return False
    is_title = has_capitals(line.text) or QUOTED.match(line.text)
    goes_on = headline + 1 in body[:2]
    return goes_on and FULL_STOP.search(line.text) is not None and not is_title


def leave_out_title(lines: list[Line], headline: int | None, body: list[int]) -> list[int]:
    """The body without lines that print the headline again, be it with the name of a site behind
    it: windows and pictures have it as well.
    """
    if headline is None:
        return body
    title = fold_identity(lines[headline].text)
    rest = [
        index
        for index in body
        if lines[index].size > LONGEST or not repeats_title(fold_identity(lines[index].text), title)
    ]
    return rest or body


def leave_out_day(lines: list[Line], headline: int | None, body: list[int]) -> list[int]:
    """The body without a day alone that it begins with, below the headline: "Tuesday, 12 March"."""
    is_day = headline is not None and len(body) > 1 and is_day_alone(lines[body[0]].text)
    return body[1:] if is_day else body


def repeats_title(text: str, title: str) -> bool:
    return text == title or is_title_of(text, title)


def has_capitals(text: str) -> bool:
    """Whether most long words of a text begin with a capital: "Things to Know Before a Strike"."""
    words = [word for word in text.split() if len(word) >= LONG_WORD]
    capitals = sum(word[0].isupper() for word in words)
    return capitals > CAPITAL_SHARE * max(len(words), 1)


def find_dated_title(lines: list[Line], body: list[int]) -> int | None:
    """The first line of a text that has no other headline, if it names more than its date: "Ferry
    crews strike in June 2023". Names of sites and sections may stand above it, and nothing but
    names and times between it and the body.
    """
    above = range(body[0])
    first = next((at for at in above if lines[at].kind not in ABOVE_TITLE), body[0])
    if first == body[0] or not names_more_than_day(lines[first]):
        return None
    below = lines[first + 1 : body[0]]
    if not all(line.is_meta or reads_as_byline(line.text) for line in below):
        return None
    lines[first].kind = None
    return first


def names_more_than_day(line: Line) -> bool:
    """Whether a line that was taken for a time names more, and is no name with its day."""
    if line.kind != "timestamp" or line.cuts or not names_more(line.text):
        return False
    name = strip_moment(line.text)
    return not reads_as_byline(name) and not is_outlet(name)


def is_title_of(text: str, title: str) -> bool:
    """Whether a line is a title with the name of a site behind it, as windows have it, or with a
    path before it.

    >>> is_title_of("Bridge reopens at last | The Gazette", "Bridge reopens at last")
    True
    >>> is_title_of("Home » Region » Bridge reopens at last", "Bridge reopens at last")
    True
    """
    if len(title) < SHORTEST_WITH_SITE:
        return False
    if text.startswith(title) and SITE_BEHIND.match(text, len(title)) is not None:
        return True
    return text.endswith(title) and 0 < find_path_end(text) == len(text) - len(title)
