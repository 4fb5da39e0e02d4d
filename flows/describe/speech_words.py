"""The words by which a language names speakers, from seeds/speech_words.csv, and its habits, from
seeds/speech_languages.csv.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from flows.seeds import read_seed
from flows.text import CAPITAL, CAPITALS, CLOSING, OMITTED, OTHER_STOPS, STOPS, UNCASED, alternation

LONGEST_APPOSITION = 90  # characters of "the mayor of Port Amber"
LEAD = re.compile(r"[\s,–—-]{0,20}")  # between a quotation and what follows it
# Abbreviations that stand before a name ("Dr"), or behind it ("Jr").
ABBREVIATED_TITLES, ABBREVIATED_SUFFIXES = (
    read_seed("speech_words").filter(kind=f"abbreviated_{kind}")["text"].to_list()
    for kind in ("title", "suffix")
)
NameForm = Literal["capitals", "first_names", "chinese", "japanese", "korean"]


class Habits(NamedTuple):
    """seeds/speech_languages.csv of one language: how it names speakers."""

    name_form: NameForm = "capitals"  # how a name is told from other words
    capitalises_nouns: bool = False
    has_article_before_name: bool = False  # "a Maria Sousa"
    has_capital_before_name: bool = False  # of what someone is: "Geologi Antti Salo"
    has_title_behind_name: bool = False  # "Kovács Péter polgármester"
    # What someone is head of stands right behind the office: "Prezydent Rosji".
    has_owner_behind_office: bool = False
    # Whose someone is, is marked: what stands before a name may be any word.
    has_mark_of_owner: bool = False
    leaves_pronoun_out: bool = False  # «…», dijo.
    puts_verb_last: bool = False  # X, "…" dedi.
    names_speaker_inside: bool = False  # « …, dit X, … »: a comma is enough
    opens_talk_with_dash: bool = False  # – …, säger X: and no second dash


@lru_cache
def read_habits(language: str | None) -> Habits:
    rows = read_seed("speech_languages").filter(language=language or "").drop("language")
    return Habits(**rows.row(0, named=True)) if rows.height else Habits()


class Words(NamedTuple):
    """seeds/speech_words.csv in one language."""

    habits: Habits
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
    adverbs, adverb_ends = part_ends(kinds["adverb"])
    whole_titles, title_ends = part_ends(titles)
    reflexive = alternation(kinds.get("reflexive", []))
    return Words(
        habits=read_habits(language),
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
        adverbs=compile_words(rf"(?:\s+(?:{{}}|{write_small_words(adverb_ends)}))*\s*\Z", adverbs),
        lead_adverbs=compile_words(r"(?:\s+{})+(?=\s)", adverbs),
        unknown=re.compile(rf"(?:{reflexive}\s?)?(\w{{3,}})(?:\s{reflexive})?(?=[\s.!]|\Z)"),
        pronouns=pronouns,
        articles=articles,
        connectors=frozenset(word for text in kinds.get("connector", ()) for word in text.split()),
        heads=heads,
        titles=frozenset(whole_titles),
        title_ends=tuple(sorted(title_ends)),
        breaks=breaks,
        stops=frozenset(kinds.get("stop", ())),
        joins=thats,
        no_names=breaks | thats | articles | common | frozenset(kinds["according"]),
    )


def part_ends(words: Iterable[str]) -> tuple[list[str], list[str]]:
    """The whole words, and how words end of which the seed has the end alone.

    >>> part_ends(["also", "*ly"])
    (['also'], ['ly'])
    """
    words = list(words)
    ends = [word.removeprefix("*") for word in words if word.startswith("*")]
    return [word for word in words if not word.startswith("*")], ends


def write_small_words(ends: list[str]) -> str:
    """Any word with such an end that begins with a small letter: "sadly", and no "Kelly"."""
    return rf"(?-i:(?!{CAPITAL})\w+{alternation(ends)})"


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


def make_name_aware_break() -> str:
    """SENTENCE_BREAK, in re, where it matters who is named.

    It does not break behind "Dr.", "No." or an initial, and behind a dot only where a capital, a
    letter of a script without capitals, a number or what was taken out follows.
    """
    stop = f"[{STOPS}…]"
    no_initial = rf"(?<![\s.]{CAPITAL}{stop})"
    no_title = "".join(rf"(?<!\b{title}{stop})" for title in (*ABBREVIATED_TITLES, "No"))
    start = rf"[^\s\w]*[{CAPITALS}{UNCASED}\d{OMITTED}]"
    dotted = rf"{stop}{no_initial}{no_title}{stop}*[)\]]?\s+(?={start})"
    return rf"{dotted}|(?:[{OTHER_STOPS}]|፡፡){CLOSING}\s*|\n"
