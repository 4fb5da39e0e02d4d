"""Links to other stories amid a body: "Read also: Headline"."""

import re
from collections.abc import Iterator

from flows.segment.line import BODY_SCORE, Line
from flows.segment.markdown import PICTURE_SIGNS, PICTURES
from flows.segment.saved_text import REFERENCE, REFERENCE_LINE
from flows.text import DENSE

ADDRESS = re.compile(rf"<?(?:https?://|www\.)\S+>?$|{REFERENCE}$")
RULE = re.compile(r"[-_=~*–—―─━═]{5,}$")  # a line drawn across the page
ADDRESS_OR_RULE = re.compile(f"{ADDRESS.pattern}|{RULE.pattern}")
LINK_WORDS = r"[^\s|·•\d]{2,16}(?: [^\s|·•\d]{2,16})?"
MENU_ROW = re.compile(r"(?:[^|·•\d]{2,24}[|·•]){2,}[^|·•\d]{2,24}$")  # "Home | News | Sport"
# "Terms | Privacy", "Contact us · Imprint"; in a script without spaces a title may look so.
PAIR_OF_LINKS = re.compile(rf"(?!.*{DENSE}){LINK_WORDS}\s?[|·•]\s?{LINK_WORDS}$")
FEWEST_TITLES = 2  # in a list
NUMBERED = re.compile(r"\d{1,2}[.)]?\s")
MOST_HEADERS, LONGEST_HEADER = 2, 30  # of a list of numbered addresses
OTHER_TEXT = 0.2  # of a paragraph below one that is not the article's


def bar_links(lines: list[Line]) -> None:
    """Keep out of a body what links to another story: "Read also: Headline"; or "Read also" below a
    blank line, and the titles right below it. The body goes on below them.
    """
    is_list = is_within = False
    for number, line in enumerate(lines):
        is_below = is_list
        is_list = is_list and not line.blank_before and line.is_title and not line.ends_sentence
        if line.is_link or is_list:
            line.body_score = 0.0
        elif is_below and is_within and goes_on(line):
            line.body_score = max(line.body_score, BODY_SCORE)
        if line.is_link:
            above = lines[number - 1] if number else line
            is_list = not line.cuts and line.blank_before > 0
            is_within = above.is_prose and above.may_be_body


def goes_on(line: Line) -> bool:
    """Whether a line below a list of links is the next paragraph of the body."""
    is_apart = line.blank_before > 0 and line.is_prose and line.ends_sentence
    return is_apart and line.story_text_score < OTHER_TEXT


def bar_lists(lines: list[Line]) -> None:
    """Keep out of a body the items of a list below its marker ("Related articles"), up to the next
    sentence, if they are titles right below one another or have dates; each line that is an address
    or pictures and nothing else, or is drawn across the page; and the list of addresses at the end
    of what lynx saved.
    """
    for line in lines:
        if line.text[0] in PICTURE_SIGNS and PICTURES.match(line.text):
            line.kind, line.cuts, line.body_score = "other", (), 0.0
    for line in find_reference_list(lines):
        line.kind, line.cuts, line.body_score = "navigation", (), 0.0
    is_list, titles = False, set[int]()
    for number, line in enumerate(lines):
        if line.is_marker_alone:
            is_list, found = True, find_titles(lines, number + 1)
            titles = {number, *found} if found else set()
        elif line.ends_sentence or line.is_prose:
            is_list = False
        is_item = is_list and any(map(is_time_or_address, lines[max(number - 1, 0) : number + 2]))
        if is_list and number in titles:
            is_item = line.is_link = True
        if is_item or ADDRESS_OR_RULE.match(line.text) or is_row(line):
            line.body_score = 0.0


def find_titles(lines: list[Line], first: int) -> range:
    """Two titles or more right below one another; blank lines stand between them only if they have
    numbers.
    """
    end = first
    while end < len(lines) and lines[end].is_title and not lines[end].ends_sentence:
        is_apart = end > first and lines[end].blank_before > 0
        if lines[end].is_prose_like or (is_apart and not NUMBERED.match(lines[end].text)):
            break
        end += 1
    return range(first, end) if end - first >= FEWEST_TITLES else range(0)


def is_row(line: Line) -> bool:
    """Whether several links stand on a line that is no paragraph: "[9]Share [10]Print"."""
    if not line.pieces:
        return False
    link_count = sum(piece.is_address for piece in line.pieces)
    return link_count > 1 and not line.ends_sentence and not line.is_prose_like


def find_reference_list(lines: list[Line]) -> Iterator[Line]:
    """Numbered addresses, and the headers right above the first: "References", "Visible links"."""
    first = next((at for at, line in enumerate(lines) if REFERENCE_LINE.match(line.text)), 0)
    start = first
    while start > max(0, first - MOST_HEADERS) and is_header(lines[start - 1]):
        start -= 1
    yield from lines[start:first]
    yield from filter(lambda line: REFERENCE_LINE.match(line.text), lines[first:])


def is_header(line: Line) -> bool:
    return not line.ends_sentence and line.size <= LONGEST_HEADER and line.kind is None


def is_time_or_address(line: Line) -> bool:
    return line.kind == "timestamp" or ADDRESS.match(line.text) is not None
