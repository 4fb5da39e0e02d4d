"""Whose a page or its text is, in a line of its own: "© 2024 Example Gazette. All rights
reserved.", "Source: Reuters".
"""

import re
from functools import lru_cache

from flows.reading.credits import is_credit
from flows.seeds import read_seed
from flows.segment.line import Line
from flows.text import EDGES, alternation, fold_text

LONGEST = 250  # characters
MOST_SMALL = 1  # long words of an owner's name that begin with a small letter: "dpa-infocom"
SIGNS = ("©", "(c)", "copyright")  # one of them is in each notice
YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
OWNER_END = re.compile(r"[.|,;。]|\s[-–—]\s|$")
LONG_WORD = re.compile(r"[^\W\d_]{4,}")


def bar_owners(lines: list[Line]) -> None:
    """Keep out of bodies each line that is a notice of copyright with its year, or the credit of an
    agency, and nothing else.
    """
    for line in lines:
        if line.story is not None or len(line.text) > LONGEST:
            continue
        if is_credit(line.text):
            line.bar("credit")
        elif is_copyright(line.text):
            line.bar(line.kind if line.kind in ("credit", "notice") else "notice")


def is_copyright(text: str) -> bool:
    """Whether a line begins as a notice of copyright, with a year beside its sign or its owner.

    >>> is_copyright("Alle Rechte vorbehalten. © Hafenblatt 2024"), is_copyright("Copyright 2024 X")
    (True, True)
    >>> is_copyright("© 2024 is what the sticker on the bridge says.")
    False
    """
    folded = fold_text(text)
    if not any(sign in folded for sign in SIGNS) or compile_notice().match(folded) is None:
        return False
    year = YEAR.search(text)
    end = OWNER_END.search(text, year.end()) if year else None
    owner = LONG_WORD.findall(text[: end.start()]) if end else []
    small = sum(word[0].islower() for word in owner)
    return small <= max(MOST_SMALL, len(owner) // 2)


@lru_cache
def compile_notice() -> re.Pattern[str]:
    """What begins a notice, folded: "©", "Copyright"; a wording of credits may stand before it."""
    credits = read_seed("page_markers").filter(kind="credit")["phrase"]
    edge = rf"[{re.escape(EDGES)}]{{0,6}}"
    word = r"copyrights?(?:\s(?:by|notice))?"
    return re.compile(
        rf"{edge}(?:{alternation(map(fold_text, credits))}{edge})?"
        rf"(?:(?:{word}\s?)?(?:©|\(c\))[^.!?。]{{0,60}}?{YEAR.pattern}"
        rf"|{word}\W{{0,4}}{YEAR.pattern})"
    )
