"""Whose page it is, and whose article: outlets by url, label, byline, phrase or host."""

import re
from functools import lru_cache

import polars as pl

from flows.describe.addresses import find_host_domain
from flows.reading.bylines import byline_prefix
from flows.reading.labels import find_agency, find_host, find_outlet, is_agency, read_kinds
from flows.seeds import read_seed
from flows.segment import find_kinds
from flows.text import SPACE_BEFORE, alternation, fold

HOSTS = pl.Schema(
    {"page_id": pl.String, "host_outlet_id": pl.String, "host_outlet_basis": pl.String}
)

DOMAINS = pl.Schema({"page_id": pl.String, "host_domain": pl.String})
COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\W{0,4}(?:\d{4}\W{1,4}){1,2}(?:by )?(.{2,60})", re.I)
BYLINE_PARTS = re.compile(
    rf"{SPACE_BEFORE}(?:[,|/·•()]|\s[-–—]\s|\b(?:and|in|und|et|y|for|für|pour)\b)\s*"
)


def describe_hosts(pages: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    """The host outlet of each page that shows it (HOSTS): by its url's domain, or by a phrase.

    Needs: page_id, url, text of the pages; their segments.
    """
    urls = pages.select("page_id", "url").iter_rows()
    hosts = [(page_id, host, "url") for page_id, url in urls if (host := find_host(url))]
    by_url = {page_id for page_id, _, _ in hosts}
    hosts += [host for host in find_phrase_hosts(pages, segments) if host[0] not in by_url]
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
    copyright_line = COPYRIGHT.search(line)
    if not copyright_line:
        return None
    words = re.split(r"\s+", re.split(r"[.|,;(]", copyright_line[1])[0].strip())
    for count in range(min(len(words), 6), 0, -1):
        outlet_id = find_outlet(" ".join(words[:count]))
        if outlet_id and not is_agency(outlet_id):  # an agency owns the copy, not the page
            return outlet_id
    return None


def describe_outlets(placements: pl.DataFrame, hosts: pl.DataFrame) -> pl.DataFrame:
    """Add whose article each placement is: by label, else byline; a lead also by its host. An
    agency named in a lead says whose copy it is; the article stays its publisher's.

    Needs: page_id, role, outlet_label, byline; HOSTS.
    Adds:
        outlet_id     String  null where the page does not say, or prints an unknown name
        outlet_basis  String  label, byline, host
    """
    kinds = read_kinds()
    host_of = dict(hosts.select("page_id", "host_outlet_id").iter_rows())
    outlets = []
    for page_id, role, label, byline in placements.select(
        "page_id", "role", "outlet_label", "byline"
    ).iter_rows():
        host = host_of.get(page_id)
        is_hosted = role == "lead" and host is not None and kinds[host] != "aggregator"
        labelled, signed = find_outlet(label), find_byline_outlet(byline)
        if is_hosted:
            labelled, signed = drop_agency(labelled), drop_agency(signed)
        if labelled:
            outlets.append((labelled, "label"))
        elif signed:
            outlets.append((signed, "byline"))
        elif is_hosted and (not label or find_agency(label)):
            outlets.append((host, "host"))
        else:
            outlets.append((None, None))
    schema = {"outlet_id": pl.String, "outlet_basis": pl.String}
    return placements.hstack(pl.DataFrame(outlets, schema=schema, orient="row"))


def drop_agency(outlet_id: str | None) -> str | None:
    return None if outlet_id and is_agency(outlet_id) else outlet_id


def find_byline_outlet(byline: str | None) -> str | None:
    """The outlet that a byline names: "By Jane Roe, Reuters" gives "reuters"."""
    if not byline:
        return None
    parts = BYLINE_PARTS.split(byline_prefix().sub("", byline, count=1))
    found = {outlet_id for part in parts if (outlet_id := find_outlet(part))}
    return found.pop() if len(found) == 1 else None


@lru_cache
def read_phrases() -> dict[str, str]:
    """Folded phrase -> the outlet whose pages print it."""
    phrases = read_seed("outlet_aliases").filter(match="phrase")
    return dict(phrases.select(fold(pl.col("alias")), "outlet_id").iter_rows())
