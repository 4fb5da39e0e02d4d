"""The heading of an article: which of the lines around it are its own, and what they say of when
and by whom it was published.
"""

import re
from collections.abc import Iterator

from flows import dates
from flows.bylines import byline_prefix, find_names, strip_moment
from flows.dates.words import WEEKDAYS, fold, one_of, words_of
from flows.segment.label import BODY_KINDS

Span = tuple[int, int, str, int | None, str, float]  # LABELS without the page

DATE, TIME = re.compile(dates.DATE_PATTERN, re.I), re.compile(dates.TIME_PATTERN, re.I)
TIME_PARTS = re.compile(r"\s+[|•·–—/-]\s+|\s{2,}|\n")
MAY_HOLD_DATE = re.compile(r"\d{4}|\d[./-]\s?\d")
NO_LETTERS = re.compile(r"[\W\d_]")
PUBLISHED = re.compile(rf"\W*(?:[^\W\d_]+\s)?(?:{one_of(words_of('published'))})(?![^\W\d_])", re.I)
EXPIRES = re.compile(one_of(words_of("expires")), re.I)
TIMED_KINDS = ("timestamp", "byline")
# Lines that may be of a heading though no label says so.
CLAIMABLE = ("timestamp", "byline", "other", "navigation", "promotion", "share", "notice", "tags")
NAME_KINDS = ("navigation", "outlet_label", "other", "promotion", "byline")
# Swept on dev's 257 leads (python -m bench.metadata): right to the day, wrong.
LINES_IN_HEADING = 3  # of the body: 1: 172, 2; 2: 199, 3; 3: 199, 3; 5: 199, 4
LINES_ABOVE = 3  # 0: 198, 3; 3: 199, 3; 6: 200, 3, but a masthead's day stands there
LINES_FAR_ABOVE = 10  # 5: 197, 4; 10 and 15: 199, 3
LINES_BELOW = 1  # 0: 198, 3; 1, 2 and 4: 199, 3
LINES_OF_HEADING = 6  # of a story's own, that may be a date whatever their label: 0: 198; 12: 199
MOST_LETTERS = 32  # beside a date: 24: 197, 3; 32: 199, 3; 40: 198, 4
LINES_BESIDE = 3  # of a time, for names: precision, recall 1: .960, .565; 3: .964, .627; 4: .959
LONGEST_TIME_LINE, LONGEST_NAMES = 110, 90
LONGEST_SEPARATOR = 3
MOST_NAMES, SHORTEST_NAME = 8, 4  # a line below "By" that is "and" or "," ends no list


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
    if not any(has_date(text) for text in times):
        for time in find_far_times(spans, own):
            beside = range(max(0, time - LINES_BESIDE), min(time + LINES_BESIDE + 1, len(spans)))
            claims |= {index: "byline" for index in beside if is_far_byline(spans[index])}
            claims[time] = "timestamp"
    kinds = {index: kind or spans[index][2] for index, kind in claims.items()}
    headline = next((index for index in own if spans[index][2] == "headline"), own[0] - 1)
    claims |= dict.fromkeys(find_name_lines(spans, kinds, headline), "byline")
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
        if kind == "timestamp" or is_time_line(text):
            return "timestamp"
        return "byline" if kind == "byline" else None
    return kind if story and kind == "timestamp" and PUBLISHED.match(text) else None


def find_far_times(spans: list[Span], own: list[int]) -> list[int]:
    """One time far from the heading: "Published 19 May 2025" anywhere, if the page has one such
    day; a date with a clock above the headline; or a date right below the body.
    """
    free = [
        index
        for index, (_, _, kind, story, text, _) in enumerate(spans)
        if story is None and kind in (*CLAIMABLE, "caption", "credit") and has_date(text)
    ]
    marked = [index for index in free if PUBLISHED.match(spans[index][4])]
    found = [dates.find_date(spans[index][4]) for index in marked]
    if len({date and date.earliest.date() for date in found}) == 1:
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


def find_name_lines(
    spans: list[Span], kinds: dict[int, str | None], headline: int
) -> Iterator[int]:
    """Lines with names below a byline that is nothing but "By"; where there is no byline, the
    first below the headline that stands beside a time.

    Args:
        kinds: of the spans of the heading that are the article's own, or are claimed for it.
    """
    times = [index for index, kind in kinds.items() if kind == "timestamp"]
    bylines = [index for index, kind in kinds.items() if kind == "byline"]
    starts = [index + 1 for index in bylines if is_bare(spans[index][4])]
    if not any(byline_prefix().match(spans[index][4]) for index in bylines):
        starts += (
            index
            for index in kinds
            if index > headline
            and any(abs(index - time) <= LINES_BESIDE for time in times)
            and is_name_line(spans[index])
        )
    is_marked = bool(starts) and is_bare(spans[starts[0] - 1][4])
    for index in range(starts[0], min(starts[0] + MOST_NAMES, len(spans))) if starts else ():
        if is_name_line(spans[index], is_marked):
            yield index
        elif len(spans[index][4]) > SHORTEST_NAME:
            break


def is_name_line(span: Span, is_marked: bool = False) -> bool:
    _, _, kind, story, text, _ = span
    is_free = story is None and kind in NAME_KINDS and len(text) <= LONGEST_NAMES
    return is_free and bool(find_names(text, is_marked))


def is_far_byline(span: Span) -> bool:
    _, _, kind, _, text, _ = span
    return is_name_line(span) and (kind == "byline" or len(find_names(text)[0]) == len(text))


def is_bare(text: str) -> bool:
    """A byline without a name: "By", "Von:", "Author"."""
    prefix = byline_prefix().match(text)
    return prefix is not None and not text[prefix.end() :].strip(" :|,-–—")


def read_byline(spans: list[Span]) -> str | None:
    """The byline of a story: the first line that begins like one, with the names on the lines
    below where it is nothing but "By"; else lines of names; else one that is no weekday.
    """
    lines = [strip_moment(text) for _, _, kind, _, text, _ in spans if kind == "byline"]
    lines = [line for line in lines if re.search(r"[^\W\d_]", line)]
    marked = [line for line in lines if byline_prefix().match(line)]
    whole = [line for line in marked if not is_bare(line)]
    if whole:
        return whole[0]
    names = [
        line.strip(" ,&") for line in lines if line not in marked and find_names(line, bool(marked))
    ]
    if names:
        return " ".join([*marked[:1], ", ".join(names)])
    return next((line for line in lines if fold(line) not in WEEKDAYS), None)


def has_date(text: str) -> bool:
    """Whether a text may print a date; most lines fail at the first look."""
    return MAY_HOLD_DATE.search(text) is not None and DATE.search(text) is not None


def is_time_line(text: str) -> bool:
    """A date and little else, in one of its parts: "17.04.2024, 12:24 Lesezeit: 5 Min."."""
    if len(text) > LONGEST_TIME_LINE or not has_date(text):
        return False
    return any(
        DATE.search(part)
        and len(NO_LETTERS.sub("", TIME.sub("", DATE.sub("", part)))) <= MOST_LETTERS
        for part in TIME_PARTS.split(text)
    )


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
    if has_date(text):
        return None if EXPIRES.search(text) else (MOMENT, text)
    if any(day.year is None for day in dates.find_yearless(text)):
        return NO_YEAR, text
    time = dates.find_time(text) if kind == "timestamp" else None
    return time and (CLOCK_ONLY, time)
