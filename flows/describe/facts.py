"""What the HTML of a page says of its article and site, where no line of the text says it."""

import re

import polars as pl

from flows.describe.outlets import HOSTS
from flows.describe.site_names import LONGEST_NAME, SITE_NAMES
from flows.reading.bylines import find_names
from flows.reading.facts import FOUND_IN, HTML, Facts, find_basis
from flows.reading.labels import find_outlet, is_outlet
from flows.reading.person_names import is_name
from flows.seeds import read_seed
from flows.text import fold_text

LANGUAGE = re.compile(r"([a-z]{2})(?:[-_]|$)", re.I)
BASIS, ITEM = HTML, "item"


def find_items(facts: dict[str, Facts]) -> set[str]:
    """The pages that are items of feeds or lists: of what the page's address is."""
    return {page_id for page_id, own in facts.items() if ITEM in own[FOUND_IN]}


def fill_addresses(pages: pl.DataFrame, facts: dict[str, Facts]) -> pl.DataFrame:
    """The pages; those without a url have the address that their HTML names.

    Needs: page_id, url.
    """
    told = [find_first(facts.get(page_id), "canonical_url") for page_id in pages["page_id"]]
    return pages.with_columns(url=pl.coalesce("url", pl.Series(told, dtype=pl.String)))


def mark_hosts(hosts: pl.DataFrame, pages: pl.DataFrame, facts: dict[str, Facts]) -> pl.DataFrame:
    """The host outlets (HOSTS) with basis html where only the HTML names the address, and those
    that a known name of the site tells.

    Args:
        pages: as they came, with the urls that were given (page_id, url).
    """
    given = dict(pages.select("page_id", "url").iter_rows())
    rows = {
        page_id: (page_id, outlet_id, basis if basis != "url" or given[page_id] else BASIS)
        for page_id, outlet_id, basis in hosts.iter_rows()
    }
    for page_id, own in facts.items():
        outlet_id = find_outlet(find_first(own, "site_name"))
        if outlet_id and page_id not in rows:
            rows[page_id] = (page_id, outlet_id, BASIS)
    return pl.DataFrame([*rows.values()], schema=HOSTS, orient="row")


def add_site_names(site_names: pl.DataFrame, facts: dict[str, Facts]) -> pl.DataFrame:
    """The names of sites (SITE_NAMES), with those that only the HTML of a page says."""
    printed = set(site_names["page_id"])
    told = [
        (page_id, name)
        for page_id, own in facts.items()
        if page_id not in printed
        and (name := find_first(own, "site_name"))
        and len(name) <= LONGEST_NAME
    ]
    return pl.concat([site_names, pl.DataFrame(told, schema=SITE_NAMES, orient="row")])


def add_authors(placements: pl.DataFrame, facts: dict[str, Facts]) -> pl.DataFrame:
    """The placements with the authors of leads that only the HTML names, and those of items of
    feeds and lists, whose names stand apart there; same rows, same order.

    Needs: page_id, role, authors.
    Adds: authors_basis  String  printed, html, column; null: no authors
    """
    rows, items = [], find_items(facts)
    for page_id, role, authors in placements.select("page_id", "role", "authors").iter_rows():
        if page_id in items:
            authors = find_authors(facts[page_id]) or authors
        told = find_authors(facts.get(page_id, {})) if role == "lead" and not authors else []
        basis = find_basis(facts[page_id], "author") if told else None
        rows.append((authors or told or None, "printed" if authors else basis))
    schema = {"authors": pl.List(pl.String), "authors_basis": pl.String}
    return placements.with_columns(*pl.DataFrame(rows, schema=schema, orient="row"))


def find_authors(facts: Facts) -> list[str]:
    """The people among the authors that HTML names.

    >>> find_authors({"author": ["Ada Quill and Bo Dal", "The Gazette"], "site_name": ["Gazette"]})
    ['Ada Quill', 'Bo Dal']
    """
    sites = {fold_text(name) for name in facts.get("site_name", ())}
    found = [
        name
        for value in facts.get("author", ())
        for name in ([value] if is_name(value) else find_names(value))
        if fold_text(name) not in sites and not is_outlet(name)
    ]
    return list(dict.fromkeys(found))


def add_languages(placements: pl.DataFrame, facts: dict[str, Facts]) -> pl.DataFrame:
    """The placements; leads whose text does not tell its language have that of the HTML.

    Needs: page_id, role, language_code.
    """
    codes = [
        find_language(facts.get(page_id, {})) if role == "lead" and code is None else code
        for page_id, role, code in placements.select("page_id", "role", "language_code").iter_rows()
    ]
    return placements.with_columns(language_code=pl.Series(codes, dtype=pl.String))


def find_language(facts: Facts) -> str | None:
    """
    >>> find_language({"language": ["xx", "pt-BR"]}), find_language({"language": ["Deutsch"]})
    ('pt', None)
    """
    known = set(read_seed("language_scripts")["language"])
    found = (LANGUAGE.match(value.strip()) for value in facts.get("language", ()))
    codes = (match[1].lower() for match in found if match)
    return next((code for code in codes if code in known), None)


def find_first(facts: Facts | None, field: str) -> str | None:
    return next(iter((facts or {}).get(field, ())), None)
