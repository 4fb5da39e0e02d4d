"""Read what sql/ says of its tables and columns: each description stands beside what it describes.

A table is described in comment lines: in sql/core.sql right above `create table`, in a mart from
the top of the file down to the line of its grain. A column of `create table`, or of the last select
of a mart, is described in the comment after its comma. A long description begins or goes on in the
comment lines below, up to the next column. A comment inside an expression is not a description.

    -- One row per outlet that occurs.
    -- Grain: outlet_id

    select
        outlet_id::varchar as outlet_id,  -- Outlet; NULL: unknown.
        page_count::integer as page_count,
            -- Pages that it hosts, whether or not
            -- an article stands on them.
    from counted

Views and macros of sql/macros.sql are described right above `create or replace`, and the columns of
a view as those of a mart.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise, takewhile
from typing import NamedTuple

import duckdb

from flows.errors import CopydeskError
from flows.shipped import SQL

CORE, MACROS = "sql/core.sql", "sql/macros.sql"
READ_SCHEMAS = ("core", "ops")  # of the tables in core.sql, those that people read
GRAIN = "Grain: "
CONSTRAINTS = ("check", "constraint", "foreign", "primary", "unique")


class SqlBroken(CopydeskError):
    """A file of sql/ cannot be used; the message says which, where and what to do."""


class Description(NamedTuple):
    """What is said of a table or column: ("column", "core.pages.url", "Address ...", ...)."""

    kind: str  # table, view, column, macro or macro table
    name: str
    text: str
    place: str  # "sql/core.sql:59"


class Token(NamedTuple):
    """A word, sign, literal or comment of a text in SQL."""

    text: str
    line: int
    depth: int  # how many brackets are open around it
    is_comment: bool


def read_descriptions() -> list[Description]:
    """The descriptions of all tables of core, ops and marts with their columns, of the views for
    people with theirs, and of the macros.

    Raises:
        SqlBroken: a table or column has no description, or a description has no column.
    """
    marts = sorted((SQL / "marts").glob("*.sql"))
    return [
        *describe_core((SQL / "core.sql").read_text()),
        *(found for path in marts for found in describe_mart(path.stem, path.read_text())),
        *describe_macros((SQL / "macros.sql").read_text()),
    ]


def describe_core(sql: str) -> Iterator[Description]:
    """The descriptions in the text of core.sql."""
    tokens = read_tokens(sql)
    for index, (token, following) in enumerate(pairwise(tokens)):
        if (token.text, following.text) != ("create", "table"):
            continue
        schema, _, table = (part.text for part in tokens[index + 2 : index + 5])
        if schema not in READ_SCHEMAS:
            continue
        name = f"{schema}.{table}"
        yield describe("table", name, read_lines_above(tokens[: index + 1]), CORE, token.line)
        columns = takewhile(lambda token: token.depth, tokens[index + 6 :])
        for code, comments in split_columns(columns, CORE):
            if code[0].text not in CONSTRAINTS:
                column = f"{name}.{code[0].text}"
                yield describe("column", column, comments, CORE, code[0].line)


def describe_mart(mart: str, sql: str) -> Iterator[Description]:
    """The descriptions in the text of a mart."""
    path = f"sql/marts/{mart}.sql"
    tokens = read_tokens(sql)
    comments, grain = read_header(tokens, path)
    yield describe("table", f"marts.{mart}", comments, path, 1)
    columns = []
    for code, comments in split_columns(find_last_select(tokens), path):
        if len(code) < 2 or code[-2].text != "as":
            raise SqlBroken(
                f"{path}:{code[-1].line}: this column has no name of its own;"
                " write `expression as name,  -- description`"
            )
        columns.append(code[-1].text)
        yield describe("column", f"marts.{mart}.{columns[-1]}", comments, path, code[-1].line)
    unknown = [name for name in grain if name not in columns]
    if unknown:
        raise SqlBroken(
            f"{path}: its grain names {', '.join(unknown)}, which the last select does not have;"
            " correct the line `-- Grain: ...`"
        )


def describe_macros(sql: str) -> Iterator[Description]:
    """The descriptions in the text of macros.sql; a macro has no columns, and those of core are
    parts of the others.
    """
    tokens = read_tokens(sql)
    starts = [
        index
        for index, token in enumerate(tokens)
        if (token.text, token.depth) == ("create", 0) and tokens[index + 1].text == "or"
    ]
    for index, end in pairwise([*starts, len(tokens)]):
        kind, *name = (token.text for token in tokens[index + 3 : index + 7])
        above = read_lines_above(tokens[: index + 1])
        line = tokens[index].line
        if kind == "macro":
            if name[1] == ".":
                continue
            yield describe("macro table", name[0], above, MACROS, line)
            continue
        view = "".join(name)
        yield describe("view", view, above, MACROS, line)
        for code, comments in split_columns(find_last_select(tokens[index:end]), MACROS):
            column = f"{view}.{code[-1].text}"
            yield describe("column", column, comments, MACROS, code[-1].line)


def read_header(tokens: list[Token], path: str) -> tuple[list[Token], list[str]]:
    """The comments above the line of the grain, and the columns that it names.

    No two rows of a mart have the same values in the columns of its grain.

    Raises:
        SqlBroken: there is no such line.
    """
    comments = []
    for token in takewhile(lambda token: token.is_comment, tokens):
        if uncomment(token).startswith(GRAIN):
            return comments, uncomment(token).removeprefix(GRAIN).split(", ")
        comments.append(token)
    raise SqlBroken(
        f"{path}: its header does not say which columns tell its rows apart;"
        " write `-- Grain: column, column` below the description of the table"
    )


def describe(kind: str, name: str, comments: Iterable[Token], path: str, line: int) -> Description:
    """The comments as one description, which must not be empty."""
    text = " ".join(map(uncomment, comments))
    if not text:
        where = "after its comma" if kind == "column" else "in comment lines above it"
        raise SqlBroken(f"{path}:{line}: {kind} {name} has no description; write one {where}")
    return Description(kind, name, text, f"{path}:{line}")


def uncomment(token: Token) -> str:
    return token.text.removeprefix("--").strip()


def read_tokens(sql: str) -> list[Token]:
    """The tokens as DuckDB cuts the text, so that `--` inside a literal is not a comment."""
    text = sql.encode()  # tokenize() counts bytes
    cuts = [*duckdb.tokenize(sql), (len(text), None)]
    tokens, depth = [], 0
    for (start, kind), (end, _) in pairwise(cuts):
        piece = text[start:end].decode().strip()
        depth -= piece in (")", "]", "}")
        line = text.count(b"\n", 0, start) + 1
        tokens.append(Token(piece, line, depth, kind == duckdb.token_type.comment))
        depth += piece in ("(", "[", "{")
    return tokens


def read_lines_above(tokens: list[Token]) -> list[Token]:
    """The comment lines that end right above the last token, in their order."""
    *before, last = tokens
    lines: list[Token] = []
    for token in reversed(before):
        if not token.is_comment or token.line != last.line - len(lines) - 1:
            break
        lines.insert(0, token)
    return lines


def find_last_select(tokens: list[Token]) -> list[Token]:
    """What stands between the last `select` outside of brackets and its `from`."""
    starts = [
        index for index, token in enumerate(tokens) if (token.text, token.depth) == ("select", 0)
    ]
    rest = tokens[starts[-1] + 1 :] if starts else []
    for index, token in enumerate(rest):
        is_comparison = index > 0 and rest[index - 1].text == "distinct"  # is distinct from
        if (token.text, token.depth) == ("from", 0) and not is_comparison:
            return rest[:index]
    return rest


def split_columns(tokens: Iterable[Token], path: str) -> Iterator[tuple[list[Token], list[Token]]]:
    """(code, comments after its comma and below) of each column of a list."""
    code: list[Token] = []
    comments: list[Token] = []
    depth, is_ended = None, False
    for token in tokens:
        depth = token.depth if depth is None else depth
        if token.is_comment and not code:
            raise SqlBroken(
                f"{path}:{token.line}: there is no column before this description;"
                " write it after the comma of its column, or below"
            )
        if token.is_comment:
            comments += [token] if is_ended else []
        elif (token.text, token.depth) == (",", depth):
            is_ended = True
        elif is_ended:
            yield code, comments
            code, comments, is_ended = [token], [], False
        else:
            code.append(token)
    if code:
        yield code, comments
