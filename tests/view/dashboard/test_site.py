"""Every page loads, every link leads somewhere, every number has its rows, and nothing runs."""

import csv
import io
import re
import shutil
import subprocess
import sys
from collections import Counter, deque
from html import unescape
from pathlib import Path

import duckdb
import polars as pl
import pytest
from starlette.testclient import TestClient

from flows.view.dashboard.site import HEADERS
from flows.view.dashboard.views import VIEWS
from flows.view.dashboard.views.columns import Rows

PAGES_OF_A_KIND = 8
PAGES = ["/", "/quality", "/search", *(f"/{name}" for name in VIEWS)]
LINK = re.compile(r'(?:href|src|action)="([^"]*)"')


def find_links(page: str) -> list[str]:
    return [unescape(link) for link in LINK.findall(page)]


def count_shown(page: str) -> int:
    return int(re.search(r'<span class="count">([\d,]+)', page)[1].replace(",", ""))


# Pages and links


@pytest.mark.parametrize("address", PAGES)
def test_every_page_loads_and_is_guarded(address: str, site: TestClient):
    answer = site.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert " style=" not in answer.text and "<style" not in answer.text
    assert not re.search(r"<script(?! src=\"/static/)|\son\w+=", answer.text)
    assert answer.text.count("<h1") == answer.text.count("<main") == 1


def test_every_link_leads_somewhere(site: TestClient):
    """All pages that can be reached, PAGES_OF_A_KIND of each kind of them."""
    found, waiting = {"/"}, deque(["/"])
    kinds: Counter[str] = Counter()
    while waiting:
        address = waiting.popleft()
        kind = address.split("?")[0].split("/")[1]
        if kinds[kind] == PAGES_OF_A_KIND:
            continue
        answer = site.get(address)
        assert answer.status_code == 200, address
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        kinds[kind] += 1
        if "html" not in answer.headers["content-type"]:
            continue
        for link in find_links(answer.text):
            path, _, anchor = link.partition("#")
            assert anchor == "" or path or f'id="{anchor}"' in answer.text, (address, link)
            if path.startswith("/") and path not in found:
                found.add(path)
                waiting.append(path)
    assert {"outlet", "topic", "story", "quotation", "article", "page", "compare"} <= set(kinds)
    assert len(found) > 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nothing", 404),
        ("/outlet/nobody", 404),
        ("/page/ffff", 404),
        ("/article/'%20or%201=1", 404),
        ("/compare/a/b", 404),
        ("/static/../site.py", 404),
        ("/static/%2e%2e/site.py", 404),
        ("/articles?nothing=1", 400),
        ("/articles?sort=body", 400),
        ("/articles?sort=word_count;drop", 400),
        ("/articles?published_day=yesterday", 400),
        ("/articles?is_complete=1", 400),
        ("/articles?unknown=1=1", 400),
        ("/articles?page=0", 400),
        ("/articles?page=99999", 400),
        ("/outlet_topics?article_count_from=many", 400),
        ("/nothing.csv", 404),
        ("/articles.csv?nothing=1", 400),
        ("/search?words=a&from=never", 400),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_guarded_page(address, status, site: TestClient):
    answer = site.get(address)
    assert answer.status_code == status
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "Traceback" not in answer.text


def test_a_section_leaves_out_what_each_of_its_rows_would_say(site: TestClient):
    shown = site.get("/outlet/harbour-gazette").text
    stories = re.search(r'aria-labelledby="story_outlets-.*?</section>', shown, re.S)
    assert stories
    titles = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', stories[0])
    assert titles[0] == "Story" and "Outlet" not in titles
    whole = site.get("/story_outlets?outlet_id=harbour-gazette").text
    assert ">Outlet</a></th>" in whole


def test_languages_are_named(site: TestClient):
    assert '<bdi dir="auto">Ukrainian</bdi>' in site.get("/").text
    assert '<option value="uk">Ukrainian</option>' in site.get("/search").text
    assert ">Ukrainian</td>" in site.get("/articles?language_code=uk").text


# Numbers and their rows


@pytest.mark.parametrize("name", VIEWS)
def test_each_number_has_as_many_rows_as_it_says(name: str, site: TestClient):
    shown = site.get(f"/{name}").text
    exact = [
        column.title
        for column in VIEWS[name].columns
        if isinstance(column.link, Rows) and column.link.is_exact and "word" not in column.name
    ]
    if not exact or "<tbody" not in shown:
        return
    titles = [re.sub("<[^>]+>", "", cell) for cell in re.findall('<th scope="col.*?</th>', shown)]
    checked = 0
    for row in re.findall("<tr[^>]*>(.*?)</tr>", shown.split("<tbody")[1], re.S)[:12]:
        cells = re.findall("<(?:td|th).*?</(?:td|th)>", row, re.S)
        for title, cell in zip(titles, cells, strict=True):
            number = re.search(r'<a href="([^"]+)">([\d,]+)</a>', cell)
            if title in exact and number:
                rows = site.get(unescape(number[1]))
                assert count_shown(rows.text) == int(number[2].replace(",", "")), (title, number[1])
                checked += 1
    assert checked or not re.search(r'class="number"><a', shown)


def test_numbers_of_the_overview_have_their_rows(site: TestClient):
    shown = site.get("/").text
    numbers = re.findall(r'<a href="([^"]+)"><b>([\d,]+)</b>', shown)
    assert len(numbers) == 12
    for link, number in numbers:
        assert count_shown(site.get(unescape(link)).text) == int(number.replace(",", "")), link


def test_from_the_number_of_an_outlet_to_the_characters_of_a_file(site: TestClient, query, sample):
    def follow(page: str, pattern: str) -> str:
        link = re.search(f'href="({pattern})"', page)
        assert link, pattern
        return site.get(unescape(link[1])).text

    outlets = site.get("/outlets").text
    articles = follow(outlets, r"/articles\?outlet_id=meridian-wire[^\"]+is_original=true")
    article = follow(articles, r"/article/[0-9a-f]{32}")
    link = unescape(re.search(r'class="pilcrow" href="([^"]+)"', article)[1])
    page = site.get(link).text
    marked = "".join(re.findall(r'<mark[^>]*class="asked"[^>]*>(.*?)</mark>', page))
    page_id, start, end = re.search(r"/page/(\w+)\?from=(\d+)&to=(\d+)#char-\2-\3", link).groups()
    ((text,),) = query(
        sample, f"select text[{start} + 1 : {end}] from core.pages where page_id = '{page_id}'"
    )
    assert len(text) > 50
    assert unescape(re.sub("<[^>]+>", "", marked)).strip() == text.strip()
    assert f'id="char-{start}-{end}"' in page


# Filters, orders, files


def test_filters_orders_and_pages_live_in_the_address(site: TestClient):
    days = site.get("/articles.csv?published_day_from=2024-03-13&published_day_to=2024-03-14").text
    rows = list(csv.DictReader(io.StringIO(days)))
    assert rows and {row["published_day"] for row in rows} == {"2024-03-13", "2024-03-14"}
    ordered = list(csv.DictReader(io.StringIO(site.get("/articles.csv?sort=word_count").text)))
    counts = [int(row["word_count"]) for row in ordered]
    assert counts == sorted(counts) and len(counts) == count_shown(site.get("/articles").text)
    first, second = (site.get(f"/articles?page={page}").text for page in (1, 2))
    ids = [set(re.findall("/article/([0-9a-f]{32})", page)) for page in (first, second)]
    assert ids[0] and ids[1] and len(ids[0] | ids[1]) == len({row["article_id"] for row in ordered})


@pytest.mark.parametrize("name", VIEWS)
def test_each_table_is_there_as_csv_and_parquet(name: str, site: TestClient):
    as_csv, as_parquet = (site.get(f"/{name}.{ending}") for ending in ("csv", "parquet"))
    assert as_csv.headers["content-disposition"] == f'attachment; filename="{name}.csv"'
    assert as_parquet.headers["content-disposition"] == f'attachment; filename="{name}.parquet"'
    rows = list(csv.DictReader(io.StringIO(as_csv.text)))
    frame = pl.read_parquet(io.BytesIO(as_parquet.content))
    assert frame.height == len(rows) == count_shown(site.get(f"/{name}").text)
    assert not rows or list(rows[0]) == frame.columns


# Who may ask


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", ""])
def test_a_name_that_points_here_is_refused(host: str, site: TestClient):
    answer = site.get("/outlets", headers={"host": host})
    assert answer.status_code == 400
    assert "Meridian" not in answer.text
    assert answer.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]


def test_it_does_not_bring_prefect():
    code = (
        "import flows.view.dashboard.site, sys; print([m for m in sys.modules if 'prefect' in m])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_without_a_warehouse_it_says_what_to_do(open_site, tmp_path: Path):
    answer = open_site(tmp_path / "none.duckdb").get("/")
    assert answer.status_code == 503
    assert "copydesk run" in answer.text


def test_a_watch_topic_has_a_feed(site: TestClient):
    feed = site.get("/watch/amnesty-ban.atom")
    assert (feed.status_code, feed.headers["content-type"]) == (200, "application/atom+xml")
    assert b"http://127.0.0.1:8501/watch/amnesty-ban.atom" in feed.content
    assert {name: feed.headers[name] for name in HEADERS} == HEADERS
    assert site.get("/watch/nobody-watches-this.atom").status_code == 404


def test_doubts_of_a_cut_stand_on_its_article_and_its_page(sample: Path, tmp_path: Path, open_site):
    warehouse = tmp_path / "copydesk.duckdb"
    shutil.copyfile(sample.resolve(), warehouse)
    with duckdb.connect(warehouse) as connection:
        ((article_id, page_id),) = connection.execute("""
            insert into marts.doubtful_placements
                (page_id, placement_no, article_id, reason, detail)
            select page_id, placement_no, article_id, 'weak_cut', 'a detail' from core.placements
            limit 1
            returning article_id, page_id
        """).fetchall()
    site = open_site(warehouse)
    for address in (f"/article/{article_id}", f"/page/{page_id}"):
        assert '<p class="doubt"><b>weak cut</b>: ' in site.get(address).text, address
    assert f'href="/page/{page_id}?from=' in site.get(f"/article/{article_id}").text
