"""Lines that credit an agency: "Source: Reuters", "(AFP)", "© dpa"."""

import re
from functools import lru_cache
from typing import NamedTuple

from flows.reading.byline_words import is_newsroom, list_articles
from flows.reading.labels import find_agency
from flows.seeds import read_seed
from flows.text import alternation, fold_text

LONGEST_CREDIT = 120
# "dpa-infocom, dpa:220303-99-374560/3": how dpa numbers its copy
AGENCY_NUMBER = re.compile(r"(?:^|[\s,©])(?P<agency>[a-z]{2,5}):\d{6}-\d{2,3}-\d{5,6}/\d+")
LAST_BRACKET = re.compile(r"[(\[（［](?P<agency>[^()\[\]（）［］]{2,60})[)\]）］][.。]?$")
DASHED = re.compile(r"(?:--|—|–)\s?(?=\w)")  # "-- BERNAMA"


class Credit(NamedTuple):
    """The agency that a text is marked with."""

    outlet_id: str
    basis: str  # dateline, byline, credit; material: the text was written with the agency's


def read_credit(line: str) -> Credit | None:
    """The agency that a line credits, where it says nothing else.

    >>> read_credit("© dpa-infocom, dpa:220303-99-374560/3")
    Credit(outlet_id='dpa', basis='credit')
    >>> read_credit("Mit Material der dpa").basis
    'material'
    """
    number = AGENCY_NUMBER.search(line)
    if number:
        agency = find_agency(number["agency"])
        return Credit(agency, "credit") if agency else None
    bracket = LAST_BRACKET.search(line)
    text = bracket["agency"] if bracket else line
    phrase = compile_phrases().match(fold_text(text.strip(" ()[]*–—-")))
    rest = phrase["rest"] if phrase else text
    agency = find_agency(rest.strip(" .()[]*–—-:"))
    if agency is None or (phrase is None and len(rest) > LONGEST_CREDIT // 3):
        return None
    return Credit(agency, "material" if phrase and phrase["material"] else "credit")


def opens_credit(line: str) -> bool:
    """Whether a line begins with a wording of credits: "Source: …", "With files from …"."""
    return compile_phrases().match(fold_text(line)) is not None


def is_credit(line: str) -> bool:
    """Whether a line says whose copy the text above it is, and nothing else.

    >>> is_credit("Source: Reuters"), is_credit("(AFP)"), is_credit("Reuters")
    (True, True, False)
    >>> is_credit("Quelle: Agenturen"), is_credit("-- BERNAMA"), is_credit("With files from AFP")
    (True, True, True)
    """
    if len(line) > LONGEST_CREDIT:
        return False
    phrase = compile_phrases().match(fold_text(line.strip(" ()[]")))
    if phrase and is_newsroom(phrase["rest"].strip(" .()[]")):
        return True
    is_marked = phrase is not None or LAST_BRACKET.fullmatch(line) or DASHED.match(line)
    return bool(is_marked) and read_credit(line) is not None


def read_credit_words(kind: str) -> list[str]:
    return read_seed("credit_phrases").filter(kind=kind)["phrase"].to_list()


@lru_cache
def compile_phrases() -> re.Pattern[str]:
    """What finds a wording of seeds/credit_phrases.csv at the start of a folded line."""
    whole, material = (
        alternation(fold_text(phrase) for phrase in read_credit_words(kind))
        for kind in ("whole", "material")
    )
    article = alternation(list_articles())
    return re.compile(
        rf"^(?:(?P<material>{material})|(?P<whole>{whole}))[\s:]*"
        rf"{article}?(?:\d{{4}}\s)?(?P<rest>.+)$"
    )
