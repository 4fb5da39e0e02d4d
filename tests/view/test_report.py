"""The report: true numbers, one file that needs nothing else, and no harm from what pages say."""

import re
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest

from flows.errors import Unusable
from flows.shipped import SQL
from flows.view.report import (
    find_report,
    hash_style,
    make_report,
    read_report,
    render,
    write_report,
)
from flows.warehouse.models import build_macros, build_marts

HOSTILE = "</td><script>alert(1)</script><img src=x onerror=alert(2)>\u202e{{ 7 * 7 }}\x1b"
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """What a page is made of: its tags, attributes and text; fails where tags are not closed."""

    def __init__(self, text: str):
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def page(sample: Path) -> str:
    return render(read_report(sample))


@pytest.fixture(scope="module")
def hostile() -> str:
    """The report of a warehouse in which every text is hostile."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute((SQL / "core.sql").read_text())
        text = {"text": HOSTILE}
        for statement in HOSTILE_ROWS.split(";"):
            connection.execute(statement, text if "$text" in statement else None)
        build_marts(connection)
        build_macros(connection)
        return render(make_report(connection, HOSTILE))


HOSTILE_ROWS = """
    insert into ops.runs
        (run_id, started_at, rules_version, models_version, is_full_refresh, reason)
    values ('run-1', now(), '', '', false, $text);
    insert into core.outlets values
        ('a', $text, 'publisher', null, null), ('b', $text || '2', 'publisher', null, null);
    insert into core.topics values ('watch:x', $text, null, 1, 'watch'),
        ('medtop:1', $text, null, 1, 'iptc');
    insert into core.pages (page_id, text_id, source, url, char_count, text)
    values ('p', 't', $text, 'javascript:alert(3)', 1, 'x');
    insert into core.page_sources (page_id, source, file) values ('p', $text, $text);
    insert into ops.files
        (source, folder, content_hash, byte_count, page_count, reject_count, run_id)
    values ($text, '', '', 1, 1, 0, 'run-1');
    insert into core.articles (article_id, headline, body, outlet_id, word_count, is_complete)
    values ('m', $text, $text, 'a', 3, true), ('n', $text, $text, 'b', 3, true);
    insert into core.placements (page_id, placement_no, article_id, role, start_char, end_char)
    values ('p', 1, 'm', 'lead', 0, 1), ('p', 2, 'n', 'embedded', 0, 1);
    insert into core.article_topics values ('m', 'watch:x', 1, 1, true, [$text]),
        ('m', 'medtop:1', 1, 1, true, [$text]);
    insert into ops.watch_sightings values ('watch:x', 'm', 'run-1', now());
    insert into core.reuse values
        ('m', 'n', 'shared_passage', .1, .1, .1, 13, 'm', 'published', null);
    insert into core.stories values ('s', $text, [$text], null, null, 2);
    insert into core.story_articles values ('s', 'm', null), ('s', 'n', null);
    insert into core.quotations values
        ('m', 1, $text, 0, 4, null, $text, 'f'), ('n', 1, $text, 0, 4, null, $text, 'f');
    insert into ops.rejects (source, reason, detail, run_id) values ($text, $text, $text, 'run-1');
    insert into ops.faults
        (stage, source, error, place, rules_version, code_version, is_transient, run_id)
    values ('cut', $text, $text, '', '', '', false, 'run-1');
    insert into ops.checks values ('a_check', 'warn', 1, 'run-1', false);
    insert into ops.check_rows values ('a_check', 'warn', 'run-1', 1, 'p', $text, '{}')
"""


def test_numbers_are_those_of_the_warehouse(sample: Path, query):
    report = read_report(sample)
    tiles = {tile.title: tile.value for tile in report.tiles}
    (expected,) = query(
        sample,
        """
        select
            (select count(*) from core.pages),
            (select count(*) from core.articles where is_complete),
            (select count(*) from marts.stories),
            (select count(*) from marts.watch_matches),
        """,
    )
    names = ("New pages", "New articles", "Stories", "Watch matches")
    assert tuple(tiles[name] for name in names) == expected
    assert all(expected)
    (outlets,) = [part for part in list_parts(report) if part.title == "New articles by outlet"]
    assert sum(row["new_count"] for row in outlets.rows) == expected[1]
    stories = next(part for part in list_parts(report) if part.title == "Stories with news")
    assert stories.total == expected[2]


def list_parts(report):
    return [part for section in report.sections for part in section.parts]


def test_every_table_has_rows_or_says_why_not(page: str, sample: Path):
    words = " ".join(Page(page).words)
    parts = list_parts(read_report(sample))
    assert len(parts) == 13
    for part in parts:
        assert part.title in words if part.rows else part.empty in words
    assert sum(bool(part.rows) for part in parts) >= 10


def test_queries_that_it_names_run(sample: Path, query):
    for part in list_parts(read_report(sample)):
        assert isinstance(query(sample, part.all), list)


def test_bars_have_titles_and_a_table_beside_them(page: str):
    bars = re.findall(r'<svg class="bars" role="img"[^>]*>\s*<title>([^<]+)</title>', page)
    assert len(bars) >= 3
    assert all(f"<caption>{title}</caption>" in page for title in bars)


def test_the_file_needs_nothing_else(page: str):
    parsed = Page(page)
    assert not parsed.tags & {"script", "link", "img", "iframe", "object", "embed", "form"}
    assert not any(name == "src" or name.startswith("on") for name, _ in parsed.attributes)
    assert not any(name == "style" for name, _ in parsed.attributes)
    assert "@import" not in page and "url(" not in page


def test_its_style_is_allowed_by_its_hash(page: str):
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    assert style and f"style-src 'sha256-{hash_style(style[1])}'" in page
    assert "default-src 'none'" in page


def test_hostile_texts_stay_texts(hostile: str):
    parsed = Page(hostile)
    assert "script" not in parsed.tags and "img" not in parsed.tags
    assert not any(name.startswith("on") for name, _ in parsed.attributes)
    links = [value for name, value in parsed.attributes if name == "href"]
    assert links and all(link.startswith("#") for link in links)
    assert "\u202e" not in hostile and "\x1b" not in hostile
    told = "".join(parsed.words)
    shown = (
        "<script>alert(1)</script><img src=x onerror=alert(2)>⟨RIGHT-TO-LEFT OVERRIDE⟩{{ 7 * 7 }}"
    )
    assert told.count(shown) > 15
    assert 'dir="auto"' in hostile


def test_a_period_has_all_its_runs(tmp_path: Path, run_flow):
    warehouse = tmp_path / "data" / "mine.duckdb"
    for name in ("a", "b"):
        page = tmp_path / f"{name}.txt"
        page.write_text(f"Headline of {name}\n\n" + f"The {name} of it was said on Monday. " * 9)
        run_flow(warehouse, page)
    last = {tile.title: tile.value for tile in read_report(warehouse).tiles}
    period = {tile.title: tile.value for tile in read_report(warehouse, date(2020, 1, 1)).tiles}
    assert (last["New pages"], period["New pages"]) == (1, 2)
    with pytest.raises(Unusable, match="no run since 2999-01-01"):
        read_report(warehouse, date(2999, 1, 1))
    written = tmp_path / "data" / "mine-report.html"
    assert "Headline" not in written.name and "1 page" in written.read_text()
    before = written.read_bytes()
    run_flow(warehouse, tmp_path / "b.txt")
    assert "Nothing new came in" in written.read_text()
    assert written.read_bytes() != before
    assert sorted(path.name for path in written.parent.iterdir()) == [
        ".mine.duckdb",
        "mine-report.html",
        "mine.duckdb",
    ]


def test_a_report_that_cannot_be_written_fails_no_run(tmp_path: Path, run_flow, query):
    warehouse = tmp_path / "mine.duckdb"
    (tmp_path / "a.txt").write_text("A headline\n\n" + "It was said on Monday. " * 9)
    find_report(warehouse).mkdir()
    first = run_flow(warehouse, tmp_path / "a.txt")
    open_faults = "select stage, source, run_id, is_transient, is_mended from ops.faults"
    assert query(warehouse, open_faults) == []
    run_flow(warehouse, tmp_path / "a.txt")
    assert query(warehouse, open_faults) == [
        ("report", "mine-report.html", first.run["run_id"], True, False)
    ]
    find_report(warehouse).rmdir()
    run_flow(warehouse, tmp_path / "a.txt")
    run_flow(warehouse, tmp_path / "a.txt")
    assert {mended for *_, mended in query(warehouse, open_faults)} == {True}
    assert find_report(warehouse).is_file()


def test_what_somebody_else_wrote_is_not_overwritten(sample: Path):
    path = find_report(sample)
    ours = path.read_text()
    path.write_text("<p>My own report</p>")
    with pytest.raises(Unusable, match="is no report of ours; move it away"):
        write_report(sample)
    assert path.read_text() == "<p>My own report</p>"
    path.write_text(ours)
    write_report(sample)


def test_a_report_among_the_pages_is_no_page(tmp_path: Path, run_flow, query):
    warehouse = tmp_path / "mine.duckdb"
    text = "A headline\n\n" + "It was said on Monday. " * 9
    for name in ("a.txt", "other-report.html"):
        (tmp_path / name).write_text(text)
    for _ in range(2):
        run_flow(warehouse, tmp_path)
    assert find_report(warehouse).is_file()
    sources = "select source from core.page_sources order by all"
    assert query(warehouse, sources) == [("a.txt",), ("other-report.html",)]


def call(*arguments: object) -> subprocess.CompletedProcess:
    code = "import sys; from flows.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "report", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_the_command_writes_where_it_is_told(sample: Path, tmp_path: Path):
    out = tmp_path / "out.html"
    done = call("--warehouse", sample, "--out", out, "--since", "2020-01-01")
    assert (done.returncode, done.stderr) == (0, "")
    assert "18 articles came in" in done.stdout
    assert out.read_text().startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--warehouse", "none.duckdb"], "there is no warehouse; make one with copydesk run"),
        (["--since", "yesterday"], "'yesterday' is not a day such as 2026-11-01"),
        (["--out", "no/folder/x.html"], "is a folder, or lies in none that is there"),
    ],
)
def test_bad_arguments_are_a_line(arguments: list[str], message: str):
    done = call(*arguments)
    assert done.returncode == 2
    assert message in done.stderr and "Traceback" not in done.stderr


def test_a_warehouse_of_an_older_version(tmp_path: Path):
    path = tmp_path / "old.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table t as select 1 as x")
    with pytest.raises(Unusable, match="an older version made it"):
        write_report(path)
