"""Label the lines of pages: what each line is, and whether it is of the page's own article.

Trained scores choose the body and the headline of the page's own article; rules over structure
and the marker lexicon name the rest. The labels are all that assemble.py sees.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import polars as pl

from flows.dates import AGE_PATTERN
from flows.seeds import fold_text
from flows.segment.cards import META_KINDS, label_cards, name_story
from flows.segment.features import measure_lines
from flows.segment.lines import (
    DATE,
    LONGEST_CAPTION,
    TIME,
    Line,
    observe_lines,
    read_outlet_names,
)
from flows.segment.weights import score_lines

LABELS = pl.Schema(
    {
        "page_id": pl.String,
        "start_char": pl.Int32,
        "end_char": pl.Int32,  # behind the last character that is not white space
        "kind": pl.String,
        "story": pl.Int32,  # 0: the page's own article; 1 and on: another; null: furniture
        "text": pl.String,
        "body_score": pl.Float64,  # how likely it is of the body of the page's own article
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
BODY_SCORE = 0.55  # swept .42-.56 on composites: contamination .032, .018 (.5), .014; F1 .941-.944
HEADLINE_SCORE = 0.15
SUBHEADING_SCORE, LONGEST_SUBHEADING, LINES_BETWEEN = 0.1, 90, 4
SMALLEST_BODY = 60  # size of all its lines
SMALLEST_WALLED_BODY = 1200  # the same, on a page that asks for consent or was not found
LINES_ABOVE = 8
METAS_ABOVE = 3  # lines above the headline whose byline or time is its own
SHORTEST_DECK = 60
LONGEST_HEADER, SHORTEST_APPEAL = 60, 60
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
    observed = list(observe_lines(pages))
    for _, lines in observed:
        name_kinds(lines)
    scores = score_lines(measure_lines([lines for _, lines in observed]))
    every_line = (line for _, lines in observed for line in lines)
    for line, body, headline in zip(every_line, *scores, strict=True):
        line.body_score, line.headline_score = body, headline
    rows = []
    for page_id, lines in observed:
        label_page(lines)
        for line in lines:
            rows.extend((page_id, *label) for label in cut_line(line))
    return pl.DataFrame(rows, schema=LABELS, orient="row")


def label_page(lines: list[Line]) -> None:
    """Give every line of a page, which has its scores, its kind and story."""
    body = find_body(lines)
    if body:
        headline = find_headline(lines, body[0])
        if headline is None and opens_with_title(lines, body):
            headline, *body = body
        label_body(lines, body)
        label_heading(lines, headline, body[0])
        label_cards(lines, 0, body[0], is_below=False)
    label_cards(lines, body[0] if body else 0, len(lines), is_below=bool(body))
    for index, line in enumerate(lines):
        if line.cuts and line.cuts[-1][1] == "headline" and line.story is None:
            name_story(lines, [index])
        if line.kind is None:
            line.kind = "other" if line.is_prose_like else "navigation"
        line.kind = "notice" if line.kind == "wall" else line.kind


def cut_line(line: Line) -> Iterator[tuple[int, int, str, int | None, str, float]]:
    """The label of a line, or of each of its parts: a row of LABELS without the page."""
    cuts = line.cuts or [(0, line.kind)]
    ends = [offset for offset, _ in cuts[1:]] + [len(line.text)]
    for (offset, kind), end in zip(cuts, ends, strict=True):
        text = line.text[offset:end].rstrip()
        start = line.start + offset
        story = line.story if kind in STORY_KINDS else None
        yield start, start + len(text), kind, story, text, line.body_score


# What a line is by itself


def name_kinds(lines: list[Line]) -> None:
    """Give each line the kind that it has by itself, or by the line beside it."""
    for line in lines:
        line.kind = name_kind(line)
    name_card_labels(lines)
    name_by_line_below(lines)


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


def find_body(lines: list[Line]) -> list[int]:
    """The lines of the body of the page's own article; none where the page has no article."""
    body = [index for index, line in enumerate(lines) if line.body_score >= BODY_SCORE]
    size = sum(lines[index].size for index in body)
    is_wall = any(line.kind == "wall" for line in lines[: body[-1] + 1]) if body else False
    if size < (SMALLEST_WALLED_BODY if is_wall else SMALLEST_BODY):
        return []
    teasers = set(find_teasers(lines, body))
    body = [index for index in body if index not in teasers]
    return sorted({*body, *find_subheadings(lines, body)})


def find_subheadings(lines: list[Line], body: list[int]) -> Iterator[int]:
    """Short lines of the body that the score alone leaves out: right above one paragraph of it and
    shortly below another.
    """
    for above, below in pairwise(body):
        line = lines[below - 1]
        if (
            1 < below - above <= LINES_BETWEEN
            and line.kind is None
            and not stands_alone(lines[below - 2])
            and line.size <= LONGEST_SUBHEADING
            and line.body_score >= SUBHEADING_SCORE
        ):
            yield below - 1


def stands_alone(line: Line) -> bool:
    """A related marker with nothing behind it: the next line is another story's headline."""
    return line.kind == "related_marker" and not line.cuts


def label_body(lines: list[Line], body: list[int]) -> None:
    """Name the lines of the body, and cut the dateline off the first."""
    for index in body:
        line = lines[index]
        line.kind, line.story, line.cuts = name_short(line), 0, []
    cut_dateline(lines[body[0]])


def name_short(line: Line) -> str:
    if line.is_bullet:
        return "list_item"
    return "paragraph" if line.ends_sentence or line.is_prose_like else "subheading"


def find_teasers(lines: list[Line], body: list[int]) -> Iterator[int]:
    """Teasers in the body: a title with one sentence right below it, both set off by blank lines,
    in an article whose every other paragraph stands alone.
    """
    joined = [below for above, below in pairwise(body) if not lines[below].blank_before]
    if len(joined) > max(len(body) * MOST_JOINED, 1):
        return
    for index in joined:
        title = lines[index - 1]
        is_alone = index + 1 >= len(lines) or lines[index + 1].blank_before
        if (
            title.is_title
            and title.size >= SHORTEST_TEASER_TITLE
            and not title.ends_sentence
            and title.blank_before
            and is_alone
        ):
            yield from (index - 1, index)


def cut_dateline(line: Line) -> None:
    dateline = DATELINE.match(line.text)
    if dateline and len(line.text) - dateline.end() >= 20:
        line.cuts = [(0, "dateline"), (dateline.end(), "paragraph")]


def opens_with_title(lines: list[Line], body: list[int]) -> bool:
    """Nothing stands above the first line, and it reads like a title."""
    first = lines[body[0]]
    return len(body) > 1 and first.is_title and not (first.ends_sentence or first.is_bullet)


def label_heading(lines: list[Line], headline: int | None, first: int) -> None:
    """Name headline, deck, byline and times above the first paragraph; none is invented."""
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
    """The likeliest headline above the first paragraph; else a title shortly above it, with only
    a byline, a date and furniture between.
    """
    titles = [index for index in range(first) if lines[index].kind is None]
    best = max(titles, key=lambda index: lines[index].headline_score, default=None)
    if best is not None and lines[best].headline_score >= HEADLINE_SCORE:
        return best
    nearest = titles[-1] if titles and titles[-1] >= first - LINES_ABOVE else None
    if nearest is None or not lines[nearest].is_title or lines[nearest].ends_sentence:
        return None
    return nearest
