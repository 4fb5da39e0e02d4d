"""What marks a text as a byline and parts it: "By", "Text:", "Photos:", a comma, "and"."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from flows.reading.byline_words import is_east_asian_name, read_byline_words, read_east_asian_roles
from flows.reading.person_names import is_first_name, is_full_name
from flows.seeds import read_seed
from flows.text import (
    CAPITAL,
    CASELESS,
    EAST_ASIAN,
    LETTER,
    LINES_KEPT,
    NO_CAPITAL,
    SPACE_BEFORE,
    alternation,
)

LABEL_MARKS = ":：・｜丨／/＝"  # behind a label: "文・佐藤葵"
SENTENCE_STOP = re.compile(r"(?<=\w{3})\.$")  # in front of a label; not in "John Roe Jr."


class Section(NamedTuple):
    """A part of a byline, and what its people did: "Photos: Jane Roe"."""

    work: str | None  # author, source, other; None: nothing says it
    text: str


@lru_cache(maxsize=LINES_KEPT)
def cut_sections(text: str) -> tuple[Section, ...]:
    """The parts of a byline that begin with a label.

    >>> cut_sections("Jane Roe  Photos: John Doe")
    (Section(work=None, text='Jane Roe'), Section(work='other', text='John Doe'))
    """
    text = compile_bracketed_work().sub(" ", text)
    sections, work, start = [], None, 0
    for label in compile_labels().finditer(text):
        sections.append(Section(work, text[start : label.start()]))
        work, start = label.lastgroup, label.end()
        work = work.rstrip("_") if work else None
    sections.append(Section(work, text[start:]))
    parts = [(work, part.strip(" \t,:-–—|·•／/")) for work, part in sections]
    parts[:-1] = [(work, SENTENCE_STOP.sub("", part)) for work, part in parts[:-1]]
    return tuple(Section(work, part) for work, part in parts if part)


def split_parts(text: str) -> list[str]:
    """The parts of a byline between marks: ["Jane Roe", "Reuters"] of "Jane Roe | Reuters"."""
    return compile_separators().split(text)


def names_work(text: str) -> bool:
    """Whether a line says with a label who wrote something: "Text: Jane Roe"."""
    return any(section.work == "author" for section in cut_sections(text))


def part_chinese(text: str) -> str:
    """Names in Chinese that a space parts, parted by a mark: each begins with a family name."""
    words = text.split()
    surnames = read_byline_words("surname")
    is_list = len(words) > 1 and all(
        2 <= len(word) <= 3 and is_east_asian_name(word) and word[0] in surnames for word in words
    )
    return "、".join(words) if is_list else text


def split_names(part: str) -> list[str]:
    """["Jane Roe", "John Doe"] of "Jane Roe and John Doe"."""
    tokens = [token for token in compile_joiners().split(part) if token and token.strip()]
    return [name for token in tokens for name in split_semitic(token)]


def split_semitic(token: str) -> list[str]:
    """The names that "and", written at the next word, joins: "أحمد علي ومنى حسن"."""
    names: list[list[str]] = [[]]
    for word in token.split():
        if (
            names[-1]
            and word.startswith(("و", "ו"))
            and not is_first_name(word)
            and is_first_name(word[1:])
        ):
            names.append([word[1:]])
        else:
            names[-1].append(word)
    return [" ".join(words) for words in names] if len(names) > 1 else [token]


def is_bare_byline(text: str) -> bool:
    """Whether a line begins as a byline does and names nobody: "By", "Von:", "Author"."""
    prefix = compile_byline_prefix().match(text)
    return prefix is not None and not text[prefix.end() :].strip(" :|,-–—")


def find_prefix(text: str) -> re.Match[str] | None:
    """What a byline begins with: "By", also where it is glued to the name, and words that are in
    other languages no mark of bylines, in front of a known name: "de Ilinca Pop", "Na Juma Mwangi".
    """
    found = compile_byline_prefix().match(text) or compile_glued().match(text)
    if found:
        return found
    weak = compile_weak().match(text)
    names = split_names(text[weak.end() :]) if weak else []
    return weak if names and all(map(is_full_name, names)) else None


@lru_cache
def compile_separators() -> re.Pattern[str]:
    works = alternation(read_byline_words("other"))  # "Jane Roe. Photo John Doe"
    marks = rf"[|•·●▪;\n\t/(／｜丨]|\s[-–—ـ]\s|\s{{2,}}|\.\s(?=(?i:{works})(?!{LETTER}))"
    return re.compile(rf"{SPACE_BEFORE}(?:{marks})\s*")


@lru_cache
def compile_byline_prefix() -> re.Pattern[str]:
    """What finds the start of a byline: "By", "Von:", "Kolumne von", "Text:"."""
    genres = alternation(read_byline_words("genre"))
    spaced, glued, single = split_labels(read_prefixes())
    return re.compile(
        rf"^[\W_]*(?:{genres}[\s:]+){{0,3}}"
        rf"(?:{spaced}(?!{LETTER})|{glued}|{single}(?=[\s{LABEL_MARKS}]))[\s{LABEL_MARKS}]*",
        re.I,
    )


@lru_cache
def compile_weak() -> re.Pattern[str]:
    """Weak words; and who reports from where: "Aus Kiel berichtet Jana Petersen"."""
    weak = alternation(read_byline_words("weak"))
    place = alternation(read_byline_words("place"))
    reports = alternation(read_byline_words("reports"))
    word = rf"(?-i:{CAPITAL})(?:{LETTER}|-)+"
    origin = rf"{place}\s{word}(?:\s{word}){{0,2}}\s{reports}"
    return re.compile(rf"\s*(?:{weak}|{origin})\s+(?=(?-i:{CAPITAL}))", re.I)


@lru_cache
def compile_glued() -> re.Pattern[str]:
    """ "By" in "ByJane Roe", but not "Di" in "DiMaggio"."""
    words = [word for word in read_prefixes() if re.fullmatch(r"[^\W\d_]{2,}", word)]
    words = [word for word in words if word not in read_byline_words("particle")]
    return re.compile(rf"(?:(?i:{alternation(words)}))(?<={NO_CAPITAL})(?={CAPITAL}{NO_CAPITAL})")


def read_prefixes() -> list[str]:
    return read_seed("page_markers").filter(kind="byline")["phrase"].to_list()


def split_labels(labels: Iterable[str]) -> tuple[str, str, str]:
    """Expressions of labels: those of scripts with spaces, and those of East Asia, which are glued
    to a name, or where they are one sign, have a mark behind them.
    """
    east_asian = [label for label in labels if is_east_asian_name(label)]
    spaced = [label for label in labels if label not in east_asian]
    return (
        alternation(spaced),
        alternation(label for label in east_asian if len(label) > 1),
        alternation(label for label in east_asian if len(label) == 1),
    )


@lru_cache
def compile_labels() -> re.Pattern[str]:
    """What finds the labels in a byline, in a group that says what they mean."""
    forms = []
    for kind in ("author", "source", "other"):
        spaced, glued, single = split_labels(sorted(read_byline_words(kind)))
        mark = rf"\s?[{LABEL_MARKS}]\s*"
        forms.append(rf"(?P<{kind}>(?<!\w){spaced}{mark})")
        start = r"(?:^|(?<=[\s,、，（(|／/｜丨]))"
        if kind == "author":  # "新华社记者陈默"
            roles = alternation(read_byline_words(kind) & {*read_east_asian_roles()})
            outlet = rf"(?:{EAST_ASIAN}{{2,8}}?(?={roles}\s?{EAST_ASIAN}))?"
            start = rf"(?:^{outlet}|(?<=[\s,、，（(|／/｜丨]))"
        forms.append(rf"(?P<{kind}_>{start}(?:{glued}(?:{mark}|\s*)|{single}(?:{mark}|\s+)))")
        if kind == "other":
            apart = r"(?:^|(?<=[,;|/·•(–-]\s)|(?<=[,;|/·•(])|(?<=\s\s))"
            begins = rf"(?=(?-i:{CAPITAL})|[{CASELESS}])"
            forms.append(rf"(?P<{kind}__>{apart}{spaced}\s{begins})")
    return re.compile("|".join(forms), re.I)


@lru_cache
def compile_bracketed_work() -> re.Pattern[str]:
    """A name that brackets say is no author's: "and Kai Ohm (Photos)"."""
    joiner = rf"\s{alternation(read_byline_words('joiner'))}\s"
    works = alternation(read_byline_words("other"))
    return re.compile(
        rf"(?:^|[,;&()]|{joiner})\s*(?:(?!{joiner})[^,;|()&]){{3,40}}\({works}\)", re.I
    )


@lru_cache
def compile_joiners() -> re.Pattern[str]:
    words = {*read_byline_words("joiner"), *read_byline_words("material")}
    # "JANE ROE AND JOHN DOE"; a single capital is an initial.
    words |= {word.upper() for word in words if len(word) > 1}
    words = alternation(sorted(words))
    return re.compile(rf"{SPACE_BEFORE}(?:,(?:\s*{words}\s)?|&|\s{words}\s|、|，)\s*")
