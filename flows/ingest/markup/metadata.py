"""What only the HTML of a page knows: canonical address, dates, authors, names, for machines.

A field may have several values, the most trusted first: JSON-LD says what the article is, Open
Graph what is shared of it, other elements follow. Nothing here is the text of the page, and all
of it is bounded, whatever a page brings.
"""

import html
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser

LONGEST_VALUE = 1_000  # characters; what is longer is cut
MOST_VALUES = 20  # of a field
LONGEST_JSON, MOST_NODES = 2_000_000, 5_000
# Names of meta elements (`name`, `property` or `itemprop`), the more trusted first.
META = {
    "headline": "og:title twitter:title parsely-title sailthru.title dc.title",
    "canonical_url": "og:url twitter:url parsely-link",
    "language": "content-language language og:locale dc.language inlanguage",
    "published": "article:published_time og:article:published_time og:published_time datepublished"
    " parsely-pub-date sailthru.date cxenseparse:recs:publishtime publish-date publish_date"
    " pubdate publication_date publicationdate dcterms.created dc.date.issued dcterms.issued"
    " dcterms.date dc.date article.published date",
    "modified": "article:modified_time og:article:modified_time og:updated_time datemodified"
    " lastmod last-modified dcterms.modified article.updated",
    "author": "author parsely-author sailthru.author byl dc.creator dcterms.creator"
    " cxenseparse:author article:author citation_author",
    "site_name": "og:site_name application-name apple-mobile-web-app-title dc.publisher",
    "type": "og:type",
}
FIELD_OF_NAME = {name: field for field, names in META.items() for name in names.split()}
RANKS = {name: rank for names in META.values() for rank, name in enumerate(names.split())}
JSON_LD = {
    "headline": ("headline", "name"),
    "canonical_url": ("mainEntityOfPage", "url"),
    "language": ("inLanguage",),
    "published": ("datePublished", "dateCreated"),
    "modified": ("dateModified",),
    "author": ("author", "creator"),
    "site_name": ("publisher",),
    "type": ("@type",),
}
ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|LiveBlogPosting|Report)$")
WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$")
ADDRESS = re.compile(r"https?://\S", re.I)
NO_VALUE = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")
ADDRESSES, NAMES = ("canonical_url",), ("author", "site_name")


class Fact(NamedTuple):
    """A value that the HTML gives to a field."""

    field: str
    value: str
    found_in: str  # json-ld, open graph, meta, link, html, title or time


def read_metadata(tree: LexborHTMLParser) -> list[Fact]:
    """What the HTML says of its page; of each field the most trusted value first.

    >>> from flows.ingest.markup.text import parse_markup
    >>> read_metadata(parse_markup("<html lang=en><title>Ferries | The Gazette</title>"))
    [Fact(field='title', value='Ferries | The Gazette', found_in='title'),
     Fact(field='language', value='en', found_in='html')]
    """
    found: dict[tuple[str, str], Fact] = {}
    counts: dict[str, int] = {}
    for field, raw, found_in in find_values(tree):
        value = clean_value(field, raw)
        if value and (field, value) not in found and counts.get(field, 0) < MOST_VALUES:
            found[field, value] = Fact(field, value, found_in)
            counts[field] = counts.get(field, 0) + 1
    return list(found.values())


def find_values(tree: LexborHTMLParser) -> Iterator[tuple[str, str, str]]:
    """(field, value, found_in), the most trusted first."""
    if title := tree.css_first("head > title, title"):
        yield "title", title.text(), "title"
    for link in tree.css("link[rel=canonical i]")[:MOST_VALUES]:
        yield "canonical_url", link.attributes.get("href") or "", "link"
    yield from read_json_ld(tree)
    metas = filter(None, (read_meta(meta.attributes) for meta in tree.css("meta[content]")))
    for _, field, value, found_in in sorted(metas, key=lambda meta: meta[0]):
        yield field, value, found_in
    if root := tree.css_first("html[lang]"):
        yield "language", root.attributes.get("lang") or "", "html"
    for field, selector in TIMES.items():
        for time in tree.css(selector)[:MOST_VALUES]:
            yield field, time.attributes.get("datetime") or "", "time"


TIMES = {
    "published": "time[itemprop=datePublished i], time[pubdate], time.published, time.entry-date",
    "modified": "time[itemprop=dateModified i], time.updated",
}


def read_meta(attributes: dict[str, str | None]) -> tuple[int, str, str, str] | None:
    """(rank, field, value, found_in) of a meta element."""
    for kind in ("property", "name", "itemprop", "http-equiv"):
        name = (attributes.get(kind) or "").strip().lower()
        if field := FIELD_OF_NAME.get(name):
            found_in = "open graph" if name.startswith(("og:", "article:")) else "meta"
            return RANKS[name], field, attributes.get("content") or "", found_in
    return None


# JSON-LD


def read_json_ld(tree: LexborHTMLParser) -> Iterator[tuple[str, str, str]]:
    """What JSON-LD says of the page's article: the one with the canonical address, or the first."""
    articles: list[dict[str, Any]] = []
    for script in tree.css("script[type='application/ld+json' i]")[:MOST_VALUES]:
        articles += find_articles(parse_json(script.text()))
    canonical = tree.css_first("link[rel=canonical i]")
    address = canonical and canonical.attributes.get("href")
    own = [one for one in articles if address in list_strings(one.get("mainEntityOfPage"))]
    for article in (own or articles)[:1]:
        for field, names in JSON_LD.items():
            for name in names:
                for value in list_strings(article.get(name)):
                    yield field, html.unescape(value), "json-ld"


def parse_json(text: str) -> Any:
    """The value of a JSON-LD element; None if it is none, whatever it is."""
    if len(text) > LONGEST_JSON:
        return None
    text = WRAPPING.sub("", WRAPPING.sub("", text))
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def find_articles(value: Any) -> Iterator[dict[str, Any]]:
    """The articles that a JSON-LD value describes, in their order."""
    nodes = [value]
    for _ in range(MOST_NODES):
        if not nodes:
            return
        node = nodes.pop()
        if isinstance(node, list):
            nodes += reversed(node[:MOST_NODES])
        elif isinstance(node, dict):
            types = list_strings(node.get("@type"))
            if any(map(ARTICLE_TYPE.search, types)):
                yield node
            nodes += [node[name] for name in ("mainEntity", "@graph") if name in node]


def list_strings(value: Any) -> list[str]:
    """The texts of a JSON-LD value: itself, those of a list, or an object's name or address."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for one in value[:MOST_VALUES] for text in list_strings_of_one(one)]
    return list_strings_of_one(value)


def list_strings_of_one(value: Any) -> list[str]:
    if isinstance(value, dict):
        named = (value.get(name) for name in ("name", "@id", "url", "@value"))
        value = next((name for name in named if name), None)
        if isinstance(value, list):
            value = next(iter(value), None)
    return [value] if isinstance(value, str) else []


def clean_value(field: str, value: str) -> str | None:
    """A value in one line, of bounded length; None of one that the field cannot have."""
    value = NO_VALUE.sub(" ", value[: 10 * LONGEST_VALUE]).strip()[:LONGEST_VALUE].strip()
    value = value.encode("utf-8", "replace").decode()
    if field in ADDRESSES and not ADDRESS.match(value):
        return None
    if field in NAMES and ADDRESS.match(value):
        return None
    return value or None
