"""What letters, pairs and triples of letters languages have: langdetect's profiles as one table.

langdetect draws n-grams of a text by lot until one language is sure; here all of a text are looked
up at once. Weights are whole numbers, so that their sums are the same on every machine.
"""

import json
import math
import re
import string
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from langdetect.detector_factory import PROFILES_DIRECTORY
from langdetect.utils.ngram import NGram

from flows.text import fold_case

Codes = np.ndarray  # one number a character


class Coded(NamedTuple):
    """Texts in one row: of each character the number of its text, and its code."""

    text: np.ndarray
    codes: Codes


# Swept by `make bench-language`; bench/NOTES.md has the results.
FLOOR = 0.0001  # the share of what a profile has not
ORDER_WEIGHTS = (1, 1, 2)  # of single letters, pairs, triples
WEIGHT_UNITS = 1_024  # of a weight, in a natural logarithm
TEXTS_A_STEP = 50
BITS = 16  # of a character in a key: profiles have none beyond
SPACE = ord(" ")
ADDRESS = re.compile(r"https?://[-_.?&~;+=/#0-9A-Za-z]+|[-_.0-9A-Za-z]{1,64}@[-_.0-9A-Za-z]+")
LATIN_LETTERS = np.frombuffer(string.ascii_letters.encode(), dtype=np.uint8)
FEWEST_DOTTED = 0.25  # of the capitals I in Turkish: "İ" for each four "I"


class Profiles(NamedTuple):
    """The n-grams of some languages, and how much each speaks for which."""

    languages: tuple[str, ...]
    keys: np.ndarray  # of n-grams, sorted; one more than any at the end
    weights: np.ndarray  # n-gram x language, in WEIGHT_UNITS; 0: the language has it not
    usual: np.ndarray  # order x language: what an n-gram of the language weighs on average


class Weighed(NamedTuple):
    """How much a text speaks for each of some languages."""

    sums: list[int]  # in WEIGHT_UNITS
    usual: list[int]  # what so many n-grams of the language itself would weigh


@lru_cache
def list_languages() -> frozenset[str]:
    """The languages that langdetect knows; Chinese is zh-cn and zh-tw."""
    return frozenset(path.name for path in Path(PROFILES_DIRECTORY).iterdir() if path.is_file())


@lru_cache(maxsize=32)
def load_profiles(languages: tuple[str, ...]) -> Profiles:
    """The table of some languages."""
    found: dict[int, list[tuple[int, int]]] = {}
    usual = np.zeros((len(ORDER_WEIGHTS), len(languages)), dtype=np.int64)
    for column, language in enumerate(languages):
        path = Path(PROFILES_DIRECTORY) / language
        profile = json.loads(path.read_text(encoding="utf-8"))
        shares: list[list[float]] = [[] for _ in ORDER_WEIGHTS]
        for gram, count in profile["freq"].items():
            order = len(gram) - 1
            if order >= len(ORDER_WEIGHTS) or max(gram) >= chr(1 << BITS):
                continue
            share = count / profile["n_words"][order]
            weight = round(ORDER_WEIGHTS[order] * WEIGHT_UNITS * math.log1p(share / FLOOR))
            found.setdefault(spell_key(gram), []).append((column, weight))
            shares[order].append(share * weight)
        usual[:, column] = [round(math.fsum(of_order)) for of_order in shares]
    keys = np.array([*sorted(found), 1 << (3 * BITS)], dtype=np.int64)
    weights = np.zeros((len(keys), len(languages)), dtype=np.int32)
    for row, key in enumerate(keys[:-1].tolist()):
        for column, weight in found[key]:
            weights[row, column] = weight
    return Profiles(languages, keys, weights, usual)


def spell_key(gram: str) -> int:
    key = 0
    for character in gram:
        key = key << BITS | ord(character)
    return key


def weigh_texts(texts: list[str], profiles: Profiles, with_latin: bool = True) -> list[Weighed]:
    """How much all n-grams of each text together speak for each language.

    with_latin: False for texts of another script, whose Latin names tell nothing.

    >>> texts = ["Der Hafen bleibt geschlossen", "The harbour stays closed"]
    >>> weighed = weigh_texts(texts, load_profiles(("de", "en")))
    >>> [sums[0] > sums[1] for sums, _ in weighed]
    [True, False]
    """
    return [
        weighed
        for start in range(0, len(texts), TEXTS_A_STEP)
        for weighed in weigh_some(texts[start : start + TEXTS_A_STEP], profiles, with_latin)
    ]


def weigh_some(texts: list[str], profiles: Profiles, with_latin: bool) -> list[Weighed]:
    """weigh_texts of so few that a row of weights for each of their n-grams fits into memory."""
    orders = list_keys(encode_texts(texts, with_latin))
    sums = np.zeros((len(texts), len(profiles.languages)), dtype=np.int64)
    for text, keys in orders:
        places = np.searchsorted(profiles.keys, keys)
        is_known = profiles.keys[places] == keys
        weights, starts = profiles.weights[places[is_known]], text[is_known]
        rows = np.flatnonzero(np.diff(starts, prepend=-1))
        if len(rows):
            sums[starts[rows]] += np.add.reduceat(weights, rows, axis=0, dtype=np.int64)
    counts = np.array([np.bincount(text, minlength=len(texts)) for text, _ in orders])
    return list(map(Weighed, sums.tolist(), (counts.T @ profiles.usual).tolist()))


@lru_cache
def read_folds() -> tuple[np.ndarray, np.ndarray]:
    """Of each character what stands for it in profiles, and whether it is a capital."""
    characters = [chr(code) for code in range(1 << BITS)]
    folded = np.fromiter((ord(NGram.normalize(one)) for one in characters), dtype=np.int64)
    return folded, np.fromiter((one.isupper() for one in characters), dtype=bool)


def encode_texts(texts: list[str], with_latin: bool = True) -> Coded:
    """The characters of texts as profiles have them, a space at both ends of each and never two in
    a row.

    Profiles drop words in capitals; a text in capitals is read as if it had small letters.
    """
    folded, is_capital = read_folds()
    coded = []
    for text in texts:
        text = ADDRESS.sub(" ", unicodedata.normalize("NFC", text))
        codes = encode_characters(text)
        if 2 * is_capital[codes].sum() > (folded[codes] != SPACE).sum():
            codes = encode_characters(lower_capitals(text))
        coded.append(codes)
    text = np.repeat(np.arange(len(coded)), [len(codes) for codes in coded])
    codes = folded[np.concatenate(coded)]
    if not with_latin:
        codes = np.where(np.isin(codes, LATIN_LETTERS), SPACE, codes)
    is_repeated = (codes[1:] == SPACE) & (codes[:-1] == SPACE) & (text[1:] == text[:-1])
    kept = np.concatenate([[True], ~is_repeated])
    return Coded(text[kept], codes[kept])


def encode_characters(text: str) -> Codes:
    codes = np.frombuffer(f" {text} ".encode("utf-32-le", "replace"), dtype=np.uint32)
    return np.where(codes < 1 << BITS, codes, SPACE)


def lower_capitals(text: str) -> str:
    """A text in capitals in small letters; Turkish, where "I" is "ı", is known by its "İ".

    >>> lower_capitals("KIYIDA İKİ GEMİ")
    'kıyıda iki gemi'
    """
    if text.count("İ") > FEWEST_DOTTED * text.count("I"):
        text = text.replace("I", "ı")
    return fold_case(text)


def list_keys(coded: Coded) -> list[tuple[np.ndarray, np.ndarray]]:
    """The text and the key of the 1-grams, 2-grams and 3-grams, without those that end in a word of
    capitals.

    >>> [chr(key) for key in list_keys(encode_texts(["né"]))[0][1].tolist()]
    ['n', 'é']
    """
    text, codes = coded
    is_capital = read_folds()[1][codes]
    is_told = ~(is_capital & np.concatenate([[False], is_capital[:-1]]))
    is_letter = codes != SPACE
    pairs = codes[:-1] << BITS | codes[1:]
    triples = codes[:-2] << 2 * BITS | pairs[1:]
    chosen = (
        (codes, is_letter & is_told),
        (pairs, is_told[1:] & (text[1:] == text[:-1])),
        (triples, is_letter[1:-1] & is_told[2:] & (text[2:] == text[:-2])),
    )
    return [(text[: len(keys)][is_own], keys[is_own]) for keys, is_own in chosen]
