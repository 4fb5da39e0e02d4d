"""Who wrote an article, where, and which agency's copy it is: byline, dateline and credit."""

import re
from collections.abc import Iterator, Set
from itertools import takewhile
from typing import NamedTuple

import polars as pl

from flows.reading.byline_labels import compile_byline_prefix
from flows.reading.bylines import read_byline
from flows.reading.credits import LAST_BRACKET, LONGEST_CREDIT, Credit, opens_credit, read_credit
from flows.reading.datelines import read_dateline, read_lone_dateline
from flows.reading.labels import find_agency, find_outlet, is_outlet, read_kinds
from flows.segment import find_kinds

CREDITS = pl.Schema(
    {
        "authors": pl.List(pl.String),
        "dateline_place": pl.String,
        "wire_outlet_id": pl.String,
        "wire_basis": pl.String,
    }
)
LONGEST_INITIALS = 2  # "AA" is a button for larger letters as well, "PA" whose initials are there
LINES_BELOW = 3  # lines of the page below a lead's last one that may credit its agency
LINES_SEEN = 9  # below it, which tell whether a name stands in a list
DATELINE_REACH = 400  # characters of a body that tell its dateline
BARE = re.compile(r"[^(\[©*–—-]")


Placement = tuple[str, int]  # page_id, placement_no


class MarkedLines(NamedTuple):
    """The lines that may say where an article was written, and whose copy it is."""

    datelines: dict[Placement, str]
    credits: dict[Placement, list[str]]


class LineBelow(NamedTuple):
    """A line at the end of a lead or below it."""

    text: str
    kind: str
    is_others: bool  # of another story
    is_free: bool  # of no story
    is_apart: bool  # a blank line stands below it


def describe_credits(
    placements: pl.DataFrame,
    pages: pl.DataFrame,
    segments: pl.DataFrame,
    told: Set[str] = frozenset(),
) -> pl.DataFrame:
    """Add who wrote each placement, where, and whose copy it is; same rows, same order.

    Needs: page_id, placement_no, role, byline, outlet_label, body; page_id, text of the pages;
    SEGMENTS.

    Args:
        told: page_ids of outlets.find_told: the label there is no person's name, and the byline is.
    Adds:
        authors         List    people's names as the byline prints them; null where it has none
        dateline_place  String  "KYIV" of "KYIV (Reuters) -"
        wire_outlet_id  String  the agency whose copy it is; null where none is named, or several
        wire_basis      String  dateline, byline, credit (a line or bracket that names the agency),
                                material (written with the agency's text)
    """
    marked = find_marked_lines(placements, pages, segments)
    rows = []
    for page_id, number, role, byline, label, body in placements.select(
        "page_id", "placement_no", "role", "byline", "outlet_label", "body"
    ).iter_rows():
        if role == "lead" and page_id not in told and not byline and label and not is_outlet(label):
            byline = label  # "Jane Roe | 2 hours ago"
        # A byline of an export is one without "By" as well, whoever the names are.
        is_told = role == "lead" and page_id in told
        said = read_byline(byline, is_outlet, is_told) if byline else None
        key = page_id, number
        start = f"{marked.datelines.get(key, '')} {body[:DATELINE_REACH]}".strip()
        dateline = read_dateline(start)
        place, agency = dateline.place, dateline.agency
        lines = [*marked.credits.get(key, ()), *find_last_credit(body)]
        if role == "teaser":
            place, lines = place if agency else None, []
        authors = list(dateline.authors)
        if said:
            place = place or said.place
            authors = (said.authors if is_sure_byline(byline, role) else []) or authors
        named = said.others if said else []
        if role == "lead" and label and len(label) > LONGEST_INITIALS:  # "AFP | 3 May 2024"
            named = [*named, label]
        credit = find_credit(agency, named, lines)
        rows.append((authors or None, place, *(credit or (None, None))))
    return placements.hstack(pl.DataFrame(rows, schema=CREDITS, orient="row"))


def is_sure_byline(byline: str, role: str) -> bool:
    """Whether a byline names people: what stands beside the time of a card may be a section."""
    return role == "lead" or compile_byline_prefix().match(byline) is not None


def find_marked_lines(
    placements: pl.DataFrame, pages: pl.DataFrame, segments: pl.DataFrame
) -> MarkedLines:
    """The datelines of placements, and the lines of the page right below a lead that are of no
    story and may credit its agency. Above the end of a lead "AFP" says whose picture it is.
    """
    marked = MarkedLines({}, {})
    below_leads: dict[Placement, list[LineBelow]] = {}
    # What stands before a segment on its line: "Lisboa, " of "Lisboa, 03 abr (Lusa)".
    begun, following = "", ("", 0)
    lines = list_lines(placements, pages, segments)
    for page_id, segment_no, placement_no, lead_no, kind, below, text in lines.iter_rows():
        if kind == "dateline":
            marked.datelines.setdefault((page_id, placement_no), text.strip())
        elif kind in find_kinds("says_when"):
            whole = begun + text if following == (page_id, segment_no) else text
            begun = "" if text.endswith("\n") else whole
            following = (page_id, segment_no + 1)
            if read_lone_dateline(whole):
                marked.datelines.setdefault((page_id, placement_no), f"{whole.strip()} -")
        if below is not None and below >= 0:
            is_others = placement_no not in (None, lead_no)
            line = LineBelow(text.strip(), kind, is_others, placement_no is None, ends_apart(text))
            below_leads.setdefault((page_id, lead_no), []).append(line)
    for lead, below_lead in below_leads.items():
        if credits := list(find_credit_lines(below_lead)):
            marked.credits[lead] = credits
    return marked


def list_lines(
    placements: pl.DataFrame, pages: pl.DataFrame, segments: pl.DataFrame
) -> pl.DataFrame:
    """The segments that may be a dateline, or stand at the end of a lead or shortly below it.

    Columns:
        page_id, segment_no, placement_no, kind, text  as the segments have them
        lead_no  placement_no of the page's lead; null: it has none
        below    segments from the last one of the lead's body to this one; null: it has none
    """
    leads = placements.filter(role="lead").select("page_id", lead_no="placement_no")
    number, kind = pl.col("placement_no"), pl.col("kind")
    is_own = number == pl.col("lead_no")
    body = is_own & kind.is_in(find_kinds("is_body"))
    last = pl.col("segment_no").filter(body).max().over("page_id")
    may_be_dateline = kind.is_in(["dateline", *find_kinds("says_when")])
    return (
        segments.join(leads, on="page_id", how="left")
        .with_columns(below=pl.col("segment_no") - last)
        .filter(may_be_dateline | pl.col("below").is_between(0, LINES_SEEN))
        .join(pages.select("page_id", "text"), on="page_id")
        .select(
            "page_id",
            "segment_no",
            "placement_no",
            "lead_no",
            "kind",
            "below",
            text=pl.col("text").str.slice(
                pl.col("start_char"), pl.col("end_char") - pl.col("start_char")
            ),
        )
    )


def ends_apart(text: str) -> bool:
    """Whether a blank line stands behind a segment."""
    return text[len(text.rstrip()) :].count("\n") > 1


def find_credit_lines(lines: list[LineBelow]) -> Iterator[str]:
    """The lines below a lead that may credit its agency: not those of a list of other stories, and
    none below a picture's caption.

    Args:
        lines: the last one of the body, and those below it.
    """
    for index in range(1, min(LINES_BELOW + 1, len(lines))):
        line = lines[index]
        if line.is_others or line.kind in ("caption", "related_marker"):
            return
        if not line.is_free or len(line.text) > LONGEST_CREDIT:
            continue
        if is_bare_name(line.text) and is_label_of_list(lines, index):
            return
        if line.kind == "credit" or index == 1 or opens_credit(line.text):
            yield line.text


def is_bare_name(text: str) -> bool:
    """Whether a line is the name of an outlet without a sign of credits, as "(Reuters)" has."""
    outlet_id = find_outlet(text) or find_agency(text)
    if outlet_id is None or BARE.match(text) is None:
        return False
    return read_kinds()[outlet_id] != "aggregator"


def is_label_of_list(lines: list[LineBelow], index: int) -> bool:
    """Whether a name below a lead says whose another story is: it is one of several outlets, stands
    below a title, or right above another story.
    """
    above, line, below = lines[index - 1], lines[index], lines[index + 1 :]
    listed = takewhile(may_be_listed, below)
    if above.kind == "subheading" or any(is_bare_name(near.text) for near in listed):
        return True
    if not below:
        return False
    is_set_apart = above.is_apart and not line.is_apart
    is_glued_to_body = line.is_apart and not above.is_apart
    is_story = below[0].kind in ("headline", "timestamp")
    is_title = below[0].kind == "navigation" and " " in below[0].text
    return (is_story and not is_glued_to_body) or (is_title and is_set_apart)


def may_be_listed(line: LineBelow) -> bool:
    return not line.is_others and line.kind not in ("related_marker", "share")


def find_last_credit(body: str) -> Iterator[str]:
    """The last line of a body, or the bracket at its end, where it can be a credit."""
    line = body.rsplit("\n", 1)[-1]
    if len(line) <= LONGEST_CREDIT:
        yield line
    elif bracket := LAST_BRACKET.search(line[-LONGEST_CREDIT:]):
        yield bracket[0]


def find_credit(agency: str | None, byline: list[str], lines: list[str]) -> Credit | None:
    """The one agency that a text is marked with: by dateline, else byline, else a credit.

    Args:
        agency: of the dateline.
        byline: the parts of the byline that are no people, and the label of a lead.
        lines: what may credit an agency.
    """
    if agency:
        return Credit(agency, "dateline")
    named = {agency for part in byline if (agency := find_agency(part))}
    if len(named) == 1:
        return Credit(named.pop(), "byline")
    found = {credit for line in lines if (credit := read_credit(line))}
    for basis in ("credit", "material"):
        agencies = {credit.outlet_id for credit in found if credit.basis == basis}
        if len(agencies) == 1:
            return Credit(agencies.pop(), basis)
    return None
