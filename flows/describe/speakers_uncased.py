"""Who says a quotation in scripts with spaces and no capitals, where first names mark a name."""

import re
from functools import lru_cache
from typing import NamedTuple

from flows.describe.speech_words import read_habits
from flows.reading.person_names import is_first_name
from flows.seeds import read_seed
from flows.text import OMITTED, alternation

LONGEST_LEAD = 200  # characters of a sentence before or behind a quotation
LONGEST_REST = 40  # characters between a verb and the quotation
LONGEST_NAME = 4  # words
LONGEST_OFFICE = 5
SENTENCE_END = re.compile(rf"[.।۔!?؟…\n{OMITTED}]")
COMMAS = ",،"
PAUSES = f"{COMMAS}:;؛–—-"
PIECE = re.compile(rf"[(){PAUSES}]|[^\s(){PAUSES}]+")


class UncasedWords(NamedTuple):
    """seeds/speech_words.csv in one language."""

    verb: re.Pattern[str]
    according: re.Pattern[str]
    behind: re.Pattern[str]  # the same behind the name: "X के अनुसार"
    has_mark_of_owner: bool
    agents: frozenset[str]  # what marks who does something, between a name and its verb: "ने"
    adverbs: frozenset[str]
    titles: frozenset[str]
    definite: tuple[str, ...]  # what a word begins with that tells of the name beside it
    breaks: frozenset[str]
    particles: frozenset[str]
    given: frozenset[str]  # first names that seeds/first_names.csv has not
    surnames: frozenset[str]


@lru_cache
def read_uncased_words(language: str) -> UncasedWords:
    rows = read_seed("speech_words").filter(language=language)
    of = {kind: part["text"].to_list() for (kind,), part in rows.group_by("kind")}
    joined, behind = alternation(of.get("prefix", ())), alternation(of.get("behind", ()))
    sets = (
        frozenset(of.get(kind, ()))
        for kind in ("agent", "adverb", "title", "break", "connector", "given", "surname")
    )
    agents, adverbs, titles, breaks, particles, given, surnames = sets
    return UncasedWords(
        re.compile(rf"(?<!\S)(?:{joined})?{alternation(of['verb'])}(?=[\s{PAUSES}]|\Z)"),
        re.compile(rf"\s*(?:{joined})?{alternation(of['according'])}\s"),
        re.compile(rf"\s{behind}(?:\s{alternation(of['break'])})?[\s{PAUSES}]*\Z"),
        read_habits(language).has_mark_of_owner,
        agents,
        frozenset(word for adverb in adverbs for word in adverb.split()),
        titles,
        tuple(of.get("article", ())) or ("\0",),
        breaks | frozenset(of["pronoun"]),
        particles,
        given,
        surnames,
    )


def find_uncased_speakers(
    masked: str, spans: list[tuple[int, int]], language: str
) -> list[str | None]:
    """The speaker of each span [start, end) of a body that was taken out of it; None where nobody
    is named for sure.
    """
    words = read_uncased_words(language)
    return [
        read_tail(masked[end : end + LONGEST_LEAD], words)
        or read_lead(masked[max(0, start - LONGEST_LEAD) : start], words)
        or read_line_start(masked[max(0, start - LONGEST_LEAD) : start], words)
        for start, end in spans
    ]


def read_tail(text: str, words: UncasedWords) -> str | None:
    """The name in what follows a quotation: "…", said X. "…", X said."""
    text = text[: stop.start()] if (stop := SENTENCE_END.search(text)) else text
    text = text.strip(f" {PAUSES}")
    verb = words.verb.search(text)
    if not verb:
        return None
    if verb.start() == 0:
        return read_forward(PIECE.findall(text[verb.end() :]), words)
    before = PIECE.findall(text[: verb.start()])
    name = read_backward(before, words)
    roles = " ".join(before).partition(name)[0].split() if name else ()
    return name if all(tells_of_name(role, words) for role in roles) else None


def read_lead(text: str, words: UncasedWords) -> str | None:
    """The name in what stands before a quotation: X said: "…", said X: "…"."""
    ends = [stop.end() for stop in SENTENCE_END.finditer(text.rstrip())]
    text = text[ends[-1] if ends else 0 :]
    if source := words.according.match(text):
        return read_forward(PIECE.findall(text[source.end() :]), words)
    if source := words.behind.search(text):
        pieces = PIECE.findall(text[: source.start()])
        return read_forward(pieces, words) or read_end(pieces, words)
    verbs = list(words.verb.finditer(text))
    if not verbs:
        return None
    verb = verbs[-1]
    name = read_forward(PIECE.findall(text[verb.end() :]), words)
    if name or len(text) - verb.end() > LONGEST_REST:
        return name
    before = PIECE.findall(text[: verb.start()])
    return read_backward(before, words) or read_office_behind(before, words)


def read_office_behind(pieces: list[str], words: UncasedWords) -> str | None:
    """The name that a sentence begins with, its office up to the verb: X mayor of Y said."""
    name = read_given_name(pieces, words)
    behind = pieces[len(name.split()) :] if name else []
    is_office = 0 < len(behind) <= LONGEST_OFFICE and tells_of_name(behind[0], words)
    is_whole = not any(piece in words.breaks or piece in PAUSES for piece in behind)
    return name if is_office and is_whole and not words.agents else None


def read_line_start(text: str, words: UncasedWords) -> str | None:
    """The name that a line begins with: X: "…". X, the mayor: "…"."""
    line = text.rpartition("\n")[2].rstrip()
    if not line.endswith(":") or SENTENCE_END.search(line):
        return None
    pieces = PIECE.findall(line[:-1])
    name = read_forward(pieces, words)
    if name is None:
        return None
    behind = pieces[pieces.index(name.split()[0]) + len(name.split()) :]
    return name if not behind or behind[0] in COMMAS else None


def tells_of_name(word: str, words: UncasedWords) -> bool:
    return word in words.titles or word.startswith(words.definite)


def read_forward(pieces: list[str], words: UncasedWords) -> str | None:
    """The name that pieces begin with, titles left out."""
    first = 0
    while first < len(pieces) and (
        tells_of_name(pieces[first], words) or pieces[first] in words.adverbs
    ):
        first += 1
    return read_given_name(pieces[first:], words)


def read_backward(pieces: list[str], words: UncasedWords) -> str | None:
    """The name before a verb; behind it may stand an apposition in commas and adverbs."""
    while pieces and pieces[-1] in words.adverbs:
        pieces = pieces[:-1]
    if words.agents:
        if not pieces or pieces[-1] not in words.agents:
            return None
        pieces = pieces[:-1]
    return read_end(pieces, words)


def read_end(pieces: list[str], words: UncasedWords) -> str | None:
    """The name that pieces end with, or that stands before an apposition at their end."""
    if pieces and pieces[-1] in COMMAS:
        commas = [n for n, piece in enumerate(pieces[:-1]) if piece in COMMAS]
        pieces = pieces[: commas[-1]] if commas else pieces[:-1]
    for length in range(LONGEST_NAME, 1, -1):
        first = len(pieces) - length
        before = pieces[first - 1] if first > 0 else ","
        is_apart = before in PAUSES or before in words.breaks or tells_of_name(before, words)
        name = read_given_name(pieces[first:], words) if first >= 0 else None
        if name == " ".join(pieces[first:]) and (is_apart or words.has_mark_of_owner):
            return name
    return None


def read_given_name(pieces: list[str], words: UncasedWords) -> str | None:
    """A first name and what follows it up to a last name: "سامي بن علي حداد"."""

    def is_given(piece: str) -> bool:
        return piece in words.given or is_first_name(piece)

    name: list[str] = []
    for piece in pieces[:LONGEST_NAME]:
        is_word = piece not in PAUSES + "()" and piece not in words.breaks | words.agents
        if not is_word or piece in words.titles or piece in words.adverbs:
            break
        name.append(piece)
        if len(name) > 1 and not (piece in words.particles or is_given(piece)):
            break
    is_known = len(name) == 2 and name[1] in words.surnames
    return " ".join(name) if len(name) > 1 and (is_known or is_given(name[0])) else None
