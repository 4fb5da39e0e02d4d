"""The first labels of lines, by the line alone or the line beside it: markers, labels, times.

Whole columns come first. Only the few lines whose text must decide are looked at one by one.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import polars as pl

from flows.reading.byline_labels import names_work
from flows.reading.byline_lines import names_copy, reads_as_byline
from flows.reading.dates import AGE_PATTERN
from flows.reading.dates.lines import DATE, TIME, count_other_letters, says_other
from flows.reading.dates.words import WEEKDAYS, words_of
from flows.reading.labels import is_outlet_name
from flows.segment.line import Cuts
from flows.segment.lines import (
    ARCHIVES,
    DENSE_CHARACTER,
    LONG_AGENCIES,
    LONGEST_CAPTION,
    PICTURE_LABELS,
    PICTURE_WORDS,
    read_markers,
)
from flows.segment.segment_kinds import find_kinds
from flows.text import CAPITAL, CLOSING, DENSE, NO_CAPITAL, SENTENCE_END, alternation, fold_case

AGE = re.compile(AGE_PATTERN, re.I)
LABEL_AND_TIME = re.compile(r"^(.{2,60}?)(\s*[|·•]\s*|\s+[-–—]\s+|,\s+)(.{4,60})$")
SEPARATOR = r"(?:[|·•/:(]|\s[-–—]\s)"
FIRST_PART = re.compile(r"(.{2,40}?)(?:\s*[|·•/]\s*|\s+[-–—]\s+|:\s+)")
LAST_PART = re.compile(
    r"(?:\s*[|·•]\s*|\s+[-–—]\s+|\s\(|,\s+)((?:(?!\s[-–—]\s|,\s)[^|·•/]){2,40}?)\)?$"
)
# Between an age and its headline: nothing, where a capital follows; a separator; a space.
GAP = re.compile(rf"(?<={NO_CAPITAL})(?=[\"“„«]?{CAPITAL})|\s*[|·•/]\s*|\s+[-–—]\s+|:\s| ")
AGE_START = re.compile(r"^|(?<!\d)\d|(?<![^\W\d_])[^\W\d_]")
READING_TIME = (
    rf"(?i)\b\d{{1,2}}\s?{alternation(words_of('reading_minute'))}\b\.?"
    rf"(\s{alternation(words_of('reading'))})?$"
)
PHOTO_WORD = re.compile(
    alternation([*PICTURE_WORDS, *PICTURE_LABELS, *LONG_AGENCIES, *ARCHIVES]), re.I
)
WIDE = re.compile(DENSE)
FULL_STOP = re.compile(rf"[^.…][.。।۔։;:]{CLOSING}$")  # a title may end in "?" or "..."
KICKER = r"^(?:\S+\s){3,}\p{Lu}\p{L}+:\s\S"  # Rust; "From Riga to Rome: how trains came back"
LONGEST_LABEL = 40
LONGEST_BYLINE, MOST_BYLINE_WORDS = 120, 14
LONGEST_AGE = 30
LONGEST_PAIR = 100  # of a label and a time
SHORTEST_LINKED = 12  # characters of a headline behind its marker
MOST_LETTERS = 24  # beside the date of a date line: a weekday, "Published on", "3 min read"
LONGEST_HEADER, SHORTEST_APPEAL = 60, 60
SHORTEST_OF_APPEAL, LONGEST_APPEAL = 20, 4  # size of its known lines, lines between them


class FirstLabels(NamedTuple):
    """What lines are by themselves. A key is the row of a line."""

    kinds: list[str | None]  # None: prose, a headline or another short line
    cuts: dict[int, Cuts]
    aged: set[int]  # lines with an age behind a label
    links: set[int]  # lines that link to another story amid a body


def find_first_labels(lines: pl.DataFrame) -> FirstLabels:
    """What each line is by itself, or by the line beside it.

    Needs: OBSERVED.
    """
    labels = FirstLabels(find_plain_kinds(lines), {}, set(), set())
    cut_markers(lines, labels)
    label_times(lines, labels)
    cut_headlines(lines, labels)
    label_by_neighbours(lines, labels.kinds)
    return labels


def find_plain_kinds(lines: pl.DataFrame) -> list[str | None]:
    """The kinds that need no second look at the text."""
    text, size, marker = pl.col("text"), pl.col("size"), pl.col("marker")
    # "By" and a few names: not a sentence, and not long.
    is_byline = (
        (size <= LONGEST_BYLINE)
        & (text.str.count_matches(" ", literal=True) < MOST_BYLINE_WORDS)
        & ~text.str.contains(rf"{SENTENCE_END}$|:$|{KICKER}")
    )
    kind = (
        pl.when("is_age")
        .then(pl.lit("timestamp"))
        .when((size <= LONGEST_LABEL) & text.str.contains(READING_TIME))
        .then(pl.lit("other"))
        .when(((marker == "byline") & ~is_byline) | (marker == "timestamp"))
        .then(None)
        .when(marker.is_not_null())
        .then(marker)
        .when(pl.col("is_outlet") & text.str.starts_with("("))
        .then(pl.lit("credit"))
        .when("is_outlet")
        .then(pl.lit("outlet_label"))
    )
    return lines.select(kind=kind)["kind"].to_list()


def look_at(lines: pl.DataFrame, chosen: pl.Expr, *columns: str) -> Iterator[tuple]:
    """The row of each chosen line, and these columns of it."""
    return lines.with_row_index("row").filter(chosen).select("row", *columns).iter_rows()


def cut_markers(lines: pl.DataFrame, labels: FirstLabels) -> None:
    """Cut a marker from the other story's headline where both stand on one line."""
    phrases = list(read_markers().inline_kinds)
    is_related = pl.col("marker") == "related_marker"
    is_marker = is_related | pl.col("is_inline") | pl.col("marker_phrase").is_in(phrases)
    for row, text, phrase, is_inline in look_at(
        lines, is_marker, "text", "marker_phrase", "is_inline"
    ):
        lead_in = compile_lead_in(phrase or "").match(text)
        kind = labels.kinds[row]
        if lead_in is None or kind is None:
            continue
        linked = text[lead_in.end() :]
        if is_inline or (phrase in phrases and (not linked or is_linked_title(linked))):
            labels.links.add(row)
        if kind == "related_marker" and measure(linked) >= SHORTEST_LINKED:
            labels.cuts[row] = ((0, kind), (lead_in.end(), "headline"))


def measure(text: str) -> float:
    """The size of a text: its characters, wide ones counted more."""
    return len(text) + DENSE_CHARACTER * len(WIDE.findall(text))


def is_linked_title(text: str) -> bool:
    """Whether what follows "Read also" without a colon is a title, and not the rest of a sentence:
    "Read more slowly, he said."
    """
    return not text[:1].islower() and not FULL_STOP.search(text)


@lru_cache(maxsize=10_000)
def compile_lead_in(phrase: str) -> re.Pattern[str]:
    phrase = re.escape(phrase.replace("i̇", "i")).replace("i", "[iıİ]")
    phrase = phrase.replace("'", "['’‘]").replace(r"\ ", r"\s+")
    return re.compile(rf"[\W_]*{phrase}[\s:：|｜>＞»→›▶►☞】］\])）–—-]*", re.I)


def label_times(lines: pl.DataFrame, labels: FirstLabels) -> None:
    """Label lines that are a time, or a name and a time: "Example News | 2 hours ago"."""
    is_open = pl.col("marker").is_null() | (pl.col("marker") == "timestamp")
    may_hold = pl.any_horizontal("may_date", "may_time", "may_age")
    columns = ("text", "marker", "may_date", "may_time")
    for row, text, marker, may_date, may_time in look_at(lines, is_open & may_hold, *columns):
        if labels.kinds[row] is not None:
            continue
        has_date = may_date and DATE.search(text) is not None
        has_moment = has_date or (may_time and TIME.search(text) is not None)
        if marker is None and label_pair(labels, row, text, has_date):
            continue
        if has_moment and (marker or is_mostly_time(text)):
            labels.kinds[row] = "timestamp"


def label_pair(labels: FirstLabels, row: int, text: str, has_date: bool) -> bool:
    """Cut a name from the time behind it; whether the line is such a pair."""
    pair = LABEL_AND_TIME.match(text) if len(text) <= LONGEST_PAIR else None
    if not pair:
        return False
    label, _, moment = pair.groups()
    is_age = AGE.match(moment) is not None
    is_time = is_age or (has_date and DATE.search(moment))
    if not is_time or len(label) > LONGEST_LABEL or DATE.search(label):
        return False
    # "Monday, June 5, 2023" and "Doors 7pm, 5 June 2023" name nobody
    if fold_case(label) in WEEKDAYS or (not is_age and says_other(text)):
        return False
    kind = "outlet_label" if is_age or is_outlet_name(label) else "byline"
    labels.kinds[row], labels.cuts[row] = "timestamp", ((0, kind), (pair.start(3), "timestamp"))
    if is_age:
        labels.aged.add(row)
    return True


def cut_headlines(lines: pl.DataFrame, labels: FirstLabels) -> None:
    """Cut label and age from the headline on whose line they stand: "Example News2 hours agoBridge
    reopens", "Bridge reopens | Example News". The line gets no kind yet: label.py decides whether
    it is a headline, and of which story.
    """
    is_linked_title = (
        pl.col("is_title_like") & pl.col("marker").is_null() & ~pl.col("ends_sentence")
    )
    is_parted = pl.col("may_age") | pl.col("text").str.contains(SEPARATOR)
    for row, text, may_age in look_at(lines, is_linked_title & is_parted, "text", "may_age"):
        cuts = (cut_age(text) if may_age else None) or cut_edge(text)
        if cuts and labels.kinds[row] is None:
            labels.cuts[row] = cuts


def cut_age(text: str) -> Cuts | None:
    """Cut an age from the headline behind it, be it glued to it or set apart; a label may stand
    before the age.
    """
    for gap in GAP.finditer(text, 0, LONGEST_PAIR):
        if len(text) - gap.end() < SHORTEST_LINKED:
            return None
        before, is_space = text[: gap.start()], gap[0] == " "
        if is_space and not re.search(r"\d\D*\w$", before):
            continue
        for start in [0] if is_space else find_starts(before):
            label = before[:start]
            is_apart = not label or not gap[0] or re.search(rf"{SEPARATOR}\s*$", label)
            if is_apart and len(label) <= LONGEST_LABEL and AGE.match(before[start:]):
                parts = ((start, "timestamp"), (gap.end(), "headline"))
                return ((0, "outlet_label"), *parts) if label else parts
    return None


def find_starts(text: str) -> list[int]:
    """Where an age that ends the text may begin: at a number or a word, or at a capital."""
    nearest = max(0, len(text) - LONGEST_AGE)
    return [match.start() for match in AGE_START.finditer(text, nearest)]


def cut_edge(text: str) -> Cuts | None:
    """Cut a known outlet from the headline behind it, or a known outlet or an age from the headline
    before it.
    """
    first, last = FIRST_PART.match(text), LAST_PART.search(text)
    if first and len(text) - first.end() >= SHORTEST_LINKED and is_outlet_name(first[1]):
        return ((0, "outlet_label"), (first.end(), "headline"))
    if last and last.start() >= SHORTEST_LINKED:
        kind = "outlet_label" if is_outlet_name(last[1]) else AGE.match(last[1]) and "timestamp"
        if kind:
            gap = last.start() + len(last[0]) - len(last[0].lstrip())
            return ((0, "headline"), (gap, "navigation"), (last.start(1), kind))
    return None


def is_mostly_time(text: str) -> bool:
    return count_other_letters(text) <= MOST_LETTERS


def label_by_neighbours(lines: pl.DataFrame, kinds: list[str | None]) -> None:
    """Label lines by the line below them: labels above ages, captions, headers of appeals."""
    pages, texts, sizes = (lines[name].to_list() for name in ("page_no", "text", "size"))
    label_outlets(pages, texts, sizes, kinds, lines["is_age"].arg_true().to_list())
    label_appeals(pages, texts, sizes, kinds)
    ends_sentence = lines["ends_sentence"].to_list()
    is_linked_title = lines["is_title_like"].to_list()
    titles = {row for row, ends in enumerate(ends_sentence) if is_linked_title[row] and not ends}
    label_agencies(pages, texts, kinds, titles)
    of_pictures, appeals = find_kinds("is_of_picture"), find_kinds("is_appeal")
    below = [row for row, kind in enumerate(kinds) if kind in of_pictures | appeals and row]
    for row in below:
        above, kind = row - 1, kinds[row]
        if kinds[above] is not None or pages[above] != pages[row]:
            continue
        if kind in of_pictures and reads_as_byline(texts[row]) and names_work(texts[row]):
            kinds[row] = "byline"  # "Text: Jane Roe, photos: John Doe"
        elif kind in of_pictures:
            if sizes[above] <= LONGEST_CAPTION and PHOTO_WORD.search(texts[row][:40]):
                kinds[above] = "caption"
        elif sizes[above] <= LONGEST_HEADER and sizes[row] >= SHORTEST_APPEAL:
            kinds[above] = None if ends_sentence[above] else kind


def label_outlets(
    pages: list[int],
    texts: list[str],
    sizes: list[float],
    kinds: list[str | None],
    ages: list[int],
) -> None:
    """Label a short line above an age, and its echo "- Example News" below the age.

    Args:
        ages: the rows of lines that are an age and nothing else.
    """
    label_like = {None, *find_kinds("may_be_label")}
    for row in ages:
        above, below = row - 1, row + 1
        if above < 0 or pages[above] != pages[row] or sizes[above] > LONGEST_LABEL:
            continue
        if kinds[above] not in label_like:
            continue
        is_on_page = below < len(pages) and pages[below] == pages[row]
        if is_on_page and texts[below].lstrip("-–—• ").strip() == texts[above]:
            kinds[above] = kinds[below] = "outlet_label"


def label_agencies(
    pages: list[int], texts: list[str], kinds: list[str | None], titles: set[int]
) -> None:
    """Label an agency alone on its line between a title and a time, or right below the first title
    of the page, as a byline: it says whose copy the story is, not whose picture stands above.

    Args:
        titles: lines that may be a headline, by their form.
    """
    may_name = {None, "credit", "outlet_label", *find_kinds("is_of_picture")}
    for row, kind in enumerate(kinds):
        if kind not in may_name or not row or pages[row - 1] != pages[row]:
            continue
        if kinds[row - 1] is not None or row - 1 not in titles:
            continue
        is_below = row + 1 < len(pages) and pages[row + 1] == pages[row]
        is_timed = is_below and kinds[row + 1] == "timestamp" and not is_age_line(texts[row + 1])
        is_at_top = row < 2 or pages[row - 2] != pages[row]
        if (is_timed or is_at_top) and names_copy(texts[row]):
            kinds[row] = "byline"


def is_age_line(text: str) -> bool:
    return AGE.match(text) is not None


def label_appeals(
    pages: list[int], texts: list[str], sizes: list[float], kinds: list[str | None]
) -> None:
    """Label the lines between two that are known to be of one appeal. Between two lines that say
    the same, such as "Advertisement", a paragraph may stand: these stay as they are.
    """
    known = [
        row
        for row, kind in enumerate(kinds)
        if kind == "promotion" and sizes[row] >= SHORTEST_OF_APPEAL
    ]
    for first, last in pairwise(known):
        between = kinds[first + 1 : last]
        is_one = pages[first] == pages[last] and texts[first] != texts[last]
        if is_one and len(between) <= LONGEST_APPEAL and {*between} <= {None, "promotion"}:
            kinds[first + 1 : last] = ["promotion"] * len(between)
