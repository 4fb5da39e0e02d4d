"""Datelines: "KYIV, May 19 (Reuters) - Crews left." names a place, perhaps a day and an agency.

Two readers, as each sees other texts. The cut of a page asks where a dateline ends, in the first
line of any body: it needs no more than a form that hardly any sentence has. What the dateline says
is asked of starts of which many have none: there a name without an agency, a country, a month or
capitals is no place.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from flows.reading.bylines import is_place
from flows.reading.dates.words import MONTHS
from flows.reading.labels import find_agency
from flows.seeds import read_seed
from flows.text import CAPITAL, LETTER, alternation

# What both read, without the brackets around it.
COUNTRY, AGENCY = r"[^\]]{2,30}", r"[^()]{2,40}"
DASH = "[-–—]"
MARK = "[-–—:]{1,2}"  # between the dateline and its text

DATELINE_END = re.compile(
    rf"{LETTER}[\w.'’ -]{{1,30}}(?:,\s?[\w. ]{{2,25}})?\s?(?:\[{COUNTRY}\]|\({AGENCY}\))"
    rf"(?:,?\s[\w.]{{3,10}}\s\d{{1,2}}(?:,\s\d{{4}})?)?\s?{MARK}\s"
    # A place in capitals alone: what follows begins anew, as in "KYIV - Crews left".
    rf"|{CAPITAL}(?:{CAPITAL}|[ .'’-]){{2,40}}(?:,\s[\w. ]{{2,20}})?"
    rf"(?:,\s[\w.]{{3,10}}\s\d{{1,2}})?\s{DASH}{{1,2}}\s(?=[\"“„«]?{CAPITAL})"
)

WORD = rf"{CAPITAL}(?:{LETTER}|['’.-])+"
PLACE = rf"{WORD}(?:[ /](?:de |la |el |am |an der )?{WORD}){{0,3}}"
MONTH = alternation(MONTHS)
DAY = (
    rf"(?:(?P<month>\d{{1,2}}(?:\.|st|nd|rd|th)?\s?(?:de )?{MONTH}\.?|{MONTH}\.?\s\d{{1,2}})"
    r"|\d{1,2})(?:,?\s\d{4})?"
)
DATELINE = re.compile(
    rf"(?P<place>{PLACE})(?:,\s(?P<region>[^,()\[\]\d]{{2,25}}?))?"
    rf"(?:\s?\[(?P<country>{COUNTRY})\])?(?:[,.]?\s(?i:{DAY}))?"
    rf"\s?(?:[(/]\s?(?P<agency>{AGENCY}?)\s?\))?"
    rf"\.?\s?(?:(?P<mark>{MARK})\s?|(?<=\.)\s)"
    rf"|[(](?P<lone>{AGENCY})[)]\s?(?:{MARK}|\.\s?{DASH})\s"
)
SHORTEST_PLACE = 4  # in capitals alone


class Dateline(NamedTuple):
    place: str | None
    agency: str | None  # outlet_id


def find_dateline_end(text: str) -> int | None:
    """Where the text of a line begins that has a dateline in front; None if it has none.

    >>> find_dateline_end("KYIV (Reuters) - Crews left.")
    17
    """
    match = DATELINE_END.match(text)
    return match.end() if match else None


def read_dateline(start: str) -> Dateline:
    """What the dateline says with which a text starts.

    >>> read_dateline("KYIV, May 19 (Reuters) - Crews left.")
    Dateline(place='KYIV', agency='reuters')
    >>> read_dateline("Moscow [Russia], May 19 : Crews left.")
    Dateline(place='Moscow', agency=None)
    """
    match = DATELINE.match(start)
    if match is None:
        return Dateline(None, None)
    if match["lone"]:
        return Dateline(None, find_agency(match["lone"]))
    agency = find_agency(match["agency"] or "")
    place, mark = match["place"].strip(" .-"), match["mark"] or "."
    is_upper = place.isupper() and len(place) >= SHORTEST_PLACE and mark[0] in "-–—"
    is_upper = is_upper and place.lower() not in read_openers()  # "UPDATE - "
    is_shown = agency or match["country"] or match["month"] or is_upper
    if not is_shown or (mark == "." and not agency) or not is_place(place.replace("/", " ")):
        return Dateline(None, agency)
    return Dateline(place, agency)


@lru_cache
def read_openers() -> frozenset[str]:
    """Words that stand in capitals before a text and are no places."""
    words = read_seed("byline_words")
    return frozenset(words.filter(words["kind"].is_in(["genre", "label"]))["text"])
