"""Ages ("34 minutes ago"), and the span of time that one means against a capture."""

import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple

from flows.reading.dates.calendar import move_moment
from flows.reading.dates.clocks import HALF, TIME_PATTERN
from flows.reading.dates.printed import Bracket
from flows.reading.dates.words import words_of
from flows.seeds import read_seed
from flows.text import alternation, fold_case


class Age(NamedTuple):
    """How old a line says something is: "2 hrs ago" is Age(2, "hour", "2 hrs ago")."""

    number: int
    unit: str  # minute hour day week month year
    text: str
    is_update: bool = False  # it was changed so long ago, and is older


class AgeForm(NamedTuple):
    """How a language puts a count and a unit together: "vor {count} {unit}"."""

    before: str
    between: str
    after: str
    is_unit_first: bool


class AgeWords(NamedTuple):
    """The words of ages in one language."""

    forms: list[AgeForm]
    units: dict[str, str]
    numbers: dict[str, int]
    vague: list[str]  # before a count: "about"


Reading = tuple[int, str]  # count and unit of an age


def read_age_words() -> tuple[dict[str, AgeWords], dict[str, set[Reading]], set[str]]:
    """Words of each language, whole phrases with what they may mean, and the calendar ones."""
    languages: dict[str, AgeWords] = defaultdict(lambda: AgeWords([], {}, {}, []))
    phrases: dict[str, set[Reading]] = defaultdict(set)
    calendar = set()
    for language, kind, text, value in read_seed("age_words").iter_rows():
        words = languages[language]
        match kind:
            case "form":
                before, between, after = re.split(r"\{count\}|\{unit\}", text)
                is_unit_first = text.index("{unit}") < text.index("{count}")
                words.forms.append(AgeForm(before.strip(), between, after.strip(), is_unit_first))
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


AGE_WORDS, AGE_PHRASES, CALENDAR_PHRASES = read_age_words()


def write_age_form(words: AgeWords, form: AgeForm) -> str:
    """The regular expression of an age in one form of a language."""
    gap, between = r"\s{0,2}", form.between.strip()
    spelled_gap = r"\s{1,2}" if form.between else gap
    spelled = f"|{alternation(words.numbers)}{spelled_gap}" if words.numbers else ""
    count, unit = rf"(?:\d{{1,3}}{gap}{spelled})", rf"{alternation(words.units)}\.?"
    vague = f"(?:{alternation(words.vague)}{gap})?" if words.vague else ""
    link = rf"{alternation([between])}\s" if between else ""
    body = rf"{unit}\s{count}" if form.is_unit_first else vague + count + link + unit
    before = alternation([form.before]) + gap if form.before else ""
    after = gap + alternation([form.after]) if form.after else ""
    return before + body + after


def write_age_pattern() -> str:
    """The regular expression of a line that is an age and nothing else."""
    edge = r"[\s\-–—·•●▪⋅|/,:;.()*>]{0,8}"
    stamp = alternation(words_of("published") + words_of("updated"))
    forms = [write_age_form(words, form) for words in AGE_WORDS.values() for form in words.forms]
    core = "|".join([alternation(AGE_PHRASES), *forms])
    return (
        rf"^{edge}(?:{stamp}[\s:|\-–—]{{0,3}})?(?P<age>{core})"
        rf"(?:\s?\(?(?:[01]?\d|2[0-3]):[0-5]\d\s?(?:{HALF})?\))?(?:\s{stamp})?{edge}$"
    )


# Valid in Python's re and in Rust's regex crate, so no look-around.
AGE_PATTERN = write_age_pattern()
# A count and a short unit alone on a line: "5h"; but "3 min" is how long it takes to read.
BARE_UNITS = read_seed("age_words").filter(kind="bare")["text"]
BARE_AGE = rf"^\d{{1,2}}\s?{alternation(BARE_UNITS)}\.?$"


@cache
def compile_ages() -> re.Pattern[str]:
    return re.compile(AGE_PATTERN, re.IGNORECASE)


@cache
def compile_days_and_clocks() -> re.Pattern[str]:
    """Lines like "Today, 12:37 pm" and "Online seit heute, 7.57 Uhr"."""
    days = "|".join(rf"(?P<{day}>{alternation(words_of(day))})" for day in ("today", "yesterday"))
    joiner, stamp = alternation(words_of("joiner")), alternation(words_of("published"))
    return re.compile(
        rf"[\s\W]{{0,4}}(?:{stamp}[\s:]{{0,2}}(?:am |le )?)?(?P<age>(?:{days})[\s,|–-]{{0,3}}"
        rf"(?:{joiner}(?=\s))?)(?={TIME_PATTERN})[^\n]{{4,12}}$",
        re.IGNORECASE,
    )


@cache
def compile_updates() -> re.Pattern[str]:
    return re.compile(alternation(words_of("updated")), re.IGNORECASE)


def read_age(line: str) -> Age | None:
    """The age that the whole line is, in any language; None where languages read it differently.

    >>> read_age("· Updated 3 hrs ago |")
    Age(number=3, unit='hour', text='3 hrs ago', is_update=True)
    >>> read_age("Today, 12:37 pm")
    Age(number=0, unit='day', text='Today, 12:37 pm', is_update=False)
    """
    if len(line) > 80:
        return None
    line = line.strip()
    match = compile_ages().match(line)
    if match is None:
        dated = compile_days_and_clocks().match(line)
        if dated is None:
            return None
        return Age(0 if dated["today"] else 1, "day", line[dated.start("age") :])
    readings = read_age_core(" ".join(fold_case(match["age"]).split()))
    if len(readings) != 1:
        return None
    count, unit = readings.pop()
    if unit == "second":
        count, unit = 0, "minute"
    beside = line[: match.start("age")], line[match.end("age") :]
    is_update = any(compile_updates().search(part) for part in beside)
    return Age(count, unit, match["age"], is_update)


def read_age_core(core: str) -> set[Reading]:
    """What a folded age may mean, by the words of any language."""
    if core in AGE_PHRASES:
        return set(AGE_PHRASES[core])
    readings = set()
    for words in AGE_WORDS.values():
        for form in words.forms:
            if not (core.startswith(form.before) and core.endswith(form.after)):
                continue
            body = core[len(form.before) : len(core) - len(form.after)].strip()
            if reading := read_count_and_unit(body, words, form):
                readings.add(reading)
    return readings


def read_count_and_unit(body: str, words: AgeWords, form: AgeForm) -> Reading | None:
    for vague in words.vague:
        if body.startswith(vague):
            body = body[len(vague) :].strip()
            break
    if form.is_unit_first:
        body = " ".join(reversed(body.split()))
    digits = re.match(r"\d+", body)
    numbers = [digits[0]] if digits else [word for word in words.numbers if body.startswith(word)]
    for number in numbers:
        rest = body[len(number) :].strip().removeprefix(form.between.strip()).strip()
        unit = words.units.get(rest.removesuffix("."))
        if unit:
            return (int(number) if digits else words.numbers[number]), unit
    return None


LONGEST = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=31),
    "year": timedelta(days=366),
}
SHORTEST = LONGEST | {"month": timedelta(days=28), "year": timedelta(days=365)}
# What a bracket may be as wide as and still be of that precision.
WIDTHS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "month": timedelta(days=31),
}


def bracket_age(age: Age, captured_earliest: datetime, captured_latest: datetime) -> Bracket | None:
    """When something was published that had this age when the page was captured.

    From count + 1 units before the capture to count - 1/2 units before it, so that it holds for
    sites that cut off and for sites that round: moment.js says "an hour ago" from 45 to 89
    minutes. "Yesterday" begins at midnight, so it may be minutes ago. The bracket is no more
    precise than the capture. It begins and ends on whole seconds and is half-open: the moment of a
    capture lies inside, while the end of a day on which a page was captured lies outside. None
    beyond the years 1 to 9999.

    >>> noon = datetime(2025, 5, 19, 12)
    >>> bracket_age(Age(2, "hour", "2 hrs ago"), noon, noon)[:2]
    (datetime.datetime(2025, 5, 19, 9, 0), datetime.datetime(2025, 5, 19, 10, 30, 1))
    """
    captured_earliest, captured_latest = naive_utc(captured_earliest), naive_utc(captured_latest)
    earliest = move_moment(captured_earliest, -(age.number + 1), LONGEST[age.unit])
    latest = move_moment(captured_latest, -count_at_least(age), SHORTEST[age.unit])
    end = latest and find_end(latest, is_inside=captured_earliest == captured_latest)
    if earliest is None or end is None:
        return None
    units = (*WIDTHS, "year")
    unit = "month" if age.unit == "week" else age.unit
    width = captured_latest - captured_earliest
    captured_unit = next((unit for unit in WIDTHS if width <= WIDTHS[unit]), "year")
    return Bracket(
        earliest.replace(microsecond=0),
        end,
        0,
        max(unit, captured_unit, key=units.index),
        age.text,
        age.is_update,
    )


def find_end(latest: datetime, is_inside: bool) -> datetime | None:
    """The first whole second that is not before a moment; the one after it if it lies inside. None
    after the year 9999.
    """
    whole = latest.replace(microsecond=0)
    if whole == latest and not is_inside:
        return whole
    return move_moment(whole, 1, timedelta(seconds=1))


def bracket_capture(
    age: Age, published_earliest: datetime, published_latest: datetime
) -> tuple[datetime, datetime] | None:
    """When a page was captured that gives this age to something published then.

    The reverse of bracket_age. None where it would end after the year 9999.
    """
    earliest = move_moment(published_earliest, count_at_least(age), SHORTEST[age.unit])
    latest = move_moment(published_latest, age.number + 1, LONGEST[age.unit])
    return (earliest, latest) if earliest and latest else None


def count_at_least(age: Age) -> float:
    """How many units must have passed: half a unit less than said, as sites round."""
    is_calendar = fold_case(age.text) in CALENDAR_PHRASES
    if is_calendar or compile_days_and_clocks().match(age.text):
        return 0
    return max(0, age.number - 0.5)


def naive_utc(moment: datetime) -> datetime:
    """A moment in UTC without a zone; one that has no zone already is taken for UTC."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
