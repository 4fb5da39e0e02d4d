"""Titles as windows have them: with the name of the site behind, or the path to the page before."""

import re

from flows.reading.byline_words import ends_as_paper, is_organisation, read_byline_words
from flows.reading.labels import is_outlet, is_outlet_name
from flows.text import CAPITAL, CASELESS, EAST_ASIAN, WIDE_SIGN

BAR = re.compile(rf"\s*[|｜│]\s*|(?<={EAST_ASIAN})[_＿](?={EAST_ASIAN})")
DASH = re.compile(r"\s+[-–—·•»]\s+")
PATH = re.compile(r"^(?:[^»›>|]{2,24}\s[»›>]\s+){1,6}(?=\S)")
DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.I)
NAME_WORD = re.compile(rf"(?:{CAPITAL}|\d|[{CASELESS}]|{EAST_ASIAN}).*")
SHORTEST_TITLE, LONGEST_NAME = 12, 40  # characters
MOST_WORDS = 6  # of a site's name
MOST_WORDS_BARE = 3  # of one without a word of papers and broadcasters
MOST_NAMES = 3  # "Title | Libraries | The Gazette"
MOST_PATH_WORDS = 4  # of a step of a path


def find_title_span(text: str) -> tuple[int, int]:
    """Where the title of a line begins and ends, without a path before it and a site behind it.

    >>> text = "Bridge reopens at last | Local | The Gazette"
    >>> text[slice(*find_title_span(text))]
    'Bridge reopens at last'
    """
    start, end = find_path_end(text), len(text)
    for number in range(MOST_NAMES):
        found = [mark for pattern in (BAR, DASH) for mark in pattern.finditer(text, start, end)]
        mark = max(found, key=lambda mark: mark.end(), default=None)
        if mark is None or not is_site_name(text[mark.end() : end], mark[0], number > 0):
            break
        if not is_title_before(text[start : mark.start()], text[mark.end() : end]):
            break
        end = mark.start()
    return start, end


def find_path_end(text: str) -> int:
    """Where the title begins behind a path of links, "Home » Local » Title"; 0: there is none."""
    path = PATH.match(text)
    if path is None or measure_size(text[path.end() :]) < SHORTEST_TITLE:
        return 0
    steps = [step.split() for step in re.split("[»›>]", path[0]) if step.strip()]
    is_path = len(steps) > 1 or ">" not in path[0]  # "more > less" is none
    return path.end() if is_path and all(len(step) <= MOST_PATH_WORDS for step in steps) else 0


def is_title_before(title: str, name: str) -> bool:
    is_longer = len(title) > len(name) or DOMAIN.fullmatch(name) is not None
    return measure_size(title) >= SHORTEST_TITLE and is_longer


def measure_size(text: str) -> int:
    """How many letters a text has; a sign of East Asia counts as two."""
    return len(text) + len(WIDE_SIGN.findall(text))


def is_site_name(name: str, mark: str, is_inner: bool) -> bool:
    """Whether what stands behind a mark is the name of a site, or in front of one its section.

    Args:
        is_inner: the name of a site stands behind it.
    """
    words = name.split()
    if not words or len(words) > MOST_WORDS or len(name) > LONGEST_NAME:
        return False
    is_bar = DASH.fullmatch(mark) is None
    is_dense = re.match(EAST_ASIAN, name) is not None
    if is_outlet_name(name) or DOMAIN.fullmatch(name):
        return True
    if (is_bar or is_dense) and is_outlet(name):
        return True
    particles = read_byline_words("particle")
    is_named = all(NAME_WORD.fullmatch(word) or word in particles for word in words)
    is_paper = any(map(is_organisation, words)) and is_named and len(words) > 1
    is_paper = is_paper or (is_dense and ends_as_paper(name))
    is_short = len(words) <= MOST_WORDS_BARE and is_named and name[-1] not in ".!?:…"
    return is_paper or (is_short and (is_bar or is_inner))
