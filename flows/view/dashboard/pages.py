"""A captured page as it was cut: each segment named, each article linked, characters marked."""

from typing import NamedTuple

from markupsafe import Markup

from flows.view.dashboard.marks import Mark, mark_text
from flows.view.dashboard.published import Connection, Row, read_one, read_rows
from flows.view.dashboard.showing import show_text, show_url, show_value
from flows.view.dashboard.things import Fact, NotThere, read_section

SEGMENTS = 400  # that are shown at once
SEGMENT_CHARACTERS = 20_000

PAGE = """
    select pages.* exclude (text), name as host_outlet_name
    from core.pages
    left join core.outlets on outlet_id = host_outlet_id
    where page_id = $key
"""
FIRST_MARKED = """
    select coalesce(max(segment_no) filter (start_char <= $start), min(segment_no))
    from core.segments
    where page_id = $key
"""
CUT = """
    select
        segment_no,
        start_char,
        end_char,
        kind,
        placement_no,
        is_body,
        text[start_char + 1 : least(end_char, start_char + $most)] as words,
        lead(placement_no) over (order by segment_no) as following,
        lag(placement_no) over (order by segment_no) as before,
    from core.segments
    join core.pages using (page_id)
    left join core.segment_kinds using (kind)
    where page_id = $key and segment_no between $first and $last
    order by segment_no
"""
PLACED = """
    select
        placements.*,
        headline,
        outlets.name as outlet_name,
    from core.placements
    join core.articles using (article_id)
    left join core.outlets on outlets.outlet_id = placements.outlet_id
    where page_id = $key
    order by placement_no
"""
DOUBTS = """
    select placement_no, reason, detail
    from marts.doubtful_placements
    where page_id = $key
    union all
    select null, reason, detail
    from marts.doubtful_pages
    where page_id = $key and placement_count = 0
"""


class Shown(NamedTuple):
    """A segment to be shown."""

    segment: Row
    words: Markup
    anchor: str
    is_clipped: bool


class Group(NamedTuple):
    """Segments in a row that belong to one placement, or to none."""

    placement: Row | None
    is_continued: bool  # it had segments above
    doubts: list[Row]
    shown: list[Shown]


def show_page(connection: Connection, key: str, span: tuple[int, int] | None, part: int) -> Row:
    """A window of a page's segments.

    Args:
        span: the characters to mark; the window is the one where they begin.
        part: which window, from 1, where there is no span.
    """
    page = read_one(connection, PAGE, {"key": key})
    if page is None:
        raise NotThere
    counts = connection.execute(
        "select coalesce(min(segment_no), 1), count(*) from core.segments where page_id = $key",
        {"key": key},
    ).fetchone() or (1, 0)
    lowest, count = counts
    if span:
        query = {"key": key, "start": span[0]}
        (first_marked,) = connection.execute(FIRST_MARKED, query).fetchone() or (None,)
        part = ((first_marked or lowest) - lowest) // SEGMENTS + 1
    first = lowest + (part - 1) * SEGMENTS
    segments = read_rows(
        connection,
        CUT,
        {"key": key, "first": first, "last": first + SEGMENTS - 1, "most": SEGMENT_CHARACTERS},
    )
    if not segments and part > 1:
        raise NotThere
    placements = {row["placement_no"]: row for row in read_rows(connection, PLACED, {"key": key})}
    doubts = read_rows(connection, DOUBTS, {"key": key})
    return {
        "page": page,
        "facts": tell_page(page),
        "groups": group_segments(segments, placements, doubts, span),
        "doubts": [row for row in doubts if row["placement_no"] is None],
        "span": span,
        "marked": find_marked(segments, span),
        "part": part,
        "parts_count": -(-count // SEGMENTS),
        "segment_count": count,
        "sections": [
            read_section(connection, "placements", "Articles on this page", page_id=key),
            read_section(connection, "page_sources", page_id=key),
        ],
    }


def tell_page(page: Row) -> list[Fact]:
    host = page["host_outlet_id"]
    basis = page["host_outlet_basis"]
    facts = [
        Fact("Source", show_text(page["source"])),
        Fact("Address", show_url(page["url"])),
        Fact(
            "Host",
            show_text(page["host_outlet_name"]) + (f" (by {basis})" if basis else ""),
            f"/outlet/{host}" if host else None,
        ),
    ]
    if page["captured_latest"]:
        basis = page["captured_basis"].replace("_", " ")
        facts.append(Fact("Captured", show_value(page["captured_latest"]) + f" UTC ({basis})"))
    facts.append(Fact("Language", show_value(page["language_code"], "language")))
    facts.append(Fact("Characters", show_value(page["char_count"], "number"), "#text"))
    return facts


def group_segments(
    segments: list[Row],
    placements: dict[int, Row],
    doubts: list[Row],
    span: tuple[int, int] | None,
) -> list[Group]:
    groups: list[Group] = []
    seen: set[int | None] = set()
    anchored = False
    for segment in segments:
        number = segment["placement_no"]
        if not groups or number != segments_of(groups[-1]):
            told = [row for row in doubts if row["placement_no"] == number and number is not None]
            is_continued = number in seen
            groups.append(Group(placements.get(number or 0), is_continued, told, []))
            seen.add(number)
        marks: list[Mark] = []
        anchor = f"char-{segment['start_char']}-{segment['end_char']}"
        if span and span[0] < segment["end_char"] and span[1] > segment["start_char"]:
            own = f"char-{span[0]}-{span[1]}"
            marks = [Mark(*span, "asked", None, None, None if anchored or own == anchor else own)]
            anchored = True
        words = segment["words"].rstrip()
        blank = len(words) - len(words.lstrip("\n"))  # above the first segment of a page
        shown = mark_text(words[blank:], marks, segment["start_char"] + blank)
        is_clipped = segment["end_char"] - segment["start_char"] > SEGMENT_CHARACTERS
        groups[-1].shown.append(Shown(segment, shown, anchor, is_clipped))
    return groups


def segments_of(group: Group) -> int | None:
    """The placement of the group."""
    return group.shown[-1].segment["placement_no"]


def find_marked(segments: list[Row], span: tuple[int, int] | None) -> bool:
    """Whether the characters that were asked for are shown."""
    if not span:
        return False
    return any(row["start_char"] < span[1] and row["end_char"] > span[0] for row in segments)
