"""HTML entities that are left in plain text: `caf&eacute;`, `d&#8217;emplois`.

A text that is full of them was saved by a tool that did not read them, and is read here. A text
that has a few, or that speaks of them, is left as it is.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator
from html.entities import html5
from typing import NamedTuple

FEWEST_FITTING = 3
# So many are enough in a text where one stands in each stretch of this many characters.
FEWEST_IN_SHORT, STRETCH = 2, 150
LONGEST_NUMBER = 10  # digits; the largest character has seven
# Also escaped twice: "&amp;eacute;".
REFERENCE = re.compile(
    rf"&(?P<escaped>(?:amp;)*)(?P<name>(?:#[0-9]{{1,{LONGEST_NUMBER}}}(?![0-9])"
    rf"|#[xX][0-9a-fA-F]{{1,{LONGEST_NUMBER}}}(?![0-9a-fA-F])|[A-Za-z][A-Za-z0-9]{{1,31}});?)?"
)
LONGEST_BARE_NAME = max(len(name) for name in html5 if not name.endswith(";"))
ADDRESS = re.compile(r"://|\Awww\.|\?[\w.-]{1,40}=")
APOSTROPHES, QUOTES = "'’ʼ", '"“”„«»‹›‘‚'


class Reference(NamedTuple):
    """An entity in a text."""

    start: int
    end: int
    text: str  # what it stands for


def read_entities(text: str) -> tuple[str, int]:
    """A text with its entities read, if it is full of them, and how many were read.

    >>> read_entities("L&#8217;&eacute;t&eacute; est l&agrave;")
    ('L’été est là', 4)
    >>> read_entities("Write &copy; for the sign")
    ('Write &copy; for the sign', 0)
    """
    if "&" not in text:
        return text, 0
    references = list(find_references(text))
    if not is_full(text, references):
        return text, 0
    parts, end = [], 0
    for reference in references:
        parts += [text[end : reference.start], reference.text]
        end = reference.end
    return "".join([*parts, text[end:]]), len(references)


def find_references(text: str) -> Iterator[Reference]:
    """The entities of a text that browsers read, but for those in addresses."""
    for token in re.finditer(r"\S+", text):
        if "&" not in token[0] or ADDRESS.search(token[0]):
            continue
        for match in REFERENCE.finditer(text, *token.span()):
            if reference := read_reference(match, text):
                yield reference


def read_reference(match: re.Match[str], text: str) -> Reference | None:
    """What browsers read for a match of REFERENCE; None if it is no entity."""
    escaped = match["escaped"]
    name = "amp;" if escaped and not match["name"] else match["name"]
    if name is None:
        return None
    length = len(name)
    if not name.endswith(";") and name[0] != "#":
        length = measure_bare_name(name, text[match.end() : match.end() + 1])
    reference = f"&{name[:length]}"
    if not length or (meaning := html.unescape(reference)) == reference:
        return None
    return Reference(match.start(), match.end() - len(name) + length, meaning)


def measure_bare_name(name: str, following: str) -> int:
    """How much of a name without a semicolon is one: 6 of "eacutet"; 0 where none is.

    A sign, unlike a letter, must be followed by something else than a letter: "&notes" is none.
    """
    for length in range(min(len(name), LONGEST_BARE_NAME), 1, -1):
        if meaning := html5.get(name[:length]):
            rest = name[length:] or following
            return length if meaning.isalpha() or not (rest[:1].isalnum() or rest == "=") else 0
    return 0


def is_full(text: str, references: list[Reference]) -> bool:
    """Whether the entities of a text are its letters and quotes, and not what it speaks of."""
    if not references:
        return False
    fitting, loose, meanings = 0, 0, set()
    for number, reference in enumerate(references):
        before = read_neighbour(text, references, number, -1)
        after = read_neighbour(text, references, number, 1)
        fits = find_fit(reference.text, before, after)
        fitting += fits is True
        loose += fits is False
        if fits and not reference.text.isspace():
            meanings.add(reference.text)
    if not re.sub(r"\s+", "", cut_out(text, references)):
        return True  # nothing else stands there
    characters = Counter(text)
    printed = sum(characters[meaning] for meaning in meanings if meaning != "&")
    is_short = fitting >= FEWEST_IN_SHORT and fitting * STRETCH >= len(text)
    return (fitting >= FEWEST_FITTING or is_short) and fitting > loose + printed


def cut_out(text: str, references: list[Reference]) -> str:
    ends = [0, *(reference.end for reference in references)]
    starts = [*(reference.start for reference in references), len(text)]
    return "".join(text[end:start] for end, start in zip(ends, starts, strict=True))


def read_neighbour(text: str, references: list[Reference], number: int, step: int) -> str:
    """The character beside an entity, or the one that an entity beside it stands for."""
    reference, other = references[number], number + step
    place = reference.end if step > 0 else reference.start - 1
    if 0 <= other < len(references):
        neighbour = references[other]
        if step > 0 and neighbour.start == reference.end:
            return neighbour.text[:1]
        if step < 0 and neighbour.end == reference.start:
            return neighbour.text[-1:]
    return text[place : place + 1] if place >= 0 else ""


def find_fit(meaning: str, before: str, after: str) -> bool | None:
    """Whether a character stands where text has it; None of one that tells nothing.

    >>> find_fit("é", "f", " "), find_fit("é", " ", " "), find_fit("<", " ", "p")
    (True, None, False)
    """
    if meaning in ("<", ">"):
        return False
    if meaning == "&":
        is_spaced = before.isspace() and after.isspace()
        return is_spaced or (before.isupper() and after.isupper())
    if meaning.isalpha() and meaning not in "ªº":
        return True if before.isalpha() or after.isalpha() else None
    if meaning in APOSTROPHES:
        return before.isalnum() or after.isalnum()
    if meaning in QUOTES:
        return before.isalnum() != after.isalnum() or before in ".,!?…" or after.isspace()
    return None
