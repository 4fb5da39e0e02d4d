"""`copydesk show`: a page with every segment coloured and named."""

from pathlib import Path

import duckdb
import polars as pl
from rich.text import Text

from flows.describe.statements import describe_statements
from flows.ingest import decode, name_source, read_text
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
Page = tuple[str, str, list[tuple], dict[int, tuple]]


def find_page(page: str, warehouse: Path) -> Page | None:
    """(source, text, segments, placements) by source, url or page_id, else of a text file."""
    if warehouse.exists():
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            found = connection.execute(FIND_PAGE, {"page": name_source(page)}).fetchall()
            if found:
                page_id, source, text = found[0]
                return source, text, *read_cut(connection, page_id)
    path = Path(page)
    if path.is_file() and path.suffix.lower() == ".txt":
        return cut_file(path)
    return None


def read_cut(
    connection: duckdb.DuckDBPyConnection, page_id: str
) -> tuple[list[tuple], dict[int, tuple]]:
    segments = connection.execute(
        "select start_char, end_char, kind, placement_no from core.segments"
        " where page_id = $1 order by segment_no",
        [page_id],
    ).fetchall()
    placements = connection.execute(
        "select placement_no, role, coalesce(outlet_id, outlet_label) from core.placements"
        " where page_id = $1",
        [page_id],
    ).fetchall()
    return segments, {number: (role, outlet) for number, role, outlet in placements}


def cut_file(path: Path) -> Page:
    """A page that is in no warehouse, cut now."""
    text = read_text(decode(path.read_bytes())[0])
    pages = pl.DataFrame({"page_id": ["page"], "text_id": ["page"], "text": [text]})
    segments, placements = segment_pages(pages)
    placements = describe_statements(placements, pages, segments)
    columns = segments.select("start_char", "end_char", "kind", "placement_no")
    roles = placements.select("placement_no", "role", "outlet_label").iter_rows()
    numbers = {number: (role, outlet) for number, role, outlet in roles}
    return str(path), text, list(columns.iter_rows()), numbers


def print_page(source: str, text: str, segments: list[tuple], placements: dict[int, tuple]) -> None:
    """Print each segment behind its kind and placement; nothing in the text acts on a terminal."""
    console.print(Text(escape_controls(source), style="bold underline"))
    styles = read_styles()
    for start, end, kind, number in segments:
        role, outlet = placements.get(number, (None, None))
        name = f"{kind:<14} {number or '':>3} {role or '':<8} "
        line = Text(name, style=ROLE_STYLES[role])
        shown = escape_controls(text[start:end].strip().replace("\n", " "))
        line.append(shown, style=styles.get(kind, UNPLACED) if role else UNPLACED)
        if kind == "outlet_label" and outlet:
            line.append(f"  [{escape_controls(outlet)}]", style=UNPLACED)
        console.print(line)
    articles = ", ".join(f"{number} {role}" for number, (role, _) in sorted(placements.items()))
    console.print(Text(f"{len(segments)} segments; articles: {articles or 'none'}", "bold"))
