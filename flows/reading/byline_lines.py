"""Whether a line is a byline, an agency's copy mark or an office, and nothing else."""

import re
from functools import lru_cache

from flows.reading.byline_labels import cut_sections, find_prefix, split_names, split_parts
from flows.reading.byline_words import (
    is_degree,
    is_east_asian_name,
    is_job,
    is_newsroom,
    is_organisation,
    is_titled,
    read_byline_words,
)
from flows.reading.bylines import ADDRESS, SEAM, find_names, read_byline
from flows.reading.datelines import read_lone_dateline
from flows.reading.dates.ends import strip_moment
from flows.reading.labels import find_agency, is_outlet
from flows.reading.offices import (
    MOST_OFFICE_WORDS,
    ends_with_job,
    is_desk,
    is_office,
    names_office,
    opens_with_office,
)
from flows.reading.person_names import (
    CASELESS_WORD,
    MOST_WORDS,
    is_full_name,
    is_place,
    is_signature,
    read_first_names,
    unbracket,
)
from flows.reading.places import is_known_place
from flows.text import LINES_KEPT, alternation, fold_case

LONGEST_LINE = 160
OFFICE_END = re.compile(r"[.!?…:;»”\"]$")
LONGEST_COPY = 60
# Between the words of a line; vowel signs ("रोहित") are of the word.
PARTS_OF_NAMES = re.compile(r"[\s!-&(-/:-@\[-`{-~·•–—…“”„«»、，。：（）【】｜]+")


@lru_cache(maxsize=LINES_KEPT)
def reads_as_byline(text: str) -> bool:
    """Whether a line is a byline and nothing else: each of its parts is a name, or stands beside
    names in bylines: an office, an outlet, a place.

    >>> reads_as_byline("Jane Roe, Europe correspondent"), reads_as_byline("Jane Roe wins again")
    (True, False)
    """
    if not 2 < len(text) <= LONGEST_LINE or text.rstrip().endswith(("?", "!", ":")):
        return False
    if not may_be_byline(text):
        return False
    said = read_byline(text, is_outlet)
    printed = strip_moment(ADDRESS.sub(" ", text))
    bare = unbracket(printed)
    sections = cut_sections(bare)
    is_marked = find_prefix(bare) is not None or any(part.work == "author" for part in sections)
    is_marked = is_marked or names_office(bare) or is_signature(printed)
    sources = {part.text for part in sections if part.work == "source"}
    others = [other for other in said.others if other not in sources]
    has_office = is_marked or any(is_office(other) for other in others)
    if not all(is_explained(other, has_office, text) for other in others):
        return False
    if not said.authors:
        return is_marked and any(is_desk(other) or is_known_place(other) for other in others)
    if is_marked or is_titled(text):
        return True
    return SEAM.search(bare) is None and all(
        is_full_name(name) and not is_east_asian_name(name) for name in said.authors
    )


def may_be_byline(text: str) -> bool:
    """A cheap look: whether a line has somebody's first name, or a mark of bylines."""
    words = set(PARTS_OF_NAMES.split(fold_case(text)))
    has_name = not (
        read_first_names().isdisjoint(words) and read_byline_words("surname").isdisjoint(words)
    )
    bare = unbracket(ADDRESS.sub(" ", text))
    return (
        has_name
        or is_signature(text)
        or is_titled(text)
        or names_office(text)
        or find_prefix(bare) is not None
        or any(part.work == "author" for part in cut_sections(bare))
    )


def names_copy(text: str) -> bool:
    """Whether a line says whose copy a story is, and nothing else: an agency, or several, or
    "Agencies", also with a place or with another outlet.

    >>> names_copy("Reuters, Berlin"), names_copy("Source: AFP"), names_copy("Berlin")
    (True, True, False)
    """
    if not 1 < len(text) <= LONGEST_COPY:
        return False
    if find_agency(text) or read_lone_dateline(text):
        return True
    sections = cut_sections(strip_moment(text))
    prefix = find_prefix(sections[0].text) if sections and sections[0].work is None else None
    names: list[str] = []
    for number, section in enumerate(sections):
        if section.work == "other":
            return False
        own = section.text[prefix.end() :] if prefix and number == 0 else section.text
        names += [name for part in split_parts(own) for name in split_names(part)]
    names = [compile_opening("material").sub("", name.strip(" .()[]")) for name in names]
    names = [name for name in names if name]
    is_copy = [find_agency(name) is not None or is_newsroom(name) for name in names]
    others = (name for name, is_own in zip(names, is_copy, strict=True) if not is_own)
    return any(is_copy) and all(is_outlet(name) or is_known_place(name) for name in others)


def is_explained(other: str, has_office: bool, text: str) -> bool:
    """Whether a part of a byline that names nobody is one that bylines have.

    Args:
        has_office: the line says that it is a byline, or what office its people have.
        text: the line.
    """
    is_apart = stands_apart(other, text)
    other = compile_opening("for").sub("", other.strip(" .,()"))
    other = compile_opening("material").sub("", other)  # "Jane Roe (with AP)"
    words = other.split()
    if not words or is_office(other) or is_outlet(other) or find_agency(other):
        return True
    if len(words) <= MOST_WORDS and any(map(is_organisation, words)):
        return has_office or is_apart
    if all(map(is_degree, words)) or (
        has_office and fold_case(other) in read_byline_words("author")  # "Jane Roe (text)"
    ):
        return True
    is_word = len(words) <= 2 and all(map(CASELESS_WORD.fullmatch, words))  # "دبي - ليلى حداد"
    return is_known_place(other) or is_word or ((has_office or is_apart) and is_place(other))


def stands_apart(part: str, text: str) -> bool:
    """Whether a part of a line stands behind a mark: "Reuters" in "Jane Roe | Reuters"."""
    return any(before.rstrip().endswith(("|", "·", "•")) for before in text.split(part)[:-1])


def is_office_alone(text: str) -> bool:
    """Whether a line is an office and names nobody.

    >>> is_office_alone("Health correspondent"), is_office_alone("Wirtschaftsredakteurin")
    (True, True)
    >>> is_office_alone("The editor was wrong."), is_office_alone("Editor Jane Roe")
    (False, False)
    """
    words = text.split()
    if not 0 < len(words) <= MOST_OFFICE_WORDS or OFFICE_END.search(text) or find_names(text):
        return False
    if opens_with_office(text):
        return False
    is_first = text[0].isupper() or not text[0].isascii()
    return is_first and any(is_job(word) or ends_with_job(word) for word in words)


@lru_cache
def compile_opening(kind: str) -> re.Pattern[str]:
    """Words of a kind, or a preposition before a place, at the start of a part of a byline."""
    words = [*read_byline_words(kind), *read_byline_words("place")]
    return re.compile(rf"^{alternation(words)}\s", re.I)
