"""Links to other stories amid a body: "Read also: Headline"."""

import re

from flows.segment.lines import Line

ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+>?$")
SURE_BODY = 0.5  # of the paragraph above a list of links
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
            line.body_score = max(line.body_score, SURE_BODY)
        if line.is_link:
            above = lines[number - 1] if number else line
            is_list = not line.cuts and line.blank_before > 0
            is_within = above.is_prose and above.body_score >= SURE_BODY


def goes_on(line: Line) -> bool:
    """Whether a line below a list of links is the next paragraph of the body."""
    is_apart = line.blank_before > 0 and line.is_prose and line.ends_sentence
    return is_apart and line.story_text_score < OTHER_TEXT


def bar_lists(lines: list[Line]) -> None:
    """Keep out of a body the items of a dated list below its marker ("Related articles"), up to the
    next sentence, and each line that is nothing but an address.
    """
    is_list = False
    for number, line in enumerate(lines):
        if line.kind == "related_marker" and not line.cuts:
            is_list = True
        elif line.ends_sentence or line.is_prose:
            is_list = False
        near = lines[max(number - 1, 0) : number + 2]
        is_item = is_list and any(is_meta(other) for other in near)
        if is_item or ADDRESS.match(line.text):
            line.body_score = 0.0


def is_meta(line: Line) -> bool:
    return line.kind == "timestamp" or ADDRESS.match(line.text) is not None
