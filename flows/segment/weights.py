"""Score lines by the trained weights: of the body, or the headline, of their page's own article."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
import polars as pl

FOLDER = Path(__file__).with_name("weights")
CARD = FOLDER / "card.json"
MISSING = -999.0  # beyond the page's edge, or no longer word in the line


class Scores(NamedTuple):
    """How likely each line is, 0 to 1, of the body and the headline of its page's own article."""

    body: list[float]
    headline: list[float]


class WeightsBroken(ValueError):
    """The weights are not those that the card describes."""


def score_lines(features: pl.DataFrame) -> Scores:
    """The scores of lines, in order.

    Raises:
        WeightsBroken: a file of weights/ is damaged, or made for other features.
    """
    sessions, names = load_weights()
    if features.columns != names:
        raise WeightsBroken("the weights were trained on other features; run make train")
    numbers = to_numbers(features)
    if not len(numbers):
        return Scores([], [])
    return Scores(
        *(session.run(None, {"features": numbers})[0][:, 0].tolist() for session in sessions)
    )


def to_numbers(features: pl.DataFrame) -> np.ndarray:
    return features.fill_nan(None).fill_null(MISSING).to_numpy()


@lru_cache
def load_weights() -> tuple[list[onnxruntime.InferenceSession], list[str]]:
    """The sessions that score, on one thread so that sums do not depend on the machine."""
    card = json.loads(CARD.read_text())
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    sessions = []
    for name in Scores._fields:
        weights = (FOLDER / f"{name}.onnx").read_bytes()
        if hashlib.sha256(weights).hexdigest() != card["sha256"][name]:
            raise WeightsBroken(f"weights/{name}.onnx is damaged; restore it, or run make train")
        sessions.append(onnxruntime.InferenceSession(weights, options, ["CPUExecutionProvider"]))
    return sessions, card["features"]
