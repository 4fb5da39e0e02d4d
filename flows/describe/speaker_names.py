"""Whom the words beside a verb of speech name: a person, "he", or "a spokesman for the port"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from flows.describe.speech_words import (
    ABBREVIATED_SUFFIXES,
    ABBREVIATED_TITLES,
    LONGEST_APPOSITION,
    Words,
    read_particles,
)
from flows.reading.person_names import is_first_name
from flows.text import CAPITAL, alternation, drop_accents

LONGEST_NAME = 9  # words of "a spokesman for the ministry of foreign affairs"
SHORTEST_ROLE = 4  # characters

ABBREVIATED = rf"{alternation(ABBREVIATED_TITLES + ABBREVIATED_SUFFIXES)}\."
INITIALS = rf"(?:{CAPITAL}\.-?)+"
CAPITALISED = (
    rf"(?:{ABBREVIATED}|{INITIALS}|(?:[dDlL]['’]|(?:al|el|an|as|ad|ar)-)?{CAPITAL}[\w'’\-]*)"
)
TOKEN = re.compile(rf"{ABBREVIATED}|{INITIALS}(?=\s)|\w[\w'’\-]*|[^\w\s]|\n")
IS_CAPITALISED = re.compile(CAPITALISED + r"\Z")
NICKNAME = r"(?:\s[\"“„«‘(][^\W\d_][\w-]{0,20}[\"”“»’)])?"  # Tom "Tiny" Marsh
FULL_NAME = re.compile(rf"{CAPITALISED}(?:{NICKNAME}\s{CAPITALISED}){{1,4}}")
NICKNAMED = re.compile(
    rf"\s*({CAPITALISED}\s[\"“„«‘(][^\W\d_][\w-]{{0,20}}[\"”“»’)]\s{CAPITALISED})"
)
NAMES = re.compile(rf"{CAPITALISED}(?:[ \xa0](?:\w{{1,3}}[ ]){{0,2}}?{CAPITALISED}){{0,5}}")
PAIR = re.compile(r"\s*(?:\w{3} )?(\w[\w-]+) (\w+) (?=\w)")
ELIDED = re.compile(rf"[LlDd]['’](?=[^\W\d_])(?!{CAPITAL})")
POSSESSIVE = re.compile(r"['’]s?\Z")  # "Ledger's"


class Name(NamedTuple):
    """Who is named in a sentence, by a name, a pronoun or a description."""

    text: str
    is_person: bool
    is_pronoun: bool = False
    has_head: bool = False  # a description with a word such as "ministry" in it
    is_left_out: bool = False  # a pronoun that is not written: "…», dijo."
    is_part: bool = False  # a last name that counts only where a full name has it

    @property
    def is_known(self) -> bool:
        return self.is_person or self.is_pronoun or self.has_head


class Placed(NamedTuple):
    """A name and where it stands."""

    name: Name
    at: int


def place_name(name: Name | None, at: int) -> Placed | None:
    return Placed(name, at) if name else None


def read_name_after(text: str, words: Words) -> Name | None:
    """Who alone is named in what follows a verb: " the mayor, Ann Lee, on Monday"."""
    pair = PAIR.match(text)  # "die Autorin und Lotsin Ann Lee", "Zoo- und Parkdirektorin Ann Lee"
    if (
        pair
        and pair[2].lower() in words.ands
        and (pair[1][-1] == "-" or is_person_title(pair[1], words))
    ):
        name = read_first_name_after(text[pair.end() :], words)
        return name if name and has_first_name(name) else None
    name = read_first_name_after(text, words)
    if name and name.is_person:
        more = re.match(r" (\w+) ([\w'’]+)", text.partition(name.text)[2])
        is_more = more and (is_capitalised(more[2]) or more[2].lower() in words.articles)
        if more and is_more and more[1].lower() in words.ands:
            return None
    return name


def read_first_name_after(text: str, words: Words) -> Name | None:
    """Who is named first in what follows a verb."""
    if adverb := words.lead_adverbs.match(text):
        text = text[adverb.end() :]
    if nicknamed := NICKNAMED.match(text):
        return Name(nicknamed[1], True)
    run: list[re.Match[str]] = []
    for token in TOKEN.finditer(text):
        if token[0].lower() in words.pronouns:  # some are breaks too: "он"
            return None if run else Name(token[0], False, True)
        is_word = token[0][0].isalnum()
        folded = token[0].lower()
        is_stop = folded in words.stops and run and is_capitalised(run[-1][0])
        is_break = folded in words.breaks or is_stop
        if not is_word or is_break or len(run) > LONGEST_NAME:
            break
        run.append(token)
    if not run:
        return None
    tokens = [token[0] for token in run]
    if is_capitalised(tokens[0]):
        length = count_name(tokens)
        others = words.connectors | words.articles
        at = length  # "Harbour Trust director Ann Lee"
        while at < len(tokens) and tokens[at][0].islower() and tokens[at] not in others:
            at += 1
        after = tokens[at:] if at > length and not words.habits.capitalises_nouns else []
        if after and is_capitalised(after[0]):
            name = make_name(after[: count_name(after)], words)
            if at == length + 1 or (name and has_first_name(name)):
                return name
        return make_name(tokens[:length], words)
    apposition = re.match(
        rf",\s({CAPITALISED}(?:{NICKNAME}\s{CAPITALISED}){{1,3}})(?=[,.;:]|\s*\Z)",
        text[run[-1].end() :],
    )
    if apposition:
        return make_name(apposition[1].split(), words)
    return read_role(tokens, text[run[0].start() : run[-1].end()], words)


def read_name_before(text: str, words: Words, is_naming: bool) -> Placed | None:
    """Who stands right before a verb, and where: "On Monday, Ann Lee, 40, also "."""
    adverbs = words.adverbs.search(text)
    text = text[: adverbs.start()] if adverbs else text
    if text.endswith((",", ")")):  # Ann Lee, the mayor,
        opening = text.rfind("(" if text.endswith(")") else ",", 0, -1)
        if opening < 0 or len(text) - opening > LONGEST_APPOSITION:
            return None
        inner = text[opening + 1 : -1].strip()
        first, _, rest = inner.partition(" ")
        inner = rest if first.islower() and first in words.titles else inner  # maître Ann Lee
        if FULL_NAME.fullmatch(inner):  # the mayor, Ann Lee,
            return place_name(make_name(inner.split(), words), opening)
        text = text[:opening].rstrip()
    tokens = list(TOKEN.finditer(text))
    first = len(tokens)
    while first:
        word = tokens[first - 1][0]
        if not word[0].isalnum() or word.lower() in words.joins:
            break
        first -= 1
    run = [token[0] for token in tokens[first:]]
    if first > 2 and tokens[first - 1][0] == ",":  # Ann Lee, mayor of the port said
        named = text[: tokens[first - 1].start()]
        if match := FULL_NAME.fullmatch(named.rpartition(",")[2].strip()):
            return place_name(make_name(match[0].split(), words), match.start())
    if not run or len(run) > LONGEST_NAME + 2:
        return None
    at = tokens[first].start()
    if len(run) == 1 and run[0].lower() in words.pronouns:
        return Placed(Name(run[0], False, True), at)
    if any(word.lower() in words.breaks for word in run):
        return None
    length = count_name(run)
    is_named = words.habits.has_title_behind_name and length > 1
    if is_named and all(word.lower() in words.titles for word in run[length:]):
        run = run[:length]  # Kovács Péter polgármester
    if length == len(run) and run[0].lower() not in words.articles:
        name = make_name(run, words)
    elif is_naming:
        return None
    else:
        name = read_role(run, text[at:], words)
    return place_name(name, at)


def count_name(tokens: list[str]) -> int:
    """How many tokens from the first on are one name: capitalised, or particles between."""
    length = 0
    while length < len(tokens):
        if is_capitalised(tokens[length]):
            length += 1
            continue
        after = length
        while after < len(tokens) and not is_capitalised(tokens[after]):
            after += 1
        between = tuple(tokens[length:after])
        # "Ursula von der Leyen", but "Ann Lee von der Behörde"
        if length and (tokens[length - 1].lower(), *between) in read_particles():
            between = (tokens[length - 1].lower(), *between)
        if after == len(tokens) or between not in read_particles():
            break
        if between[0] == "von" and length > 1:
            break
        length = after
    return length


def make_name(tokens: list[str], words: Words) -> Name | None:
    """A name without the titles before it and without its owner ("Ledger's Ann Lee")."""
    for number in range(len(tokens) - 1, 0, -1):
        rest = tokens[number:]
        if POSSESSIVE.search(tokens[number - 1]) and not any(
            is_person_title(one, words) for one in rest
        ):
            tokens = rest
            break
    is_part = False
    if len(tokens) > 2 and ELIDED.match(tokens[0]):  # "L'avvocato Sergio Villa"
        tokens = tokens[1:]
    last = max((n for n, token in enumerate(tokens) if is_person_title(token, words)), default=None)
    if last is not None and len(tokens) - last > (1 if last == 0 else 2):
        tokens = tokens[last + 1 :]
        is_part = words.habits.has_owner_behind_office and len(tokens) == 1
    if words.habits.has_capital_before_name and len(tokens) > 2 and len(tokens[0]) >= SHORTEST_ROLE:
        given = next((n for n, token in enumerate(tokens) if is_first_name(token)), 0)
        tokens = tokens[given:] if given + 1 < len(tokens) else tokens
    folded = tokens[0].lower() if tokens else ""
    if not tokens or tokens == [tokens[0][0]]:
        return None
    if len(tokens) == 1 and tokens[0].lower() in words.no_names:
        return None
    if not is_capitalised(tokens[0]) or (len(tokens) == 1 and folded in words.titles):
        return None
    if folded in words.joins or folded in words.breaks or POSSESSIVE.search(tokens[-1]):
        return None
    return Name(" ".join(tokens), True, is_part=is_part)


def read_role(tokens: list[str], text: str, words: Words) -> Name | None:
    """The person that a description names at its end, else the description as printed."""
    if words.verb.search(text) or any(token.lower() in words.pronouns for token in tokens):
        return None
    length = count_described(tokens, words)
    for token in reversed(tokens[length:]):
        text = text.rstrip()[: -len(token)].rstrip()
    tokens = tokens[:length]
    if not tokens:
        return None
    behind_article = 1 if tokens[0].lower() in words.articles else 0
    starts = range(behind_article, len(tokens))
    first = next((n for n in starts if count_name(tokens[n:]) == len(tokens) - n), len(tokens))
    before = tokens[first - 1].lower() if first else ""
    tail = tokens[first:]
    is_owned = before in words.connectors or before in words.articles
    is_noun_first = is_owned and words.habits.capitalises_nouns  # "der Rapper Ben Lee"
    if is_noun_first and len(tail) >= 3 and is_capitalised(tail[1]):
        tail, is_owned = tail[1:], False
    while words.habits.capitalises_nouns and len(tail) > 2 and not is_first_name(tail[0]):
        if not is_first_name(tail[1]):
            break
        tail = tail[1:]
    is_named = words.habits.has_article_before_name and first == behind_article == 1
    if is_named and tail and is_first_name(tail[0]):  # ο Γιώργος Λάμπρου
        is_owned = False
    if len(tail) >= 2 and not is_owned and (name := make_name(tail, words)) and " " in name.text:
        return name
    if name := find_name_amid(tokens, words):
        return name
    if len(tail) == 1 and before in words.titles - words.articles:  # ông Hùng
        return Name(tail[0], True, is_part=True)
    first_word = tokens[0].lower()
    is_role = first_word in words.articles or POSSESSIVE.search(tokens[0])
    if len(tokens) == 1 and not is_role and first_word not in words.heads:
        return None
    has_head = not words.heads.isdisjoint(word.lower() for word in tokens)
    if has_head or (is_role and len(tokens) > 1):
        return Name(" ".join(text.split()), False, has_head=has_head)
    return None


def count_described(tokens: list[str], words: Words) -> int:
    """How many tokens are a description, without the small words that follow it."""
    length = len(tokens)
    while length and tokens[length - 1].lower() in words.connectors | words.articles:
        length -= 1
    while words.habits.capitalises_nouns and length and not is_capitalised(tokens[length - 1]):
        length -= 1
    return length


def find_name_amid(tokens: list[str], words: Words) -> Name | None:
    """The person named amid a description: "la bióloga Irene Gil de la Universidad"."""
    for number in range(1, len(tokens) - 1):
        before = tokens[number - 1]
        is_noun = (
            before.islower() or words.habits.capitalises_nouns or is_person_title(before, words)
        )
        is_owned = before.lower() in words.connectors | words.articles
        is_free = (is_noun or POSSESSIVE.search(before)) and not is_owned
        is_given = is_first_name(tokens[number]) and not is_first_name(before)
        if is_free and is_given and is_capitalised(tokens[number]):
            name = make_name(tokens[number : number + count_name(tokens[number:])], words)
            if name and has_first_name(name):
                return name
    return None


def has_first_name(name: Name) -> bool:
    """Whether it is a first and a last name."""
    first = name.text.split()[0] if name.is_person and " " in name.text else ""
    return is_first_name(first) or is_first_name(drop_accents(first))


def is_capitalised(token: str) -> bool:
    return bool(IS_CAPITALISED.match(token))


def is_person_title(token: str, words: Words) -> bool:
    folded = token.lower()
    if folded in words.titles or folded.rstrip(".") in words.titles:
        return True
    return bool(words.title_ends) and folded.endswith(words.title_ends)


def find_name_runs(masked: str, words: Words) -> Iterator[tuple[int, str]]:
    """(start, name) of every run of capitalised words outside quotations, titles stripped."""
    for match in NAMES.finditer(masked):
        tokens = match[0].split()
        if len(tokens) == 1:  # most, and in German every noun
            if tokens[0].lower() not in words.no_names:
                yield match.start(), POSSESSIVE.sub("", tokens[0])
            continue
        while tokens and tokens[0].lower() in words.no_names:
            tokens = tokens[1:]
        tokens = tokens[: count_name(tokens)] if tokens else []
        if tokens and (name := make_name(tokens, words)):
            yield match.start(), POSSESSIVE.sub("", name.text)
