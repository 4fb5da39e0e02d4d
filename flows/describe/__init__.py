"""Describe placements (whose, when, which language) and articles (about what, citing whom)."""

import polars as pl

from flows.describe.captures import infer_captures
from flows.describe.credits import describe_credits
from flows.describe.facts import (
    add_authors,
    add_languages,
    add_site_names,
    fill_addresses,
    find_items,
    mark_hosts,
)
from flows.describe.language import describe_languages
from flows.describe.outlets import describe_domains, describe_hosts, describe_outlets, find_told
from flows.describe.publication import describe_dates
from flows.describe.site_names import describe_site_names
from flows.describe.statements import describe_statements
from flows.describe.truncation import describe_truncation
from flows.reading.facts import read_facts
from flows.segment import PLACEMENTS
from flows.segment.texts import TEXTS, add_texts

DESCRIBED = pl.Schema(
    {
        **PLACEMENTS,
        "outlet_label": pl.String,
        "byline": pl.String,
        "published_text": pl.String,
        "age_text": pl.String,
        "outlet_id": pl.String,
        "outlet_basis": pl.String,
        "authors": pl.List(pl.String),
        "authors_basis": pl.String,
        "dateline_place": pl.String,
        "wire_outlet_id": pl.String,
        "wire_basis": pl.String,
        "language_code": pl.String,
        "language_probability": pl.Float64,
        "published_earliest": pl.Datetime("us"),
        "published_latest": pl.Datetime("us"),
        "published_utc_offset_minutes": pl.Int32,
        "published_precision": pl.String,
        "published_basis": pl.String,
        "reason_undated": pl.String,
        "is_truncated": pl.Boolean,
        "corrected_fields": pl.List(pl.String),
    }
)
KNOWN = pl.Schema(
    {
        "page_id": pl.String,
        "host_outlet_id": pl.String,
        "host_outlet_basis": pl.String,
        "host_domain": pl.String,
        "site_name": pl.String,
        "captured_earliest": pl.Datetime("us", "UTC"),
        "captured_latest": pl.Datetime("us", "UTC"),
        "captured_basis": pl.String,
    }
)


def describe_placements(
    pages: pl.DataFrame, segments: pl.DataFrame, placements: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The placements with what they print of themselves, outlet, credits, language and date
    (DESCRIBED); and what is known of the pages (KNOWN).

    The second frame has the host outlets (HOSTS), domains (DOMAINS), names of sites (SITE_NAMES)
    and inferred captures (CAPTURES) of pages, a row where there is any.

    The frames may come from a cut, or out of the warehouse in any order of rows, so that placements
    are described again without a cut.

    Needs:
        pages       page_id, url, text, captured_earliest, captured_latest (null if the capture is
                    unknown, and if it was inferred before); metadata, if any page is of HTML
        segments    SEGMENTS, all of the pages: page_id, segment_no, start_char, end_char, kind,
                    placement_no
        placements  page_id, placement_no, role; of a placement described before only PLACEMENTS,
                    as the other columns of core.placements are made here
    """
    segments = segments.sort("page_id", "segment_no")
    facts, given = read_facts(pages), pages
    pages = fill_addresses(pages, facts)
    hosts = mark_hosts(describe_hosts(pages, segments), given, facts)
    described = describe_statements(placements, pages, segments)
    told = find_told(described, pages)
    described = describe_outlets(described, hosts, find_items(facts), told)
    described = describe_truncation(described, pages, segments)
    described = add_texts(described, pages, segments)
    described = add_authors(describe_credits(described, pages, segments, told), facts)
    text = pl.concat_str("headline", "body", separator="\n", ignore_nulls=True)
    described = describe_languages(described.with_columns(text=text)).drop("text")
    described = add_languages(described, facts)
    captures = infer_captures(pages, described)
    described = describe_dates(described, pages, hosts, captures, facts)
    domains = describe_domains(pages)
    site_names = describe_site_names(pages.join(domains, on="page_id", how="left"), segments)
    site_names = add_site_names(site_names, facts)
    known = hosts
    for found in (domains, site_names, captures):
        known = known.join(found, on="page_id", how="full", coalesce=True)
    described = described.drop(TEXTS.names()).with_columns(
        corrected_fields=pl.lit(None, pl.List(pl.String))
    )
    return described.match_to_schema(DESCRIBED), known.match_to_schema(KNOWN)
