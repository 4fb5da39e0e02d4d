"""Live pages: entries, each with a time of its own and often a title, below one heading.

All entries together are the body of the page's one article; their times are no line of it, and say
nothing of when the page was published. core.live_entries has them one by one.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from flows.reading.byline_lines import reads_as_byline
from flows.reading.dates import read_age
from flows.reading.dates.lines import count_other_letters, has_date
from flows.reading.dates.words import words_of, write_bounded
from flows.seeds import read_seed
from flows.segment.first_labels import FULL_STOP
from flows.segment.line import Line
from flows.text import EDGES, alternation, fold_digits, fold_text

LONGEST_TIME, MOST_LETTERS = 45, 10  # characters of a line that is a time; letters beside it
SHORTEST_TITLE, LONGEST_TITLE = 20, 160  # characters
BADGE_WORDS = 4  # the least, of a title below "Live" alone
SHORTEST_SENTENCE = 40  # size of a short sentence that is an entry's text
LINES_TO_PROSE = 4  # at most, from the time of an entry to its text
FEWEST_ENTRIES, FEWEST_UNTOLD = 2, 5  # on a page that says that it is live, and on another
OWN_SHARE = 0.5  # of the page's prose, in entries
SURE_HEADING = 0.9  # its score for the headline
OWN_TEXT = 0.6  # the least score of an entry's text for the body
HALF = write_bounded(words_of("morning") + words_of("evening"))  # of a day
BEFORE_CLOCK = write_bounded(words_of("clock_before") + words_of("joiner"))
# A clock time at the start of a line: "17:02", "kl. 17.02", "17h05", "下午3时12分"; no "3.5 kg".
CLOCK = re.compile(
    rf"\W*(?:{BEFORE_CLOCK}\.?\s?)?(?:{HALF})?\s?"
    r"(?<!\d)([01]?\d|2[0-3])(?:\s?[.:h]\s?([0-5]\d)|\s?[時时点點시]\s?([0-5]?\d)?"
    r"|(?=\s?[ap]\.?\s?m\b))(?![\d%/]|[.,:]\d|\s?(?:min|sec|sek|lb|kg|km|mi|eur|usd)|\s?[$€£/])",
    re.I,
)
EVENING = re.compile(rf"\d\s?p\.?\s?m\b|{write_bounded(words_of('evening'))}", re.I)
UNITS = ("minute", "hour", "day", "week", "month", "year")
MOST_OF_UNIT = 1000  # above any number of units, so that ages of two units are in order
ENDS = frozenset({"related_marker", "comments", "newsletter", "promotion", "tags"})
FREE = frozenset({None, "other", "subheading", "caption"})


class Entry(NamedTuple):
    """The lines of an entry, the first of which is its time."""

    start: int
    end: int


def label_live(lines: list[Line]) -> None:
    """Label the entries of a live page: their times, titles and texts."""
    times = [at for at, line in enumerate(lines) if is_time(line)]
    if times and is_of_head(lines, times[0]):
        times = times[1:]
    if len(times) < FEWEST_ENTRIES:
        return
    entries = list(find_entries(lines, times))
    if not is_live(lines, entries):
        return
    for at in range(find_digest(lines, times, entries[0].start), entries[0].start):
        lines[at].bar("navigation")  # "Key events": times and titles that come again below
    bar_summary(lines, entries[0].start)
    free_heading(lines, entries[0].start)
    for at in range(entries[0].start):
        if len(lines[at].text) < SHORTEST_TITLE and says_live(lines, at):
            lines[at].bar("navigation")  # it announces no other stories
    free_title(lines[: entries[0].start])
    for number, entry in enumerate(entries, 1):
        label_entry(lines[entry.start : entry.end], number)


def free_title(heading: list[Line]) -> None:
    """Make the title of a live page one again, where it begins as what announces another story
    does: "LIVE: Ferries stay in port". Another title above it is the page's own.
    """
    for at, line in enumerate(heading):
        if line.kind == "related_marker" and line.cuts and says_live(heading, at):
            line.kind, line.cuts, line.is_title_like = None, (), True
            line.story_headline_score = line.story_text_score = line.body_score = 0.0
            line.headline_score = max(line.headline_score, OWN_TEXT)
            return
        if line.kind is None and line.is_title_like and line.headline_score >= OWN_TEXT:
            return


def is_time(line: Line) -> bool:
    """Whether a line is a clock time or an age, with a day or without, and little else."""
    if len(line.text) > LONGEST_TIME or line.kind == "comments" or line.is_prose_like:
        return False
    if line.is_age:
        return True
    if find_clock(line.text) is None or says_update(line.text):
        return False
    return count_other_letters(line.text) <= MOST_LETTERS


def is_of_head(lines: list[Line], at: int) -> bool:
    """Whether a line says when the page was changed: "Updated 8 min ago" above all its text."""
    return says_update(lines[at].text) and not any(map(is_free_prose, lines[:at]))


def says_update(text: str) -> bool:
    """Whether a line says when something was changed: "Updated at 17.20"."""
    return compile_updates().match(fold_text(text)) is not None


def find_entries(lines: list[Line], times: list[int]) -> Iterator[Entry]:
    """The times that have a sentence shortly below them, up to the next time. A short sentence
    counts if it does not stand on the page again: titles of a digest do.
    """
    texts = Counter(line.text for line in lines)
    for start, behind in pairwise([*times, len(lines)]):
        near = range(start + 1, min(start + 1 + LINES_TO_PROSE, behind))
        if any(is_free_prose(lines[at]) or is_lone_sentence(lines[at], texts) for at in near):
            yield Entry(start, find_end(lines, near.start, behind, texts))


def find_end(lines: list[Line], start: int, behind: int, texts: Counter[str]) -> int:
    """Where an entry ends: before a list of other stories; the last of a page behind its text.

    Args:
        texts: how often each line stands on the page.
    """
    last = start
    for at in range(start, behind):
        if lines[at].kind in ENDS:
            return last + 1
        is_text = is_free_prose(lines[at]) or is_lone_sentence(lines[at], texts)
        if is_text or says_update(lines[at].text):
            last = at
    return behind if behind < len(lines) else last + 1


def is_lone_sentence(line: Line, texts: Counter[str]) -> bool:
    """Whether a line is a short sentence that stands on its page once.

    Args:
        texts: how often each line stands on the page.
    """
    is_long = line.size >= SHORTEST_SENTENCE and line.kind in FREE
    return is_long and FULL_STOP.search(line.text) is not None and texts[line.text] == 1


def is_free_prose(line: Line) -> bool:
    """Whether a line is prose that may be an entry's, whatever its first label says."""
    return line.is_prose_like and line.kind in FREE


def is_live(lines: list[Line], entries: list[Entry]) -> bool:
    """Whether a page is live: its heading says so, or clock times run on; and most of its prose is
    the entries', and likely of its own article.
    """
    if len(entries) < FEWEST_ENTRIES:
        return False
    clocks = [read_clock(lines[entry.start].text) for entry in entries]
    known = [clock for clock in clocks if clock is not None]
    head = range(entries[0].start)
    is_told = any(says_live(lines, at) or is_summary(lines[at].text) for at in head)
    is_sure = len(known) == len(entries) >= FEWEST_UNTOLD and not count_turns(known)
    is_sure = is_sure or (len(entries) >= FEWEST_UNTOLD and run_on_as_ages(lines, entries))
    if not is_sure and not (is_told and count_turns(known) <= 1):
        return False
    texts = [
        line for entry in entries for line in lines[entry.start : entry.end] if is_free_prose(line)
    ]
    own = sum(line.size for line in texts if line.body_score >= line.story_text_score)
    prose = sum(line.size for line in lines[: entries[-1].end] if is_free_prose(line))
    return own >= OWN_SHARE * prose


def run_on_as_ages(lines: list[Line], entries: list[Entry]) -> bool:
    """Whether the times of all entries are ages that run on, and nothing in them names an outlet:
    cards of other stories do so.
    """
    ages = [read_age(lines[entry.start].text) for entry in entries]
    known = [UNITS.index(age.unit) * MOST_OF_UNIT + age.number for age in ages if age is not None]
    own = (line for entry in entries for line in lines[entry.start : entry.end])
    has_label = any(line.kind in ("outlet_label", "credit") for line in own)
    return len(known) == len(entries) and not has_label and known == sorted(known)


def says_live(lines: list[Line], at: int) -> bool:
    """Whether a line of a heading says that the page is live: a title with the word, or the word
    alone above a title. In menus the word stands alone, above others.
    """
    line = lines[at]
    if line.is_prose_like or compile_live().search(fold_text(line.text)) is None:
        return False
    if SHORTEST_TITLE <= len(line.text) <= LONGEST_TITLE:
        return True
    is_alone = compile_live().fullmatch(fold_text(line.text).strip(" .:•|-–!")) is not None
    return is_alone and any(
        below.is_title_like and not below.is_prose_like and len(below.text.split()) >= BADGE_WORDS
        for below in lines[at + 1 : at + 2]
    )


def read_clock(text: str) -> int | None:
    """The minutes of a clock time since midnight; None of an age, or where a day stands beside it.

    >>> read_clock("17.02 BST"), read_clock("9:05 pm")
    (1022, 1265)
    """
    clock = None if has_date(text) else find_clock(text)
    if clock is None:
        return None
    hour, minute = int(clock[1]), int(clock[2] or clock[3] or 0)
    return (hour % 12 + 12 if EVENING.search(text) else hour) * 60 + minute


def find_clock(text: str) -> re.Match[str] | None:
    """The clock time of a line: "17:02", "17.02 BST", "9h05", "5 pm", "下午3时"."""
    return CLOCK.match(fold_digits(text))


def count_turns(clocks: list[int]) -> int:
    """How often times that run in one direction turn back; once is a midnight.

    >>> count_turns([1022, 975, 580]), count_turns([10, 1430, 1400])
    (0, 1)
    """
    steps = [later - earlier for earlier, later in pairwise(clocks)]
    return min(sum(step > 0 for step in steps), sum(step < 0 for step in steps))


def find_digest(lines: list[Line], times: list[int], first: int) -> int:
    """Where a list of times and titles begins that ends right above the first entry."""
    start = first
    for at in reversed([time for time in times if time < first]):
        if start - at > LINES_TO_PROSE or has_date(lines[at].text):
            break
        start = at
    return start


def bar_summary(lines: list[Line], first: int) -> None:
    """Bar what tells the page in short above its entries: a list below "Key points", and times with
    titles that come again below.

    Args:
        first: the line of the first entry.
    """
    titles = {line.text for line in lines[first:]}
    for line in lines[1:first]:
        clock = find_clock(line.text)
        if clock and line.text[clock.end() :].strip(EDGES) in titles:
            line.bar("navigation")
    at = next((at for at in range(1, first) if is_summary(lines[at].text)), first)
    for line in lines[at : find_end_of_summary(lines, at, first)]:
        line.bar("navigation")


def is_summary(text: str) -> bool:
    """Whether a line says that the page in short stands below it: "Key points"."""
    return len(text) <= LONGEST_TIME and fold_text(text).strip(EDGES) in read_summaries()


def find_end_of_summary(lines: list[Line], at: int, first: int) -> int:
    """Where a list ends that tells the page in short: at text that no mark of a list opens and that
    stands apart.
    """
    if at == first:
        return at
    end = at + 1
    while end < first:
        line = lines[end]
        is_apart = line.blank_before > 0 and end > at + 1
        if not line.is_bullet and line.is_prose_like and is_apart:
            break
        if is_time(line) or reads_as_byline(line.text):
            break
        end += 1
    return end


def free_heading(lines: list[Line], first: int) -> None:
    """Free the heading of the page where it begins like a link: "Live: Storm reaches the coast"."""
    told = [line for line in lines[:first] if line.kind is None and line.is_title_like]
    links = [at for at in range(first) if says_live(lines, at) and is_long_link(lines[at])]
    if links and not any(len(line.text) >= SHORTEST_TITLE for line in told):
        heading = lines[links[-1]]
        heading.kind, heading.cuts, heading.headline_score = None, (), SURE_HEADING


def is_long_link(line: Line) -> bool:
    """Whether a line is a link or of a menu, and as long as a title."""
    is_link = line.kind in ("related_marker", "navigation")
    return is_link and len(line.text) >= SHORTEST_TITLE


def label_entry(lines: list[Line], number: int) -> None:
    """Label the time, the title and the text of an entry."""
    is_above_text = True
    for at, line in enumerate(lines):
        line.entry = number
        if at == 0 or is_time(line) or says_update(line.text):
            line.bar("timestamp")
        elif line.kind in FREE and line.is_prose_like:
            keep(line)
            is_above_text = False
        elif line.kind in FREE and is_above_text and len(line.text) <= LONGEST_TITLE:
            if at > 1 and reads_as_byline(line.text):
                line.bar("byline")
            else:
                keep(line)


def keep(line: Line) -> None:
    """Keep a line in the body of the page's own article, of no other story."""
    line.kind, line.cuts = None, ()
    line.body_score = max(line.body_score, OWN_TEXT)
    line.headline_score = line.story_headline_score = line.story_text_score = 0.0


@lru_cache
def compile_live() -> re.Pattern[str]:
    phrases = [fold_text(text) for text in read_seed("live_phrases")["phrase"]]
    return re.compile(rf"(?<![^\W\d_]){alternation(phrases)}(?![a-zа-яα-ω])")


@lru_cache
def read_summaries() -> frozenset[str]:
    return frozenset(map(fold_text, read_seed("summary_phrases")["phrase"]))


@lru_cache
def compile_updates() -> re.Pattern[str]:
    words = read_seed("date_words").filter(kind="updated")["text"]
    return re.compile(rf"[\W_]*{alternation(map(fold_text, words))}(?![^\W\d_])")
