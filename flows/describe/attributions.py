"""Whom an article cites: "Al Jazeera reported", "laut dpa"."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

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
SHORTEST_NAME = 3  # characters
MOST_NAME_WORDS = 7
MOST_WORDS_BETWEEN = 6  # "according to" and a name: "the Russian state news agency"
REACH = 110  # characters from a phrase to the far end of a name
WORD = re.compile(r"\S+")
OPENING, CLOSING = "\"“„«‘'(", ".,;:!?\"”“»’')…"
POSSESSIVE = re.compile(r"['’]s?$")  # "the BBC's"
CASE_ENDING = re.compile(r"(?<=[а-яёіїє]{4})(?:ом|ою|ем|а|у|е|ы|и|і)$")  # "Интерфакса"


def describe_attributions(articles: pl.DataFrame) -> pl.DataFrame:
    """Each place where an article names an outlet as its source (ATTRIBUTIONS), in text order.

    The name of an outlet counts only beside a wording of seeds/attribution_phrases.csv. A name
    that the body also has as a word in small letters ("Time", "People") counts only in quotation
    marks.

    Needs: article_id, body.
    """
    rows = []
    for article_id, body in articles.select("article_id", "body").iter_rows():
        found = {named.start: named for named in find_attributions(body)}
        rows += [
            (article_id, named.outlet_id, body[start : named.end], start)
            for start, named in sorted(found.items())
        ]
    return pl.DataFrame(rows, schema=ATTRIBUTIONS, orient="row")


class Named(NamedTuple):
    """An outlet that is named, and where in the body."""

    start: int
    end: int
    outlet_id: str


def find_attributions(body: str) -> Iterator[Named]:
    """Each phrase with the name of an outlet; the place is that of both.

    >>> list(find_attributions("It rains, according to state news agency TASS."))
    [Named(start=10, end=45, outlet_id='tass')]
    """
    ends = set()
    for match in compile_phrases_before().finditer(body):
        if named := find_name_after(body, match.end()):
            ends.add(named.end)
            yield named._replace(start=match.start())
    for match in compile_phrases_after().finditer(body):
        named = find_name_before(body, match.start())
        if named and named.end not in ends:
            yield named._replace(end=match.end())


def find_name_after(body: str, position: int) -> Named | None:
    """The outlet that is named behind a phrase which ends there."""
    words = list(WORD.finditer(body, position, position + REACH))
    is_linked = True
    for first, word in enumerate(words[: MOST_WORDS_BETWEEN + 1]):
        for last in reversed(words[first : first + MOST_NAME_WORDS]) if is_linked else ():
            if named := read_outlet(body, find_start(word), last.end()):
                return named
        if not is_between(word[0]) and not word[0][:1].isupper():
            return None
        is_linked = is_between(word[0])  # "Russian" alone does not link a phrase to a name
        if word[0][-1] in ".;:!?":
            return None
    return None


def find_name_before(body: str, position: int) -> Named | None:
    """The outlet that is named in front of a phrase which starts there."""
    words = list(WORD.finditer(body, max(0, position - REACH), position))
    while words and is_between(words[-1][0]) and words[-1][0].islower():
        words.pop()
    for word in words[-MOST_NAME_WORDS:]:
        if named := read_outlet(body, find_start(word), words[-1].end()):
            return named
    return None


def find_start(word: re.Match[str]) -> int:
    """Where a word starts behind its opening marks."""
    return word.end() - len(word[0].lstrip(OPENING))


def read_outlet(body: str, start: int, end: int) -> Named | None:
    """The outlet that a part of a body names, and nothing else."""
    text = POSSESSIVE.sub("", body[start:end].rstrip(CLOSING))
    for name in (text, CASE_ENDING.sub("", text)):
        outlet_id = read_printed_names().get(name)
        if outlet_id and is_meant(body, start, name):
            return Named(start, start + len(text), outlet_id)
    return None


def is_meant(body: str, start: int, name: str) -> bool:
    """Whether a text is the name of an outlet there, and not a word that begins a sentence."""
    is_quoted = start > 0 and body[start - 1] in OPENING
    return is_quoted or name.lower() == name or not is_printed(body, name.lower())


@lru_cache(maxsize=1_000)  # an article may name one outlet many times
def is_printed(body: str, word: str) -> bool:
    return word in body


def is_between(word: str) -> bool:
    """Whether a word may stand between a phrase and a name."""
    return word.strip(OPENING + CLOSING).lower() in read_words_between()


@lru_cache
def read_printed_names() -> dict[str, str]:
    """Name as printed -> outlet."""
    labels = read_seed("outlet_aliases").filter(match="label").select("alias", "outlet_id")
    names = {
        **dict(labels.iter_rows()),
        **dict(read_seed("outlets").select("name", "outlet_id").iter_rows()),
    }
    return {name: outlet_id for name, outlet_id in names.items() if len(name) >= SHORTEST_NAME}


def read_phrases(position: str) -> list[str]:
    """The phrases that stand `before` or `after` a name, or the words `between` the two."""
    return read_seed("attribution_phrases").filter(position=position)["phrase"].to_list()


@lru_cache
def read_words_between() -> frozenset[str]:
    return frozenset(read_phrases("between"))


@lru_cache
def compile_phrases_before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(read_phrases('before'))})\s", re.I)


@lru_cache
def compile_phrases_after() -> re.Pattern[str]:
    return re.compile(rf"(?<=[\w\"”“»’]),?\s(?:{alternation(read_phrases('after'))})(?!\w)")
