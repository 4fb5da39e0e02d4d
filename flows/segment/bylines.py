"""The bylines of the page's own article: lines that say that they are, names and offices alone."""

from flows.reading.byline_labels import find_prefix, names_work
from flows.reading.byline_lines import is_office_alone, names_copy, reads_as_byline
from flows.segment.line import Line
from flows.segment.names_alone import may_be_author
from flows.segment.segment_kinds import find_kinds

LINES_ABOVE = 8  # of a text, that may be its heading
NAMES_BELOW = 2  # lines below the headline where names alone are a byline
LONGEST_BUTTON = 2  # of the size of letters: "AA"
BYLINES_IN_BODY = 4  # lines of the body that may be bylines


def label_bylines(lines: list[Line], body: list[int]) -> list[int]:
    """Label the lines that say that they are bylines, in the opening of the body or above it, and
    names alone above its first paragraph; the body without them.
    """
    for index in range(max(body[0] - LINES_ABOVE, 0), body[0]):
        line = lines[index]
        if line.kind is None and find_prefix(line.text) and reads_as_byline(line.text):
            line.kind, line.cuts = "byline", ()
    is_below_prose = False
    named: set[int] = set()
    for index in body[:BYLINES_IN_BODY]:
        line = lines[index]
        is_open = not is_below_prose or line.kind == "byline" or find_prefix(line.text) is not None
        is_byline = names_copy(line.text) or (
            reads_as_byline(line.text)
            and may_be_author(lines, index, [lines[own] for own in body if own != index])
        )
        if is_open and not line.is_bullet and is_byline:
            line.kind, line.cuts = "byline", ()
            named.add(index)
        is_below_prose = is_below_prose or (line.is_prose_like and index not in named)
    return [index for index in body if index not in named] if len(named) < len(body) else body


def label_names(lines: list[Line], headline: int | None, body: list[int]) -> None:
    """Label the bylines between headline and body: lines that say that they are, names and their
    offices alone near the headline or a time, and an agency that no picture stands above.
    """
    if headline is None:
        return
    story = [lines[own] for own in (headline, *body)]
    for index in range(headline + 1, body[0]):
        line, above = lines[index], lines[index - 1]
        if line.story == 0:  # it has its label, as a field of an export
            continue
        is_near = index <= headline + NAMES_BELOW or any(
            near.kind in ("timestamp", "byline") for near in lines[index - 1 : index + 2 : 2]
        )
        is_author = is_byline_below(line, is_near) and may_be_author(lines, index, story)
        if is_author or (is_near and is_agency_below(line, above)):
            line.kind, line.cuts = "byline", ()


def label_signature(lines: list[Line], headline: int | None, body: list[int]) -> list[int]:
    """Label a name alone on the line below the last paragraph as the byline, if the article has no
    other and nothing but furniture follows; the body without it.
    """
    texts = [index for index in body if lines[index].is_prose_like]
    if headline is None or not texts:
        return body
    index = texts[-1] + 1
    if index >= len(lines) or not lines[texts[-1]].ends_sentence:
        return body
    line = lines[index]
    is_free = line.is_open and not line.is_bullet
    follows = lines[index + 1].kind if index + 1 < len(lines) else "other"
    is_last = follows not in (None, "comments", "byline")
    near = lines[max(headline - LINES_ABOVE, 0) : texts[-1]]
    is_signed = any(other.kind == "byline" for other in near)
    if not (is_free and is_last) or is_signed or not reads_as_byline(line.text):
        return body
    story = [lines[own] for own in (headline, *body) if own != index]
    if may_be_author(lines, index, story):
        line.kind, line.cuts, line.story = "byline", (), 0
    return [own for own in body if lines[own].kind != "byline"]


def label_offices(lines: list[Line], headline: int | None, body: list[int]) -> list[int]:
    """Label the office of whom a byline names, on the line beside it above the text, as a part of
    the byline; the body without it.
    """
    if headline is None:
        return body
    texts = [index for index in body if lines[index].is_prose_like]
    is_below_deck = len(texts) > 1 and texts[0] == headline + 1  # a sentence, that is of the body
    last = texts[1] if is_below_deck else texts[0] if texts else body[0]
    offices = [index for index in range(headline + 1, last) if may_be_office(lines[index])]
    named = set()
    for index in offices:
        beside = lines[index - 1 : index + 2 : 2]
        if any(near.kind == "byline" or reads_as_byline(near.text) for near in beside):
            named.add(index)
    for index in named:
        lines[index].kind, lines[index].cuts = "byline", ()
        for near in lines[index - 1 : index + 2 : 2]:
            if near.kind is None and near is not lines[headline] and reads_as_byline(near.text):
                near.kind, near.cuts = "byline", ()
    kept = [index for index in body if lines[index].kind != "byline"]
    return kept if named and kept else body


def may_be_office(line: Line) -> bool:
    return line.is_open and is_office_alone(line.text)


def is_byline_below(line: Line, is_near: bool) -> bool:
    """Whether a line below a headline is a byline.

    Args:
        is_near: it stands by the headline or a time, so that names alone are one.
    """
    may_name = {None, *find_kinds("may_hold_names"), *find_kinds("is_of_picture")}
    if line.kind not in may_name or not reads_as_byline(line.text):
        return False
    is_marked = find_prefix(line.text) is not None or names_work(line.text)
    return is_marked or (is_near and line.kind is None)


def is_agency_below(line: Line, above: Line) -> bool:
    """Whether a line below a headline names the agency of the copy; "AA" is a button as well."""
    is_apart = above.kind not in find_kinds("is_of_picture") and not line.has_age
    may_name = line.kind in (None, "credit", "outlet_label") and len(line.text) > LONGEST_BUTTON
    return may_name and is_apart and names_copy(line.text)
