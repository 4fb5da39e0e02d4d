"""What each placement prints of itself: whose story it is, by whom, and from when."""

import re

import polars as pl

from flows.describe.publication import PlacedLine, choose_times, read_captures
from flows.reading.byline_labels import compile_byline_prefix, is_bare_byline
from flows.reading.byline_lines import is_office_alone, names_copy
from flows.reading.bylines import find_names
from flows.reading.dates.ends import strip_moment
from flows.reading.dates.words import WEEKDAYS
from flows.segment.texts import read_placed_lines
from flows.text import fold_case

STATEMENTS = pl.Schema(
    {
        "outlet_label": pl.String,
        "byline": pl.String,
        "published_text": pl.String,
        "age_text": pl.String,
    }
)
SEPARATORS = " \t|·•-–—,/:"
LETTER = re.compile(r"[^\W\d_]")


def describe_statements(
    placements: pl.DataFrame, pages: pl.DataFrame, segments: pl.DataFrame
) -> pl.DataFrame:
    """Add what each placement prints of itself; same rows, same order.

    Needs: page_id, placement_no, role; page_id, text, captured_earliest, captured_latest of the
    pages; SEGMENTS.
    Adds:
        outlet_label, byline      String  as printed; null: none
        published_text, age_text  String  the best date or clock time, and the best age, as printed;
                                          null: none
    """
    lines_of: dict[tuple[str, int], list[PlacedLine]] = {}
    for page_id, placement_no, *line in (
        read_placed_lines(pages, segments)
        .select("page_id", "placement_no", *PlacedLine._fields)
        .iter_rows()
    ):
        lines_of.setdefault((page_id, placement_no), []).append(PlacedLine(*line))
    capture_of = read_captures(pages)
    rows = []
    for page_id, placement_no, role in placements.select(
        "page_id", "placement_no", "role"
    ).iter_rows():
        lines = lines_of[page_id, placement_no]
        times = choose_times(lines, role == "lead", capture_of.get(page_id))
        rows.append((choose_label(lines), choose_byline(lines), *times))
    return placements.hstack(pl.DataFrame(rows, schema=STATEMENTS, orient="row"))


def choose_label(lines: list[PlacedLine]) -> str | None:
    """The first outlet label of a placement, without the separators beside it."""
    texts = (line.text.strip(SEPARATORS) for line in lines if line.kind == "outlet_label")
    whole = (text if "(" in text else text.rstrip(")") for text in texts)
    return next(filter(None, whole), None)


def choose_byline(lines: list[PlacedLine]) -> str | None:
    """The byline of a placement: the first line that begins as one does, with the names on the
    lines below if it is nothing but "By"; else the lines of names; with the lines of agencies
    beside it; else a line that is no weekday.
    """
    texts = [strip_moment(line.text) for line in lines if line.kind == "byline"]
    texts = [text for text in texts if LETTER.search(text)]
    texts = [text for text in texts if not is_office_alone(text)] or texts
    marked = [text for text in texts if compile_byline_prefix().match(text)]
    whole = [text for text in marked if not is_bare_byline(text)]
    copies = [text for text in texts if text not in whole[:1] and names_copy(text)]
    if whole:
        return ", ".join([whole[0], *copies])
    names = [
        text.strip(" ,&") for text in texts if text not in marked and find_names(text, bool(marked))
    ]
    if names:
        names += [copy for copy in copies if copy not in names]
        return " ".join([*marked[:1], ", ".join(names)])
    return next((text for text in texts if fold_case(text) not in WEEKDAYS), None)
