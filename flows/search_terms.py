"""What somebody searches for: words, phrases and exclusions, and the patterns that find them.

Each term is a pattern twice: in DuckDB, which reads patterns of RE2, to find articles, and in
Python to mark the characters. The macro search() of sql/macros.sql reads the same terms and spells
the same patterns.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from flows.errors import Unusable
from flows.text import has_unspaced

MOST_TERMS = 12
MOST_CHARACTERS = 200  # of what is searched for
TERM = re.compile(r'(-?)"([^"]*)"?|(\S+)')
# Letters that stand for one another: those that are one letter with an accent.
LETTERS = (*range(0xC0, 0x250), *range(0x370, 0x530), *range(0x1EA0, 0x2000))
ACCENTED = [chr(code) for code in LETTERS if chr(code).isalpha()]
IN_RE2 = (r"(?:^|[^\pL\pM\pN_])", r"(?:$|[^\pL\pM\pN_])")  # around a whole word
IN_PYTHON = (r"(?<!\w)", r"(?![\w\u0300-\u036f])")
PLACES = ("anywhere", "headline", "quotation")


class Term(NamedTuple):
    """A word or phrase that is searched for."""

    text: str
    is_excluded: bool = False
    is_beginning: bool = False  # any ending will do


class Filters(NamedTuple):
    """What else must hold of an article."""

    outlet: str | None = None  # outlet_id
    topic: str | None = None  # topic_id
    first_day: date | None = None
    last_day: date | None = None
    language: str | None = None
    place: str = "anywhere"  # of the words: PLACES
    author: str | None = None  # a part of the name of one of its authors


def read_terms(words: str) -> list[Term]:
    """The terms of what somebody typed.

    >>> read_terms('ferr* "port amber" -strike')[1:]
    [Term(text='port amber', ...), Term(text='strike', is_excluded=True, is_beginning=False)]

    Raises:
        Unusable: it is too long, or says only what must not be there.
    """
    if len(words) > MOST_CHARACTERS:
        raise Unusable(f"search for {MOST_CHARACTERS} characters at most")
    terms = []
    for minus, phrase, word in TERM.findall(unicodedata.normalize("NFC", words)):
        text = phrase or word
        is_excluded = bool(minus) or (word.startswith("-") and len(word) > 1)
        text = text.removeprefix("-") if word and is_excluded else text
        is_beginning = text.endswith("*")
        text = " ".join(text.rstrip("*").strip("\"'.,;:!?()[]{}“”„«»").split())
        if any(sign.isalnum() for sign in text):
            terms.append(Term(text, is_excluded, is_beginning))
    if len(terms) > MOST_TERMS:
        raise Unusable(f"search for {MOST_TERMS} words and phrases at most")
    if terms and all(term.is_excluded for term in terms):
        raise Unusable("name a word that should be there, beside those that should not")
    return terms


def has_terms(words: str) -> bool:
    """Whether somebody can search for it: has_terms('"port amber" -strike')."""
    try:
        return bool(read_terms(words))
    except Unusable:
        return False


# Patterns


@lru_cache(maxsize=1)
def list_variants() -> dict[str, str]:
    """Each letter without an accent, in small, with all its accented forms, small and capital."""
    variants: dict[str, set[str]] = {}
    for letter in ACCENTED:
        base = drop_accent(letter)
        if base != letter.lower() and len(base) == 1:
            variants.setdefault(base, {base, base.upper()}).add(letter)
    return {base: "".join(sorted(letters)) for base, letters in variants.items()}


def drop_accent(letter: str) -> str:
    bare = unicodedata.normalize("NFD", letter.lower())
    return "".join(sign for sign in bare if unicodedata.category(sign) != "Mn") or letter


def spell_letters(text: str) -> str:
    """A pattern of the letters of a text, whatever their case and accents; for both engines."""
    pieces = []
    for sign in text:
        if sign.isspace():
            pieces.append(r"\s+")
            continue
        base = drop_accent(sign)
        forms = list_variants().get(base, "") if len(base) == 1 else ""
        forms = "".join(sorted({sign, sign.lower(), sign.upper(), *forms, base, base.upper()}))
        single = [form for form in forms if len(form) == 1]
        escaped = "".join(escape_sign(form) for form in single)
        pieces.append(escaped if len(single) == 1 else f"[{escaped}]")
        if sign.isalpha() and len(base) == 1 and base in list_variants():
            pieces.append("[\u0300-\u036f]*")  # an accent that is written apart
    return "".join(pieces)


def escape_sign(sign: str) -> str:
    return sign if sign.isalnum() or not sign.isascii() else f"\\{sign}"


def spell_pattern(term: Term, edges: tuple[str, str]) -> str:
    """A pattern of a term as a whole word, or of its letters anywhere."""
    letters = spell_letters(term.text)
    if has_unspaced(term.text):
        return letters
    ending = r"[\w\u0300-\u036f]*" if edges is IN_PYTHON else ""
    if term.is_beginning:
        return edges[0] + letters + ending
    return edges[0] + letters + edges[1]


def find_marks(terms: Iterable[Term], text: str) -> list[tuple[int, int]]:
    """The characters of a text that the terms found."""
    return [(start, end) for start, end, _ in find_terms(terms, text)]


def find_terms(terms: Iterable[Term], text: str) -> list[tuple[int, int, int]]:
    """The same, each with the number of its term."""
    return sorted(
        (*match.span(), number)
        for number, term in enumerate(terms)
        if not term.is_excluded
        for match in re.finditer(spell_pattern(term, IN_PYTHON), text)
    )


# The condition of a query


FILTERS = {
    "outlet": "outlet_id = $outlet",
    "topic": "article_id in (select article_id from core.article_topics"
    " where topic_id = $topic and is_assigned)",
    "first_day": "published_day >= $first_day",
    "last_day": "published_day <= $last_day",
    "language": "language_code = $language",
    "author": "contains(core.bare_letters(array_to_string(authors, '; ')),"
    " core.bare_letters($author))",
}


def spell_condition(
    terms: list[Term], filters: Filters, codes: list[int]
) -> tuple[str, dict[str, Any]]:
    """The condition of a query, in names of ours alone, and the values that are bound to them.

    Args:
        codes: those of core.articles.word_codes that an article has if it says the terms.
    """
    given = {name: value for name, value in filters._asdict().items() if value is not None}
    place = given.pop("place")
    values: dict[str, Any] = dict(given)
    conditions = [FILTERS[name] for name in given]
    if place != "quotation":
        for number, code in enumerate(codes):
            values[f"code_{number}"] = code
            conditions.append(f"list_contains(word_codes, $code_{number})")
    said, values_said = spell_terms(terms, place)
    return "\n        and ".join([*conditions, *said]), values | values_said


def spell_terms(terms: list[Term], place: str) -> tuple[list[str], dict[str, Any]]:
    """A condition a term, and the values that are bound."""
    conditions, values = [], {}
    for number, term in enumerate(terms):
        values[f"exact_{number}"] = spell_pattern(term, IN_RE2)
        said = [spell_said(column, number) for column in ("headline", "body")]
        if place == "headline":
            said = said[:1]
        # `or` would look at both sides of all rows; `if` does not.
        condition = f"if({said[0]}, true, {said[1]})" if len(said) > 1 else said[0]
        if place == "quotation":
            text = spell_said("quotations.text", number)
            speaker = spell_said("quotations.speaker", number)
            condition = (
                "article_id in (select article_id from core.quotations"  # noqa: S608  our names
                f" where {text} or {speaker})"
            )
        conditions.append(f"not coalesce({condition}, false)" if term.is_excluded else condition)
    return conditions, values


def spell_said(column: str, number: int) -> str:
    return f"regexp_matches({column}, $exact_{number})"
