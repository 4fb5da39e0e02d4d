"""What a text ends with that says when: "Jane Roe, published on May 19"."""

import re
from functools import lru_cache

from flows.reading import dates
from flows.reading.dates.words import WEEKDAYS, words_of
from flows.text import CAPITAL, LETTER, LINES_KEPT, alternation

LINK = re.compile(rf"\s{alternation(words_of('on'))}\s*$", re.I)  # in front of a date
HAS_DIGIT = re.compile(r"\d")
LAST_WORD = re.compile(r"(\w+)\W*$")
LONGEST_WORD = 60  # with the marks behind it


@lru_cache(maxsize=LINES_KEPT)
def strip_moment(text: str) -> str:
    """A text without the date or clock time at its end, and without the marker before that."""
    printed = text
    for find in (find_day, dates.find_time) if HAS_DIGIT.search(text) else ():
        found = find(text)
        if found and text.index(found) > 0:
            text = LINK.sub("", text[: text.index(found)])
    if ends_with_word(text, read_moment_ends()):
        text = compile_weekday().sub("", text)
        text = compile_stamp(has_moment=text != printed).sub("", text)
    return text.strip(" \t|·•-–—,(")


def ends_with_word(text: str, ends: frozenset[str]) -> bool:
    """Whether the last word of a text is one of these, in lower case."""
    last = LAST_WORD.search(text[-LONGEST_WORD:])
    return last is not None and last[1].lower() in ends


@lru_cache
def read_moment_ends() -> frozenset[str]:
    """The last words of what compile_weekday and compile_stamp find."""
    kinds = ("published", "updated", "joiner")
    words = [*WEEKDAYS, *(word for kind in kinds for word in words_of(kind))]
    found = (LAST_WORD.search(word) for word in words)
    return frozenset(match[1].lower() for match in found if match)


def find_day(text: str) -> str | None:
    """The first date of a text as printed, with or without a year."""
    found = dates.find_date(text)
    if found:
        return found.text
    day = next(dates.find_yearless(text), None)
    return text[day.start : day.end] if day else None


@lru_cache
def compile_weekday() -> re.Pattern[str]:
    long = [word for word in WEEKDAYS if len(word) > 4]
    return re.compile(rf"(?<![\s,(–-])[\s,(–-]+{alternation(long)}[\s,.]*$", re.I)


@lru_cache
def compile_stamp(has_moment: bool) -> re.Pattern[str]:
    """The words in front of a date or time: "published on"; a preposition alone only where a date
    or time stood behind it, as "o" and "at" end names as well.
    """
    words = alternation([*words_of("published"), *words_of("updated")])
    if has_moment:
        words = rf"(?:{words}|(?<![^\s,(|·•]){alternation(words_of('joiner'))})"
    gap = rf"(?:[\W_]|(?<={LETTER})(?={CAPITAL}))*"
    return re.compile(rf"(?<![\W_]){gap}(?<!\w\s\w)\b{words}\W*$", re.I)
