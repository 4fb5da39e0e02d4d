"""Ages ("34 minutes ago"), and the span of time that one means against a capture."""

import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple

from flows.dates.clocks import HALF
from flows.dates.printed import Bracket
from flows.dates.words import fold, one_of, read_seed, words_of


class Age(NamedTuple):
    """How old a line says that something is: "2 hrs ago" is Age(2, "hour", "2 hrs ago")."""

    count: int
    unit: str  # minute hour day week month year
    text: str


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
    for row in read_seed("age_words.csv"):
        words, text, value = languages[row["language"]], row["text"], row["value"]
        match row["kind"]:
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
                if row["kind"] == "calendar":
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


def read_age(line: str) -> Age | None:
    """The age that the whole line is, in any language; None where languages read it differently.

    >>> read_age("· Updated 3 hrs ago |")
    Age(count=3, unit='hour', text='3 hrs ago')
    """
    if len(line) > 80:
        return None
    match = _ages().match(line.strip())
    if match is None:
        return None
    readings = _read_age_core(" ".join(fold(match["age"]).split()))
    if len(readings) != 1:
        return None
    count, unit = readings.pop()
    if unit == "second":
        count, unit = 0, "minute"
    return Age(count, unit, match["age"])


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


def bracket_age(age: Age, captured_earliest: datetime, captured_latest: datetime) -> Bracket:
    """When something was published that was so old when the page was captured.

    Sound for sites that cut off and for sites that round (moment.js says "an hour ago" from 45
    to 89 minutes): from count + 1 units before the capture to count - 1/2. "Yesterday" turns over
    at midnight, so it may be minutes ago.

    >>> noon = datetime(2025, 5, 19, 12)
    >>> bracket_age(Age(2, "hour", "2 hrs ago"), noon, noon)[:2]
    (datetime.datetime(2025, 5, 19, 9, 0), datetime.datetime(2025, 5, 19, 10, 30, 0, 1))
    """
    earliest = _naive_utc(captured_earliest) - (age.count + 1) * _LONGEST[age.unit]
    units_at_least = 0 if fold(age.text) in _CALENDAR_PHRASES else max(0, age.count - 0.5)
    latest = _naive_utc(captured_latest) - units_at_least * _SHORTEST[age.unit]
    return Bracket(
        earliest,
        latest + timedelta(microseconds=1),  # half-open: the last instant itself may be the one
        0,
        "month" if age.unit == "week" else age.unit,
        age.text,
    )


def _naive_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
