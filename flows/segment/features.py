"""Measure lines in numbers: their shape, their neighbours, and the words that they share.

The learned labeller sees nothing but these. All lines of a batch are measured at once, but each by
its own page alone, so that a page is always cut the same way. Sums are of integers, so that they do
not depend on what was summed before.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import polars as pl

from flows.segment.first_labels import FirstLabels
from flows.segment.segment_kinds import list_kinds
from flows.text import DENSE, SENTENCE_END

MISSING = -999.0  # beyond the page's edge, or of a line without longer words
WIDEST_GAP = 8  # lines without prose inside a run of paragraphs
LONGEST_COUNTED = 600  # size above which a paragraph counts as this long
FARTHEST, NOWHERE = 60, 99
NEAR_WORDS = 6  # lines within which a repeated word ties two lines
OPENING, TITLES_ABOVE = 8, 24  # lines behind and above the first line of the best run
WORDS = rf"{DENSE}{{2}}|\p{{L}}{{5,}}"
NAMES = r"\p{Lu}[\p{L}\p{M}]{3,}"  # of people and places, and whatever else has a capital
STEPS = 65_536  # of a number that is summed
# Neighbours at these distances, and means over so many lines around.
NEIGHBOURS = {
    **dict.fromkeys(("log_size", "blank"), (-4, -3, -2, -1, 1, 2, 3, 4)),
    **dict.fromkeys(("kind_no",), (-3, -2, -1, 1, 2, 3)),
    **dict.fromkeys(("words", "capital_share", "stops"), (-2, -1, 1, 2)),
    **dict.fromkeys(("ends_sentence", "is_title"), (-1, 1)),
}
SHAPE_WINDOWS = (
    *("log_size", "prose_size", "ends_sentence", "is_title", "has_kind", "capital_share"),
)


@dataclass(frozen=True)
class Pages:
    """Where the page of each line begins and ends, in rows."""

    row: np.ndarray
    first: np.ndarray
    last: np.ndarray  # behind its last line

    @classmethod
    def of(cls, page_no: np.ndarray) -> "Pages":
        row = np.arange(len(page_no))
        starts = np.flatnonzero(np.diff(page_no, prepend=-1))
        counts = np.diff(starts, append=len(page_no))
        first = np.repeat(starts, counts)
        return cls(row, first, first + np.repeat(counts, counts))

    def since(self, condition: np.ndarray) -> np.ndarray:
        """Lines since the last one that meets a condition; negative before the first."""
        met = np.maximum.accumulate(np.where(condition, self.row, -1))
        return np.where(met >= self.first, self.row - met, -1)

    def until(self, condition: np.ndarray) -> np.ndarray:
        met = np.where(condition, self.row, len(self.row))
        met = np.minimum.accumulate(met[::-1])[::-1]
        return np.where(met < self.last, met - self.row, -1)

    def count(self, values: np.ndarray) -> np.ndarray:
        """The sum from the page's first line to this one."""
        sums = sum_up(values)
        return sums[self.row + 1] - sums[self.first]

    def total(self, values: np.ndarray) -> np.ndarray:
        sums = sum_up(values)
        return sums[self.last] - sums[self.first]

    def around(self, values: np.ndarray, width: int) -> np.ndarray:
        """The sum over as many lines as the width says, this one in the middle."""
        sums = sum_up(values)
        low = np.maximum(self.row - width // 2, self.first)
        return sums[np.minimum(self.row + width // 2 + 1, self.last)] - sums[low]

    def reach(self, values: np.ndarray, step: int) -> np.ndarray:
        """The sum over the lines up to a step above (positive) or below, this one left out."""
        sums = sum_up(values)
        if step > 0:
            return sums[self.row] - sums[np.maximum(self.row - step, self.first)]
        return sums[np.minimum(self.row - step + 1, self.last)] - sums[self.row + 1]

    def first_of(self, condition: np.ndarray) -> np.ndarray:
        """The row of the page's first line that meets a condition; some line must."""
        rows = np.where(condition, self.row, len(self.row))
        return self.least(rows)

    def beside(self, values: np.ndarray, step: int) -> np.ndarray:
        """The value of the line one step above (positive) or below; a step may be several lines."""
        other = self.row - step
        is_on_page = (other >= self.first) & (other < self.last)
        return np.where(is_on_page, values[np.where(is_on_page, other, 0)], MISSING)

    def least(self, values: np.ndarray) -> np.ndarray:
        """The smallest value of the page."""
        starts, of_page = np.unique(self.first, return_inverse=True)
        return np.minimum.reduceat(values, starts)[of_page]


def sum_up(values: np.ndarray) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(values, dtype=np.int64)])


Numbers = dict[str, np.ndarray]


class Words(NamedTuple):
    """The longer words of lines; equal words of a page stand side by side, in page order."""

    row: np.ndarray
    of_page: np.ndarray  # the same number for the same word of the same page
    word: np.ndarray  # the same number for the same word, whatever the page


class Measured(NamedTuple):
    """What is known of lines without any knowledge of words."""

    numbers: pl.DataFrame
    words: Words
    pages: Pages


def measure_lines(lines: pl.DataFrame, labels: FirstLabels) -> Measured:
    """The features of each line, Float32, one row a line, in the order given.

    Needs: OBSERVED.
    """
    pages = Pages.of(lines["page_no"].to_numpy())
    numbers = number_kinds()
    kind = np.array([numbers.get(kind, -1) for kind in labels.kinds], dtype=np.int64)
    shape = measure_shape(lines, kind)
    is_age, is_cut = (np.isin(pages.row, list(rows)) for rows in (labels.aged, labels.cuts))
    is_age |= lines["is_age"].to_numpy()
    runs, best = find_runs(pages, shape, kind, ~is_cut)
    places = measure_distances(pages, shape, kind, is_age)
    beside = {
        f"{name}_{step:+}": pages.beside(shape[name], step)
        for name, steps in NEIGHBOURS.items()
        for step in steps
    }
    means = measure_means(pages, shape) | compare_sizes(pages, shape)
    words = find_words(lines["text"], pages)
    shares = share_words(words, pages, shape, runs, best)
    names = find_names(lines["text"], pages)
    stretches = compare_stretches({"words": words, "names": names}, pages, shape, runs, best)
    features = shape | runs | places | beside | means | shares | stretches
    return Measured(to_frame(features), words, pages)


def to_frame(numbers: Numbers) -> pl.DataFrame:
    return pl.DataFrame({name: column.astype(np.float32) for name, column in numbers.items()})


def weigh_words(measured: Measured, weights: np.ndarray) -> pl.DataFrame:
    """What a line's words say: how much more often publishers print them in bodies than elsewhere.

    Args:
        weights: of each word of `measured.words`, in order; NaN for unknown words.
    """
    pages, is_known = measured.pages, ~np.isnan(weights)
    row, weights = measured.words.row[is_known], np.round(weights[is_known] * STEPS)
    line_count = len(pages.row)
    count = np.bincount(row, minlength=line_count)
    total = np.bincount(row, weights, line_count).astype(np.int64)
    least = np.zeros(line_count)
    np.minimum.at(least, row, weights)

    def mean(totals: np.ndarray, counts: np.ndarray) -> np.ndarray:
        return np.where(counts > 0, totals / np.maximum(counts, 1) / STEPS, MISSING)

    weight = mean(total, count)
    means = {"word_weight": weight, "least_word_weight": least / STEPS, "known_words": count}
    for width in (5, 11):
        means[f"word_weight_{width}"] = mean(pages.around(total, width), pages.around(count, width))
    for step in (-1, 1):
        means[f"word_weight_{step:+}"] = pages.beside(weight, step)
    return to_frame(means)


@lru_cache
def number_kinds() -> dict[str | None, int]:
    """The number of each kind, as the weights know it."""
    return {kind: number for number, kind in enumerate(list_kinds())}


def measure_shape(lines: pl.DataFrame, kind: np.ndarray) -> Numbers:
    """What a line looks like by itself."""
    text, size = pl.col("text"), pl.col("size")
    words = text.str.count_matches(" ", literal=True) + 1
    has_kind = pl.Series(kind >= 0)
    is_prose = ~has_kind & pl.col("is_prose_like")
    measured = lines.select(
        "size",
        blank="blank_before",
        log_size=(size + 1).log(),
        words=words,
        commas=text.str.count_matches(r"[,،、，]"),
        stops=text.str.count_matches(SENTENCE_END),
        digit_share=text.str.count_matches(r"\d") / size,
        capital_share=text.str.count_matches(r"(^|\s)\p{Lu}") / words,
        quotes=text.str.count_matches(r"[\"“”„«»]"),
        separators=text.str.count_matches(r"[|·•/]"),
        has_address=text.str.contains(r"www\.|https?:|\.com\b|@"),
        is_bullet="is_bullet",
        ends_sentence="ends_sentence",
        is_prose=is_prose,
        is_title=~has_kind & pl.col("is_title_like"),
        is_repeated="is_repeated",
        prose_size=is_prose * size.clip(0, LONGEST_COUNTED),
    )
    return {column.name: column.cast(pl.Float64).to_numpy() for column in measured} | {
        "kind_no": kind,
        "has_kind": (kind >= 0).astype(float),
    }


def find_runs(
    pages: Pages, shape: Numbers, kind: np.ndarray, is_alone: np.ndarray
) -> tuple[Numbers, np.ndarray]:
    """Runs of paragraphs, broken by a marker alone on its line or by many lines without prose;
    and which lines are paragraphs of their page's longest run.
    """
    is_prose = shape["is_prose"] > 0
    is_marker = is_kind(kind, "related_marker", "comments")
    is_break = (is_marker & is_alone) | (pages.since(is_prose) == WIDEST_GAP + 1)
    run_no = pages.count(is_break)
    starts = np.flatnonzero((pages.row == pages.first) | is_break)
    of_run = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(kind)))
    prose_size = np.round(shape["prose_size"] * 2).astype(np.int64)  # sizes are multiples of a half
    run_size, run_prose = (
        np.bincount(of_run, values, len(starts))[of_run] for values in (prose_size, is_prose)
    )
    page_prose = pages.total(prose_size)
    longest = -pages.least(-run_size)
    run_share = run_size / (longest + 2)
    is_best = run_share > 0.999
    first_best = pages.least(np.where(is_best & is_prose, pages.row, len(kind)))
    from_best = np.where(first_best < len(kind), np.clip(pages.row - first_best, -99, 199), -100)
    runs = {
        "place": (pages.row - pages.first) / (pages.last - pages.first),
        "run_size": run_size / 2,
        "run_prose": run_prose,
        "run_share": run_share,
        "run_no": run_no,
        "prose_above": (pages.count(prose_size) - prose_size) / (page_prose + 2),
        "page_prose": page_prose / 2,
        "prose_no": pages.count(is_prose),
        "is_best": is_best,
        "from_best": from_best,
    }
    return runs, is_best & is_prose


def is_kind(kind: np.ndarray, *names: str) -> np.ndarray:
    """Which lines have one of these kinds, by the numbers of all lines' kinds."""
    return np.isin(kind, [number_kinds()[name] for name in names])


def measure_distances(
    pages: Pages, shape: Numbers, kind: np.ndarray, is_age: np.ndarray
) -> Numbers:
    """How far above and below the next landmark of each sort is, and how many stand above."""
    landmarks = {
        "related": is_kind(kind, "related_marker"),
        "comments": is_kind(kind, "comments"),
        "age": is_age,
        "label": is_kind(kind, "outlet_label"),
        "title": shape["is_title"] > 0,
        "promotion": is_kind(kind, "promotion", "newsletter"),
        "share": is_kind(kind, "share", "notice"),
        "prose": shape["is_prose"] > 0,
        "meta": is_kind(kind, "byline", "timestamp") & ~is_age,
        "tags": is_kind(kind, "tags"),
        "caption": is_kind(kind, "caption"),
    }
    places = {}
    for name, condition in landmarks.items():
        for word, distance in (("since", pages.since), ("until", pages.until)):
            lines = distance(condition)
            places[f"{word}_{name}"] = np.where(lines < 0, NOWHERE, np.minimum(lines, FARTHEST))
    for name in ("related", "comments", "age"):
        places[f"{name}_count"] = pages.count(landmarks[name])
    return places


def measure_means(pages: Pages, shape: Numbers) -> Numbers:
    """Means of what the lines around look like."""
    means = {}
    for width in (5, 11, 25):
        count = pages.around(np.ones_like(pages.row), width)
        for name in SHAPE_WINDOWS:
            values = np.round(shape[name] * STEPS).astype(np.int64)
            means[f"{name}_{width}"] = pages.around(values, width) / count / STEPS
    return means


def compare_sizes(pages: Pages, shape: Numbers) -> Numbers:
    """How much longer a line is than the paragraphs of its page, and than those around it."""
    sizes = np.round(shape["log_size"] * STEPS).astype(np.int64)
    is_prose = shape["is_prose"] > 0
    compared = {}
    for name, total in (
        ("page", pages.total),
        ("around", lambda values: pages.around(values, 13) - values),
    ):
        count = total(is_prose.astype(np.int64))
        mean = total(np.where(is_prose, sizes, 0)) / np.maximum(count, 1) / STEPS
        compared[f"size_over_{name}"] = np.where(count > 0, shape["log_size"] - mean, 0)
    return compared


def share_words(
    words: Words, pages: Pages, shape: Numbers, runs: Numbers, best: np.ndarray
) -> Numbers:
    """Of each line's longer words, the shares that stand elsewhere too: on the page, in the best
    run, in its first paragraphs, in the titles above it, in the lines nearby, anywhere above; and
    means of these over the lines around.
    """
    from_best = runs["from_best"]
    is_opening = best & (from_best < OPENING)
    is_title = (shape["is_title"] > 0) & (from_best >= -TITLES_ABOVE) & (from_best < 0)
    row, word, _ = words
    starts = np.flatnonzero(np.diff(word, prepend=word[:1] + 1)) if len(word) else row
    counts = np.diff(starts, append=len(word))
    times = np.repeat(counts, counts)

    def of_word(flags: np.ndarray) -> np.ndarray:
        return np.repeat(np.add.reduceat(flags[row].astype(np.int64), starts), counts)

    is_first = np.zeros(len(word), bool)
    is_first[starts] = True
    is_last = np.roll(is_first, -1)
    above = np.where(is_first, NOWHERE, np.diff(row, prepend=0))
    below = np.where(is_last, NOWHERE, np.roll(above, -1))
    found = {
        "again_share": times > 1,
        "best_share": of_word(best) > best[row],
        "title_share": of_word(is_title) > 0,
        "opening_share": of_word(is_opening) > 0,
        "above_share": above <= NEAR_WORDS,
        "below_share": below <= NEAR_WORDS,
        "back_share": ~is_first,
    }
    count = np.bincount(row, minlength=len(pages.row))
    has_words = count > 0
    least = np.maximum(count, 1)
    shares = {
        name: np.bincount(row, flags, len(pages.row)) / least for name, flags in found.items()
    }
    again = np.bincount(row, np.minimum(times, 10), len(pages.row)) / least
    means = {}
    for width in (3, 9):
        around = pages.around(has_words, width)
        for name, share in shares.items():
            total = pages.around(np.round(share * STEPS).astype(np.int64), width)
            mean = total / np.maximum(around, 1) / STEPS
            means[f"{name}_{width}"] = np.where(around > 0, mean, MISSING)
    shares |= {"again_count": again, "word_count": count}
    return {name: np.where(has_words, share, MISSING) for name, share in shares.items()} | means


def compare_stretches(
    words_of: dict[str, Words], pages: Pages, shape: Numbers, runs: Numbers, best: np.ndarray
) -> Numbers:
    """What a stretch of lines, from one title to the next, shares with what stands above it: a part
    of the article under a subheading names people and places again, another story hardly does.
    """
    is_title = (shape["is_title"] > 0) & (shape["ends_sentence"] == 0)
    starts = np.flatnonzero(is_title | (pages.row == pages.first))
    of_row = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(pages.row)))
    prose_size = np.round(shape["prose_size"] * 2).astype(np.int64)
    size = np.bincount(of_row, prose_size, len(starts)) / 2
    is_opening = best & (runs["from_best"] < OPENING)
    found = {"stretch_size": size[of_row], "since_start": pages.row - starts[of_row]}
    for name, (row, word, _) in words_of.items():
        firsts = np.flatnonzero(np.diff(word, prepend=word[:1] + 1)) if len(word) else row
        counts = np.diff(firsts, append=len(word))
        own = of_row[row]
        is_old = np.repeat(own[firsts], counts) < own
        in_opening = np.add.reduceat(is_opening[row].astype(np.int64), firsts) > 0
        is_of_opening = np.repeat(in_opening, counts) & ~is_opening[row]
        total = np.bincount(own, minlength=len(starts))
        for flag, share in (("old", is_old), ("opening", is_of_opening)):
            of_stretch = np.bincount(own, share, len(starts)) / np.maximum(total, 1)
            found[f"stretch_{flag}_{name}"] = np.where(total > 0, of_stretch, MISSING)[of_row]
        found[f"stretch_{name}"] = total[of_row]
    return found


def find_names(texts: pl.Series, pages: Pages) -> Words:
    """Words with a capital, as `find_words` finds longer ones."""
    names = texts.str.extract_all(NAMES).list.unique()
    return sort_words(explode_words(names), pages)


def find_words(texts: pl.Series, pages: Pages) -> Words:
    return sort_words(list_words(texts), pages)


def sort_words(listed: pl.DataFrame, pages: Pages) -> Words:
    words = listed.select("row", pl.col("word").hash())
    row, word = words["row"].to_numpy().astype(np.int64), words["word"].to_numpy()
    of_page = word ^ (pages.first[row].astype(np.uint64) * np.uint64(MIX))
    order = np.argsort(of_page, kind="stable")
    return Words(row[order], of_page[order], word[order])


def list_words(texts: pl.Series) -> pl.DataFrame:
    """The distinct longer words of each line, in lower case (row, word)."""
    return explode_words(texts.str.to_lowercase().str.extract_all(WORDS).list.unique())


def explode_words(words: pl.Series) -> pl.DataFrame:
    return (
        words.alias("word")
        .to_frame()
        .with_row_index("row")
        .explode("word", empty_as_null=True, keep_nulls=True)
        .drop_nulls("word")
    )


MIX = 0x9E3779B97F4A7C15  # an odd number with bits all over, so that pages differ in all bits
