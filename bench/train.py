"""`make train`: train the line labeller on the reference pages and write its weights and card.

Gradient boosting over line features; deterministic, about a minute on two cores. The weights are
an ONNX tree ensemble, a format that loads without running code.
"""

import hashlib
import json
from typing import NamedTuple

import lightgbm
import numpy as np
import onnx
import polars as pl
from onnx import TensorProto, helper

from bench.corpus import (
    find_body_lines,
    find_reference,
    is_same_headline,
    make_bare,
    make_composites,
    read_pages,
)
from flows.segment.features import measure_lines
from flows.segment.label import name_kinds
from flows.segment.lines import observe_lines
from flows.segment.weights import CARD, FOLDER, to_numbers

SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.1,
    "max_bin": 63,
    "force_col_wise": True,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 2.0,
    "seed": 1,
    "deterministic": True,
    "num_threads": 2,
    "verbose": -1,
}
BODY = SETTINGS | {"rounds": 160, "num_leaves": 31, "min_data_in_leaf": 40}
HEADLINE = SETTINGS | {"rounds": 120, "num_leaves": 15, "min_data_in_leaf": 10}


class Boosters(NamedTuple):
    """The trained trees; the fields are those of flows.segment.weights.Scores."""

    body: lightgbm.Booster
    headline: lightgbm.Booster


class Measured(NamedTuple):
    """Every line of the pages, in order."""

    features: pl.DataFrame
    is_body: np.ndarray
    is_headline: np.ndarray
    weights: np.ndarray
    has_headline: np.ndarray  # the page's headline is known
    pages: np.ndarray  # the number of its page


def measure_pages(pages: pl.DataFrame) -> Measured:
    of_page = {page["page_id"]: page for page in pages.iter_rows(named=True)}
    numbers = {page_id: number for number, page_id in enumerate(pages["page_id"])}
    observed = list(observe_lines(pages.select("page_id", "text")))
    columns: list[list] = [[], [], [], [], []]
    for page_id, lines in observed:
        name_kinds(lines)
        page = of_page[page_id]
        texts = [line.text for line in lines]
        rows = (
            find_body_lines(texts, page["body"]),
            [is_same_headline(page["headline"], text) for text in texts],
            [page["weight"] * np.log1p(min(line.size, 600)) for line in lines],
            [page["is_gold"]] * len(lines),
            [numbers[page_id]] * len(lines),
        )
        for column, values in zip(columns, rows, strict=True):
            column += values
    features = measure_lines([lines for _, lines in observed])
    return Measured(features, *(np.array(column) for column in columns))


def fit(numbers: np.ndarray, measured: Measured, seen: np.ndarray | bool) -> Boosters:
    """The boosters for body and headline, trained on the lines that are seen."""
    known = seen & measured.has_headline
    return Boosters(
        fit_one(numbers[seen], measured.is_body[seen], measured.weights[seen], BODY),
        fit_one(numbers[known], measured.is_headline[known], None, HEADLINE),
    )


def fit_one(numbers: np.ndarray, is_it: np.ndarray, weights, settings: dict) -> lightgbm.Booster:
    settings = dict(settings)
    rounds = settings.pop("rounds")
    lines = lightgbm.Dataset(numbers, is_it.astype(int), weight=weights)
    return lightgbm.train(settings, lines, rounds)


def to_onnx(booster: lightgbm.Booster, feature_count: int) -> bytes:
    """The trees as one ONNX node: "features" [lines, features] -> "score" [lines, 1]."""
    nodes: dict[str, list] = {name: [] for name in NODE_FIELDS}
    leaves: dict[str, list] = {name: [] for name in LEAF_FIELDS}
    for tree_no, tree in enumerate(booster.dump_model()["tree_info"]):
        add_node(nodes, leaves, tree_no, tree["tree_structure"], count := [0])
        assert count[0] == len([one for one in nodes["nodes_treeids"] if one == tree_no])
    trees = helper.make_node(
        "TreeEnsembleRegressor",
        ["features"],
        ["margin"],
        domain="ai.onnx.ml",
        n_targets=1,
        aggregate_function="SUM",
        **nodes,
        **leaves,
    )
    graph = helper.make_graph(
        [trees, helper.make_node("Sigmoid", ["margin"], ["score"])],
        "line labeller",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, [None, feature_count])],
        [helper.make_tensor_value_info("score", TensorProto.FLOAT, [None, 1])],
    )
    versions = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)]
    model = helper.make_model(graph, opset_imports=versions, ir_version=9)
    onnx.checker.check_model(model)
    return model.SerializeToString()


NODE_FIELDS = [
    *("nodes_treeids", "nodes_nodeids", "nodes_featureids", "nodes_values", "nodes_modes"),
    *("nodes_truenodeids", "nodes_falsenodeids"),
]
LEAF_FIELDS = ["target_treeids", "target_nodeids", "target_ids", "target_weights"]


def add_node(nodes: dict, leaves: dict, tree_no: int, node: dict, count: list[int]) -> int:
    """Add a node and all below it; its number in the tree."""
    number = count[0]
    count[0] += 1
    if "leaf_value" in node:
        row = (tree_no, number, 0, 0.0, "LEAF", 0, 0)
        for name, value in zip(LEAF_FIELDS, (tree_no, number, 0, node["leaf_value"]), strict=True):
            leaves[name].append(value)
        position = append(nodes, row)
        return number
    row = (
        tree_no,
        number,
        node["split_feature"],
        round_down(node["threshold"]),
        "BRANCH_LEQ",
        0,
        0,
    )
    position = append(nodes, row)
    nodes["nodes_truenodeids"][position] = add_node(
        nodes, leaves, tree_no, node["left_child"], count
    )
    nodes["nodes_falsenodeids"][position] = add_node(
        nodes, leaves, tree_no, node["right_child"], count
    )
    return number


def append(nodes: dict, row: tuple) -> int:
    for name, value in zip(NODE_FIELDS, row, strict=True):
        nodes[name].append(value)
    return len(nodes["nodes_nodeids"]) - 1


def round_down(threshold: float) -> float:
    """The greatest 32-bit number that is not above a threshold: features are 32-bit, too."""
    single = np.float32(threshold)
    return float(single if single <= threshold else np.nextafter(single, np.float32(-np.inf)))


def main() -> None:
    pages = read_pages(find_reference())
    pages = pl.concat([pages, make_composites(pages), make_bare(pages)])
    print(f"{pages.height:,} pages, measuring their lines …", flush=True)
    measured = measure_pages(pages)
    line_count = len(measured.is_body)
    print(f"{line_count:,} lines, {measured.is_body.mean():.1%} of a body; training …", flush=True)
    numbers = to_numbers(measured.features)
    boosters = fit(numbers, measured, np.ones(line_count, bool))
    models = {
        name: to_onnx(booster, measured.features.width)
        for name, booster in boosters._asdict().items()
    }
    FOLDER.mkdir(exist_ok=True)
    for name, model in models.items():
        (FOLDER / f"{name}.onnx").write_bytes(model)
    CARD.write_text(json.dumps(describe(pages, measured, models), indent=2) + "\n")
    size = sum(map(len, models.values())) / 1e6
    print(f"{FOLDER.name}/: {size:.1f} MB; check it with make eval")


def describe(pages: pl.DataFrame, measured: Measured, models: dict[str, bytes]) -> dict:
    """The model's card; its scores are printed by make eval and stand in bench/NOTES.md."""
    return {
        "what": "likelihood that a line is of the body, or the headline, of its page's own article",
        "trained_on_pages": dict(pages["set"].value_counts().sort("set").iter_rows()),
        "trained_on_lines": len(measured.is_body),
        "body": BODY,
        "headline": HEADLINE,
        "known_failures": [
            "comment threads without a header",
            "opinion teasers in a column beside the text",
            "tables and lists of links inside a body",
            "live pages: entry titles",
            "standfirsts count as body, as they do in the gold bodies",
        ],
        "sha256": {name: hashlib.sha256(model).hexdigest() for name, model in models.items()},
        "features": measured.features.columns,
    }


if __name__ == "__main__":
    main()
