"""Live pages: entries below one another, each with its time and often a title of its own.

All of them are the page's own article. Their times are neither body nor the date of the page.
"""

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from flows.reading.bylines import find_names
from flows.reading.dates.lines import says_published
from flows.reading.entry_times import (
    LONGEST_TIME,
    EntryTime,
    find_entry_start,
    read_entry_time,
    read_minutes,
)
from flows.seeds import read_seed
from flows.segment.lines import Line
from flows.text import DENSE, LETTER, alternation, fold_digits, fold_text

ENTRY_TIME = "entry_time"
FEWEST_ENTRIES = 2  # with a text, below a line that says that the page is live
LONGEST_TITLE = 160
SHORTEST_TEXT = 25
LINES_ABOVE = 3  # of an entry, for "Live updates" alone on its line
LINES_OF_TOP, LONGEST_HEADLINE = 80, 300  # where a page says that it is live
LINES_BESIDE = 2  # of the headline
MOST_AGAINST = 0.25  # of the times, that break the order of the page; one may at midnight
ENTRY_SCORE = 0.9
# Mean score of titles as another story's: of invented live pages .00 to .05, of lists of stories
# .16 and up; with ages, as cards have them, .00 to .21 and .47 and up.
MOST_OF_OTHERS, MOST_OF_AGED = 0.1, 0.3
LEAST_SCORE = 0.15  # of a line below the first text of the last entry, to be of it
LONGEST_NAMES = 60
# A block of the page that ends the last entry.
ENDS = frozenset({"related_marker", "comments", "newsletter", "tags", "wall", "notice", "credit"})


MAY_HOLD_TIME = re.compile(r"\d\s?[:.h時时点點시]\s?\d?\d|\d\s?[ap]\.?\s?m|\d\suhr", re.IGNORECASE)
MARK_KINDS = frozenset({None, "timestamp", "byline", "outlet_label"})


class Mark(NamedTuple):
    """A line that begins an entry."""

    index: int
    time: EntryTime
    start: int  # of what stands behind the time; 0: the line is nothing but a time


class Entry(NamedTuple):
    """The lines of an entry."""

    mark: Mark
    first: int
    last: int  # the line behind it
    title: int | None
    texts: tuple[int, ...]


def find_entries(lines: list[Line]) -> list[Entry]:
    """The entries of a live page, whose lines become the body's; none if it is no live page."""
    if not any(map(says_live, lines[:LINES_OF_TOP])):
        return []
    marks = choose_marks([mark for mark in map(read_mark, range(len(lines)), lines) if mark])
    if len(marks) < FEWEST_ENTRIES or not is_live(lines, marks[0].index):
        return []
    entries = read_entries(lines, marks)
    told = [number for number, entry in enumerate(entries) if entry.texts]
    if len(told) < FEWEST_ENTRIES or not are_in_order([entries[at].mark for at in told]):
        return []
    if are_other_stories(lines, [entries[at] for at in told]):
        return []
    above, entries = entries[: told[0]], entries[told[0] :]
    for entry in above:
        if entry.title is not None:
            drop_summary(lines, entry)
    for entry in entries:
        claim_entry(lines, entry)
    for line in lines[entries[-1].last :]:
        if not line.is_prose_like:
            line.body_score = 0.0
    return entries


def read_mark(index: int, line: Line) -> Mark | None:
    if line.kind not in MARK_KINDS or line.is_bullet or not may_hold_time(line):
        return None
    time = read_entry_time(line.text)
    if time:
        return Mark(index, time, 0) if time.begins_entry else None
    start = find_entry_start(line.text)
    time = read_entry_time(line.text[:start].rstrip(" \t:：|｜·•–—-")) if start else None
    return Mark(index, time, start) if time and start and time.begins_entry else None


def may_hold_time(line: Line) -> bool:
    return line.is_age or MAY_HOLD_TIME.search(fold_digits(line.text[:LONGEST_TIME])) is not None


def choose_marks(marks: list[Mark]) -> list[Mark]:
    """The marks that look as most of them do; what the page says of itself as a whole is none."""
    own = [mark for mark in marks if not says_published(mark.time.text)]
    whole = [mark for mark in own if not mark.start]
    chosen = whole if 2 * len(whole) >= len(own) else [mark for mark in own if mark.start]
    undated = [mark for mark in chosen if not mark.time.has_day]
    if 2 * len(undated) < len(chosen) or not undated:
        return chosen
    # The time of the page stands above its entries, and has a date where they have none.
    return [mark for mark in chosen if mark.index >= undated[0].index]


def is_live(lines: list[Line], first: int) -> bool:
    """Whether the headline says that the page is live, or a line beside it or above the entries."""
    headline = max(range(first), key=lambda index: lines[index].headline_score, default=0)
    beside = lines[max(0, headline - LINES_BESIDE) : min(headline + LINES_BESIDE + 1, first)]
    above = lines[max(0, first - LINES_ABOVE) : first]
    return any(map(says_live, [*beside, *above]))


def says_live(line: Line) -> bool:
    is_short = line.size <= LONGEST_HEADLINE
    return is_short and read_live_words().search(fold_text(line.text)) is not None


@lru_cache
def read_live_words() -> re.Pattern[str]:
    words = read_seed("live_words")["text"].unique(maintain_order=True).to_list()
    dense = [word for word in words if re.match(DENSE, word)]
    spaced = alternation(word for word in words if word not in dense)
    return re.compile(rf"{alternation(dense)}|(?<!{LETTER}){spaced}(?!{LETTER})")


def read_entries(lines: list[Line], marks: list[Mark]) -> list[Entry]:
    """The entries that begin at the marks, or at the titles right above them."""
    is_above = has_titles_above(lines, marks)
    starts = [
        mark.index - 1 if is_above and is_title_above(lines, mark) else mark.index for mark in marks
    ]
    ends = [*starts[1:], find_end(lines, marks[-1])]
    return [
        read_entry(lines, mark, start, end)
        for mark, start, end in zip(marks, starts, ends, strict=True)
    ]


def has_titles_above(lines: list[Line], marks: list[Mark]) -> bool:
    """Whether the titles of most entries stand above their times, with the text right below."""
    above = [
        is_title_above(lines, mark)
        and mark.index + 1 < len(lines)
        and is_text(lines[mark.index + 1])
        for mark in marks
    ]
    return 2 * sum(above) > len(above)


def is_title_above(lines: list[Line], mark: Mark) -> bool:
    above = lines[mark.index - 1] if mark.index else None
    return not mark.start and above is not None and is_title(above) and not above.ends_sentence


def is_title(line: Line) -> bool:
    is_open = line.kind in (None, "timestamp") and line.size <= LONGEST_TITLE
    return is_open and read_entry_time(line.text) is None


def is_text(line: Line) -> bool:
    return line.kind is None and (
        line.is_prose_like or (line.ends_sentence and line.size >= SHORTEST_TEXT)
    )


def find_end(lines: list[Line], mark: Mark) -> int:
    """The line behind the last entry."""
    is_told = bool(mark.start) and is_text(lines[mark.index])
    for index in range(mark.index + 1, len(lines)):
        line = lines[index]
        if line.kind in ENDS or line.story is not None:
            return index
        if line.kind is None and is_told and line.body_score < LEAST_SCORE:
            return index
        is_told = is_told or is_text(line)
    return len(lines)


def read_entry(lines: list[Line], mark: Mark, first: int, last: int) -> Entry:
    free = [at for at in range(first, last) if at != mark.index and is_free(lines[at])]
    own = [mark.index, *free] if mark.start else free
    title = next(iter(own), None)
    is_told = any(is_text(lines[at]) for at in own if at != title)
    if title is not None and not (is_title(lines[title]) and (is_told or not ends(lines[title]))):
        title = None
    texts = [at for at in own if at != title]
    return Entry(mark, first, last, title, tuple(texts if has_text(lines, texts) else ()))


def has_text(lines: list[Line], rows: list[int]) -> bool:
    return any(is_text(lines[row]) for row in rows)


def ends(line: Line) -> bool:
    return line.ends_sentence and line.size >= SHORTEST_TEXT


def is_free(line: Line) -> bool:
    """Whether a line may be the text of an entry."""
    return line.story is None and line.kind is None and read_entry_time(line.text) is None


def are_other_stories(lines: list[Line], entries: list[Entry]) -> bool:
    """Whether what stands below the times is likely a list of stories, as "Latest news" is."""
    titles = [lines[entry.title] for entry in entries if entry.title is not None]
    texts = [lines[at] for entry in entries for at in entry.texts]
    scores = [line.story_headline_score for line in titles]
    scores = scores or [line.story_text_score for line in texts]
    is_aged = any(entry.mark.time.is_age for entry in entries)
    return sum(scores) > (MOST_OF_AGED if is_aged else MOST_OF_OTHERS) * len(scores)


def are_in_order(marks: list[Mark]) -> bool:
    """Whether the clock times rise or fall down the page, but for a midnight."""
    clocks = [read_minutes(mark.time.clock) for mark in marks if mark.time.clock]
    steps = [later - earlier for earlier, later in pairwise(clocks) if None not in (later, earlier)]
    steps = [step for step in steps if step]
    rising = sum(step > 0 for step in steps)
    against = min(rising, len(steps) - rising)
    return against <= max(len(steps) > 1, MOST_AGAINST * len(steps))


# Labels


def drop_summary(lines: list[Line], entry: Entry) -> None:
    """Make the items of a list of what happened, above the entries themselves, navigation."""
    for line in lines[entry.first : entry.last]:
        if line.kind in (None, "timestamp"):
            line.kind, line.cuts = "navigation", ()
            line.body_score = line.headline_score = 0.0


def claim_entry(lines: list[Line], entry: Entry) -> None:
    """Make the lines of an entry the body's, and its times no date of the page."""
    for index in range(entry.first, entry.last):
        line = lines[index]
        if (index == entry.mark.index and not entry.mark.start) or is_time(line):
            line.kind, line.cuts, line.body_score, line.headline_score = ENTRY_TIME, (), 0.0, 0.0
        elif index == entry.title or (index in entry.texts and is_text(line)):
            line.kind, line.cuts, line.body_score, line.headline_score = None, (), ENTRY_SCORE, 0.0
            line.story_headline_score = line.story_text_score = 0.0
            line.is_of_entry = True
        elif index in entry.texts and is_byline(line):
            line.kind, line.cuts, line.body_score = "byline", (), 0.0


def is_time(line: Line) -> bool:
    return line.kind in (None, "timestamp") and read_entry_time(line.text) is not None


def is_byline(line: Line) -> bool:
    """Whether a line in an entry is the name of who wrote it, and nothing else."""
    if line.ends_sentence or len(line.text) > LONGEST_NAMES:
        return False
    names = find_names(line.text)
    return bool(names) and len(names[0]) == len(line.text)


def label_entries(lines: list[Line], entries: list[Entry]) -> None:
    """Label the titles of entries, and cut times from the lines that begin with one, when the
    lines of the body are known.
    """
    for entry in entries:
        for line in lines[entry.first : entry.last]:
            if line.kind == ENTRY_TIME:
                line.story = 0
        if entry.title is not None and lines[entry.title].story == 0:
            lines[entry.title].kind = "subheading"
        line, start = lines[entry.mark.index], entry.mark.start
        if start and line.story == 0 and line.kind:
            line.cuts = ((0, ENTRY_TIME), (start, line.kind))
