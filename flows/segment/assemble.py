"""Assemble labelled lines into segments, placements and articles."""

import hashlib
import re
from collections.abc import Iterable

import polars as pl

from flows.segment.heading import claim_heading, read_byline, read_times
from flows.segment.label import BODY_KINDS
from flows.segment.lines import Line
from flows.text import QUICK_WORD, fold_identity

SEGMENTS = pl.Schema(
    {
        "page_id": pl.String,
        "segment_no": pl.Int32,
        "start_char": pl.Int32,
        "end_char": pl.Int32,
        "kind": pl.String,
        "placement_no": pl.Int32,
    }
)
PLACEMENTS = pl.Schema(
    {
        "page_id": pl.String,
        "placement_no": pl.Int32,
        "article_id": pl.String,
        "role": pl.String,
        "outlet_label": pl.String,
        "byline": pl.String,
        "published_text": pl.String,
        "age_text": pl.String,
        "start_char": pl.Int32,
        "end_char": pl.Int32,
        "cut_confidence": pl.Float64,  # 0 to 1
        "headline": pl.String,
        "body": pl.String,
    }
)

WORD = re.compile(QUICK_WORD)
# A story's whole text against a teaser's summary: of the 250 summaries in the dev composites 232
# are shorter, of their 689 whole stories none is.
FEWEST_WORDS = 46


def assemble(
    pages: pl.DataFrame, labelled: Iterable[tuple[str, list[Line]]]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Segments (SEGMENTS) and placements (PLACEMENTS) of pages, from their labelled lines.

    Needs: page_id, text of the pages; page_id and lines of each page that has any.
    """
    lengths = dict(pages.select("page_id", pl.col("text").str.len_chars()).iter_rows())
    segments: dict[str, list] = {name: [] for name in SEGMENTS}
    placements = []
    for page_id, lines in labelled:
        claim_heading(lines)
        members = group_members(lines)
        numbers = {story: number for number, story in enumerate(members, 1)}
        # Segments cover the page, each up to where the next one begins.
        starts = [0, *(line.start for line in lines[1:])]
        ends = [*starts[1:], lengths[page_id]]
        placed = [numbers.get(line.story) for line in lines]
        kinds = [line.kind for line in lines]
        page_ids, counted = [page_id] * len(lines), range(1, len(lines) + 1)
        cut = (page_ids, counted, starts, ends, kinds, placed)
        for column, values in zip(segments.values(), cut, strict=True):
            column.extend(values)
        for story, own in members.items():
            hull = (starts[own[0]], ends[own[-1]])
            placements.append((page_id, numbers[story], *place_article(lines, own, story, hull)))
    return (
        pl.DataFrame(segments, schema=SEGMENTS),
        pl.DataFrame(placements, schema=PLACEMENTS, orient="row"),
    )


def group_members(lines: list[Line]) -> dict[int, list[int]]:
    """Story -> its lines, the stories in the order in which they begin on the page."""
    members: dict[int, list[int]] = {}
    for no, line in enumerate(lines):
        if line.story is not None:
            members.setdefault(line.story, []).append(no)
    return members


def place_article(
    lines: list[Line], members: list[int], story: int, hull: tuple[int, int]
) -> tuple:
    """The columns of a placement behind its number."""
    own = [lines[no] for no in members]
    headline = " ".join(line.text for line in own if line.kind == "headline") or None
    body = "\n".join(line.text for line in own if line.kind in BODY_KINDS)
    return (
        name_article(headline, body),
        name_role(story, body),
        first_text(own, "outlet_label"),
        read_byline(own),
        *read_times(own),
        *hull,
        rate_lead(lines, own) if story == 0 else rate_other(own),
        headline,
        body,
    )


def rate_lead(lines: list[Line], own: list[Line]) -> float:
    """How sure the cut of a lead is: the expected F1 of its body, by the scores of all lines."""
    chosen = [line for line in own if line.kind in BODY_KINDS]
    hit = sum(len(line.text) * line.body_score for line in chosen)
    expected = sum(len(line.text) * line.body_score for line in lines)
    size = sum(len(line.text) for line in chosen)
    return min(1.0, 2 * hit / (size + expected)) if hit else 0.0


def rate_other(own: list[Line]) -> float:
    """How sure the cut of another story is: how unlikely its lines are of the lead."""
    return 1 - sum(line.body_score for line in own) / len(own)


def name_role(story: int, body: str) -> str:
    if story == 0:
        return "lead"
    return "embedded" if len(WORD.findall(body)) >= FEWEST_WORDS else "teaser"


def first_text(lines: list[Line], kind: str) -> str | None:
    """The text of the first line of a kind, without the separators beside it."""
    texts = (line.text.strip(" \t|·•-–—,/:") for line in lines if line.kind == kind)
    whole = (text if "(" in text else text.rstrip(")") for text in texts)
    return next(filter(None, whole), None)


def name_article(headline: str | None, body: str) -> str:
    """The id of an article: 32 hex digits of SHA-256 over its headline and body, normalised.

    >>> name_article("“A” – B", "x") == name_article('"a" -  b', "X")
    True
    """
    parts = (fold_identity(part) for part in (headline or "", body))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
