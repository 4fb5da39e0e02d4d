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

from flows.describe.speaker_names import (
    FULL_NAME,
    LONGEST_NAME,
    NAMES,
    POSSESSIVE,
    TOKEN,
    Name,
    find_name_runs,
    has_first_name,
    make_name,
    read_name_after,
    read_name_before,
)
from flows.describe.speakers_east_asian import find_east_asian_speakers
from flows.describe.speakers_uncased import find_uncased_speakers
from flows.describe.speech_words import (
    LEAD,
    LONGEST_APPOSITION,
    Words,
    make_name_aware_break,
    read_speech_words,
)
from flows.reading.person_names import is_first_name
from flows.text import CAPITAL, OMITTED, alternation

LONGEST_ATTRIBUTION = 160  # characters between the verb and the quotation
# The same where the speaker is a description without a word such as "ministry".
LONGEST_VAGUE_ATTRIBUTION = 60
LONGEST_SENTENCE = 600  # up to the quotation
LONGEST_LINK = 110  # characters between two parts of one speech: "…," said X, who smiled. "…"
LONGEST_MEMORY = 3_000  # characters back to the person whom "he" means; two paragraphs at most
FEWEST_WORDS_OF_SPEECH = 4  # before a verb that no seed has
LONGEST_ROLE = 5  # words of "La presidenta de la lonja" before a name

SENTENCE_BREAK = re.compile(make_name_aware_break())
IS_NAMED = re.compile(rf"(?<!\w){CAPITAL}")
ROLE = re.compile(rf"(?:(?!{CAPITAL})\w+\s){{0,{LONGEST_ROLE}}}")
SAID = re.compile(r"\s*(?:[.,;!]|\Z|\n)")  # behind the verb that ends a sentence
VERB_IS_LAST = re.compile(r"(?:\s\w+)?\s*(?:[,.;:]|\Z)")  # "Ann Lee smiled sadly."
DASH = re.compile(r"(?<=\s)[–—-]|[–—-](?=\s)")
PAUSE = re.compile(r",\s|(?<=[\s,!?…])[–—-]\s?|—")
CASE_ENDING = re.compile(r"['’]\w+\Z")  # Demir'e göre


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


def find_speakers(
    body: str, spans: list[tuple[int, int]], language: str | None
) -> list[str | None]:
    """The speaker of each span [start, end) of a body, marks included, in text order.

    find_speakers('Ann Lee spoke. "We sail," Lee said.', [(15, 25)], "en") == ["Ann Lee"]
    Each as printed, in the fullest form that the article has before it; None where nobody is
    named, or where "he" may be more than one person.
    """
    words = read_speech_words(language)
    if language is None or words is None or not spans:
        return [None] * len(spans)
    masked = mask(body, spans)
    if words.habits.name_form == "first_names":
        return find_uncased_speakers(masked, spans, language)
    if words.habits.name_form != "capitals":
        return find_east_asian_speakers(masked, spans, language)
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
        is_led = masked[max(0, start - 2) : start].rstrip().endswith(":")
        speech = read_before(masked, start, words) if is_led else None
        speech = speech or read_after(masked, body, (start, end), words)
        if speech is None and words.habits.puts_verb_last:
            speech = read_around(masked, start, end, words)
        if speech is None:
            speech = read_inside(body, start, end, words)
        if speech is None and not is_led:
            speech = read_before(masked, start, words)
        if speech is None and is_led:
            speech = read_line_start(masked, start, words)
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
        is_free = words.habits.leaves_pronoun_out
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
    if name := read_verb_behind(tail, words):
        return Speech(name, end, True)
    spoken = body[start:end]
    is_speech = len(spoken.split()) >= FEWEST_WORDS_OF_SPEECH and spoken[1:].lstrip()[:1].isupper()
    return read_after_speech(masked, (start, end), tail, closed, words) if is_speech else None


def read_verb_behind(tail: str, words: Words) -> Name | None:
    """The person that a text begins with, before a verb of speech: "Ann Lee, the mayor, said"."""
    for verbs in (words.verb, words.said):
        verb = verbs.search(tail, 0, LONGEST_ATTRIBUTION)
        if verb and (verbs is words.verb or VERB_IS_LAST.match(tail, verb.end())):
            found = read_name_before(tail[: verb.start()], words, verb[0].lower() in words.naming)
            if found and (found.at == 0 or is_apposed(tail[: found.at + 1], words)):
                return found.name
    return None


def read_after_speech(
    masked: str, span: tuple[int, int], tail: str, closed: str, words: Words
) -> Speech | None:
    """The speaker behind a whole sentence in quotation marks, by a verb that no seed has.

    Args:
        tail: what stands behind it, without commas and dashes.
        closed: the sign at the end of the sentence, if there is one.
    """
    if not words.ends:
        return None
    start, end = span
    if name := read_unknown_verb(tail, words):
        return Speech(name, end, True)
    if closed == "," and (named := compile_last_verb(words.ends).fullmatch(tail.rstrip())):
        name = make_name(named[1].split(), words)
        return Speech(name, end, True) if name and has_first_name(name) else None
    alone = words.unknown.match(tail)
    is_free = words.habits.leaves_pronoun_out
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
    role = ROLE.match(tail)
    name = NAMES.match(tail, role.end() if role else 0)
    if name and (said := words.said.match(tail, name.end() + 1)):  # "…, Pekka Salo sanoo."
        return SAID.match(tail, said.end()) is not None
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
    return name if name and has_first_name(name) and is_over else None


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
    is_known = name and (has_first_name(name) or is_between)
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
    if not verb or not SAID.match(tail, verb.end()):
        return None
    at = find_sentence(masked, start)
    runs = list(NAMES.finditer(masked, at, start))
    if not runs:
        return None
    behind = words.lead_adverbs.sub("", masked[runs[-1].end() : start])
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
    is_free = words.habits.names_speaker_inside
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
        if name and has_first_name(name) and f"{name.text}," in lead:
            return Speech(name, sentence_start + source.end(), False)
    return None


def read_line_start(masked: str, start: int, words: Words) -> Speech | None:
    """A person at the start of a line, as interviews and plays print them.

    X: "…". The mayor X: "…". X, the mayor: "…". The mayor of Y, X: "…".
    """
    line_start = masked.rfind("\n", max(0, start - LONGEST_ATTRIBUTION), start) + 1
    lead = masked[line_start:start].rstrip(" :\xa0\u202f")
    if not lead or SENTENCE_BREAK.search(f"{lead} ") or OMITTED in lead:
        return None
    said, _, behind = lead.partition(",")
    if FULL_NAME.fullmatch(behind.strip()):
        name = make_name(behind.split(), words)
        if name and has_first_name(name):
            return Speech(name, start - len(behind.lstrip()), False)
    found = read_name_before(said, words, False)
    if found is None:
        return None
    is_alone = found.at == 0 or not IS_NAMED.search(said[1 : found.at])
    if not is_alone or not has_first_name(found.name) or not said.endswith(found.name.text):
        return None
    return Speech(found.name, line_start + found.at, False)


def is_announced(masked: str, start: int, words: Words) -> bool:
    """Whether what stands before a dash names who speaks behind it: "X: – …", "X says: – …"."""
    return (read_before(masked, start, words) or read_line_start(masked, start, words)) is not None


def find_sentence(masked: str, place: int) -> int:
    """Where the sentence of a place begins, in its line."""
    farthest = max(0, place - LONGEST_SENTENCE)
    line_start = max(farthest, masked.rfind("\n", farthest, place) + 1)
    ends = [match.end() for match in SENTENCE_BREAK.finditer(masked, line_start, place + 1)]
    return max([line_start, *ends])


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
