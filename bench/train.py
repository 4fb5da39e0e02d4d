"""`make train`: train the line labeller on the reference pages and write its weights and card.

Gradient boosting over line features; deterministic, some minutes on two cores. The weights are
an ONNX tree ensemble, a format that loads without running code.
"""

import hashlib
import json
from datetime import UTC, datetime

import lightgbm
import numpy as np
import onnx
import polars as pl
from onnx import TensorProto, helper

from bench.corpus import find_body_lines, find_reference, make_composites, read_pages
from flows.segment.features import measure_lines
from flows.segment.label import name_kinds
from flows.segment.lines import observe_lines
from flows.segment.weights import CARD, MISSING, WEIGHTS

ROUNDS = 160
SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.1,
    "max_bin": 63,
    "force_col_wise": True,
    "num_leaves": 31,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 2.0,
    "seed": 1,
    "deterministic": True,
    "num_threads": 2,
    "verbose": -1,
}


def measure_pages(pages: pl.DataFrame) -> tuple[pl.DataFrame, np.ndarray, np.ndarray, np.ndarray]:
    """(features, is of the body, weight, page number) of every line of the pages."""
    of_page = {page["page_id"]: page for page in pages.iter_rows(named=True)}
    numbers = {page_id: number for number, page_id in enumerate(pages["page_id"])}
    observed = list(observe_lines(pages.select("page_id", "text")))
    is_body, weights, owners = [], [], []
    for page_id, lines in observed:
        name_kinds(lines)
        page = of_page[page_id]
        is_body += find_body_lines([line.text for line in lines], page["body"])
        weights += [page["weight"] * np.log1p(min(line.size, 600)) for line in lines]
        owners += [numbers[page_id]] * len(lines)
    features = measure_lines([lines for _, lines in observed])
    return features, np.array(is_body), np.array(weights), np.array(owners)


def fit(features: np.ndarray, is_body: np.ndarray, weights: np.ndarray) -> lightgbm.Booster:
    lines = lightgbm.Dataset(features, is_body.astype(int), weight=weights)
    return lightgbm.train(SETTINGS, lines, ROUNDS)


def to_numbers(features: pl.DataFrame) -> np.ndarray:
    return features.fill_nan(None).fill_null(MISSING).to_numpy()


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
    pages = pl.concat([pages, make_composites(pages)])
    print(f"{pages.height:,} pages, measuring their lines …", flush=True)
    features, is_body, weights, _ = measure_pages(pages)
    print(f"{len(is_body):,} lines, {is_body.mean():.1%} of a body; training …", flush=True)
    numbers = to_numbers(features)
    booster = fit(numbers, is_body, weights)
    model = to_onnx(booster, features.width)
    WEIGHTS.write_bytes(model)
    CARD.write_text(json.dumps(describe(pages, features, is_body, model), indent=2) + "\n")
    print(f"{WEIGHTS.name}: {len(model) / 1e6:.1f} MB; check it with make eval")


def describe(
    pages: pl.DataFrame, features: pl.DataFrame, is_body: np.ndarray, model: bytes
) -> dict:
    """The model's card; its scores are printed by make eval and stand in bench/NOTES.md."""
    return {
        "what": "likelihood that a line is of the body of its page's own article",
        "trained_on": dict(pages["set"].value_counts().sort("set").iter_rows()),
        "trained_at": f"{datetime.now(UTC):%Y-%m-%d}",
        "lines": len(is_body),
        "rounds": ROUNDS,
        "settings": SETTINGS,
        "known_failures": [
            "comment threads without a header",
            "opinion teasers in a column beside the text",
            "tables and lists of links inside a body",
            "live pages: entry titles",
        ],
        "sha256": hashlib.sha256(model).hexdigest(),
        "features": features.columns,
    }


if __name__ == "__main__":
    main()
