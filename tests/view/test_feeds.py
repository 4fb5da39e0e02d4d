"""The feed of a watch topic: valid Atom whatever the pages say, and None for what is no topic."""

from pathlib import Path
from xml.etree import ElementTree as Xml

import duckdb
import pytest

from flows.shipped import SQL
from flows.view.feeds import is_web_address, watch_feed
from flows.warehouse.models import build_macros, build_marts

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "http://127.0.0.1:8790/"
HOSTILE = "</title><script>alert(1)</script>]]>&\x1b\x00\u202e"


@pytest.fixture(scope="module")
def hostile():
    """A warehouse with one article, of which every text is hostile."""
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    connection.execute((SQL / "core.sql").read_text())
    text = HOSTILE.replace("\x00", "")
    connection.execute(
        """
        insert into core.topics values ('watch:odd', $text, null, 1, 'watch');
        """,
        {"text": text},
    )
    connection.execute("insert into core.outlets values ('o', $1, 'publisher', null, null)", [text])
    connection.execute(
        "insert into core.articles (article_id, headline, body, outlet_id, word_count, is_complete)"
        " values ('a', $1, $1, 'o', 4, true)",
        [text],
    )
    connection.execute(
        "insert into core.article_topics values ('a', 'watch:odd', 1, 1, true, [$1])", [text]
    )
    connection.execute(
        "insert into core.pages (page_id, text_id, source, url, char_count, text)"
        " values ('p', 't', 's', 'javascript:alert(1)', 1, 'x')"
    )
    connection.execute(
        "insert into core.placements"
        " (page_id, placement_no, article_id, role, start_char, end_char)"
        " values ('p', 1, 'a', 'lead', 0, 1)"
    )
    build_marts(connection)
    build_macros(connection)
    return connection


def read(feed: bytes | None) -> Xml.Element:
    assert feed is not None
    return Xml.fromstring(feed)


def list_texts(feed: Xml.Element) -> list[str]:
    return [text for node in feed.iter() for text in (node.text, *node.attrib.values()) if text]


@pytest.mark.parametrize("name", ["harbour-dredging", "watch:harbour-dredging", "Harbour Dredging"])
def test_matches_of_the_sample(sample: Path, query, name: str):
    with duckdb.connect(sample, read_only=True) as connection:
        feed = read(watch_feed(connection, name, BASE))
    assert feed.findtext(f"{ATOM}title") == "Copydesk: harbour dredging"
    link = feed.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "http://127.0.0.1:8790/watch/harbour-dredging.atom"
    matching = query(sample, "select headline from marts.watch_matches")
    entries = feed.findall(f"{ATOM}entry")
    assert sorted(entry.findtext(f"{ATOM}title") or "" for entry in entries) == sorted(
        headline for (headline,) in matching
    )
    for entry in entries:
        assert (entry.findtext(f"{ATOM}updated") or "").endswith("Z")
        assert any(
            word in (entry.findtext(f"{ATOM}summary") or "").lower() for word in ("harbo", "dredg")
        )
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries) > 3


@pytest.mark.parametrize("name", ["", "nothing", "medtop:01000000", "'; drop table x; --", "\x00"])
def test_what_is_no_watch_topic(sample: Path, name: str):
    with duckdb.connect(sample, read_only=True) as connection:
        assert watch_feed(connection, name, BASE) is None


def test_topic_without_matches_has_an_empty_feed(sample: Path):
    with duckdb.connect(sample, read_only=True) as connection:
        feed = read(watch_feed(connection, "amnesty-ban", BASE))
    assert feed.findall(f"{ATOM}entry") == []
    assert feed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


def test_hostile_texts_stay_texts(hostile):
    data = watch_feed(hostile, "odd", BASE)
    feed = read(data)  # well formed
    known = "feed id title updated link generator entry author name category summary"
    assert [node.tag for node in feed.iter() if node.tag.removeprefix(ATOM) not in known] == []
    title = feed.findtext(f"{ATOM}entry/{ATOM}title") or ""
    assert title == "</title><script>alert(1)</script>]]>&⟨U+001B⟩⟨RIGHT-TO-LEFT OVERRIDE⟩"
    assert not any(mark in text for text in list_texts(feed) for mark in "\x1b\u202e")
    assert not any("javascript:" in (link.get("href") or "") for link in feed.iter(f"{ATOM}link"))
    assert b"<script" not in (data or b"")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/", True),
        ("HTTP://a.example/", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//a.example", False),
        ("http://[::1", False),
    ],
)
def test_addresses_that_may_be_links(url: str, expected: bool):
    assert is_web_address(url) is expected
