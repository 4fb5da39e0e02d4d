"""Read web archives end to end: pages a second, memory, and whether a record is lost.

    .venv/bin/python -m bench.archives 100
    .venv/bin/python -m bench.archives 1024 --only wet

Invents so many megabytes (unpacked) of WARC and as many of WET, packed record by record as
crawlers do, and runs each with `copydesk run` on all cores. A page is as large as those of news: an
invented article between a menu and a list of other headlines. Among the records of WARC are
requests, images, revisits, and responses with nothing in them. Figures are printed, never asserted.
Memory is that of all processes of the run together, read from Linux's /proc: what several hold in
common is divided among them (PSS), or counted for each (RSS).
"""

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import duckdb

from bench.figures import print_heading, print_row
from bench.invented import write_articles
from bench.whole_run import run_copydesk

MEGABYTE = 1024 * 1024
DATE = "2025-06-07T10:00:00Z"
MENU = ("Home", "News", "World", "Business", "Sport", "Culture", "Weather", "Contact")
MENU_LINES, OTHER_HEADLINES, ARTICLES_A_PAGE = 40, 30, 2
MARKUP_BYTES = 20_000  # of scripts and styles around a page
EMPTY_EVERY, IMAGE_EVERY, REVISIT_EVERY = 200, 10, 25  # pages
WIDTHS = 22, 11


class Page(NamedTuple):
    """What an archive has of a page."""

    url: str
    lines: list[str]  # its text
    headline_at: int  # which of them is its headline


COUNTS = """
    select
        (select count(*) from core.page_sources),
        (select sum(reject_count) from ops.files),
        (select sum(record_count) from ops.files),
        (select other_records from ops.files),
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("megabytes", type=int, nargs="?", default=100)
    parser.add_argument("--only", choices=["warc", "wet"], help="one kind of archive")
    parser.add_argument("--folder", type=Path, help="where to write; it is kept")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="copydesk-bench-") as scratch:
        folder = options.folder or Path(scratch)
        heading = ("packed MB", "records", "pages", "rejects", "others", "lost")
        heading += ("seconds", "pages/s", "PSS MB", "RSS MB", "largest")
        print_heading("archive, unpacked", *heading, widths=WIDTHS)
        for kind in [options.only] if options.only else ["warc", "wet"]:
            measure(kind, options.megabytes, folder)


def measure(kind: str, megabytes: int, folder: Path) -> None:
    raw = folder / kind
    raw.mkdir(parents=True, exist_ok=True)
    archive = raw / f"invented.{kind}.gz"
    written = write_archive(archive, kind, megabytes * MEGABYTE)
    ran = run_copydesk([raw], warehouse := folder / f"{kind}.duckdb")
    with duckdb.connect(warehouse, read_only=True) as connection:
        page_count, reject_count, record_count, others = connection.execute(COUNTS).fetchall()[0]
    other_count = sum(json.loads(others or "{}").values())
    lost = written.total() - page_count - reject_count - other_count
    told = (written.total(), page_count, reject_count, other_count, lost)
    print_row(
        f"{kind}, {megabytes:,} MB",
        f"{archive.stat().st_size / MEGABYTE:,.0f}",
        *(f"{count:,}" for count in told),
        *(f"{value:,.0f}" for value in (ran.seconds, page_count / ran.seconds, *ran.memory)),
        widths=WIDTHS,
    )
    print(f"most memory behind: {ran.told}")
    if record_count != written.total():
        print(f"ops.files counts {record_count:,} records of {dict(written)}")


# The archives


def write_archive(path: Path, kind: str, byte_count: int) -> Counter[str]:
    """Write an archive of so many bytes, unpacked; how many records it has, by type."""
    written, size = Counter(), 0
    with path.open("wb") as file:
        for name, record in write_records(kind, byte_count):
            file.write(gzip.compress(record, 1))
            written[name] += 1
            size += len(record)
            if size >= byte_count:
                break
    return written


def write_records(kind: str, byte_count: int) -> Iterator[tuple[str, bytes]]:
    """(type, record) in the order of a crawl, until nobody asks for more."""
    yield "warcinfo", write_record("warcinfo", None, b"software: invented\r\n", "text/plain")
    write = write_response if kind == "warc" else write_conversion
    for number, page in enumerate(write_pages(byte_count // 1_000, kind)):
        yield from write(number, page)


def write_response(number: int, page: Page) -> Iterator[tuple[str, bytes]]:
    """What a crawler writes of a page: what it asked for, the answer, and now and then more."""
    of_http, of_asking = ("application/http; msgtype=" + name for name in ("response", "request"))
    asked = f"GET {page.url} HTTP/1.1\r\nHost: {page.url.split('/')[2]}\r\n\r\n".encode()
    yield "request", write_record("request", page.url, asked, of_asking)
    body = b"" if number % EMPTY_EVERY == EMPTY_EVERY - 1 else write_html(page).encode()
    yield "response", write_record("response", page.url, write_http(body, "text/html"), of_http)
    if number % IMAGE_EVERY == 0:
        image = write_http(random.Random(number).randbytes(30_000), "image/png")
        yield "image", write_record("response", f"{page.url}.png", image, of_http)
    if number % REVISIT_EVERY == 0:
        yield "revisit", write_record("revisit", page.url, write_http(b"", "text/html"), of_http)


def write_conversion(number: int, page: Page) -> Iterator[tuple[str, bytes]]:
    text = "" if number % EMPTY_EVERY == EMPTY_EVERY - 1 else "\n".join(page.lines)
    yield "conversion", write_record("conversion", page.url, text.encode(), "text/plain")


def write_record(kind: str, url: str | None, block: bytes, content_type: str) -> bytes:
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Date: {DATE}",
        f"Content-Type: {content_type}",
    ]
    lines += [f"WARC-Target-URI: {url}"] if url else []
    head = "\r\n".join([*lines, f"Content-Length: {len(block)}", "", ""])
    return head.encode() + block + b"\r\n\r\n"


def write_http(body: bytes, content_type: str) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def write_pages(count: int, seed: str) -> Iterator[Page]:
    """Pages of invented articles, each with the headlines of those before it below. The bodies of
    two are that of one page.
    """
    headlines, bodies = [], []
    for row in write_articles(count, random.Random(seed)):
        headline, body, site, url = row[4], row[5], row[6], row[9]
        if url is None:  # a teaser
            continue
        bodies.append(body)
        if len(bodies) < ARTICLES_A_PAGE:
            continue
        sections = (f"{MENU[at % len(MENU)]} {at}" for at in range(MENU_LINES))
        menu = [f"{site.capitalize()} Post", *sections]
        below = ["Most read", *headlines, f"© 2025 {site.capitalize()} Post"]
        lines = [
            *menu,
            headline,
            "By Ada Quill",
            "7 June 2025",
            *"\n".join(bodies).split("\n"),
            *below,
        ]
        yield Page(url, lines, len(menu))
        headlines, bodies = [headline, *headlines][:OTHER_HEADLINES], []


def write_html(page: Page) -> str:
    shown = "\n".join(
        f"<h1>{line}</h1>"
        if at == page.headline_at
        else f'<div class="part-{at}"><p>{line}</p></div>'
        for at, line in enumerate(page.lines)
    )
    script = "var settings = {};\n" * (MARKUP_BYTES // 19)
    title = page.lines[page.headline_at]
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<script>{script}</script></head><body>{shown}</body></html>"
    )


if __name__ == "__main__":
    main()
