"""The head of a site above its article: its name, its day, the weather, and a menu."""

import re
from functools import lru_cache

from flows.reading.byline_words import ends_as_paper, is_organisation
from flows.reading.dates.lines import says_published
from flows.seeds import read_seed
from flows.segment.line import Line
from flows.segment.links import MENU_ROW
from flows.segment.titles import find_words
from flows.text import WORD_SIGN, fold_text

FEWEST_SECTIONS = 3  # words of a menu that stands without signs: "Home News Sport"
MOST_SECTION_WORDS = 2  # of one part of a menu
MOST_NAME_WORDS = 6  # of the name of a site
TITLE_WITHIN = 2  # lines below the name of a paper
OPENING, FEWEST_WORDS = 3, 2  # paragraphs of a text, and words of its title that they have
LONGEST_ARTICLE = 3  # letters of "The" and "La"
MOST_KICKER_WORDS = 3
MOST_BETWEEN = 3  # lines between a site's name and its menu
LONGEST_NOTE = 60  # characters of a line about the weather or what money is worth
NOTE = re.compile(r"\d\s?(?:[°º]|C\b|F\b)|[$€£¥₴₽]\s?\d|\d\s?[$€£¥₴₽]|\b(?:USD|EUR|GBP)\b")
# Parted by wide gaps: "HOME  NEWS  SPORT".
MENU = re.compile(r"\S(?:[ \t]{2,}|\t)\S.*\S(?:[ \t]{2,}|\t)\S")
PARTS = re.compile(r"[|·•]|\s{2,}|\t")
# Words of a script without spaces, apart: a menu, as titles are written in one or two pieces.
UNSPACED_MENU = re.compile(rf"{WORD_SIGN}{{1,5}}(?:\s+{WORD_SIGN}{{1,5}}){{3,}}")


def is_menu(text: str) -> bool:
    """Whether all words of a line are names of sections, or one of several short parts is.

    >>> is_menu("Home News Business Lifestyle"), is_menu("News of a business in Home")
    (True, False)
    >>> is_menu("首页 新闻 财经 体育"), is_menu("물레방아 수로 다시 판다")
    (True, False)
    >>> is_menu("Home | Harbour | Tides"), is_menu("Home | Harbour opens at last | Tides")
    (True, False)
    """
    if UNSPACED_MENU.fullmatch(text):
        return True
    words, sections = fold_text(text).split(), read_words("navigation")
    if len(words) >= FEWEST_SECTIONS and sections.issuperset(words):
        return True
    parts = [part.strip() for part in PARTS.split(fold_text(text))]
    is_short = all(len(part.split()) <= MOST_SECTION_WORDS for part in parts)
    return len(parts) >= FEWEST_SECTIONS and is_short and not sections.isdisjoint(parts)


def is_paper_above_title(lines: list[Line], index: int) -> bool:
    """Whether a line at the top is the name of a paper, "The Amber Examiner", with a longer title
    right below, and the time or byline of that; or with its day below, and then a title.
    """
    text = lines[index].text
    if index > 1 or len(text.split()) > MOST_NAME_WORDS or lines[index].ends_sentence:
        return False
    title = find_longer_title(lines, index)
    if title is None:
        return False
    if any(is_note(line) for line in lines[index + 1 : title]):
        return names_paper(text) or is_told_alone(lines, title, index)
    metas = lines[index + 2 : index + 2 * TITLE_WITHIN + 1]
    return names_paper(text) and any(line.is_meta for line in metas)


def is_kicker(lines: list[Line], index: int) -> bool:
    """Whether a line is a word or two in capitals above a title that is not: "LOCAL TRANSPORT"."""
    text, below = lines[index].text, lines[index + 1 : index + 2]
    if not text.isupper() or len(text.split()) > MOST_KICKER_WORDS or not below:
        return False
    is_title = below[0].is_title and not below[0].ends_sentence and not below[0].text.isupper()
    return is_title and len(below[0].text) > len(text)


def find_longer_title(lines: list[Line], index: int) -> int | None:
    """The first title shortly below a line, if it is the longer one."""
    for below in range(index + 1, min(index + 1 + TITLE_WITHIN, len(lines))):
        line = lines[below]
        if line.is_title_like and not line.ends_sentence and line.kind is None:
            return below if len(line.text) > len(lines[index].text) else None
    return None


def names_paper(text: str) -> bool:
    """Whether a text has a word of papers at its start or its end.

    >>> names_paper("The Amber Examiner"), names_paper("Głos Nadmorza"), names_paper("海角日报")
    (True, True, True)
    """
    words = text.split()
    if len(words) == 1:
        return ends_as_paper(text)
    first = words[1] if len(words[0]) <= LONGEST_ARTICLE else words[0]  # "La Gaceta de Harro"
    return is_organisation(first) or is_organisation(words[-1])


def is_told_alone(lines: list[Line], title: int, name: int) -> bool:
    """Whether the opening of the text has words of the title and none of what stands above it."""
    texts = [line.text for line in lines[title + 1 :] if line.is_prose_like][:OPENING]
    said = set[str]().union(*map(find_words, texts))
    is_told = len(find_words(lines[title].text) & said) >= FEWEST_WORDS
    return is_told and not find_words(lines[name].text) & said


def is_above_menu(lines: list[Line], index: int) -> bool:
    """Whether a line is a site's name, or one of those below it: the day, the weather or what money
    is worth, then a menu, and a title below that. An article's own buttons are no menu: "Share |
    Print".
    """
    menu = skip_notes(lines, index + 1)
    if menu is None or (menu == index + 1 and not is_note(lines[index])):
        return False
    if len(lines[index].text.split()) > MOST_NAME_WORDS:
        return False
    text = lines[menu].text
    is_row = MENU_ROW.match(text) or MENU.search(text) or is_menu(text)
    parts = {part.strip() for part in PARTS.split(fold_text(text))}
    return bool(is_row) and not parts & read_words("share") and has_title_below(lines, menu)


def skip_notes(lines: list[Line], first: int) -> int | None:
    """The line behind the day, the weather and what money is worth, at most a few lines."""
    for index in range(first, min(first + MOST_BETWEEN + 1, len(lines))):
        if not is_note(lines[index]):
            return index
    return None


def is_note(line: Line) -> bool:
    if line.kind == "timestamp":
        return not line.cuts and not says_published(line.text)
    is_short = len(line.text) <= LONGEST_NOTE and not line.ends_sentence
    return is_short and NOTE.search(line.text) is not None


def has_title_below(lines: list[Line], menu: int) -> bool:
    """Whether a line between a menu and the next prose may be a headline."""
    for line in lines[menu + 1 :]:
        if line.is_prose_like:
            return False
        if line.is_title and not is_menu(line.text):
            return True
    return False


@lru_cache
def read_words(kind: str) -> frozenset[str]:
    """The wordings of a kind that are a whole line."""
    return frozenset(
        map(fold_text, read_seed("page_markers").filter(kind=kind, match="line")["phrase"])
    )
