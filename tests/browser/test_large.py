"""20,000 articles in Chromium, while a run publishes and 50 readers are there; some minutes."""

import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from bench.invented import invent_articles
from bench.screenshots import find_addresses, serve

pytestmark = pytest.mark.slow
ARTICLES = 20_000
READERS = 50
SECONDS = 1200  # that a run may take


def write_pages(file: Path, count: int, first: str = "") -> None:
    """Pages of invented articles, each alone; the first one with a headline of its own."""
    with file.open("w", encoding="utf-8") as lines:
        for article in invent_articles(count).iter_rows(named=True):
            day, headline = article["published_earliest"], first or article["headline"]
            body, first = article["body"].replace("\n", "\n\n"), ""
            text = f"{headline}\n\nPublished {day:%d %B %Y, %H:%M} UTC\n\n{body}\n"
            captured_at = f"{day + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
            page = {"text": text, "url": article["url"], "captured_at": captured_at}
            lines.write(json.dumps(page) + "\n")


def start_run(warehouse: Path, raw: Path, prefect_url: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "flows.cli", "run", str(raw), "--warehouse", str(warehouse)]
    return subprocess.Popen(
        command, env=os.environ | {"PREFECT_API_URL": prefect_url}, stdout=subprocess.DEVNULL
    )


@pytest.fixture(scope="module")
def large(tmp_path_factory, prefect_url) -> Iterator[tuple[str, Path, Path]]:
    """The address of a dashboard of so many articles, its warehouse and its raw files."""
    folder = tmp_path_factory.mktemp("large")
    raw, warehouse = folder / "raw", folder / "copydesk.duckdb"
    raw.mkdir()
    write_pages(raw / "a.jsonl", ARTICLES)
    assert start_run(warehouse, raw, prefect_url).wait(SECONDS) == 0
    with serve(warehouse) as address:
        yield address, warehouse, raw


def test_every_page_loads(large, browser):
    page, complaints = browser.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for name, path in find_addresses(large[0]).items():
        answer = page.goto(large[0] + path)
        assert answer.status == 200, name
        assert page.locator("h1").count() == 1, name
    page.close()
    assert complaints == []


def test_a_run_publishes_while_pages_are_read(large, browser, prefect_url):
    address, warehouse, raw = large
    paths, failed, is_over = list(find_addresses(address).values()), [], threading.Event()

    def read(number: int) -> int:
        count = 0
        while not is_over.is_set():
            path = paths[(number + count) % len(paths)]
            count += 1
            try:
                with urllib.request.urlopen(address + path, timeout=120) as answer:
                    answer.read()
            except OSError as error:
                failed.append((path, str(error)))
            time.sleep(1)  # a reader reads
        return count

    write_pages(raw / "b.jsonl", 50, first="Zzyzx ferry returns to the quay")
    page, before = browser.new_page(), warehouse.readlink()
    page.goto(f"{address}/search?words=zzyzx")
    assert page.locator(".results li").count() == 0
    with ThreadPoolExecutor(READERS) as readers:
        reading = [readers.submit(read, number) for number in range(READERS)]
        run = start_run(warehouse, raw, prefect_url)
        while run.poll() is None:
            for path in paths:
                assert page.goto(address + path, timeout=120_000).status == 200
        page.goto(f"{address}/search?words=zzyzx", timeout=120_000)
        is_over.set()
    assert run.returncode == 0 and warehouse.readlink() != before
    assert page.locator(".results li").count() == 1
    assert failed == []
    assert all(done.result() for done in reading)
    page.close()
