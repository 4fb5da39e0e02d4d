"""Whom an article cites: "Al Jazeera reported", "laut dpa"."""

import re
from collections.abc import Iterator
from functools import lru_cache

import polars as pl

from flows.seeds import read_seed
from flows.text import alternation

ATTRIBUTIONS = pl.Schema(
    {
        "article_id": pl.String,
        "outlet_id": pl.String,
        "phrase": pl.String,
        "start_char": pl.Int32,
    }
)
SHORTEST_NAME, MOST_WORDS = 3, 7  # of a name
MOST_BETWEEN = 6  # words between "according to" and a name: "the Russian state news agency"
REACH = 110  # characters of a phrase, whatever stands between and a name
WORD = re.compile(r"\S+")
OPENING, CLOSING = "\"“„«‘'(", ".,;:!?\"”“»’')…"
POSSESSIVE = re.compile(r"['’]s?$")  # "the BBC's"
CASE = re.compile(r"(?<=[а-яёіїє]{4})(?:ом|ою|ем|а|у|е|ы|и|і)$")  # "Интерфакса"


def describe_attributions(articles: pl.DataFrame) -> pl.DataFrame:
    """Each place where an article names an outlet as its source (ATTRIBUTIONS), in text order.

    Needs: article_id, body.
    An outlet's own name counts only beside a wording of seeds/attribution_phrases.csv; one that
    the body also writes in lower case ("Time", "People") only in quotation marks.
    """
    rows = []
    for article_id, body in articles.select("article_id", "body").iter_rows():
        found = {start: (end, outlet_id) for start, end, outlet_id in find_attributions(body)}
        rows += [
            (article_id, outlet_id, body[start:end], start)
            for start, (end, outlet_id) in sorted(found.items())
        ]
    return pl.DataFrame(rows, schema=ATTRIBUTIONS, orient="row")


def find_attributions(body: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, outlet) of each phrase with a name.

    >>> list(find_attributions("It rains, according to state news agency TASS."))
    [(10, 45, 'tass')]
    """
    named = set()
    for match in before().finditer(body):
        if found := find_name_after(body, match.end()):
            named.add(found[1])
            yield match.start(), found[1], found[2]
    for match in after().finditer(body):
        found = find_name_before(body, match.start())
        if found and found[1] not in named:
            yield found[0], match.end(), found[2]


def find_name_after(body: str, position: int) -> tuple[int, int, str] | None:
    """(start, end, outlet) of the name behind a phrase that ends there."""
    words = list(WORD.finditer(body, position, position + REACH))
    is_linked = True
    for first, word in enumerate(words[: MOST_BETWEEN + 1]):
        start = word.start() + len(word[0]) - len(word[0].lstrip(OPENING))
        for last in reversed(words[first : first + MOST_WORDS]) if is_linked else ():
            if found := read_name(body, start, last.end()):
                return found
        if not is_between(word[0]) and not word[0][:1].isupper():
            return None
        is_linked = is_between(word[0])  # "Russian" alone links nothing
        if word[0][-1] in ".;:!?":
            return None
    return None


def find_name_before(body: str, position: int) -> tuple[int, int, str] | None:
    """(start, end, outlet) of the name in front of a phrase that starts there."""
    words = list(WORD.finditer(body, max(0, position - REACH), position))
    while words and is_between(words[-1][0]) and words[-1][0].islower():
        words.pop()
    if not words:
        return None
    for word in words[-MOST_WORDS:]:
        start = word.start() + len(word[0]) - len(word[0].lstrip(OPENING))
        if found := read_name(body, start, words[-1].end()):
            return found
    return None


def read_name(body: str, start: int, end: int) -> tuple[int, int, str] | None:
    text = POSSESSIVE.sub("", body[start:end].rstrip(CLOSING))
    for name in (text, CASE.sub("", text)):
        outlet_id = read_names().get(name)
        if outlet_id and is_meant(body, start, name):
            return start, start + len(text), outlet_id
    return None


def is_meant(body: str, start: int, name: str) -> bool:
    """Whether a name is one there, and not a word that begins a sentence."""
    is_quoted = start > 0 and body[start - 1] in OPENING
    return is_quoted or name.lower() == name or not is_printed(body, name.lower())


@lru_cache(maxsize=1_000)  # an article names one outlet many times
def is_printed(body: str, word: str) -> bool:
    return word in body


def is_between(word: str) -> bool:
    return word.strip(OPENING + CLOSING).lower() in _between()


@lru_cache
def read_names() -> dict[str, str]:
    """Names as printed -> outlet."""
    labels = read_seed("outlet_aliases").filter(match="label").select("alias", "outlet_id")
    names = {
        **dict(labels.iter_rows()),
        **dict(read_seed("outlets").select("name", "outlet_id").iter_rows()),
    }
    return {name: outlet_id for name, outlet_id in names.items() if len(name) >= SHORTEST_NAME}


@lru_cache
def _phrases(position: str) -> list[str]:
    return read_seed("attribution_phrases").filter(position=position)["phrase"].to_list()


@lru_cache
def _between() -> frozenset[str]:
    return frozenset(_phrases("between"))


@lru_cache
def before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(_phrases('before'))})\s", re.I)


@lru_cache
def after() -> re.Pattern[str]:
    return re.compile(rf"(?<=[\w\"”“»’]),?\s(?:{alternation(_phrases('after'))})(?!\w)")
