"""What a correction of each field does to the cut of a page, and what the rules say there."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import Any, NamedTuple

from flows.seeds.corrections import Correction
from flows.segment.segment_kinds import find_kinds

LEAD = "lead"
# A line that is no part of an article any more, or no more the headline of one.
FURNITURE, FURNITURE_BODY = "navigation", "other"


class Segment(NamedTuple):
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
    segments: list[Segment]
    roles: dict[int, str]  # by story
    said: frozenset[int] = frozenset()  # stories whose role a person says

    def find_lead(self) -> int | None:
        return next((story for story, role in self.roles.items() if role == LEAD), None)

    def make_story(self) -> int:
        """The number of a story that is not there yet."""
        return max(self.roles, default=0) + 1

    def list_stories(self) -> dict[int, list[Segment]]:
        """The segments of each story, the stories in the order in which they begin."""
        stories: dict[int, list[Segment]] = {}
        for segment in self.segments:
            if segment.story is not None:
                stories.setdefault(segment.story, []).append(segment)
        return stories


def apply(
    cut: Cut, correction: Correction, span: tuple[int, int], headlines: list[tuple[int, int]]
) -> Cut:
    cut = split_at(split_at(cut, span[0]), span[1])
    first = bisect_right(cut.segments, span[0], key=lambda segment: segment.start) - 1
    end = bisect_left(cut.segments, span[1], key=lambda segment: segment.start)
    return APPLY[correction.field].do(
        cut, list(range(first, end)), correction.value or "", headlines
    )


def split_at(cut: Cut, place: int) -> Cut:
    """The cut with a segment that begins at a place, or behind the white space there; the same
    where no words would be left on either side.
    """
    no = bisect_right(cut.segments, place, key=lambda segment: segment.start) - 1
    segment = cut.segments[no]
    before, after = cut.text[segment.start : place], cut.text[place : segment.end]
    if not before.strip() or not after.strip():
        return cut
    place += len(after) - len(after.lstrip())
    second = Segment(place, segment.end, segment.kind, segment.story)  # it goes on with nothing
    halves = [segment._replace(end=place), second]
    return cut._replace(segments=[*cut.segments[:no], *halves, *cut.segments[no + 1 :]])


def set_kind(cut: Cut, inside: list[int], kind: str, headlines: list[tuple[int, int]]) -> Cut:
    """These characters are of a kind. Those of an article that were furniture belong to the one
    that they stand beside; a headline takes the place of the one that the rules saw.
    """
    others = [no for no in inside if cut.segments[no].kind != kind]
    is_placed = kind in find_kinds("is_placed")
    story = find_neighbour(cut, inside, kind) if others and is_placed else None
    roles = cut.roles if story is None else {story: LEAD} | cut.roles
    segments = cut.segments.copy()
    for no in others:
        own = segments[no].story if segments[no].story is not None else story
        segments[no] = segments[no]._replace(kind=kind, story=None if story is None else own)
    if kind == "headline":
        named = {segments[no].story for no in inside}
        for no, segment in enumerate(segments):
            if (
                segment.kind == kind
                and segment.story in named
                and not is_within(segment, headlines)
            ):
                segments[no] = segment._replace(kind=FURNITURE, story=None)
    return cut._replace(segments=join_segments(cut.text, segments, inside), roles=roles)


def find_neighbour(cut: Cut, inside: list[int], kind: str) -> int:
    """The story to which characters belong: what of them is one's already, what stands right beside
    them, the lead, the nearest one; a new one where there is none.
    """
    own = next((story for no in inside if (story := cut.segments[no].story) is not None), None)
    if own is not None:
        return own
    above = [segment.story for segment in reversed(cut.segments[: inside[0]])]
    below = [segment.story for segment in cut.segments[inside[-1] + 1 :]]
    # What is no body stands in a heading, above the rest of its article.
    sides = [above, below] if kind in find_kinds("is_body") else [below, above]
    beside = [side[0] for side in sides if side]
    nearest = [story for side in sides for story in side if story is not None]
    likely = [*beside, cut.find_lead(), *nearest[:1]]
    return next((story for story in likely if story is not None), cut.make_story())


def is_within(segment: Segment, spans: list[tuple[int, int]]) -> bool:
    return any(segment.start < end and segment.end > start for start, end in spans)


def join_segments(text: str, segments: list[Segment], inside: list[int]) -> list[Segment]:
    """The segments, those of one line joined that a correction names together."""
    joined = segments[: inside[0]]
    for segment in (segments[no] for no in inside):
        last = joined[-1] if len(joined) > inside[0] else None
        if last and last.story == segment.story and not ends_line(text[last.start : last.end]):
            joined[-1] = last._replace(end=segment.end)
        else:
            joined.append(segment)
    return joined + segments[inside[-1] + 1 :]


def ends_line(text: str) -> bool:
    return "\n" in text[len(text.rstrip()) :]


def set_role(cut: Cut, inside: list[int], role: str, _: list[tuple[int, int]]) -> Cut:
    """These characters are a story of its own, a part of the lead, or of no article at all."""
    if role == "none":
        return take_out(cut, inside)
    lead = cut.find_lead()
    placed = [no for no in inside if cut.segments[no].story is not None]
    if not placed:
        cut = make_text(cut, inside, has_headline=role != LEAD or not has_headline(cut, lead, []))
        placed = inside
    if role == LEAD:
        return join_lead(cut, placed)
    own = {cut.segments[no].story for no in placed}
    whole = [no for no, segment in enumerate(cut.segments) if segment.story in own]
    known = cut.segments[placed[0]].story
    is_whole = len(own) == 1 and whole == placed
    story = known if is_whole and known is not None else cut.make_story()
    segments = cut.segments.copy()
    for no in placed:
        segments[no] = segments[no]._replace(story=story)
    if segments[placed[0]].kind == "subheading" and all(
        segments[no].kind != "headline" for no in placed
    ):
        for no in takewhile(lambda no: no == placed[0] or segments[no].is_continuation, placed):
            segments[no] = segments[no]._replace(kind="headline")
    return Cut(cut.text, segments, cut.roles | {story: role}, cut.said | {story})


def take_out(cut: Cut, inside: list[int]) -> Cut:
    segments = cut.segments.copy()
    for no in inside:
        kind = segments[no].kind
        if segments[no].story is None:
            continue
        if kind in find_kinds("is_body"):
            kind = FURNITURE_BODY
        elif kind in find_kinds("is_placed"):
            kind = FURNITURE
        segments[no] = segments[no]._replace(kind=kind, story=None)
    return cut._replace(segments=segments)


def make_text(cut: Cut, inside: list[int], has_headline: bool) -> Cut:
    """Lines that were no article's as a text: a headline, if there is more than a line, and
    paragraphs.
    """
    segments = cut.segments.copy()
    for no in inside:
        is_headline = has_headline and no == inside[0] and len(inside) > 1
        segments[no] = segments[no]._replace(kind="headline" if is_headline else "paragraph")
    return cut._replace(segments=segments)


def join_lead(cut: Cut, placed: list[int]) -> Cut:
    """Some segments as the lead's; its own headline and deck stay the only ones."""
    lead = cut.find_lead()
    segments, roles = cut.segments.copy(), cut.roles
    if lead is None:
        lead = cut.make_story()
        roles = roles | {lead: LEAD}
    keeps_headline = has_headline(cut, lead, placed)
    for no in placed:
        kind = segments[no].kind
        if keeps_headline and segments[no].story != lead:
            kind = {"headline": "subheading", "deck": "paragraph"}.get(kind, kind)
        segments[no] = segments[no]._replace(kind=kind, story=lead)
    return cut._replace(segments=segments, roles=roles)


def has_headline(cut: Cut, story: int | None, without: list[int]) -> bool:
    left_out = frozenset(without)
    return any(
        segment.kind == "headline" and segment.story == story and no not in left_out
        for no, segment in enumerate(cut.segments)
    )


# What the rules say


def list_span_kinds(cut: Cut, span: tuple[int, int]) -> Iterator[str]:
    return (segment.kind for segment in cut.segments if is_within(segment, [span]))


def list_roles(cut: Cut, span: tuple[int, int]) -> list[str]:
    """The roles of what stands in a span; none where it is all furniture."""
    inside = [segment for segment in cut.segments if is_within(segment, [span])]
    return [cut.roles[segment.story] for segment in inside if segment.story is not None] or ["none"]


class Field(NamedTuple):
    """How a field is applied to a cut, and what the rules say of it."""

    do: Callable[[Cut, list[int], str, list[tuple[int, int]]], Cut]
    say: Callable[[Cut, tuple[int, int]], Any]


APPLY = {"kind": Field(set_kind, list_span_kinds), "role": Field(set_role, list_roles)}
