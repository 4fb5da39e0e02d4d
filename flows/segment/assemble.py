"""Assemble labelled lines into segments and placements."""

import hashlib
import re
from collections.abc import Iterable

import polars as pl

from flows.segment.line import Line
from flows.segment.segment_kinds import find_kinds
from flows.segment.texts import add_texts
from flows.text import QUICK_WORD, fold_identity

SEGMENTS = pl.Schema(
    {
        "page_id": pl.String,
        "segment_no": pl.Int32,
        "start_char": pl.Int32,
        "end_char": pl.Int32,
        "kind": pl.String,
        "placement_no": pl.Int32,
        "is_continuation": pl.Boolean,
        "is_glued": pl.Boolean,
        "entry_no": pl.Int32,
    }
)
PLACEMENTS = pl.Schema(
    {
        "page_id": pl.String,
        "placement_no": pl.Int32,
        "article_id": pl.String,
        "role": pl.String,
        "start_char": pl.Int32,
        "end_char": pl.Int32,
        "cut_confidence": pl.Float64,  # 0 to 1
    }
)
HULLS = pl.Schema(
    {
        "page_id": pl.String,
        "placement_no": pl.Int32,
        "is_lead": pl.Boolean,
        "start_char": pl.Int32,
        "end_char": pl.Int32,
        "cut_confidence": pl.Float64,
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
    columns: dict[str, list] = {name: [] for name in SEGMENTS}
    hulls = []
    for page_id, lines in labelled:
        members = group_members(lines)
        numbers = {story: number for number, story in enumerate(members, 1)}
        # Segments cover the page, each up to where the next one begins.
        starts = [0, *(line.start for line in lines[1:])]
        ends = [*starts[1:], lengths[page_id]]
        placed = [None if line.story is None else numbers[line.story] for line in lines]
        kinds = [line.kind for line in lines]
        page_ids, counted = [page_id] * len(lines), range(1, len(lines) + 1)
        joins = ([line.is_continuation for line in lines], [line.is_glued for line in lines])
        entries = [line.entry for line in lines]
        cut = (page_ids, counted, starts, ends, kinds, placed, *joins, entries)
        for column, values in zip(columns.values(), cut, strict=True):
            column.extend(values)
        for story, own in members.items():
            hull = (starts[own[0]], ends[own[-1]])
            confidence = rate_cut(lines, [lines[no] for no in own], story)
            hulls.append((page_id, numbers[story], story == 0, *hull, confidence))
    segments = pl.DataFrame(columns, schema=SEGMENTS)
    placements = add_texts(pl.DataFrame(hulls, schema=HULLS, orient="row"), pages, segments)
    return segments, identify_articles(placements)


def group_members(lines: list[Line]) -> dict[int, list[int]]:
    """Story -> its lines, the stories in the order in which they begin on the page."""
    members: dict[int, list[int]] = {}
    for no, line in enumerate(lines):
        if line.story is not None:
            members.setdefault(line.story, []).append(no)
    return members


def rate_cut(lines: list[Line], own: list[Line], story: int) -> float:
    """How sure the cut of a story is, by the scores of lines.

    Of a lead: the expected F1 of its body. Of another story: how unlikely its lines are to be of
    the lead.

    Args:
        lines: of the page.
        own: of the story.
    """
    if story:
        return 1 - sum(line.body_score for line in own) / len(own)
    body_kinds = find_kinds("is_body")
    chosen = [line for line in own if line.kind in body_kinds]
    hit = sum(len(line.text) * line.body_score for line in chosen)
    expected = sum(len(line.text) * line.body_score for line in lines)
    size = sum(len(line.text) for line in chosen)
    return min(1.0, 2 * hit / (size + expected)) if hit else 0.0


def identify_articles(placements: pl.DataFrame) -> pl.DataFrame:
    """The placements with their role and the id of their article (PLACEMENTS).

    Needs: HULLS; headline, body.
    """
    said = placements.select("is_lead", "headline", "body").rows()
    return placements.with_columns(
        article_id=pl.Series(
            [make_article_id(headline, body) for _, headline, body in said], dtype=pl.String
        ),
        role=pl.Series([find_role(is_lead, body) for is_lead, _, body in said], dtype=pl.String),
    ).select(PLACEMENTS.names())


def find_role(is_lead: bool, body: str) -> str:
    if is_lead:
        return "lead"
    return "embedded" if len(WORD.findall(body)) >= FEWEST_WORDS else "teaser"


def make_article_id(headline: str | None, body: str) -> str:
    """The id of an article: 32 hex digits of SHA-256 over its headline and body, normalised.

    >>> make_article_id("“A” – B", "x") == make_article_id('"a" -  b', "X")
    True
    """
    parts = (fold_identity(part) for part in (headline or "", body))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
