"""Which part of a text is shown around what was found in it."""

import re

from flows.text import SENTENCE_BREAK, has_unspaced

SENTENCE_BEFORE = 160  # the most characters before what was found, if a sentence begins there
WORDS_BEFORE = 80  # the most where none does


def cut_piece(text: str, start: int, end: int, most: int) -> tuple[int, int]:
    """The first and the last character of a part of a paragraph that has the characters from start
    to end: it begins with a sentence where one begins near, else with a word.

    >>> text = "The harbour is old, and its quays are older than any of the houses of the town that"
    >>> text += " stand there now. The ferries of Port Amber sail at noon, and come back at night."
    >>> first, last = cut_piece(text, text.index("Port"), text.index(" sail"), 60)
    >>> text[first:last]
    'The ferries of Port Amber sail at noon, and come back at'
    """
    paragraph = text.rfind("\n", 0, start) + 1
    first = max(paragraph, min(start - SENTENCE_BEFORE, start), end - most)
    if first > paragraph:
        before = text[first:start]
        breaks = [first + match.end() for match in re.finditer(SENTENCE_BREAK, before)]
        word = max(first, start - WORDS_BEFORE)
        first = breaks[0] if breaks else skip_word(text, word, start)
    following = text.find("\n", end)
    last = len(text) if following < 0 else following
    if last > first + most:
        last = max(first + most, end)
        is_within = text[last - 1 : last + 1].strip() == text[last - 1 : last + 1]
        if is_within and not has_unspaced(text[end:last]):
            last = max(text.rfind(" ", end, last), end)
    return first, last


def skip_word(text: str, first: int, start: int) -> int:
    """The beginning of the next word, where a text is cut within one."""
    if text[first - 1].isspace() or has_unspaced(text[first:start]):
        return first
    return text.find(" ", first, start) + 1 or first


def is_cut(text: str, first: int, last: int) -> tuple[bool, bool]:
    """Whether the paragraph of a part says something before it, and after it.

    >>> is_cut("One. Two. Three.", 5, 9)
    (True, True)
    """
    before = text[:first].rpartition("\n")[2]
    return bool(before.strip()), bool(text[last:].partition("\n")[0].strip())
