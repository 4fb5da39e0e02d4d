"""Assemble labelled lines into segments, placements and articles."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

import polars as pl

from flows.seeds import UNIFIED
from flows.segment.heading import Span, claim_heading, read_byline, read_times
from flows.segment.label import BODY_KINDS

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

WORD = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|\w+")
# A story's whole text against a teaser's summary: of the 250 summaries in the dev composites 232
# are shorter, of their 689 whole stories none is.
FEWEST_WORDS = 46


def assemble(pages: pl.DataFrame, labels: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Segments (SEGMENTS) and placements (PLACEMENTS) of pages, from their labelled lines.

    Needs: page_id, text of the pages; LABELS, in page order.
    """
    lengths = dict(pages.select("page_id", pl.col("text").str.len_chars()).iter_rows())
    segments, placements = [], []
    for page_id, rows in groupby(labels.iter_rows(), key=lambda row: row[0]):
        spans = claim_heading([row[1:] for row in rows])
        numbers = number_placements(spans)
        cut = list(cut_segments(spans, numbers, lengths[page_id]))
        segments.extend((page_id, *row) for row in cut)
        placements.extend((page_id, *row) for row in place_articles(spans, numbers, cut))
    return (
        pl.DataFrame(segments, schema=SEGMENTS, orient="row"),
        pl.DataFrame(placements, schema=PLACEMENTS, orient="row"),
    )


def number_placements(spans: list[Span]) -> dict[int, int]:
    """Story -> placement number, from 1 in the order in which they begin on the page."""
    stories = [story for *_, story, _, _ in spans if story is not None]
    return {story: number for number, story in enumerate(dict.fromkeys(stories), 1)}


def cut_segments(spans: list[Span], numbers: dict[int, int], length: int) -> Iterator[tuple]:
    """The segments of a page: they cover it, each up to where the next one begins."""
    starts = [0, *(span[0] for span in spans[1:]), length]
    for number, (_, _, kind, story, _, _) in enumerate(spans, 1):
        yield number, starts[number - 1], starts[number], kind, numbers.get(story)


def place_articles(
    spans: list[Span], numbers: dict[int, int], segments: list[tuple]
) -> Iterator[tuple]:
    """The placements of a page, in order."""
    spans_of = {story: [] for story in numbers}
    hulls = {}
    for span, (_, start, end, _, number) in zip(spans, segments, strict=True):
        if number is not None:
            spans_of[span[3]].append(span)
            hulls[number] = (hulls.get(number, (start,))[0], end)
    for story, number in numbers.items():
        own = spans_of[story]
        headline = " ".join(text for _, _, kind, _, text, _ in own if kind == "headline") or None
        body = "\n".join(text for _, _, kind, _, text, _ in own if kind in BODY_KINDS)
        yield (
            number,
            name_article(headline, body),
            name_role(story, body),
            first_text(own, "outlet_label"),
            read_byline(own),
            *read_times(own),
            *hulls[number],
            rate_cut(spans, own, story),
            headline,
            body,
        )


def rate_cut(spans: list[Span], own: list[Span], story: int) -> float:
    """How sure a cut is: the expected F1 of a lead's body, by its lines' scores; of another story
    how unlikely its lines are of the lead.
    """
    if story:
        return 1 - sum(score for *_, score in own) / len(own)
    chosen = [(len(text), score) for _, _, kind, _, text, score in own if kind in BODY_KINDS]
    hit = sum(size * score for size, score in chosen)
    expected = sum(len(text) * score for *_, text, score in spans)
    return min(1.0, 2 * hit / (sum(size for size, _ in chosen) + expected)) if hit else 0.0


def name_role(story: int, body: str) -> str:
    if story == 0:
        return "lead"
    return "embedded" if len(WORD.findall(body)) >= FEWEST_WORDS else "teaser"


def first_text(spans: list[Span], kind: str) -> str | None:
    """The text of the first span of a kind, without the separators beside it."""
    texts = (text.strip(" \t|·•-–—,") for _, _, kind_, _, text, _ in spans if kind_ == kind)
    return next(filter(None, texts), None)


def name_article(headline: str | None, body: str) -> str:
    """The id of an article: 32 hex digits of SHA-256 over its headline and body, normalised.

    >>> name_article("“A” – B", "x") == name_article('"a" -  b', "X")
    True
    """
    parts = (normalise(part) for part in (headline or "", body))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def normalise(text: str) -> str:
    """NFKC, casefold, quotes and dashes unified, every run of white space one space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().translate(UNIFIED).split())
