"""What people say of the cut of a page (seeds/corrections.csv), in place of what the rules say.

A row of field `kind` says of what kind some characters are, one of `role` to what kind of article
they belong. Roles come first, and of two rows of a field the one with more characters, so that the
order of rows does not matter and the narrower row wins.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import polars as pl

from flows.errors import CopydeskError
from flows.faults import FAILURES, describe_failure
from flows.seeds.corrections import CUT, Correction
from flows.segment.assemble import HULLS, PLACEMENTS, SEGMENTS, identify_articles
from flows.segment.correction_fields import APPLY, LEAD, Cut, Segment, apply
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
    segments_of: dict[str, list[Segment]] = {}
    for row in segments.filter(listed).sort("page_id", "segment_no").iter_rows(named=True):
        segment = Segment(
            row["start_char"],
            row["end_char"],
            row["kind"],
            row["placement_no"],
            row["is_continuation"],
            row["is_glued"],
            row["entry_no"],
        )
        segments_of.setdefault(row["page_id"], []).append(segment)
    roles: dict[str, dict[int, str]] = {}
    named = placements.filter(listed).sort("page_id", "placement_no")
    for page_id, number, role in named.select("page_id", "placement_no", "role").iter_rows():
        roles.setdefault(page_id, {})[number] = role
    for page_id in given:
        yield page_id, Cut(texts[page_id], segments_of.get(page_id, []), roles.get(page_id, {}))


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
    known = frozenset(pairwise(before.segments))
    segments = after.segments.copy()
    for no, (above, segment) in enumerate(pairwise(after.segments), 1):
        is_parted = (above.kind, above.story) != (segment.kind, segment.story)
        if segment.is_continuation and is_parted and (above, segment) not in known:
            segments[no] = segment._replace(is_continuation=False, is_glued=False)
    return after._replace(segments=segments)


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
        is_same = (alone.segments, alone.roles) == (rules.segments, rules.roles)
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
    segments = [segment._replace(story=numbers[segment.story]) for segment in cut.segments]
    roles = {numbers[story]: cut.roles.get(story) for story in cut.list_stories()}
    return segments, roles


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
                "start_char": segment.start,
                "end_char": segment.end,
                "kind": segment.kind,
                "placement_no": None if segment.story is None else numbers[segment.story],
                "is_continuation": segment.is_continuation,
                "is_glued": segment.is_glued,
                "entry_no": segment.entry,
            }
            for number, segment in enumerate(cut.segments, 1)
        ]
        for story, own in stories.items():
            role = cut.roles.get(story)
            # What a person says is sure.
            confidence = 1.0 if story in touched else confidence_of.get((page_id, story))
            hull = (own[0].start, own[-1].end)
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
        for story, segments in after.list_stories().items()
        if segments != old.get(story) or after.roles.get(story) != before.roles.get(story)
    )
    said = find_kinds("is_body") | {"headline"}
    kinds = Counter((segment.story, segment.kind in said) for segment in after.segments)
    empty = {story for story in touched if not kinds[story, True]}
    segments = [
        segment._replace(story=None) if segment.story in empty else segment
        for segment in after.segments
    ]
    roles = {
        story: role
        for story, role in after.roles.items()
        if role == LEAD or story not in touched or story in after.said
    }
    return after._replace(segments=segments, roles=roles), touched
