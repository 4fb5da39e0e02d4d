"""Who says a quotation, where the sentence around it names someone.

Samples of dev (en, de, es, fr, it, pl, ru) were read by hand, each before the changes that it led
to: 173 of 180 right, 84 of 90, 85 of 90. A speaker is found for 41 of 100 quotations of dev.
"""

import re
import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from flows.describe.speakers_east_asian import EAST_ASIAN_LANGUAGES, find_east_asian_speakers
from flows.describe.speakers_uncased import UNCASED_LANGUAGES, find_uncased_speakers
from flows.reading.bylines import is_first_name
from flows.seeds import read_seed
from flows.text import (
    CAPITAL,
    OMITTED,
    SUFFIXES,
    TITLES,
    alternation,
    drop_accents,
    make_name_aware_break,
)

LONGEST_NAME = 9  # words of "a spokesman for the ministry of foreign affairs"
LONGEST_ATTRIBUTION = 160  # characters between the verb and the quotation
# The same where the speaker is a description without a word such as "ministry".
LONGEST_VAGUE_ATTRIBUTION = 60
LONGEST_APPOSITION = 90
LONGEST_SENTENCE = 600  # up to the quotation
LONGEST_LINK = 110  # characters between two parts of one speech: "…," said X, who smiled. "…"
LONGEST_MEMORY = 3_000  # characters back to the person whom "he" means; two paragraphs at most

ABBREVIATED = rf"{alternation((*TITLES, *SUFFIXES))}\."
INITIALS = rf"(?:{CAPITAL}\.-?)+"
CAPITALISED = (
    rf"(?:{ABBREVIATED}|{INITIALS}|(?:[dDlL]['’]|(?:al|el|an|as|ad|ar)-)?{CAPITAL}[\w'’\-]*)"
)
TOKEN = re.compile(rf"{ABBREVIATED}|{INITIALS}(?=\s)|\w[\w'’\-]*|[^\w\s]|\n")
IS_CAPITALISED = re.compile(CAPITALISED + r"\Z")
SENTENCE_BREAK = re.compile(make_name_aware_break())
NICKNAME = r"(?:\s[\"“„«‘(][^\W\d_][\w-]{0,20}[\"”“»’)])?"  # Tom "Tiny" Marsh
FULL_NAME = re.compile(rf"{CAPITALISED}(?:{NICKNAME}\s{CAPITALISED}){{1,4}}")
NICKNAMED = re.compile(
    rf"\s*({CAPITALISED}\s[\"“„«‘(][^\W\d_][\w-]{{0,20}}[\"”“»’)]\s{CAPITALISED})"
)
NAMES = re.compile(rf"{CAPITALISED}(?:[ \xa0](?:\w{{1,3}}[ ]){{0,2}}?{CAPITALISED}){{0,5}}")
IS_NAMED = re.compile(rf"(?<!\w){CAPITAL}")
VERB_IS_LAST = re.compile(r"(?:\s\w+)?\s*(?:[,.;:]|\Z)")  # "Ann Lee smiled sadly."
PAIR = re.compile(r"\s*(?:\w{3} )?(\w[\w-]+) (\w+) (?=\w)")
ELIDED = re.compile(r"[LlDd]['’](?=[^\W\d_])(?!{})".replace("{}", CAPITAL))
DASH = re.compile(r"(?<=\s)[–—-]|[–—-](?=\s)")
PAUSE = re.compile(r",\s|(?<=[\s,!?…])[–—-]\s?|—")
CASE_ENDING = re.compile(r"['’]\w+\Z")  # Demir'e göre
POSSESSIVE = re.compile(r"['’]s?\Z")  # "Ledger's"
LEAD = re.compile(r"[\s,–—-]*")  # between a quotation and what follows it
# « Text, dit X. Text », «Text - dice X - text»: inside the marks.
INSIDE_LANGUAGES = ("fr",)  # a comma is enough
# A verb needs no pronoun: "…», dijo."
NO_PRONOUN_LANGUAGES = ("ca", "cs", "el", "es", "hu", "it", "pl", "pt", "ro")
ARTICLE_LANGUAGES = ("ca", "el", "pt")  # an article may stand before a person's name
# The name of what someone is head of stands right behind the office: "Prezydent Rosji".
OFFICE_LANGUAGES = ("cs", "pl", "ro")
# What someone is may be printed with a capital in front of a name: "Geologi Antti Salo".
ROLE_LANGUAGES = ("cs", "da", "de", "el", "fi", "id", "nl", "no", "pl", "ro", "ru", "sv", "tr")
ROLE_LANGUAGES += ("uk",)
SHORTEST_ROLE = 4  # characters
TITLE_BEHIND_LANGUAGES = ("hu",)
VERB_LAST_LANGUAGES = ("tr",)  # X, "…" dedi.
FEWEST_WORDS_OF_SPEECH = 4  # before a verb that no seed has
LONGEST_ROLE = 5  # words of "La presidenta de la lonja" before a name


class Words(NamedTuple):
    """seeds/speech_words.csv in one language."""

    language: str
    verb: re.Pattern[str]
    said: re.Pattern[str]  # these, and verbs that tell how ("grumbled"): only beside a quotation
    told: re.Pattern[str]  # the same at the end of what announces a quotation
    plural: frozenset[str]  # verbs of several people
    ends: tuple[str, ...]  # how verbs end that no seed has
    opinion: re.Pattern[str]  # "Pour X, « … »"
    behind: re.Pattern[str]  # "X szerint", the same as according
    ands: frozenset[str]
    naming: frozenset[str]  # verbs that also name things ("called"): only after a person's name
    after: re.Pattern[str]  # a verb right at the start of what follows a quotation
    split: re.Pattern[str]  # the same of a verb in two parts, the second behind the name
    asked: re.Pattern[str]  # the same of a verb with its pronoun: "a-t-il"
    according: re.Pattern[str]
    adverbs: re.Pattern[str]
    lead_adverbs: re.Pattern[str]  # the same between a verb and who it is about
    unknown: re.Pattern[str]  # what may be a verb: a word, perhaps with "se" or "sich" beside it
    pronouns: frozenset[str]
    articles: frozenset[str]
    connectors: frozenset[str]
    heads: frozenset[str]
    titles: frozenset[str]
    title_ends: tuple[str, ...]
    breaks: frozenset[str]
    stops: frozenset[str]  # breaks, unless a name begins with it: "sagt die Chefin die Reise ab"
    joins: frozenset[str]
    no_names: frozenset[str]  # "However", "Both"
    nouns_are_capitalised: bool


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


class Speech(NamedTuple):
    """A quotation's speaker as named beside it, and where."""

    name: Name
    at: int
    is_after: bool  # named after the quotation: the next part of the speech is theirs too
    is_inside: bool = False  # named between its marks


class Form(NamedTuple):
    """Where a full name stands, and which full name of that last name was printed first."""

    at: int
    first: str
    first_count: int  # how many full names of that last name up to here are the first one


class Names(NamedTuple):
    """Who is named in a body."""

    forms: dict[str, list[Form]]  # by last name, in order
    persons: list[tuple[int, str]]  # (place of the speech, who speaks, in full), in order
    last_names: list[tuple[int, str]]  # (place, last name) of each name of a person, in order


@lru_cache
def read_speech_words(language: str | None) -> Words | None:
    """The words of a language; None where the seed has none of it."""
    kinds: dict[str, list[str]] = {}
    rows = read_seed("speech_words").filter(language=language or "")  # particles are of no language
    for kind, text in rows.select("kind", "text").iter_rows():
        kinds.setdefault(kind, []).append(text)
    if not kinds:
        return None
    verbs = kinds["verb"] + kinds.get("naming", []) + kinds.get("plural", [])
    common = frozenset(read_seed("common_words").filter(language=language, weight=0)["word"])
    naming, pronouns, articles, heads, titles, breaks, thats, plural, ands = (
        frozenset(text.lower() for text in kinds.get(kind, ()))
        for kind in (
            *("naming", "pronoun", "article", "head", "title", "break", "that", "plural"),
            "and",
        )
    )
    reflexive = alternation(kinds.get("reflexive", []))
    return Words(
        language=str(language),
        verb=compile_words(r"\b{}\b(?!-)", verbs),
        said=compile_words(r"\b{}\b(?!-)", verbs + kinds.get("manner", [])),
        told=compile_words(r"\b{}(?:\s\w+)?:\s*\Z", kinds.get("manner", [])),
        plural=plural,
        ends=tuple(kinds.get("ending", ())),
        opinion=compile_words(r"\s*{}\s", kinds.get("opinion", [])),
        behind=compile_words(r"\s{}[\s,:]*\Z", kinds.get("behind", [])),
        ands=ands,
        naming=naming,
        after=compile_words(
            rf"{LEAD.pattern}{{}}\b(?!-)",
            [
                *kinds["verb"],
                *(
                    word
                    for kind in ("plural", "inverted", "manner")
                    for word in kinds.get(kind, ())
                ),
            ],
        ),
        split=compile_split(kinds.get("split", [])),
        asked=compile_words(rf"{LEAD.pattern}\w+-({{}})\b", sorted(pronouns)),
        according=compile_words(r"\b{}\s", kinds["according"]),
        adverbs=compile_words(r"(?:\s+(?:{}|\w+ly))*\s*\Z", kinds["adverb"]),
        lead_adverbs=compile_words(r"(?:\s+{})+(?=\s)", kinds["adverb"]),
        unknown=re.compile(rf"(?:{reflexive}\s?)?(\w{{3,}})(?:\s{reflexive})?(?=[\s.!]|\Z)"),
        pronouns=pronouns,
        articles=articles,
        connectors=frozenset(word for text in kinds.get("connector", ()) for word in text.split()),
        heads=heads,
        titles=frozenset(title for title in titles if not title.startswith("*")),
        title_ends=tuple(sorted(title[1:] for title in titles if title.startswith("*"))),
        breaks=breaks,
        stops=frozenset(kinds.get("stop", ())),
        joins=thats,
        no_names=breaks | thats | articles | common | frozenset(kinds["according"]),
        nouns_are_capitalised=language == "de",
    )


def compile_words(pattern: str, words: list[str]) -> re.Pattern[str]:
    """A pattern with any of the words in place of its {}."""
    return re.compile(pattern.replace("{}", alternation(words)), re.IGNORECASE)


def compile_split(verbs: list[str]) -> re.Pattern[str]:
    """Verbs in two parts: "räumte … ein" stands around a name."""
    seconds: dict[str, list[str]] = defaultdict(list)
    for verb in verbs:
        first, _, second = verb.partition(" … ")
        seconds[first].append(second)
    between = rf"(?=[^\n!?;:]{{1,{LONGEST_APPOSITION}}}?\b"
    parts = [rf"{first}\b{between}{alternation(of)}\b)" for first, of in seconds.items()]
    return re.compile(rf"{LEAD.pattern}(?:{'|'.join(parts)})" if parts else r"\b\B", re.I)


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
    Each as printed, in the fullest form that the article has before it; None where nobody is
    named, or where "he" may be more than one person.
    """
    words = read_speech_words(language)
    if words is None or not spans:
        return [None] * len(spans)
    masked = mask(body, spans)
    if language in EAST_ASIAN_LANGUAGES:
        return find_east_asian_speakers(masked, spans, language)
    if language in UNCASED_LANGUAGES:
        return find_uncased_speakers(masked, spans, language)
    speeches = find_speeches(masked, body, spans, words)
    is_asked = any(s and (s.name.is_pronoun or " " not in s.name.text) for s in speeches)
    inside = [(s.at, s.name.text) for s in speeches if s and s.is_inside and s.name.is_person]
    runs = sorted([*find_name_runs(masked, words), *inside]) if is_asked else ()
    names = list_names(speeches, runs)
    return [resolve(speech, names, masked) if speech else None for speech in speeches]


def mask(body: str, spans: list[tuple[int, int]]) -> str:
    """The body with every character of the spans taken out."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [body[at:start], OMITTED * (end - start)]
        at = end
    return "".join([*pieces, body[at:]])


def find_speeches(
    masked: str, body: str, spans: list[tuple[int, int]], words: Words
) -> list[Speech | None]:
    """The speaker of each span as named beside it."""
    speeches: list[Speech | None] = []
    for number, (start, end) in enumerate(spans):
        # X asks: "…?" Y answers.
        is_announced = masked[max(0, start - 2) : start].rstrip().endswith(":")
        speech = read_before(masked, start, words) if is_announced else None
        speech = speech or read_after(masked, body, (start, end), words)
        if speech is None and words.language in VERB_LAST_LANGUAGES:
            speech = read_around(masked, start, end, words)
        if speech is None:
            speech = read_inside(body, start, end, words)
        if speech is None and not is_announced:
            speech = read_before(masked, start, words)
        if speech is None and number and (before := speeches[-1]):
            speech = follow(masked, body, spans[number - 1], spans[number], before)
        speeches.append(speech)
    return speeches


def follow(
    masked: str, body: str, before: tuple[int, int], span: tuple[int, int], speech: Speech
) -> Speech | None:
    """The speaker of the part before, where only their naming stands between: "…," said X. "…"."""
    if not speech.is_after or masked.startswith(",", span[1]) or body[span[1] - 2] == ",":
        return None  # whoever the comma leads to says it
    link = masked[before[1] : span[0]]
    if speech.at != before[1]:  # named after an earlier part
        return speech if not link.strip(" ,–—") else None
    ends = list(SENTENCE_BREAK.finditer(masked, before[1], span[0] + 1))
    is_close = not ends or (len(ends) == 1 and ends[0].end() == span[0])
    return speech if "\n" not in link and len(link) <= LONGEST_LINK and is_close else None


def read_after(masked: str, body: str, span: tuple[int, int], words: Words) -> Speech | None:
    """ "…," said X. "…," X told Y. "…," according to X."""
    start, end = span
    stop = SENTENCE_BREAK.search(masked, end, end + 2 * LONGEST_ATTRIBUTION)
    tail = masked[end : stop.end() if stop else end + 2 * LONGEST_ATTRIBUTION].split(OMITTED)[0]
    if pronoun := words.asked.match(tail):
        return Speech(Name(pronoun[1], False, True), end, True)
    if verb := words.split.match(tail) or words.after.match(tail):
        rest = tail[verb.end() :]
        if name := read_name_after(rest, words):
            return Speech(name, end, True)
        is_free = words.language in NO_PRONOUN_LANGUAGES
        if is_free and is_left_out(LEAD.sub("", verb[0]), rest, words):
            subject = find_subject(masked, start, words)
            return Speech(Name(subject, False, True, is_left_out=True), end, True)
        return None
    if re.match(r"\s?-\w", tail):  # “Meet the Town”-Moderator
        return None
    closed = body[end - 2 : end].rstrip("\"'”“’»«‹›")[-1:]
    lead, tail = cut_lead(tail)
    if closed in ".…" and "," not in lead and not ("–" in lead or "—" in lead):
        return None  # the sentence is over: what follows is another
    if (source := words.according.match(tail)) and lead.strip() in ("", ",", "–", "—"):
        name = read_name_after(tail[source.end() :], words)
        return Speech(name, end, False) if name and name.is_known else None
    if closed in "?!" and tail[:1].isupper() and tail.split()[0].lower() in words.articles:
        return None  # here too
    for verbs in (words.verb, words.said):
        verb = verbs.search(tail, 0, LONGEST_ATTRIBUTION)
        if verb and (verbs is words.verb or VERB_IS_LAST.match(tail, verb.end())):
            found = read_name_before(tail[: verb.start()], words, verb[0].lower() in words.naming)
            if found and (found.at == 0 or is_apposed(tail[: found.at + 1], words)):
                return Speech(found.name, end, True)
    spoken = body[start:end]
    is_speech = len(spoken.split()) >= FEWEST_WORDS_OF_SPEECH and spoken[1:].lstrip()[:1].isupper()
    if not is_speech or not words.ends:
        return None
    if name := read_unknown_verb(tail, words):
        return Speech(name, end, True)
    if closed == "," and (named := compile_last_verb(words.ends).fullmatch(tail.rstrip())):
        name = make_name(named[1].split(), words)
        return Speech(name, end, True) if name and is_full_name(name) else None
    alone = words.unknown.match(tail)
    is_free = words.language in NO_PRONOUN_LANGUAGES
    is_alone = alone and is_verb(alone[1], words) and not tail[alone.end() :].strip(" .!")
    if is_free and is_alone:
        subject = find_subject(masked, start, words)
        return Speech(Name(subject, False, True, is_left_out=True), end, True) if subject else None
    return None


def is_told(body: str, end: int, words: Words) -> bool:
    """Whether a speech that ends there is followed by a verb of speech."""
    if words.after.match(body, end):
        return True
    tail = cut_lead(body[end : end + LONGEST_ATTRIBUTION].partition("\n")[0])[1]
    return bool(words.ends) and read_unknown_verb(tail, words) is not None


def read_unknown_verb(tail: str, words: Words) -> Name | None:
    """The person beside what has the form of a verb: "bleated Ann Lee."."""
    verb = words.unknown.match(tail)
    if not verb or not is_verb(verb[1], words):
        return None
    rest = tail[verb.end() :]
    name = read_name_after(rest, words)
    behind = rest.partition(name.text)[2] if name else ""
    following = re.match(r" ([^\W\d_]+)", behind)
    is_over = following and following[1] in words.breaks | words.connectors - words.ands
    is_over = is_over or re.match(r"\s?[,.;:(]|\Z", behind)
    return name if name and is_full_name(name) and is_over else None


@lru_cache
def compile_last_verb(ends: tuple[str, ...]) -> re.Pattern[str]:
    """What may be a name and a verb that no seed has, to the end of a sentence."""
    role = r"(?:[a-z][\w'’-]*\s){0,3}"
    verb = rf"(?=[a-z])\w{{2,}}{alternation(ends)}"
    return re.compile(rf"{role}({FULL_NAME.pattern})(?:,\s\d{{1,3}},)?\s{verb}[.!]?")


def is_verb(word: str, words: Words) -> bool:
    """Whether a word may be a verb of speech, for all that the seeds say."""
    is_known = word in words.no_names or word in words.connectors or word in words.naming
    return word.islower() and word.endswith(words.ends) and not is_known


def is_full_name(name: Name) -> bool:
    """Whether it is a first and a last name."""
    first = name.text.split()[0] if name.is_person and " " in name.text else ""
    return is_first_name(first) or is_first_name(drop_accents(first))


def is_left_out(verb: str, rest: str, words: Words) -> bool:
    """Whether a verb, with the rest of its sentence, has no subject: "dijo a los vecinos."."""
    if verb.lower() in words.plural or IS_NAMED.search(rest):
        return False
    first = TOKEN.search(rest)
    is_over = first is None or not first[0][0].isalnum() or first[0].lower() in words.breaks
    return is_over or words.adverbs.match(rest.rstrip(".!")) is not None


def find_subject(masked: str, start: int, words: Words) -> str:
    """The one person named in the sentence before a quotation, as its subject; "" if unsure.

    In "La alcaldesa, Ana Ruiz, visitó el puerto. «…»" that is Ana Ruiz.
    """
    farthest = max(0, start - LONGEST_SENTENCE)
    ends = [match.end() for match in SENTENCE_BREAK.finditer(masked, farthest, start + 1)]
    places = ([0] if not farthest else []) + ends
    sentences = [masked[at:after].strip() for at, after in pairwise(places)]
    sentence = next((text for text in reversed(sentences) if text), "")
    named = FULL_NAME.search(sentence)
    if not named or masked[places[-1] : start].strip() or OMITTED in sentence:
        return ""
    name = make_name(named[0].split(), words)
    before, after = sentence[: named.start()].split(), sentence[named.end() :]
    owners = words.connectors - words.articles
    is_role = all(w.strip(",").lower() not in words.breaks - owners for w in before)
    is_between = before and before[-1].endswith(",") and after.startswith(",")
    is_known = name and (is_full_name(name) or is_between)
    if not name or not is_known or len(before) > LONGEST_ROLE or not is_role:
        return ""
    if before and before[-1].lower() in words.connectors | words.breaks:
        return ""
    if not re.match(r"(?:,\s|\s)[^\W\d_]", after) or after.split()[0] in words.ands:
        return ""
    others = {part for run in NAMES.finditer(after) for part in run[0].split()}
    is_alone = not any(is_first_name(part) for part in others - set(name.text.split()))
    return name.text if is_alone else ""


def read_around(masked: str, start: int, end: int, words: Words) -> Speech | None:
    """X, "…" dedi."""
    tail = masked[end : end + LONGEST_ATTRIBUTION]
    verb = words.after.match(tail)
    if not verb or not re.match(r"\s*(?:[.,;!]|\Z|\n)", tail[verb.end() :]):
        return None
    at = find_sentence(masked, start)
    runs = list(NAMES.finditer(masked, at, start))
    if not runs:
        return None
    behind = masked[runs[-1].end() : start].replace(" ise ", " ").replace(" da ", " ")
    tokens = runs[-1][0].split()
    if behind.strip(" ,"):
        is_first = len(runs) == 1 or (len(tokens) > 1 and "," not in masked[at : runs[-1].start()])
        if not is_first or not re.fullmatch(r",?[^,]*,?\s*", behind):
            return None
    if any("'" in token or "’" in token for token in tokens):  # Kaya'ya: to Kaya
        return None
    name = make_name(tokens, words)
    return (
        Speech(name._replace(is_part=" " not in name.text), runs[-1].start(), False)
        if name
        else None
    )


def read_inside(body: str, start: int, end: int, words: Words) -> Speech | None:
    """« …, dit X, … ». «… - dice X - …»."""
    text = body[start + 1 : end - 1]
    is_free = words.language in INSIDE_LANGUAGES
    if not (is_free and "," in text) and not DASH.search(text):
        return None
    for pause in PAUSE.finditer(text):
        is_dash = "," not in pause[0]
        if not is_dash and not is_free:
            continue
        if is_free and (asked := words.asked.match(text, pause.start())):
            return Speech(Name(asked[1], False, True), start, True, True)
        verb = words.after.match(text, pause.start())
        said = verb.end() if verb else pause.end()
        rest = text[said : said + LONGEST_ATTRIBUTION]
        name = None if verb or is_dash else read_unknown_verb(rest, words)
        if name and "," not in rest.partition(name.text)[0]:
            return Speech(name, start, True, True)
        if not verb or not rest.startswith(" "):
            continue
        name = read_name_after(rest, words)
        behind = rest.partition(name.text)[2] if name else ""
        is_over = DASH.search(behind[:LONGEST_APPOSITION]) or not behind if is_dash else True
        if name and name.is_known and is_over and re.match(r"\s?[,.;:(–—-]|\s*\Z", behind):
            return Speech(name, start, True, True)
    return None


def is_apposed(text: str, words: Words) -> bool:
    """Whether a text is what the person named behind it is: "its chief executive, "."""
    text, comma, _ = text.rpartition(",")
    tokens = text.split()
    if not tokens or not comma or len(tokens) > LONGEST_NAME:
        return False
    is_described = tokens[0].lower() in words.articles or POSSESSIVE.search(tokens[0])
    is_broken = any(token.lower() in words.breaks | words.joins for token in tokens)
    return bool(is_described) and not is_broken and "," not in text


def cut_lead(tail: str) -> tuple[str, str]:
    """The commas and dashes at the start of a text, and the rest of it."""
    rest = LEAD.sub("", tail, count=1)
    return tail[: len(tail) - len(rest)], rest


def read_before(masked: str, start: int, words: Words) -> Speech | None:
    """X said: "…". X called it "…". On Monday sagte X: "…". According to X, it was "…"."""
    sentence_start = find_sentence(masked, start)
    lead = masked[sentence_start:start]
    if lead.rstrip().endswith(":") and (verb := words.told.search(lead)):
        found = read_name_before(lead[: verb.start()], words, False)
        if found and found.name.is_known:
            return Speech(found.name, sentence_start + found.at, False)
    for verb in reversed(list(words.verb.finditer(lead))):
        rest = lead[verb.end() :]
        if len(rest) > LONGEST_ATTRIBUTION:
            return None
        found = read_name_before(lead[: verb.start()], words, verb[0].lower() in words.naming)
        if found and (found.name.is_known or len(rest) <= LONGEST_VAGUE_ATTRIBUTION):
            return Speech(found.name, sentence_start + found.at, False)
        is_source = words.according.fullmatch(lead[: verb.start()].lstrip())  # "Según dice X,"
        is_after = is_source or rest.rstrip().endswith(":")
        name = read_name_after(rest, words) if is_after else None
        return Speech(name, sentence_start + verb.end(), False) if name and name.is_known else None
    if source := words.according.search(lead):
        name = read_name_after(lead[source.end() :], words)
        if name and name.is_known:
            return Speech(name, sentence_start + source.end(), False)
    if source := words.behind.search(lead):
        found = read_name_before(CASE_ENDING.sub("", lead[: source.start()]), words, False)
        if not found:
            return None
        is_part = found.name.is_person and " " not in found.name.text
        return Speech(found.name._replace(is_part=is_part), sentence_start + found.at, False)
    if (source := words.opinion.match(lead)) and lead.rstrip().endswith(","):
        name = read_name_after(lead[source.end() - 1 :], words)
        if name and is_full_name(name) and f"{name.text}," in lead:
            return Speech(name, sentence_start + source.end(), False)
    return None


def find_sentence(masked: str, place: int) -> int:
    """Where the sentence of a place begins, in its line."""
    farthest = max(0, place - LONGEST_SENTENCE)
    line_start = max(farthest, masked.rfind("\n", farthest, place) + 1)
    ends = [match.end() for match in SENTENCE_BREAK.finditer(masked, line_start, place + 1)]
    return max([line_start, *ends])


def read_name_after(text: str, words: Words) -> Name | None:
    """Who alone is named in what follows a verb: " the mayor, Ann Lee, on Monday"."""
    pair = PAIR.match(text)  # "die Autorin und Lotsin Ann Lee", "Zoo- und Parkdirektorin Ann Lee"
    if pair and pair[2].lower() in words.ands and (pair[1][-1] == "-" or is_title(pair[1], words)):
        name = read_first_name_after(text[pair.end() :], words)
        return name if name and is_full_name(name) else None
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
        after = tokens[at:] if at > length and not words.nouns_are_capitalised else []
        if after and is_capitalised(after[0]):
            name = make_name(after[: count_name(after)], words)
            if at == length + 1 or (name and is_full_name(name)):
                return name
        return make_name(tokens[:length], words)
    apposition = re.match(
        rf",\s({CAPITALISED}(?:{NICKNAME}\s{CAPITALISED}){{1,3}})(?=[,.;:]|\s*\Z)",
        text[run[-1].end() :],
    )
    if apposition:
        return make_name(apposition[1].split(), words)
    return read_role(tokens, text[run[0].start() : run[-1].end()], words)


class Placed(NamedTuple):
    """A name and where it stands."""

    name: Name
    at: int


def place_name(name: Name | None, at: int) -> Placed | None:
    return Placed(name, at) if name else None


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
    is_named = words.language in TITLE_BEHIND_LANGUAGES and length > 1
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
        if POSSESSIVE.search(tokens[number - 1]) and not any(is_title(one, words) for one in rest):
            tokens = rest
            break
    is_part = False
    if len(tokens) > 2 and ELIDED.match(tokens[0]):  # "L'avvocato Sergio Villa"
        tokens = tokens[1:]
    last = max((n for n, token in enumerate(tokens) if is_title(token, words)), default=None)
    if last is not None and len(tokens) - last > (1 if last == 0 else 2):
        tokens = tokens[last + 1 :]
        is_part = words.language in OFFICE_LANGUAGES and len(tokens) == 1
    if words.language in ROLE_LANGUAGES and len(tokens) > 2 and len(tokens[0]) >= SHORTEST_ROLE:
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
    behind_article = 1 if tokens[0].lower() in words.articles else 0
    starts = range(behind_article, len(tokens))
    first = next((n for n in starts if count_name(tokens[n:]) == len(tokens) - n), len(tokens))
    before = tokens[first - 1].lower() if first else ""
    tail = tokens[first:]
    is_owned = before in words.connectors or before in words.articles
    is_noun_first = is_owned and words.nouns_are_capitalised  # "der Rapper Ben Lee"
    if is_noun_first and len(tail) >= 3 and is_capitalised(tail[1]):
        tail, is_owned = tail[1:], False
    while words.nouns_are_capitalised and len(tail) > 2 and not is_first_name(tail[0]):
        if not is_first_name(tail[1]):
            break
        tail = tail[1:]
    is_named = words.language in ARTICLE_LANGUAGES and first == behind_article == 1
    if is_named and tail and is_first_name(tail[0]):  # ο Γιώργος Λάμπρου
        is_owned = False
    if len(tail) >= 2 and not is_owned and (name := make_name(tail, words)) and " " in name.text:
        return name
    for number in range(1, len(tokens) - 1):  # la bióloga Irene Gil de la Universidad
        before_it = tokens[number - 1]
        is_noun = before_it.islower() or words.nouns_are_capitalised or is_title(before_it, words)
        is_owned = before_it.lower() in words.connectors | words.articles
        is_free = (is_noun or POSSESSIVE.search(before_it)) and not is_owned
        is_given = is_first_name(tokens[number]) and not is_first_name(before_it)
        if is_free and is_given and is_capitalised(tokens[number]):
            name = make_name(tokens[number : number + count_name(tokens[number:])], words)
            if name and is_full_name(name):
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


def is_capitalised(token: str) -> bool:
    return bool(IS_CAPITALISED.match(token))


def is_title(token: str, words: Words) -> bool:
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


def list_names(speeches: list[Speech | None], names: Iterable[tuple[int, str]]) -> Names:
    """The names of a body, for `resolve` to look them up by place: there may be thousands."""
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
    """The fullest form of a name that stands before it; the one person that a pronoun may mean."""
    if not speech.name.is_pronoun:
        name = complete(speech.name, speech.at, names.forms)
        return None if speech.name.is_part and name == speech.name.text else name
    farthest = max(0, speech.at - LONGEST_MEMORY)
    line_start = masked.rfind("\n", farthest, speech.at) + 1
    start = max(farthest, masked.rfind("\n", farthest, max(line_start - 1, 0)) + 1)
    persons = set(between(names.persons, start, speech.at))
    others = set(between(names.last_names, start, speech.at))
    if persons and len(others | {name.split()[-1] for name in persons}) == 1:
        return max(persons, key=lambda name: (len(name), name))
    return speech.name.text or None if speech.name.is_left_out else None


def between(places: list[tuple[int, str]], start: int, end: int) -> Iterator[str]:
    for _, name in places[bisect_left(places, (start,)) : bisect_left(places, (end,))]:
        yield name


def complete(name: Name, at: int, forms: dict[str, list[Form]]) -> str:
    """ "Lee" -> "Ann Lee", where at least half of the full names before it are that one."""
    if not name.is_person or " " in name.text:
        return sys.intern(name.text)
    known = forms.get(name.text, [])
    count = bisect_left(known, (at,))
    if not count:
        return name.text
    form = known[count - 1]
    return form.first if 2 * form.first_count >= count else name.text
