"""Score lines by the trained weights: how likely each is of the body of the page's own article."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

import onnxruntime
import polars as pl

WEIGHTS = Path(__file__).with_name("weights.onnx")
CARD = Path(__file__).with_name("weights.json")
MISSING = -999.0  # beyond the page's edge, or no longer word in the line


class WeightsBroken(RuntimeError):
    """The weights are not those that the card describes."""


def score_lines(features: pl.DataFrame) -> list[float]:
    """The score of each line, 0 to 1, in order.

    Raises:
        WeightsBroken: weights.onnx or weights.json is damaged, or made for other features.
    """
    session, names = load_weights()
    if features.columns != names:
        raise WeightsBroken("the weights were trained on other features; run make train")
    if not features.height:
        return []
    numbers = features.fill_nan(None).fill_null(MISSING).to_numpy()
    return session.run(None, {"features": numbers})[0][:, 0].tolist()


@lru_cache
def load_weights() -> tuple[onnxruntime.InferenceSession, list[str]]:
    """The session that scores, on one thread so that sums do not depend on the machine."""
    card = json.loads(CARD.read_text())
    weights = WEIGHTS.read_bytes()
    if hashlib.sha256(weights).hexdigest() != card["sha256"]:
        raise WeightsBroken(f"{WEIGHTS.name} is damaged; restore it, or run make train")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    return session, card["features"]
