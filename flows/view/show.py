"""`copydesk show`: a page with every segment in its colour, behind its kind and its article."""

from pathlib import Path
from typing import NamedTuple

import duckdb
import polars as pl
from rich.text import Text

from flows.describe.statements import describe_statements
from flows.ingest.decode import decode_text
from flows.ingest.files import spell_source
from flows.ingest.pages import clean_text
from flows.ingest.readers import find_format
from flows.segment import segment_pages
from flows.segment.segment_kinds import read_styles
from flows.terminal import console, escape_controls

UNPLACED = "bright_black"
ROLE_STYLES = {"lead": "green", "embedded": "blue", "teaser": "cyan", None: UNPLACED}
FIND_PAGE = """
    select page_id, source, text
    from core.pages
    where page_id in (
        select page_id from core.page_sources where $page in (source, url)
        union all
        select page_id from core.pages where starts_with(page_id, $page) and length($page) >= 6
    )
    order by source
    limit 1
"""


class Segment(NamedTuple):
    """A span of a page's characters."""

    start_char: int
    end_char: int
    kind: str
    placement_no: int | None


class Placement(NamedTuple):
    """An article on the page, as far as it is shown."""

    role: str | None
    outlet: str | None  # its id, else what the page calls it


class CutPage(NamedTuple):
    """A page to be shown."""

    source: str
    text: str
    segments: list[Segment]
    placements: dict[int, Placement]  # by placement_no


FURNITURE = Placement(None, None)  # what a segment of no article has


def find_page(page: str, warehouse: Path) -> CutPage | None:
    """A page of the warehouse by its source, url or page_id, else a text file, cut now."""
    if warehouse.exists():
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            found = connection.execute(FIND_PAGE, {"page": spell_source(page)}).fetchall()
            if found:
                page_id, source, text = found[0]
                segments = read_segments(connection, page_id)
                return CutPage(source, text, segments, read_placements(connection, page_id))
    path = Path(page)
    known = find_format(path)
    if path.is_file() and known and known.record == "file":
        return cut_file(path)
    return None


def read_segments(connection: duckdb.DuckDBPyConnection, page_id: str) -> list[Segment]:
    rows = connection.execute(
        "select start_char, end_char, kind, placement_no from core.segments"
        " where page_id = $1 order by segment_no",
        [page_id],
    ).fetchall()
    return [Segment(*row) for row in rows]


def read_placements(connection: duckdb.DuckDBPyConnection, page_id: str) -> dict[int, Placement]:
    rows = connection.execute(
        "select placement_no, role, coalesce(outlet_id, outlet_label) from core.placements"
        " where page_id = $1",
        [page_id],
    ).fetchall()
    return {number: Placement(role, outlet) for number, role, outlet in rows}


def cut_file(path: Path) -> CutPage:
    """A page that is in no warehouse, cut now."""
    text = clean_text(decode_text(path.read_bytes()).text)
    pages = pl.DataFrame({"page_id": ["page"], "text_id": ["page"], "text": [text]})
    segments, placements = segment_pages(pages)
    placements = describe_statements(placements, pages, segments)
    columns = segments.select("start_char", "end_char", "kind", "placement_no")
    roles = placements.select("placement_no", "role", "outlet_label").iter_rows()
    return CutPage(
        str(path),
        text,
        [Segment(*row) for row in columns.iter_rows()],
        {number: Placement(role, outlet) for number, role, outlet in roles},
    )


def print_page(page: CutPage) -> None:
    """Print each segment behind its kind and article; nothing in the text acts on a terminal."""
    console.print(Text(escape_controls(page.source), style="bold underline"))
    for segment in page.segments:
        console.print(draw_segment(page, segment))
    placements = sorted(page.placements.items())
    articles = ", ".join(f"{number} {placement.role}" for number, placement in placements)
    console.print(Text(f"{len(page.segments)} segments; articles: {articles or 'none'}", "bold"))


def draw_segment(page: CutPage, segment: Segment) -> Text:
    number = segment.placement_no
    placement = FURNITURE if number is None else page.placements.get(number, FURNITURE)
    label = f"{segment.kind:<14} {number or '':>3} {placement.role or '':<8} "
    line = Text(label, style=ROLE_STYLES[placement.role])
    shown = page.text[segment.start_char : segment.end_char].strip().replace("\n", " ")
    style = read_styles().get(segment.kind, UNPLACED) if placement.role else UNPLACED
    line.append(escape_controls(shown), style=style)
    if segment.kind == "outlet_label" and placement.outlet:
        line.append(f"  [{escape_controls(placement.outlet)}]", style=UNPLACED)
    return line
