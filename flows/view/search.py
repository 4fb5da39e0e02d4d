"""Search articles by words and phrases, in any script.

`ferry "port amber" -strike` finds articles with the word, the phrase, and without the other word.
Capitals and accents do not count: "etude" finds "Étude". In scripts with spaces a word is a whole
word, and `strike*` its beginning; in those without (Chinese, Japanese, Thai ...) it may stand
anywhere.

Each article keeps numbers that stand for its words (core.articles.word_codes); texts without those
of the terms are not read. Each term is a pattern twice: in DuckDB, which reads patterns of RE2, to
find articles, and in Python to mark the characters. A quick look for a part of the term comes
before the exact one. The macro search() of sql/macros.sql finds the same articles.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import lru_cache, reduce
from typing import Any, NamedTuple

import duckdb
from rich.text import Text

from flows.errors import Unusable
from flows.terminal import console, escape_controls
from flows.text import has_unspaced

RESULTS = 20
MOST_TERMS = 12
MOST_CHARACTERS = 200  # of what is searched for
SNIPPET_CHARACTERS = 260
MOST_SNIPPETS = 3  # of an article
TERM = re.compile(r'(-?)"([^"]*)"?|(\S+)')
# Letters that stand for one another: those that are one letter with an accent.
LETTERS = (*range(0xC0, 0x250), *range(0x370, 0x530), *range(0x1EA0, 0x2000))
ACCENTED = [chr(code) for code in LETTERS if chr(code).isalpha()]
IN_RE2 = (r"(?:^|[^\pL\pM\pN_])", r"(?:$|[^\pL\pM\pN_])")  # around a whole word
IN_PYTHON = (r"(?<!\w)", r"(?![\w\u0300-\u036f])")
PLACES = ("anywhere", "headline", "quotation")
MOST_CODES = 8  # that are looked for; each takes its time


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


class Snippet(NamedTuple):
    """A part of a text with the characters to mark, both counted in the text."""

    text: str
    start: int
    marks: list[tuple[int, int]]


class Found(NamedTuple):
    """An article that was found."""

    article: dict[str, Any]
    headline_marks: list[tuple[int, int]]
    snippets: list[Snippet]  # of its body


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
    marks = [
        match.span()
        for term in terms
        if not term.is_excluded
        for match in re.finditer(spell_pattern(term, IN_PYTHON), text)
    ]
    return sorted(marks)


# The query


FOUND = """
    select article_id, count(*) over () as found_count
    from core.articles
    where {condition}
    order by published_day desc nulls last, article_id
    limit $limit offset $offset
"""
SHOWN = """
    select
        article_id,
        headline,
        body,
        articles.outlet_id,
        name as outlet_name,
        published_day,
        language_code,
        word_count,
        is_complete,
    from core.articles
    left join core.outlets using (outlet_id)
    where article_id in (select unnest($ids))
    order by published_day desc nulls last, article_id
"""
FILTERS = {
    "outlet": "outlet_id = $outlet",
    "topic": "article_id in (select article_id from core.article_topics"
    " where topic_id = $topic and is_assigned)",
    "first_day": "published_day >= $first_day",
    "last_day": "published_day <= $last_day",
    "language": "language_code = $language",
}


def search_articles(
    connection: duckdb.DuckDBPyConnection,
    words: str,
    filters: Filters = Filters(),  # noqa: B008  it cannot change
    limit: int = RESULTS,
    offset: int = 0,
) -> tuple[int, list[Found]]:
    """How many articles say it, and some of them, the newest first, with what is to be marked.

    Raises:
        Unusable: nothing can be searched for.
    """
    terms = read_terms(words)
    if not terms:
        raise Unusable("name a word to search for; signs alone are not searched")
    ((codes,),) = connection.execute("select core.search_codes($1)", [words]).fetchall()
    condition, values = spell_condition(terms, filters, codes[:MOST_CODES])
    values |= {"limit": limit, "offset": offset}
    found = connection.execute(FOUND.format(condition=condition), values).fetchall()
    if not found:
        return 0, []
    shown = connection.execute(SHOWN, {"ids": [article_id for article_id, _ in found]})
    names = [column[0] for column in shown.description]
    rows = [dict(zip(names, row, strict=True)) for row in shown.fetchall()]
    return found[0][1], [show_found(row, terms) for row in rows]


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
    said, values_said = spell_terms(terms, place)
    # Within an expression `and` and `or` look at all rows on both sides; `if` does not.
    nested = reduce(lambda rest, condition: f"if({condition}, {rest}, false)", reversed(said))
    if place != "quotation":
        for number, code in enumerate(codes):
            values[f"code_{number}"] = code
            nested = f"if(list_contains(word_codes, $code_{number}), {nested}, false)"
    conditions = [*(FILTERS[name] for name in given), nested]
    return "\n        and ".join(conditions), values | values_said


def spell_terms(terms: list[Term], place: str) -> tuple[list[str], dict[str, Any]]:
    """A condition a term, and the values that are bound."""
    conditions, values = [], {}
    for number, term in enumerate(terms):
        values[f"spaced_{number}"] = f" {term.text} "
        values[f"plain_{number}"] = spell_plain(term)
        values[f"quick_{number}"] = spell_quick(term)
        values[f"exact_{number}"] = spell_pattern(term, IN_RE2)
        said = [spell_said(column, number) for column in ("headline", "body")]
        if place == "headline":
            said = said[:1]
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
    is_ascii = f"strlen({column}) = length({column})"
    plain, quick, exact = (
        f"regexp_matches({column}, ${name}_{number})" for name in ("plain", "quick", "exact")
    )
    spaced = f"contains({column}, $spaced_{number})"  # finds most of what is common, at once
    return f"if(if({is_ascii}, {plain}, {quick}), if({spaced}, true, {exact}), false)"


def spell_plain(term: Term) -> str:
    """A pattern for text in ASCII, where no letter has an accent; RE2 is quickest at such a one."""
    bare = "".join(map(drop_accent, term.text))
    if not bare.isascii():
        return r"\A\x01"  # stands nowhere, which is seen at the first character
    return "(?i)" + r"\s+".join(re.escape(word) for word in bare.split())


def spell_quick(term: Term) -> str:
    """A pattern that finds all that the exact one finds, and is quick: it begins with a letter
    that has no accents, where there is one, as RE2 looks for such a letter first.
    """
    text = term.text
    for at, sign in enumerate(text):
        if sign.isascii() and sign.isalnum() and sign.lower() not in list_variants():
            rest = spell_letters(text[at + 1 :])
            return f"(?i){sign}{rest}" if len(text) - at > 2 else spell_letters(text)
    return spell_letters(text)


# What is shown


def show_found(article: dict[str, Any], terms: list[Term]) -> Found:
    headline_marks = find_marks(terms, article["headline"] or "")
    return Found(article, headline_marks, cut_snippets(article.pop("body"), terms))


def cut_snippets(body: str, terms: list[Term]) -> list[Snippet]:
    """The parts of a body around what was found, or its beginning."""
    marks = find_marks(terms, body)
    snippets: list[Snippet] = []
    for start, _ in marks:
        if snippets and start < snippets[-1].start + len(snippets[-1].text):
            continue
        if len(snippets) == MOST_SNIPPETS:
            break
        first = max(body.rfind("\n", 0, start) + 1, start - SNIPPET_CHARACTERS // 3)
        if first and not body[first - 1].isspace() and not has_unspaced(body[first:start]):
            first = body.find(" ", first, start) + 1 or first
        last = body.find("\n", start)
        last = min(len(body) if last < 0 else last, first + SNIPPET_CHARACTERS)
        inside = [(at, min(end, last)) for at, end in marks if first <= at < last]
        snippets.append(Snippet(body[first:last], first, inside))
    return snippets or [Snippet(body[:SNIPPET_CHARACTERS], 0, [])]


def make_json(found: Found) -> dict[str, Any]:
    """What was found, for programs: the article, and where its body says it."""
    return {
        **found.article,
        "headline_marks": found.headline_marks,
        "snippets": [snippet._asdict() for snippet in found.snippets],
    }


def print_found(count: int, found: list[Found]) -> None:
    """Print what was found, the characters in colour; nothing in it acts on a terminal."""
    for one in found:
        article = one.article
        headline = paint(Snippet(article["headline"] or "no headline", 0, one.headline_marks))
        headline.stylize("bold")
        console.print(headline)
        told = [article["outlet_name"] or "outlet not known", str(article["published_day"] or "")]
        console.print(escape_controls(", ".join(filter(None, told))), style="bright_black")
        for snippet in one.snippets:
            console.print(Text("  ").append_text(paint(snippet)))
        console.print(Text(f"  {article['article_id']}\n", "bright_black"))
    console.print(f"{len(found):,} of {count:,} articles" if count else "No article says that.")


def paint(snippet: Snippet) -> Text:
    """A snippet with what was found in colour."""
    line, done = Text(), 0
    for start, end in snippet.marks:
        first, last = max(start - snippet.start, done), end - snippet.start
        if first >= last:
            continue
        line.append(escape_controls(snippet.text[done:first]))
        line.append(escape_controls(snippet.text[first:last]), style="bold red")
        done = last
    return line.append(escape_controls(snippet.text[done:]))
