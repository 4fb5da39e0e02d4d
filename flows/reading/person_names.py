"""What has the form of a person's name, by its letters and by seeds/first_names.csv."""

import re
from functools import lru_cache

from flows.reading.byline_words import (
    EAST_ASIAN_LETTER,
    is_east_asian_name,
    is_opening_article,
    is_organisation,
    is_role,
    read_byline_words,
    read_east_asian_roles,
)
from flows.reading.dates.words import MONTHS, WEEKDAYS
from flows.reading.labels import is_outlet
from flows.reading.places import is_known_place
from flows.seeds import read_seed
from flows.text import CAPITAL, CASELESS, EAST_ASIAN, LETTER, fold_case

LONGEST_NAME, MOST_WORDS = 40, 5  # characters and words of a person's name
EAST_ASIAN_NAME = re.compile(
    rf"(?:{EAST_ASIAN_LETTER.pattern}){{2,4}}(?:\s(?:{EAST_ASIAN_LETTER.pattern}){{1,4}})?"
)
JAPANESE_NAME = re.compile(rf"(?P<surname>{EAST_ASIAN}{{2}})(?:々|{EAST_ASIAN}){{1,3}}")
BRACKETED_LINE = re.compile(r"\s*(?:【(.+)】|（(.+)）|［(.+)］|〔(.+)〕|\[(.+)\]|\((.+)\))\s*")
NAME_WORD = re.compile(
    rf"{CAPITAL}(?:{LETTER}|[\u0300-\u036f]|['’\-–]{LETTER})*\.?|(?:O|D|L)['’]{CAPITAL}{LETTER}+"
    rf"|[a-z]{{1,4}}['’]{CAPITAL}{LETTER}+"  # "d'Orval", "dell'Acqua"
    rf"|(?:{CAPITAL}\.-?){{2,3}}"
)
ELIDED = re.compile(r"[a-z]{1,4}['’]")
BARE_INITIAL = re.compile(rf"{CAPITAL}\.?")  # also "A" of "Jane A Roe"
CASELESS_WORD = re.compile(rf"[{CASELESS}]{{2,}}")
MOST_CASELESS = 4  # words of a name in a script without capitals
NO_VOWEL = re.compile(r"\b[BCDFGHJKLMNPQRSTVWXZ]{2,}\b")  # "MDR Sachsen"
# "Roe, Jane M.": a family name of a word or two, and first names.
TURNED = re.compile(
    rf"({CAPITAL}(?:{LETTER}|['’-])+(?:\s{CAPITAL}(?:{LETTER}|['’-])+)?),\s"
    rf"({CAPITAL}{LETTER}+(?:-{CAPITAL}{LETTER}+)?(?:\s{CAPITAL}{LETTER}*\.?)?)"
)
NO_PLACES = frozenset([*WEEKDAYS, *MONTHS])


def turn_names(text: str) -> str:
    """A line of nothing but names as catalogues write them, with first names in front; any other
    line as it is.

    >>> turn_names("Roe, Jane M.; Doe, John"), turn_names("Jane Roe, Reuters")
    ('Jane M. Roe, John Doe', 'Jane Roe, Reuters')
    """
    parts = [TURNED.fullmatch(part.strip()) for part in text.split(";")] if "," in text else []
    names = [match for match in parts if match and is_first_name(match[2].split()[0])]
    if not parts or len(names) < len(parts) or any(names_other(match[1]) for match in names):
        return text
    return ", ".join(f"{match[2]} {match[1]}" for match in names)


def names_other(text: str) -> bool:
    """Whether what stands before a comma is no family name: "Jane Roe", "Reuters", "London"."""
    first, _, more = text.partition(" ")
    return is_outlet(text) or is_known_place(text) or (bool(more) and is_first_name(first))


def unbracket(text: str) -> str:
    """What brackets around a whole text in letters of East Asia enclose: "【高橋健一】"."""
    match = BRACKETED_LINE.fullmatch(text)
    inner = next(filter(None, match.groups()), "") if match else ""
    return inner if is_east_asian_name(inner) else text


def is_signature(text: str) -> bool:
    """Whether brackets enclose Japanese names, told by the family name, and nothing else."""
    inner = unbracket(text)
    names = [name.replace("\u3000", "").replace(" ", "") for name in re.split("[、・]", inner)]
    surnames = read_byline_words("surname")
    found = [JAPANESE_NAME.fullmatch(name) for name in names]
    is_all = all(match is not None and match["surname"] in surnames for match in found)
    return inner != text and is_all


def is_doubtful(name: str) -> bool:
    """Whether what has the form of a name is rather a city, a paper or a university: a known place,
    or it has a word of theirs and no known first name.
    """
    words = name.split()
    is_own = is_east_asian_name(name) or is_first_name(words[0])
    return is_known_place(name) or (not is_own and any(map(is_organisation, words)))


def is_full_name(name: str) -> bool:
    """Whether a name begins with a known first name, or with a family name that stands first."""
    words = name.split()
    if not is_name(name) or is_known_place(name):
        return False
    return is_first_name(words[0]) or fold_case(words[0]) in read_byline_words("surname")


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
    if words and all(map(CASELESS_WORD.fullmatch, words)):
        return 2 <= len(words) <= MOST_CASELESS and not any(map(is_role, words))
    if not 2 <= len(words) <= MOST_WORDS:
        return False
    is_article = is_opening_article(words[0]) and not is_of_name(words, 0)
    if is_article or any(is_role_in(words, number) for number in range(len(words))):
        return False
    if ELIDED.match(words[0]):
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


def is_role_in(words: list[str], number: int) -> bool:
    """The same for a word where it stands: it may be a part of the name around it."""
    return is_role(words[number]) and not is_of_name(words, number)


def is_of_name(words: list[str], number: int) -> bool:
    """Whether a word that could be a role is an initial or a particle: "A" in "Jane A Roe", "Dal"
    in "Ana Dal Pozzo", but not "dal" in "Ana Roe dal Perù", nor "DAL" in "ANA ROE DAL PERÙ".
    """
    word, behind = words[number], words[number + 1 :]
    if not word[0].isupper():
        return False
    if BARE_INITIAL.fullmatch(word):
        is_followed = bool(behind) and BARE_INITIAL.fullmatch(behind[0]) is not None
        return is_followed or (bool(behind) and number > 0)
    is_particle = number > 0 and fold_case(word) in read_byline_words("place")
    return is_particle and not (word.isupper() and is_known_place(" ".join(behind)))


@lru_cache
def read_first_names() -> frozenset[str]:
    return frozenset(read_seed("first_names")["name"].to_list())
