"""What people say of the cut of a page (seeds/corrections.csv), in place of what the rules say.

A row of field `kind` says of what kind some characters are, one of `role` to what kind of article
they belong. Roles come first, and of two rows of a field the one with more characters, so that the
order of rows does not matter and the narrower row wins.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

import polars as pl

from flows.errors import CopydeskError
from flows.faults import FAILURES, describe_failure
from flows.seeds.corrections import CUT, Correction
from flows.segment.assemble import HULLS, PLACEMENTS, SEGMENTS, identify_articles
from flows.segment.segment_kinds import find_kinds
from flows.segment.texts import add_texts

# As a batch has the corrections of a page: a column of lists.
CORRECTION = pl.Struct(
    {
        "field": pl.String,
        "start_char": pl.Int32,
        "end_char": pl.Int32,
        "value": pl.String,
    }
)
OUTCOMES = pl.Schema(
    {
        "page_id": pl.String,
        "field": pl.String,
        "start_char": pl.Int32,
        "end_char": pl.Int32,
        "problem": pl.String,  # null: it was applied
        "rules_value": pl.String,  # null: nothing
        "is_agreed": pl.Boolean,  # null where it was not applied
    }
)
BEYOND, NOTHING = "beyond_the_text", "nothing_there"
LEAD = "lead"
# A line that is no part of an article any more, or no more the headline of one.
FURNITURE, FURNITURE_BODY = "navigation", "other"


class Piece(NamedTuple):
    """A segment of a page, as it is corrected."""

    start: int
    end: int
    kind: str
    story: int | None  # None: the page's own furniture
    is_continuation: bool = False
    is_glued: bool = False
    entry: int | None = None


class Cut(NamedTuple):
    """The cut of a page, as it is corrected."""

    text: str
    pieces: list[Piece]
    roles: dict[int, str]  # by story
    said: frozenset[int] = frozenset()  # stories whose role a person says

    def find_lead(self) -> int | None:
        return next((story for story, role in self.roles.items() if role == LEAD), None)

    def make_story(self) -> int:
        """The number of a story that is not there yet."""
        return max(self.roles, default=0) + 1

    def list_stories(self) -> dict[int, list[Piece]]:
        """The pieces of each story, the stories in the order in which they begin."""
        stories: dict[int, list[Piece]] = {}
        for piece in self.pieces:
            if piece.story is not None:
                stories.setdefault(piece.story, []).append(piece)
        return stories


class Outcome(NamedTuple):
    """What came of a correction; OUTCOMES has columns of these names."""

    problem: str | None = None
    rules_value: str | None = None
    is_agreed: bool | None = None


def read_given(pages: pl.DataFrame, fields: tuple[str, ...]) -> dict[str, list[Correction]]:
    """The corrections of some fields of each page that has any, in the order in which they apply.

    Needs: page_id; corrections, a list of CORRECTION, if there are any.
    """
    if "corrections" not in pages.columns:
        return {}
    given = {}
    for page_id, rows in pages.select("page_id", "corrections").drop_nulls().iter_rows():
        corrections = [Correction(**row) for row in rows if row["field"] in fields]
        if corrections:
            given[page_id] = sorted(corrections, key=rank_correction)
    return given


def rank_correction(correction: Correction) -> tuple:
    """Roles before kinds, the lead's before those by characters, more characters before fewer."""
    field, start, end, _ = correction
    return (field != "role", field, start is not None, (start or 0) - (end or 0), start or 0)


def correct_cuts(
    pages: pl.DataFrame, segments: pl.DataFrame, placements: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Segments and placements as people have corrected them, and what came of each correction
    (OUTCOMES). A correction that fails changes nothing.

    Needs: page_id, text, and corrections if there are any; SEGMENTS; PLACEMENTS.
    """
    given = read_given(pages, CUT)
    if not given:
        return segments, placements, OUTCOMES.to_frame()
    outcomes: list[tuple] = []
    corrected: dict[str, tuple[Cut, Cut]] = {}  # page_id -> before, after
    for page_id, before in read_cuts(pages, segments, placements, given):
        after, found = correct_cut(before, given[page_id])
        outcomes += [(page_id, *row[:3], *outcome) for row, outcome in found]
        corrected[page_id] = before, after
    # A page of which nothing changes keeps its rows as they are.
    changed = {
        page_id: (before, after)
        for page_id, (before, after) in corrected.items()
        if describe_cut(before) != describe_cut(after)
    }
    segments, placements = replace_cuts(pages, segments, placements, changed)
    return segments, placements, pl.DataFrame(outcomes, schema=OUTCOMES, orient="row")


def read_cuts(
    pages: pl.DataFrame,
    segments: pl.DataFrame,
    placements: pl.DataFrame,
    given: dict[str, list[Correction]],
) -> Iterator[tuple[str, Cut]]:
    """(page_id, cut) of the pages with corrections."""
    texts = dict(pages.select("page_id", "text").iter_rows())
    listed = pl.col("page_id").is_in(list(given))
    pieces: dict[str, list[Piece]] = {}
    for row in segments.filter(listed).sort("page_id", "segment_no").iter_rows(named=True):
        piece = Piece(
            row["start_char"],
            row["end_char"],
            row["kind"],
            row["placement_no"],
            row["is_continuation"],
            row["is_glued"],
            row["entry_no"],
        )
        pieces.setdefault(row["page_id"], []).append(piece)
    roles: dict[str, dict[int, str]] = {}
    named = placements.filter(listed).sort("page_id", "placement_no")
    for page_id, number, role in named.select("page_id", "placement_no", "role").iter_rows():
        roles.setdefault(page_id, {})[number] = role
    for page_id in given:
        yield page_id, Cut(texts[page_id], pieces.get(page_id, []), roles.get(page_id, {}))


def correct_cut(
    cut: Cut, corrections: list[Correction]
) -> tuple[Cut, list[tuple[Correction, Outcome]]]:
    """The cut with all corrections applied, and what came of each."""
    headlines = [
        span
        for correction in corrections
        if correction.value == "headline" and (span := settle_span(cut.text, correction))
        if not isinstance(span, str)
    ]
    found = []
    after, known = cut, describe_cut(cut)
    for correction in corrections:
        changed, outcome = try_correction(cut, known, after, correction, headlines)
        after = changed or after
        found.append((correction, outcome))
    return part_paragraphs(cut, after), found


def part_paragraphs(before: Cut, after: Cut) -> Cut:
    """The corrected cut; a line that went on with the one above does so no more where the two have
    come to be different things.
    """
    known = frozenset(pairwise(before.pieces))
    pieces = after.pieces.copy()
    for no, (above, piece) in enumerate(pairwise(after.pieces), 1):
        is_parted = (above.kind, above.story) != (piece.kind, piece.story)
        if piece.is_continuation and is_parted and (above, piece) not in known:
            pieces[no] = piece._replace(is_continuation=False, is_glued=False)
    return after._replace(pieces=pieces)


def try_correction(
    rules: Cut,
    known: tuple,
    cut: Cut,
    correction: Correction,
    headlines: list[tuple[int, int]],
) -> tuple[Cut | None, Outcome]:
    """The cut with a correction, None if it changes none; and whether the rules alone agree.

    Args:
        known: describe_cut of the rules' cut.
        headlines: the characters that some correction names a headline.
    """
    try:
        span = settle_span(cut.text, correction)
        if isinstance(span, str):
            return None, Outcome(span)
        alone = apply(rules, correction, span, headlines)
        # The first comparison is enough for most, and takes a fraction of the time.
        is_same = (alone.pieces, alone.roles) == (rules.pieces, rules.roles)
        is_agreed = is_same or describe_cut(part_paragraphs(rules, alone)) == known
        said = "; ".join(dict.fromkeys(APPLY[correction.field].say(rules, span)))
        return apply(cut, correction, span, headlines), Outcome(None, said, is_agreed)
    except CopydeskError:
        raise
    except FAILURES as error:
        return None, Outcome(describe_failure(error).error)


def settle_span(text: str, correction: Correction) -> tuple[int, int] | str:
    """The characters of a correction without white space around them; else what is wrong with it.

    >>> settle_span("Menu\\n\\nFerry  ", Correction("kind", 4, 13, "share"))
    (6, 11)
    """
    _, start, end, _ = correction
    if start is None or end is None or end > len(text):
        return BEYOND
    words = text[start:end]
    if not words.strip():
        return NOTHING
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def describe_cut(cut: Cut) -> tuple:
    """What two cuts have in common that say the same."""
    numbers: dict[int | None, int | None] = {None: None}
    for story in cut.list_stories():
        numbers[story] = len(numbers)
    pieces = [piece._replace(story=numbers[piece.story]) for piece in cut.pieces]
    roles = {numbers[story]: cut.roles.get(story) for story in cut.list_stories()}
    return pieces, roles


# What a correction does


def apply(
    cut: Cut, correction: Correction, span: tuple[int, int], headlines: list[tuple[int, int]]
) -> Cut:
    cut = split_at(split_at(cut, span[0]), span[1])
    first = bisect_right(cut.pieces, span[0], key=lambda piece: piece.start) - 1
    end = bisect_left(cut.pieces, span[1], key=lambda piece: piece.start)
    return APPLY[correction.field].do(
        cut, list(range(first, end)), correction.value or "", headlines
    )


def split_at(cut: Cut, place: int) -> Cut:
    """The cut with a segment that begins at a place, or behind the white space there; the same
    where no words would be left on either side.
    """
    no = bisect_right(cut.pieces, place, key=lambda piece: piece.start) - 1
    piece = cut.pieces[no]
    before, after = cut.text[piece.start : place], cut.text[place : piece.end]
    if not before.strip() or not after.strip():
        return cut
    place += len(after) - len(after.lstrip())
    second = Piece(place, piece.end, piece.kind, piece.story)  # it goes on with nothing
    halves = [piece._replace(end=place), second]
    return cut._replace(pieces=[*cut.pieces[:no], *halves, *cut.pieces[no + 1 :]])


def set_kind(cut: Cut, inside: list[int], kind: str, headlines: list[tuple[int, int]]) -> Cut:
    """These characters are of a kind. Those of an article that were furniture belong to the one
    that they stand beside; a headline takes the place of the one that the rules saw.
    """
    others = [no for no in inside if cut.pieces[no].kind != kind]
    is_placed = kind in find_kinds("is_placed")
    story = find_neighbour(cut, inside, kind) if others and is_placed else None
    roles = cut.roles if story is None else {story: LEAD} | cut.roles
    pieces = cut.pieces.copy()
    for no in others:
        own = pieces[no].story if pieces[no].story is not None else story
        pieces[no] = pieces[no]._replace(kind=kind, story=None if story is None else own)
    if kind == "headline":
        named = {pieces[no].story for no in inside}
        for no, piece in enumerate(pieces):
            if piece.kind == kind and piece.story in named and not is_within(piece, headlines):
                pieces[no] = piece._replace(kind=FURNITURE, story=None)
    return cut._replace(pieces=join_lines(cut.text, pieces, inside), roles=roles)


def find_neighbour(cut: Cut, inside: list[int], kind: str) -> int:
    """The story to which characters belong: what of them is one's already, what stands right beside
    them, the lead, the nearest one; a new one where there is none.
    """
    own = next((story for no in inside if (story := cut.pieces[no].story) is not None), None)
    if own is not None:
        return own
    above = [piece.story for piece in reversed(cut.pieces[: inside[0]])]
    below = [piece.story for piece in cut.pieces[inside[-1] + 1 :]]
    # What is no body stands in a heading, above the rest of its article.
    sides = [above, below] if kind in find_kinds("is_body") else [below, above]
    beside = [side[0] for side in sides if side]
    nearest = [story for side in sides for story in side if story is not None]
    likely = [*beside, cut.find_lead(), *nearest[:1]]
    return next((story for story in likely if story is not None), cut.make_story())


def is_within(piece: Piece, spans: list[tuple[int, int]]) -> bool:
    return any(piece.start < end and piece.end > start for start, end in spans)


def join_lines(text: str, pieces: list[Piece], inside: list[int]) -> list[Piece]:
    """The pieces, those of one line joined that a correction names together."""
    joined = pieces[: inside[0]]
    for piece in (pieces[no] for no in inside):
        last = joined[-1] if len(joined) > inside[0] else None
        if last and last.story == piece.story and not ends_line(text[last.start : last.end]):
            joined[-1] = last._replace(end=piece.end)
        else:
            joined.append(piece)
    return joined + pieces[inside[-1] + 1 :]


def ends_line(text: str) -> bool:
    return "\n" in text[len(text.rstrip()) :]


def set_role(cut: Cut, inside: list[int], role: str, _: list[tuple[int, int]]) -> Cut:
    """These characters are a story of its own, a part of the lead, or of no article at all."""
    if role == "none":
        return take_out(cut, inside)
    lead = cut.find_lead()
    placed = [no for no in inside if cut.pieces[no].story is not None]
    if not placed:
        cut = make_text(cut, inside, has_headline=role != LEAD or not has_headline(cut, lead, []))
        placed = inside
    if role == LEAD:
        return join_lead(cut, placed)
    own = {cut.pieces[no].story for no in placed}
    whole = [no for no, piece in enumerate(cut.pieces) if piece.story in own]
    known = cut.pieces[placed[0]].story
    is_whole = len(own) == 1 and whole == placed
    story = known if is_whole and known is not None else cut.make_story()
    pieces = cut.pieces.copy()
    for no in placed:
        pieces[no] = pieces[no]._replace(story=story)
    if pieces[placed[0]].kind == "subheading" and all(
        pieces[no].kind != "headline" for no in placed
    ):
        for no in takewhile(lambda no: no == placed[0] or pieces[no].is_continuation, placed):
            pieces[no] = pieces[no]._replace(kind="headline")
    return Cut(cut.text, pieces, cut.roles | {story: role}, cut.said | {story})


def take_out(cut: Cut, inside: list[int]) -> Cut:
    pieces = cut.pieces.copy()
    for no in inside:
        kind = pieces[no].kind
        if pieces[no].story is None:
            continue
        if kind in find_kinds("is_body"):
            kind = FURNITURE_BODY
        elif kind in find_kinds("is_placed"):
            kind = FURNITURE
        pieces[no] = pieces[no]._replace(kind=kind, story=None)
    return cut._replace(pieces=pieces)


def make_text(cut: Cut, inside: list[int], has_headline: bool) -> Cut:
    """Lines that were no article's as a text: a headline, if there is more than a line, and
    paragraphs.
    """
    pieces = cut.pieces.copy()
    for no in inside:
        is_headline = has_headline and no == inside[0] and len(inside) > 1
        pieces[no] = pieces[no]._replace(kind="headline" if is_headline else "paragraph")
    return cut._replace(pieces=pieces)


def join_lead(cut: Cut, placed: list[int]) -> Cut:
    """Some pieces as the lead's; its own headline and deck stay the only ones."""
    lead = cut.find_lead()
    pieces, roles = cut.pieces.copy(), cut.roles
    if lead is None:
        lead = cut.make_story()
        roles = roles | {lead: LEAD}
    keeps_headline = has_headline(cut, lead, placed)
    for no in placed:
        kind = pieces[no].kind
        if keeps_headline and pieces[no].story != lead:
            kind = {"headline": "subheading", "deck": "paragraph"}.get(kind, kind)
        pieces[no] = pieces[no]._replace(kind=kind, story=lead)
    return cut._replace(pieces=pieces, roles=roles)


def has_headline(cut: Cut, story: int | None, without: list[int]) -> bool:
    left_out = frozenset(without)
    return any(
        piece.kind == "headline" and piece.story == story and no not in left_out
        for no, piece in enumerate(cut.pieces)
    )


# What the rules say


def list_kinds(cut: Cut, span: tuple[int, int]) -> Iterator[str]:
    return (piece.kind for piece in cut.pieces if is_within(piece, [span]))


def list_roles(cut: Cut, span: tuple[int, int]) -> list[str]:
    """The roles of what stands in a span; none where it is all furniture."""
    inside = [piece for piece in cut.pieces if is_within(piece, [span])]
    return [cut.roles[piece.story] for piece in inside if piece.story is not None] or ["none"]


class Field(NamedTuple):
    """How a field is applied to a cut, and what the rules say of it."""

    do: Callable[[Cut, list[int], str, list[tuple[int, int]]], Cut]
    say: Callable[[Cut, tuple[int, int]], Any]


APPLY = {"kind": Field(set_kind, list_kinds), "role": Field(set_role, list_roles)}


# Frames


def replace_cuts(
    pages: pl.DataFrame,
    segments: pl.DataFrame,
    placements: pl.DataFrame,
    changed: dict[str, tuple[Cut, Cut]],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The segments and placements of all pages, those of the changed ones made again."""
    if not changed:
        return segments, placements
    listed = pl.col("page_id").is_in(list(changed))
    confidence_of = {
        (page_id, number): confidence
        for page_id, number, confidence in placements.filter(listed)
        .select("page_id", "placement_no", "cut_confidence")
        .iter_rows()
    }
    rows: list[dict[str, Any]] = []
    hulls, roles = [], []
    for page_id, (before, after) in changed.items():
        cut, touched = settle_stories(before, after)
        stories = cut.list_stories()
        numbers = {story: number for number, story in enumerate(stories, 1)}
        rows += [
            {
                "page_id": page_id,
                "segment_no": number,
                "start_char": piece.start,
                "end_char": piece.end,
                "kind": piece.kind,
                "placement_no": None if piece.story is None else numbers[piece.story],
                "is_continuation": piece.is_continuation,
                "is_glued": piece.is_glued,
                "entry_no": piece.entry,
            }
            for number, piece in enumerate(cut.pieces, 1)
        ]
        for story, pieces in stories.items():
            role = cut.roles.get(story)
            # What a person says is sure.
            confidence = 1.0 if story in touched else confidence_of.get((page_id, story))
            hull = (pieces[0].start, pieces[-1].end)
            hulls.append((page_id, numbers[story], role == LEAD, *hull, confidence))
            roles.append(role)
    made = pl.DataFrame(rows, schema=SEGMENTS)
    placed = pl.DataFrame(hulls, schema=HULLS, orient="row")
    identified = identify_articles(
        add_texts(placed, pages, made).with_columns(pl.col("body").fill_null(""))
    )
    said = pl.Series("said", roles, pl.String)
    identified = identified.with_columns(role=pl.coalesce(said, "role"))
    return (
        pl.concat([segments.filter(~listed), made]).sort("page_id", "segment_no"),
        pl.concat([placements.filter(~listed), identified.match_to_schema(PLACEMENTS)]).sort(
            "page_id", "placement_no"
        ),
    )


def settle_stories(before: Cut, after: Cut) -> tuple[Cut, frozenset[int]]:
    """The corrected cut, and which of its stories changed.

    A changed story that has neither headline nor body is none. The role of one that changed, and of
    which no correction says it, is left to its body.
    """
    old = before.list_stories()
    touched = frozenset(
        story
        for story, pieces in after.list_stories().items()
        if pieces != old.get(story) or after.roles.get(story) != before.roles.get(story)
    )
    said = find_kinds("is_body") | {"headline"}
    kinds = Counter((piece.story, piece.kind in said) for piece in after.pieces)
    empty = {story for story in touched if not kinds[story, True]}
    pieces = [
        piece._replace(story=None) if piece.story in empty else piece for piece in after.pieces
    ]
    roles = {
        story: role
        for story, role in after.roles.items()
        if role == LEAD or story not in touched or story in after.said
    }
    return after._replace(pieces=pieces, roles=roles), touched
