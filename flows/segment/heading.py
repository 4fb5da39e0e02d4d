"""The heading of an article: which of the lines around it are its own, and what they say of when
and by whom it was published.
"""

import re
from collections.abc import Iterator

from flows.reading import dates
from flows.reading.bylines import byline_prefix, find_names, strip_moment
from flows.reading.dates.words import WEEKDAYS, words_of
from flows.segment.label import BODY_KINDS
from flows.segment.lines import Line
from flows.text import alternation, fold_case

DATE, TIME = re.compile(dates.DATE_PATTERN, re.I), re.compile(dates.TIME_PATTERN, re.I)
TIME_PARTS = re.compile(r"\s+[|•·–—/-]\s+|\s{2,}|\n")
MAY_HOLD_DATE = re.compile(r"\d{4}|\d[./-]\s?\d")
NO_LETTERS = re.compile(r"[\W\d_]")
PUBLISHED = re.compile(
    rf"\W*(?:[^\W\d_]+\s)?(?:{alternation(words_of('published'))})(?![^\W\d_])", re.I
)
EXPIRES = re.compile(alternation(words_of("expires")), re.I)
TIMED_KINDS = ("timestamp", "byline")
# Lines that may be of a heading though no label says so.
CLAIMABLE = ("timestamp", "byline", "other", "navigation", "promotion", "share", "notice", "tags")
NAME_KINDS = ("navigation", "outlet_label", "other", "promotion", "byline")
# Swept on dev's 257 leads (python -m train.metadata): right to the day, wrong.
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


def claim_heading(lines: list[Line]) -> None:
    """Make the times and bylines that stand in the heading of the page's own article, and that no
    story has, its own; where none is a date, one that stands further off.

    A heading reaches from shortly above the first line to the third of the body: often the deck
    is the body's first.
    """
    own = [index for index, line in enumerate(lines) if line.story == 0]
    body = [index for index in own if lines[index].kind in BODY_KINDS]
    if not body:
        return
    last = body[min(LINES_IN_HEADING, len(body)) - 1]
    claims = {index: find_claim(lines[index]) for index in find_heading(lines, own[0], last)}
    times = [lines[index].text for index in own if lines[index].kind in TIMED_KINDS]
    times += [lines[index].text for index, kind in claims.items() if kind]
    if not any(has_date(text) for text in times):
        for time in find_far_times(lines, own):
            beside = range(max(0, time - LINES_BESIDE), min(time + LINES_BESIDE + 1, len(lines)))
            claims |= {index: "byline" for index in beside if is_far_byline(lines[index])}
            claims[time] = "timestamp"
    kinds = {index: kind or lines[index].kind for index, kind in claims.items()}
    headline = next((index for index in own if lines[index].kind == "headline"), own[0] - 1)
    claims |= dict.fromkeys(find_name_lines(lines, kinds, headline), "byline")
    for index, kind in claims.items():
        if kind:
            lines[index].kind, lines[index].story = kind, 0


def find_heading(lines: list[Line], first: int, last: int) -> Iterator[int]:
    """The lines from a little above the first to the last one, without lists of other stories."""
    above = first
    while above > max(0, first - LINES_ABOVE) and lines[above - 1].kind in CLAIMABLE:
        above -= 1
    is_listed = False
    for index in range(above, last):
        is_listed = lines[index].story != 0 and (is_listed or lines[index].kind == "related_marker")
        if not is_listed:
            yield index


def find_claim(line: Line) -> str | None:
    """The kind that a line has as a line of the heading; None: it is none, or another's.

    "Published 19 May 2025" is no other story's, whatever card it was taken for.
    """
    kind = line.kind
    if line.story is None and kind in CLAIMABLE:
        if kind == "timestamp" or is_time_line(line.text):
            return "timestamp"
        return "byline" if kind == "byline" else None
    return kind if line.story and kind == "timestamp" and PUBLISHED.match(line.text) else None


def find_far_times(lines: list[Line], own: list[int]) -> list[int]:
    """One time far from the heading: "Published 19 May 2025" anywhere, if the page has one such
    day; a date with a clock above the headline; or a date right below the body.
    """
    free = [
        index
        for index, line in enumerate(lines)
        if line.story is None
        and line.kind in (*CLAIMABLE, "caption", "credit")
        and has_date(line.text)
    ]
    marked = [index for index in free if PUBLISHED.match(lines[index].text)]
    found = [dates.find_date(lines[index].text) for index in marked]
    if len({date and date.earliest.date() for date in found}) == 1:
        return marked[:1]
    above = [
        index
        for index in free
        if own[0] - LINES_FAR_ABOVE <= index < own[0]
        and TIME.search(lines[index].text)
        and is_time_line(lines[index].text)
        and not any(line.story for line in lines[index : own[0]])
    ]
    below = [index for index in free if own[-1] < index <= own[-1] + LINES_BELOW]
    return above[-1:] or [index for index in below if is_time_line(lines[index].text)][:1]


def find_name_lines(
    lines: list[Line], kinds: dict[int, str | None], headline: int
) -> Iterator[int]:
    """Lines with names below a byline that is nothing but "By"; where there is no byline, the
    first below the headline that stands beside a time.

    Args:
        kinds: of the lines of the heading that are the article's own, or are claimed for it.
    """
    times = [index for index, kind in kinds.items() if kind == "timestamp"]
    bylines = [index for index, kind in kinds.items() if kind == "byline"]
    starts = [index + 1 for index in bylines if is_bare(lines[index].text)]
    if not any(byline_prefix().match(lines[index].text) for index in bylines):
        starts += (
            index
            for index in kinds
            if index > headline
            and any(abs(index - time) <= LINES_BESIDE for time in times)
            and is_name_line(lines[index])
        )
    is_marked = bool(starts) and is_bare(lines[starts[0] - 1].text)
    for index in range(starts[0], min(starts[0] + MOST_NAMES, len(lines))) if starts else ():
        if is_name_line(lines[index], is_marked):
            yield index
        elif len(lines[index].text) > SHORTEST_NAME:
            break


def is_name_line(line: Line, is_marked: bool = False) -> bool:
    is_free = line.story is None and line.kind in NAME_KINDS and len(line.text) <= LONGEST_NAMES
    return is_free and bool(find_names(line.text, is_marked))


def is_far_byline(line: Line) -> bool:
    if not is_name_line(line):
        return False
    return line.kind == "byline" or len(find_names(line.text)[0]) == len(line.text)


def is_bare(text: str) -> bool:
    """A byline without a name: "By", "Von:", "Author"."""
    prefix = byline_prefix().match(text)
    return prefix is not None and not text[prefix.end() :].strip(" :|,-–—")


def read_byline(lines: list[Line]) -> str | None:
    """The byline of a story: the first line that begins like one, with the names on the lines
    below where it is nothing but "By"; else lines of names; else one that is no weekday.
    """
    texts = [strip_moment(line.text) for line in lines if line.kind == "byline"]
    texts = [text for text in texts if re.search(r"[^\W\d_]", text)]
    marked = [text for text in texts if byline_prefix().match(text)]
    whole = [text for text in marked if not is_bare(text)]
    if whole:
        return whole[0]
    names = [
        text.strip(" ,&") for text in texts if text not in marked and find_names(text, bool(marked))
    ]
    if names:
        return " ".join([*marked[:1], ", ".join(names)])
    return next((text for text in texts if fold_case(text) not in WEEKDAYS), None)


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


def read_times(lines: list[Line]) -> tuple[str | None, str | None]:
    """(published_text, age_text): the first date, else clock time, and the first age, as printed.

    A date of publication comes before one of a change, and that before one that lacks its year;
    in the heading before above the headline. A clock time below its date belongs to it, as do
    the two parts of a line that was cut at the wrong comma.
    """
    # only a card may have its time above its headline
    headline = next((line.start for line in lines if line.kind == "headline" and not line.story), 0)
    moments, ages = [], []
    for position, line in enumerate(lines):
        kind, text = line.kind, line.text
        if kind not in TIMED_KINDS and not (position < LINES_OF_HEADING and is_time_line(text)):
            continue
        parts = TIME_PARTS.split(text)
        found = [read_age_text(part) for part in parts]
        ages += filter(None, found[kind == "byline" :])
        unread = [part for part, age in zip(parts, found, strict=True) if not age]
        moments_of = (read_moment(part, kind) for part in (unread if any(found) else [text]))
        moment = next(filter(None, moments_of), None)
        before = lines[position - 1] if position else None
        if before and before.kind == "byline" and is_right_behind(line, before):
            moment = read_moment(f"{before.text} {text}", kind) or moment
        elif moment and moment[0] == CLOCK_ONLY and moments and moments[-1][0][0] == DAY_ONLY:
            moment = read_moment(f"{moments.pop()[1]} {text}", kind)
        if moment:
            moments.append(((moment[0], RANKS[moment[0]], line.start < headline), moment[1]))
    moment = min(moments, key=lambda moment: moment[0][1:], default=(None, None))
    age = min(ages, key=lambda age: age[0], default=(None, None))
    return moment[1], age[1]


def is_right_behind(line: Line, before: Line) -> bool:
    return line.start - before.start - len(before.text) <= LONGEST_SEPARATOR


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
