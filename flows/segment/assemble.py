"""Assemble labelled lines into segments, placements and articles."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

import polars as pl

from flows import dates
from flows.dates.words import one_of, words_of
from flows.seeds import UNIFIED
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

DATE, TIME = re.compile(dates.DATE_PATTERN, re.I), re.compile(dates.TIME_PATTERN, re.I)
TIME_PARTS = re.compile(r"\s+[|•·–—/-]\s+|\s{2,}|\n")
NO_LETTERS = re.compile(r"[\W\d_]")
PUBLISHED = re.compile(rf"\W*(?:[^\W\d_]+\s)?(?:{one_of(words_of('published'))})(?![^\W\d_])", re.I)
EXPIRES = re.compile(one_of(words_of("expires")), re.I)
TIMED_KINDS = ("timestamp", "byline")
METAS = {"byline": "byline"}
# Lines that may be of a heading though no label says so.
CLAIMABLE = ("timestamp", "byline", "other", "navigation", "promotion", "share", "notice", "tags")
LINES_ABOVE, LINES_FAR_ABOVE, LINES_IN_HEADING, LINES_BELOW = 3, 10, 3, 2
LINES_OF_HEADING = 6  # of a story's own, that may be a date whatever their label
LONGEST_TIME_LINE, MOST_LETTERS = 110, 32
LONGEST_SEPARATOR = 3
WORD = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|\w+")
# A story's whole text against a teaser's summary: of the 250 summaries in the dev composites 232
# are shorter, of their 689 whole stories none is.
FEWEST_WORDS = 46

Span = tuple[int, int, str, int | None, str, float]  # LABELS without the page


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
            first_text(own, "byline"),
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


def claim_heading(spans: list[Span]) -> list[Span]:
    """The spans, with the times and bylines that stand in the heading of the page's own article
    and that no story has, as its own; where none is a date, with one that stands further off.

    A heading reaches from shortly above the first line to the third of the body: often the deck
    is the body's first.
    """
    own = [index for index, span in enumerate(spans) if span[3] == 0]
    body = [index for index in own if spans[index][2] in BODY_KINDS]
    if not body:
        return spans
    last = body[min(LINES_IN_HEADING, len(body)) - 1]
    claims = {index: find_claim(spans[index]) for index in find_heading(spans, own[0], last)}
    times = [spans[index][4] for index in own if spans[index][2] in TIMED_KINDS]
    times += [spans[index][4] for index, kind in claims.items() if kind]
    if not any(DATE.search(text) for text in times):
        claims |= dict.fromkeys(find_far_times(spans, own), "timestamp")
    return [
        (*span[:2], claims[index], 0, *span[4:]) if claims.get(index) else span
        for index, span in enumerate(spans)
    ]


def find_heading(spans: list[Span], first: int, last: int) -> Iterator[int]:
    """The spans from a little above the first to the last one, without lists of other stories."""
    above = first
    while above > max(0, first - LINES_ABOVE) and spans[above - 1][2] in CLAIMABLE:
        above -= 1
    is_listed = False
    for index in range(above, last):
        is_listed = spans[index][3] != 0 and (is_listed or spans[index][2] == "related_marker")
        if not is_listed:
            yield index


def find_claim(span: Span) -> str | None:
    """The kind that a span has as a line of the heading; None: it is none, or another's.

    "Published 19 May 2025" is no other story's, whatever card it was taken for.
    """
    _, _, kind, story, text, _ = span
    if story is None and kind in CLAIMABLE:
        return "timestamp" if kind == "timestamp" or is_time_line(text) else METAS.get(kind)
    return kind if story and kind == "timestamp" and PUBLISHED.match(text) else None


def find_far_times(spans: list[Span], own: list[int]) -> list[int]:
    """One time far from the heading: "Published 19 May 2025" anywhere, if the page has one such
    day; a date with a clock above the headline; or a date right below the body.
    """
    free = [
        index
        for index, (_, _, kind, story, text, _) in enumerate(spans)
        if story is None and kind in (*CLAIMABLE, "caption", "credit") and DATE.search(text)
    ]
    marked = [index for index in free if PUBLISHED.match(spans[index][4])]
    days = {found and found.earliest.date() for found in map(dates.find_date, texts(spans, marked))}
    if len(days) == 1:
        return marked[:1]
    above = [
        index
        for index in free
        if own[0] - LINES_FAR_ABOVE <= index < own[0]
        and TIME.search(spans[index][4])
        and is_time_line(spans[index][4])
        and not any(story for _, _, _, story, _, _ in spans[index : own[0]])
    ]
    below = [index for index in free if own[-1] < index <= own[-1] + LINES_BELOW]
    return above[-1:] or [index for index in below if is_time_line(spans[index][4])][:1]


def texts(spans: list[Span], indexes: list[int]) -> list[str]:
    return [spans[index][4] for index in indexes]


def is_time_line(text: str) -> bool:
    """A date and little else, in one of its parts: "17.04.2024, 12:24 Lesezeit: 5 Min."."""
    if len(text) > LONGEST_TIME_LINE or not DATE.search(text):
        return False
    return any(
        DATE.search(part)
        and len(NO_LETTERS.sub("", TIME.sub("", DATE.sub("", part)))) <= MOST_LETTERS
        for part in TIME_PARTS.split(text)
    )


def first_text(spans: list[Span], kind: str) -> str | None:
    """The text of the first span of a kind, without the separators beside it."""
    texts = (text.strip(" \t|·•-–—,") for _, _, kind_, _, text, _ in spans if kind_ == kind)
    return next(filter(None, texts), None)


def read_times(spans: list[Span]) -> tuple[str | None, str | None]:
    """(published_text, age_text): the first date, else clock time, and the first age, as printed.

    A date of publication comes before one of a change, and that before one that lacks its year;
    in the heading before above the headline. A clock time below its date belongs to it, as do
    the two parts of a line that was cut at the wrong comma.
    """
    # only a card may have its time above its headline
    headline = next(
        (start for start, _, kind, story, _, _ in spans if kind == "headline" and not story), 0
    )
    moments, ages = [], []
    for position, (start, _, kind, _, text, _) in enumerate(spans):
        if kind not in TIMED_KINDS and not (position < LINES_OF_HEADING and is_time_line(text)):
            continue
        parts = TIME_PARTS.split(text)
        found = [read_age_text(part) for part in parts]
        ages += filter(None, found[kind == "byline" :])
        unread = [part for part, age in zip(parts, found, strict=True) if not age]
        moments_of = (read_moment(part, kind) for part in (unread if any(found) else [text]))
        moment = next(filter(None, moments_of), None)
        before = spans[position - 1] if position else None
        if before and before[2] == "byline" and start - before[1] <= LONGEST_SEPARATOR:
            moment = read_moment(f"{before[4]} {text}", kind) or moment
        elif moment and moment[0] == CLOCK_ONLY and moments and moments[-1][0][0] == DAY_ONLY:
            moment = read_moment(f"{moments.pop()[1]} {text}", kind)
        if moment:
            moments.append(((moment[0], RANKS[moment[0]], start < headline), moment[1]))
    moment = min(moments, key=lambda moment: moment[0][1:], default=(None, None))
    age = min(ages, key=lambda age: age[0], default=(None, None))
    return moment[1], age[1]


DAY_ONLY, MOMENT, NO_YEAR, UPDATE, CLOCK_ONLY = "day", "moment", "no year", "update", "clock"
RANKS = {DAY_ONLY: 0, MOMENT: 0, UPDATE: 1, NO_YEAR: 2, CLOCK_ONLY: 3}


def read_age_text(text: str) -> tuple[bool, str] | None:
    """(is of a change, as printed): (False, "2 hours ago"), (True, "Updated 2 hours ago")."""
    age = dates.read_age(text)
    return age and (age.is_update, text.strip() if age.is_update else age.text)


def read_moment(text: str, kind: str) -> tuple[str, str] | None:
    """What a line says of date and clock time, as printed; "3/4/2025" is kept whole, unread."""
    date = dates.find_date(text)
    if date and date.is_update:
        return UPDATE, text
    if date:
        return (DAY_ONLY if date.precision == "day" else MOMENT), date.text
    if DATE.search(text):
        return None if EXPIRES.search(text) else (MOMENT, text)
    if any(day.year is None for day in dates.find_yearless(text)):
        return NO_YEAR, text
    time = dates.find_time(text) if kind == "timestamp" else None
    return time and (CLOCK_ONLY, time)


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
