"""Other stories with nothing around them that says so: a title and its text, again and again.

Saved whole on one line, a story is a paragraph longer than papers print them. In a list of teasers
each title has one sentence or two below it, and then stands the next title. A heading within a
text stands between paragraphs of usual size, or is short.
"""

from flows.segment.first_labels import FULL_STOP
from flows.segment.line import Line

WHOLE_TEXT = 800  # size of a line that is the whole text of a story
SHORTEST_TITLE, SHORTEST_OF_TEASER = 20, 40  # size of a title, and of one with a teaser below
SHORTEST_CUT = 90  # size of a teaser that does not end as a sentence does
FEWEST, FEWEST_OVER = 3, 2  # stories in a list; in one with nothing more below
LIKELY = 0.3  # the least score of a title or a text that is known as one
MOST_METAS = 3  # lines between a title and its text that say whose it is, and when


def bar_bare_stories(lines: list[Line]) -> None:
    """Keep such stories out of the body of the page's own article where they stand right below what
    announces other stories: three or more, or two with nothing more below.
    """
    for start, line in enumerate(lines, 1):
        if not line.is_marker_alone:
            continue
        end = start
        while is_item(lines, end, len(lines)):
            end += 2
        is_over = end == len(lines) or lines[end].kind is not None
        if end - start >= 2 * (FEWEST_OVER if is_over else FEWEST):
            for item in lines[start:end]:
                item.keep_out()


def is_item(lines: list[Line], index: int, last: int) -> bool:
    """Whether a title stands here, and a teaser or a whole text below it."""
    if index + 1 >= last or not is_open_title(lines[index]):
        return False
    return is_whole(lines, index + 1, last) or is_teaser(lines, index, last)


def mark_bare_stories(lines: list[Line], first: int, last: int) -> None:
    """Make the titles of such stories headlines: between two texts, of which one is a whole story,
    or each is a teaser; or above a label and a text.
    """
    for index in range(first, last - 1):
        if not is_open_title(lines[index]):
            continue
        if parts_texts(lines, index, first, last) or has_label_below(lines, index, last):
            mark_title(lines[index])
        elif is_teaser(lines, index, last) and is_beside_teaser(lines, index, first, last):
            mark_title(lines[index])
            text = lines[index + 1]
            text.story_text_score = max(text.story_text_score, LIKELY)
            text.story_headline_score = 0.0


def mark_title(line: Line) -> None:
    line.is_bare_title = True
    line.story_headline_score = max(line.story_headline_score, LIKELY)


def is_open_title(line: Line) -> bool:
    """Whether a line may be a title by its form; it may ask, or end with somebody's words."""
    is_open = line.is_title and line.story is None and not line.is_bullet
    return is_open and line.size >= SHORTEST_TITLE and FULL_STOP.search(line.text) is None


def parts_texts(lines: list[Line], index: int, first: int, last: int) -> bool:
    """Whether a title stands between two texts, one of them whole on its line."""
    if index == first or not (is_text(lines[index - 1]) and is_text(lines[index + 1])):
        return False
    return is_whole(lines, index - 1, last) or is_whole(lines, index + 1, last)


def is_whole(lines: list[Line], index: int, last: int) -> bool:
    """Whether a line is a story's whole text, with no paragraph of it above or below."""
    beside = [lines[at] for at in (index - 1, index + 1) if 0 <= at < last]
    is_alone = all(line.is_title or not is_text(line) for line in beside)
    return is_text(lines[index]) and lines[index].size >= WHOLE_TEXT and is_alone


def has_label_below(lines: list[Line], index: int, last: int) -> bool:
    """Whether a label of an outlet and a time stand between a title and its text."""
    below = lines[index + 1 : index + 1 + MOST_METAS]
    count = next((n for n, line in enumerate(below) if not line.is_meta), len(below))
    kinds = {line.kind for line in below[:count]}
    return {"outlet_label", "timestamp"} <= kinds and count < len(below) and is_text(below[count])


def is_beside_teaser(lines: list[Line], index: int, first: int, last: int) -> bool:
    """Whether another teaser stands right above or below one, and no more text of this one."""
    is_below = index + 2 < last and is_teaser(lines, index + 2, last)
    is_above = index - 2 >= first and is_teaser(lines, index - 2, last)
    is_over = index + 2 >= last or not is_text(lines[index + 2])
    return is_below or (is_above and is_over)


def is_teaser(lines: list[Line], index: int, last: int) -> bool:
    """Whether a line is a title with a longer line below it, that is a teaser."""
    if index + 1 >= last or not is_open_title(lines[index]):
        return False
    title, text = lines[index], lines[index + 1]
    is_cut = text.is_title and text.story is None and text.size >= SHORTEST_CUT
    return SHORTEST_OF_TEASER <= title.size < text.size and (is_text(text) or is_cut)


def is_text(line: Line) -> bool:
    return line.is_open and line.is_prose_like
