"""The last look at headlines: which of the lines of a page that may be its headline is it.

It learns from pages that are cut by weights which saw none of their publisher, since it will meet
such pages only.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import NamedTuple

import lightgbm
import numpy as np
import polars as pl

from flows.segment import headlines, label
from flows.segment.features import Measured
from flows.segment.scores import Scores
from flows.segment.titles import measure_candidates
from flows.segment.weights import Lexicon, TitleScores, join_features, score_twice
from train.corpus import is_same_headline

SETTINGS = {
    "learning_rate": 0.06,
    "num_leaves": 15,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 2.0,
    "seed": 1,
    "deterministic": True,
    "num_threads": 2,
    "verbose": -1,
}
LIKELIHOOD = {"objective": "binary"}
# Which line of a page is the best: a right one among the first three.
ORDER = {"objective": "lambdarank", "lambdarank_truncation_level": 3}
ROUNDS = 150
# What a candidate of each set counts.
WEIGHTS = {"dev": 1.0, "wcxb_dev": 1.0, "dev_composite": 0.5, "masthead": 0.5}
WEIGHTS |= {"made": 0.3, "bare": 0.3, "form": 0.15}
MADE_SHARE = 0.25  # of the made pages, which are many
PAGES_AT_ONCE = 500


class Lessons(NamedTuple):
    """Every candidate of the pages, in order, with what it is."""

    numbers: np.ndarray  # fields of Candidate
    is_it: np.ndarray
    weights: np.ndarray  # 0: teaches nothing
    folds: np.ndarray  # its publisher's
    pages: np.ndarray  # the number of its page, from 0


def list_lessons(pages: pl.DataFrame, models: list[tuple[list, Lexicon]]) -> Lessons:
    """The candidates of pages (PAGES, and fold), each page cut by the models of its fold."""
    chance = random.Random(5)
    taken = pl.Series(
        [
            name in WEIGHTS and is_gold and (name != "made" or chance.random() < MADE_SHARE)
            for name, is_gold in pages.select("set", "is_gold").iter_rows()
        ]
    )
    pages = pages.filter(taken)
    numbers, is_it, weights, folds, sizes = [], [], [], [], []
    for fold, (boosters, lexicon) in enumerate(models):
        own = pages.filter(fold=fold)
        with scoring(boosters, lexicon):
            for page, (found, right) in zip(own.rows(named=True), cut_candidates(own), strict=True):
                may_teach = any(right) or page["headline"] is None  # which a form may lack
                numbers.append(found)
                is_it += right
                weights += [WEIGHTS[page["set"]] * may_teach] * len(right)
                folds += [fold] * len(right)
                sizes.append(len(right))
    page_no = np.repeat(np.arange(len(sizes)), sizes)
    return Lessons(*map(np.array, (np.vstack(numbers), is_it, weights, folds, page_no)))


def cut_candidates(pages: pl.DataFrame) -> Iterator[tuple[np.ndarray, list[bool]]]:
    """The candidates of each page, and which of them are its headline."""
    for part in pages.iter_slices(PAGES_AT_ONCE):
        lines_of = dict(label.score_pages(part))
        for page_id, headline in part.select("page_id", "headline").iter_rows():
            lines = lines_of.get(page_id, [])
            body, *_ = label.find_own_body(lines, count(1))
            candidates = headlines.list_titles(lines, body) if body else []
            found = [is_same_headline(headline, lines[index].text) for index in candidates]
            yield measure_candidates(lines, body, candidates), found


class Titles(NamedTuple):
    """The trees of the last look, as flows.segment.weights.TITLES names them."""

    likelihood: lightgbm.Booster
    order: lightgbm.Booster

    def score(self, numbers: np.ndarray) -> TitleScores:
        return TitleScores(*(np.asarray(booster.predict(numbers)) for booster in self))


def fit_titles(lessons: Lessons, without: int | None = None) -> Titles:
    """The trees of the last look, trained on all folds but one.

    Which line of a page is best is learned from pages whose headline is among the candidates;
    whether any is it, from all.
    """
    seen = (lessons.weights > 0) & (lessons.folds != without)
    has_right = np.isin(lessons.pages, lessons.pages[lessons.is_it])
    _, sizes = np.unique(lessons.pages[seen & has_right], return_counts=True)
    return Titles(
        fit_one(lessons, seen, SETTINGS | LIKELIHOOD),
        fit_one(lessons, seen & has_right, SETTINGS | ORDER, sizes),
    )


def fit_one(
    lessons: Lessons, rows: np.ndarray, settings: dict, sizes: np.ndarray | None = None
) -> lightgbm.Booster:
    is_it, weights = lessons.is_it[rows].astype(int), lessons.weights[rows]
    data = lightgbm.Dataset(lessons.numbers[rows], is_it, weight=weights, group=sizes)
    return lightgbm.train(settings, data, ROUNDS)


@contextmanager
def scoring(boosters: list, lexicon: Lexicon, titles: Titles | None = None) -> Iterator[None]:
    """Cut with other weights than the shipped ones."""
    shipped = label.score_lines, headlines.score_titles

    def score_lines(measured: Measured) -> Scores:
        models = [booster.predict for booster in boosters]
        return score_twice(measured, join_features(measured, lexicon), models)

    label.score_lines = score_lines
    headlines.score_titles = titles.score if titles else shipped[1]
    try:
        yield
    finally:
        label.score_lines, headlines.score_titles = shipped
