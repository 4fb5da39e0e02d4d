"""What a page says where the rest of a text is for subscribers only: "Subscribe to read on".

These wordings stand in seeds/truncation_phrases.csv.
"""

import re
from functools import lru_cache

from flows.seeds import read_seed
from flows.text import alternation, fold_text

NUMBER = "#"  # in a wording: any number


@lru_cache
def compile_walls() -> re.Pattern[str]:
    """Any wording of a wall, in a folded text, at the start of a word.

    >>> compile_walls().search("you have 3 free articles left") is not None
    True
    """
    return re.compile(rf"(?<!\w){write_wordings('paywall')}")


def write_wordings(kind: str) -> str:
    """An expression of all wordings of a kind: paywall, or more, which leads on to the rest."""
    phrases = read_seed("truncation_phrases").filter(kind=kind)["phrase"]
    return alternation(map(fold_text, phrases)).replace(NUMBER, r"\d+")
