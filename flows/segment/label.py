"""Label the lines of pages: what each line is, and whether it is of the page's own article.

Rules over structure and the marker lexicon. The labels are all that assemble.py sees, so that a
learned labeller can take this file's place: `label_lines` is the seam.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import polars as pl

from flows.dates import AGE_PATTERN
from flows.seeds import fold_text
from flows.segment.cards import META_KINDS, find_words, is_about, label_cards, name_story
from flows.segment.lines import DATE, LONGEST_CAPTION, TIME, Line, observe_lines, read_outlet_names

LABELS = pl.Schema(
    {
        "page_id": pl.String,
        "start_char": pl.Int32,
        "end_char": pl.Int32,  # behind the last character that is not white space
        "kind": pl.String,
        "story": pl.Int32,  # 0: the page's own article; 1 and on: another; null: furniture
        "text": pl.String,
    }
)
BODY_KINDS = ("subheading", "paragraph", "list_item")
STORY_KINDS = (
    *BODY_KINDS,
    *("headline", "deck", "byline", "dateline", "timestamp", "outlet_label"),
)
LABEL_LIKE = (None, "outlet_label", "navigation", "credit")

DATELINE = re.compile(
    r"^[^\W\d_][\w.'’ -]{1,30}(?:,\s?[\w. ]{2,25})?\s?(?:\[[^\]]{2,30}\]|\([^)]{2,40}\))"
    r"(?:,?\s[\w.]{3,10}\s\d{1,2}(?:,\s\d{4})?)?\s?[-–—:]{1,2}\s"
    r"|^[^\W\d_a-z][^\W\d_a-z][^\W\d_a-z .'’-]*(?:,\s[\w. ]{2,20})?(?:,\s[\w.]{3,10}\s\d{1,2})?"
    r"\s[-–—]{1,2}\s"
)
LABEL_AND_TIME = re.compile(r"^(.{2,60}?)(\s*[|·•]\s*|\s+[-–—]\s+|,\s+)(.{4,60})$")
AGE = re.compile(AGE_PATTERN, re.I)

LONGEST_LABEL = 40
WIDEST_GAP = 8  # lines between two paragraphs of one article
SMALLEST_LEAD = 1.2  # hundreds of characters of prose
SMALLEST_PART = 1.0  # the same, of a part that a box of other stories cuts off
CARD_LINES = 4  # how near below a marker other stories begin
CARD_RUN = 0.35  # what prose under a related marker is worth as the page's own article
SURE_PART = 4.5  # swept 2-7: .867, .873, .875, .873 on composites
SMALLEST_WALLED_LEAD = 12.0  # the same, on a page that asks for consent or was not found
SMALLEST_HEADLINE = 0.75
LINES_ABOVE = 30  # where a headline may stand above the first paragraph
METAS_ABOVE = 3  # lines above the headline whose byline or time is its own
SHORTEST_DECK = 60
LONGEST_HEADER, SHORTEST_APPEAL = 60, 60
SHORTEST_SENTENCE = 20
SHORTEST_TEASER_TITLE = 40
MOST_JOINED = 0.2  # share of paragraphs with no blank line above, where the others have one
READING_TIME = re.compile(
    r"\b\d{1,2}\s?(min|minuten|minutes?|minutos|minuti|мин|хв)\b\.?"
    r"(\s(read|lesezeit|lesedauer|de lecture|de lectura|di lettura|читання|чтения))?$",
    re.I,
)
PHOTO_WORD = re.compile(
    r"photo|foto|bild|image|picture|getty|afp|epa|reuters|imago|фото|写真", re.I
)


def label_lines(pages: pl.DataFrame) -> pl.DataFrame:
    """The labelled lines, and parts of lines, of each page (LABELS), in page order.

    Needs: page_id, text.
    """
    rows = []
    for page_id, lines in observe_lines(pages):
        label_page(lines)
        for line in lines:
            rows.extend((page_id, *label) for label in cut_line(line))
    return pl.DataFrame(rows, schema=LABELS, orient="row")


def label_page(lines: list[Line]) -> None:
    """Give every line of a page its kind and story."""
    for line in lines:
        line.kind = name_kind(line)
    name_card_labels(lines)
    name_by_line_below(lines)
    first = find_lead(lines)
    if first is None:
        label_cards(lines, 0, len(lines), None)
    else:
        label_heading(lines, first)
        label_cards(lines, 0, first, None)
        lead = Counter()
        while first is not None:
            last = end_part(lines, first)
            label_part(lines, first, last, lead)
            first = label_cards(lines, last, len(lines), lead)
    for index, line in enumerate(lines):
        if line.cuts and line.cuts[-1][1] == "headline" and line.story is None:
            name_story(lines, [index])
        if line.kind is None:
            line.kind = "other" if line.is_prose_like else "navigation"
        line.kind = "notice" if line.kind == "wall" else line.kind


def cut_line(line: Line) -> Iterator[tuple[int, int, str, int | None, str]]:
    """The label of a line, or of each of its parts: (start, end, kind, part, text)."""
    cuts = line.cuts or [(0, line.kind)]
    ends = [offset for offset, _ in cuts[1:]] + [len(line.text)]
    for (offset, kind), end in zip(cuts, ends, strict=True):
        text = line.text[offset:end].rstrip()
        start = line.start + offset
        story = line.story if kind in STORY_KINDS else None
        yield start, start + len(text), kind, story, text


# What a line is by itself


def name_kind(line: Line) -> str | None:
    """What a line is by itself; None: prose, a headline or another short line."""
    if line.is_age:
        return "timestamp"
    if READING_TIME.search(line.text) and line.size <= LONGEST_LABEL:
        return "other"
    if line.marker == "byline":
        return "byline" if is_byline(line) else None
    if line.marker == "timestamp":
        return "timestamp" if line.has_date or line.has_time else None
    if line.marker == "related_marker":
        return cut_lead_in(line)
    if line.marker:
        return line.marker
    if line.is_outlet:
        return "credit" if line.text.startswith("(") else "outlet_label"
    return cut_time(line)


def is_byline(line: Line) -> bool:
    """By and a few names: no sentence, no long line."""
    words = line.text.split()
    return line.size <= 120 and len(words) <= 14 and not line.text.endswith((".", "?", "!", ":"))


def cut_lead_in(line: Line) -> str:
    """A marker that stands alone, or one with the other story's headline behind it."""
    phrase = re.escape(line.marker_phrase or "").replace("'", "['’‘]").replace(r"\ ", r"\s+")
    lead_in = re.match(rf"[\W_]*{phrase}[\s:|>»–—-]*", line.text, re.I)
    if lead_in and len(line.text) - lead_in.end() >= 12:
        line.cuts = [(0, "related_marker"), (lead_in.end(), "headline")]
    return "related_marker"


def cut_time(line: Line) -> str | None:
    """A line that is a time, or a name and a time: "Example News | 2 hours ago"."""
    pair = LABEL_AND_TIME.match(line.text) if line.size <= 100 else None
    if pair:
        label, _, moment = pair.groups()
        is_time = AGE.match(moment) or (line.has_date and DATE.search(moment))
        if is_time and len(label) <= LONGEST_LABEL and not DATE.search(label):
            line.has_age = AGE.match(moment) is not None
            kind = "outlet_label" if line.has_age or is_outlet(label) else "byline"
            line.cuts = [(0, kind), (pair.start(3), "timestamp")]
            return "timestamp"
    if line.has_date or line.has_time:
        rest = TIME.sub("", DATE.sub("", line.text))
        if len(re.sub(r"[\W\d_]", "", rest)) <= MOST_LETTERS:
            return "timestamp"
    return None


MOST_LETTERS = 24  # beside the date of a date line: a weekday, "Published on", "3 min read"


@lru_cache
def known_outlets() -> frozenset[str]:
    return frozenset(read_outlet_names().collect()["folded"])


def is_outlet(label: str) -> bool:
    return fold_text(label) in known_outlets()


def name_card_labels(lines: list[Line]) -> None:
    """A short line above an age, and its echo "- Example News", are outlet labels."""
    for above, age, below in zip(lines, lines[1:], [*lines[2:], None], strict=False):
        if not age.is_age or above.size > LONGEST_LABEL or above.kind not in LABEL_LIKE:
            continue
        echo = below is not None and below.text.lstrip("-–—• ").strip() == above.text
        if echo or above.kind == "outlet_label":
            above.kind = "outlet_label"
        if echo:
            below.kind = "outlet_label"


def name_by_line_below(lines: list[Line]) -> None:
    """A caption stands above the photographer's name, a short header above its promotion."""
    for line, below in pairwise(lines):
        is_photo = below.kind in ("caption", "credit") and PHOTO_WORD.search(below.text[:40])
        is_appeal = below.kind in ("promotion", "newsletter") and below.size >= SHORTEST_APPEAL
        if line.kind is None and line.size <= LONGEST_CAPTION and is_photo:
            line.kind = "caption"
        elif line.kind is None and line.size <= LONGEST_HEADER and is_appeal:
            line.kind = line.kind if line.ends_sentence else below.kind


# The page's own article


@dataclass(slots=True)
class Run:
    """Paragraphs with a few short lines between."""

    first: int
    last: int
    score: float  # hundreds of characters of prose
    is_carded: bool  # a related marker stands right above
    is_cut: bool = False  # a related marker ends it


def find_lead(lines: list[Line]) -> int | None:
    """The first paragraph of the page's own article; None where the page has none."""
    runs = list(find_runs(lines))
    if not runs:
        return None
    best = max(runs, key=lambda run: run.score)
    is_wall = any(line.kind == "wall" for line in lines[: best.last])
    if best.score < (SMALLEST_WALLED_LEAD if is_wall else SMALLEST_LEAD) or is_list(lines, best):
        return None
    words = read_run(lines, best)
    for run in runs:
        is_apart = run.first < best.first and run.is_cut and not run.is_carded
        if is_apart and (
            run.score >= SURE_PART
            or (run.score >= SMALLEST_PART and is_about(read_run(lines, run), words))
        ):
            return skip_deck(lines, run)
    return skip_deck(lines, best)


def read_run(lines: list[Line], run: Run) -> Counter:
    """The words of a run's paragraphs."""
    prose = [line for line in lines[run.first : run.last] if line.is_prose]
    return Counter(word for line in prose for word in find_words(line.text))


def find_runs(lines: list[Line]) -> Iterator[Run]:
    run, gap, marker = None, 0, -CARD_LINES
    for index, line in enumerate(lines):
        is_cut = breaks_article(lines, index)
        if run and (is_cut or gap > WIDEST_GAP):
            run.is_cut = is_cut
            yield run
            run = None
        if is_cut:
            marker = index
        elif line.is_prose:
            run = run or Run(index, index, 0.0, index - marker < CARD_LINES)
            run.last, gap = index + 1, 0
            run.score += min(line.size, 600) / 100 * (CARD_RUN if run.is_carded else 1)
        else:
            gap += 1
    if run:
        yield run


def is_list(lines: list[Line], run: Run) -> bool:
    """Headline and summary in turns, as on a section front."""
    prose = [index for index in range(run.first, run.last) if lines[index].is_prose]
    is_joined = any(below == above + 1 for above, below in pairwise(prose))
    return len(prose) >= 3 and not is_joined and all(lines[index].size <= 300 for index in prose)


def skip_deck(lines: list[Line], run: Run) -> int:
    """The first paragraph: what stands above the byline or the date is a deck."""
    prose = [index for index in range(run.first, run.last) if lines[index].is_prose]
    for deck, first in pairwise(prose[:3]):
        metas = [line.kind in ("byline", "timestamp") for line in lines[deck + 1 : first]]
        if any(metas) and run.score > lines[deck].size / 50:
            return first
    return run.first


def breaks_article(lines: list[Line], index: int) -> bool:
    """What follows is other stories, or readers: a marker alone on its line, or a card's head."""
    line = lines[index]
    if line.kind in ("related_marker", "comments"):
        return not line.cuts
    if line.kind == "timestamp" and line.cuts:
        return line.cuts[0][1] == "outlet_label" and line.has_age
    return line.kind == "outlet_label" and index + 1 < len(lines) and lines[index + 1].is_age


def end_part(lines: list[Line], first: int) -> int:
    """Behind the last paragraph of the part of the article that begins at `first`."""
    last, gap = first + 1, 0
    for index in range(first + 1, len(lines)):
        if breaks_article(lines, index) or gap > WIDEST_GAP:
            break
        if lines[index].is_prose:
            last, gap = index + 1, 0
        else:
            gap += 1
    while last < len(lines) and ends_article(lines[last - 1], lines[last]):
        last += 1
    return last


def ends_article(paragraph: Line, line: Line) -> bool:
    """A short last sentence, set as the paragraph above it is."""
    return (
        line.kind is None
        and line.ends_sentence
        and line.size >= SHORTEST_SENTENCE
        and line.blank_before <= paragraph.blank_before
    )


def label_part(lines: list[Line], first: int, last: int, lead: Counter) -> None:
    """Name the lines of the page's own article between two of its paragraphs; add its words."""
    teasers = set(find_teasers(lines, first, last))
    for index in range(first, last):
        line = lines[index]
        if index in teasers:
            name_story(lines, [index, index + 1])
            line.kind, lines[index + 1].kind = "headline", "paragraph"
        elif line.is_prose:
            if not lead:
                cut_dateline(line)
            line.kind, line.story = "paragraph", 0
            lead.update(find_words(line.text))
        elif line.kind is None:
            line.kind, line.story = name_short(line), 0


def name_short(line: Line) -> str:
    if line.is_bullet:
        return "list_item"
    return "paragraph" if line.ends_sentence else "subheading"


def find_teasers(lines: list[Line], first: int, last: int) -> Iterator[int]:
    """Headlines of teasers in the body: a title with one sentence right below it, both set off
    by blank lines, in an article whose every other paragraph stands alone.
    """
    prose = [index for index in range(first, last) if lines[index].is_prose]
    joined = [index for index in prose[1:] if not lines[index].blank_before]
    if len(joined) > len(prose) * MOST_JOINED:
        return
    for index in joined:
        title = lines[index - 1]
        is_alone = index + 1 >= len(lines) or lines[index + 1].blank_before
        if (
            title.is_title
            and title.size >= SHORTEST_TEASER_TITLE
            and title.blank_before
            and is_alone
        ):
            yield index - 1


def cut_dateline(line: Line) -> None:
    dateline = DATELINE.match(line.text)
    if dateline and len(line.text) - dateline.end() >= 20:
        line.cuts = [(0, "dateline"), (dateline.end(), "paragraph")]


def label_heading(lines: list[Line], first: int) -> None:
    """Name headline, deck, byline and times above the first paragraph; none is invented."""
    headline = find_headline(lines, first)
    if headline is not None:
        lines[headline].kind, lines[headline].story = "headline", 0
    start = first if headline is None else headline
    is_below_meta = False
    for index in range(max(start - METAS_ABOVE, 0), first):
        line = lines[index]
        if line.kind in META_KINDS:
            line.story = 0
            is_below_meta = is_below_meta or index > start
        elif index > start and (line.is_prose or (line.is_title and line.size >= SHORTEST_DECK)):
            line.kind = "caption" if is_below_meta else "deck"
            line.story = None if is_below_meta else 0


def find_headline(lines: list[Line], first: int) -> int | None:
    """The title above the first paragraph that shares most with it, weighed by where it stands."""
    opening = {word for line in lines[first : first + 6] for word in find_words(line.text)}
    best, best_score, has_meta, menu = None, SMALLEST_HEADLINE, False, 0
    for index in range(first - 1, max(first - LINES_ABOVE, 0) - 1, -1):
        line = lines[index]
        if line.kind == "related_marker" and not line.cuts:
            break
        has_meta = has_meta or line.kind in ("byline", "timestamp")
        menu += line.kind == "navigation"
        if not line.is_title or (line.is_prose and not has_meta):
            continue
        words = set(find_words(line.text))
        shared = len(words & opening) / len(words) if words else 0.0
        score = 2 * shared + min(line.size, 60) / 60 - 0.03 * (first - index)
        score += 0.4 * has_meta + 0.3 * line.is_repeated - 0.5 * line.text.endswith(".")
        score += 0.3 * (lines[index + 1].kind in META_KINDS) - 0.3 * min(menu, 2)
        metas_above = [line.kind in ("byline", "timestamp") for line in lines[:index][-8:]]
        score += 0.3 * (index == first - 1 and not any(metas_above))
        if score > best_score:
            best, best_score = index, score
    return best
