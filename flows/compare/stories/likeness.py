"""How much articles are alike: vectors of terms, their products, and quotations in common."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from flows.compare.terms import ArticleTerms, count_up, spread, weigh_terms

# bench/NOTES.md has the sweeps.
QUOTED_BONUS = 0.12  # for words in quotation marks that both have: tells of undated ones only
FAINT = 0.03  # counts as nothing, so that a day's graph stays sparse
# A window's own news counts as if so many ordinary articles stood beside them: what everybody
# writes of in a week of war tells no event from another, what three of a quiet day share does.
# Values from 60 to 80 give the same.
ORDINARY_ARTICLES = 75
CELLS_A_STEP, ROWS_A_STEP, PRODUCTS_A_STEP = 4_000_000, 256, 8_000_000
# A quotation that more articles of a window have tells no two of them from others; and all pairs of
# so many are too many to look at.
MOST_QUOTING = 200


class Vectors(NamedTuple):
    """Articles as vectors of terms: nodes[i] has those from starts[i] to starts[i + 1].

    `term` is a number below term_count, the same in all vectors that are compared. `usual` is what
    an article has in common with the window's mean, `usual_mean` the mean with itself: taken off,
    so that likeness is what two articles share beyond what all of these days share.
    """

    nodes: list[int]
    starts: np.ndarray
    term: np.ndarray
    term_count: int
    weight: np.ndarray
    usual: np.ndarray
    usual_mean: float


class Postings(NamedTuple):
    """For each term t the places that have it: place[starts[t]:starts[t + 1]]."""

    starts: np.ndarray
    place: np.ndarray
    weight: np.ndarray


def weigh_articles(
    terms: ArticleTerms, before: list[int], today: list[int], is_window: bool
) -> tuple[Vectors, Vectors]:
    """Vectors of length 1 of the articles before and of today.

    In a window, terms that many of its articles have weigh less, and what all have is `usual`;
    else they weigh as the shipped table says.
    """
    taken = terms.take(np.array([*before, *today], np.int64))
    known, term = np.unique(taken.term, return_inverse=True)
    count = len(before) + len(today)
    share, usual, usual_mean = taken.share, np.zeros(count), 0.0
    if is_window:
        others = np.bincount(term, minlength=len(known))[term] - 1
        share = (ORDINARY_ARTICLES * share + others) / (ORDINARY_ARTICLES + count)
        share = np.maximum(share, taken.share)
    weight, row = weigh_terms(taken, share)
    if is_window:
        mean = np.bincount(term, weight, len(known)) / (ORDINARY_ARTICLES + count)
        usual, usual_mean = np.bincount(row, weight * mean[term], count), float(mean @ mean)

    def take_vectors(nodes: list[int], first: int) -> Vectors:
        starts = taken.starts[first : first + len(nodes) + 1]
        entries, rows = slice(starts[0], starts[-1]), slice(first, first + len(nodes))
        own = (starts - starts[0], term[entries], len(known), weight[entries])
        return Vectors(nodes, *own, usual[rows], usual_mean)

    return take_vectors(before, 0), take_vectors(today, len(before))


def find_likenesses(
    today: Vectors,
    others: Vectors,
    places: Sequence[int],
    families: list[list[str] | None],
) -> Iterator[tuple[int, int, float]]:
    """(row, place, sum of likenesses) of each article of today with the others at each place.

    Sums of less than FAINT an article are left out.
    """
    if not len(places):
        return
    place = np.asarray(places)
    sizes = np.bincount(place)
    postings = post_terms(others, place)
    quoted = find_quoted(today.nodes, others.nodes, places, families)
    usual = np.bincount(place, others.usual - others.usual_mean)
    for rows in split_rows(today, postings, len(sizes)):
        sums = multiply_terms(today, rows, postings, len(sizes)) - usual
        sums -= today.usual[rows.start : rows.stop, None] * sizes
        for row in rows:
            for quoted_place in quoted.get(today.nodes[row], ()):
                sums[row - rows.start, quoted_place] += QUOTED_BONUS
        row_at, place_at = np.nonzero(np.round(sums / sizes, 5) >= FAINT)
        yield from zip(
            (row_at + rows.start).tolist(),
            place_at.tolist(),
            sums[row_at, place_at].tolist(),
            strict=True,
        )


def split_rows(vectors: Vectors, postings: Postings, place_count: int) -> Iterator[range]:
    """The rows in parts whose products of terms fit into memory, however common the terms are."""
    counts = np.diff(postings.starts)[vectors.term]
    products = np.diff(np.concatenate([[0], np.cumsum(counts)])[vectors.starts])
    step = max(1, min(CELLS_A_STEP // place_count, ROWS_A_STEP))
    start, total = 0, 0
    for row, count in enumerate(products.tolist()):
        if row > start and (row == start + step or total + count > PRODUCTS_A_STEP):
            yield range(start, row)
            start, total = row, 0
        total += count
    if start < len(products):
        yield range(start, len(products))


def post_terms(vectors: Vectors, place: np.ndarray) -> Postings:
    order = np.argsort(vectors.term, kind="stable")
    counts = np.bincount(vectors.term, minlength=vectors.term_count)
    return Postings(
        starts=count_up(counts),
        place=np.repeat(place, np.diff(vectors.starts))[order],
        weight=vectors.weight[order],
    )


def multiply_terms(
    vectors: Vectors, rows: range, postings: Postings, place_count: int
) -> np.ndarray:
    """The sum of products of terms, a row an article, a column a place."""
    starts = vectors.starts[rows.start : rows.stop + 1]
    term, weight = (column[starts[0] : starts[-1]] for column in (vectors.term, vectors.weight))
    row = np.repeat(np.arange(len(rows)), np.diff(starts))
    counts = postings.starts[term + 1] - postings.starts[term]
    entry = spread(postings.starts[term], counts)
    cell = np.repeat(row * place_count, counts) + postings.place[entry]
    product = np.repeat(weight, counts) * postings.weight[entry]
    sums = np.bincount(cell, product, minlength=len(rows) * place_count)
    return sums.reshape(len(rows), place_count)


def find_quoted(
    today: list[int],
    others: list[int],
    places: Sequence[int],
    families: list[list[str] | None],
) -> dict[int, list[int]]:
    """For each node of today the places of articles that have a quotation of it, once each."""
    carriers = defaultdict(list)
    for node, place in zip(others, places, strict=True):
        for family in families[node] or ():
            carriers[family].append((node, place))
    carriers = {name: found for name, found in carriers.items() if len(found) <= MOST_QUOTING}
    return {
        node: [
            place
            for _, place in sorted({pair for family in own for pair in carriers.get(family, ())})
        ]
        for node in today
        if (own := families[node])
    }
