"""What a printed name means: the outlet of a label or an address, the agency of a credit.

What is known of outlets stands in seeds/outlets.csv and seeds/outlet_aliases.csv.
"""

import re
from functools import lru_cache

import polars as pl
import tldextract

from flows.reading.byline_words import is_newsroom, list_articles, read_byline_words
from flows.seeds import read_seed
from flows.text import SPACE_BEFORE, alternation, fold, fold_case, fold_text

# The list of public suffixes that the library brings along; it never asks the network.
find_domain = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)

SPACED_DASH = re.compile(r"\s+-\s+")
AGENCY_EDGES = " .()©*-"
DOT = re.compile("[.。｡．]")  # that separates the names of a domain
# In a list of agencies: an unknown agency's short name, or a number.
SHORT_NAME = re.compile(r"[\w.-]{1,5}|[\d.: ]+")
LONGEST_HOST = 253  # characters that a name of DNS may have


@lru_cache(maxsize=10_000)
def find_outlet(label: str | None) -> str | None:
    """The outlet of a printed name: exactly, as a domain, then by its short form.

    >>> find_outlet("The BBC"), find_outlet("www.bbc.co.uk")
    ('bbc-news', 'bbc-news')
    """
    if not label:
        return None
    forms = read_forms()
    folded = fold_text(label)
    may_be_domain = " " not in folded and DOT.search(folded) is not None
    domain = find_host(folded) if may_be_domain else None
    return forms.get(folded) or domain or forms.get(shorten_name(folded))


def is_outlet(label: str) -> bool:
    """Whether a text is the name of a known outlet in any form."""
    return find_outlet(label) is not None


def is_outlet_name(label: str) -> bool:
    """Whether a text is exactly a name that an outlet has.

    The cut of pages goes by this one: "post" or "space.com" alone on a line may be a link.
    """
    return fold_text(label) in read_names()


def shorten_name(folded: str) -> str:
    """A folded name in its short form: "the inland-post" gives "inland post".

    An article goes only from a name of two words or more: "post" is not the name of Il Post.
    Nor does a domain's ending go: "space" is not the name of Space.com.
    """
    return compile_article().sub("", folded.replace("-", " "))


def find_host(address: str | None) -> str | None:
    """The outlet of a url, or of a domain printed as a name."""
    outlet_of = read_domains()
    names = list_domains(address)
    # "altoadige.it" is a paper's domain, and on the list of public suffixes.
    bare = [name.removeprefix("www.") for name in names if name.startswith("www.")]
    return next((outlet_of[name] for name in [*names, *bare] if name in outlet_of), None)


def list_domains(address: str | None, has_private_suffixes: bool = False) -> list[str]:
    """The host of a url and the domains above it, down to the registrable one.

    Args:
        has_private_suffixes: what lies below blogspot.com is a domain as what lies below com is.

    >>> list_domains("https://www.bbc.co.uk/news")
    ['www.bbc.co.uk', 'bbc.co.uk']
    """
    if not address:
        return []
    parts = find_domain(address, include_psl_private_domains=has_private_suffixes)
    host = ".".join(filter(None, (parts.subdomain, parts.domain, parts.suffix))).lower()
    if len(host) > LONGEST_HOST:
        return []
    names = host.split(".")
    fewest = parts.suffix.count(".") + 2 if parts.suffix else 2
    if parts.ipv4 or parts.ipv6 or len(names) <= fewest:
        return [host]
    return [".".join(names[start:]) for start in range(len(names) - fewest + 1)]


def find_agency(text: str) -> str | None:
    """The one agency that a list of names and nothing else names: "dpa/tmn" is dpa."""
    name = text.strip(AGENCY_EDGES)
    whole = find_credited(SPACED_DASH.sub("-", name) if "-" in name else name)
    if whole and is_agency(whole):  # "ΑΠΕ - ΜΠΕ"
        return whole
    parts = compile_agency_split().split(text)
    if len(parts) == 1 and " " not in name:
        return None
    stripped = (part.strip(AGENCY_EDGES) for part in parts)
    outlets = {
        part: find_credited(part) or find_credited(drop_newsroom(part)) for part in stripped if part
    }
    agencies = {outlet for outlet in outlets.values() if outlet and is_agency(outlet)}
    is_list = all(outlet or SHORT_NAME.fullmatch(part) for part, outlet in outlets.items())
    return agencies.pop() if len(agencies) == 1 and is_list else None


def drop_newsroom(name: str) -> str:
    """ "Reuters" of "Reuters Staff", "ANSA" of "Redazione ANSA", "AFP" of "Source AFP"."""
    words = name.split()
    for number in range(1, len(words)):
        before, behind = " ".join(words[:number]), " ".join(words[number:])
        if is_newsroom(before) or fold_case(before) in read_byline_words("source"):
            return behind
        if is_newsroom(behind):
            return before
    return name


def names_agencies(text: str) -> bool:
    """Whether a list of names and nothing else names agencies, one or several: "epd/sda"."""
    parts = [part.strip(AGENCY_EDGES) for part in compile_agency_split().split(text)]
    outlets = [find_credited(part) for part in parts if part]
    return bool(outlets) and all(outlet is not None and is_agency(outlet) for outlet in outlets)


def list_agencies() -> list[str]:
    """The names of agencies as they are printed, sorted."""
    known = [name for name, outlet in read_credits().items() if is_agency(outlet)]
    aliases = read_seed("outlet_aliases").filter(match="label").select("alias", "outlet_id")
    return sorted({*known, *(name for name, outlet in aliases.iter_rows() if is_agency(outlet))})


def find_credited(name: str) -> str | None:
    """The outlet of a name in a dateline or a credit, where agencies have shorter names."""
    return read_credits().get(name) or find_outlet(name)


def is_agency(outlet_id: str) -> bool:
    return read_kinds()[outlet_id] == "wire"


# What the seeds say


@lru_cache
def compile_agency_split() -> re.Pattern[str]:
    """What stands between the names of a list of agencies."""
    joiners = alternation(read_byline_words("joiner"))
    return re.compile(rf"{SPACE_BEFORE}(?:[/,;+&]|\s[-–]\s|\s{joiners}\s)\s*")


@lru_cache
def compile_article() -> re.Pattern[str]:
    words = alternation(word for word in list_articles() if word.endswith(" "))
    return re.compile(rf"^{words}(?=\S+ \S)")


@lru_cache
def read_kinds() -> dict[str, str]:
    """Outlet -> publisher, wire or aggregator."""
    return dict(read_seed("outlets").select("outlet_id", "kind").iter_rows())


@lru_cache
def read_credits() -> dict[str, str]:
    """Name as printed in datelines and credits -> agency. "APP" is one there, "App" is a word."""
    aliases = read_seed("outlet_aliases").filter(match="credit")
    return dict(aliases.select("alias", "outlet_id").iter_rows())


@lru_cache
def read_domains() -> dict[str, str]:
    """Domain -> outlet."""
    aliases = read_seed("outlet_aliases").filter(match="domain")
    rows = [
        *read_seed("outlets").select("domain", "outlet_id").iter_rows(),
        *aliases.select("alias", "outlet_id").iter_rows(),
    ]
    return {domain: outlet_id for domain, outlet_id in rows if domain}


@lru_cache
def read_names() -> dict[str, str]:
    """Folded name -> outlet, of every name that an outlet has: its own, or a label."""
    aliases = read_seed("outlet_aliases").filter(match="label")
    names = pl.concat(
        [
            read_seed("outlets").select("name", "outlet_id"),
            aliases.select(name="alias", outlet_id="outlet_id"),
        ]
    )
    return dict(names.select(fold(pl.col("name")), "outlet_id").iter_rows())


@lru_cache
def read_forms() -> dict[str, str]:
    """The same with the short forms that just one outlet has."""
    outlets: dict[str, set[str]] = {}
    for name, outlet_id in read_names().items():
        outlets.setdefault(shorten_name(name), set()).add(outlet_id)
    short = {name: ids.pop() for name, ids in outlets.items() if len(ids) == 1}
    return short | read_names()
