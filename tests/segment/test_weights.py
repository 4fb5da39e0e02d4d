"""The trained weights and the gate in front of them: damage is seen, and said."""

import argparse
import json
import re
import shutil

import numpy as np
import polars as pl
import pytest

from flows.segment import weights
from flows.segment.features import Measured, Pages, measure_lines
from flows.segment.first_labels import find_first_labels
from flows.segment.lines import observe_lines
from flows.segment.scores import Scores, measure_scores
from train import evaluate

TEXT = "The trust voted on Tuesday to dig a deeper channel through the silt of the harbour."


def measure(text: str) -> Measured:
    lines = observe_lines(pl.DataFrame({"text": [text]}, schema={"text": pl.String}))
    return measure_lines(lines, find_first_labels(lines))


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of the weights to damage."""
    folder = tmp_path / "weights"
    shutil.copytree(weights.FOLDER, folder)
    monkeypatch.setattr(weights, "FOLDER", folder)
    monkeypatch.setattr(weights, "CARD", folder / "card.json")
    weights.load_weights.cache_clear()
    yield folder
    weights.load_weights.cache_clear()


def test_scores_are_likelihoods_one_a_line():
    scores = weights.score_lines(measure(f"Menu\n{TEXT}\n\n{TEXT} {TEXT}"))
    assert [len(scored) for scored in scores] == [3, 3, 3, 3]
    assert all(0 <= score <= 1 for scored in scores for score in scored)
    assert min(scores.body[1:]) > scores.body[0]


def test_no_lines_have_no_scores():
    assert [len(scored) for scored in weights.score_lines(measure(" \n"))] == [0, 0, 0, 0]


@pytest.mark.parametrize("name", ["body.onnx", "story_text.onnx", "words.parquet"])
def test_damaged_weights_are_refused(copied, name):
    path = copied / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(weights.WeightsBroken, match=f"{re.escape(name)} is damaged"):
        weights.score_lines(measure(TEXT))


def test_weights_of_other_scores_are_refused(copied):
    card = json.loads((copied / "card.json").read_text())
    again = card["features_again"][::-1]
    (copied / "card.json").write_text(json.dumps(card | {"features_again": again}))
    with pytest.raises(weights.WeightsBroken, match="other scores"):
        weights.score_lines(measure(TEXT))


def test_sums_above_and_below_stay_on_the_page():
    pages = Pages.of(np.array([0, 0, 0, 0, 1, 1]))
    values = np.array([1, 2, 4, 8, 16, 32])
    assert pages.reach(values, 2).tolist() == [0, 1, 3, 6, 0, 16]
    assert pages.reach(values, -2).tolist() == [6, 12, 8, 0, 32, 0]
    assert pages.first_of(values % 4 == 0).tolist() == [2, 2, 2, 2, 4, 4]


def test_a_second_look_sees_the_neighbours_of_its_page_alone():
    one, other = Scores(*np.eye(4)), Scores(*np.full((4, 3), 0.5))
    both = Scores(*(np.concatenate(pair) for pair in zip(one, other, strict=True)))
    size = np.array([40, 400, 9, 80, 5, 100, 300])
    together = measure_scores(both, size, Pages.of(np.array([0, 0, 0, 0, 1, 1, 1])))
    assert together.head(4).equals(measure_scores(one, size[:4], Pages.of(np.zeros(4))))
    assert together.tail(3).equals(measure_scores(other, size[4:], Pages.of(np.zeros(3))))
    first, second = together.row(0, named=True), together.row(1, named=True)
    assert (first["since_sure"], second["since_sure"], second["until_sure"]) == (99, 1, 99)
    assert (second["body_above_4"], second["body_below_4"], second["body_+1"]) == (1, 0, 1)
    assert [row["from_headline"] for row in together.to_dicts()[:4]] == [-1, 0, 1, 2]


def test_weights_of_other_features_are_refused(copied):
    card = json.loads((copied / "card.json").read_text())
    (copied / "card.json").write_text(json.dumps(card | {"features": card["features"][1:]}))
    with pytest.raises(weights.WeightsBroken, match="other features"):
        weights.score_lines(measure(TEXT))


# The gate


RESULTS = {"dev": {"body_f1": 0.9, "headline": 0.8}, "dev_composite": {"contamination": 0.02}}
FLOORS = {"dev.body_f1": 0.9, "dev.headline": 0.8, "dev_composite.contamination": 0.02}


@pytest.fixture
def gate(tmp_path, monkeypatch):
    """gate(dev_body_f1=…, contamination=…) -> exit status; floors as in FLOORS."""
    path = tmp_path / "floors.json"
    path.write_text(json.dumps({"data": "d", "quick": FLOORS, "lowered": []}))
    monkeypatch.setattr(evaluate, "FLOORS", path)

    def run(body_f1=0.9, contamination=0.02, digest="d", raises=False, lower=None):
        results = {
            "dev": RESULTS["dev"] | {"body_f1": body_f1},
            "dev_composite": {"contamination": contamination},
        }
        options = argparse.Namespace(raises=raises, lower=lower)
        return evaluate.check_floors("quick", results, digest, options)

    run.floors = lambda: json.loads(path.read_text())
    return run


def test_the_gate_lets_equal_scores_through_and_writes_nothing(gate):
    before = gate.floors()
    assert gate() == gate(body_f1=0.95) == gate(body_f1=0.897) == 0
    assert gate.floors() == before


@pytest.mark.parametrize(
    "worse", [{"body_f1": 0.89}, {"contamination": 0.03}, {"digest": "other pages"}]
)
def test_the_gate_stops_worse_scores(gate, worse):
    assert gate(**worse) == 1


def test_a_floor_rises_on_demand_and_falls_only_with_a_reason(gate):
    assert gate(body_f1=0.95, contamination=0.01, raises=True) == 0
    assert gate.floors()["quick"]["dev.body_f1"] == 0.95
    assert gate.floors()["quick"]["dev_composite.contamination"] == 0.01
    assert gate(body_f1=0.9, contamination=0.01) == 1
    assert gate(body_f1=0.9, contamination=0.01, lower="a harder set") == 0
    assert gate.floors()["quick"]["dev.body_f1"] == 0.9
    assert gate.floors()["lowered"] == ["quick: dev.body_f1: a harder set"]
