"""What people say of the articles of a page (seeds/corrections.csv), in place of what it prints."""

from typing import Any

import polars as pl

from flows.describe import DESCRIBED
from flows.describe.publication import TO_THE_DAY
from flows.errors import CopydeskError
from flows.faults import FAILURES, describe_failure
from flows.reading.labels import find_host
from flows.seeds.corrections import (
    VALUES,
    Correction,
    read_authors,
    read_moment,
    read_value,
    spell_value,
)
from flows.segment.corrections import BEYOND, NOTHING, OUTCOMES, Outcome, read_given

BASIS = "corrected"
Row = dict[str, Any]  # of DESCRIBED
Span = tuple[int, int, int | None]  # first character, end, placement


def correct_placements(
    pages: pl.DataFrame, segments: pl.DataFrame, placements: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Placements (DESCRIBED) as people have corrected them, and what came of each correction
    (OUTCOMES). A correction that fails changes nothing.

    Needs: page_id, text, and corrections if there are any; SEGMENTS as they are corrected.
    """
    given = read_given(pages, VALUES)
    if not given:
        return placements, OUTCOMES.to_frame()
    listed = pl.col("page_id").is_in(list(given))
    lengths = dict(pages.filter(listed).select("page_id", pl.col("text").str.len_chars()).rows())
    spans: dict[str, list[Span]] = {}
    for page_id, *span in (
        segments.filter(listed)
        .select("page_id", "start_char", "end_char", "placement_no")
        .iter_rows()
    ):
        spans.setdefault(page_id, []).append((span[0], span[1], span[2]))
    rows_of: dict[str, dict[int, Row]] = {}
    for row in placements.filter(listed).sort("page_id", "placement_no").iter_rows(named=True):
        rows_of.setdefault(row["page_id"], {})[row["placement_no"]] = row
    outcomes: list[tuple] = []
    corrected: list[Row] = []
    for page_id, corrections in given.items():
        rows = rows_of.get(page_id, {})
        after = {number: row.copy() for number, row in rows.items()}
        for correction in corrections:
            place = find_placement(correction, rows, spans.get(page_id, []), lengths[page_id])
            outcome = try_correction(correction, place, rows, after)
            outcomes.append((page_id, *correction[:3], *outcome))
        corrected += after.values()
    made = pl.DataFrame(corrected, schema=DESCRIBED)
    together = pl.concat([placements.filter(~listed), made]).sort("page_id", "placement_no")
    return together, pl.DataFrame(outcomes, schema=OUTCOMES, orient="row")


def find_placement(
    correction: Correction, rows: dict[int, Row], spans: list[Span], length: int
) -> int | str:
    """The placement that a correction is of: the lead, or the one with the most of its characters;
    else what is wrong with it.
    """
    _, start, end, _ = correction
    if start is None or end is None:
        leads = (number for number, row in rows.items() if row["role"] == "lead")
        return next(leads, NOTHING)
    if end > length:
        return BEYOND
    shares: dict[int, int] = {}
    for first, last, number in spans:
        shared = min(last, end) - max(first, start)
        if number is not None and shared > 0:
            shares[number] = shares.get(number, 0) + shared
    return min(shares, key=lambda number: (-shares[number], number), default=NOTHING)


def try_correction(
    correction: Correction, place: int | str, rows: dict[int, Row], after: dict[int, Row]
) -> Outcome:
    """Write a correction into a row of `after`; whether the rules alone, in `rows`, agree."""
    if isinstance(place, str):
        return Outcome(place)
    try:
        field = correction.field
        changes = make_changes(field, read_value(correction.value))
        fields = sorted({*(after[place]["corrected_fields"] or ()), field})
        after[place] |= changes | {"corrected_fields": fields}
        said = spell_value(field, rows[place])
        return Outcome(None, said or None, said == spell_value(field, changes))
    except CopydeskError:
        raise
    except FAILURES as error:
        return Outcome(describe_failure(error).error)


def make_changes(field: str, value: str | None) -> Row:
    """The columns that a correction says; an empty value says that the page does not.

    >>> make_changes("language_code", "en")
    {'language_code': 'en', 'language_probability': None}
    """
    match field:
        case "outlet_id":
            # A domain that a seed has come to know is that outlet.
            outlet_id = (find_host(value) or value) if value and "." in value else value
            return {"outlet_id": outlet_id, "outlet_basis": BASIS if outlet_id else None}
        case "authors":
            authors = read_authors(value) if value else None
            return {"authors": authors, "authors_basis": BASIS if authors else None}
        case "published":
            return change_dates(value)
        case _:
            return {"language_code": value, "language_probability": None}


def change_dates(value: str | None) -> Row:
    moment = read_moment(value) if value else None
    earliest, latest, offset, precision = moment or (None, None, None, None)
    reason = "not_to_the_day" if moment else "no_date_printed"
    return {
        "published_earliest": earliest,
        "published_latest": latest,
        "published_utc_offset_minutes": offset,
        "published_precision": precision,
        "published_basis": BASIS if moment else None,
        "reason_undated": None if precision in TO_THE_DAY else reason,
    }
