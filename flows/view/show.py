"""`copydesk show`: a page with every segment in its colour, behind its kind and its article.

The page stands in a warehouse, or in a file that is cut now. The first line says which.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import duckdb
import polars as pl
from rich.text import Text

from flows.describe import describe_placements
from flows.describe.corrections import correct_placements
from flows.errors import Unusable
from flows.ingest import ingest_files
from flows.ingest.files import spell_source
from flows.ingest.readers import find_format
from flows.ingest.rejects import Rejected
from flows.seeds import read_seed
from flows.seeds.corrections import VALUES, Correction, spell_value
from flows.segment import segment_pages
from flows.segment.corrections import CORRECTION, correct_cuts
from flows.segment.segment_kinds import read_styles
from flows.terminal import console, escape_controls
from flows.view.telling import tell_date

UNPLACED = "bright_black"
ROLE_STYLES = {"lead": "green", "embedded": "blue", "teaser": "cyan", None: UNPLACED}
MOST_LISTED = 10
MOST_NAMED = 3  # of the other places of a page

# What may name a page of a warehouse, the surest first: (page_id, source) of each that it names.
BY_NAME = (
    "select page_id, source from core.page_sources where source = $page",
    "select page_id, min(source) from core.page_sources where url = $page group by page_id",
    "select page_id, source from core.pages"
    " where starts_with(page_id, $page) and length($page) >= 6",
    "select distinct page_id, source from core.placements join core.pages using (page_id)"
    " where starts_with(article_id, $page) and length($page) >= 6",
)
BY_PART = """
    select page_id, min(source)
    from core.page_sources
    where contains(lower(source), lower($page))
    group by page_id
"""
REJECTED = "select reason, detail from ops.rejects where source = $1 and not is_mended"


class SeveralPages(Unusable):
    """A name that more than one page has; the lines name them."""

    def __init__(self, page: str, sources: list[str]):
        super().__init__(f"{page}: {len(sources):,} pages go by that name; name one of them")
        more = len(sources) - MOST_LISTED
        listed = [f"  {source}" for source in sources[:MOST_LISTED]]
        self.lines = [*listed, *([f"  and {more:,} more"] if more > 0 else [])]


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
    facts: tuple[str, ...] = ()  # outlet, date, language and confidence, for people
    values: Mapping[str, str] = {}  # as corrections.csv has them, by field


class CutPage(NamedTuple):
    """A page to be shown."""

    origin: str  # whose cut it is
    facts: dict[str, str]  # source, url, host, capture, for people
    text_id: str
    text: str
    segments: list[Segment]
    placements: dict[int, Placement]  # by placement_no


FURNITURE = Placement(None, None)  # what a segment of no article has


def find_page(page: str, warehouse: Path) -> CutPage | None:
    """A page by its name in the warehouse, else a file or a row of one, cut now, else the page of
    the warehouse that has this part of a source as the only one.

    Raises:
        SeveralPages: more than one page has that name.
        Unusable: the file cannot be cut, or holds several pages.
        Rejected: the page cannot be read.
    """
    if not warehouse.exists():
        return cut_file(page)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return (
            find_stored(connection, page, warehouse, BY_NAME)
            or cut_file(page)
            or find_stored(connection, page, warehouse, (BY_PART,))
        )


def tell_missing(page: str, warehouse: Path) -> str:
    """Why there is no page of that name: it was rejected, or nothing has that name."""
    if warehouse.exists():
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            if rejects := connection.execute(REJECTED, [spell_source(page)]).fetchall():
                reason, detail = rejects[0]
                told = f"{reason}: {detail}" if detail else reason
                return f"{page}: {warehouse} could not read it: {told}"
    return f"{page}: no such file, and no page of {warehouse}"


# Of a warehouse


def find_stored(
    connection: duckdb.DuckDBPyConnection, page: str, warehouse: Path, queries: tuple[str, ...]
) -> CutPage | None:
    """The page that the first query finds which finds any."""
    for query in queries:
        found = connection.execute(query, {"page": spell_source(page)}).fetchall()
        if len(found) > 1:
            raise SeveralPages(page, sorted(source for _, source in found))
        if found:
            return read_stored(connection, found[0][0], warehouse)
    return None


def read_stored(connection: duckdb.DuckDBPyConnection, page_id: str, warehouse: Path) -> CutPage:
    def read(table: str, order: str) -> list[dict[str, Any]]:
        # All columns, so that a warehouse from before one of them is shown as well.
        query = f"from core.{table} where page_id = $1 order by {order}"
        rows = connection.execute(query, [page_id])
        names = [column[0] for column in rows.description]
        return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]

    connection.execute("set TimeZone = 'UTC'")
    (page,) = read("pages", "page_id")
    sources = {row["source"] for row in read("page_sources", "source")}
    page["other_sources"] = sorted(sources - {page["source"]})
    segments = [
        Segment(*(row[name] for name in Segment._fields)) for row in read("segments", "segment_no")
    ]
    placements = read("placements", "placement_no")
    return make_cut(f"The cut in {warehouse}", page, segments, placements)


def make_cut(
    origin: str,
    page: dict[str, Any],
    segments: list[Segment],
    placements: list[dict[str, Any]],
) -> CutPage:
    """A page to be shown.

    Args:
        page: a row of core.pages; what is not known of it may be missing.
        placements: rows of core.placements.
    """
    return CutPage(
        origin,
        dict(tell_page(page)),
        page["text_id"],
        page["text"],
        segments,
        {row["placement_no"]: make_placement(row) for row in placements},
    )


def make_placement(row: dict[str, Any]) -> Placement:
    outlet = row["outlet_id"] or row["outlet_label"]
    values = {field: spell_value(field, row) for field in VALUES}
    return Placement(row["role"], outlet, tuple(tell_placement(row)), values)


# Of a file


def cut_file(page: str) -> CutPage | None:
    """The page of a file, "a.txt", or of a row of one, "a.jsonl#2", cut now; None: no such file."""
    path, row = split_row(page)
    known = find_format(path)
    if known is None or not is_file(path):
        return None
    if row is None and known.record != "file":
        raise Unusable(f"{page}: has {known.grain}; name one, as {page}#1")
    found = add_corrections(read_page(path, row, known.record))
    segments, placements, _ = correct_cuts(found, *segment_pages(found))
    placements, hosts = describe_placements(found, segments, placements)
    placements, _ = correct_placements(found, segments, placements)
    known_page = found.rows(named=True)[0] | {"source": spell_source(page)}
    if not hosts.is_empty():
        told = hosts.drop("page_id").rows(named=True)[0]
        known_page |= {name: value for name, value in told.items() if value is not None}
    spans = segments.select(Segment._fields).iter_rows()
    return make_cut(
        "Cut now from the file; the warehouse may have another cut",
        known_page,
        [Segment(*span) for span in spans],
        placements.rows(named=True),
    )


def add_corrections(pages: pl.DataFrame) -> pl.DataFrame:
    """The pages with the corrections of each, as a run gives them to its stages."""
    given = read_seed("corrections").select(
        "text_id", corrections=pl.struct(Correction._fields).cast(CORRECTION)
    )
    given = given.group_by("text_id").agg("corrections")
    return pages.join(given, on="text_id", how="left", maintain_order="left")


def split_row(page: str) -> tuple[Path, int | None]:
    """A file and the number of a row of it: "a.jsonl#2" is (a.jsonl, 2)."""
    name, _, number = page.rpartition("#")
    is_row = name != "" and number.isascii() and number.isdecimal() and len(number) < 10
    if not is_row or is_file(Path(page)):
        return Path(page), None
    return Path(name), int(number)


def is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # longer than a name of a file can be
        return False


def read_page(path: Path, row_no: int | None, record: str) -> pl.DataFrame:
    """The page of a file, with what a manifest beside it says, or that of a row: one of PAGES.

    The file is read as a run reads it, to its end.

    Raises:
        Rejected: there is no such page, or a run would reject it.
    """
    file = spell_source(path.name)
    source = file if row_no is None else f"{file}#{row_no}"
    with TemporaryDirectory(prefix="copydesk-") as work:
        ingested = ingest_files([path], {}, Path(work))
        for chunk in ingested.page_files:
            pages = pl.read_parquet(chunk, glob=False)
            found = pages.filter(pl.col("source") == source)
            if not found.is_empty():
                return found
            if row_no is None and not pages.is_empty():
                raise Rejected("several pages", f"name one, as {path}#1")
    rejects = ingested.rejects.filter(pl.col("source").is_in([source, file]))
    if not rejects.is_empty():
        raise Rejected(*rejects.select("reason", "detail").row(0))
    if record == "file":
        raise Rejected(f"no page {row_no}", f"the file may be one page: try {path}")
    raise Rejected(f"no {record} {row_no}", "the file has none, or it is blank")


# For people


def tell_page(page: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "source", page["source"]
    if others := page.get("other_sources"):
        more = len(others) - MOST_NAMED
        rest = f" and {more:,} more" if more > 0 else ""
        yield "also at", f"{', '.join(others[:MOST_NAMED])}{rest}"
    yield "url", page["url"] or "unknown"
    outlet, domain = page.get("host_outlet_id"), page.get("host_domain")
    host = f"{outlet} ({page['host_outlet_basis']})" if outlet else "unknown"
    yield "host outlet", f"{host}, on {domain}" if domain else host
    if captured := page["captured_latest"]:
        yield "captured", f"{captured:%Y-%m-%d %H:%M} UTC ({page['captured_basis']})"


def tell_placement(row: dict[str, Any]) -> Iterator[str]:
    """The outlet, date, language and confidence of a placement."""
    outlet, label = row["outlet_id"], row["outlet_label"]
    if outlet:
        yield f"{outlet} ({row['outlet_basis']})"
    else:
        yield f"outlet unknown ({label})" if label else "outlet unknown"
    yield tell_date(row)
    yield row["language_code"] or "language unknown"
    if row["cut_confidence"] is not None:
        yield f"cut_confidence {row['cut_confidence']:.2f}"


def print_page(page: CutPage) -> None:
    """Print what is known of a page, then each segment behind its kind and article; nothing in the
    text acts on a terminal.
    """
    console.print(Text(escape_controls(page.origin), style="bold"))
    for name, fact in page.facts.items():
        console.print(Text(f"{name:<12} {escape_controls(fact)}"))
    for number, placement in sorted(page.placements.items()):
        label = f"{number:>3} {placement.role or '':<8} "
        line = Text(label, style=ROLE_STYLES[placement.role])
        console.print(line.append(escape_controls(", ".join(placement.facts)), style="default"))
    console.print()
    for segment in page.segments:
        console.print(draw_segment(page, segment))
    articles = len(page.placements)
    console.print(Text(f"{len(page.segments):,} segments; articles: {articles or 'none'}", "bold"))


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
