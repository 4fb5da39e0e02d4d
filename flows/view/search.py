"""Search articles by words and phrases, in any script.

`ferry "port amber" -strike` finds articles with the word, the phrase, and without the other word.
Capitals and accents do not count: "etude" finds "Étude". In scripts with spaces a word is a whole
word, and `strike*` its beginning; in those without (Chinese, Japanese, Thai ...) it may stand
anywhere.

Each article keeps numbers that stand for its words (core.articles.word_codes); texts without those
of the terms are not read. The macro search() of sql/macros.sql finds the same articles.
"""

from itertools import pairwise
from typing import Any, NamedTuple

import duckdb
from rich.text import Text

from flows.errors import Unusable
from flows.search_terms import (
    Filters,
    Term,
    find_marks,
    find_terms,
    read_terms,
    spell_condition,
)
from flows.summary import count_noun
from flows.terminal import console, escape_controls
from flows.view.pieces import cut_piece, is_cut

RESULTS = 20
SNIPPET_CHARACTERS = 260
MOST_SNIPPETS = 3  # of an article
MOST_CODES = 8  # that are looked for; each takes its time
MOST_SLICES = 4  # of all articles, each looked through by a thread


class Snippet(NamedTuple):
    """A part of a text with the characters to mark, both counted in the text."""

    text: str
    start: int
    marks: list[tuple[int, int]]
    has_more_before: bool = False  # its paragraph goes on there
    has_more_after: bool = False


class Found(NamedTuple):
    """An article that was found."""

    article: dict[str, Any]
    headline_marks: list[tuple[int, int]]
    snippets: list[Snippet]  # of its body


# The query


FOUND = """
    select article_id, count(*) over () as found_count
    from ({slices})
    order by published_day desc nulls last, article_id
    limit $limit offset $offset
"""
SLICE = """
    select article_id, published_day
    from core.articles
    where rowid >= {first} and rowid < {last}
        and {condition}
"""
KNOWN = "select 1 from {table} where {column} = $1 limit 1"
SIZES = """
    select current_setting('threads')::integer, coalesce(max(rowid), -1) + 1 from core.articles
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
        authors,
        word_count,
        is_complete,
    from core.articles
    left join core.outlets using (outlet_id)
    where article_id in (select unnest($ids))
    order by published_day desc nulls last, article_id
"""


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
    slices = spell_slices(connection, condition)
    found = connection.execute(FOUND.format(slices=slices), values).fetchall()
    if not found:
        return 0, []
    shown = connection.execute(SHOWN, {"ids": [article_id for article_id, _ in found]})
    names = [column[0] for column in shown.description]
    rows = [dict(zip(names, row, strict=True)) for row in shown.fetchall()]
    return found[0][1], [show_found(row, terms) for row in rows]


def find_unknown(connection: duckdb.DuckDBPyConnection, filters: Filters) -> str | None:
    """What a search that found nothing asks for and the warehouse does not have at all."""
    for option, value, column, table in (
        ("--outlet", filters.outlet, "outlet_id", "core.outlets"),
        ("--topic", filters.topic, "topic_id", "core.topics"),
        ("--language", filters.language, "language_code", "core.articles"),
    ):
        known = KNOWN.format(table=table, column=column)
        if value and not connection.execute(known, [value]).fetchall():
            return f"{option} {value}: no {column} of {table} is that"
    return None


def spell_slices(connection: duckdb.DuckDBPyConnection, condition: str) -> str:
    """The query of the articles that are found, cut into parts of the table: DuckDB reads 122,880
    rows in one thread, and parts of a union in several.
    """
    ((threads, end),) = connection.execute(SIZES).fetchall()
    count = min(threads, MOST_SLICES)
    bounds = [end * number // count for number in range(count + 1)]
    return " union all ".join(
        SLICE.format(first=first, last=last, condition=condition)
        for first, last in pairwise(bounds)
    )


# What is shown


def show_found(article: dict[str, Any], terms: list[Term]) -> Found:
    headline_marks = find_marks(terms, article["headline"] or "")
    return Found(article, headline_marks, cut_snippets(article.pop("body"), terms))


def cut_snippets(body: str, terms: list[Term]) -> list[Snippet]:
    """The parts of a body that say the most of the terms, in its order, or its beginning."""
    marks = find_terms(terms, body)
    pieces: list[tuple[int, int, set[int]]] = []
    for start, end, _ in marks:
        if pieces and start < pieces[-1][1]:
            continue
        first, last = cut_piece(body, start, end, SNIPPET_CHARACTERS)
        said = {number for at, _, number in marks if first <= at < last}
        pieces.append((max(first, pieces[-1][1] if pieces else 0), last, said))
    if not pieces:
        first, last = cut_piece(body, 0, 0, SNIPPET_CHARACTERS)
        return [Snippet(body[first:last], first, [], *is_cut(body, first, last))]
    most = max(len(said) for _, _, said in pieces)
    best: list[tuple[int, int, set[int]]] = []
    for piece in sorted(pieces, key=lambda piece: -len(piece[2])):
        told = set().union(*(said for _, _, said in best))
        if len(best) < MOST_SNIPPETS and (len(piece[2]) == most or piece[2] - told):
            best.append(piece)
    return [
        Snippet(
            body[first:last],
            first,
            [(at, min(end, last)) for at, end, _ in marks if first <= at < last],
            *is_cut(body, first, last),
        )
        for first, last, _ in sorted(best, key=lambda piece: piece[0])
    ]


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
        told += article["authors"] or []
        console.print(escape_controls(", ".join(filter(None, told))), style="bright_black")
        for snippet in (snippet for snippet in one.snippets if snippet.text.strip()):
            before, after = ("… " if more else "" for more in snippet[-2:])
            console.print(Text("  " + before).append_text(paint(snippet)).append(after.rstrip()))
        console.print(Text(f"  {article['article_id']}\n", "bright_black"))
    told = f"{len(found):,} of {count_noun(count, 'article')}"
    console.print(told if count else "No article says that.")


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
