"""Lists of other stories with their outlets, as aggregators have them: each item is a title with
the name of an outlet above, below or beside it, and mostly a sentence and an age.

One such item may be the page's own headline and label; two or more in a row of one form are a list,
whatever stands above them.
"""

import re
from collections.abc import Iterator

from flows.reading.byline_labels import find_prefix
from flows.reading.labels import find_agency, is_outlet, is_outlet_name
from flows.segment.cards import assign_story
from flows.segment.line import Line

FEWEST_ITEMS = 2
SHORTEST_TITLE = 25  # size; shorter ones are names of sections and papers
SHORTEST_TEXT, LONGEST_TEXT = 40, 300  # size of a sentence that is an item's summary
LONGEST_NAME = 60
# What lines are: N a name, alone or beside an age; A an age or a time; T a title; S a summary; L a
# longer text; C a title and its outlet on one line; a space anything else.
NAME, TIME, TITLE, TEXT, LONG, BOTH, ELSE = "NATSLC "
FORMS = (
    re.compile("N(?:AN?A?)?TA?S?"),  # the outlet above its title
    re.compile("TA?S?NA?"),  # below it
    re.compile("CA?S?"),  # beside it
)
RUNS = re.compile("|".join(f"(?:{form.pattern}){{{FEWEST_ITEMS},}}" for form in FORMS))


def label_sourced_lists(lines: list[Line], numbers: Iterator[int]) -> None:
    """Make each item of a list with outlets a story of its own.

    Args:
        numbers: numbers that no story has yet.
    """
    signs = "".join(map(find_sign, lines))
    for run in RUNS.finditer(signs):
        items = split_run(run[0])
        if items and goes_on(run[0], items, signs[run.end() : run.end() + 1]):
            items.pop()
        if len(items) < FEWEST_ITEMS:
            continue
        for start, end in items:
            rows = range(run.start() + start, run.start() + end)
            for row in rows:
                label_line(lines[row], signs[row])
            assign_story([lines[row] for row in rows], next(numbers))


def find_sign(line: Line) -> str:
    if line.story is not None or line.entry is not None:
        return ELSE
    kinds = [kind for _, kind in line.cuts]
    if "headline" in kinds:
        return BOTH if line.kind is None and "outlet_label" in kinds else ELSE
    if "outlet_label" in kinds:
        return NAME
    if line.kind == "timestamp":
        return TIME
    if names_outlet(line):
        return NAME
    if line.kind not in (None, "caption"):
        return ELSE
    if line.is_title_like and not line.ends_sentence and not line.is_bullet:
        is_long = line.size >= SHORTEST_TITLE and len(line.text.split()) != 2
        return TITLE if is_long and not is_outlet(line.text) else ELSE
    is_text = line.is_prose_like or (line.ends_sentence and line.size >= SHORTEST_TEXT)
    if not is_text:
        return ELSE
    return TEXT if line.size <= LONGEST_TEXT else LONG


def names_outlet(line: Line) -> bool:
    """Whether a line is the name of an outlet, or says that a story is its copy."""
    if line.kind == "outlet_label":
        return True
    if line.kind not in (None, "credit", "byline") or not 1 < line.size <= LONGEST_NAME:
        return False
    if line.text[0] in "([":  # the end of a text
        return False
    prefix = find_prefix(line.text)
    name = line.text[prefix.end() :] if prefix else line.text
    return is_outlet_name(name.strip(" -–—•·|")) or find_agency(name) is not None


def split_run(signs: str) -> list[tuple[int, int]]:
    """Where each item of a run begins and ends."""
    for form in FORMS:
        items = [item.span() for item in form.finditer(signs)]
        if items and items[0][0] == 0 and sum(end - start for start, end in items) == len(signs):
            return items
    return []


def goes_on(signs: str, items: list[tuple[int, int]], below: str) -> bool:
    """Whether the text of the last item of a run goes on below it, or it alone has one: it is the
    page's own article, below a list.
    """
    texts = [TEXT in signs[start:end] for start, end in items]
    is_open = signs[-1] == TEXT or not texts[-1]
    has_more = below in (TEXT, LONG) and is_open
    return has_more or (texts[-1] and not any(texts[:-1]))


def label_line(line: Line, sign: str) -> None:
    """Give a line of an item the kind that it has there."""
    line.keep_out()
    if sign == NAME and not line.cuts:
        line.kind = "outlet_label"
        if prefix := find_prefix(line.text):
            line.cuts = ((0, "other"), (prefix.end(), "outlet_label"))
    elif sign in (TITLE, BOTH):
        line.kind = "headline"
    elif sign == TEXT:
        line.kind, line.cuts = "paragraph", ()
