"""Who says a quotation, where the sentence around it names someone.

Read by hand on samples of dev (en, de, es, fr, it, pl, ru), each before the changes that it led to:
173 of 180 right, 84 of 90, 85 of 90. A speaker is found for 38 of 100 quotations of dev.
"""

import re
import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from flows.seeds import read_seed
from flows.text import alternation

QUOTED = "\ufffc"  # stands for each character of a quotation, so that offsets stay
UPPER = "".join(chr(code) for code in range(0x530) if chr(code).isupper())
LONGEST_NAME = 9  # words of "a spokesman for the ministry of foreign affairs"
LONGEST_ATTRIBUTION = 160  # characters between the verb and the quotation
CLOSE = 60  # the same where the speaker is a description without a word such as "ministry"
LONGEST_APPOSITION = 90
LONGEST_SENTENCE = 600  # up to the quotation
LONGEST_LINK = 110  # characters between two parts of one speech: "…," said X, who smiled. "…"
LONGEST_MEMORY = 3_000  # characters back to whom "he" means; two paragraphs at most

ABBREVIATED = (
    r"(?:Dr|Mr|Mrs|Ms|Prof|Gov|Sen|Rep|Gen|Lt|Col|Capt|Sgt|St|Jr|Sr|Maj|Rev|Mme|Sig|Dott)\."
)
INITIALS = rf"(?:[{UPPER}]\.-?)+"
CAPITALISED = (
    rf"(?:{ABBREVIATED}|{INITIALS}|(?:[dDlL]['’]|(?:al|el|an|as|ad|ar)-)?[{UPPER}][\w'’\-]*)"
)
TOKEN = re.compile(rf"{ABBREVIATED}|{INITIALS}(?=\s)|\w[\w'’\-]*|[^\w\s]|\n")
IS_CAPITALISED = re.compile(CAPITALISED + r"\Z")
SENTENCE_END = re.compile(
    rf"(?<![\s.][{UPPER}])(?<!\b(?:Dr|Mr|Ms|St|Lt|No))(?<!\b(?:Mrs|Gen|Gov|Sen|Rep|Col|Sgt|Mme))"
    rf"(?<!\bProf)[.!?…]+[)\]]?\s+(?=[^\s\w]*[{UPPER}\d{QUOTED}])|\n"
)
FULL_NAME = re.compile(rf"{CAPITALISED}(?:\s{CAPITALISED}){{1,4}}")
POSSESSIVE = re.compile(r".*['’]s?\Z")


class Words(NamedTuple):
    """seeds/speech_words.csv in one language."""

    verb: re.Pattern[str]
    naming: frozenset[str]  # verbs that also make names of things: only after a person's name
    after: re.Pattern[str]  # a verb at the very start of what follows a quotation
    according: re.Pattern[str]
    adverbs: re.Pattern[str]
    pronouns: frozenset[str]
    articles: frozenset[str]
    connectors: frozenset[str]
    heads: frozenset[str]
    titles: frozenset[str]
    title_ends: tuple[str, ...]
    breaks: frozenset[str]
    joins: frozenset[str]
    no_names: frozenset[str]  # "However", "Both"
    nouns_are_capitalised: bool


class Name(NamedTuple):
    text: str
    is_person: bool
    is_pronoun: bool = False
    has_head: bool = False  # a description with a word such as "ministry" in it

    @property
    def is_known(self) -> bool:
        return self.is_person or self.is_pronoun or self.has_head


class Speech(NamedTuple):
    """A quotation's speaker as found beside it, and how."""

    name: Name
    at: int
    is_after: bool  # named after the quotation, so the next part of the speech is theirs too


class Form(NamedTuple):
    """A full name, where it stands, and what stands before it with the same last name."""

    at: int
    first: str  # the form printed first
    first_count: int  # how many of them up to here are that one


class Names(NamedTuple):
    """Who is named in a body."""

    forms: dict[str, list[Form]]  # by last name, in order
    persons: list[tuple[int, str]]  # (place of the speech, who speaks, in full), in order
    last_names: list[tuple[int, str]]  # (place, last name) of each name of a person, in order


@lru_cache
def read_words(language: str | None) -> Words | None:
    """The words of a language; None where we have none."""
    kinds: dict[str, list[str]] = {}
    for of_language, kind, text in read_seed("speech_words").iter_rows():
        if of_language and of_language == language:  # particles are of no language
            kinds.setdefault(kind, []).append(text)
    if not kinds:
        return None
    verbs = kinds["verb"] + kinds.get("naming", [])
    common = frozenset(read_seed("common_words").filter(language=language, weight=0)["word"])
    one = {
        kind: frozenset(text.lower() for text in kinds.get(kind, ()))
        for kind in ("naming", "pronoun", "article", "head", "title", "break", "that")
    }
    connectors = {word for text in kinds.get("connector", ()) for word in text.split()}
    adverb = alternation(kinds["adverb"])
    return Words(
        re.compile(rf"\b(?:{alternation(verbs)})\b(?!-)", re.IGNORECASE),
        one["naming"],
        re.compile(
            rf"[\s,–—-]*(?:{alternation(kinds['verb'] + kinds.get('inverted', []))})\b(?!-)",
            re.IGNORECASE,
        ),
        re.compile(rf"\b(?:{alternation(kinds['according'])})\s", re.IGNORECASE),
        re.compile(rf"(?:\s+(?:{adverb}|\w+ly))*\s*\Z", re.IGNORECASE),
        one["pronoun"],
        one["article"],
        frozenset(connectors),
        one["head"],
        frozenset(text for text in one["title"] if not text.startswith("*")),
        tuple(sorted(text[1:] for text in one["title"] if text.startswith("*"))),
        one["break"],
        one["that"],
        one["break"] | one["that"] | one["article"] | common,
        language == "de",
    )


@lru_cache
def read_particles() -> frozenset[tuple[str, ...]]:
    """Lower-case words inside a name: de, bin, van der."""
    words = read_seed("speech_words").filter(kind="particle")["text"]
    return frozenset(tuple(text.split()) for text in words)


def find_speakers(
    body: str, spans: list[tuple[int, int]], language: str | None
) -> list[str | None]:
    """The speaker of each span [start, end) of a body, marks included, in text order.

    find_speakers('Ann Lee spoke. "We sail," Lee said.', [(15, 25)], "en") == ["Ann Lee"]
    As printed, in the fullest form that the article has before it; None where nobody is named,
    or "he" may be more than one.
    """
    words = read_words(language)
    if words is None or not spans:
        return [None] * len(spans)
    masked = mask(body, spans)
    speeches = find_speeches(masked, body, spans, words)
    is_asked = any(s and (s.name.is_pronoun or " " not in s.name.text) for s in speeches)
    names = list_names(speeches, find_names(masked, words) if is_asked else ())
    return [speech and resolve(speech, names, masked) for speech in speeches]


def mask(body: str, spans: list[tuple[int, int]]) -> str:
    pieces, at = [], 0
    for start, end in spans:
        pieces += [body[at:start], QUOTED * (end - start)]
        at = end
    return "".join([*pieces, body[at:]])


def find_speeches(
    masked: str, body: str, spans: list[tuple[int, int]], words: Words
) -> list[Speech | None]:
    speeches: list[Speech | None] = []
    for number, (start, end) in enumerate(spans):
        # X asks: "…?" Y answers.
        is_announced = masked[max(0, start - 2) : start].rstrip().endswith(":")
        speech = read_before(masked, start, words) if is_announced else None
        speech = speech or read_after(masked, body, end, words)
        if speech is None and not is_announced:
            speech = read_before(masked, start, words)
        if speech is None and number and speeches[-1]:
            speech = follow(masked, body, spans[number - 1], spans[number], speeches[-1])
        speeches.append(speech)
    return speeches


def follow(
    masked: str, body: str, before: tuple[int, int], span: tuple[int, int], speech: Speech
) -> Speech | None:
    """The speaker of the part before, where only the naming stands between: "…," said X. "…"."""
    if not speech.is_after or masked.startswith(",", span[1]) or body[span[1] - 2] == ",":
        return None  # whoever the comma leads to says it
    link = masked[before[1] : span[0]]
    if speech.at != before[1]:  # named after a part still further up
        return speech if not link.strip(" ,–—") else None
    ends = list(SENTENCE_END.finditer(masked, before[1], span[0] + 1))
    is_close = not ends or (len(ends) == 1 and ends[0].end() == span[0])
    return speech if "\n" not in link and len(link) <= LONGEST_LINK and is_close else None


def read_after(masked: str, body: str, end: int, words: Words) -> Speech | None:
    """ "…," said X. "…," X told Y. "…," according to X."""
    stop = SENTENCE_END.search(masked, end, end + 2 * LONGEST_ATTRIBUTION)
    tail = masked[end : stop.end() if stop else end + 2 * LONGEST_ATTRIBUTION].split(QUOTED)[0]
    if verb := words.after.match(tail):
        if name := read_name_after(tail[verb.end() :], words):
            return Speech(name, end, True)
        return None
    if re.match(r"\s?-\w", tail):  # “Meet the Town”-Moderator
        return None
    closed = body[end - 2 : end].rstrip("\"'”“’»«‹›")[-1:]
    lead = re.match(r"[\s,–—-]*", tail)[0]
    if closed in ".…" and "," not in lead and not ("–" in lead or "—" in lead):
        return None  # the sentence is over: what follows is another
    tail = tail[len(lead) :]
    if (source := words.according.match(tail)) and lead.strip() in ("", ",", "–", "—"):
        name = read_name_after(tail[source.end() :], words)
        return Speech(name, end, False) if name and name.is_known else None
    if closed in "?!" and tail[:1].isupper() and tail.split()[0].lower() in words.articles:
        return None  # the same
    if verb := words.verb.search(tail, 0, LONGEST_ATTRIBUTION):
        name = read_name_before(tail[: verb.start()], words, verb[0].lower() in words.naming)
        if name:
            return Speech(name[0], end, True) if name[1] == 0 else None
    return None


def read_before(masked: str, start: int, words: Words) -> Speech | None:
    """X said: "…". X called it "…". On Monday sagte X: "…". According to X, it was "…"."""
    farthest = max(0, start - LONGEST_SENTENCE)
    line_start = max(farthest, masked.rfind("\n", farthest, start) + 1)
    ends = [match.end() for match in SENTENCE_END.finditer(masked, line_start, start + 1)]
    sentence_start = max([line_start, *ends])
    lead = masked[sentence_start:start]
    for verb in reversed(list(words.verb.finditer(lead))):
        rest = lead[verb.end() :]
        if len(rest) > LONGEST_ATTRIBUTION:
            return None
        found = read_name_before(lead[: verb.start()], words, verb[0].lower() in words.naming)
        if found and (found[0].is_known or len(rest) <= CLOSE):
            return Speech(found[0], sentence_start + found[1], False)
        name = read_name_after(rest, words) if rest.rstrip().endswith(":") else None
        return Speech(name, sentence_start + verb.end(), False) if name and name.is_known else None
    if source := words.according.search(lead):
        name = read_name_after(lead[source.end() :], words)
        if name and name.is_known:
            return Speech(name, sentence_start + source.end(), False)
    return None


def read_name_after(text: str, words: Words) -> Name | None:
    """Who is named first in what follows a verb: " the mayor, Ann Lee, on Monday"."""
    run: list[re.Match[str]] = []
    for token in TOKEN.finditer(text):
        is_word = token[0][0].isalnum()
        if not is_word or token[0].lower() in words.breaks or len(run) > LONGEST_NAME:
            break
        if token[0].lower() in words.pronouns:
            return None if run else Name(token[0], False, True)
        run.append(token)
    if not run:
        return None
    tokens = [token[0] for token in run]
    if is_capitalised(tokens[0]):
        length = count_name(tokens)
        role = tokens[length : length + 1]  # "Harbour Trust director Ann Lee"
        is_role = role and role[0].islower() and not words.nouns_are_capitalised
        if is_role and role[0] not in words.connectors | words.articles:
            after = tokens[length + 1 :]
            if after and is_capitalised(after[0]):
                return make_name(after[: count_name(after)], words)
        return make_name(tokens[:length], words)
    apposition = re.match(
        rf",\s({CAPITALISED}(?:\s{CAPITALISED}){{1,3}})(?=[,.;:]|\s*\Z)", text[run[-1].end() :]
    )
    if apposition:
        return make_name(apposition[1].split(), words)
    return read_role(tokens, text[run[0].start() : run[-1].end()], words)


def read_name_before(text: str, words: Words, is_naming: bool) -> tuple[Name, int] | None:
    """Who stands right before a verb, and where: "On Monday, Ann Lee, 40, also "."""
    text = text[: words.adverbs.search(text).start()]
    if text.endswith((",", ")")):  # Ann Lee, the mayor,
        opening = text.rfind("(" if text.endswith(")") else ",", 0, -1)
        if opening < 0 or len(text) - opening > LONGEST_APPOSITION:
            return None
        inner = text[opening + 1 : -1].strip()
        if FULL_NAME.fullmatch(inner):  # the mayor, Ann Lee,
            name = make_name(inner.split(), words)
            return name and (name, opening)
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
            name = make_name(match[0].split(), words)
            return name and (name, match.start())
    if not run or len(run) > LONGEST_NAME + 2:
        return None
    at = tokens[first].start()
    if len(run) == 1 and run[0].lower() in words.pronouns:
        return Name(run[0], False, True), at
    if any(word.lower() in words.breaks for word in run):
        return None
    length = count_name(run)
    if length == len(run) and run[0].lower() not in words.articles:
        name = make_name(run, words)
    elif is_naming:
        return None
    else:
        name = read_role(run, text[at:], words)
    return name and (name, at)


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
    """A name without the titles before it; what owns it goes too ("Ledger's Ann Lee")."""
    for number in range(len(tokens) - 1, 0, -1):
        rest = tokens[number:]
        if POSSESSIVE.match(tokens[number - 1]) and not any(is_title(one, words) for one in rest):
            tokens = rest
            break
    last = max((n for n, token in enumerate(tokens) if is_title(token, words)), default=-1)
    if last >= 0 and (len(tokens) - last > 2 or (len(tokens) > last + 1 and last == 0)):
        tokens = tokens[last + 1 :]
    folded = tokens[0].lower() if tokens else ""
    if not tokens or tokens == [tokens[0][0]]:
        return None
    if len(tokens) == 1 and tokens[0].lower() in words.no_names:
        return None
    if not is_capitalised(tokens[0]) or (len(tokens) == 1 and folded in words.titles):
        return None
    if folded in words.joins or folded in words.breaks or re.search(r"['’]s?\Z", tokens[-1]):
        return None
    return Name(" ".join(tokens), True)


def read_role(tokens: list[str], text: str, words: Words) -> Name | None:
    """The person named at the end of a description, else the description as printed."""
    if words.verb.search(text) or any(token.lower() in words.pronouns for token in tokens):
        return None
    while tokens and tokens[-1].lower() in words.connectors | words.articles:
        text = text.rstrip()[: -len(tokens[-1])].rstrip()
        tokens = tokens[:-1]
    if not tokens:
        return None
    if words.nouns_are_capitalised:
        while tokens and not is_capitalised(tokens[-1]):
            text = text.rstrip()[: -len(tokens[-1])].rstrip()
            tokens = tokens[:-1]
        if not tokens:
            return None
    is_noun = tokens[0].lower() in words.articles
    first = next(
        (n for n in range(is_noun, len(tokens)) if count_name(tokens[n:]) == len(tokens) - n),
        len(tokens),
    )
    before = tokens[first - 1].lower() if first else ""
    tail = tokens[first:]
    is_owned = before in words.connectors or before in words.articles
    is_noun_first = is_owned and words.nouns_are_capitalised  # "der Rapper Ben Lee"
    if is_noun_first and len(tail) >= 3 and is_capitalised(tail[1]):
        tail, is_owned = tail[1:], False
    if len(tail) >= 2 and not is_owned and (name := make_name(tail, words)) and " " in name.text:
        return name
    first_word = tokens[0].lower()
    is_role = first_word in words.articles or POSSESSIVE.match(tokens[0])
    if len(tokens) == 1 and not is_role and first_word not in words.heads:
        return None
    has_head = not words.heads.isdisjoint(word.lower() for word in tokens)
    if has_head or (is_role and len(tokens) > 1):
        return Name(" ".join(text.split()), False, has_head=has_head)
    return None


def is_capitalised(token: str) -> bool:
    return bool(IS_CAPITALISED.match(token))


def is_title(token: str, words: Words) -> bool:
    folded = token.lower()
    if folded in words.titles or folded.rstrip(".") in words.titles:
        return True
    return bool(words.title_ends) and folded.endswith(words.title_ends)


AT_END = re.compile(r"['’]s?\Z")
NAMES = re.compile(rf"{CAPITALISED}(?:[ \xa0](?:\w{{1,3}}[ ]){{0,2}}?{CAPITALISED}){{0,5}}")


def find_names(masked: str, words: Words) -> Iterator[tuple[int, str]]:
    """(start, name) of every run of capitalised words outside quotations, titles stripped."""
    for match in NAMES.finditer(masked):
        tokens = match[0].split()
        if len(tokens) == 1:  # most, and in German every noun
            if tokens[0].lower() not in words.no_names:
                yield match.start(), AT_END.sub("", tokens[0])
            continue
        while tokens and tokens[0].lower() in words.no_names:
            tokens = tokens[1:]
        tokens = tokens[: count_name(tokens)] if tokens else []
        if tokens and (name := make_name(tokens, words)):
            yield match.start(), AT_END.sub("", name.text)


def list_names(speeches: list[Speech | None], names: Iterable[tuple[int, str]]) -> Names:
    """The names of a body as `resolve` looks them up: by place, as there may be thousands."""
    forms: dict[str, list[Form]] = defaultdict(list)
    names = list(names)
    for at, name in names:
        if " " in name:
            known = forms[name.split()[-1]]
            first, count = (known[-1].first, known[-1].first_count) if known else (name, 0)
            known.append(Form(at, first, count + (name == first)))
    persons = [(s.at, complete(s.name, s.at, forms)) for s in speeches if s and s.name.is_person]
    last_names = [(at, name.split()[-1]) for at, name in names if " " in name or name in forms]
    return Names(forms, sorted(persons), last_names)


def resolve(speech: Speech, names: Names, masked: str) -> str | None:
    """The fullest form of a name printed before it; whom a pronoun means, if one person only."""
    if not speech.name.is_pronoun:
        return complete(speech.name, speech.at, names.forms)
    farthest = max(0, speech.at - LONGEST_MEMORY)
    line_start = masked.rfind("\n", farthest, speech.at) + 1
    start = max(farthest, masked.rfind("\n", farthest, max(line_start - 1, 0)) + 1)
    persons = set(between(names.persons, start, speech.at))
    others = set(between(names.last_names, start, speech.at))
    if persons and len(others | {name.split()[-1] for name in persons}) == 1:
        return max(persons, key=lambda name: (len(name), name))
    return None


def between(places: list[tuple[int, str]], start: int, end: int) -> Iterator[str]:
    for _, name in places[bisect_left(places, (start,)) : bisect_left(places, (end,))]:
        yield name


def complete(name: Name, at: int, forms: dict[str, list[Form]]) -> str:
    """ "Lee" -> "Ann Lee" where only one such name stands before it."""
    if not name.is_person or " " in name.text:
        return sys.intern(name.text)
    known = forms.get(name.text, [])
    count = bisect_left(known, (at,))
    if not count:
        return name.text
    form = known[count - 1]
    return form.first if 2 * form.first_count >= count else name.text
