"""What the HTML of a page says of it, and no line of its text: titles, days, names, addresses.

A page's facts are a column `metadata` of lists of field, value and found_in, the most trusted of a
field first, as flows/ingest/markup/metadata.py finds them. Frames of plain texts have no such
column.
"""

import re
from collections.abc import Iterable

import polars as pl

from flows.reading import dates
from flows.text import fold_text, has_unspaced

# field -> its values; FOUND_IN -> where they were found; "found_in published" -> those of a field
Facts = dict[str, list[str]]
FOUND_IN, COLUMN, HTML = "found_in", "column", "html"
# What joins a site's name to a title: "Bridge reopens | Harbour Gazette".
JOINT = re.compile(r"\s[|·•»—–:-]\s|\s?[|｜»]\s?|[_＿]|:\s")
WORD = re.compile(r"\w+")
FEWEST_WORDS, FEWEST_SIGNS = 3, 6  # of a part of a title; signs of scripts without spaces
LEAST_LIKE = 0.8  # share of the words of a line and a title that both have
FEWEST_ALIKE = 5  # words of a line that is like a title, but not the same
CUT_SHORT = ("...", "…")


def read_facts(pages: pl.DataFrame) -> dict[str, Facts]:
    """What the HTML of each page says; of pages that say nothing, nothing.

    Needs: page_id; metadata, if any page is of HTML.
    """
    found: dict[str, Facts] = {}
    if "metadata" not in pages.columns:
        return found
    pages = pages.select("page_id", "metadata").filter(pl.col("metadata").is_not_null())
    for page_id, metadata in pages.iter_rows():
        facts = found.setdefault(page_id, {})
        for fact in metadata:
            facts.setdefault(fact["field"], []).append(fact["value"])
            facts.setdefault(FOUND_IN, []).append(fact["found_in"])
            facts.setdefault(f"{FOUND_IN} {fact['field']}", []).append(fact["found_in"])
    return found


def list_titles(facts: Facts) -> list[str]:
    """The wordings of a page's headline, the most trusted first: those of its article, and what
    stands before or behind the name of the site in its title.

    >>> list_titles({"title": ["Bridge reopens at last | Gazette"], "site_name": ["Gazette"]})
    ['bridge reopens at last | gazette', 'bridge reopens at last']
    """
    sites = {fold_text(name) for name in facts.get("site_name", ())}
    whole = [fold_text(title) for title in (*facts.get("headline", ()), *facts.get("title", ()))]
    parts = [part for title in whole for part in split_title(title)]
    return [title for title in dict.fromkeys([*whole, *parts]) if title and title not in sites]


def split_title(title: str) -> list[str]:
    """What stands before and behind each joint of a folded title, where it is long enough for a
    headline.
    """
    joints = list(JOINT.finditer(title))
    before = (title[: joint.start()].strip() for joint in joints)
    behind = (title[joint.end() :].strip() for joint in joints)
    return [part for part in (*before, *behind) if is_long_enough(part)]


def is_long_enough(part: str) -> bool:
    return len(WORD.findall(part)) >= FEWEST_WORDS or (
        has_unspaced(part) and len(part) >= FEWEST_SIGNS
    )


def rate_title(line: str, titles: Iterable[str]) -> float:
    """How sure a line is the headline that the HTML names: 1 if a title is the same, less if one is
    like it, 0 if none is.

    Args:
        titles: of list_titles.

    >>> rate_title("Bridge reopens at last", ["bridge reopens at last | gazette"])
    0.0
    >>> rate_title("“Bridge” reopens", ['"bridge" reopens'])
    1.0
    """
    folded = fold_text(line)
    if not folded:
        return 0.0
    best, words = 0.0, None
    for title in titles:
        if title == folded:
            return 1.0
        if title.endswith(CUT_SHORT) and folded.startswith(title.rstrip(".… ")):
            best = max(best, 0.95)
        words = words or set(WORD.findall(folded))
        others = set(WORD.findall(title))
        if len(words & others) >= FEWEST_ALIKE:
            alike = len(words & others) / len(words | others)
            best = max(best, alike * 0.95 if alike >= LEAST_LIKE else 0.0)
    return best


def find_basis(facts: Facts, field: str) -> str:
    """What is the basis of a field: `column` if a column of the page's row says it, else `html`."""
    return COLUMN if facts.get(f"{FOUND_IN} {field}", [""])[0] == COLUMN else HTML


def read_day(facts: Facts, field: str) -> dates.Bracket | None:
    """The first time of a field that can be read: of "published" or "modified"."""
    found = (dates.find_date(value) for value in facts.get(field, ()))
    return next(filter(None, found), None)
