"""Items of feeds and lists: pages whose fields stand a line each, so that nothing is guessed.

What a line says is told by core.page_metadata: flows/ingest/items.py makes such pages.
"""

from collections.abc import Iterator
from itertools import takewhile

from flows.segment.assemble import FEWEST_WORDS, WORD
from flows.segment.cards import assign_story
from flows.segment.line import Line

FOUND_IN = "item"
KINDS = {
    "headline": "headline",
    "outlet": "outlet_label",
    "published": "timestamp",
    "author": "byline",
    "deck": "deck",
}
OWN_TEXT = 0.6  # the least score of an item's prose for the body


def list_fields(facts: list[dict[str, str]]) -> list[dict[str, str]] | None:
    """The lines above an item's text, with their kinds, in their order; None: the page is no item.

    >>> list_fields([{"field": "headline", "value": "A ferry", "found_in": "item"}])
    [{'kind': 'headline', 'text': 'A ferry'}]
    """
    own = [fact for fact in facts if fact["found_in"] == FOUND_IN]
    fields = []
    for field, kind in KINDS.items():
        if values := [fact["value"] for fact in own if fact["field"] == field]:
            fields.append({"kind": kind, "text": ", ".join(values)})
    return fields if own else None


def label_item(
    lines: list[Line], fields: list[dict[str, str]], numbers: Iterator[int]
) -> tuple[int | None, bool]:
    """Label the fields of an item. One with no more text than a summary has is a teaser, all of
    whose lines get their labels.

    Returns:
        The number of its headline, and whether it is a teaser.
    """
    heading = list(takewhile(lambda pair: is_same(*pair), zip(lines, fields, strict=False)))
    first = len(heading)
    for line, field in heading:
        line.kind, line.cuts, line.body_score = field["kind"], (), 0.0
        line.headline_score = line.story_headline_score = line.story_text_score = 0.0
    is_titled = bool(heading) and heading[0][1]["kind"] == "headline"
    if is_titled:
        title = lines[0]
        title.headline_score, title.is_title_like, title.kind = 1.0, True, None
    text = lines[first:]
    if sum(len(WORD.findall(line.text)) for line in text) >= FEWEST_WORDS:
        for line in text:
            if line.is_prose_like:
                line.body_score = max(line.body_score, OWN_TEXT)
                line.story_headline_score = line.story_text_score = 0.0
        return (0 if is_titled else None), False
    for line in text:
        line.kind, line.cuts = "paragraph", ()
    if is_titled:
        lines[0].kind = "headline"
    assign_story(lines, next(numbers))
    return None, True


def is_same(line: Line, field: dict[str, str]) -> bool:
    """Whether a line is what a field says, which is cut where it is very long."""
    text = "".join(line.text.split())
    return bool(text) and text.startswith("".join(field["text"].split()))
