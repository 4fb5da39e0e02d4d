"""What the HTML of a page tells of its lines: which one is the headline, and which of them browsers
do not show; and which lines are fields, of an item of a feed or list.
"""

from itertools import pairwise
from typing import NamedTuple

import polars as pl

from flows.reading.facts import list_titles, rate_title, read_facts
from flows.segment.items import list_fields
from flows.segment.line import Line

# Swept on 191 pages (python -m train.evaluate_html), F1 of the body, headline right:
MOST_HIDDEN = 0.5  # of the likely body: 0: .934, .890; .5: .939, .885; more: a text behind a button
LEAST_BELOW = 0.9  # of the likely body, below the headline: .5: .934, .895; .8: .934, .890; .9 same
LIKELY_HEADLINE = 0.15  # its score


class Told(NamedTuple):
    """What HTML tells of a text."""

    titles: list[str] | None  # of list_titles
    hidden_spans: list[dict[str, int]] | None
    fields: list[dict[str, str]] | None = None  # of list_fields, if the page is an item


FIELDS = pl.List(pl.Struct({"kind": pl.String, "text": pl.String}))
NOTHING = Told(None, None)


def add_told(pages: pl.DataFrame) -> pl.DataFrame:
    """The pages with what their HTML tells of their lines (titles, hidden_spans, fields).

    Needs: page_id; metadata and hidden_spans, if any page is of HTML.
    """
    titles = {page_id: list_titles(facts) for page_id, facts in read_facts(pages).items()}
    titles = pl.Series(map(titles.get, pages["page_id"]), dtype=pl.List(pl.String))
    pages = pages.with_columns(titles=titles)
    if "hidden_spans" not in pages.columns:
        pages = pages.with_columns(hidden_spans=pl.lit(None))
    facts = pages["metadata"].to_list() if "metadata" in pages.columns else [None] * pages.height
    fields = [list_fields(own) if own else None for own in facts]
    return pages.with_columns(fields=pl.Series(fields, dtype=FIELDS))


def read_told(texts: pl.DataFrame) -> list[Told]:
    """The same, a text a row; of frames without these columns, nothing."""
    if not {*Told._fields} <= {*texts.columns}:
        return [NOTHING] * texts.height
    return list(map(Told._make, texts.select(Told._fields).iter_rows()))


def bar_hidden(lines: list[Line], told: Told) -> None:
    """Bar lines that browsers do not show from being body, unless most of it is hidden."""
    if not told.hidden_spans:
        return
    hidden, spans = [], iter(told.hidden_spans)
    span = next(spans, None)
    for line in lines:
        while span and span["end_char"] <= line.start:
            span = next(spans, None)
        if span and span["start_char"] <= line.start:
            hidden.append(line)
    if measure_body(hidden) < MOST_HIDDEN * measure_body(lines):
        for line in hidden:
            line.kind = line.kind or "other"
            line.keep_out()
            line.story_headline_score = line.story_text_score = 0.0


def name_headline(lines: list[Line], told: Told) -> int | None:
    """Mark the line that the HTML calls the headline; its number. Of several that say it, as a
    trail of links above does, it is the one that looks most like a headline, or has the most text
    right below. None has it if most of the text stands above.
    """
    titles = told.titles
    if not titles:
        return None
    rates = [rate_title(line.text, titles) for line in lines]
    if not any(rates):
        return None
    # Of two lines of which the title has one as a part, the longer one says more.
    ranks = [(rate, line.size) for rate, line in zip(rates, lines, strict=True)]
    found = [index for index, rank in enumerate(ranks) if rank == max(ranks)]
    named = max(found, key=lambda index: lines[index].headline_score)
    if lines[named].headline_score < LIKELY_HEADLINE:
        spans = pairwise([*found, len(lines)])
        named = max(spans, key=lambda span: measure_body(lines[slice(*span)]))[0]
    if measure_body(lines[named + 1 :]) < LEAST_BELOW * measure_body(lines):
        return None
    title = lines[named]
    title.kind, title.cuts, title.is_title_like = None, (), True
    title.headline_score, title.body_score = 1.0, 0.0
    title.story_headline_score = title.story_text_score = 0.0
    return named


def measure_body(lines: list[Line]) -> float:
    """How much of the page's own body stands in lines, by their scores."""
    return sum(line.size * line.body_score for line in lines if line.kind is None)
