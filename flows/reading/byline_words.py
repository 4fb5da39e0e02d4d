"""What single words are in bylines, by seeds/byline_words.csv: of names, of offices, of papers."""

import re
from functools import lru_cache

from flows.seeds import read_seed
from flows.text import CAPITAL, EAST_ASIAN, fold_case

EAST_ASIAN_LETTER = re.compile(f"々|{EAST_ASIAN}")  # 々 repeats the letter before it: 佐々木
INITIALS = re.compile(rf"{CAPITAL}\.(?:-?{CAPITAL}\.)*,?")  # "A.", "J.-P."


@lru_cache
def read_byline_words(kind: str) -> frozenset[str]:
    return frozenset(read_seed("byline_words").filter(kind=kind)["text"].to_list())


@lru_cache
def list_articles() -> list[str]:
    """The articles of all languages as they stand before a word: "the ", "der ", "l'"."""
    words = sorted(read_byline_words("article"))
    return [word if word.endswith("'") else f"{word} " for word in words]


def is_titled(text: str) -> bool:
    """Whether a title of East Asia stands in a text: 記者."""
    return not text.isascii() and any(role in text for role in read_east_asian_roles())


def is_east_asian_name(name: str) -> bool:
    return EAST_ASIAN_LETTER.match(name) is not None


def is_opening_article(word: str) -> bool:
    """Whether a word opens a paper's name: "Der", "La"; inside a person's it is a particle."""
    return word.lower() in read_byline_words("article")


def is_role(word: str) -> bool:
    """Whether a word is of offices and pages, not of names: "a" is an article, "A." an initial."""
    return not INITIALS.fullmatch(word) and word.lower().strip(".,:()") in read_roles()


def is_job(word: str) -> bool:
    return fold_case(word).strip(".,:()") in read_byline_words("job")


def is_newsroom(name: str) -> bool:
    """Whether a name is that of a newsroom, and nothing else: "Agencies", "Redaktion"."""
    return fold_case(name) in read_byline_words("collective")


def is_organisation(word: str) -> bool:
    """Whether a word is of papers, broadcasters and universities, also as a part: "ZDF-Studio"."""
    parts = fold_case(word).strip(".,:()").split("-")
    return not read_byline_words("organisation").isdisjoint({"-".join(parts), *parts[1:]})


def ends_as_paper(name: str) -> bool:
    """Whether a name in one piece ends with a word of papers: "海角日报"."""
    return name.endswith(read_unspaced_papers())


@lru_cache
def read_unspaced_papers() -> tuple[str, ...]:
    return tuple(filter(is_east_asian_name, read_byline_words("organisation")))


def is_degree(word: str) -> bool:
    """Whether a word is a degree behind a name: "MD", "Ph.D."; "Ma" is a name."""
    plain = word.replace(".", "").strip(",")
    is_written = not plain[1:].islower() or len(plain) > 3
    return is_written and plain.lower() in read_byline_words("degree")


@lru_cache
def read_roles() -> frozenset[str]:
    kinds = ("role", "article", "job", "collective")
    return frozenset().union(*map(read_byline_words, kinds)) - read_byline_words("particle")


@lru_cache
def read_east_asian_roles() -> tuple[str, ...]:
    """Those that are written right behind a name: 記者."""
    roles = (role for role in read_roles() if is_east_asian_name(role))
    return tuple(sorted(roles, key=lambda role: (-len(role), role)))
