"""How well topics are found in texts that the table never saw: make eval-topics.

Four folds; headlines are parted at random, SIB's sentences with their translations, our own
sentences with theirs, pages with all their lines by publisher. A fold's teacher, table and list of
words come from the others. Terms are not refitted: English ones were chosen on some headlines and
pages, which flatters them there.

Prints accuracies and the sweep of what is assigned; writes topics_confusion.csv and
topics_calibration.svg beside itself. A page counts as right if its first topic is one that a reader
of ours accepted (train/topic_labels.csv), and as "first" if it is the reader's first.
"""

import csv
import os
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from flows.describe.topics import ASSIGNED_FROM, model, vocabulary
from flows.seeds.topics import TOP_TOPIC_IDS
from flows.text import fold_words
from train.topic_encoder import encode, encode_examples, find_words, gather_words
from train.topic_table import soften, train_table
from train.topic_texts import Examples, choose_fold, gather_examples, read_labels

CONFUSION = Path(__file__).with_name("topics_confusion.csv")
CALIBRATION = Path(__file__).with_name("topics_calibration.svg")
FOLDS = 4
SIB_LANGUAGES = {
    "eng_Latn": "en",
    "deu_Latn": "de",
    "fra_Latn": "fr",
    "spa_Latn": "es",
    "rus_Cyrl": "ru",
    "arb_Arab": "ar",
    "ukr_Cyrl": "uk",
}
# Label sets like those of well-known news sets.
NEWS_SETS = {
    "world, sport, business, tech": (16, 11, 15, 4, 13),
    "business, arts, politics, sport, tech": (4, 1, 11, 15, 13),
}


class Question(NamedTuple):
    """A labelled text."""

    group: str
    language: str | None
    topic_nos: list[int]  # from 1, the first is the best
    text: str


class Answer(NamedTuple):
    """What a table that never saw a text thinks of it."""

    question: Question
    logits: np.ndarray
    known_count: int  # of words


class Guesses(NamedTuple):
    """Texts of one kind, what they are about and what was thought of them."""

    topic_nos: list[list[int]]
    logits: np.ndarray
    points: np.ndarray
    known: np.ndarray  # words

    def rank(self, term_weight: float, sharpness: float) -> np.ndarray:
        logits = self.logits + term_weight * np.log1p(self.points)
        return soften(model.find_sharpness(self.known, sharpness) * logits)


def main() -> None:
    reference = Path(os.environ["COPYDESK_REFERENCE"])
    guesses = cross_validate(reference)
    calibration = calibrate(guesses)
    print(f"fitted: {calibration}; shipped: {model.load_weights()[-2:]}")
    for line in report(guesses, calibration):
        print(line)
    write_confusion(guesses, calibration)
    write_plot(guesses, calibration)


# Guessing


def cross_validate(reference: Path) -> dict[str, Guesses]:
    """What each labelled text looks like to weights that never saw it, by kind of text."""
    examples = gather_examples(reference)
    words = gather_words(examples)
    vectors, word_vectors = encode_examples(examples), encode(words)
    fold_nos = np.array([choose_fold(group, FOLDS) for group in examples.group])
    fold_nos[np.isin(examples.source, ["iptc", "terms"])] = -1
    asked = list_questions(examples, reference)
    found: dict[str, list[Answer]] = {}
    for fold_no in range(FOLDS):
        seen = fold_nos != fold_no
        part = examples.take(seen)
        known = set(gather_words(part))
        kept = np.array([word in known for word in words])
        weights = train_table(
            part,
            vectors[seen],
            [word for word, is_kept in zip(words, kept, strict=True) if is_kept],
            word_vectors[kept],
        )
        for kind, questions in asked.items():
            own = [one for one in questions if choose_fold(one.group, FOLDS) == fold_no]
            rows = [model.find_rows(find_words(one.text), weights) for one in own]
            logits, known = model.score_rows(rows, weights), model.count_known(rows, weights)
            answers = [Answer(*row) for row in zip(own, logits, known, strict=True)]
            found.setdefault(kind, []).extend(answers)
    return {kind: make_guesses(answers) for kind, answers in found.items()}


def list_questions(examples: Examples, reference: Path) -> dict[str, list[Question]]:
    """The labelled texts, by kind."""
    questions: dict[str, list[Question]] = {}
    for source, language, group, topic_nos, text in zip(*examples, strict=True):
        if source == "sib" and language in SIB_LANGUAGES and topic_nos:
            code = SIB_LANGUAGES[language]
            question = Question(group, code, topic_nos, text)
            questions.setdefault(f"sib {code}", []).append(question)
        elif source == "own" or (source == "headlines" and group.endswith("0")):
            question = Question(group, language, topic_nos, text)
            questions.setdefault(source, []).append(question)
    return questions | list_pages(reference)


def list_pages(reference: Path) -> dict[str, list[Question]]:
    """Headline, opening and beginning of each labelled page; English ones apart."""
    labels = read_labels()
    questions: dict[str, list[Question]] = {}
    for name in ("dev", "silver"):
        pages = pl.read_parquet(reference / "pages" / f"{name}.parquet")
        if name == "silver":
            pages = pages.with_columns(publisher="page_id", gold_headline=pl.lit(""))
            pages = pages.rename({"silver_body": "gold_body"})
        for page_id, publisher, language, headline, body in pages.select(
            "page_id", "publisher", "language", "gold_headline", "gold_body"
        ).iter_rows():
            if page_id not in labels:
                continue
            whole = f"{headline or ''}\n{body or ''}"
            place = "en" if language == "en" else "other"
            texts = {"headline": headline or (body or "")[:160], "opening": whole[:600]}
            for kind, text in (texts | {"article": whole[:4000]}).items():
                question = Question(publisher, language, labels[page_id], text)
                questions.setdefault(f"page {kind} {place}", []).append(question)
    return questions


def make_guesses(answers: list[Answer]) -> Guesses:
    questions = [answer.question for answer in answers]
    return Guesses(
        [question.topic_nos for question in questions],
        np.array([answer.logits for answer in answers]),
        np.array([count_points(question.text, question.language) for question in questions]),
        np.array([answer.known_count for answer in answers]),
    )


def count_points(text: str, language: str | None) -> list[float]:
    """Points of the terms of each top topic, as flows.describe.topics counts them."""
    headline, _, body = text.partition("\n")
    lexicon = vocabulary.read_lexicon(language)

    def find_hits(part: str) -> list[vocabulary.Hit]:
        folded = fold_words(part)
        words = model.WORD.findall(folded)
        found = lexicon.find_hits(folded, words, lexicon.find_codes(words))
        return vocabulary.drop_overruled(found)

    points = vocabulary.count_points(find_hits(headline), find_hits(body), bool(body))
    evidence = vocabulary.collect_evidence(points)
    return [sum(evidence.get(topic_id, {}).values()) for topic_id in TOP_TOPIC_IDS]


def calibrate(guesses: dict[str, Guesses]) -> dict[str, float]:
    """The term_weight and sharpness of least log loss; each kind of text counts the same."""

    def loss(term_weight: float, sharpness: float) -> float:
        return float(
            np.mean(
                [
                    np.mean(np.log(np.maximum(measure_chance(guess, term_weight, sharpness), 1e-6)))
                    for guess in guesses.values()
                ]
            )
        )

    grid = [(a / 4, b / 20) for a in range(11) for b in range(8, 61)]
    term_weight, sharpness = max(grid, key=lambda point: loss(*point))
    return {"term_weight": term_weight, "sharpness": sharpness}


def measure_chance(guess: Guesses, term_weight: float, sharpness: float) -> np.ndarray:
    """The chance given to what is right."""
    chances = guess.rank(term_weight, sharpness)
    return np.array(
        [
            sum(row[topic_no - 1] for topic_no in topic_nos)
            for row, topic_nos in zip(chances, guess.topic_nos, strict=True)
        ]
    )


# Telling


def report(guesses: dict[str, Guesses], calibration: dict[str, float]) -> list[str]:
    lines = [f"{'':<24}{'texts':>7}{'right':>8}{'own':>8}{'first':>8}{'assigned':>10}{'right':>8}"]
    for kind, guess in sorted(guesses.items()):
        chances = guess.rank(**calibration)
        own = sorted({topic_nos[0] for topic_nos in guess.topic_nos})
        sure = chances.max(axis=1) >= ASSIGNED_FROM
        right = is_right(guess, chances)
        lines.append(
            f"{kind:<24}{len(right):>7}{right.mean():>8.3f}"
            f"{is_right(guess, keep_columns(chances, own)).mean():>8.3f}"
            f"{is_first(guess, chances).mean():>8.3f}{sure.mean():>10.3f}"
            f"{right[sure].mean():>8.3f}"
        )
    for name, own in NEWS_SETS.items():
        for kind in ("page headline en", "page opening en", "page opening other"):
            lines.append(f"{name}, {kind}: {measure_set(guesses[kind], calibration, own)}")
    lines.append("assigned from: share, right, of pages' openings; the same of SIB's sentences")
    for floor in (0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8):
        cells = [
            measure_assigned([guess for kind, guess in guesses.items() if start in kind], floor,
                             calibration)
            for start in ("opening", "sib")
        ]  # fmt: skip
        lines.append(f"{floor:>6}  " + "   ".join(f"{a:.3f} {b:.3f}" for a, b in cells))
    return lines


def keep_columns(chances: np.ndarray, topic_nos: list[int]) -> np.ndarray:
    kept = np.zeros_like(chances)
    columns = [topic_no - 1 for topic_no in topic_nos]
    kept[:, columns] = chances[:, columns]
    return kept


def is_right(guess: Guesses, chances: np.ndarray) -> np.ndarray:
    best = chances.argmax(axis=1) + 1
    pairs = zip(best, guess.topic_nos, strict=True)
    return np.array([topic_no in topic_nos for topic_no, topic_nos in pairs])


def is_first(guess: Guesses, chances: np.ndarray) -> np.ndarray:
    best = chances.argmax(axis=1) + 1
    pairs = zip(best, guess.topic_nos, strict=True)
    return np.array([topic_no == topic_nos[0] for topic_no, topic_nos in pairs])


def measure_set(guess: Guesses, calibration: dict[str, float], own: tuple[int, ...]) -> str:
    """Accuracy on the pages of a label set, conflict and politics as one where both are in it."""
    both = {16: 11} if {11, 16} <= set(own) else {}
    chosen = [at for at, topic_nos in enumerate(guess.topic_nos) if topic_nos[0] in own]
    chances = guess.rank(**calibration)[chosen]
    gold = [both.get(guess.topic_nos[at][0], guess.topic_nos[at][0]) for at in chosen]

    def count(matrix: np.ndarray) -> float:
        best = [both.get(int(at) + 1, int(at) + 1) for at in matrix.argmax(axis=1)]
        return float(np.mean([a == b for a, b in zip(best, gold, strict=True)]))

    return (
        f"{len(gold)} texts, first of all {count(chances):.3f}, "
        f"of its own {count(keep_columns(chances, list(own))):.3f}"
    )


def measure_assigned(
    guesses: list[Guesses], floor: float, calibration: dict[str, float]
) -> tuple[float, float]:
    sure, right = [], []
    for guess in guesses:
        chances = guess.rank(**calibration)
        sure.append(chances.max(axis=1) >= floor)
        right.append(is_right(guess, chances))
    sure, right = np.concatenate(sure), np.concatenate(right)
    return sure.mean(), right[sure].mean()


def write_confusion(guesses: dict[str, Guesses], calibration: dict[str, float]) -> None:
    """Rows of pages' openings and our own sentences: what was read, what was guessed, how many."""
    pairs: Counter[tuple[str, str, str]] = Counter()
    for kind, guess in guesses.items():
        if "opening" in kind or kind == "own":
            best = guess.rank(**calibration).argmax(axis=1) + 1
            for topic_no, topic_nos in zip(best.tolist(), guess.topic_nos, strict=True):
                read = topic_no if topic_no in topic_nos else topic_nos[0]
                pairs[kind, TOP_TOPIC_IDS[read - 1], TOP_TOPIC_IDS[topic_no - 1]] += 1
    with CONFUSION.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["texts", "topic_id", "guessed_topic_id", "count"])
        writer.writerows((*pair, count) for pair, count in sorted(pairs.items()))


def write_plot(guesses: dict[str, Guesses], calibration: dict[str, float]) -> None:
    """How often the first topic is right where it is given a score: a dot per tenth."""
    groups = {"pages' openings": "opening", "pages' headlines": "page headline", "SIB-200": "sib"}
    colours = ("#1b6ca8", "#c8553d", "#588157")
    marks = []
    for number, (name, start) in enumerate(groups.items()):
        chosen = [guess for kind, guess in guesses.items() if start in kind]
        chances = np.vstack([guess.rank(**calibration) for guess in chosen])
        right = np.concatenate([is_right(guess, guess.rank(**calibration)) for guess in chosen])
        scores, colour = chances.max(axis=1), colours[number]
        dots = []
        for low in np.arange(0, 1, 0.1):
            inside = (scores >= low) & (scores < low + 0.1001)
            if inside.sum() >= 10:
                dots.append((scores[inside].mean(), right[inside].mean(), inside.sum()))
        path = " ".join(f"{50 + 400 * x:.0f},{450 - 400 * y:.0f}" for x, y, _ in dots)
        marks.append(f'<polyline points="{path}" fill="none" stroke="{colour}"/>')
        marks += [
            f'<circle cx="{50 + 400 * x:.0f}" cy="{450 - 400 * y:.0f}" r="4" fill="{colour}">'
            f"<title>{count} texts</title></circle>"
            for x, y, count in dots
        ]
        marks.append(f'<text x="60" y="{70 + 18 * number}" fill="{colour}">{name}</text>')
    for tenth in range(0, 11, 2):
        place = 40 * tenth
        marks.append(f'<text x="{42 + place}" y="468">{tenth / 10}</text>')
        marks.append(f'<text x="22" y="{455 - place}">{tenth / 10}</text>')
    body = "\n".join(marks)
    CALIBRATION.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 500" font-family="sans-serif" '
        'font-size="12">\n<rect width="480" height="500" fill="white"/>\n'
        '<path d="M50 50V450H450" fill="none" stroke="black"/>\n'
        '<path d="M50 450L450 50" stroke="#bbb" stroke-dasharray="4"/>\n'
        f"{body}\n"
        '<text x="180" y="490">score of the first topic</text>\n'
        '<text x="14" y="300" transform="rotate(-90 14 300)">share that is right</text>\n</svg>\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
