"""Score lines by the trained weights: of the body, or the headline, of their page's own article."""

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
import polars as pl

from flows.errors import CopydeskError
from flows.segment.features import Measured, Pages, weigh_words
from flows.segment.scores import SCORE_DECIMALS, Scores, measure_scores
from flows.segment.titles import Candidate

FOLDER = Path(__file__).with_name("weights")
CARD = FOLDER / "card.json"
WORDS = "words.parquet"
AGAIN = ("body", "story_headline", "story_text")  # headlines gain nothing from a second look
TITLES = ("title", "title_order")  # choose the headline among the lines that may be it
MODELS = (*Scores._fields, *(f"{name}_again" for name in AGAIN), *TITLES)
SHORTEST_OF_BODY, SHORTEST_ALONE, LINES_FROM_PROSE = 10, 30, 25
SHORTEST_HEADLINE, LONGEST_HEADLINE = 8, 300


Model = Callable[[np.ndarray], np.ndarray]


class Lexicon(NamedTuple):
    """What words say: how much more often publishers print them in bodies than elsewhere."""

    words: np.ndarray  # as numbers, in order
    weights: np.ndarray  # logarithms of the ratio

    @classmethod
    def of(cls, words: pl.DataFrame) -> "Lexicon":
        """Needs: word, weight."""
        hashed = words.select(pl.col("word").hash(), "weight").sort("word")
        return cls(hashed["word"].to_numpy(), hashed["weight"].to_numpy())

    def look_up(self, words: np.ndarray) -> np.ndarray:
        """The weight of each word; NaN for unknown ones."""
        places = np.minimum(np.searchsorted(self.words, words), len(self.words) - 1)
        return np.where(self.words[places] == words, self.weights[places], np.nan)


class Weights(NamedTuple):
    models: tuple[onnxruntime.InferenceSession, ...]  # MODELS
    lexicon: Lexicon
    features: list[str]


class TitleScores(NamedTuple):
    """Of the lines of a page that may be its headline, in order."""

    likelihood: np.ndarray  # that the line is the headline, 0 to 1, as if it stood alone
    order: np.ndarray  # the higher, the better among the lines of the page


class WeightsBroken(CopydeskError):
    """The weights are not those that the card describes."""


def score_lines(measured: Measured) -> Scores:
    """The scores of lines, in order.

    Raises:
        WeightsBroken: a file of weights/ is damaged, or made for other features.
    """
    weights = load_weights()
    features = join_features(measured, weights.lexicon)
    if features.columns != weights.features:
        raise WeightsBroken("the weights were trained on other features; run make train")
    models = [partial(run_session, model) for model in weights.models[: -len(TITLES)]]
    return score_twice(measured, features, models)


def score_titles(numbers: np.ndarray) -> TitleScores:
    """How likely each line is its page's headline, by the fields of Candidate.

    Raises:
        WeightsBroken: a file of weights/ is damaged, or made for other features.
    """
    models = load_weights().models[-len(TITLES) :]
    return TitleScores(*(run_session(model, numbers) for model in models))


def score_twice(measured: Measured, features: pl.DataFrame, models: list[Model]) -> Scores:
    """The scores by models of lines in the order of MODELS."""
    first = score_likely(features, *models[: len(Scores._fields)])
    size = features["size"].to_numpy()
    numbers = measure_scores(first, size, measured.pages).to_numpy()
    again = {
        name: score_rows(getattr(first, name) > 0, numbers, model)
        for name, model in zip(AGAIN, models[len(Scores._fields) :], strict=True)
    }
    return first._replace(**again)


def join_features(measured: Measured, lexicon: Lexicon) -> pl.DataFrame:
    """All features of lines."""
    known = weigh_words(measured, lexicon.look_up(measured.words.word))
    return measured.numbers.hstack(known)


def run_session(session: onnxruntime.InferenceSession, numbers: np.ndarray) -> np.ndarray:
    (scores,) = session.run(None, {"features": numbers})
    return np.asarray(scores)[:, 0]


def score_likely(features: pl.DataFrame, *models: Model) -> Scores:
    """The scores at first look of the lines that may be what a model looks for."""
    numbers = features.to_numpy()
    likely = choose_likely(features)
    return Scores(*map(score_rows, likely, [numbers] * len(likely), models))


def score_rows(chosen: np.ndarray, numbers: np.ndarray, model: Model) -> np.ndarray:
    """A model's scores of the chosen rows; 0 for the others."""
    scores = np.zeros(len(numbers))
    if chosen.any():
        scores[chosen] = model(numbers[chosen]).round(SCORE_DECIMALS)
    return scores


def choose_likely(features: pl.DataFrame) -> Scores:
    """Which lines may be what each model looks for: half of them, or less.

    The others hold .2 % of the characters of bodies, and headlines printed again below the body.
    """
    size = pl.col("size")
    is_near_prose = pl.min_horizontal("since_prose", "until_prose") <= LINES_FROM_PROSE
    is_text = (size >= SHORTEST_OF_BODY) & (is_near_prose | (size >= SHORTEST_ALONE))
    is_title = (pl.col("has_kind") == 0) & size.is_between(SHORTEST_HEADLINE, LONGEST_HEADLINE)
    return Scores(
        *features.select(
            body=is_text,
            headline=is_title & (pl.col("prose_above") <= 0.5),
            story_headline=is_title & (size >= SHORTEST_ALONE / 2),
            story_text=is_text & (size >= SHORTEST_ALONE),
        )
        .to_numpy()
        .T
    )


@lru_cache
def load_weights() -> Weights:
    """The models on one thread, so that sums do not depend on the machine, and the lexicon."""
    card = json.loads(CARD.read_text())
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    if list_again() != card["features_again"]:
        raise WeightsBroken("the weights were trained on other scores; run make train")
    if list(Candidate._fields) != card["features_title"]:
        raise WeightsBroken("the weights were trained on other looks at titles; run make train")
    models = tuple(
        onnxruntime.InferenceSession(
            read_checked(card, f"{name}.onnx"), options, ["CPUExecutionProvider"]
        )
        for name in MODELS
    )
    lexicon = Lexicon.of(pl.read_parquet(read_checked(card, WORDS)))
    return Weights(models, lexicon, card["features"])


def list_again() -> list[str]:
    """The features of a second look, in order."""
    return measure_scores(Scores(*np.zeros((4, 1))), np.zeros(1), Pages.of(np.zeros(1))).columns


def read_checked(card: dict, name: str) -> bytes:
    content = (FOLDER / name).read_bytes()
    if hashlib.sha256(content).hexdigest() != card["sha256"][name]:
        raise WeightsBroken(f"weights/{name} is damaged; restore it, or run make train")
    return content
