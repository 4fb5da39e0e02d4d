"""Whom bylines name: "By Jane Roe and John Doe in Port Amber, Reuters" names two people, a place
and an agency. The words come from seeds/byline_words.csv and seeds/page_markers.csv.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from flows.reading.byline_labels import (
    cut_sections,
    find_prefix,
    part_chinese,
    split_names,
    split_parts,
)
from flows.reading.byline_words import (
    is_degree,
    is_east_asian_name,
    is_organisation,
    is_titled,
    read_byline_words,
)
from flows.reading.dates.ends import strip_moment
from flows.reading.offices import drop_office, names_office, part_role
from flows.reading.person_names import (
    MOST_WORDS,
    is_doubtful,
    is_first_name,
    is_full_name,
    is_name,
    is_place,
    is_role_in,
    is_signature,
    turn_names,
    unbracket,
)
from flows.reading.places import is_known_place
from flows.text import CAPITAL, EAST_ASIAN, NO_CAPITAL, alternation

EAST_ASIAN_PLACE = re.compile(rf"(?P<place>(?:ー|{EAST_ASIAN}){{2,8}})[=＝](?={EAST_ASIAN})")
ADDRESS = re.compile(
    r"(?:(?<!\S)|(?<=protected\]))\S+@\S+|@\w+|https?://\S+|www\.\S+|\[email.protected\]", re.I
)
# Between "Jane Roe" and "Reporter" where a converter glued them; not in "Jane McRoe".
SEAM = re.compile(
    rf"(?<={NO_CAPITAL})(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bDi)(?<!\bDu)(?<!\bLa)(?<!\bLe)(?<!\bVan)"
    rf"(?<!\bFitz)(?={CAPITAL}{NO_CAPITAL}{{2}})"
)
ACRONYM = re.compile(rf"\w?{CAPITAL}\w?{CAPITAL}\w?")  # "BSc", "MW"
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
    text = turn_names(strip_moment(ADDRESS.sub(" ", ENTITY.sub(" ", text))))
    is_marked, text = is_marked or is_signature(text), unbracket(text)
    authors, others, place = [], [], None
    for number, section in enumerate(cut_sections(text)):
        prefix = find_prefix(section.text) if number == 0 and section.work is None else None
        is_marked = is_marked or prefix is not None or section.work == "author"
        if section.work == "source":
            others.append(section.text)
        elif section.work != "other":
            names = cut_prefix(section.text, prefix, section.work == "author")
            names = names.strip(" \t,:-–—|·•／/")
            is_named = is_marked or names_office(names)
            place = read_section(names, is_outlet, is_named, authors, others) or place
    last = others[-1] if others else ""
    is_paper = is_outlet(last) or any(map(is_organisation, last.split()))
    if place is None and is_marked and is_place(last) and not is_paper:
        place = last
    if place and (not authors or ACRONYM.fullmatch(place)):
        place = None
    return Byline(authors, place, others)


def cut_prefix(text: str, prefix: re.Match[str] | None, is_field: bool) -> str:
    """A byline without what it begins with. Behind the label of a field its own "By" goes as well:
    "Jane Roe" of "Byline: By Jane Roe".

    Args:
        is_field: a label stood before it.
    """
    names = text[prefix.end() :] if prefix else text
    if is_field or (prefix and prefix[0].rstrip().endswith((":", "："))):
        own = find_prefix(names)
        behind = names[own.end() :] if own else ""
        return behind if " " in behind.strip() else names
    return names


def read_section(
    text: str,
    is_outlet: Callable[[str], bool],
    is_marked: bool,
    authors: list[str],
    others: list[str],
) -> str | None:
    """Add the people of a part of a byline to the authors, and the rest to the others; its place.

    Args:
        is_marked: something says that its people are authors.
    """
    place = None
    if located := EAST_ASIAN_PLACE.match(text):
        place, text = located["place"], text[located.end() :]
    for number, part in enumerate(split_parts(part_chinese(text))):
        is_first = not authors
        for token in split_names(part):
            found, token = cut_place(token, is_marked or bool(authors))
            place = place or found
            name, rest = cut_name(token.strip(" \t,:()"), is_outlet, is_marked)
            if name and is_doubtful(name):
                name, rest = None, name
            others += filter(None, [rest])
            is_own = is_marked or (number < 2 and name and is_full_name(name))
            if name and is_own and (is_first or not rest) and name not in authors:
                authors.append(name)
            elif name and not is_own:
                others.append(name)
    return place


def cut_place(token: str, is_sure: bool) -> tuple[str | None, str]:
    """(place, the rest): ("Tolmin", "Jane Roe") of "Jane Roe in Tolmin"; also where a name follows.

    Args:
        is_sure: it is known to be of a byline.
    """
    preposition = compile_preposition().search(token)
    if preposition is None:
        return None, token
    before, behind = token[: preposition.start()].strip(), token[preposition.end() :].rstrip(" )")
    words = behind.split()
    for count in range(1, min(len(words) - 1, MOST_WORDS)):
        place, name = " ".join(words[:count]), " ".join(words[count:])
        if is_sure and is_known_place(place) and is_full_name(name):
            return place, name  # "corrispondente a Londra Luca Bianchi"
    is_sure = is_sure or is_full_name(before)
    return (behind, before) if is_sure and is_place(behind) else (None, token)


def find_names(text: str, is_marked: bool = False) -> list[str]:
    """The people that a line without "By" names: ["Jane Roe"] of "Jane Roe, Reporter".

    Names of East Asia count only where a title stands beside them: two characters may mean
    anything.
    """
    names = read_byline(text, lambda _: False, is_marked).authors
    has_title = is_titled(text)
    return [name for name in names if has_title or not is_east_asian_name(name)]


def cut_name(
    token: str, is_outlet: Callable[[str], bool], is_marked: bool
) -> tuple[str | None, str | None]:
    """(a person's name, the rest): ("Jon King", "News Reporter") of "Jon King News Reporter"."""
    if not token or is_outlet(token):
        return None, token or None
    if is_east_asian_name(token):
        token = part_role(token)
    is_whole = SEAM.search(token) is None
    token = SEAM.sub(" ", token)
    words = compile_titles().sub("", token).split()
    half = len(words) // 2
    if half and words[:half] == words[half:]:  # printed twice: for a picture and below it
        words = words[:half]
    while len(words) > 2 and is_degree(words[-1]):
        words.pop()
    if is_marked:
        words = drop_office(words)
    if not words:
        return None, token
    for number in range(len(words) - 1, 0, -1):
        if is_role_in(words, number) and is_outlet(" ".join(words[:number])):
            return None, " ".join(words[:number])  # "Reuters Staff"
    for number in range(len(words)):
        is_cut = is_role_in(words, number)
        if is_cut or (number and is_outlet(" ".join(words[number:]))):
            own, rest = words[:number], " ".join(words[number:])
            while len(own) > 2 and own[-1].lower() in read_byline_words("particle"):
                own.pop()  # "Otávio Reis Do UOL"
            name = " ".join(own[:2] if len(own) == 3 and is_cut else own)
            return (name if is_name(name) else None), rest
    name = " ".join(words)
    is_sound = is_name(name) and (is_whole or is_first_name(words[0]))  # "BuzzFeed"
    return (name, None) if is_sound else (None, token)


@lru_cache
def compile_preposition() -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s){alternation(read_byline_words('place'))}\s")


@lru_cache
def compile_titles() -> re.Pattern[str]:
    return re.compile(rf"^(?:{alternation(read_byline_words('title'))}\b\.?\s*)+", re.I)
