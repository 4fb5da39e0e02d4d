"""How well dates and authors of leads are read, on pages whose publishers say both.

    COPYDESK_REFERENCE=../reference .venv/bin/python -m train.metadata [--show]

Cuts the pages with the shipped weights, which were trained on them; train/evaluate.py calls
score_dates on pages cut by weights that never saw them.
"""

import ast
import re
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import polars as pl

from flows.describe import describe_placements
from flows.reading.dates import find_date
from flows.reading.labels import is_outlet
from flows.reading.person_names import is_name
from flows.segment import segment_pages
from train.corpus import find_reference

FARTHEST_ZONES = timedelta(hours=12), timedelta(hours=14)  # behind and ahead of UTC
LANGUAGES_SHOWN = 12
OUTCOMES = ("right", "next day", "wrong", "coarse", "bound", "wrong bound")
OUTCOMES += ("missed", "not printed", "no lead")


def main(arguments: list[str]) -> None:
    pages = pl.read_parquet(find_reference() / "pages" / "dev.parquet")
    cut = segment_pages(pages.select("page_id", "text", text_id="page_id"))
    described = describe_leads(pages, *cut)
    is_shown = "--show" in arguments
    print_dates(score_dates(pages, described), is_shown)
    print_authors(score_authors(pages, described), is_shown)


def describe_leads(
    pages: pl.DataFrame, segments: pl.DataFrame, placements: pl.DataFrame
) -> pl.DataFrame:
    """The leads with dates and authors, as the describe stage gives them for pages of no capture.

    Needs: page_id, url, text; SEGMENTS and PLACEMENTS of the segment stage.
    """
    unknown = pl.lit(None, pl.Datetime("us", "UTC"))
    pages = pages.select(
        "page_id", "url", "text", captured_earliest=unknown, captured_latest=unknown
    )
    return describe_placements(pages, segments, placements)[0].filter(role="lead")


def score_dates(pages: pl.DataFrame, leads: pl.DataFrame) -> pl.DataFrame:
    """Each page's outcome, by what its publisher says of the lead's date.

    right: the day, in the publisher's zone or the same minute in another; next day: within the
    hours that an unknown zone may make; coarse: a month or year that holds it; bound: only
    published_latest, and the true time is before it; missed and not printed: null, and the day
    stands on some line of the page, or on none.

    Needs: page_id, language, country, text, gold_published; describe_leads.
    """
    rows = []
    for page in pages.join(leads, on="page_id", how="left").iter_rows(named=True):
        gold = page["gold_published"]
        if gold:
            moment = datetime.fromisoformat(gold)
            outcome = rate_date(moment, page) or rate_null(moment, page)
            text = page["published_text"] or page["age_text"]
            rows.append((page["page_id"], page["language"], outcome, gold[:16], text))
    columns = ["page_id", "language", "outcome", "gold", "text"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def rate_date(gold: datetime, lead: dict) -> str | None:
    """The outcome of one lead; None where it has no date at all."""
    if lead["role"] is None:
        return "no lead"
    if lead["published_latest"] is None:
        return None
    printed = gold.replace(tzinfo=None)
    moment = gold.astimezone(UTC).replace(tzinfo=None) if gold.tzinfo else printed
    behind, ahead = (
        FARTHEST_ZONES
        if lead["published_utc_offset_minutes"] is None
        else (timedelta(0), timedelta(0))
    )
    is_before_end = moment < lead["published_latest"] + behind
    if lead["published_earliest"] is None:
        return "bound" if is_before_end else "wrong bound"
    is_within = lead["published_earliest"] - ahead <= moment and is_before_end
    if lead["published_precision"] in ("month", "year"):
        return "coarse" if is_within else "wrong"
    local = lead["published_earliest"] + timedelta(
        minutes=lead["published_utc_offset_minutes"] or 0
    )
    is_same_minute = (local - moment).total_seconds() // 60 % 15 in (0, 14)
    if local.date() == printed.date():
        return "right"
    if lead["published_precision"] == "minute" and is_within and is_same_minute:
        return "right"
    return "next day" if is_within else "wrong"


def rate_null(gold: datetime, page: dict) -> str:
    days = {(gold + timedelta(hours=hours)).date() for hours in (-12, 0, 14)}
    found = (
        find_date(line, page["language"], page["country"]) for line in page["text"].split("\n")
    )
    is_printed = any(bracket and bracket.earliest.date() in days for bracket in found)
    return "missed" if is_printed else "not printed"


def print_dates(outcomes: pl.DataFrame, is_shown: bool) -> None:
    print(f"Dates of {outcomes.height} leads: {tell_shares(outcomes)}")
    print_by_language(outcomes, tell_shares)
    if is_shown:
        for row in outcomes.filter(pl.col("outcome") != "right").sort("outcome").iter_rows():
            print("   ", *row)


def print_by_language(leads: pl.DataFrame, tell: Callable[[pl.DataFrame], str]) -> None:
    counts = leads["language"].value_counts(sort=True).rows()
    for language, _ in sorted(counts, key=lambda row: (-row[1], row[0]))[:LANGUAGES_SHOWN]:
        part = leads.filter(language=language)
        print(f"  {language} {part.height:>4}  {tell(part)}")


def tell_shares(outcomes: pl.DataFrame) -> str:
    counts = Counter(outcomes["outcome"])
    return ", ".join(
        f"{outcome} {counts[outcome] / outcomes.height:.1%}"
        for outcome in OUTCOMES
        if counts[outcome]
    )


def score_authors(pages: pl.DataFrame, leads: pl.DataFrame) -> pl.DataFrame:
    """Each page's authors against those of its publisher, where that names any.

    found: names read; right: those that the publisher has as well; wanted: the people that it has
    (its list mixes them with agencies and places); printed: those that stand in the text.

    Needs: page_id, language, text, gold_authors; describe_leads.
    """
    rows = []
    for page in pages.join(leads, on="page_id", how="left").iter_rows(named=True):
        if not page["gold_authors"]:
            continue
        gold = ast.literal_eval(page["gold_authors"]) or []
        known = {plain_name(name) for name in gold}
        wanted = {plain_name(name) for name in gold if is_name(name) and not is_outlet(name)}
        found = {plain_name(name) for name in page["authors"] or ()}
        printed = {name for name in wanted if name in plain_name(page["text"])}
        counts = (len(found), len(found & known), len(wanted), len(printed))
        shown = "; ".join(sorted(found)), "; ".join(gold), page["byline"]
        rows.append((page["page_id"], page["language"], *counts, *shown))
    columns = ["page_id", "language", "found", "right", "wanted", "printed"]
    columns += ["names", "gold", "byline"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def plain_name(name: str) -> str:
    """plain_name("Dr. Jane  ROE") == "jane roe"."""
    return " ".join(re.sub(r"\b(?:dr|prof)\.", " ", name.casefold()).split())


def print_authors(authors: pl.DataFrame, is_shown: bool) -> None:
    print(f"Authors of {authors.height} leads: {tell_names(authors)}")
    print_by_language(authors, tell_names)
    if is_shown:
        wrong = pl.col("right") < pl.max_horizontal("found", "wanted")
        for row in authors.filter(wrong).sort(pl.col("found") - pl.col("right")).iter_rows():
            print("   ", *row)


def tell_names(authors: pl.DataFrame) -> str:
    found, right, wanted, printed = (
        authors.select("found", "right", "wanted", "printed").sum().row(0)
    )
    precision = f"{right / found:.3f}" if found else "-"
    recall = f"{right / wanted:.3f}" if wanted else "-"
    of_printed = f"{right / printed:.3f}" if printed else "-"
    return f"{found} names, precision {precision}, recall {recall} ({of_printed} of the printed)"


if __name__ == "__main__":
    main(sys.argv[1:])
