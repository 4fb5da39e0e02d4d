"""`make train`: train the line labeller on the reference pages and write its weights and card.

Gradient boosting over line features, twice: the second look goes by what the first one made of the
lines around, on publishers that the first one has not seen; a last look chooses the headline
(train/titles.py). Deterministic, about twenty minutes on two cores. The weights are ONNX tree
ensembles, a format that loads without running code.
"""

import hashlib
import io
import json
import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

import lightgbm
import numpy as np
import onnx
import polars as pl
from onnx import TensorProto, helper

from flows.segment.features import (
    LONGEST_COUNTED,
    Measured,
    list_words,
    measure_lines,
    weigh_words,
)
from flows.segment.first_labels import find_first_labels
from flows.segment.label import find_pages
from flows.segment.lines import observe_lines
from flows.segment.scores import Scores, measure_scores
from flows.segment.titles import Candidate
from flows.segment.weights import (
    AGAIN,
    CARD,
    FOLDER,
    MODELS,
    WORDS,
    Lexicon,
    choose_likely,
    join_features,
    list_again,
    score_likely,
)
from train.composites import make_bare, make_composites
from train.corpus import (
    find_body_lines,
    find_reference,
    find_story_lines,
    is_same_headline,
    read_pages,
)
from train.forms import make_forms
from train.mastheads import make_mastheads
from train.titles import ORDER, ROUNDS, fit_titles, list_lessons
from train.titles import SETTINGS as TITLES

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
STORY = SETTINGS | {"rounds": 120, "num_leaves": 31, "min_data_in_leaf": 40}
SECOND = SETTINGS | {"rounds": 180, "num_leaves": 31, "min_data_in_leaf": 80}
# Of a line that is neither placed nor body: it may be a card of the page itself. Shops and forums
# have many that nobody would call a story.
UNKNOWN_WEIGHT = {"wcxb_dev": 0.02}
OTHER_UNKNOWN_WEIGHT = 0.1
FOLDS = 5  # of publishers
FEWEST_PUBLISHERS = 5  # that print a word, for it to be known


Boosters = list[lightgbm.Booster]


class Folds(NamedTuple):
    """What was trained without the publishers of each fold, and how it fares on them."""

    boosters: list[Boosters]  # for a first look
    lexicons: list[Lexicon]
    scores: Scores  # of all lines at first look


class Taught(NamedTuple):
    """Every line of the pages, in order, with what it is."""

    measured: Measured
    is_body: np.ndarray
    is_headline: np.ndarray
    story_part: np.ndarray  # headline or text of another story; None
    weights: np.ndarray
    has_headline: np.ndarray  # the page's headline is known
    folds: np.ndarray  # its publisher's
    unknown_weights: (
        np.ndarray
    )  # what it counts as no other story's, if it is nothing that is known
    evidence: pl.DataFrame  # word, fold, body and other: publishers that print it there


def teach(pages: pl.DataFrame) -> Taught:
    """The lines of pages (PAGES), with what there is to learn of them."""
    lines = observe_lines(pages)
    texts, page_no = lines["text"].to_list(), lines["page_no"].to_numpy()
    is_body, is_headline, story_part = [], [], []
    for number, first, last in find_pages(page_no):
        own, body = texts[first:last], pages["body"][number]
        is_body += find_body_lines(own, body)
        headline = pages["headline"][number]
        is_headline += [is_same_headline(headline, text) for text in own]
        story_part += find_story_lines(own, pages["stories"][number])
    is_body = np.array(is_body)
    folds = add_folds(pages)["fold"].to_numpy()
    page_weight, is_gold = pages["weight"].to_numpy(), pages["is_gold"].to_numpy()
    return Taught(
        measure_lines(lines, find_first_labels(lines)),
        is_body,
        np.array(is_headline),
        np.array(story_part, dtype=object),
        page_weight[page_no] * np.log1p(np.minimum(lines["size"].to_numpy(), LONGEST_COUNTED)),
        is_gold[page_no],
        folds[page_no],
        np.array([UNKNOWN_WEIGHT.get(name, OTHER_UNKNOWN_WEIGHT) for name in pages["set"]])[
            page_no
        ],
        count_words(pages, lines, is_body, folds),
    )


def add_folds(pages: pl.DataFrame) -> pl.DataFrame:
    """The pages (PAGES) with fold: their publisher's."""
    return pages.with_columns(fold=pl.Series([fold_of(name) for name in pages["publisher"]]))


def fold_of(publisher: str) -> int:
    return int(hashlib.md5(publisher.encode()).hexdigest(), 16) % FOLDS


# Words


def count_words(
    pages: pl.DataFrame, lines: pl.DataFrame, is_body: np.ndarray, folds: np.ndarray
) -> pl.DataFrame:
    """For each word and fold, how many publishers print it in bodies, and how many elsewhere."""
    page_no = lines["page_no"].to_numpy()
    of_line = pl.DataFrame(
        {
            "publisher": pages["publisher"].gather(page_no),
            "fold": folds[page_no],
            "is_body": is_body,
            "is_real": pages["set"].is_in(["dev", "silver", "wcxb_dev"]).gather(page_no),
        }
    ).with_row_index("row")
    in_body = pl.col("is_body")
    return (
        list_words(lines["text"])
        .join(of_line.filter("is_real"), on="row")
        .select("word", "publisher", "fold", "is_body")
        .unique()
        .group_by("word", "fold")
        .agg(body=in_body.sum(), other=(~in_body).sum())
    )


def make_lexicon(evidence: pl.DataFrame, without: tuple[int, ...] = ()) -> pl.DataFrame:
    """Words with their weights (word, weight), of all folds but these."""
    counted = (
        evidence.filter(~pl.col("fold").is_in(without))
        .group_by("word")
        .agg(pl.col("body", "other").sum())
        .filter(pl.col("body") + pl.col("other") >= FEWEST_PUBLISHERS)
    )
    weight = ((pl.col("body") + 1) / (pl.col("other") + 1)).log().round(3).cast(pl.Float32)
    return counted.select("word", weight=weight).sort("word")


def know_unseen_words(taught: Taught, without: tuple[int, ...] = ()) -> pl.DataFrame:
    """All features, each line's words weighed by what other folds than its own say of them."""
    words = taught.measured.words
    folds, weights = taught.folds[words.row], np.full(len(words.row), np.nan)
    for fold in range(FOLDS):
        lexicon = Lexicon.of(make_lexicon(taught.evidence, (fold, *without)))
        own = folds == fold
        weights[own] = lexicon.look_up(words.word[own])
    return taught.measured.numbers.hstack(weigh_words(taught.measured, weights))


# Trees


class Lesson(NamedTuple):
    """What a model is to learn of each line."""

    is_it: np.ndarray
    weights: np.ndarray
    settings: dict
    is_told: np.ndarray | bool = True  # whether is_it is known


def plan_lessons(taught: Taught) -> dict[str, Lesson]:
    weights = taught.weights
    # Cards of the page itself are not known: what is neither placed nor body counts little.
    is_known = taught.is_body | taught.is_headline | (taught.story_part != None)  # noqa: E711
    story_weights = weights * np.where(is_known, 1, taught.unknown_weights)
    return {
        "body": Lesson(taught.is_body, weights, BODY),
        "headline": Lesson(
            taught.is_headline, np.ones_like(weights), HEADLINE, taught.has_headline
        ),
        "story_headline": Lesson(taught.story_part == "headline", story_weights, STORY),
        "story_text": Lesson(taught.story_part == "text", story_weights, STORY),
    }


def fit_first(features: pl.DataFrame, taught: Taught, seen: np.ndarray | bool = True) -> Boosters:
    """The trees of a first look, trained on the lines that are seen."""
    numbers, lessons = features.to_numpy(), plan_lessons(taught)
    likely = choose_likely(features)._asdict()
    return [
        fit_one(numbers, lesson, lesson.settings, seen & likely[name] & lesson.is_told)
        for name, lesson in lessons.items()
    ]


def fit_folds(taught: Taught) -> Folds:
    """A first look at each fold by what was trained on the others."""
    boosters, lexicons = [], []
    scores = Scores(*(np.zeros(len(taught.folds)) for _ in Scores._fields))
    for fold in range(FOLDS):
        print(f"Training without fold {fold + 1} of {FOLDS} …", file=sys.stderr, flush=True)
        own = taught.folds == fold
        boosters.append(fit_first(know_unseen_words(taught, (fold,)), taught, ~own))
        lexicons.append(Lexicon.of(make_lexicon(taught.evidence, (fold,))))
        features = join_features(taught.measured, lexicons[-1]).filter(pl.Series(own))
        found = score_likely(features, *(booster.predict for booster in boosters[-1]))
        for all_, of_fold in zip(scores, found, strict=True):
            all_[own] = of_fold
    return Folds(boosters, lexicons, scores)


def fit_again(scores: Scores, taught: Taught, seen: np.ndarray | bool = True) -> Boosters:
    """The trees of a second look, trained on what a first makes of pages that it has not seen."""
    size = taught.measured.numbers["size"].to_numpy()
    numbers = measure_scores(scores, size, taught.measured.pages).to_numpy()
    lessons = plan_lessons(taught)
    return [
        fit_one(numbers, lessons[name], SECOND, seen & (getattr(scores, name) > 0))
        for name in AGAIN
    ]


def fit_looks(folds: Folds, taught: Taught) -> Iterator[tuple[Boosters, Lexicon]]:
    """For each fold, the trees of both looks that were trained without it, and its words.

    A second look learns from first looks at other publishers; those may have seen this one.
    """
    for fold, (boosters, lexicon) in enumerate(zip(*folds[:2], strict=True)):
        again = fit_again(folds.scores, taught, taught.folds != fold)
        yield [*boosters, *again], lexicon


def fit_one(
    numbers: np.ndarray, lesson: Lesson, settings: dict, rows: np.ndarray
) -> lightgbm.Booster:
    settings = dict(settings)
    rounds = settings.pop("rounds")
    is_it, weights = lesson.is_it[rows].astype(int), lesson.weights[rows]
    return lightgbm.train(settings, lightgbm.Dataset(numbers[rows], is_it, weight=weights), rounds)


# ONNX

NODE_FIELDS = ("treeids", "nodeids", "featureids", "values", "modes", "truenodeids", "falsenodeids")
LEAF_FIELDS = ("treeids", "nodeids", "ids", "weights")


class Ensemble:
    """Trees as the columns of ONNX's TreeEnsembleRegressor: a row a node, a row a leaf."""

    def __init__(self) -> None:
        self.nodes: list[list] = []
        self.leaves: list[tuple] = []

    def add_tree(self, root: dict) -> None:
        tree_no = self.nodes[-1][0] + 1 if self.nodes else 0
        self.add_node(root, tree_no, 0)

    def add_node(self, node: dict, tree_no: int, number: int) -> int:
        """Add a node and all below it, numbered from `number`; the number behind the last one."""
        if "leaf_value" in node:
            self.leaves.append((tree_no, number, 0, node["leaf_value"]))
            self.nodes.append([tree_no, number, 0, 0.0, "LEAF", 0, 0])
            return number + 1
        threshold = round_down(node["threshold"])
        row = [tree_no, number, node["split_feature"], threshold, "BRANCH_LEQ", number + 1, 0]
        self.nodes.append(row)
        row[-1] = self.add_node(node["left_child"], tree_no, number + 1)
        return self.add_node(node["right_child"], tree_no, row[-1])

    def list_columns(self) -> dict[str, list]:
        """The attributes of the ONNX node."""
        nodes = zip(NODE_FIELDS, zip(*self.nodes, strict=True), strict=True)
        leaves = zip(LEAF_FIELDS, zip(*self.leaves, strict=True), strict=True)
        return {f"nodes_{name}": list(column) for name, column in nodes} | {
            f"target_{name}": list(column) for name, column in leaves
        }


def to_onnx(booster: lightgbm.Booster) -> bytes:
    """The trees as one ONNX node: "features" [lines, features] -> "score" [lines, 1], a likelihood
    if that is what they learned.
    """
    ensemble = Ensemble()
    for tree in booster.dump_model()["tree_info"]:
        ensemble.add_tree(tree["tree_structure"])
    columns: dict[str, Any] = ensemble.list_columns()
    trees = helper.make_node(
        "TreeEnsembleRegressor",
        ["features"],
        ["margin"],
        domain="ai.onnx.ml",
        n_targets=1,
        aggregate_function="SUM",
        **columns,
    )
    feature_count = booster.num_feature()
    is_likelihood = booster.params["objective"] == "binary"
    last = "Sigmoid" if is_likelihood else "Identity"
    graph = helper.make_graph(
        [trees, helper.make_node(last, ["margin"], ["score"])],
        "line labeller",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, [None, feature_count])],
        [helper.make_tensor_value_info("score", TensorProto.FLOAT, [None, 1])],
    )
    versions = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)]
    model = helper.make_model(graph, opset_imports=versions, ir_version=9)
    onnx.checker.check_model(model)
    return model.SerializeToString()


def round_down(threshold: float) -> float:
    """The greatest 32-bit number that is not above a threshold: features have 32 bits, too."""
    single = np.float32(threshold)
    return float(single if single <= threshold else np.nextafter(single, np.float32(-np.inf)))


def main() -> None:
    pages = read_pages(find_reference())
    pages = add_made_pages(pages)
    print(f"{pages.height:,} pages, measuring their lines …", flush=True)
    taught = teach(pages)
    line_count, share = len(taught.is_body), taught.is_body.mean()
    print(f"{line_count:,} lines, {share:.1%} of a body; training …", flush=True)
    features = know_unseen_words(taught)
    folds = fit_folds(taught)
    titles = fit_titles(list_lessons(add_folds(pages), list(fit_looks(folds, taught))))
    boosters = [*fit_first(features, taught), *fit_again(folds.scores, taught), *titles]
    files = {
        f"{name}.onnx": to_onnx(booster) for name, booster in zip(MODELS, boosters, strict=True)
    }
    make_lexicon(taught.evidence).write_parquet(words := io.BytesIO())
    files[WORDS] = words.getvalue()
    FOLDER.mkdir(exist_ok=True)
    for name, content in files.items():
        (FOLDER / name).write_bytes(content)
    card = describe(pages, line_count, features.columns, files)
    CARD.write_text(json.dumps(card, indent=2) + "\n")
    size = sum(map(len, files.values())) / 1e6
    print(f"{FOLDER.name}/: {size:.1f} MB; check it with make eval")


def add_made_pages(pages: pl.DataFrame) -> pl.DataFrame:
    """The reference's pages, and those that are made of them (PAGES)."""
    made = (make_composites, make_bare, make_forms, make_mastheads)
    return pl.concat([pages, *(make(pages) for make in made)])


def describe(
    pages: pl.DataFrame, line_count: int, features: list[str], files: dict[str, bytes]
) -> dict:
    """The model's card; its scores are printed by make eval and stand in bench/NOTES.md."""
    return {
        "what": "likelihood that a line is of the body or the headline of its page's own article, "
        "or of another story's",
        "trained_on_pages": dict(pages["set"].value_counts().sort("set").iter_rows()),
        "trained_on_lines": line_count,
        "body": BODY,
        "headline": HEADLINE,
        "story_headline and story_text": STORY,
        "a second look": SECOND,
        "a last look at headlines": TITLES | {"rounds": ROUNDS},
        "a last look at headlines, their order": ORDER,
        "known_failures": [
            "comment threads without a header",
            "opinion teasers in a column beside the text",
            "tables and lists of links inside a body",
            "live pages: entry titles",
            "standfirsts count as body, as they do in the gold bodies",
        ],
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        "features": features,
        "features_again": list_again(),
        "features_title": list(Candidate._fields),
    }


if __name__ == "__main__":
    main()
