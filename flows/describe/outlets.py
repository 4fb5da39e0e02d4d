"""Whose page it is, and whose article: outlets by url, label, byline, phrase or host."""

import re
from collections.abc import Set
from functools import lru_cache

import polars as pl

from flows.describe.addresses import find_host_domain, find_page_host, is_site
from flows.describe.site_names import find_owner_name
from flows.reading.byline_labels import compile_byline_prefix
from flows.reading.byline_words import read_byline_words
from flows.reading.exports import names_outlet
from flows.reading.labels import find_agency, find_host, find_outlet, is_agency, read_kinds
from flows.seeds import read_seed
from flows.segment import find_kinds
from flows.text import SPACE_BEFORE, alternation, fold, fold_case

HOSTS = pl.Schema(
    {"page_id": pl.String, "host_outlet_id": pl.String, "host_outlet_basis": pl.String}
)

DOMAINS = pl.Schema({"page_id": pl.String, "host_domain": pl.String})
UNLISTED = "unlisted"  # an outlet that no seed lists; its id is its domain
BYLINE_PARTS = re.compile(rf"{SPACE_BEFORE}(?:[,|/·•()]|\s[-–—]\s)\s*")


def describe_hosts(pages: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    """The host outlet of each page that shows it (HOSTS): by its url's domain, or by a phrase; else
    that domain itself, as an outlet that no seed lists.

    Needs: page_id, url, text of the pages; their segments.
    """
    urls = dict(pages.select("page_id", "url").iter_rows())
    hosts = [
        (page_id, outlet_id, "url")
        for page_id, url in urls.items()
        if (outlet_id := find_host(find_page_host(url)))
    ]
    by_url = {page_id for page_id, _, _ in hosts}
    hosts += [host for host in find_phrase_hosts(pages, segments) if host[0] not in by_url]
    known = {page_id for page_id, _, _ in hosts}
    hosts += [
        (page_id, domain, "url")
        for page_id, url in urls.items()
        if page_id not in known and (domain := find_host_domain(url)) and is_site(domain)
    ]
    return pl.DataFrame(hosts, schema=HOSTS, orient="row")


def describe_domains(pages: pl.DataFrame) -> pl.DataFrame:
    """The registrable domain of each page whose url has a host (DOMAINS).

    Needs: page_id, url.
    """
    urls = pages.select("page_id", "url").iter_rows()
    found = [(page_id, domain) for page_id, url in urls if (domain := find_host_domain(url))]
    return pl.DataFrame(found, schema=DOMAINS, orient="row")


def find_phrase_hosts(pages: pl.DataFrame, segments: pl.DataFrame) -> list[tuple[str, str, str]]:
    """Rows of HOSTS by what pages print outside of articles; none where two outlets are named."""
    phrases = read_phrases()
    if not phrases:
        return []
    own = re.compile(rf"(?<!\w){alternation(phrases)}(?!\w)")
    furniture = r"©|\([Cc]\)|[Cc]opyright|" + alternation(phrases)
    likely = pages.select("page_id", "text", folded=fold(pl.col("text"))).filter(
        pl.col("folded").str.contains(furniture)
    )
    texts = dict(likely.select("page_id", "text").iter_rows())
    places = (
        segments.join(likely, on="page_id", how="semi")
        .filter(~pl.col("kind").is_in(find_kinds("is_body")))
        .select("page_id", "start_char", "end_char")
    )
    # Sliced by Python, as Polars would count the characters of a page for each of its segments.
    pieces = [texts[page_id][start:end] for page_id, start, end in places.iter_rows()]
    lines = places.select("page_id", text=pl.Series(pieces, dtype=pl.String)).with_columns(
        folded=fold(pl.col("text"))
    )
    lines = lines.filter(pl.col("folded").str.contains(furniture))
    found: dict[str, set[str]] = {}
    for page_id, text, folded in lines.iter_rows():
        named = {phrases[phrase] for phrase in own.findall(folded)}
        owner = find_owner(text)
        found.setdefault(page_id, set()).update(named | ({owner} if owner else set()))
    return [
        (page_id, next(iter(outlets)), "phrase")
        for page_id, outlets in found.items()
        if len(outlets) == 1
    ]


def find_owner(line: str) -> str | None:
    """The outlet of a copyright line: "© 2024 Example News. All rights reserved"."""
    words = (find_owner_name(line) or "").split()
    for count in range(len(words), 0, -1):
        outlet_id = find_outlet(" ".join(words[:count]))
        if outlet_id and not is_agency(outlet_id):  # an agency owns the copy, not the page
            return outlet_id
    return None


def find_told(placements: pl.DataFrame, pages: pl.DataFrame) -> set[str]:
    """The pages whose text says itself that the label of their lead is their outlet, as documents
    of an export do.

    Needs: page_id, role, outlet_label; page_id, text of the pages.
    """
    leads = placements.filter(pl.col("role") == "lead", pl.col("outlet_label").is_not_null())
    labelled = leads.join(pages.select("page_id", "text"), on="page_id")
    rows = labelled.select("page_id", "text", "outlet_label").iter_rows()
    return {page_id for page_id, text, label in rows if names_outlet(text, label)}


def describe_outlets(
    placements: pl.DataFrame,
    hosts: pl.DataFrame,
    items: Set[str] = frozenset(),
    told: Set[str] = frozenset(),
) -> pl.DataFrame:
    """Add whose article each placement is: by label, else byline; a lead also by its host, and so
    is a teaser whose page is an item of a feed or list. An agency named in a lead says whose copy
    it is; the article stays its publisher's.

    A lead's label that names no known outlet is mostly a person's or a section's name: it is taken
    only on an aggregator, and where its page says that it is its outlet. A host that no seed lists
    may be an aggregator too: its lead has no outlet where the page carries known outlets' stories.

    Needs: page_id, role, outlet_label, byline; HOSTS.

    Args:
        items: page_ids of such items.
        told: page_ids of find_told.
    Adds:
        outlet_id     String  null where the page does not say, or prints an unknown name
        outlet_basis  String  label, byline, host, unlisted_host
    """
    kinds = read_kinds()
    host_of = dict(hosts.select("page_id", "host_outlet_id").iter_rows())
    columns = placements.select("page_id", "role", "outlet_label", "byline").rows()
    named = [find_named(label, byline) for _, _, label, byline in columns]
    carrying = {
        page_id
        for (page_id, role, _, _), (outlet_id, _) in zip(columns, named, strict=True)
        if role != "lead" and outlet_id
    }
    labels, outlets = [], []
    for (page_id, role, label, byline), own in zip(columns, named, strict=True):
        host = host_of.get(page_id)
        kind = kinds.get(host, UNLISTED) if host else None
        is_own = role == "lead" or page_id in items
        is_hosted = is_own and host is not None and kind != "aggregator"
        may_name = role != "lead" or kind == "aggregator" or page_id in told
        if not may_name and not find_outlet(label):
            label = label if label and find_agency(label) else None
        if is_hosted:
            own = find_named(label, byline, may_be_agency=False)
        if is_hosted and not own[0]:
            own = find_own_host(host, kind, page_id in carrying)
        labels.append(label)
        outlets.append(own)
    schema = {"outlet_id": pl.String, "outlet_basis": pl.String}
    return placements.with_columns(
        pl.Series("outlet_label", labels, pl.String),
        *pl.DataFrame(outlets, schema=schema, orient="row"),
    )


def find_named(
    label: str | None, byline: str | None, may_be_agency: bool = True
) -> tuple[str | None, str | None]:
    """The outlet that a placement names, and by what."""
    for outlet_id, basis in ((find_outlet(label), "label"), (find_byline_outlet(byline), "byline")):
        if outlet_id and (may_be_agency or not is_agency(outlet_id)):
            return outlet_id, basis
    return None, None


def find_own_host(
    host: str | None, kind: str | None, carries_others: bool
) -> tuple[str | None, str | None]:
    """The outlet of a lead that names none, by its host, and by what."""
    if host is None or kind == "aggregator" or (kind == UNLISTED and carries_others):
        return None, None
    return host, "unlisted_host" if kind == UNLISTED else "host"


def find_byline_outlet(byline: str | None) -> str | None:
    """The outlet that a byline names: "By Jane Roe, Reuters" gives "reuters"."""
    if not byline:
        return None
    named = compile_byline_prefix().sub("", byline, count=1)
    first, _, rest = named.partition(" ")
    if fold_case(first) in read_byline_words("collective"):  # "di Redazione ANSA"
        named = rest
    found = {outlet for part in BYLINE_PARTS.split(named) for outlet in find_joined(part)}
    return found.pop() if len(found) == 1 else None


def find_joined(part: str) -> set[str]:
    """The outlets of a part of a byline: of the whole, else of what words join, as a paper's name
    has such words as well: "Ana Roe y Reuters", "Jana Roth für Zeit und Hafen".
    """
    parts = [part]
    for kinds in (("joiner",), ("for", "place")):
        if found := {outlet for own in parts if (outlet := find_outlet(own))}:
            return found
        parts = [own for whole in parts for own in compile_byline_words(kinds).split(whole)]
    return {outlet for own in parts if (outlet := find_outlet(own))}


@lru_cache
def compile_byline_words(kinds: tuple[str, ...]) -> re.Pattern[str]:
    words = alternation(word for kind in kinds for word in read_byline_words(kind))
    return re.compile(rf"(?:^|{SPACE_BEFORE}\s){words}\s+")


@lru_cache
def read_phrases() -> dict[str, str]:
    """Folded phrase -> the outlet whose pages print it."""
    phrases = read_seed("outlet_aliases").filter(match="phrase")
    return dict(phrases.select(fold(pl.col("alias")), "outlet_id").iter_rows())
