"""Topics: their ids, and what a term of topic_terms.csv or a phrase of watch_topics.csv is."""

import re

from flows.text import fold_text, fold_words

TOP_TOPIC_IDS = [f"medtop:{number:02}000000" for number in range(1, 18)]  # level 1
TERM_WORD = re.compile(r"\w+\*?")
TERM_ADVICE = "write a word or more; a * may only end a word, as in prisoner* of war"


def make_watch_topic_id(name: str) -> str:
    """The id of a watch topic; empty if its name has no word.

    >>> make_watch_topic_id("Amnesty ban")
    'watch:amnesty-ban'
    """
    words = re.findall(r"\w+", fold_text(name))
    return f"watch:{'-'.join(words)}" if words else ""


def fold_term(text: str) -> str:
    return " ".join(fold_words(text).split())


def split_phrases(field: str) -> frozenset[str]:
    """The phrases of a field of watch_topics.csv, folded: split_phrases("Port; quay*")."""
    return frozenset(fold_term(phrase) for phrase in field.split(";") if phrase.strip())


def is_term(folded: str) -> bool:
    """Whether a folded text has a word, and a * only at the end of one.

    >>> is_term("prisoner* of war"), is_term("foot*ball"), is_term("*")
    (True, False, False)
    """
    is_starred_inside = "*" in TERM_WORD.sub("", folded) or re.search(r"\*\w", folded)
    return TERM_WORD.search(folded) is not None and not is_starred_inside
