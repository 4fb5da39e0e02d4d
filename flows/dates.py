"""Printed dates, clock times and ages ("34 minutes ago"), read from single lines of a page.

What is not printed is never filled in: no year, no day, no zone from anywhere else. The words
come from seeds/: months.csv, age_words.csv, date_words.csv and time_zones.csv.
"""

import csv
import re
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

SEEDS = Path(__file__).parent.parent / "seeds"


class Bracket(NamedTuple):
    """A half-open span of time [earliest, latest) that a line names; "May 2025" is 31 days.

    Naive; in UTC where utc_offset_minutes is known, else as printed.
    """

    earliest: datetime
    latest: datetime
    utc_offset_minutes: int | None
    precision: str  # minute hour day month year
    text: str  # the characters of the line that say it


class Age(NamedTuple):
    """How old a line says that something is: "2 hrs ago" is Age(2, "hour", "2 hrs ago")."""

    count: int
    unit: str  # minute hour day week month year
    text: str


# --- seeds -------------------------------------------------------------------------------------


def _read_seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as seed:
        return list(csv.DictReader(seed))


def _fold(text: str) -> str:
    """Lower case that gives the Turkish capital dotted I one character: "HAZİRAN" -> "haziran"."""
    return text.replace("İ", "i").lower()


def _turkish_capitals(word: str) -> str:
    return word.replace("i", "İ").replace("ı", "I").upper()


class _Month(NamedTuple):
    number: int
    spelling: str  # how dateparser spells it
    is_full: bool


def _read_months() -> dict[str, dict[str, _Month]]:
    """Word -> language -> month. Full: no longer name (by 2 letters) of that month starts so."""
    rows = _read_seed("months.csv")
    names = defaultdict(list)
    for row in rows:
        names[row["language"], row["month"]].append(row["word"])
    months = defaultdict(dict)
    for row in rows:
        word, language = row["word"], row["language"]
        is_full = not any(
            name.startswith(word) and len(name) >= len(word) + 2
            for name in names[language, row["month"]]
            if len(word) < 5
        )
        month = _Month(int(row["month"]), row["known_as"] or word, is_full)
        months[word][language] = month
        if language in ("tr", "az"):
            months[_fold(_turkish_capitals(word))].setdefault(language, month)
    return dict(months)


def _one_of(words) -> str:
    """Regular expression for any of the words, longest first, as a prefix tree: a plain
    alternation of a thousand words is tried word by word. "mai", "mars" -> "ma(?:i|rs)"."""
    tree: dict = {}
    for word in words:
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}

    def write(node: dict) -> str:
        branches = [
            re.sub(r"([.^$*+?{}\[\]\\|()])", r"\\\1", character) + write(node[character])
            for character in sorted(node)
            if character
        ]
        if not branches:
            return ""
        body, is_end = "|".join(branches), "" in node
        if len(branches) == 1 and not is_end:
            return body
        return f"(?:{body})?" if is_end else f"(?:{body})"

    return write(tree)


def _words_of(kind: str) -> list[str]:
    return [row["text"] for row in _DATE_WORDS if row["kind"] == kind]


_MONTHS = _read_months()
_DATE_WORDS = _read_seed("date_words.csv")
_ZONES = {
    row["abbreviation"]: (int(row["offset_minutes"]), row["language"])
    for row in _read_seed("time_zones.csv")
}

# --- patterns: valid in Python's re and in Rust's regex crate, so no look-around -----------------

_MONTH = _one_of(
    [*_MONTHS]
    + [_turkish_capitals(word) for word, by in _MONTHS.items() if "tr" in by or "az" in by]
)
_ENGLISH_MONTH = _one_of(word.title() for word, by in _MONTHS.items() if "en" in by)
_ORDINAL = r"(?:st|nd|rd|th|er|re|ère|º|ª|°|o|\.|-?го|:e|:a)?"
_OF = r"(?:(?:of|del?|di|da|den|the|năm)\s|d['’])?"

DATE_PATTERN = "|".join(
    [
        # ISO, 2025/05/19, Korean 2025. 5. 19.
        r"(?P<ymd_year>\d{4})(?P<ymd_mark>[-/]|\.\s?)(?P<ymd_month>\d{1,2})"
        r"(?P<ymd_mark2>[-/]|\.\s?)(?P<ymd_day>\d{1,2})",
        r"(?P<cjk_year>\d{4})\s?[年년]\s?(?P<cjk_month>\d{1,2})\s?[月월]"
        r"(?:\s?(?P<cjk_day>\d{1,2})\s?[日일号號])?",
        r"(?P<first>\d{1,2})(?P<mark>[-/]|\.\s?)(?P<second>\d{1,2})(?P<mark2>[-/]|\.\s?)"
        r"(?P<last>\d{4}|\d{2})",
        # 19 May 2025, May 19, 2025, May 2025
        rf"(?:(?P<day_before>\d{{1,2}}){_ORDINAL}[\s.\-/]{{0,3}}{_OF}|\b)(?P<month>{_MONTH})"
        rf"(?:[\s.,\-/]{{1,3}}{_OF})?(?:(?P<day_after>\d{{1,2}}){_ORDINAL}[\s,]{{1,3}})?"
        r"(?P<year>\d{4})",
        # "Lesotho TimesMarch 6, 2024", as converters glue it
        rf"(?P<glued_month>(?-i:{_ENGLISH_MONTH}))\s(?P<glued_day>\d{{1,2}}),?\s"
        r"(?P<glued_year>\d{4})",
        # 2025. május 19., 2025 m. gegužės 19 d., 2025. gada 19. maijs
        r"(?P<lead_year>\d{4})(?:\.\s?|[-/\s])(?:(?:m\.|metų|gada)\s)?"
        rf"(?:(?P<lead_day>\d{{1,2}})\.?\s(?P<lead_month>{_MONTH})\b"
        rf"|(?P<lead_month_before>{_MONTH})[\s.\-/]{{1,3}}(?P<lead_day_after>\d{{1,2}}))",
    ]
)

_HALF = r"[ap]\s?\.?\s?m\b\.?"
_CJK_HALF = "午前|午後|上午|下午|오전|오후"
TIME_PATTERN = (
    r"(?:^|[^\d:.,])(?P<clock>"
    rf"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:\s?(?:{_HALF}|uhr\b))?"
    rf"|(?:[01]?\d|2[0-3])\.[0-5]\d\s?(?:{_HALF}|uhr\b|h\b)"
    r"|(?:kl\.?|klo)\s?(?:[01]?\d|2[0-3])[.:][0-5]\d"
    r"|(?:[01]?\d|2[0-3])h[0-5]\d"
    rf"|(?:1[0-2]|0?[1-9])\s?{_HALF}"
    r"|(?:[01]?\d|2[0-3])\suhr\b"
    rf"|(?:(?:{_CJK_HALF})\s?)?(?:[01]?\d|2[0-3])\s?[時时点點시]\s?(?:[0-5]?\d\s?[分분])?"
    r")(?:[^\d]|$)"
)


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
    for row in _read_seed("age_words.csv"):
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
    spelled = rf"|{_one_of(words.numbers)}\s{{{1 if between else 0},2}}" if words.numbers else ""
    count, unit = rf"(?:{digits}{spelled})", rf"{_one_of(words.units)}\.?"
    vague = rf"(?:{_one_of(words.vague)}\s{{0,2}})?" if words.vague else ""
    link = rf"{_one_of([between.strip()])}\s" if between.strip() else ""
    body = rf"{unit}\s{count}" if is_unit_first else vague + count + link + unit
    gap = r"\s{0,2}"
    return (
        (_one_of([before]) + gap if before else "")
        + body
        + (gap + _one_of([after]) if after else "")
    )


def _age_pattern() -> str:
    edge = r"[\s\-–—·•●▪⋅|/,:;.()*>]{0,8}"
    stamp = rf"(?:{_one_of(_words_of('published') + _words_of('updated'))})"
    forms = [
        _age_form_pattern(words, form) for words in _AGE_WORDS.values() for form in words.forms
    ]
    core = "|".join([_one_of(_AGE_PHRASES), *forms])
    return (
        rf"^{edge}(?:{stamp}[\s:|\-–—]{{0,3}})?(?P<age>{core})"
        rf"(?:\s?\(?(?:[01]?\d|2[0-3]):[0-5]\d\s?(?:{_HALF})?\))?(?:\s{stamp})?{edge}$"
    )


AGE_PATTERN = _age_pattern()

# --- dates -------------------------------------------------------------------------------------

# Most lines fail here, in about a microsecond; the long patterns are compiled at first need.
_MAY_HOLD_DATE = re.compile(r"\d{4}|\d\.\s?\d\d?\.\s?\d\d")
_compiled = cache(lambda pattern: re.compile(pattern, re.IGNORECASE))

# Months come first in English of the United States, its territories and the Philippines (CLDR);
# Canada prints both orders, so there an ambiguous 3/4/2025 stays unread.
_MONTH_FIRST_COUNTRIES = {"US", "AS", "GU", "MH", "MP", "PH", "PR", "UM", "VI"}
_BOTH_ORDERS_COUNTRIES = {"CA"}
# Where 19.05.25 is how people write a day; Hungarian or Lithuanian would mean 2019.
# fmt: off
_DOT_LANGUAGES = {
    "az", "be", "bg", "bs", "cs", "da", "de", "et", "fi", "hr", "hy", "is", "ka", "kk",
    "lb", "lv", "mk", "no", "pl", "ro", "ru", "sk", "sl", "sq", "sr", "tr", "uk",
}
# fmt: on
_DATEPARSER_LOCALES = {"no": ["nb"], "sr": ["sr", "sr-Latn"]}


class _Day(NamedTuple):
    year: int
    month: int
    day: int | None
    start: int
    end: int


def find_date(line: str, language: str | None = None, country: str | None = None) -> Bracket | None:
    """The first date that the line prints, with the time and zone beside it; else None.

    A date behind an "Updated" marker counts only where the line has no other.
    Where language and country leave 3/4/2025 open, it is not read.

    >>> find_date("By Ann Lee | 19 May 2025 13:34 CEST | 3 min")
    Bracket(earliest=datetime.datetime(2025, 5, 19, 11, 34), latest=datetime.datetime(2025, 5, \
19, 11, 35), utc_offset_minutes=120, precision='minute', text='19 May 2025 13:34 CEST')
    """
    if _MAY_HOLD_DATE.search(line) is None:
        return None
    language = _base_language(language)
    country = country.upper() if country else None
    updated, position = None, 0
    for day in _find_days(line, language, country):
        is_update = _is_update(line[max(position, day.start - 40) : day.start])
        position = day.end
        if is_update and updated:
            continue
        bracket = _bracket_day(line, day, language)
        if bracket and not is_update:
            return bracket
        updated = updated or bracket
    return updated


def _base_language(language: str | None) -> str | None:
    base = language.lower().replace("_", "-").split("-")[0] if language else None
    return "no" if base in ("nb", "nn") else base


def _find_days(line: str, language: str | None, country: str | None):
    """Every verified date of the line, in order."""
    pattern, position = _compiled(DATE_PATTERN), 0
    while match := pattern.search(line, position):
        position = match.start() + 1
        if not _is_whole(line, match):
            continue
        if match["month"]:
            day = _read_named_day(line, match, language)
        elif match["glued_month"]:
            day = _read_glued_day(match)
        elif match["lead_year"]:
            day = _read_year_first_day(line, match, language)
            if day is None:
                continue
        else:
            day = _read_numeric_day(match, language, country)
        position = match.end()  # an impossible date is not read again from its middle
        if day and not _ends_range(line[max(0, day.start - 12) : day.start]):
            yield day


def _is_whole(line: str, match: re.Match) -> bool:
    """Neither end is cut out of a longer number: not the "1.2.2024" of version 3.1.2.2024."""
    before, after = line[max(0, match.start() - 2) : match.start()], line[match.end() :]
    if match[0][0].isdecimal() and re.search(r"\d$|\d[.,/\-]$|v$", before, re.IGNORECASE):
        return False
    if match["cjk_year"]:
        return True
    if match["first"]:
        is_short_year = len(match["last"]) == 2
        marks = "./:" if is_short_year else "./-" if match["mark"] == "-" else "./"
        is_cut = re.match(rf"[{marks}]?\d", after)
        return not is_cut and not (is_short_year and re.search(r"\s", match[0]))
    if match["ymd_day"] and len(match["ymd_day"]) == 2 and re.match(r"\d\d:[0-5]\d", after):
        return True
    # glued by a converter: "March 7, 20247:55 AM UTC", "28. Juni 201914. Januar 2020"
    is_named = match["year"] or match["glued_year"]
    if is_named and re.match(r"\d{1,2}(?::[0-5]\d|\.?\s[^\W\d_]{3})", after):
        return True
    return not re.match(r"[./]?\d" if match["ymd_year"] else r"\d", after)


def _ends_range(before: str) -> bool:
    """Whether a date is the end of a range ("17.-20.06.2024"), which dates an event, not a text."""
    return bool(
        re.search(r"(?:^|[^\d:.h])\d{1,2}\.?(?:\d{1,2}\.)?(?:st|nd|rd|th)?\s?[-–—/&]\s?$", before)
    )


def _valid_day(year: int, month: int, day: int | None, match: re.Match) -> _Day | None:
    try:
        date(year, month, day or 1)
    except ValueError:
        return None
    if not 1900 <= year <= 2099:  # outside: a number, a clock time, or another calendar
        return None
    return _Day(year, month, day, match.start(), match.end())


def _read_numeric_day(match: re.Match, language: str | None, country: str | None) -> _Day | None:
    if match["ymd_year"]:
        if match["ymd_mark"][0] != match["ymd_mark2"][0]:
            return None
        parts = match["ymd_year"], match["ymd_month"], match["ymd_day"]
        return _valid_day(*map(int, parts), match)
    if match["cjk_year"]:
        day = int(match["cjk_day"]) if match["cjk_day"] else None
        return _valid_day(int(match["cjk_year"]), int(match["cjk_month"]), day, match)

    if match["mark"][0] != match["mark2"][0]:
        return None
    is_dotted = match["mark"][0] == "."
    first, second, year = int(match["first"]), int(match["second"]), int(match["last"])
    if len(match["last"]) == 2:
        if not is_dotted or language not in _DOT_LANGUAGES:
            return None
        year += 2000 if year <= 68 else 1900  # POSIX
    month_first = False if is_dotted else _is_month_first(first, second, language, country)
    if month_first is None:
        return None
    return _valid_day(year, *((first, second) if month_first else (second, first)), match)


def _is_month_first(
    first: int, second: int, language: str | None, country: str | None
) -> bool | None:
    if first > 12 or second > 12:
        return second > 12
    if first == second:
        return False
    if language not in (None, "en"):
        return False
    if country is None or country in _BOTH_ORDERS_COUNTRIES:
        return None
    return country in _MONTH_FIRST_COUNTRIES


def _read_named_day(line: str, match: re.Match, language: str | None) -> _Day | None:
    """The day of "19 May 2025", "May 19, 2025" or "May 2025"."""
    day = match["day_after"] or match["day_before"]
    if day is None and not _stands_alone(line, match):
        return None
    is_month_first = match["day_after"] is not None
    is_month_only = day is None
    is_risky = is_month_only or is_month_first
    spoken = _speak_month(match["month"], language, is_risky, is_month_only)
    if spoken is None:
        return None
    found = _parse_day(int(match["year"]), int(day) if day else None, *spoken)
    start = match.start("month") if is_month_first else match.start()
    return found and _Day(*found, start, match.end())


def _read_glued_day(match: re.Match) -> _Day | None:
    spoken = _speak_month(match["glued_month"], "en", is_risky=False)
    found = _parse_day(int(match["glued_year"]), int(match["glued_day"]), *spoken)
    return found and _Day(*found, match.start(), match.end())


def _stands_alone(line: str, match: re.Match) -> bool:
    """Whether "May 2025" is a month: not the rest of "32. May 2025", not part of "May 2025-26"."""
    start, end = match.start("month"), match.end("month")
    is_after_number = re.search(r"\d\W{0,3}$", line[max(0, start - 4) : start])
    is_span = line[match.end() : match.end() + 1] in ("-", "/", "–")
    return not (is_after_number or is_span or line[end].isdecimal())


def _read_year_first_day(line: str, match: re.Match, language: str | None) -> _Day | None:
    """The day of "2025. május 19."; of "Euro 2024 March 5, 2026" the first year is none."""
    if re.match(r"[\s,]{1,3}\d{4}", line[match.end() :]):
        return None
    word = match["lead_month"] or match["lead_month_before"]
    spoken = _speak_month(word, language, is_risky=True)
    if spoken is None:
        return None
    day = match["lead_day"] or match["lead_day_after"]
    found = _parse_day(int(match["lead_year"]), int(day), *spoken)
    return found and _Day(*found, match.start(), match.end())


def _speak_month(
    word: str, language: str | None, is_risky: bool, is_month_only: bool = False
) -> tuple[str, str, int] | None:
    """Language, spelling and number of a month word; None where languages disagree on it.

    The page's language decides; English counts everywhere; of other languages only full names
    do, because "15 Set 2024" or "Gen 3, 2024" may be anything: so too on pages of unknown
    language where the form is risky.
    """
    by_language = _MONTHS.get(_fold(word), {})
    if language in by_language:
        by_language = {language: by_language[language]}
    elif "en" in by_language:
        by_language = {"en": by_language["en"]}
    elif language and is_month_only:
        return None  # "Mars 2020" on an English page is no March
    elif language or is_risky:
        by_language = {name: month for name, month in by_language.items() if month.is_full}
    if len({month.number for month in by_language.values()}) != 1:
        return None
    name, month = next(iter(by_language.items()))
    return name, month.spelling, month.number


@cache
def _reader(language: str):
    from dateparser.date import DateDataParser  # slow to import, and most lines never need it

    return DateDataParser(
        languages=_DATEPARSER_LOCALES.get(language, [language]),
        try_previous_locales=False,
        settings={
            "STRICT_PARSING": True,
            "PARSERS": ["absolute-time"],
            "DATE_ORDER": "DMY",
            "RELATIVE_BASE": datetime(2000, 1, 1),
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )


@lru_cache(maxsize=8192)
def _parse_day(
    year: int, day: int | None, language: str, spelling: str, month: int
) -> tuple[int, int, int | None] | None:
    """Year, month and day as dateparser reads them, if those are the printed ones."""
    if not 1900 <= year <= 2099:
        return None
    try:
        printed = date(year, month, day or 1)
    except ValueError:
        return None
    parsed = _reader(language).get_date_data(f"{day or 1} {spelling} {year}").date_obj
    return (year, month, day) if parsed and parsed.date() == printed else None


@cache
def _marker_pattern() -> re.Pattern:
    updated, published = _one_of(_words_of("updated")), _one_of(_words_of("published"))
    return re.compile(f"(?P<updated>{updated})|{published}", re.IGNORECASE)


def _is_update(before: str) -> bool:
    """Whether the last marker before a date says "updated"."""
    markers = list(_marker_pattern().finditer(before))
    return bool(markers) and markers[-1]["updated"] is not None


# --- times beside dates --------------------------------------------------------------------------


class _Clock(NamedTuple):
    hour: int
    minute: int | None
    offset: int | None
    start: int
    end: int


_CLOCK = (
    rf"(?:(?P<cjk_half>{_CJK_HALF})\s?)?(?P<hour>[01]?\d|2[0-3])"
    r"(?:\s?(?P<mark>[:h時时点點시.])\s?(?P<minute>[0-5]\d)(?::[0-5]\d(?:[.,]\d{1,9})?)?\s?[分분]?"
    r"|[時时点點시])?:?"
    rf"(?:\s?(?P<half>{_HALF}))?(?P<word>\s?(?:uhr|uur|hrs|h)(?:\b|lese|akt))?"
)


@cache
def _gap() -> str:
    joiners = _one_of(_words_of("joiner"))
    return rf"(?:[\s,;|•·–—:\-/@]|[(（][^\d()（）]{{1,9}}[)）]|(?:{joiners})(?:[\s,;]|$)){{0,8}}"


@cache
def _clock_after() -> re.Pattern:
    joiners = _one_of(_words_of("joiner"))
    return re.compile(rf"\.?(?:{_gap()}|[\s,]?(?:{joiners})\s?|T)(?:{_CLOCK})(?!\d)", re.IGNORECASE)


@cache
def _clock_before() -> re.Pattern:
    weekdays = _one_of(_words_of("weekday"))
    return re.compile(
        rf"(?<![\d:.,])(?:{_CLOCK})(?P<zone>\s?\(?[a-z]{{1,5}}\)?)??"
        rf"{_gap()}(?:(?:{weekdays})\.?)?[\s,.]{{0,3}}$",
        re.IGNORECASE,
    )


_ZONE = re.compile(
    r"[\s,]{0,2}\(?(?:(?P<base>UTC|GMT)?\s?(?P<sign>[+\-−])(?P<hours>\d{1,2})(?!\d:)"
    r"(?::?(?P<minutes>\d{2}))?(?![\d:])"
    # "UTCUpdated" is glued, "ESTABLISHED" is a word, and the GMT of "GMT+2" is not GMT
    rf"|(?P<name>{_one_of(_ZONES)})(?=[A-Z][a-z]|[\W\d]|$)(?![+\-−]\d))\)?"
)


def _bracket_day(line: str, day: _Day, language: str | None) -> Bracket | None:
    start, end = day.start, day.end
    clock = offset = None
    if day.day is not None:
        clock = _read_clock_after(line, day, language) or _read_clock_before(line, day, language)
    if clock:
        start, end, offset = min(start, clock.start), max(end, clock.end), clock.offset
    elif day.day is not None:
        offset, end = _read_zone(line, end, language, is_bare_allowed=False)

    earliest = datetime(day.year, day.month, day.day or 1)
    if clock and clock.minute is not None:
        earliest += timedelta(hours=clock.hour, minutes=clock.minute)
        latest, precision = earliest + timedelta(minutes=1), "minute"
    elif clock:
        earliest += timedelta(hours=clock.hour)
        latest, precision = earliest + timedelta(hours=1), "hour"
    elif day.day is not None:
        latest, precision = earliest + timedelta(days=1), "day"
    else:
        latest, precision = (earliest + timedelta(days=31)).replace(day=1), "month"
    shift = timedelta(minutes=offset or 0)
    return Bracket(earliest - shift, latest - shift, offset, precision, line[start:end].strip())


def _read_clock_after(line: str, day: _Day, language: str | None) -> _Clock | None:
    match = _clock_after().match(line, day.end)
    # "26.10.2025 | 2:43 min" is how long a video runs, "3.5 %" no time at all
    if match is None or re.match(r"\s?(?:min|sec|sek|[%€$£]|[.,/]\d)", line[match.end() :]):
        return None
    hour_minute = _read_hour_minute(match, is_dot_allowed=True)
    if hour_minute is None:
        return None
    is_iso = line[day.end] in "Tt"
    offset, end = _read_zone(line, match.end(), language, is_bare_allowed=True, is_iso=is_iso)
    return _Clock(*hour_minute, offset, day.start, end)


def _read_clock_before(line: str, day: _Day, language: str | None) -> _Clock | None:
    window = max(0, day.start - 48)
    match = _clock_before().search(line[window : day.start])
    if match is None:
        return None
    hour_minute = _read_hour_minute(match, is_dot_allowed=False)
    if hour_minute is None:
        return None
    offset = None
    if match["zone"]:
        offset, _ = _read_zone(match["zone"], 0, language, is_bare_allowed=False)
    return _Clock(*hour_minute, offset, window + match.start(), day.end)


def _read_hour_minute(match: re.Match, is_dot_allowed: bool) -> tuple[int, int | None] | None:
    hour, half = int(match["hour"]), (match["half"] or "")[:1].lower()
    minute = int(match["minute"]) if match["minute"] else None
    has_word = bool(half or match["word"] or match["cjk_half"])
    if minute is None and not has_word and not re.search("[時时点點시]", match[0]):
        return None
    if match["mark"] == "." and not (is_dot_allowed or has_word):
        return None
    if match["cjk_half"]:
        half = "p" if match["cjk_half"] in ("午後", "下午", "오후") else "a"
    if half == "a" and hour > 12:
        return None
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour, minute


def _read_zone(
    line: str, position: int, language: str | None, is_bare_allowed: bool, is_iso: bool = False
) -> tuple[int | None, int]:
    """Minutes east of UTC and where the zone ends; (None, position) where none is printed.

    "+02:00" without UTC or GMT counts directly behind a clock only, "-05:00" behind an ISO one
    only: "14:05-15:30" is a range.
    """
    match = _ZONE.match(line, position)
    nothing = None, position
    if match is None:
        return nothing
    end = match.end() - (match[0].endswith(")") and "(" not in match[0])
    if match["name"]:
        offset, only_language = _ZONES[match["name"]]
        return nothing if only_language not in ("", language) else (offset, end)
    if not match["base"]:
        is_plain = match["sign"] == "+" and len(match["hours"]) == 2 and match["minutes"]
        if not (is_iso or (is_bare_allowed and is_plain)):
            return nothing
    offset = int(match["hours"]) * 60 + int(match["minutes"] or 0)
    if offset > 14 * 60:
        return nothing
    return (offset if match["sign"] == "+" else -offset), end


def find_time(line: str) -> str | None:
    """The first clock time in the line, as printed; it does not ask whether a date is beside it.

    >>> find_time("5:44 PM (Updated: )")
    '5:44 PM'
    """
    match = _compiled(TIME_PATTERN).search(line)
    return match["clock"].strip() if match else None


# --- ages --------------------------------------------------------------------------------------


def read_age(line: str) -> Age | None:
    """The age that the whole line is, in any language; None where languages read it differently.

    >>> read_age("· Updated 3 hrs ago |")
    Age(count=3, unit='hour', text='3 hrs ago')
    """
    if len(line) > 80:
        return None
    match = _compiled(AGE_PATTERN).match(line.strip())
    if match is None:
        return None
    readings = _read_age_core(" ".join(_fold(match["age"]).split()))
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
    units_at_least = 0 if _fold(age.text) in _CALENDAR_PHRASES else max(0, age.count - 0.5)
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
