"""Ages ("34 minutes ago"), and the span of time that one means against a capture."""

import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple

from flows.reading.dates.clocks import HALF, TIME_PATTERN
from flows.reading.dates.printed import Bracket
from flows.reading.dates.words import fold, one_of, words_of
from flows.seeds import read_seed


class Age(NamedTuple):
    """How old a line says that something is: "2 hrs ago" is Age(2, "hour", "2 hrs ago")."""

    count: int
    unit: str  # minute hour day week month year
    text: str
    is_update: bool = False  # so long ago something older was changed


class _AgeWords(NamedTuple):
    forms: list[tuple[str, str, str, bool]]  # what stands before, between, after; unit first?
    units: dict[str, str]
    numbers: dict[str, int]
    vague: list[str]


def _read_age_words() -> tuple[dict[str, _AgeWords], dict[str, set], set[str]]:
    """Words of each language, whole phrases with what they may mean, and the calendar ones."""
    languages = defaultdict(lambda: _AgeWords([], {}, {}, []))
    phrases = defaultdict(set)
    calendar = set()
    for language, kind, text, value in read_seed("age_words").iter_rows():
        words = languages[language]
        match kind:
            case "form":
                before, between, after = re.split(r"\{count\}|\{unit\}", text)
                is_unit_first = text.index("{unit}") < text.index("{count}")
                words.forms.append((before.strip(), between, after.strip(), is_unit_first))
            case "unit":
                words.units[text] = value
            case "number":
                words.numbers[text] = int(value)
            case "vague":
                words.vague.append(text)
            case "phrase" | "calendar":
                count, unit = value.split()
                phrases[text].add((int(count), unit))
                if kind == "calendar":
                    calendar.add(text)
    return dict(languages), dict(phrases), calendar


_AGE_WORDS, _AGE_PHRASES, _CALENDAR_PHRASES = _read_age_words()


def _age_form_pattern(words: _AgeWords, form: tuple[str, str, str, bool]) -> str:
    before, between, after, is_unit_first = form
    digits = r"\d{1,3}\s{0,2}"
    spelled = rf"|{one_of(words.numbers)}\s{{{1 if between else 0},2}}" if words.numbers else ""
    count, unit = rf"(?:{digits}{spelled})", rf"{one_of(words.units)}\.?"
    vague = rf"(?:{one_of(words.vague)}\s{{0,2}})?" if words.vague else ""
    link = rf"{one_of([between.strip()])}\s" if between.strip() else ""
    body = rf"{unit}\s{count}" if is_unit_first else vague + count + link + unit
    gap = r"\s{0,2}"
    return (
        (one_of([before]) + gap if before else "") + body + (gap + one_of([after]) if after else "")
    )


def _age_pattern() -> str:
    edge = r"[\s\-–—·•●▪⋅|/,:;.()*>]{0,8}"
    stamp = rf"(?:{one_of(words_of('published') + words_of('updated'))})"
    forms = [
        _age_form_pattern(words, form) for words in _AGE_WORDS.values() for form in words.forms
    ]
    core = "|".join([one_of(_AGE_PHRASES), *forms])
    return (
        rf"^{edge}(?:{stamp}[\s:|\-–—]{{0,3}})?(?P<age>{core})"
        rf"(?:\s?\(?(?:[01]?\d|2[0-3]):[0-5]\d\s?(?:{HALF})?\))?(?:\s{stamp})?{edge}$"
    )


AGE_PATTERN = _age_pattern()
_ages = cache(lambda: re.compile(AGE_PATTERN, re.IGNORECASE))


@cache
def _days_and_clocks() -> re.Pattern:
    """Lines like "Today, 12:37 pm" and "Online seit heute, 7.57 Uhr"."""
    kinds = "|".join(rf"(?P<{kind}>{one_of(words_of(kind))})" for kind in ("today", "yesterday"))
    joiner, stamp = one_of(words_of("joiner")), one_of(words_of("published"))
    return re.compile(
        rf"[\s\W]{{0,4}}(?:(?:{stamp})[\s:]{{0,2}}(?:am |le )?)?(?P<age>(?:{kinds})[\s,|–-]{{0,3}}"
        rf"(?:(?:{joiner})(?=\s))?)(?={TIME_PATTERN})[^\n]{{4,12}}$",
        re.IGNORECASE,
    )


@cache
def _updates() -> re.Pattern:
    return re.compile(one_of(words_of("updated")), re.IGNORECASE)


def read_age(line: str) -> Age | None:
    """The age that the whole line is, in any language; None where languages read it differently.

    >>> read_age("· Updated 3 hrs ago |")
    Age(count=3, unit='hour', text='3 hrs ago', is_update=True)
    >>> read_age("Today, 12:37 pm")
    Age(count=0, unit='day', text='Today, 12:37 pm', is_update=False)
    """
    if len(line) > 80:
        return None
    line = line.strip()
    match = _ages().match(line)
    if match is None:
        dated = _days_and_clocks().match(line)
        return (
            Age(int(dated["today"] is None), "day", line[dated.start("age") :]) if dated else None
        )
    readings = _read_age_core(" ".join(fold(match["age"]).split()))
    if len(readings) != 1:
        return None
    count, unit = readings.pop()
    if unit == "second":
        count, unit = 0, "minute"
    beside = line[: match.start("age")], line[match.end("age") :]
    is_update = any(_updates().search(part) for part in beside)
    return Age(count, unit, match["age"], is_update)


def _read_age_core(core: str) -> set[tuple[int, str]]:
    if core in _AGE_PHRASES:
        return set(_AGE_PHRASES[core])
    readings = set()
    for words in _AGE_WORDS.values():
        for before, between, after, is_unit_first in words.forms:
            if not (core.startswith(before) and core.endswith(after)):
                continue
            body = core[len(before) : len(core) - len(after)].strip()
            if reading := _read_count_and_unit(body, words, between, is_unit_first):
                readings.add(reading)
    return readings


def _read_count_and_unit(
    body: str, words: _AgeWords, between: str, is_unit_first: bool
) -> tuple[int, str] | None:
    for vague in words.vague:
        if body.startswith(vague):
            body = body[len(vague) :].strip()
            break
    if is_unit_first:
        body = " ".join(reversed(body.split()))
    digits = re.match(r"\d+", body)
    numbers = [digits[0]] if digits else [word for word in words.numbers if body.startswith(word)]
    for number in numbers:
        rest = body[len(number) :].strip().removeprefix(between.strip()).strip()
        unit = words.units.get(rest.removesuffix("."))
        if unit:
            return (int(number) if digits else words.numbers[number]), unit
    return None


_LONGEST = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=31),
    "year": timedelta(days=366),
}
_SHORTEST = _LONGEST | {"month": timedelta(days=28), "year": timedelta(days=365)}


_WIDTHS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "month": timedelta(days=31),
}


def bracket_age(age: Age, captured_earliest: datetime, captured_latest: datetime) -> Bracket:
    """When something was published that was so old when the page was captured.

    Sound for sites that cut off and for sites that round (moment.js says "an hour ago" from 45
    to 89 minutes): from count + 1 units before the capture to count - 1/2. "Yesterday" turns over
    at midnight, so it may be minutes ago. It is no more precise than the capture.

    >>> noon = datetime(2025, 5, 19, 12)
    >>> bracket_age(Age(2, "hour", "2 hrs ago"), noon, noon)[:2]
    (datetime.datetime(2025, 5, 19, 9, 0), datetime.datetime(2025, 5, 19, 10, 30, 0, 1))
    """
    captured_earliest, captured_latest = naive_utc(captured_earliest), naive_utc(captured_latest)
    earliest = captured_earliest - (age.count + 1) * _LONGEST[age.unit]
    latest = captured_latest - _count_at_least(age) * _SHORTEST[age.unit]
    units = (*_WIDTHS, "year")
    unit = "month" if age.unit == "week" else age.unit
    width = captured_latest - captured_earliest
    captured_unit = next((unit for unit in _WIDTHS if width <= _WIDTHS[unit]), "year")
    return Bracket(
        earliest,
        latest + timedelta(microseconds=1),  # half-open: the last instant itself may be the one
        0,
        max(unit, captured_unit, key=units.index),
        age.text,
        age.is_update,
    )


def bracket_capture(
    age: Age, published_earliest: datetime, published_latest: datetime
) -> tuple[datetime, datetime]:
    """When a page was captured that says so of something published then: bracket_age reversed."""
    return (
        published_earliest + _count_at_least(age) * _SHORTEST[age.unit],
        published_latest + (age.count + 1) * _LONGEST[age.unit],
    )


def _count_at_least(age: Age) -> float:
    is_calendar = fold(age.text) in _CALENDAR_PHRASES or _days_and_clocks().match(age.text)
    return 0 if is_calendar else max(0, age.count - 0.5)


def naive_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
