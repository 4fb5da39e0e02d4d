"""How much an article's words speak for each top topic: one small table, learned once.

A word has 17 numbers, the logits that it adds to the top topics. `make train-topics` makes them: a
multilingual sentence encoder labels many texts, and the table learns to give the same labels by the
words alone. A word that is not in the table counts as its longest beginning that is there, without
accents and with one spelling for Ukrainian and Russian letters.
"""

import hashlib
import io
import json
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from flows.errors import CopydeskError
from flows.seeds import read_seed
from flows.seeds.topics import TOP_TOPIC_IDS
from flows.text import drop_accents, fold_words, has_unspaced

FOLDER = Path(__file__).with_name("weights")
CARD = FOLDER / "card.json"
WEIGHTS = "words.npz"

# Of an article, from its headline on. The first 150 / 300 / 600 / 1,200 / 3,000 characters gave
# .73 / .79 / .83 / .84 / .87 on pages.
MOST_READ_WORDS = 500
# The sum of what the words say is divided by their number to this power: openings of pages right
# .80 at 1, .79 at .7, .82 at .5, .82 at .35.
LENGTH_POWER = 0.4
# The words of a longer text repeat each other more. The log loss is least if logits are multiplied
# by 1.65 in headlines of pages (10 words), by 1 in openings (90), by .55 in articles (500). Power
# 0 / .2 / .3 / .4: log loss over all kinds of text .942 / .915 / .917 / .931. Fewer words count as
# FEWEST_WORDS.
SHARPNESS_POWER, FEWEST_WORDS = 0.3, 10
SHORTEST, LONGEST = 4, 9  # letters of a beginning that stands for unknown words
REMEMBERED_WORDS = 200_000

# A term goes over none of these, unless the term itself has it.
STOP = r"[\n.,;:!?…()\[\]|/·•]"
WORD = re.compile(rf"\w+|{STOP}")
ONE_CYRILLIC = str.maketrans("іїєґёэыўј", "ииегееиуи", "ъь'")


class WeightsBroken(CopydeskError):
    """The weights are not those that the card describes."""


class Weights(NamedTuple):
    rows: "RowNumbers"
    scores: np.ndarray  # int8, a row for each word; the last one, of zeros, for unknown words
    bias: np.ndarray  # logits of an article without words
    unit: float  # logits of one step of scores
    term_weight: float  # logits of each unit of log(1 + points) of a topic's terms
    sharpness: float  # what logits of few words are multiplied by, so that scores are calibrated


class RowNumbers(dict[str, int]):
    """Word -> its row in the table, else that of its longest known beginning, else the last."""

    def __init__(self, words: Sequence[str]):
        super().__init__(zip(words, range(len(words)), strict=True))
        self.size = self.unknown = len(words)

    def __missing__(self, word: str) -> int:
        if len(self) > self.size + REMEMBERED_WORDS:
            for seen in list(self)[self.size :]:
                del self[seen]
        self[word] = row = self.find_beginning(word)
        return row

    def find_beginning(self, word: str) -> int:
        stem = unify(word)
        for length in range(min(len(stem), LONGEST), SHORTEST - 1, -1):
            if (row := self.get(f"{stem[:length]}*")) is not None:
                return row
        return self.unknown


def unify(word: str) -> str:
    """A word as related languages share it.

    >>> unify("демократія") == unify("демократия")
    True
    """
    if word.isascii():
        return word
    return drop_accents(word.translate(ONE_CYRILLIC))


def split_unspaced(words: list[str]) -> list[str]:
    """The words of a text; of those without spaces between them every pair of letters.

    >>> split_unspaced(["war", "気候変"])
    ['war', '気候', '候変']
    """
    parts = []
    for word in words:
        if len(word) > 2 and has_unspaced(word):
            parts += [word[at : at + 2] for at in range(len(word) - 1)]
        else:
            parts.append(word)
    return parts


def find_rows(words: list[str], weights: Weights) -> np.ndarray:
    """The rows of words in the table."""
    return np.array([*map(weights.rows.__getitem__, words)], dtype=np.int64)


def count_known(rows: list[np.ndarray], weights: Weights) -> np.ndarray:
    """How many of each article's words the table has, or a beginning of them."""
    return np.array([np.count_nonzero(found != weights.rows.unknown) for found in rows], int)


def score_rows(rows: list[np.ndarray], weights: Weights) -> np.ndarray:
    """The logits of the top topics for each article.

    Whole numbers are added, so their order does not matter.
    """
    sums = np.array([weights.scores[found].sum(axis=0, dtype=np.int32) for found in rows])
    unit = weights.unit / np.maximum(count_known(rows, weights), 1) ** LENGTH_POWER
    return weights.bias + sums.reshape(-1, len(TOP_TOPIC_IDS)) * unit[:, None]


def find_sharpness(known_counts: np.ndarray, sharpness: float) -> np.ndarray:
    """What the logits of texts with so many known words are multiplied by, a column."""
    lengths = np.maximum(known_counts, FEWEST_WORDS) / FEWEST_WORDS
    return (sharpness * lengths**-SHARPNESS_POWER)[:, None]


def find_telling_words(
    words: list[str], rows: np.ndarray, topic_no: int, limit: int, weights: Weights
) -> list[str]:
    """The words that speak most for a topic, each once, the strongest first; none that say nothing
    to people: "the", "where".
    """
    scores = weights.scores[rows, topic_no]
    strongest = np.argsort(-scores.astype(np.int16), kind="stable")[: 4 * limit].tolist()
    telling = (words[at] for at in strongest if scores[at] > 0)
    return list(dict.fromkeys(word for word in telling if word not in read_empty_words()))[:limit]


@lru_cache
def read_empty_words() -> frozenset[str]:
    """The commonest words of each language, folded."""
    return frozenset(map(fold_words, read_seed("common_words").filter(weight=0)["word"]))


@lru_cache
def load_weights() -> Weights:
    """The table of flows/describe/topics/weights, checked against its card."""
    card = json.loads(CARD.read_text(encoding="utf-8"))
    content = (FOLDER / WEIGHTS).read_bytes()
    if hashlib.sha256(content).hexdigest() != card["sha256"]:
        raise WeightsBroken(
            f"flows/describe/topics/weights/{WEIGHTS} is damaged; "
            "restore it, or run make train-topics"
        )
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        words = arrays["words"].tobytes().decode().split("\n")
        scores = np.vstack([arrays["scores"], np.zeros((1, len(TOP_TOPIC_IDS)), np.int8)])
        bias = arrays["bias"].astype(np.float64)
    return Weights(
        RowNumbers(words),
        scores,
        bias,
        card["unit"],
        card["calibration"]["term_weight"],
        card["calibration"]["sharpness"],
    )
