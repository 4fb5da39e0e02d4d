"""Label the lines of pages: what each line is, and whether it is of the page's own article.

Rules over structure and the marker lexicon. The labels are all that assemble.py sees, so that a
learned labeller can take this file's place: `label_lines` is the seam.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import polars as pl

from flows.dates import AGE_PATTERN, DATE_PATTERN, TIME_PATTERN
from flows.seeds import fold_text
from flows.segment.lines import WIDE, Line, observe_lines, read_outlet_names

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
META_KINDS = ("outlet_label", "timestamp", "byline")
LABEL_LIKE = (None, "outlet_label", "navigation")

DATELINE = re.compile(
    r"^[^\W\d_][\w.'’ -]{1,30}(?:,\s?[\w. ]{2,25})?\s?(?:\[[^\]]{2,30}\]|\([^)]{2,40}\))"
    r"(?:,?\s[\w.]{3,10}\s\d{1,2}(?:,\s\d{4})?)?\s?[-–—:]{1,2}\s"
    r"|^[^\W\d_a-z][^\W\d_a-z][^\W\d_a-z .'’-]*(?:,\s[\w. ]{2,20})?(?:,\s[\w.]{3,10}\s\d{1,2})?"
    r"\s[-–—]{1,2}\s"
)
LABEL_AND_TIME = re.compile(r"^(.{2,60}?)(\s*[|·•]\s*|\s+[-–—]\s+|,\s+)(.{4,60})$")
AGE, DATE, TIME = (re.compile(p, re.I) for p in (AGE_PATTERN, DATE_PATTERN, TIME_PATTERN))
WORD = re.compile(rf"{WIDE}{{2}}|[^\W\d_]{{4,}}")

LONGEST_LABEL = 40
WIDEST_GAP = 8  # lines between two paragraphs of one article
SMALLEST_LEAD = 1.2  # hundreds of characters of prose
SMALLEST_PART = 1.0  # the same, of a part that a box of other stories cuts off
CARD_RUN = 0.35  # what prose under a related marker is worth as the page's own article
SMALLEST_HEADLINE = 0.75
GOES_ON = 0.35


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
    """Give every line of a page its kind and part."""
    for line in lines:
        line.kind = name_kind(line)
    name_card_labels(lines)
    first = find_lead(lines)
    if first is None:
        label_cards(lines, 0, len(lines), None)
    else:
        label_heading(lines, first)
        label_cards(lines, 0, first, None)
        lead = Lead()
        while first is not None:
            last = end_chunk(lines, first)
            label_chunk(lines, first, last, lead)
            first = label_cards(lines, last, len(lines), lead)
    for index, line in enumerate(lines):
        if line.cuts and line.cuts[-1][1] == "headline" and line.story is None:
            name_story(lines, [index])
        line.kind = line.kind or ("other" if line.is_prose else "navigation")


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
    if line.marker == "byline":
        return "byline" if is_byline(line) else None
    if line.marker == "timestamp":
        return "timestamp" if line.has_date or line.has_time else None
    if line.marker == "related_marker":
        return cut_lead_in(line)
    if line.marker:
        return line.marker
    if line.is_outlet:
        return "outlet_label"
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


# The page's own article


@dataclass
class Lead:
    """The page's own article as far as it is read: its words, to know it again by."""

    words: Counter = field(default_factory=Counter)


def find_lead(lines: list[Line]) -> int | None:
    """The first paragraph of the page's own article; None where the page has none."""
    runs = list(find_runs(lines))
    if not runs:
        return None
    best = max(runs, key=lambda run: run.score)
    if best.score < SMALLEST_LEAD or is_list(lines, best):
        return None
    for run in runs:
        if (
            run.first < best.first
            and not run.is_carded
            and run.score >= SMALLEST_PART
            and run.is_cut
        ):
            return run.first
    return best.first


@dataclass(slots=True)
class Run:
    """Lines of prose with a few short ones between."""

    first: int
    last: int
    score: float  # hundreds of characters of prose
    is_carded: bool  # a related marker stands somewhere above
    is_cut: bool = False  # a related marker ends it


def find_runs(lines: list[Line]) -> Iterator[Run]:
    run, gap, is_carded = None, 0, False
    for index, line in enumerate(lines):
        cut = breaks_article(lines, index)
        if run and (cut or gap > WIDEST_GAP):
            run.is_cut = cut
            yield run
            run = None
        if cut:
            is_carded = True
        elif line.is_prose:
            run = run or Run(index, index, 0.0, is_carded)
            run.last, gap = index + 1, 0
            run.score += min(line.size, 600) / 100 * (CARD_RUN if is_carded else 1)
        else:
            gap += 1
    if run:
        yield run


def is_list(lines: list[Line], run: Run) -> bool:
    """Headline and summary in turns, as on a section front."""
    prose = [index for index in range(run.first, run.last) if lines[index].is_prose]
    pairs = sum(below == above + 1 for above, below in zip(prose, prose[1:], strict=False))
    return len(prose) >= 3 and pairs == 0 and all(lines[index].size <= 300 for index in prose)


def breaks_article(lines: list[Line], index: int) -> bool:
    """What follows is other stories, or readers: a marker alone on its line, or a card's head."""
    line = lines[index]
    if line.kind in ("related_marker", "comments"):
        return not line.cuts
    if line.kind == "timestamp" and line.cuts:
        return line.cuts[0][1] == "outlet_label" and line.has_age
    return line.kind == "outlet_label" and index + 1 < len(lines) and lines[index + 1].is_age


def end_chunk(lines: list[Line], first: int) -> int:
    """Behind the last paragraph of the article part that begins at `first`."""
    last, gap = first + 1, 0
    for index in range(first + 1, len(lines)):
        if breaks_article(lines, index) or gap > WIDEST_GAP:
            # A card's headline may stand above what breaks.
            break
        if lines[index].is_prose:
            last, gap = index + 1, 0
        else:
            gap += 1
    return last


def label_chunk(lines: list[Line], first: int, last: int, lead: Lead) -> None:
    """Name the lines of the page's own article between two of its paragraphs."""
    teasers = set(find_teasers(lines, first, last))
    for index in range(first, last):
        line = lines[index]
        if index in teasers:
            name_story(lines, [index, index + 1])
            line.kind, lines[index + 1].kind = "headline", "paragraph"
        elif line.is_prose:
            if not lead.words:
                cut_dateline(line)
            line.kind, line.story = "paragraph", 0
            lead.words.update(find_words(line.text))
        elif line.kind is None:
            line.kind = name_short(line)
            line.story = 0


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
    if len(joined) > len(prose) / 5:
        return
    for index in joined:
        title = lines[index - 1]
        is_alone = index + 1 >= len(lines) or lines[index + 1].blank_before
        if title.is_title and title.size >= 40 and title.blank_before and is_alone:
            yield index - 1


def cut_dateline(line: Line) -> None:
    dateline = DATELINE.match(line.text)
    if dateline and len(line.text) - dateline.end() >= 20:
        line.cuts = [(0, "dateline"), (dateline.end(), "paragraph")]


WORD = re.compile(rf"{WIDE}{{2}}|[^\W\d_]{{4,}}")


def find_words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def label_heading(lines: list[Line], first: int) -> None:
    """Find headline, byline and times above the first paragraph; none is invented."""
    opening = {word for line in lines[first : first + 6] for word in find_words(line.text)}
    best, best_score = None, SMALLEST_HEADLINE
    for index in range(first - 1, max(first - 30, 0) - 1, -1):
        line = lines[index]
        if breaks_article(lines, index):
            break
        if not line.is_title or line.is_prose:
            continue
        words = set(find_words(line.text))
        shared = len(words & opening) / len(words) if words else 0.0
        score = 2 * shared + min(line.size, 60) / 60 - 0.04 * (first - index)
        if score > best_score:
            best, best_score = index, score
    start = first if best is None else best
    if best is not None:
        lines[best].kind, lines[best].story = "headline", 0
    for index in range(max(start - 3, 0), first):
        if lines[index].kind in ("byline", "timestamp", "outlet_label"):
            lines[index].story = 0
        elif index > start and lines[index].is_prose:
            lines[index].kind, lines[index].story = "deck", 0


SMALLEST_HEADLINE = 0.75


# Other stories


def label_cards(lines: list[Line], first: int, last: int, lead: Lead | None) -> int | None:
    """Name the lines of other stories; where the page's own article goes on, if it does."""
    is_listed, index = False, first
    while index < last:
        line = lines[index]
        if line.story is not None:
            index += 1
        elif line.kind in LIST_ENDS or line.kind == "related_marker":
            is_listed = line.kind == "related_marker"
            index += 1
        elif behind := read_card(lines, index, last, is_listed, lead):
            index = behind
        elif line.is_prose and lead and goes_on(line, lead, Counter()):
            return index
        else:
            is_listed = is_listed and not line.is_prose
            index += 1
    return None


# What ends a list of other stories.
LIST_ENDS = ("comments", "navigation", "newsletter", "promotion", "notice", "tags", "share")


def name_story(lines: list[Line], members: list[int]) -> None:
    """Make these lines one other story, with the next free number."""
    number = max((line.story or 0 for line in lines), default=0) + 1
    for index in members:
        lines[index].story = number


def read_card(
    lines: list[Line], first: int, last: int, is_listed: bool, lead: Lead | None
) -> int | None:
    """Name the lines of the card that begins here; the line behind it, or None for no card."""
    index, metas = first, []
    while index < last and lines[index].kind in META_KINDS:
        metas.append(index)
        index += 1
    if index >= last or not (title := lines[index]).is_title or (title.is_prose and not metas):
        return None
    headline = index
    index += 1
    while index < last and lines[index].kind in META_KINDS and not starts_card(lines, index, last):
        metas.append(index)
        index += 1
    words, body = Counter(find_words(title.text)), []
    while index < last and lines[index].is_prose:
        if lead and goes_on(lines[index], lead, words):
            break
        words.update(find_words(lines[index].text))
        body.append(index)
        index += 1
    if not (is_listed or body or any(lines[meta].kind != "byline" for meta in metas)):
        return None
    name_story(lines, [*metas, headline, *body])
    lines[headline].kind = "headline"
    for line in body:
        lines[line].kind = "paragraph"
    return index


def starts_card(lines: list[Line], index: int, last: int) -> bool:
    """A label or time that belongs to the next headline, not to the one above."""
    return breaks_article(lines, index) and not lines[index].cuts


def goes_on(line: Line, lead: Lead, card: Counter) -> bool:
    """Whether a paragraph behind other stories is of the page's own article again."""
    words = set(find_words(line.text))
    if len(words) < 4:
        return False
    own = sum(word in lead.words for word in words) / len(words)
    other = sum(word in card for word in words) / len(words)
    return own >= GOES_ON and own > other


GOES_ON = 0.35
