"""The rows of a view: what the address asks for, a page of them, all of them as a file."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from starlette.datastructures import QueryParams

from flows.errors import CopydeskError
from flows.view.dashboard.published import Connection, Row, read_rows
from flows.view.dashboard.showing import spell_cell
from flows.view.dashboard.views import VIEWS, find_column
from flows.view.dashboard.views.columns import Column, Fixed, One, Rows, View

PAGE_ROWS = 50
MOST_PAGES = 1000  # behind them a download is what one wants
CHUNK_ROWS = 2000  # of a download, at once in memory
RANGES = ("_from", "_to")
RANGED = ("day", "time", "number")  # kinds of columns that may be given a range


class BadRequest(CopydeskError):
    """The address asks for something that there is not; the message says what there is."""


class Asked(NamedTuple):
    """What the address of a table asks for."""

    filters: dict[str, Any]  # by name of the filter, or with _from or _to behind it
    unknown: tuple[str, ...] = ()  # filters that are to be NULL
    known: tuple[str, ...] = ()  # those that are not
    sort: str = ""
    page: int = 1


# Addresses


def read_asked(view: View, given: QueryParams) -> Asked:
    """What the query of an address asks of a view.

    Raises:
        BadRequest: there is no such filter, column or page, or the value is not of its kind.
    """
    filters: dict[str, Any] = {}
    for name, value in given.multi_items():
        if name in ("unknown", "known", "sort", "page") or value == "":  # a field left empty
            continue
        filters[name] = read_value(view, name, value)
    sort = given.get("sort") or view.sort
    if sort.removeprefix("-") not in sortable(view):
        raise BadRequest(f"{view.name} cannot be ordered by {sort.removeprefix('-')!r}")
    page = given.get("page") or "1"
    if not (page.isascii() and page.isdecimal() and 1 <= int(page[:9]) <= MOST_PAGES):
        raise BadRequest(f"pages are 1 to {MOST_PAGES:,}; take all rows as a file instead")
    nulls = {
        state: tuple(check_filter(view, name) for name in given.getlist(state))
        for state in ("unknown", "known")
    }
    return Asked(filters, nulls["unknown"], nulls["known"], sort, int(page))


def sortable(view: View) -> set[str]:
    shown = {column.name for column in view.columns if column.kind not in ("list", "topics")}
    return shown | {view.sort.removeprefix("-")}


def check_filter(view: View, name: str) -> str:
    if name not in view.filters and name not in view.key:
        allowed = ", ".join(view.filters) or "none"
        raise BadRequest(f"{view.name} has no filter {name!r}; there are: {allowed}")
    return name


def read_value(view: View, name: str, value: str) -> Any:
    """The value of a filter as its column has it."""
    base = next((name.removesuffix(end) for end in RANGES if name.endswith(end)), name)
    if base != name and base in view.filters and find_kind(view, base) in RANGED:
        name = base
    check_filter(view, name)
    match find_kind(view, name):
        case "yes":
            if value not in ("true", "false"):
                raise BadRequest(f"{name} is true or false, not {value!r}")
            return value == "true"
        case "day" | "time":
            try:
                return date.fromisoformat(value)
            except ValueError:
                raise BadRequest(f"{name} is a day such as 2025-05-19, not {value!r}") from None
        case "number":
            try:
                return float(value)
            except ValueError:
                raise BadRequest(f"{name} is a number, not {value!r}") from None
    return value


def find_kind(view: View, name: str) -> str:
    """The kind of a filter: that of the shown column, or what its name says."""
    column = find_column(view, name)
    if column:
        return "text" if column.kind in ("name", "id", "url") else column.kind
    return "yes" if name.startswith(("is_", "has_")) else "text"


def link_rows(target: Rows, row: Mapping[str, Any]) -> str:
    """The address of the rows behind a number of a row."""
    filters: list[tuple[str, str]] = []
    for name, given in target.filters.items():
        value = row[given] if isinstance(given, str) else given
        if value is None:
            filters.append(("unknown", name))
        else:
            filters.append((name, spell_filter(value)))
    return f"/{target.view}?{urlencode(filters)}"


def spell_filter(value: Any) -> str:
    if isinstance(value, Fixed):
        return value.value
    return str(value).lower() if isinstance(value, bool) else str(value)


def link_one(target: One, row: Mapping[str, Any]) -> str | None:
    """The address of the page of one thing; None where its id is not known."""
    key = row.get(target.key)
    if key is None:
        return None
    path = f"/{target.kind}/{quote(str(key), safe='/' if target.kind == 'compare' else '')}"
    start, end = (row.get(name) for name in target.span) if target.span else (None, None)
    if start is None or end is None:
        return path
    return link_characters(key, start, end)


def link_characters(page_id: str, start: int, end: int) -> str:
    """The address of characters of a page.

    >>> link_characters("ab", 3, 9)
    '/page/ab?from=3&to=9#char-3-9'
    """
    return f"/page/{quote(page_id, safe='')}?from={start}&to={end}#char-{start}-{end}"


def link_cell(column: Column, row: Mapping[str, Any]) -> str | None:
    if column.link is None or (row.get(column.name) is None and column.kind == "number"):
        return None
    link = link_one if isinstance(column.link, One) else link_rows
    return link(column.link, row)  # pyright: ignore[reportArgumentType]


def link_view(view: View, asked: Asked, ending: str = "", **changed: Any) -> str:
    """The address of a view as it was asked for, but for what is changed."""
    given = [(name, spell_filter(value)) for name, value in asked.filters.items()]
    given += [("unknown", name) for name in asked.unknown]
    given += [("known", name) for name in asked.known]
    if asked.sort not in ("", view.sort):
        given.append(("sort", asked.sort))
    dropped = [name for name, value in changed.items() if value is None]
    given = [pair for pair in given if pair[0] not in changed and pair[1] not in dropped]
    given += [(name, str(value)) for name, value in changed.items() if value is not None]
    return f"/{view.name}{ending}" + (f"?{urlencode(given)}" if given else "")


# Queries


def make_query(view: View, asked: Asked, what: str = "*") -> tuple[str, dict[str, Any]]:
    """The query of the rows that were asked for, without an order, and its values.

    All names in it are of the view; all that the request brought is among the values.
    """
    conditions, values = [], {}
    for number, (name, value) in enumerate(asked.filters.items()):
        parameter = f"value_{number}"
        values[parameter] = value
        conditions.append(spell_condition(view, name, f"${parameter}"))
    for name in asked.unknown:
        conditions.append(
            view.conditions[name][1] if name in view.conditions else f"{name} is null"
        )
    conditions += [f"{name} is not null" for name in asked.known]
    where = f" where {' and '.join(conditions)}" if conditions else ""
    return f"select {what} from (\n{view.query}\n) as shown{where}", values  # noqa: S608  see above


def make_whole_query(view: View, asked: Asked) -> tuple[str, dict[str, Any]]:
    """The same with all columns."""
    if not view.places:
        return make_query(view, asked)
    query, values = make_query(view, asked)
    return f"select shown.* exclude (row), places.* from ({query}) as shown {join(view)}", values  # noqa: S608


def join(view: View) -> str:
    return f"left join lateral (\n{view.places}\n) as places on true"


def spell_condition(view: View, name: str, parameter: str) -> str:
    if name in view.conditions:
        return view.conditions[name][0].replace("?", parameter)
    if name in view.filters or name in view.key:
        is_time = find_kind(view, name) == "time"
        return f"{name}::date = {parameter}" if is_time else f"{name} = {parameter}"
    base, _, end = name.rpartition("_")
    column = f"{base}::date" if find_kind(view, base) == "time" else base
    return f"{column} {'>=' if end == 'from' else '<='} {parameter}"


def spell_order(view: View, sort: str) -> str:
    direction = "desc" if sort.startswith("-") else "asc"
    names = [name for name in view.key if name != sort.removeprefix("-")]
    return f" order by {sort.removeprefix('-')} {direction} nulls last" + "".join(
        f", {name}" for name in names
    )


def count_rows(connection: Connection, view: View, asked: Asked) -> int:
    query, values = make_query(view, asked, "count(*)")
    found = connection.execute(query, values).fetchone()
    return found[0] if found else 0


def read_page(
    connection: Connection, view: View, asked: Asked, limit: int = PAGE_ROWS
) -> list[Row]:
    """The rows of one page of a table."""
    order = spell_order(view, asked.sort or view.sort)
    part = f"{order} limit {limit:d} offset {(asked.page - 1) * limit:d}"
    if not view.places:
        query, values = make_query(view, asked)
        return read_rows(connection, query + part, values)
    query, values = make_query(view, asked, "row")
    chosen = [number for (number,) in connection.execute(query + part, values).fetchall()]
    if not chosen:
        return []
    listed = ", ".join(map(str, chosen))
    query = f"select * exclude (row) from (\n{view.query}\n) as shown {join(view)}"  # noqa: S608
    return read_rows(connection, f"{query} where row in ({listed}){order}")


def read_descriptions(connection: Connection, view: View) -> list[tuple[Column, str]]:
    """What the comments in the warehouse say of the shown columns."""
    comments = connection.execute(
        "select schema_name || '.' || table_name, column_name, comment from duckdb_columns()"
        " where comment is not null and schema_name || '.' || table_name in (select unnest($1))",
        [list(view.tables)],
    ).fetchall()
    told = {(table, name): comment for table, name, comment in comments}
    found = []
    for column in view.columns:
        texts = (told.get((table, column.name)) for table in view.tables)
        found.append((column, next((text for text in texts if text), "")))
    return [(column, text) for column, text in found if text]


# Files


def stream_csv(connection: Connection, view: View, asked: Asked) -> Iterator[str]:
    """All rows as CSV, some at a time; nothing in it is a formula."""
    query, values = make_whole_query(view, asked)
    found = connection.execute(query + spell_order(view, asked.sort), values)
    yield spell_rows([[column[0] for column in found.description]])
    while rows := found.fetchmany(CHUNK_ROWS):
        yield spell_rows(rows)


def spell_rows(rows: Iterable[Iterable[Any]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerows([spell_cell(value) for value in row] for row in rows)
    return written.getvalue()


def stream_parquet(connection: Connection, view: View, asked: Asked) -> Iterator[bytes]:
    """All rows as Parquet, by way of a file of their own."""
    import pyarrow.parquet as pq

    query, values = make_whole_query(view, asked)
    found = connection.sql(query + spell_order(view, asked.sort), params=values)
    with tempfile.TemporaryFile(prefix="copydesk-") as file:
        batches = found.to_arrow_reader(CHUNK_ROWS)
        with pq.ParquetWriter(file, batches.schema) as writer:
            for batch in batches:
                writer.write_batch(batch)
        file.seek(0)
        while piece := file.read(1 << 16):
            yield piece


def find_view(name: str) -> View:
    if name not in VIEWS:
        raise KeyError(name)
    return VIEWS[name]
