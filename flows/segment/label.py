"""Label the lines of pages: what each line is, and to which story it belongs.

Trained scores choose the body and the headline of the page's own article. Rules over structure and
the lexicon of markers label the rest. These labels are final: assemble.py only joins them.
"""

from collections.abc import Iterator
from itertools import count

import numpy as np
import polars as pl

from flows.segment.appeals import bar_appeals
from flows.segment.bare_stories import bar_bare_stories
from flows.segment.body import find_body, label_body
from flows.segment.bylines import label_bylines, label_names, label_offices, label_signature
from flows.segment.captions import bar_captions
from flows.segment.cards import assign_story, label_cards, label_parts
from flows.segment.comments import bar_comments
from flows.segment.dated_lists import bar_dated_items, cut_dated_titles
from flows.segment.decks import cut_deck
from flows.segment.digests import label_digest
from flows.segment.exports import NO_EXPORT, label_export
from flows.segment.facts import NOTHING, Told, bar_hidden, name_headline, read_told
from flows.segment.features import measure_lines
from flows.segment.first_labels import FirstLabels, find_first_labels
from flows.segment.heading import claim_heading
from flows.segment.headlines import (
    choose_title,
    label_heading,
    label_metas_in_opening,
    leave_out_day,
    leave_out_title,
    opens_as_text,
)
from flows.segment.items import label_item
from flows.segment.line import Line
from flows.segment.line_parts import cut_line, spread_lines
from flows.segment.lines import observe_lines
from flows.segment.links import bar_links, bar_lists
from flows.segment.live import label_live
from flows.segment.mails import bar_mail_lines
from flows.segment.next_stories import cut_next_stories
from flows.segment.owners import bar_owners
from flows.segment.pieces import Piece
from flows.segment.printed import bar_sheets
from flows.segment.remarks import bar_remarks
from flows.segment.scores import Scores
from flows.segment.segment_kinds import read_final_kinds
from flows.segment.sourced_lists import label_sourced_lists
from flows.segment.weights import score_lines


def label_lines(pages: pl.DataFrame) -> Iterator[tuple[str, list[Line]]]:
    """(page_id, its labelled lines and parts of lines in page order) of each page with any text.

    Needs: page_id, text; titles and hidden_spans (see add_told), if any page is of HTML.
    """
    told = dict(zip(pages["page_id"], read_told(pages), strict=True))
    for page_id, lines in score_pages(pages):
        label_page(lines, told[page_id])
        parts = [part for line in lines for part in cut_line(line)]
        claim_heading(parts)
        yield page_id, list(spread_lines(parts))


def score_pages(pages: pl.DataFrame) -> Iterator[tuple[str, list[Line]]]:
    """(page_id, its lines in page order, with scores and first labels) of each page with any text.

    Needs: page_id, text.
    """
    observed = observe_lines(pages)
    labels = find_first_labels(observed)
    scores = score_lines(measure_lines(observed, labels))
    page_ids = pages["page_id"].to_list()
    lines = make_lines(observed, labels, scores)
    for page_no, first, last in find_pages(observed["page_no"].to_numpy()):
        yield page_ids[page_no], lines[first:last]


def make_lines(observed: pl.DataFrame, labels: FirstLabels, scores: Scores) -> list[Line]:
    columns = (  # in the order of the fields of Line
        *("start_char", "text", "blank_before", "size", "is_age", "is_bullet"),
        *("ends_sentence", "is_prose_like", "is_title_like", "may_appeal", "may_react"),
    )
    seen = (observed[name].to_list() for name in columns)
    lines = list(map(Line, *seen, labels.kinds, *(column.tolist() for column in scores)))
    pieced = observed["pieces"].is_not_null()
    for row, pieces in zip(pieced.arg_true(), observed["pieces"].filter(pieced), strict=True):
        lines[row].pieces = tuple(Piece(**piece) for piece in pieces)
    for row, cuts in labels.cuts.items():
        lines[row].cuts = cuts
    for row in labels.aged:
        lines[row].has_age = True
    for row in labels.links:
        lines[row].is_link = True
    return lines


def find_pages(page_no: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Each page with its first row and the row behind its last."""
    starts = np.flatnonzero(np.diff(page_no, prepend=-1)).tolist()
    ends = [*starts, len(page_no)][1:]
    yield from zip(page_no[starts].tolist(), starts, ends, strict=True)


def label_page(lines: list[Line], told: Told = NOTHING) -> None:
    """Give every line of a page its kind and story, by its scores and first labels.

    Args:
        told: what its HTML tells of them, if it is of HTML.
    """
    numbers = count(1)
    body, headline, is_export = find_own_body(lines, numbers, told)
    if body:
        headline = choose_title(lines, body) if headline is None else headline
        if headline is not None and opens_as_text(lines, body, headline):
            body, headline = sorted({headline, *body}), None
        body = [index for index in body if headline is None or index > headline]
        if not is_export:
            body = cut_deck(lines, headline, leave_out_title(lines, headline, body))
        body = leave_out_day(lines, headline, body)
        label_names(lines, headline, body)
        body = label_offices(lines, headline, body)
        body = label_signature(lines, headline, body)
        label_body(lines, body)
        label_heading(lines, headline, body[0])
        label_metas_in_opening(lines, body)
        label_cards(lines, 0, body[0], numbers, is_below=False)
    label_cards(lines, body[0] if body else 0, len(lines), numbers, is_below=bool(body))
    final_kinds = read_final_kinds()
    for line in lines:
        if line.kind == "related_marker" and line.cuts and line.story is None:
            line.story = next(numbers)
        if line.kind is None:
            line.kind, line.cuts = "other" if line.is_prose_like else "navigation", ()
        else:
            line.kind = final_kinds.get(line.kind, line.kind)


def find_own_body(
    lines: list[Line], numbers: Iterator[int], told: Told = NOTHING
) -> tuple[list[int], int | None, bool]:
    """The lines of the body of the page's own article, none if the page has no article; the
    headline, if HTML or the form of an export names it; and whether it is a document of an export.
    What is surely neither has its label then.
    """
    title, export = None, NO_EXPORT
    if told.fields is not None:
        title, is_teaser = label_item(lines, told.fields, numbers)
        if is_teaser:
            return [], None, False
    else:
        export = label_export(lines)
        title = export.headline
    bar_sheets(lines)
    bar_comments(lines)
    bar_remarks(lines)
    bar_captions(lines)
    label_live(lines)
    bar_links(lines)
    bar_lists(lines)
    bar_appeals(lines)
    bar_owners(lines)
    bar_mail_lines(lines)
    cut_dated_titles(lines, numbers)
    bar_dated_items(lines)
    bar_bare_stories(lines)
    bar_hidden(lines, told)
    named = name_headline(lines, told) if title is None else title
    label_digest(lines, numbers)
    label_sourced_lists(lines, numbers)
    cut_next_stories(lines, numbers)
    body, teasers = find_body(lines, export.is_one)
    body = [index for index in body if named is None or index > named]
    for title in teasers:
        label_parts(lines, title, title + 1, title + 2)
        assign_story(lines[title : title + 2], next(numbers))
    if not body:
        for line in lines:
            line.story = line.story or None
        return [], named, export.is_one
    return label_bylines(lines, body), named, export.is_one
