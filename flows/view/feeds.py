"""The feed of a watch topic (Atom, RFC 4287): the articles that match it, the newest first."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as Xml

from duckdb import DuckDBPyConnection

from flows.seeds.topics import make_watch_topic_id
from flows.view.hidden import show_hidden

ATOM = "http://www.w3.org/2005/Atom"
MOST_ENTRIES = 100
SUMMARY_CHARACTERS = 300
EMPTY = datetime(1970, 1, 1, tzinfo=UTC)

TOPIC = """
    select topic_id, name
    from core.topics
    where scheme = 'watch' and topic_id in ($name, 'watch:' || $name, $made)
    order by topic_id = 'watch:' || $name desc
    limit 1
"""
MATCHES = """
    select
        article_id,
        headline,
        outlet_name,
        phrases,
        first_seen_at,
        published_day,
        url,
        body[greatest(coalesce(start_char, 0) - 100, 0) + 1 :][:$characters] as extract,
    from marts.watch_matches
    join (select article_id, body from core.articles) using (article_id)
    left join (
        select article_id, url from core.article_places where role = 'lead'
    ) using (article_id)
    where topic_id = $topic_id
    order by first_seen_at desc, published_day desc nulls last, article_id
    limit $most
"""


def watch_feed(connection: DuckDBPyConnection, name: str, base_url: str) -> bytes | None:
    """The Atom feed of a watch topic; None if there is no such topic.

    Args:
        connection: to a published warehouse; it is only read.
        name: the topic's id with or without "watch:", or its name: "harbour-dredging".
        base_url: where the site answers: "http://127.0.0.1:8790". Articles are its /article/ID.
    """
    known = {"name": name, "made": make_watch_topic_id(name)}
    topics = connection.execute(TOPIC, known).fetchall()
    if not topics:
        return None
    topic_id, topic_name = topics[0]
    connection.execute("set TimeZone = 'UTC'")
    given = {"topic_id": topic_id, "most": MOST_ENTRIES, "characters": SUMMARY_CHARACTERS}
    rows = connection.execute(MATCHES, given)
    names = [column[0] for column in rows.description]
    matches = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
    feed = make_feed(topic_id, topic_name, matches, base_url.rstrip("/"))
    Xml.register_namespace("", ATOM)
    return Xml.tostring(feed, encoding="utf-8", xml_declaration=True)


def make_feed(
    topic_id: str, topic_name: str, matches: list[dict[str, Any]], base_url: str
) -> Xml.Element:
    feed = Xml.Element(f"{{{ATOM}}}feed")
    address = f"{base_url}/watch/{quote(topic_id.removeprefix('watch:'))}.atom"
    add(feed, "id", f"urn:copydesk:{quote(topic_id)}")
    add(feed, "title", f"Copydesk: {topic_name}")
    add(feed, "updated", tell_time(max((row["first_seen_at"] for row in matches), default=EMPTY)))
    add(feed, "link", rel="self", href=address, type="application/atom+xml")
    add(feed, "generator", "Copydesk")
    for row in matches:
        feed.append(make_entry(topic_id, row, base_url))
    return feed


def make_entry(topic_id: str, row: dict[str, Any], base_url: str) -> Xml.Element:
    entry = Xml.Element(f"{{{ATOM}}}entry")
    add(entry, "id", f"urn:copydesk:{quote(topic_id)}:{quote(row['article_id'])}")
    add(entry, "title", row["headline"] or "(no headline)")
    add(entry, "updated", tell_time(row["first_seen_at"]))
    author = add(entry, "author")
    add(author, "name", row["outlet_name"] or "unknown outlet")
    add(entry, "link", rel="alternate", href=f"{base_url}/article/{quote(row['article_id'])}")
    if row["url"] and is_web_address(row["url"]):
        add(entry, "link", rel="via", href=row["url"])
    for phrase in row["phrases"]:
        add(entry, "category", term=phrase)
    add(entry, "summary", " ".join((row["extract"] or "").split()), type="text")
    return entry


def add(parent: Xml.Element, name: str, text: str = "", **attributes: str) -> Xml.Element:
    """A child, with what is hidden in its texts shown."""
    shown = {key: show_hidden(value) for key, value in attributes.items()}
    child = Xml.SubElement(parent, f"{{{ATOM}}}{name}", shown)
    child.text = show_hidden(text) or None
    return child


def is_web_address(url: str) -> bool:
    """Whether an address may be a link: not that of a script, of data or of a file."""
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:  # "http://[::1"
        return False


def tell_time(moment: datetime | None) -> str:
    return (moment or EMPTY).astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
