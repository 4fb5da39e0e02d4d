"""Rules that more than one field of a seed must keep; each finds the rows that break it.

A rule sees the rows of all tables, the user's own among them, and is named in its table.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from flows.seeds.corrections import CUT, ROLES, SITE, read_authors, read_moment, read_value
from flows.seeds.rows import Row, Rows, show
from flows.seeds.topics import (
    TERM_ADVICE,
    TOP_TOPIC_IDS,
    is_term,
    make_watch_topic_id,
    split_phrases,
)
from flows.text import fold_text

DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
SHORTEST_PHRASE = 8  # of an outlet; a shorter one stands on pages of others
AGE_UNITS = "second|minute|hour|day|week|month|year"
AGE_FORM = re.compile(r"[^{}]*(\{count\}[^{}]*\{unit\}|\{unit\}[^{}]*\{count\})[^{}]*")
# What the value of an age word is, by its kind.
AGE_VALUES = {
    "form": (re.compile(""), "nothing"),
    "vague": (re.compile(""), "nothing"),
    "bare": (re.compile(""), "nothing"),
    "unit": (re.compile(AGE_UNITS), AGE_UNITS.replace("|", ", ")),
    "number": (re.compile(r"[1-9]\d{0,2}"), "a whole number from 1 to 999"),
    "phrase": (re.compile(rf"\d{{1,3}} ({AGE_UNITS})"), "a number and a unit, such as 1 day"),
    "calendar": (re.compile(rf"\d{{1,3}} ({AGE_UNITS})"), "a number and a unit, such as 1 day"),
}
SPEECH_KINDS = ("verb", "adverb", "according")  # no language can do without
# How a name is told from other words where capitals do not tell it, and the kinds of speech words
# that this takes.
KINDS_OF_NAME_FORMS = {
    "first_names": ("pronoun",),
    "chinese": ("pronoun", "title", "surname"),
    "japanese": ("pronoun", "title"),
    "korean": ("pronoun", "title", "surname"),
}


class Fault(NamedTuple):
    row: Row
    text: str  # what is wrong, and what would be right


Tables = Mapping[str, Rows]
Rule = Callable[[Tables], Iterator[Fault]]


# Pages


def find_wrong_markers(tables: Tables) -> Iterator[Fault]:
    """A wording is of a kind that may have wordings."""
    kinds = [row.fields for row in tables["segment_kinds"].iterate_rows()]
    marked = sorted(kind["kind"] for kind in kinds if kind["is_marker"] == "true")
    for row in tables["page_markers"].iterate_rows():
        if row.fields["kind"] not in marked:
            fault = f"kind {show(row.fields['kind'])} has no wordings"
            yield Fault(row, f"{fault}; write one of {', '.join(marked)}")


# Outlets


class Claim(NamedTuple):
    """What a row says is its outlet's: a domain, or a name."""

    row: Row
    column: str
    text: str


def find_shared_domains(tables: Tables) -> Iterator[Fault]:
    """A domain is one outlet's."""
    return find_shared(list_claims(tables, "domain"))


def find_shared_names(tables: Tables) -> Iterator[Fault]:
    """A printed name, as labels are compared, means one outlet."""
    return find_shared([*list_claims(tables, "name"), *list_claims(tables, "label")])


def list_claims(tables: Tables, what: str) -> list[Claim]:
    """The domains or names of outlets.csv, the domains or labels of outlet_aliases.csv."""
    claims = []
    if what != "label":
        claims += [Claim(row, what, row.fields[what]) for row in tables["outlets"].iterate_rows()]
    claims += [
        Claim(row, "alias", row.fields["alias"])
        for row in tables["outlet_aliases"].iterate_rows()
        if row.fields["match"] == what
    ]
    return [claim for claim in claims if claim.text]


def find_shared(claims: list[Claim]) -> Iterator[Fault]:
    """Claims of two outlets on one text; where only one is the user's, that is the fault."""
    first_claims: dict[str, Claim] = {}
    for claim in claims:
        first = first_claims.setdefault(fold_text(claim.text), claim)
        if first.row.fields["outlet_id"] != claim.row.fields["outlet_id"]:
            if first.row.place.is_own and not claim.row.place.is_own:
                first, claim = claim, first
            outlet_id = first.row.fields["outlet_id"]
            yield Fault(
                claim.row,
                f"{claim.column} {show(claim.text)} belongs to {outlet_id} ({first.row.place}); "
                f"write outlet_id {outlet_id}, or another {claim.column}",
            )


def find_wrong_aliases(tables: Tables) -> Iterator[Fault]:
    """A domain has its form; a phrase is long and matched whole, so no mark stands at its ends."""
    for row in tables["outlet_aliases"].iterate_rows():
        alias, match = row.fields["alias"], row.fields["match"]
        if match == "domain" and not DOMAIN.fullmatch(alias):
            yield Fault(row, f"alias {show(alias)} is no domain; write one such as example.org")
        if match == "phrase" and len(alias) < SHORTEST_PHRASE:
            yield Fault(
                row,
                f"alias {show(alias)} is too short for a phrase; "
                f"write {SHORTEST_PHRASE} characters or more",
            )
        is_open = alias[0].isalnum() and (alias[-1].isalnum() or alias[-1] in "+.")
        if match == "phrase" and not is_open:
            yield Fault(
                row, f"alias {show(alias)} has a mark at an end; begin and end it with a letter"
            )


# Corrections


def find_wrong_corrections(tables: Tables) -> Iterator[Fault]:
    """A row names characters as its field needs, and its value is one of the field's."""
    kinds = [row.fields for row in tables["segment_kinds"].iterate_rows()]
    final = frozenset(kind["kind"] for kind in kinds if not kind["becomes"])
    outlets = frozenset(tables["outlets"].columns["outlet_id"])
    for row in tables["corrections"].iterate_rows():
        field, start, end = (row.fields[name] for name in ("field", "start_char", "end_char"))
        if bool(start) != bool(end):
            empty = "end_char" if start else "start_char"
            yield Fault(row, f"{empty} is empty and the other is not; write both or neither")
        elif start and int(end) <= int(start):
            yield Fault(row, f"end_char {end} is not behind start_char {start}; write a larger one")
        elif field in CUT and not start:
            yield Fault(
                row, f"field {show(field)} has no characters; write start_char and end_char"
            )
        elif advice := find_wrong_value(field, row.fields["value"], final, outlets):
            yield Fault(row, f"value {show(row.fields['value'])} is no {field}; write {advice}")


def find_wrong_value(
    field: str, value: str, kinds: frozenset[str], outlets: frozenset[str]
) -> str | None:
    """What a value should be that its field cannot have; None where it can."""
    if field == "kind":
        return None if value in kinds else f"one of {', '.join(sorted(kinds))}"
    if field == "role":
        return None if value in ROLES else f"{', '.join(ROLES[:-1])} or {ROLES[-1]}"
    if not value:  # the page does not say
        return None
    match field:
        case "outlet_id":
            is_right = value in outlets or (SITE.fullmatch(value) and value == value.lower())
            advice = "an outlet_id of outlets.csv, or the domain of an outlet that it does not have"
        case "authors":
            names = read_authors(read_value(value) or "")
            is_right = all(any(map(str.isalpha, name)) for name in names)
            advice = "their names, parted by ;"
        case "published":
            is_right = read_moment(value)
            advice = "a day such as 2025-05-19, a time such as 2025-05-19T13:34+02:00, or 2025-05"
        case _:
            is_right = re.fullmatch("[a-z]{2,3}", value)
            advice = "one such as en"
    return None if is_right else advice


# Words of dates, languages and speech


def find_wrong_age_words(tables: Tables) -> Iterator[Fault]:
    """A form says where count and unit stand; the value of other kinds says what they mean."""
    kinds_of: dict[str, set[str]] = defaultdict(set)
    for row in tables["age_words"].iterate_rows():
        kind, text, value = (row.fields[name] for name in ("kind", "text", "value"))
        pattern, advice = AGE_VALUES[kind]
        kinds_of[row.fields["language"]].add(kind)
        if not pattern.fullmatch(value):
            yield Fault(row, f"value {show(value)} does not fit kind {show(kind)}; write {advice}")
        if kind == "form" and not AGE_FORM.fullmatch(text):
            yield Fault(
                row, f"text {show(text)} is no form; write {{count}} and {{unit}} once each in it"
            )
    for row in tables["age_words"].iterate_rows():
        kinds = kinds_of[row.fields["language"]]
        if row.fields["kind"] == "form" and "unit" not in kinds:
            language = row.fields["language"]
            yield Fault(row, f"language {show(language)} has no row of kind unit; add its units")
    yield from find_absent_kinds(tables["age_words"], list(AGE_VALUES))


def find_absent_kinds(rows: Rows, kinds: list[str]) -> Iterator[Fault]:
    """A table has a row of each kind that the code asks for."""
    for kind in kinds:
        if kind not in rows.columns["kind"]:
            yield Fault(rows.find_row(-1), f"no row up to here has kind {show(kind)}; add one")


def find_wrong_letters(tables: Tables) -> Iterator[Fault]:
    """Letters are small, composed and stand once; a language's own are some of its letters."""
    for row in tables["language_scripts"].iterate_rows():
        for column in ("letters", "own_letters"):
            letters = row.fields[column]
            plain = unicodedata.normalize("NFC", letters.lower())
            if letters != plain or not all(map(str.isalpha, letters)):
                yield Fault(row, f"{column} has a sign that is no small letter; write letters only")
            if len(set(letters)) < len(letters):
                yield Fault(row, f"{column} has a letter twice; write each once")
        letters, own = set(row.fields["letters"]), row.fields["own_letters"]
        if own and not set(own) < letters:
            yield Fault(row, f"own_letters {show(own)} are not all in letters; write some of these")


def find_wrong_speech_words(tables: Tables) -> Iterator[Fault]:
    """Particles are of no language, all else of one; a language has the kinds that it needs."""
    kinds_of: dict[str, set[str]] = defaultdict(set)
    for row in tables["speech_words"].iterate_rows():
        language, kind = row.fields["language"], row.fields["kind"]
        kinds_of[language].add(kind)
        if language and kind == "particle":
            yield Fault(row, f"language {show(language)} of a particle; leave it empty")
        if not language and kind != "particle":
            yield Fault(row, "language is empty; write a code such as en")
    for row in tables["speech_words"].iterate_rows():
        language = row.fields["language"]
        for kind in SPEECH_KINDS:
            if language and kind not in kinds_of[language]:
                yield Fault(row, f"language {show(language)} has no row of kind {kind}; add one")


def find_wrong_speech_languages(tables: Tables) -> Iterator[Fault]:
    """A language has the kinds of words by which its names are told."""
    words = tables["speech_words"].columns
    known = set(zip(words["language"], words["kind"], strict=True))
    for row in tables["speech_languages"].iterate_rows():
        language, form = row.fields["language"], row.fields["name_form"]
        for kind in KINDS_OF_NAME_FORMS.get(form, ()):
            if (language, kind) not in known:
                yield Fault(
                    row,
                    f"name_form {show(form)} needs words of kind {kind}, and language "
                    f"{show(language)} has none in speech_words.csv; add them there",
                )


# Topics


def find_wrong_levels(tables: Tables) -> Iterator[Fault]:
    """The 17 top topics are level 1, and every other has a parent of a lower level: no circle."""
    columns = tables["topics"].columns
    level_of = dict(zip(columns["topic_id"], map(int, columns["level"]), strict=True))
    for row in tables["topics"].iterate_rows():
        topic_id, parent = row.fields["topic_id"], row.fields["parent_topic_id"]
        level = level_of[topic_id]
        if (level == 1) != (topic_id in TOP_TOPIC_IDS):
            right = "1" if topic_id in TOP_TOPIC_IDS else "2 or more"
            yield Fault(row, f'level "{level}" is wrong for {topic_id}; write {right}')
        elif level == 1 and parent:
            yield Fault(row, f"parent_topic_id {show(parent)} is above level 1; leave it empty")
        elif level > 1 and not parent:
            yield Fault(row, "parent_topic_id is empty; write the topic_id of a lower level")
        elif level > 1 and level_of[parent] >= level:
            yield Fault(
                row,
                f"parent_topic_id {show(parent)} has level {level_of[parent]}; "
                f"write a topic of a level below {level}",
            )
    for topic_id in TOP_TOPIC_IDS:
        if topic_id not in level_of:
            yield Fault(
                tables["topics"].find_row(-1), f"no row up to here has topic_id {topic_id}; add it"
            )


def find_twice_named_searches(tables: Tables) -> Iterator[Fault]:
    """A saved search has a name of its own: no watch topic has it."""
    watched = {
        make_watch_topic_id(row.fields["name"]): row
        for row in tables["watch_topics"].iterate_rows()
    }
    for row in tables["saved_searches"].iterate_rows():
        name = row.fields["name"]
        if other := watched.get(make_watch_topic_id(name)):
            yield Fault(
                row, f"name {show(name)} is that of a watch topic ({other.place}); write another"
            )


def find_wrong_watch_topics(tables: Tables) -> Iterator[Fault]:
    """A watch topic has something to look for, its phrases are terms, its name is spelled alike."""
    names: dict[str, Row] = {}
    for row in tables["watch_topics"].iterate_rows():
        name = row.fields["name"]
        topic_id = make_watch_topic_id(name)
        first = names.setdefault(topic_id, row)
        if first.fields["name"] != name:
            yield Fault(
                row,
                f"name {show(name)} gives {topic_id} as {show(first.fields['name'])} does "
                f"({first.place}); write both alike, or another name",
            )
        if not split_phrases(row.fields["any"]) | split_phrases(row.fields["all"]):
            yield Fault(row, "any and all are empty; write a phrase to look for under one of them")
        for column in ("any", "all", "none"):
            for phrase in sorted(split_phrases(row.fields[column])):
                if not is_term(phrase):
                    yield Fault(row, f"{show(phrase)} under {column} is no term; {TERM_ADVICE}")
