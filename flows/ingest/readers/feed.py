"""RSS 0.9x, 1.0 (RDF) and 2.0, Atom, and JSON Feed, plain or packed with gzip: each item is a page.

XML is read as a stream. Names of HTML's entities are read before it is parsed, and those that a
feed declares itself are text, so that the parser meets none; nothing outside of the file is read.
"""

import gzip
import html
import io
import json
import re
import zlib
from collections.abc import Iterator
from functools import partial
from html.entities import html5
from typing import Any
from urllib.parse import urljoin

from lxml import etree  # type: ignore[reportAttributeAccessIssue]

from flows.ingest.items import Item, Piece, make_fields
from flows.ingest.limits import require_size
from flows.ingest.markup.charset import decode_markup
from flows.ingest.readers.row import Contents, OpenFile, Row
from flows.ingest.readers.unpack import open_counted, read_beginning, read_whole
from flows.ingest.rejects import Rejected

SIGNATURE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?(?>.*?\?>)\s*|<!--(?>.*?-->)\s*|<!doctype\s+(?:rss|feed|rdf)[^>[]*"
    rb"(?:\[[^\]]*\]\s*)?>\s*)*+<(?:\w+:)?(?:rss|feed|rdf:rdf)[\s>]",
    re.I | re.S,
)
JSON_SIGNATURE = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*\{[^{}\[]*"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version', re.S
)
ROOTS, ITEMS, HEADS = ("rss", "feed", "rdf"), ("item", "entry"), ("channel", "feed")
CHARACTERS_A_READ = 64 * 1024
# Namespaces of the names that are read; others (media:title, itunes:author) say it again.
PLAIN, DUBLIN, CONTENT = "plain", "dc", "content"
NAMESPACES = {
    "": PLAIN,
    "http://purl.org/rss/1.0/": PLAIN,
    "http://my.netscape.com/rdf/simple/0.9/": PLAIN,
    "http://channel.netscape.com/rdf/simple/0.9/": PLAIN,
    "http://backend.userland.com/rss2": PLAIN,
    "http://www.w3.org/2005/atom": PLAIN,
    "http://purl.org/atom/ns#": PLAIN,
    "http://purl.org/dc/elements/1.1/": DUBLIN,
    "http://purl.org/dc/terms/": DUBLIN,
    "http://purl.org/rss/1.0/modules/content/": CONTENT,
    "atom": PLAIN,  # prefixes that a feed does not declare
    "dc": DUBLIN,
    "dcterms": DUBLIN,
    "content": CONTENT,
}
# field -> the names that say it, the more trusted first
NAMES = {
    "title": "plain:title dc:title",
    "summary": "plain:description plain:summary dc:description dc:abstract",
    "content": "content:encoded plain:content",
    "published": "plain:pubdate plain:published plain:issued dc:issued dc:date plain:created"
    " dc:created",
    "modified": "plain:updated plain:modified dc:modified",
    "source": "plain:source",
    "language": "plain:language dc:language",
    "item_id": "plain:guid plain:id",
}
RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
MAIL = re.compile(r"\S+@\S+\s*\((.+)\)")  # "desk@gazette.example (Ada Quill)"
ADDRESS = re.compile(r"https?://", re.I)
AMPERSAND = re.compile(r"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};)(?:([a-zA-Z][\w.-]{0,31});)?")
OF_XML = ("amp", "lt", "gt", "quot", "apos")
LONGEST_ENTITY = 40
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.I | re.S)
HARMLESS = ("NS_ERR_UNDEFINED_NAMESPACE",)
BROKEN = (UnicodeDecodeError, EOFError, zlib.error, gzip.BadGzipFile)


def read_feed(opened: OpenFile) -> Contents:
    beginning = read_beginning(opened)
    if not beginning.strip():
        raise Rejected("empty", "no feed")
    encoding = decode_markup(beginning.rpartition(b">")[0] or beginning).encoding
    encoding = "utf-8-sig" if encoding == "utf-8" else encoding or "utf-8"
    return Contents(encoding, None, read_rows(opened, encoding))


def read_rows(opened: OpenFile, encoding: str) -> Iterator[Row]:
    """The items, and then what is wrong with the XML, as one reject."""
    parser = etree.XMLPullParser(
        ("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        recover=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        encoding="utf-8",
    )
    reader = FeedReader()
    items = read_items(read_markup(opened, encoding, reader), parser, reader)
    for number, item in enumerate(items, 1):
        yield Row(number, partial(make_fields, item))
    if not reader.has_root:
        raise Rejected("no feed", "its XML is none of RSS, RDF or Atom")
    errors = [error for error in parser.feed_error_log if error.type_name not in HARMLESS]
    if errors:
        raise Rejected(
            "broken XML",
            f"line {errors[0].line}: {errors[0].message}; some of the rest may not be read",
        )


class FeedReader:
    """What is known of a feed while it is read."""

    def __init__(self):
        self.has_root = False
        self.head: dict[str, str] = {}  # title, link, language and base of the feed
        self.held = 0  # characters since the last item


def read_markup(opened: OpenFile, encoding: str, reader: FeedReader) -> Iterator[bytes]:
    """The XML as UTF-8, a block at a time, without its document type, and without what no XML may
    have: control characters and ampersands that begin no entity.
    """
    rest, is_first = "", True
    try:
        stream = io.TextIOWrapper(open_counted(opened), encoding, newline="")
        while block := stream.read(CHARACTERS_A_READ):
            reader.held += len(block)
            require_size(reader.held, "an item")
            block = rest + block
            if is_first:
                block = DOCTYPE.sub("", DECLARATION.sub("", block, count=1), count=1)
                block, is_first = block.lstrip(), False
            cut = block.rfind("&", max(len(block) - LONGEST_ENTITY, 0))
            block, rest = (block, "") if cut < 0 else (block[:cut], block[cut:])
            yield clean_markup(block)
        yield clean_markup(rest)
    except BROKEN as error:
        raise Rejected("broken feed", f"{error}; the rest is not read") from None


def clean_markup(markup: str) -> bytes:
    markup = AMPERSAND.sub(write_entity, CONTROL.sub(" ", markup))
    return markup.encode("utf-8", "replace")


def write_entity(match: re.Match[str]) -> str:
    """An ampersand, with the name of the entity that it begins, as XML may have it.

    >>> [AMPERSAND.sub(write_entity, text) for text in ("A & B", "caf&eacute;", "&amp;", "&own;")]
    ['A &amp; B', 'caf&#233;', '&amp;', '&amp;own;']
    """
    name = match[1]
    if name in OF_XML:
        return match[0]
    signs = html5.get(f"{name};") if name else None
    return "".join(f"&#{ord(sign)};" for sign in signs) if signs else f"&amp;{match[0][1:]}"


def read_items(
    markup: Iterator[bytes], parser: etree.XMLPullParser, reader: FeedReader
) -> Iterator[Item]:
    for block in markup:
        if block:
            parser.feed(block)
        yield from take_items(parser, reader)
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        if not reader.has_root:
            raise Rejected("no feed", f"no XML: {error}") from None
    yield from take_items(parser, reader)


def take_items(parser: etree.XMLPullParser, reader: FeedReader) -> Iterator[Item]:
    """The items that are whole by now; nothing of them is kept in the tree."""
    for event, element in parser.read_events():
        space, name = read_name(element)
        if event == "start":
            if element.getparent() is None and name not in ROOTS:
                raise Rejected("no feed", f"its XML begins with <{name[:40]}>")
            reader.has_root = True
            continue
        parent = element.getparent()
        if name in ITEMS and parent is not None:
            yield read_item(element, reader.head)
            reader.held = 0
            element.clear()
            while element.getprevious() is not None:
                del parent[0]
        elif parent is not None and space == PLAIN and read_name(parent)[1] in HEADS:
            note_head(reader.head, name, element)


def read_name(element: etree._Element) -> tuple[str | None, str]:
    """The kind of an element's namespace, and its name in small letters."""
    tag = element.tag if isinstance(element.tag, str) else ""
    space, _, name = tag.rpartition("}")
    if not space and ":" in name:
        space, _, name = name.partition(":")
    return NAMESPACES.get(space.lstrip("{").lower()), name.lower()


def note_head(head: dict[str, str], name: str, element: etree._Element) -> None:
    if name in ("title", "language"):
        text = html.unescape(spell_text(element)).strip()
        head.setdefault(name, text)
    elif name == "link":
        address = spell_text(element).strip() or element.get("href") or ""
        if ADDRESS.match(address) and element.get("rel") in (None, "alternate"):
            head.setdefault("link", html.unescape(address))
    if language := element.getparent().get(XML_LANGUAGE):
        head.setdefault("language", language)


def read_item(element: etree._Element, head: dict[str, str]) -> Item:
    found: dict[str, Piece] = {}
    links: list[str] = []
    authors: list[str] = []
    for child in element:
        space, name = read_name(child)
        key = f"{space}:{name}"
        if key == "plain:link":
            links += read_link(child)
        elif key in ("plain:author", "dc:creator"):
            authors += read_authors(child)
        elif key == "plain:source" and len(child):  # of Atom: a feed of its own
            titles = (one for one in child if read_name(one)[1] == "title")
            found.setdefault(key, Piece(next(map(spell_text, titles), "")))
        elif space and (piece := read_content(child)).content.strip():
            found.setdefault(key, piece)
            if key == "plain:guid" and (child.get("isPermaLink") or "true").lower() == "true":
                links += [piece.content.strip()] if ADDRESS.match(piece.content.strip()) else []
    own = {
        field: next((found[name] for name in names.split() if name in found), Piece(""))
        for field, names in NAMES.items()
    }
    texts = {field: html.unescape(piece.content).strip() for field, piece in own.items()}
    base = element.get(XML_BASE) or head.get("link") or ""
    address = next(iter(links), element.get(RDF_ABOUT) or "")
    return Item(
        own["title"],
        own["summary"],
        own["content"],
        join_address(base, html.unescape(address)),
        texts["item_id"],
        texts["published"],
        texts["modified"],
        tuple(dict.fromkeys(authors)),
        texts["source"],
        head.get("title", ""),
        texts["language"] or element.get(XML_LANGUAGE) or head.get("language", ""),
    )


def join_address(base: str, address: str) -> str:
    """The address of an item; none if it is neither one of the web nor relative to one."""
    try:
        address = urljoin(base, address) if address else ""
    except ValueError:
        return ""
    return address if ADDRESS.match(address) else ""


def read_link(element: etree._Element) -> list[str]:
    if element.get("rel") not in (None, "alternate"):
        return []
    address = spell_text(element).strip() or element.get("href") or ""
    return [address] if address else []


def read_authors(element: etree._Element) -> list[str]:
    """The names of an author: of Atom those inside of it, of RSS what stands beside a mail address.

    >>> read_authors(etree.fromstring("<author>desk@gazette.example (Ada Quill)</author>"))
    ['Ada Quill']
    """
    names = [spell_text(child) for child in element if read_name(child)[1] == "name"]
    text = spell_text(element).strip()
    if not names and (match := MAIL.fullmatch(text)):
        names = [match[1]]
    names = names or [text]
    cleaned = (" ".join(html.unescape(name).split()) for name in names)
    return [name for name in cleaned if name and "@" not in name]


def read_content(element: etree._Element) -> Piece:
    """What an element says. In Atom its type says how; elements inside of it are HTML."""
    kind = (element.get("type") or "").lower()
    if len(element):
        return Piece(write_markup(element))
    return Piece(spell_text(element), kind not in ("text", "text/plain"))


def spell_text(element: etree._Element) -> str:
    """The text of an element and of all inside of it."""
    return "".join(element.itertext())


def write_markup(element: etree._Element) -> str:
    """The inside of an element as HTML."""
    pieces = [html.escape(element.text or "", quote=False)]
    for child in element:
        name = read_name(child)[1]
        pieces.append(f"<{name}>{write_markup(child)}</{name}>")
        pieces.append(html.escape(child.tail or "", quote=False))
    return "".join(pieces)


# JSON Feed


def read_json_feed(opened: OpenFile) -> Contents:
    content = read_whole(opened, "a feed")
    if not content.strip():
        raise Rejected("empty", "no feed")
    try:
        feed = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Rejected("undecodable", f"not UTF-8 at byte {error.start}") from None
    except (ValueError, RecursionError) as error:
        raise Rejected("not JSON", str(error)[:200]) from None
    items = feed.get("items") if isinstance(feed, dict) else None
    is_feed = isinstance(items, list) and "jsonfeed" in str(feed.get("version"))
    if not is_feed:
        raise Rejected("no feed", "JSON, but no JSON Feed (https://jsonfeed.org)")
    return Contents("utf-8", None, read_json_rows(feed, items or []))


def read_json_rows(feed: dict[str, Any], items: list[Any]) -> Iterator[Row]:
    for number, item in enumerate(items, 1):
        yield Row(number, partial(parse_json_item, feed, item))


def parse_json_item(feed: dict[str, Any], item: Any) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise Rejected("not JSON", f"an item is an object, this is a {type(item).__name__}")

    def take(name: str, source: dict[str, Any] = item) -> str:
        value = source.get(name)
        return str(value) if isinstance(value, str | int | float) else ""

    authors = item.get("authors") or [item.get("author")]
    authors = authors if isinstance(authors, list) else []
    named = (author.get("name") for author in authors if isinstance(author, dict))
    content = Piece(take("content_html")) if take("content_html") else None
    fields = make_fields(
        Item(
            Piece(take("title"), False),
            Piece(take("summary"), False),
            content or Piece(take("content_text"), False),
            join_address(take("home_page_url", feed), take("url") or take("external_url")),
            take("id"),
            take("date_published"),
            take("date_modified"),
            tuple(name for name in named if isinstance(name, str)),
            "",
            take("title", feed),
            take("language") or take("language", feed),
        )
    )
    require_size(len(fields["text"]), "an item")
    return fields
