"""Read bylines: "By Jane Roe and John Doe in Port Amber, Reuters" names two people, a place and
an agency. The words come from seeds/byline_words.csv and seeds/page_markers.csv.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from flows.reading import dates
from flows.reading.dates.words import MONTHS, WEEKDAYS, words_of
from flows.seeds import read_seed
from flows.text import CAPITAL, EAST_ASIAN, LETTER, NO_CAPITAL, SPACE_BEFORE, alternation, fold_case

LONGEST_NAME, MOST_WORDS = 40, 5  # characters and words of a person's name
EAST_ASIAN_LETTER = re.compile(f"々|{EAST_ASIAN}")  # 々 repeats the letter before it: 佐々木
EAST_ASIAN_NAME = re.compile(
    rf"(?:{EAST_ASIAN_LETTER.pattern}){{2,4}}(?:\s(?:{EAST_ASIAN_LETTER.pattern}){{1,4}})?"
)
NAME_WORD = re.compile(
    rf"{CAPITAL}(?:{LETTER}|['’\-–]{LETTER})*\.?|(?:O|D|L)['’]{CAPITAL}{LETTER}+"
)
SEPARATORS = re.compile(
    rf"{SPACE_BEFORE}(?:[|•·●▪;\n\t/]|\s[-–—]\s|\s{{2,}}|\.\s(?=Photo|Foto))\s*"
)
ADDRESS = re.compile(
    r"(?:(?<!\S)|(?<=protected\]))\S+@\S+|@\w+|https?://\S+|www\.\S+|\[email.protected\]", re.I
)
# Between "Jane Roe" and "Reporter" where a converter glued them; not in "Jane McRoe".
SEAM = re.compile(
    rf"(?<={NO_CAPITAL})(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bDi)(?<!\bDu)(?<!\bLa)(?<!\bLe)(?<!\bVan)"
    rf"(?<!\bFitz)(?={CAPITAL}{NO_CAPITAL}{{2}})"
)
NO_VOWEL = re.compile(r"\b[BCDFGHJKLMNPQRSTVWXZ]{2,}\b")  # "MDR Sachsen"
LINK = re.compile(r"\s(?:vom|am|on|le|el|il|den|dne|om|at|à)\s*$", re.I)  # in front of a date
ACRONYM = re.compile(rf"\w?{CAPITAL}\w?{CAPITAL}\w?")  # "BSc", "MW"
NO_PLACES = frozenset([*WEEKDAYS, *MONTHS])
ENTITY = re.compile(r"&nbsp;?|\xa0|\u200b")


class Byline(NamedTuple):
    """What a byline says."""

    authors: list[str]
    place: str | None
    others: list[str]  # its parts that name no person, among them outlets


def read_byline(text: str, is_outlet: Callable[[str], bool], is_marked: bool = False) -> Byline:
    """Who wrote a text, where, and for whom.

    Where nothing marks the text as a byline, neither "By" nor is_marked, only names count that
    begin with a known first name: "Health News" has the form of a name as well.

    >>> read_byline("By Jane Roe and John Doe in Port Amber, Reuters", "Reuters".__eq__)
    Byline(authors=['Jane Roe', 'John Doe'], place='Port Amber', others=['Reuters'])
    """
    text = strip_moment(ADDRESS.sub(" ", ENTITY.sub(" ", text)))
    is_marked = is_marked or byline_prefix().match(text) is not None
    names = byline_prefix().sub("", text, count=1)
    authors, others, place = [], [], None
    for number, part in enumerate(SEPARATORS.split(names.strip(" \t,:-–—|·•"))):
        is_first = not authors
        for token in split_names(part):
            preposition = compile_preposition().search(token)
            if preposition and is_marked and is_place(token[preposition.end() :]):
                place = place or token[preposition.end() :]
                token = token[: preposition.start()]
            name, rest = cut_name(token.strip(" \t,:()"), is_outlet)
            others += filter(None, [rest])
            is_own = is_marked or (number < 2 and name and is_first_name(name.split()[0]))
            if name and is_own and (is_first or not rest) and name not in authors:
                authors.append(name)
    last = others[-1] if others else ""
    if place is None and is_marked and is_place(last) and not is_outlet(last):
        place = last
    if place and (not authors or ACRONYM.fullmatch(place)):
        place = None
    return Byline(authors, place, others)


def find_names(text: str, is_marked: bool = False) -> list[str]:
    """The people that a line without "By" names: ["Jane Roe"] of "Jane Roe, Reporter".

    Names of East Asia count only where a title stands beside them: two characters may mean
    anything.
    """
    names = read_byline(text, lambda _: False, is_marked).authors
    is_titled = any(role in text for role in read_east_asian_roles())
    return [name for name in names if is_titled or not is_east_asian_name(name)]


def strip_moment(text: str) -> str:
    """A text without the date or clock time at its end, and without the marker before that."""
    for find in (find_day, dates.find_time):
        found = find(text)
        if found and text.index(found) > 0:
            text = LINK.sub("", text[: text.index(found)])
    text = compile_weekday().sub("", text)
    return compile_stamp().sub("", text).strip(" \t|·•-–—,(")


def find_day(text: str) -> str | None:
    """The first date of a text as printed, with or without a year."""
    found = dates.find_date(text)
    if found:
        return found.text
    day = next(dates.find_yearless(text), None)
    return text[day.start : day.end] if day else None


def split_names(part: str) -> list[str]:
    """["Jane Roe", "John Doe"] of "Jane Roe and John Doe"."""
    return [token for token in compile_joiners().split(part) if token and token.strip()]


def cut_name(token: str, is_outlet: Callable[[str], bool]) -> tuple[str | None, str | None]:
    """(a person's name, the rest): ("Jon King", "News Reporter") of "Jon King News Reporter"."""
    if not token or is_outlet(token):
        return None, token or None
    is_whole = SEAM.search(token) is None
    token = SEAM.sub(" ", token)
    words = compile_titles().sub("", token).split()
    half = len(words) // 2
    if half and words[:half] == words[half:]:  # printed twice: for a picture and below it
        words = words[:half]
    if not words:
        return None, token
    for number in range(len(words) - 1, 0, -1):
        if is_role(words[number]) and is_outlet(" ".join(words[:number])):
            return None, " ".join(words[:number])  # "Reuters Staff"
    for number, word in enumerate(words):
        if is_role(word) or (number and is_outlet(" ".join(words[number:]))):
            own, rest = words[:number], " ".join(words[number:])
            name = " ".join(own[:2] if len(own) == 3 and is_role(word) else own)
            return (name if is_name(name) else None), rest
    name = " ".join(words)
    is_sound = is_name(name) and (is_whole or is_first_name(words[0]))  # "BuzzFeed"
    return (name, None) if is_sound else (None, token)


def is_name(text: str) -> bool:
    """Whether a text has the form of a person's name: "Ana de la Torre", "J. P. Roe", "山田太郎".

    >>> is_name("Jane Roe"), is_name("Jane"), is_name("The harbour trust")
    (True, False, False)
    """
    if len(text) > LONGEST_NAME or NO_VOWEL.search(text):
        return False
    if EAST_ASIAN_NAME.fullmatch(text):
        return not is_role(text) and not text.endswith(read_east_asian_roles())
    words = text.split()
    is_article = words and words[0].lower() in read_byline_words("role")
    if not 2 <= len(words) <= MOST_WORDS or is_article or any(map(is_role, words)):
        return False
    capital = [word for word in words if NAME_WORD.fullmatch(word)]
    others = [word for word in words if word not in capital]
    return (
        len(capital) >= 2
        and words[-1] in capital
        and all(word.lower().strip(".") in read_byline_words("particle") for word in others)
    )


def is_first_name(word: str) -> bool:
    """Whether a word is a first name: "Jane", "Anne-Marie"; any name of East Asia counts."""
    folded = fold_case(word)
    parts = [folded.strip(".,"), *folded.split("-")]
    return is_east_asian_name(word) or not read_first_names().isdisjoint(parts)


def is_east_asian_name(name: str) -> bool:
    return EAST_ASIAN_LETTER.match(name) is not None


def is_place(text: str) -> bool:
    """Whether a text has the form of a place's name: "Port Amber", "Palma de Mallorca"."""
    words = [word.strip(",") for word in text.split()]
    particles = read_byline_words("particle")
    return (
        1 <= len(words) <= 4
        and not NO_VOWEL.search(text)
        and NAME_WORD.fullmatch(words[0]) is not None
        and not any(fold_case(word).strip(".") in NO_PLACES or is_role(word) for word in words)
        and all(NAME_WORD.fullmatch(word) or word in particles for word in words)
    )


def is_bare_byline(text: str) -> bool:
    """Whether a line begins as a byline does and names nobody: "By", "Von:", "Author"."""
    prefix = byline_prefix().match(text)
    return prefix is not None and not text[prefix.end() :].strip(" :|,-–—")


def is_role(word: str) -> bool:
    return word.lower().strip(".,:()") in read_roles()


@lru_cache
def byline_prefix() -> re.Pattern[str]:
    """What finds the start of a byline: "By", "Von:", "Kolumne von", "Text:"."""
    prefixes = read_seed("page_markers").filter(kind="byline")["phrase"].to_list()
    genres = alternation(read_byline_words("genre"))
    return re.compile(
        rf"^[\W_]*(?:{genres}[\s:]+){{0,3}}{alternation(prefixes)}(?!{LETTER})[\s:]*", re.I
    )


@lru_cache
def read_first_names() -> frozenset[str]:
    return frozenset(read_seed("first_names")["name"].to_list())


@lru_cache
def read_byline_words(kind: str) -> frozenset[str]:
    return frozenset(read_seed("byline_words").filter(kind=kind)["text"].to_list())


@lru_cache
def read_roles() -> frozenset[str]:
    return read_byline_words("role") - read_byline_words("particle")


@lru_cache
def read_east_asian_roles() -> tuple[str, ...]:
    """Those that are written right behind a name: 記者."""
    return tuple(sorted(role for role in read_roles() if is_east_asian_name(role)))


@lru_cache
def compile_joiners() -> re.Pattern[str]:
    words = alternation([*read_byline_words("joiner"), *read_byline_words("material")])
    return re.compile(rf"{SPACE_BEFORE}(?:,|&|\s{words}\s|、|，)\s*")


@lru_cache
def compile_preposition() -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s){alternation(read_byline_words('place'))}\s")


@lru_cache
def compile_titles() -> re.Pattern[str]:
    return re.compile(rf"^(?:{alternation(read_byline_words('title'))}\b\.?\s*)+", re.I)


@lru_cache
def compile_weekday() -> re.Pattern[str]:
    long = [word for word in WEEKDAYS if len(word) > 4]
    return re.compile(rf"(?<![\s,(–-])[\s,(–-]+{alternation(long)}[\s,.]*$", re.I)


@lru_cache
def compile_stamp() -> re.Pattern[str]:
    words = alternation([*words_of("published"), *words_of("updated"), *words_of("joiner")])
    gap = rf"(?:[\W_]|(?<={LETTER})(?={CAPITAL}))*"
    return re.compile(rf"(?<![\W_]){gap}(?<!\w\s\w)\b{words}\W*$", re.I)
