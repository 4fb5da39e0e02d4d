"""What the address of a page says: on whose domain it lies."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from flows.reading.labels import find_domain, list_domains
from flows.seeds import read_seed

# Countries whose domains are sold everywhere, as words or for nothing.
OF_EVERYWHERE = frozenset({"AI", "CC", "CO", "EU", "FM", "GG", "IO", "LA", "LY", "ME", "SU", "TK"})
OF_EVERYWHERE |= {"TO", "TV", "WS"}
LONGEST_HOST = 253  # characters, in DNS
LONGEST_LABEL = 63
MOST_WRAPPINGS = 3  # an archive's copy of a cache's copy
SCHEME = re.compile(r"\s*(?:(?:[a-z][a-z0-9+.-]*:)?//|https?:/)", re.IGNORECASE)
# "/web/20250519060000if_/https://example.org", "/c/s/example.org", "?q=cache:012345678901:x.org"
WRAPPED = re.compile(
    r"(?:/\d{4,14}(?:\*|[a-z]{2}_)?/|/c/(?:s/)?|/amp/(?:s/)?|[=/]cache:(?:[\w-]{12}:)?"
    r"|(?<=/)(?=https?:/))(?P<address>(?:https?:/{1,2})?[^/?#].*)",
    re.IGNORECASE | re.DOTALL,
)
PLAIN_PREFIXES = ("www", "m", "amp", "mobile")  # of the same site
IDEOGRAPHIC_STOP = "。"  # a dot to browsers


def find_host_domain(url: str | None) -> str | None:
    """The registrable domain of a url, in Unicode and small letters; None where it has no host.

    A blog host gives each of its blogs a domain, and so has each its own here
    (seeds/shared_hosts.csv). For the copy that an archive or a cache holds
    (seeds/archive_hosts.csv), it is the domain of the page that was copied. The address of a
    machine, or a bare name, is its own domain.

    >>> find_host_domain("https://m.gazette.co.uk/news"), find_host_domain("gazette.blogspot.com/1")
    ('gazette.co.uk', 'gazette.blogspot.com')
    >>> find_host_domain("http://web.archive.org/web/20250519/https://www.gazette.example/ferry")
    'gazette.example'
    """
    host = find_page_host(url)
    return find_site_domain(host) if host else None


def find_page_host(url: str | None) -> str | None:
    """The host of a page, in Unicode and small letters: that of what an archive copied, if the url
    says it.
    """
    host = None
    for host in list_hosts(url):
        if not is_archive(host):
            break
    return host


def is_site(domain: str) -> bool:
    """Whether a domain (of find_host_domain) is one site, and so may stand for an outlet.

    A machine is none, nor is a bare name, an archive, or a host on which everybody may publish.

    >>> is_site("gazette.example"), is_site("192.168.0.1"), is_site("localhost")
    (True, False, False)
    """
    labels = domain.split(".")
    return (
        len(labels) > 1
        and not labels[-1].isdecimal()
        and not is_archive(domain)
        and domain not in read_shared()
    )


def is_archive(host: str) -> bool:
    return host in read_archives() or find_registrable(host) in read_archives()


def find_country(url: str | None) -> str | None:
    """The country whose domain a url lies on, two capitals; None for a domain of no country.

    Domains that sites of everywhere take are of none.

    >>> find_country("https://gazette.co.uk/a"), find_country("https://gazette.tv/a")
    ('GB', None)
    """
    ending = (find_host_domain(url) or "").rpartition(".")[2].upper()
    if len(ending) != 2 or not ending.isascii() or not ending.isalpha() or ending in OF_EVERYWHERE:
        return None
    return "GB" if ending == "UK" else ending


def list_hosts(url: str | None) -> Iterator[str]:
    """The host of a url; then the hosts of the addresses that it wraps, from outside in."""
    for _ in range(MOST_WRAPPINGS):
        host = find_host_name(url) if url else None
        if url is None or host is None:
            return
        yield host
        wrapped = WRAPPED.search(unquote(url))
        url = wrapped["address"] if wrapped else None


def find_host_name(url: str) -> str | None:
    """The host of an address, in Unicode and small letters; without a scheme only if it ends as
    domains do, so that "page.html" has none.

    >>> find_host_name("https://user@WWW.Example.org:8080/a"), find_host_name("[::1]/a")
    ('www.example.org', '[::1]')
    >>> find_host_name("page.html"), find_host_name("mailto:desk@example.org")
    (None, None)
    """
    scheme = SCHEME.match(url)
    place = re.split(r"[/?#\\\s]", url[scheme.end() :] if scheme else url.strip(), maxsplit=1)[0]
    if not scheme and "@" in place:
        return None  # "mailto:desk@example.org"
    place = unicodedata.normalize("NFKC", place.rpartition("@")[2]).replace(IDEOGRAPHIC_STOP, ".")
    if numeric := re.match(r"\[[0-9a-f:.]+\]", place, re.IGNORECASE):
        return numeric[0].lower()
    host = place.partition(":")[0].strip(".").lower()
    if len(host) > LONGEST_HOST:
        return None
    labels = [decode_label(label) for label in host.split(".")]
    if not all(map(is_label, labels)):
        return None
    host = ".".join(labels)
    return host if scheme or (len(labels) > 1 and find_domain(host).suffix) else None


def decode_label(label: str) -> str:
    """A part of a domain in Unicode: "gemüse" for "xn--gemse-mva"; as it is if it cannot be."""
    if not label.startswith("xn--") or len(label) > LONGEST_LABEL:
        return label
    try:
        text = label.removeprefix("xn--").encode("ascii").decode("punycode").lower()
    except UnicodeError:
        return label
    return text if is_label(text) else label


def is_label(text: str) -> bool:
    """Whether a text has the signs that a part of a domain may have, in any script."""
    return text != "" and all(
        sign.isalnum() or sign in "-_" or unicodedata.category(sign) in ("Mn", "Mc")
        for sign in text
    )


def find_site_domain(host: str) -> str:
    """The registrable domain of a host; what lies below a shared host is a domain of its own.

    >>> find_site_domain("www.gazette.com"), find_site_domain("gazette.substack.com")
    ('gazette.com', 'gazette.substack.com')
    """
    registrable = find_registrable(host)
    labels = host.split(".")
    for start in range(len(labels) - 1):
        shared = ".".join(labels[start:])
        if shared in read_shared():
            has_own = read_shared()[shared] and start and labels[start - 1] not in PLAIN_PREFIXES
            return f"{labels[start - 1]}.{shared}" if has_own else shared
        if shared == registrable:
            break
    return registrable


def find_registrable(host: str) -> str:
    return host if host.startswith("[") else list_domains(host, has_private_suffixes=True)[-1]


@lru_cache
def read_archives() -> frozenset[str]:
    """Domains whose pages are copies of others' pages."""
    return frozenset(read_seed("archive_hosts")["domain"])


@lru_cache
def read_shared() -> dict[str, bool]:
    """Domain on which everybody may publish -> whether each has a domain below it."""
    return dict(read_seed("shared_hosts").iter_rows())
