"""The site: its addresses, what guards each answer, and the server."""

import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flows.errors import CopydeskError, MachineFailed
from flows.view.dashboard import articles, pages, showing, tables, things
from flows.view.dashboard.charts import HEIGHT, WIDTH, draw_bars
from flows.view.dashboard.published import (
    NoWarehouse,
    OtherVersion,
    TookTooLong,
    open_published,
    read_rows,
)
from flows.view.dashboard.views import VIEWS
from flows.view.dashboard.views.columns import Column, View
from flows.view.dashboard.words import find_words
from flows.view.feeds import watch_feed

HERE = Path(__file__).parent
LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self';"
    " img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
STATUS = {NoWarehouse: 503, OtherVersion: 503, TookTooLong: 503, tables.BadRequest: 400}
CELL_CHARACTERS = 300  # of page text in a cell


def make_site(warehouse: Path, host: str = "127.0.0.1") -> ASGIApp:
    """The site as an ASGI application.

    Args:
        warehouse: the link that names what is published.
        host: where it will be bound; on this machine alone, requests for other hosts are refused,
            so that no page of the web can read it through a name that it points here.
    """
    hosts = list(LOOPBACK) if host in LOOPBACK else ["*"]
    site = Starlette(
        routes=list_routes(),
        middleware=[Middleware(TrustedHostMiddleware, hosts, False)],
        exception_handlers={
            HTTPException: tell_failed,
            CopydeskError: tell_failed,
            things.NotThere: tell_failed,
            Exception: tell_failed,
        },
    )
    site.state.warehouse = warehouse
    return Guard(site)


def list_routes() -> list[Route | Mount]:
    one = {
        "outlet": ("thing.html", things.show_outlet),
        "topic": ("thing.html", things.show_topic),
        "story": ("story.html", things.show_story),
        "quotation": ("thing.html", things.show_quotation),
        "article": ("article.html", articles.show_article),
    }
    return [
        Route("/", show_overview),
        Route("/quality", show_quality),
        Route("/search", show_search),
        Route("/page/{key:path}", show_page),
        Route("/watch/{name:path}.atom", show_feed),
        Route("/compare/{key}/{other}", show_comparison),
        *(
            Route(f"/{kind}/{{key:path}}", partial(show_thing, template, show))
            for kind, (template, show) in one.items()
        ),
        Route("/{view}.csv", download_csv),
        Route("/{view}.parquet", download_parquet),
        Mount("/static", StaticFiles(directory=HERE / "static")),
        Route("/{view}", show_table),
    ]


class Guard:
    """Every answer has the headers that keep a browser from running what a page says."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                names = {name for name, _ in given}
                kept = [pair for pair in message["headers"] if pair[0].lower() not in names]
                message = {**message, "headers": [*kept, *given]}
            await send(message)

        await self.app(scope, receive, send_guarded)


# Templates


def show_cell(column: Column, row: dict[str, Any], topics: dict[str, str]) -> Markup:
    """A cell of a table, with its link if there is one."""
    value, href = row[column.name], tables.link_cell(column, row)
    language = row.get(column.language) if column.language else None
    if column.kind == "topics":
        return Markup(", ").join(
            Markup('<a href="{}">{}</a>').format(
                f"/topic/{tables.quote(topic, safe='')}", topics.get(topic, topic)
            )
            for topic in value or []
        ) or showing.show_nothing("none")
    if value is None and (column.absent or href):
        named = "no headline" if "headline" in column.name else "not named"
        shown = showing.show_nothing(column.absent or named)
    else:
        shown = showing.show_value(clip(value), column.kind, language)
    return Markup('<a href="{}">{}</a>').format(href, shown) if href else shown


def clip(value: Any) -> Any:
    """A value of which no more stands in a cell than people read there."""
    if isinstance(value, str) and len(value) > CELL_CHARACTERS:
        return value[:CELL_CHARACTERS] + "…"
    return value


templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
templates.globals |= {
    "show_cell": show_cell,
    "show_text": showing.show_text,
    "show_value": showing.show_value,
    "show_url": showing.show_url,
    "show_nothing": showing.show_nothing,
    "tell_language": showing.tell_language,
    "link_view": tables.link_view,
    "link_characters": tables.link_characters,
    "find_kind": tables.find_kind,
    "draw_bars": draw_bars,
    "CHART": (WIDTH, HEIGHT),
    "PAGE_ROWS": tables.PAGE_ROWS,
    "MOST_PAGES": tables.MOST_PAGES,
}


def render(name: str, status_code: int = 200, **values: Any) -> HTMLResponse:
    return HTMLResponse(templates.get_template(name).render(**values), status_code)


def answer(
    request: Request, name: str, read: Callable[..., dict[str, Any]], *arguments: Any
) -> HTMLResponse:
    """A page of what a function reads from the warehouse as it is published now."""
    with open_published(request.app.state.warehouse) as connection:
        values = read(connection, *arguments)
        values["topics_by_id"] = read_topics(connection)
        values["published"] = read_published(connection)
    return render(name, path=request.url.path, **values)


def read_topics(connection: Any) -> dict[str, str]:
    return dict(connection.execute("select topic_id, name from core.topics").fetchall())


def read_published(connection: Any) -> dict[str, Any] | None:
    found = read_rows(
        connection,
        "select run_id, finished_at from ops.runs where state = 'completed'"
        " order by started_at desc limit 1",
    )
    return found[0] if found else None


# Addresses


def show_overview(request: Request) -> Response:
    return answer(request, "overview.html", things.show_overview)


def show_quality(request: Request) -> Response:
    return answer(request, "quality.html", things.show_quality)


def show_thing(template: str, read: Callable[..., Any], request: Request) -> Response:
    return answer(request, template, read, request.path_params["key"])


def show_page(request: Request) -> Response:
    given = request.query_params
    span = None
    if given.get("from") or given.get("to"):
        start, end = (read_number(given.get(name, "")) for name in ("from", "to"))
        if start >= end:
            raise tables.BadRequest("characters are marked from a number to a higher one")
        span = (start, end)
    part = max(read_number(given.get("part") or "1"), 1)
    return answer(request, "page.html", pages.show_page, request.path_params["key"], span, part)


def read_number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise tables.BadRequest(f"{text!r} is no number of characters")
    return int(text)


def show_comparison(request: Request) -> Response:
    keys = (request.path_params[name] for name in ("key", "other"))
    return answer(request, "compare.html", articles.compare_articles, *keys)


def show_search(request: Request) -> Response:
    return answer(request, "search.html", find_words, request.query_params)


def show_feed(request: Request) -> Response:
    with open_published(request.app.state.warehouse) as connection:
        feed = watch_feed(connection, request.path_params["name"], str(request.base_url))
    if feed is None:
        raise HTTPException(404)
    return Response(feed, media_type="application/atom+xml")


def find_view(request: Request) -> View:
    view = VIEWS.get(request.path_params["view"])
    if view is None:
        raise HTTPException(404)
    return view


def show_table(request: Request) -> Response:
    view = find_view(request)
    asked = tables.read_asked(view, request.query_params)

    def read(connection: Any) -> dict[str, Any]:
        count = tables.count_rows(connection, view, asked)
        return {
            "view": view,
            "asked": asked,
            "count": count,
            "rows": tables.read_page(connection, view, asked),
            "descriptions": tables.read_descriptions(connection, view),
            "last_page": min(max(-(-count // tables.PAGE_ROWS), 1), tables.MOST_PAGES),
        }

    return answer(request, "table.html", read)


def download_csv(request: Request) -> Response:
    return download(request, tables.stream_csv, "csv", "text/csv; charset=utf-8")


def download_parquet(request: Request) -> Response:
    kind = "application/vnd.apache.parquet"
    return download(request, tables.stream_parquet, "parquet", kind)


def download(request: Request, stream: Callable[..., Any], ending: str, kind: str) -> Response:
    """All rows that were asked for as a file, named by our own name of the view."""
    view = find_view(request)
    asked = tables.read_asked(view, request.query_params)

    def send() -> Any:
        with open_published(request.app.state.warehouse) as connection:
            yield from stream(connection, view, asked)

    named = {"Content-Disposition": f'attachment; filename="{view.name}.{ending}"'}
    return StreamingResponse(send(), media_type=kind, headers=named)


def tell_failed(_: Request, error: Exception) -> Response:
    """What went wrong, as a page; what is no fault of the reader's is told without its details."""
    if isinstance(error, HTTPException):
        status, told = error.status_code, "There is no such page."
    elif isinstance(error, things.NotThere):
        status, told = 404, "There is nothing with this id in the warehouse as it is now."
    elif isinstance(error, CopydeskError):
        status, told = STATUS.get(type(error), 500), str(error)
    else:
        status, told = (
            500,
            "This is a bug in Copydesk; the terminal of the dashboard has its trace.",
        )
    return render("error.html", status, told=told, status=status, path="", published=None)


# The server


def serve(warehouse: Path, host: str, port: int, tell: Callable[[str], object]) -> None:
    """Serve the site until the process is stopped.

    Raises:
        MachineFailed: nothing can be bound there.
    """
    import uvicorn

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise MachineFailed(
            f"{host}:{port}: cannot be used ({reason}); choose another --port or --host"
        ) from None
    shown = f"[{host}]" if ":" in host else host
    tell(f"The dashboard: http://{shown}:{bound.getsockname()[1]}/ (Ctrl-C ends it)")
    site = make_site(warehouse, host)
    config = uvicorn.Config(
        site, log_level="warning", access_log=False, server_header=False, lifespan="off"
    )
    uvicorn.Server(config).run(sockets=[bound])
