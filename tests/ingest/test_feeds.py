"""Feeds: each item is a page; whatever is wrong with the XML is one reject."""

import gzip
import json

import pytest

DUBLIN = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
RSS2 = f"""<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet href="feed.xsl"?>
<!-- made by hand -->
<rss version="2.0" {CONTENT} {DUBLIN} xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>Orvelle Post</title><link>https://orvelle-post.example/</link><language>en-gb</language>
<image><title>A logo</title><link>https://logo.example/</link></image>
<item><title>Ferries sail &amp; crews cheer</title>
<link>https://orvelle-post.example/ferry?a=1&amp;b=2</link><guid isPermaLink="false">tag:1</guid>
<pubDate>Tue, 06 Jun 2023 10:00:00 +0200</pubDate><dc:creator><![CDATA[Ada Quill]]></dc:creator>
<media:title>Two boats</media:title>
<description><![CDATA[<p>Boats left [&#8230;]</p>]]></description>
<content:encoded><![CDATA[<p>Boats left at <b>six</b>.</p><p>Nobody paid.</p>]]></content:encoded>
</item>
<item><title>Bridge stays shut</title><guid>https://orvelle-post.example/bridge</guid>
<author>desk@orvelle-post.example (Bo Dal)</author>
<description>A pier has sunk.</description></item>
</channel></rss>"""
RSS1 = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" {DUBLIN}
xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://pont.example/"><title>Pont</title>
<link>https://pont.example/</link></channel>
<item rdf:about="https://pont.example/1"><title>Le pont reste ferm&eacute;</title>
<dc:date>2023-06-05</dc:date><dc:creator>Jean Roy</dc:creator>
<description>Il reste ferm&amp;eacute; jusqu'&#224; l'automne.</description></item></rdf:RDF>"""
RSS091 = """<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel>
<title>Puente</title><item><title>El puente sigue cerrado</title>
<link>https://puente.example/1</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Ilm-Bote</title>
<link rel="self" href="https://ilm.example/feed"/><link href="https://ilm.example/"/>
<entry><title type="html">Br&amp;uuml;cke &lt;b&gt;bleibt&lt;/b&gt; zu</title>
<link rel="enclosure" href="https://ilm.example/a.mp3"/><link href="/zu"/><id>urn:1</id>
<published>2023-06-05T09:00:00+02:00</published><updated>2023-06-06T10:00:00Z</updated>
<author><name>Karla Moos</name><email>km@ilm.example</email></author>
<author><name>Ole Uhl</name></author><summary>Ein Pfeiler sank.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Sie bleibt <b>bis</b> zum
Herbst zu.</p><p>a &lt; b</p></div></content></entry>
<entry><title type="text">1 &lt; 2</title><content type="text">x &lt;y&gt; z</content></entry>
</feed>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Orvelle Post",
        "home_page_url": "https://orvelle-post.example/",
        "items": [
            {
                "id": 7,
                "url": "/ferry",
                "title": "Ferries sail",
                "content_html": "<p>Boats left.</p>",
                "date_published": "2023-06-06T10:00:00Z",
                "authors": [{"name": "Ada Quill"}],
            },
            "no item",
        ],
    }
)


def test_rss_2(tmp_path, read, reasons):
    (tmp_path / "a.rss").write_text(RSS2)
    (ferry, bridge), ingested = read(tmp_path)
    assert ferry["text"] == (
        "Ferries sail & crews cheer\n\nTue, 06 Jun 2023 10:00:00 +0200\n\nAda Quill\n\n"
        "Boats left at six.\n\nNobody paid."
    )
    assert ferry["url"] == "https://orvelle-post.example/ferry?a=1&b=2"
    assert (ferry["source"], ferry["external_id"]) == ("a.rss#1", "tag:1")
    assert {fact["field"]: fact["value"] for fact in ferry["metadata"]} == {
        "headline": "Ferries sail & crews cheer",
        "published": "Tue, 06 Jun 2023 10:00:00 +0200",
        "author": "Ada Quill",
        "site_name": "Orvelle Post",
        "language": "en-gb",
    }
    assert bridge["text"] == "Bridge stays shut\n\nBo Dal\n\nA pier has sunk."
    assert bridge["url"] == "https://orvelle-post.example/bridge"
    assert reasons(ingested) == []
    assert ingested.files.select("format", "page_count", "record_count").rows() == [("feed", 2, 2)]


def test_rss_1_with_names_of_html_entities(tmp_path, read):
    (tmp_path / "a.rdf").write_text(RSS1)
    (page,), _ = read(tmp_path)
    assert page["text"] == (
        "Le pont reste fermé\n\n2023-06-05\n\nJean Roy\n\nIl reste fermé jusqu'à l'automne."
    )
    assert page["url"] == "https://pont.example/1"


def test_rss_091_asks_for_no_dtd(tmp_path, read, reasons):
    (tmp_path / "a.xml").write_text(RSS091)
    (page,), ingested = read(tmp_path)
    assert (page["text"], page["url"]) == ("El puente sigue cerrado", "https://puente.example/1")
    assert reasons(ingested) == []


def test_atom(tmp_path, read):
    (tmp_path / "a.atom").write_text(ATOM)
    (first, second), _ = read(tmp_path)
    assert first["text"].split("\n\n") == [
        "Brücke bleibt zu",
        "2023-06-05T09:00:00+02:00",
        "Karla Moos, Ole Uhl",
        "Ein Pfeiler sank.",
        "Sie bleibt bis zum Herbst zu.",
        "a < b",
    ]
    assert first["url"] == "https://ilm.example/zu"
    assert {"field": "deck", "value": "Ein Pfeiler sank.", "found_in": "item"} in first["metadata"]
    assert second["text"] == "1 < 2\n\nx <y> z"


def test_json_feed(tmp_path, read, reasons):
    (tmp_path / "a.json").write_text(JSON_FEED)
    (page,), ingested = read(tmp_path)
    assert page["text"] == "Ferries sail\n\n2023-06-06T10:00:00Z\n\nAda Quill\n\nBoats left."
    assert (page["url"], page["external_id"]) == ("https://orvelle-post.example/ferry", "7")
    assert reasons(ingested) == [("a.json#2", "not JSON")]


@pytest.mark.parametrize("name", ["a.xml", "a.txt", "a.html"])
@pytest.mark.parametrize("feed", [RSS2, RSS1, RSS091, ATOM, JSON_FEED])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_feeds_are_known_by_what_they_begin_with(name, feed, pack, tmp_path, read):
    (tmp_path / name).write_bytes(pack(feed.encode()))
    pages, ingested = read(tmp_path)
    assert pages and ingested.files["format"].item() in ("feed", "jsonfeed")


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-8", "utf-16"])
def test_the_encoding_is_what_the_feed_says(encoding, tmp_path, read):
    feed = RSS2.replace("UTF-8", encoding).replace("Bridge", "Brücke")
    (tmp_path / "a.xml").write_bytes(feed.encode(encoding))
    pages, _ = read(tmp_path)
    assert pages[1]["text"].startswith("Brücke stays shut")


BOMB = (
    '<!DOCTYPE rss [<!ENTITY a "haha">'
    + "".join(f'<!ENTITY {name} "{f"&{below};" * 10}">' for below, name in ["ab", "bc", "cd", "de"])
    + "]><rss><channel><item><title>Ha &e;</title></item></channel></rss>"
)
OUTSIDE = (
    '<!DOCTYPE rss [<!ENTITY x SYSTEM "{path}"><!ENTITY % y SYSTEM "{path}"> %y;]>'
    "<rss><channel><item><title>Ha &x;</title></item></channel></rss>"
)


def test_entities_of_a_feed_are_never_read(tmp_path, read_bytes):
    assert read_bytes(tmp_path, "a.xml", BOMB.encode())[0] == ["Ha &e;"]


def test_nothing_outside_of_a_feed_is_read(tmp_path, read):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    folder = tmp_path / "feeds"
    folder.mkdir()
    (folder / "a.xml").write_text(OUTSIDE.format(path=secret.as_uri()))
    pages, _ = read(folder)
    assert [page["text"] for page in pages] == ["Ha &x;"]


ITEM = "<item><title>Boats {}</title></item>"


@pytest.mark.parametrize(
    ("content", "texts", "reason"),
    [
        ("", [], "empty"),
        ("  \n", [], "empty"),
        ("<html><rss></html>", [], None),
        ("words", [], "no feed"),
        ("<urls><url>a</url></urls>", [], "no feed"),
        ("<?xml version='1.0'?>", [], "no feed"),
        (f"<rss><channel>{ITEM.format(1)}<item><title>Bo", ["Boats 1"], "broken XML"),
        (
            f"<rss><channel>{ITEM.format(1)}<b>{ITEM.format(2)}",
            ["Boats 1", "Boats 2"],
            "broken XML",
        ),
        (f"<rss><channel>{ITEM.format('& co')}</channel></rss>", ["Boats & co"], None),
        (f"<rss><channel>{ITEM.format(chr(1))}</channel></rss>", ["Boats"], None),
        ("<rss><channel><item></item></channel></rss>", [], "empty"),
        ("<rss>" + "<a>" * 100_000, [], "broken XML"),
    ],
)
def test_what_is_wrong_is_one_reject(content, texts, reason, tmp_path, read):
    (tmp_path / "a.xml").write_text(content)
    pages, ingested = read(tmp_path)
    if content.startswith("<html>"):
        assert ingested.files["format"].item() == "html"
        return
    assert [page["text"] for page in pages][: len(texts)] == texts
    assert ingested.rejects["reason"].to_list() == ([reason] if reason else [])
    assert ingested.faults.is_empty()


def test_an_item_over_the_limit_is_a_reject(tmp_path, monkeypatch, read_bytes):
    monkeypatch.setenv("COPYDESK_TEXT_LIMIT_MB", "1")
    feed = f"<rss><channel>{ITEM.format(1)}<item><title>{'x ' * 2_000_000}</title></item>"
    assert read_bytes(tmp_path, "a.xml", feed.encode()) == (["Boats 1"], [("a.xml", "too large")])


def test_a_feed_that_unpacks_to_too_much_is_a_reject(tmp_path, monkeypatch, read_bytes):
    monkeypatch.setenv("COPYDESK_UNPACKED_LIMIT_MB", "1")
    feed = f"<rss><channel>{ITEM.format('x' * 100) * 100_000}".encode()
    texts, rejects = read_bytes(tmp_path, "a.xml", gzip.compress(feed))
    assert texts and rejects == [("a.xml", "too large")]


def test_half_an_archive_gives_what_is_there(tmp_path, read_bytes):
    feed = gzip.compress("".join(["<rss><channel>", *map(ITEM.format, range(9_999))]).encode())
    texts, rejects = read_bytes(tmp_path, "a.xml.gz", feed[: len(feed) // 2])
    assert texts[0] == "Boats 0" and rejects == [("a.xml.gz", "broken feed")]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": 1}', "[" * 100_000])
def test_json_that_is_no_feed_is_one_reject(content, tmp_path, read):
    (tmp_path / "a.json").write_text(content)
    pages, ingested = read(tmp_path)
    assert pages == [] and ingested.rejects.height == 1
