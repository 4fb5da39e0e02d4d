"""Which lines are the body of the page's own article, by their scores, and of what kind each is."""

from collections.abc import Iterator
from itertools import pairwise

from flows.reading.datelines import find_dateline_end
from flows.segment.endings import leave_out_end
from flows.segment.line import BODY_SCORE, Line
from flows.segment.segment_kinds import find_kinds

BESIDE_SCORE = 0.45
OPENING_SCORE = 0.2  # between a time and the body, on dev and silver 10 of it and 1 not
APPEAL_SCORE = 0.8  # of a line that reads like an appeal
SURE_BODY = 0.9
OTHER_STORY = 0.7  # swept .7, 1, none: contamination .024, .035, .046
SUBHEADING_SCORE, LONGEST_SUBHEADING, LINES_BETWEEN = 0.1, 90, 4
SMALLEST_BODY = 60  # size of all its lines
SMALLEST_WALLED_BODY = 1200  # the same, on a page that asks for consent or was not found
SHORTEST_TEASER_TITLE = 40
DATELINES_IN_BODY = 2  # above the paragraph with a dateline a summary may stand
SHORTEST_BEHIND = 10  # characters of a paragraph behind its dateline
MOST_JOINED = 0.2  # share of paragraphs with no blank line above, where the others have one


def find_body(lines: list[Line], is_export: bool = False) -> tuple[list[int], list[int]]:
    """The lines of the body of the page's own article, none if the page has no article; and the
    titles of teasers that stand among them, each with a sentence below it.

    Args:
        is_export: it is a document of an export, which has a text, however short that is.
    """
    body = [index for index, line in enumerate(lines) if is_of_body(line)]
    body = sorted({*body, *find_next_paragraphs(lines, body)})
    body = [*find_opening(lines, body), *body]
    size = sum(lines[index].size for index in body)
    is_wall = any(line.kind == "wall" for line in lines[: body[-1] + 1]) if body else False
    has_sentence = any(lines[index].ends_sentence or lines[index].is_prose for index in body)
    if is_export and body:
        return sorted({*body, *find_subheadings(lines, body)}), []
    if not has_sentence or size < (SMALLEST_WALLED_BODY if is_wall else SMALLEST_BODY):
        return [], []
    teasers = list(find_teasers(lines, body))
    titles = {*teasers}
    body = [index for index in body if index not in titles and index - 1 not in titles]
    body = leave_out_end(lines, body)
    return sorted({*body, *find_subheadings(lines, body)}), teasers


def is_of_body(line: Line, least: float = BODY_SCORE) -> bool:
    """Whether a line is likely of the body, and not almost as likely of another story."""
    likely = line.body_score
    if line.kind == "newsletter":
        return False
    least = APPEAL_SCORE if line.kind in find_kinds("is_appeal") else least
    most = likely if likely >= SURE_BODY else OTHER_STORY * likely
    return likely >= least and line.story_text_score <= most


def find_next_paragraphs(lines: list[Line], body: list[int]) -> Iterator[int]:
    """Paragraphs right below or above one of the body, which BODY_SCORE alone leaves out."""
    for index in {near for own in body for near in (own - 1, own + 1)}:
        line = lines[index] if 0 <= index < len(lines) else None
        if line and line.is_prose and line.ends_sentence and is_of_body(line, BESIDE_SCORE):
            yield index


def find_opening(lines: list[Line], body: list[int]) -> list[int]:
    """A short first paragraph, between the time or byline and the next one; an advertisement may
    stand below it.
    """
    first = body[0] - 1 if body else 0
    while first > 0 and lines[first].kind == "promotion" and not lines[first].is_prose_like:
        first -= 1
    if first < 1 or not lines[first - 1].is_meta:
        return []
    line = lines[first]
    is_text = line.is_prose and line.ends_sentence and is_of_body(line, OPENING_SCORE)
    return [first] if is_text else []


def find_subheadings(lines: list[Line], body: list[int]) -> Iterator[int]:
    """Short lines of the body which the score alone leaves out: they stand right above one
    paragraph of it and shortly below another.
    """
    for above, below in pairwise(body):
        line = lines[below - 1]
        if (
            1 < below - above <= LINES_BETWEEN
            and line.kind is None
            and not lines[below - 2].is_marker_alone
            and line.size <= LONGEST_SUBHEADING
            and line.body_score >= SUBHEADING_SCORE
        ):
            yield below - 1


def label_body(lines: list[Line], body: list[int]) -> None:
    """Label the lines of the body, and cut the dateline from the first."""
    for index in body:
        line = lines[index]
        line.kind, line.story, line.cuts = find_body_kind(line), 0, ()
        if line.label_size:
            line.cuts = ((0, "other"), (line.label_size, line.kind))
    for index in body[:DATELINES_IN_BODY]:
        if cut_dateline(lines[index]):
            break


def find_body_kind(line: Line) -> str:
    if line.is_bullet:
        return "list_item"
    return "paragraph" if line.ends_sentence or line.is_prose_like else "subheading"


def find_teasers(lines: list[Line], body: list[int]) -> Iterator[int]:
    """The titles of teasers in the body: one sentence stands right below each, blank lines stand
    around both, and every other paragraph of the article stands alone.
    """
    joined = [below for above, below in pairwise(body) if not lines[below].blank_before]
    if len(joined) > max(len(body) * MOST_JOINED, 1):
        return
    for index in joined:
        title = lines[index - 1]
        is_alone = index + 1 >= len(lines) or lines[index + 1].blank_before
        if (
            title.is_title
            and title.size >= SHORTEST_TEASER_TITLE
            and not title.ends_sentence
            and title.blank_before
            and is_alone
        ):
            yield index - 1


def cut_dateline(line: Line) -> bool:
    """Cut the dateline from a paragraph; whether it has one."""
    end = find_dateline_end(line.text)
    if not end or len(line.text) - end < SHORTEST_BEHIND:
        return False
    line.cuts = ((0, "dateline"), (end, line.kind or "paragraph"))
    return True
