"""Screenshots of the dashboard and the report for docs/:
`python -m bench.screenshots WAREHOUSE FOLDER [all]`.

With `all` every kind of page at two widths, light and dark, to look at; without, those of the docs.
"""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flows.view.report import find_report

CHROMIUM = os.environ.get("COPYDESK_CHROMIUM", "/usr/bin/chromium")
WIDTHS = {1400: 950, 400: 850}  # and heights
SHOWN = ("overview", "page")  # in the docs


@contextmanager
def serve(warehouse: Path) -> Iterator[str]:
    """The address of a dashboard in a process of its own."""
    with start_server(warehouse) as (address, _):
        yield address


@contextmanager
def start_server(warehouse: Path) -> Iterator[tuple[str, int]]:
    """The address of a dashboard, and the process that serves it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "flows.cli", "dashboard", "--port", str(port)]
    server = subprocess.Popen([*command, "--warehouse", str(warehouse)], stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(address)
                break
            except OSError:
                time.sleep(0.1)
        yield address, server.pid
    finally:
        server.terminate()
        server.wait()


def find_addresses(address: str) -> dict[str, str]:
    """One page of each kind, by its name; those that a link of another page leads to."""

    def follow(path: str, pattern: str) -> str:
        page = urllib.request.urlopen(address + path).read().decode()
        found = re.search(f'href="({pattern})"', page)
        return found[1].replace("&amp;", "&") if found else path

    story = follow("/stories", r"/story/[^\"]+")
    article = follow(f"/articles?story_id={story[7:]}&is_original=true", r"/article/\w{32}")
    return {
        "overview": "/",
        "outlets": "/outlets",
        "outlet": follow("/outlets", r"/outlet/[^\"]+"),
        "topic": follow("/topics", r"/topic/[^\"]+"),
        "story": story,
        "quotation": follow("/quotations", r"/quotation/[^\"]+"),
        "article": article,
        "page": follow("/placements?role=embedded", r"/page/\w+\?from=[^\"]+"),
        "compare": follow("/reuse?relation=shared_passage", r"/compare/[^\"]+"),
        "versions": follow("/reuse?relation=version", r"/compare/[^\"]+"),
        "search": "/search?words=port+amber",
        "quality": "/quality",
        "table": "/articles?is_carried=false&is_complete=true",
    }


def take(browser: Any, address: str, file: Path, width: int, is_dark: bool) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme="dark" if is_dark else "light",
    )
    page = context.new_page()
    page.goto(address)
    page.screenshot(path=file)
    context.close()


def main(warehouse: str, folder: str, which: str = "") -> None:
    from playwright.sync_api import sync_playwright

    Path(folder).mkdir(exist_ok=True)
    with serve(Path(warehouse)) as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        addresses = {
            f"dashboard-{name}": address + path
            for name, path in find_addresses(address).items()
            if which or name in SHOWN
        }
        addresses["report"] = find_report(Path(warehouse)).absolute().as_uri()
        for name, shown in addresses.items():
            for width in WIDTHS:
                for is_dark in (False, True):
                    if not which and (width == 400 or is_dark):
                        continue
                    ending = f"-{width}{'-dark' if is_dark else ''}" if which else ""
                    file = Path(folder) / f"{name}{ending}.png"
                    take(browser, shown, file, width, is_dark)
                    print(file, f"{file.stat().st_size:,} bytes")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
