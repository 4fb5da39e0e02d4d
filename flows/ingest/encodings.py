"""Which encoding bytes are in that do not say it: the one whose text is most like a language.

Every encoding of a list is tried. The letters that it gives, each with its neighbours, are weighed
by langdetect's profiles; letters that a language has not, and signs where no text has them, count
against it. ASCII is the same in all, so that only words with other letters are looked at.
"""

import re
import unicodedata
from codecs import getincrementaldecoder
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from flows.profiles import (
    BITS,
    WEIGHT_UNITS,
    encode_texts,
    list_keys,
    list_languages,
    load_profiles,
    read_folds,
)
from flows.seeds import read_seed
from flows.text import fold_letters

# The more usual first: where several give the same text, it is the one that is named.
WIDE = {
    "gb18030": "zh-cn",
    "big5": "zh-tw",
    "big5hkscs": "zh-tw",
    "cp932": "ja",
    "euc_jp": "ja",
    "euc_kr": "ko",
    "cp949": "ko",
}
WINDOWS = ("cp1252", "cp1251", "cp1250", "cp1254", "cp1253", "cp1256", "cp1255", "cp1257")
WINDOWS += ("cp1258", "cp874")
COMMON = (
    "iso8859_15",
    "iso8859_2",
    "iso8859_5",
    "iso8859_7",
    "iso8859_9",
    "iso8859_6",
    "iso8859_8",
)
COMMON += ("koi8_r", "koi8_u", "mac_roman", "cp850", "cp852", "cp866")
RARE = ("iso8859_3", "iso8859_4", "iso8859_10", "iso8859_13", "iso8859_14", "iso8859_16")
RARE += ("mac_latin2", "mac_cyrillic", "mac_greek", "mac_turkish", "mac_iceland", "cp1125", "cp437")
RARE += ("cp737", "cp855", "cp857", "cp775", "cp860", "cp861", "cp862", "cp863", "cp865", "cp869")
# Of the signs of Chinese, Japanese and Korean; by chance other bytes give rare ones.
# Text with few of the most usual signs has .5 to .7 of them, single bytes read so under .1.
LEAST_USUAL_SHARE = 0.45
BYTES_WEIGHED = 6_000
PLAIN_WORDS = 25
# In natural logarithms, as the weights of profiles: what speaks for and against a text. A letter
# of a profile, with its neighbours, weighs about 12.
# Files of Windows are by far the most.
PRIORS = dict.fromkeys(WINDOWS, 16) | dict.fromkeys(COMMON, 6) | dict.fromkeys(RARE, 0)
PRIORS["cp1252"] = 20
GOOD_SIGN, BAD_SIGN, FOREIGN_LETTER, OWN_LETTER = 6, 8, 12, 28
LAST_LATIN, LAST_LATIN_MARK = 0x24F, 0x36F
LEAST_LEAD = 6  # with less, another encoding is nearly as good

WORD = re.compile(rb"[^\s\x80-\xff]*[\x80-\xff]\S*")
FAR_LETTER = re.compile(r"[^\W\d_a-zA-Z]")
LONE_LETTER = re.compile(r"(?<![a-zA-Z])[^\W\d_a-zA-Z](?![a-zA-Z])")
PLAIN_WORD = re.compile(rb"(?<!\S)[a-zA-Z]+(?!\S)")
OPENING, CLOSING = "“„«‹‘‚¿¡", "”“»›’‘"
DASHES, MONEY, BULLETS = "–—", "€£¥", "•·►■▪●"
PAIRS, PER_THOUSAND_AND_NOTES = "“”„«»‘’", "‰‱†‡"


class Guess(NamedTuple):
    """An encoding, and another that gives other letters and nearly as good a text."""

    encoding: str
    other: str | None


class Letters(NamedTuple):
    """What letters languages have, a column a language."""

    names: tuple[str, ...]  # first those with a profile
    own: dict[str, np.ndarray]  # small letter -> whether each language has it


def guess_encoding(content: bytes) -> Guess | None:
    """The encoding whose text is most like a language; None if none can decode the bytes.

    >>> guess_encoding("Paşa'nın ördeği gölde".encode("cp1254"))
    Guess(encoding='cp1254', other=None)
    """
    sample = cut_sample(content)
    wide = [
        (measure_usual(text, language), encoding)
        for encoding, language in WIDE.items()
        if (text := decode_sample(sample, encoding)) and can_decode(content, encoding)
    ]
    share, encoding = max(wide, key=lambda one: one[0], default=(0, ""))
    if share >= LEAST_USUAL_SHARE:
        return Guess(encoding, None)
    weights: dict[str, int] = {}  # text of the sample -> its weight
    firsts: dict[str, str] = {}  # text -> the first encoding that gives it
    for encoding, prior in PRIORS.items():
        text = decode_sample(sample, encoding)
        if text is not None and text not in firsts:
            firsts[text], weights[text] = encoding, weigh_sample(text) + prior * WEIGHT_UNITS
    found: list[str] = []
    for text in sorted(weights, key=lambda text: -weights[text]):
        if len(found) < 2 and can_decode(content, firsts[text]):
            found.append(text)
    if not found:
        return None
    best, *others = found
    is_close = others and weights[best] - weights[others[0]] < LEAST_LEAD * WEIGHT_UNITS
    return Guess(firsts[best], firsts[others[0]] if is_close else None)


def measure_usual(text: str, language: str) -> float:
    """The share of letters beyond ASCII that are usual in Chinese, Japanese or Korean."""
    letters = FAR_LETTER.findall(text)
    lone = LONE_LETTER.findall(text)  # other bytes give signs within words of ASCII
    if language == "ko":
        usual = sum(map(is_usual_hangul, lone))
    else:
        known = read_letters()
        column = known.names.index(language)
        usual = sum(
            (language == "ja" and "\u3041" <= letter <= "\u30fe")
            or has_letter(known, letter, column)
            for letter in lone
        )
    return usual / len(letters) if letters else 0


def has_letter(letters: Letters, letter: str, column: int) -> bool:
    owners = letters.own.get(chr(read_folds()[0][ord(letter)]) if ord(letter) < 1 << BITS else "")
    return owners is not None and bool(owners[column])


def cut_sample(content: bytes) -> bytes:
    """The words with bytes beyond ASCII, so many bytes of them, and behind them a few others, which
    say what language it is.
    """
    words: list[bytes] = []
    byte_count = 0
    for word in WORD.finditer(content):
        words.append(word[0][: BYTES_WEIGHED - byte_count])
        byte_count += len(words[-1]) + 1
        if byte_count >= BYTES_WEIGHED:
            break
    plain = PLAIN_WORD.findall(content[: 4 * BYTES_WEIGHED])
    middle = max(0, len(plain) - PLAIN_WORDS) // 2
    return b" ".join([*plain[middle : middle + PLAIN_WORDS], *words])


def decode_sample(sample: bytes, encoding: str) -> str | None:
    try:
        return getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return None


def can_decode(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def weigh_sample(text: str) -> int:
    """How much a text is like the language that it is most like, in WEIGHT_UNITS."""
    letters = read_letters()
    profiles = load_profiles(letters.names[: len(list_languages())])
    keys = np.concatenate([keys for _, keys in list_keys(encode_texts([text]))])
    places = np.searchsorted(profiles.keys, keys)
    is_known = profiles.keys[places] == keys
    is_ascii = (keys & ASCII_ONLY) == 0
    rows = profiles.weights
    plain = rows[places[is_known & is_ascii]].sum(axis=0, dtype=np.int64)
    special = rows[places[is_known & ~is_ascii]].sum(axis=0, dtype=np.int64)
    sums = np.full(len(letters.names), plain.max(), dtype=np.int64)
    sums[: len(plain)] = plain + special
    counts = Counter(one for one in fold_letters(text) if not one.isascii() and one.isalpha())
    none = np.zeros(len(letters.names), dtype=bool)
    is_profiled = np.arange(len(letters.names)) < len(plain)
    for letter, count in counts.items():
        has = find_owners(letter, letters, none)
        sums -= np.where(has, 0, count * FOREIGN_LETTER * WEIGHT_UNITS)
        if ord(letter) <= LAST_LATIN:  # Icelandic has no pairs and triples to be known by
            sums += np.where(has & ~is_profiled, count * OWN_LETTER * WEIGHT_UNITS, 0)
    return int(sums.max()) + weigh_signs(text) * WEIGHT_UNITS


ASCII_ONLY = sum(~0x7F & ((1 << BITS) - 1) << shift for shift in (0, BITS, 2 * BITS))


def find_owners(letter: str, letters: Letters, none: np.ndarray) -> np.ndarray:
    """Which languages have a letter; profiles do not tell the syllables of Hangul apart."""
    if "\uac00" <= letter <= "\ud7a3":
        letter = "\uac00" if is_usual_hangul(letter) else ""
    elif "\u3041" <= letter <= "\u30ff" or "\u1ea0" <= letter <= "\u1ef9":
        letter = chr(read_folds()[0][ord(letter)])
    return letters.own.get(letter, none)


def is_usual_hangul(letter: str) -> bool:
    """Whether a letter is one of the 2,350 syllables that the Korean standard lists."""
    try:
        return "\uac00" <= letter <= "\ud7a3" and len(letter.encode("euc_kr")) == 2
    except UnicodeEncodeError:
        return False


@lru_cache
def read_letters() -> Letters:
    """The letters of each language: of its alphabet, else those in its profile."""
    profiled = tuple(sorted(list_languages()))
    alphabets: dict[str, set[str]] = {}
    for language, letters in (
        read_seed("language_scripts").select("language", "letters").iter_rows()
    ):
        if letters:
            alphabets.setdefault(language, set()).update(letters)
    names = (*profiled, *sorted(alphabets.keys() - set(profiled)))
    profiles = load_profiles(profiled)
    own: dict[str, np.ndarray] = {}
    for column, name in enumerate(names):
        found = alphabets.get(name)
        if found is None:
            keys = profiles.keys[:-1][profiles.weights[:-1, column] > 0]
            found = {chr(key).lower() for key in keys.tolist() if key < 1 << BITS}
        for letter in found:
            own.setdefault(letter, np.zeros(len(names), dtype=bool))[column] = True
    return Letters(names, own)


def weigh_signs(text: str) -> int:
    """How many signs stand where text has them, less those that do not: "caf‡", "despuÈs"."""
    weight = 0
    padded = f" {text} "
    for at, sign in enumerate(padded):
        if sign.isascii():
            continue
        before, after = padded[at - 1], padded[at + 1]
        if sign.isalpha():
            is_mixed = ord(sign) > LAST_LATIN and any(
                near.isalpha() and near.isascii() for near in (before, after)
            )
            weight -= BAD_SIGN * (2 * is_mixed + (sign.isupper() and before.islower()))
        elif unicodedata.category(sign)[0] == "M":  # of Latin letters, or of other scripts
            weight -= 2 * BAD_SIGN * (ord(sign) > LAST_LATIN_MARK and before.isascii())
        else:
            is_unpaired = sign == "“" and before.isalpha() and "„" not in text  # „so“
            weight += -BAD_SIGN if is_unpaired else weigh_sign(sign, before, after)
    return weight


def weigh_sign(sign: str, before: str, after: str) -> int:
    if LAST_LATIN < ord(sign) < 0x2000 and before.isascii() and before.isalpha():
        return -BAD_SIGN
    if unicodedata.category(sign) == "Cf":
        return (
            -BAD_SIGN if any(near.isascii() and near.isalpha() for near in (before, after)) else 0
        )
    if sign == "¤":  # what ISO 8859-15 has a euro for
        return -2 * BAD_SIGN
    if before.isalpha() and after.isalpha() and sign in "’·–—":
        return GOOD_SIGN // 3 if sign in "’·" else 0
    return GOOD_SIGN if is_in_place(sign, before, after) else -BAD_SIGN


def is_in_place(sign: str, before: str, after: str) -> bool:
    """Whether a sign stands between characters as it does in text."""
    if sign == "’":
        return before.isalnum()
    if sign in OPENING and is_edge(before) and not is_edge(after):
        return True
    if sign in CLOSING and is_edge(after) and not before.isspace():
        return True
    if sign in PAIRS or sign in "\xa0\u202f":
        return sign not in "“”" or before.isspace() or after.isspace()
    if sign in DASHES:
        return before.isspace() == after.isspace() or after.isalpha()
    if sign in MONEY:
        is_alone = not before.isalpha() and after in " \xa0"
        return before.isdigit() or after.isdigit() or before in " \xa0" or is_alone
    if sign == "…":
        return not before.isspace() or not after.isspace()
    if sign in "°º²³½¼¾ª№§":
        return before.isdigit() or after.isdigit()
    if sign in PER_THOUSAND_AND_NOTES:
        return before.isdigit() or (sign != "‰" and before.isalpha() and after.isspace())
    if sign in "®™©" or sign in BULLETS:
        return after.isspace()
    # Stops, commas and brackets of scripts beyond Latin: 。、「」،؟
    return unicodedata.category(sign) in ("Po", "Ps", "Pe", "Nd") and ord(sign) > 0x2FF


def is_edge(neighbour: str) -> bool:
    """Whether a quotation may begin behind it, or end before it."""
    return not neighbour.isalnum()
