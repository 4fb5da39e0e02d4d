"""The table that says of words what they speak for, and the teacher that it learns from."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from flows.describe.topics import model
from flows.seeds.topics import TOP_TOPIC_IDS
from flows.text import has_unspaced
from train.topic_encoder import find_words
from train.topic_texts import TAUGHT, Examples

COUNT = len(TOP_TOPIC_IDS)
# What the sources weigh, each spread evenly over its topics.
LABELLED = {"headlines": 1.0, "sib": 0.5, "iptc": 0.5, "terms": 0.5, "own": 2.0, "pages": 0.5}
UNLABELLED = {"lines": 4.0, "runs": 8.0, "words": 2.0}
HEADLINE_TRUST = 0.3  # of a headline's label; the rest is the teacher's opinion
SHARPENED = 1.5  # the teacher's logits, before the student hears them
TEACHER_PENALTY, MEANING_PENALTY, WORD_PENALTY = 4e-4, 1e-4, 5e-5
# What news is seldom about must show it. By 0 / .2 / .4 / .7: English headlines of pages right
# .804 / .814 / .830 / .799, our own sentences .847 / .840 / .831 / .812.
SELDOM, SELDOM_TOPICS = 0.3, [3, 5, 6, 8, 9, 10, 12, 14, 17]
BEGINNING_WORDS = 3  # a beginning stands for unknown words if it is of so many known ones


class Teacher(NamedTuple):
    slopes: np.ndarray
    bias: np.ndarray

    def opine(self, vectors: np.ndarray) -> np.ndarray:
        return soften(SHARPENED * (vectors @ self.slopes + self.bias))


def train_table(
    examples: Examples, vectors: np.ndarray, words: list[str], word_vectors: np.ndarray
) -> model.Weights:
    """The table that says of words what labels and teacher say of texts."""
    teacher = train_teacher(examples, vectors)
    labels = make_labels(examples, teacher.opine(vectors))
    importance = weigh_examples(examples)
    counts = count_words(examples.texts, words)
    used = importance > 0
    share = UNLABELLED["words"] * COUNT / len(words)
    texts_and_words: Any = sparse.vstack([counts[used], sparse.identity(len(words), format="csr")])
    table, bias = fit_table(
        texts_and_words.tocsr(),
        np.vstack([labels[used], teacher.opine(word_vectors)]),
        np.concatenate([importance[used], np.full(len(words), share)]),
        word_vectors - word_vectors.mean(axis=0),
        match_beginnings(words),
    )
    return pack_weights(words, table, bias)


def train_teacher(examples: Examples, vectors: np.ndarray) -> Teacher:
    importance = weigh_examples(examples)
    for source in UNLABELLED:
        importance[examples.source == source] = 0
    is_foreign = [
        source == "sib" and language[:3] not in TAUGHT
        for source, language in zip(examples.source, examples.language, strict=True)
    ]
    importance[is_foreign] = 0
    used = importance > 0
    labels = make_labels(examples, None)[used]
    design, weight = vectors[used], importance[used] / importance[used].sum()

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        slopes, bias = unflatten(flat, design.shape[1])
        value, error = measure_loss(design @ slopes + bias, labels, weight)
        value += 0.5 * TEACHER_PENALTY * float((slopes**2).sum())
        gradient = design.T @ error + TEACHER_PENALTY * slopes
        return value, np.vstack([gradient, error.sum(axis=0)]).ravel().astype(np.float64)

    return Teacher(*unflatten(descend(loss, (design.shape[1] + 1) * COUNT, 80), design.shape[1]))


def unflatten(flat: np.ndarray, rows: int) -> tuple[np.ndarray, np.ndarray]:
    matrix = flat.reshape(rows + 1, COUNT).astype(np.float32)
    return matrix[:rows], matrix[rows]


def descend(
    loss: Callable[[np.ndarray], tuple[float, np.ndarray]], size: int, steps: int
) -> np.ndarray:
    """Where the loss is least; loss gives its value and its slope."""
    options = {"maxiter": steps, "maxcor": 8}
    return minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options=options).x


def soften(logits: np.ndarray) -> np.ndarray:
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)


def measure_loss(
    logits: np.ndarray, labels: np.ndarray, weight: np.ndarray
) -> tuple[float, np.ndarray]:
    """Weighted cross entropy and its slope in the logits."""
    chances = soften(logits)
    lost = (labels * np.log(np.maximum(chances, 1e-9))).sum(axis=1)
    return -float((weight * lost).sum()), ((chances - labels) * weight[:, None]).astype(np.float32)


def make_labels(examples: Examples, opinions: np.ndarray | None) -> np.ndarray:
    """A row of chances for each text: its label's (the first counts twice) or the teacher's."""
    labels = np.zeros((len(examples.texts), COUNT), np.float32)
    for at, topic_nos in enumerate(examples.topic_nos):
        for topic_no in (*topic_nos[:1], *topic_nos):
            labels[at, topic_no - 1] += 1 / (len(topic_nos) + 1)
    if opinions is not None:
        trust = np.array([bool(topic_nos) for topic_nos in examples.topic_nos], np.float32)
        trust[examples.source == "headlines"] = HEADLINE_TRUST
        labels = trust[:, None] * labels + (1 - trust[:, None]) * opinions
    return labels


def weigh_examples(examples: Examples) -> np.ndarray:
    """What each text weighs; texts without a label weigh in the unlabelled sources only."""
    importance = np.zeros(len(examples.texts))
    first = np.array([topic_nos[0] if topic_nos else 0 for topic_nos in examples.topic_nos])
    for source, share in LABELLED.items():
        chosen = (examples.source == source) & (first > 0)
        counts = np.bincount(first[chosen], minlength=COUNT + 1)
        importance[chosen] = share / counts[first[chosen]]
    for source in ("lines", "runs"):
        chosen = examples.source == source
        importance[chosen] = UNLABELLED[source] * COUNT / max(chosen.sum(), 1)
    return importance


def count_words(texts: list[str], words: list[str]) -> sparse.csr_matrix:
    """Texts by words: how loud each is, see model.LENGTH_POWER."""
    number = {word: at for at, word in enumerate(words)}
    columns, starts, values = [], [0], []
    for text in texts:
        known = [number[word] for word in find_words(text) if word in number]
        columns += known
        values += [max(len(known), 1) ** -model.LENGTH_POWER] * len(known)
        starts.append(len(columns))
    shape = (len(texts), len(words))
    return sparse.csr_matrix((np.array(values, np.float32), columns, starts), shape=shape)


def match_beginnings(words: list[str]) -> sparse.csr_matrix:
    """Words by the beginnings of 4 to 7 letters, and the whole word, that two of them share."""
    numbers: dict[str, int] = {}
    columns, starts = [], [0]
    for word in words:
        if not has_unspaced(word):
            stem = model.unify(word)
            lengths = [length for length in (4, 5, 6, 7) if length < len(stem)]
            for beginning in (*(f"{stem[:length]}*" for length in lengths), stem):
                columns.append(numbers.setdefault(beginning, len(numbers)))
        starts.append(len(columns))
    values = np.ones(len(columns), np.float32)
    matrix: Any = sparse.csr_matrix((values, columns, starts), shape=(len(words), len(numbers)))
    return matrix[:, np.asarray((matrix > 0).sum(axis=0)).ravel() >= 2].tocsr()


def fit_table(
    counts: Any,  # a sparse matrix: SciPy's types know no shapes
    labels: np.ndarray,
    importance: np.ndarray,
    meanings: np.ndarray,
    beginnings: Any,
) -> tuple[np.ndarray, np.ndarray]:
    """Logits of each word and of an article without words.

    counts: texts by words; labels and importance: of each text; meanings: the vector of each word;
    beginnings: words by the beginnings that they share.
    """
    weight = (importance / importance.sum()).astype(np.float32)
    sizes = [meanings.shape[1], counts.shape[1], beginnings.shape[1], 1]
    cuts = np.cumsum(sizes)[:-1]
    transposed, beginnings_transposed = counts.T.tocsr(), beginnings.T.tocsr()

    def unfold(flat: np.ndarray) -> list[np.ndarray]:
        return np.split(flat.reshape(-1, COUNT).astype(np.float32), cuts)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        by_meaning, by_word, by_beginning, bias = unfold(flat)
        table = meanings @ by_meaning + by_word + beginnings @ by_beginning
        value, error = measure_loss(counts @ table + bias, labels, weight)
        pull = transposed @ error
        gradients = [
            meanings.T @ pull + MEANING_PENALTY * by_meaning,
            pull + WORD_PENALTY * by_word,
            beginnings_transposed @ pull + WORD_PENALTY * by_beginning,
            error.sum(axis=0, keepdims=True),
        ]
        value += 0.5 * MEANING_PENALTY * float((by_meaning**2).sum())
        value += 0.5 * WORD_PENALTY * float((by_word**2).sum() + (by_beginning**2).sum())
        return value, np.vstack(gradients).ravel().astype(np.float64)

    by_meaning, by_word, by_beginning, bias = unfold(descend(loss, sum(sizes) * COUNT, 60))
    return meanings @ by_meaning + by_word + beginnings @ by_beginning, bias[0]


def pack_weights(words: list[str], table: np.ndarray, bias: np.ndarray) -> model.Weights:
    """The table in steps of a unit, with rows for the beginnings of unknown words."""
    members: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        if not has_unspaced(word):
            stem = model.unify(word)
            for length in range(model.SHORTEST, min(len(stem), model.LONGEST) + 1):
                members.setdefault(f"{stem[:length]}*", []).append(at)
    members = {key: found for key, found in members.items() if len(found) >= BEGINNING_WORDS}
    keys = sorted(members)
    beginnings = np.array([table[members[key]].mean(axis=0) for key in keys])
    whole = np.vstack([table, beginnings, np.zeros((1, COUNT))])
    unit = float(np.percentile(np.abs(table), 99.95)) / 127
    scores = np.clip(np.round(whole / unit), -127, 127).astype(np.int8)
    rows = model.RowNumbers([*words, *keys])
    bias = np.round(bias.astype(np.float64), 4)
    bias[[topic_no - 1 for topic_no in SELDOM_TOPICS]] -= SELDOM
    return model.Weights(rows, scores, bias, unit, 1.0, 1.0)
