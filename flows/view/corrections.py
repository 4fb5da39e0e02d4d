"""`copydesk show --correct`: the page as rows of corrections.csv, each as things are now.

Whoever keeps one and writes another value into it has a correction.
"""

import csv
import io
from collections.abc import Iterator

from flows.seeds.corrections import VALUES, make_field
from flows.seeds.tables import TABLES
from flows.terminal import console
from flows.view.show import CutPage, Segment

WORDS_CHARACTERS = 40  # of the beginning of what a row is about


def print_corrections(page: CutPage) -> None:
    """Print the header and a row each: what is known of each article, its role, and each segment.

    No text of a page acts on a terminal, or as a formula on a spreadsheet.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(TABLES["corrections"].columns)
    writer.writerows(list_rows(page))
    console.print(written.getvalue(), end="")


def list_rows(page: CutPage) -> Iterator[list[str]]:
    """The rows of corrections.csv; all of them together change nothing."""
    for number, placement in sorted(page.placements.items()):
        inside = [piece for piece in page.segments if piece.placement_no == number]
        if not inside:
            continue
        first, start, end = inside[0], inside[0].start_char, inside[-1].end_char
        place = ("", "") if placement.role == "lead" else (start, first.end_char)
        for field in VALUES:
            yield make_row(page, field, place, first, placement.values[field])
        between = [piece for piece in page.segments if start <= piece.start_char < end]
        if all(piece.placement_no in (number, None) for piece in between):
            yield make_row(page, "role", (start, end), first, placement.role or "none")
    for segment in page.segments:
        span = (segment.start_char, segment.end_char)
        yield make_row(page, "kind", span, segment, segment.kind)


def make_row(
    page: CutPage, field: str, span: tuple[int | str, int | str], segment: Segment, value: str
) -> list[str]:
    words = page.text[segment.start_char : segment.end_char].strip()[:WORDS_CHARACTERS]
    note = make_field(f"{page.facts['source']}: {words}")
    return [page.text_id, note, field, str(span[0]), str(span[1]), make_field(value)]
