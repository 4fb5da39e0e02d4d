"""One spelling of each idea about text: folds, scripts, character classes, words, sentence ends.

Two engines read the classes: Python's `re` and the one of Polars, which is Rust's regex crate. A
class is a string that means the same in both, unless its comment names one of them. Where two
spellings of one idea stand side by side, a comment says what differs and why both are needed.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import polars as pl

# White space


# As Unicode and Polars have it.
WHITE_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Python counts these separators of old files as white space too: str.split, str.isspace and \s.
SEPARATORS = "\x1c-\x1f"
SPACES = WHITE_SPACE + SEPARATORS  # core.white_space() in sql/core.sql
RUN_OF_SPACE = rf"[{SPACES}]{{2,}}|[{SPACES}--\x20]"  # Rust; not a single plain space
# re; for \s* at the start of a pattern, which in a search would run over a long run of white space
# again from each of its characters.
SPACE_BEFORE = r"(?:(?<!\s)\s+)?"
# The same one by one, for str.strip_chars: what Python's str.strip takes away.
EVERY_SPACE = "".join(filter(str.isspace, map(chr, range(0x3001))))


# Lines whose reading is remembered where several rules ask for one: those of some hundred pages.
LINES_KEPT = 10_000


# Folds


QUOTES = dict.fromkeys("‘’‚‛`′ʼ", "'") | dict.fromkeys("“”„‟«»〝〞", '"')
DASHES = dict.fromkeys("‐‒–—―−", "-")
# Marks that are written in several ways, and the one way of each. All are looked up in text after
# NFKC, which has already turned "´" into a space with an accent and "－" into "-".
MARKS = QUOTES | DASHES
MARK = re.compile(f"[{''.join(MARKS)}]")
# Letters whose capitals do not tell them apart, and the one way of each: Turkish prints "İLGİLİ"
# and "AYRICA", Greek capitals have no accents, and "ß" is "SS" among capitals. The second dot of
# "i" is what lower case leaves of "İ".
LETTERS = {"i\u0307": "i", "ı": "i", "ß": "ss", "ς": "σ"} | dict(
    zip("άέήίόύώϊϋΐΰ", "αεηιουωιυιυ", strict=True)
)
ONE_WAY = MARKS | LETTERS
MANY_WAYS = re.compile("|".join(ONE_WAY))


def unify_marks(text: pl.Expr) -> pl.Expr:
    """Text in NFKC with one kind of quote and dash; capitals stay, as they mark names."""
    return text.str.normalize("NFKC").str.replace_many(MARKS)


def fold(text: pl.Expr) -> pl.Expr:
    """Text as seeds are compared with it: NFKC, lower case, one kind of quote, dash and space, and
    one way of letters that capitals do not tell apart.
    """
    return (
        text.str.normalize("NFKC")
        .str.to_lowercase()
        .str.replace_many(ONE_WAY)
        .str.replace_all(RUN_OF_SPACE, " ")
        .str.strip_chars(" ")
    )


@lru_cache(maxsize=100_000)
def fold_text(text: str) -> str:
    """`fold` for one string: fold_text("Étude – «A»") == 'étude - "a"'."""
    if text.isascii():  # half of all text, and NFKC leaves it as it is
        return fold_space(text.lower().replace("`", "'"))
    text = unicodedata.normalize("NFKC", text).lower()
    # In long text str.translate takes three times as long.
    return fold_space(MANY_WAYS.sub(lambda found: ONE_WAY[found[0]], text))


def fold_identity(text: str) -> str:
    """Text as two printings of one article are compared: as seeds, but with "ı" and the accents of
    Greek, and without white space beside signs of scripts that have none between words, as it only
    says where lines ended.

    Ids of articles are made from it, so any change here gives articles other ids.
    """
    if text.isascii():
        return fold_space(text.lower().replace("`", "'"))
    text = SPACE_BESIDE_UNSPACED.sub("", text) if has_unspaced(text) else text
    text = unicodedata.normalize("NFKC", text).casefold()
    return fold_space(MARK.sub(lambda mark: MARKS[mark[0]], text))


def fold_space(text: str) -> str:
    return " ".join(text.split())


def fold_words(text: str) -> str:
    """Text as terms of topics are compared with it: fold_words("ＷAR, Straße") == "war, strasse".

    Marks and line ends stay, as they separate terms. The weights of topics were trained on it.
    """
    if text.isascii():
        return text.lower()
    text = text.replace("ʼ", "'")  # the Ukrainian apostrophe counts as a letter
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def fold_case(text: str) -> str:
    """Text in lower case, with as many characters as before: "HAZİRAN" -> "haziran".

    Words of dates are compared with it. str.lower would make two characters of "İ".
    """
    return text.replace("İ", "i").lower()


def fold_digits(text: str) -> str:
    """Text with the digits of every script as ours: fold_digits("১৭:৪০") == "17:40".

    It has as many characters as before.
    """
    return text if text.isascii() else DIGIT.sub(lambda digit: str(int(digit[0])), text)


def fold_letters(text: str) -> str:
    """Text in lower case and NFC, as alphabets list their letters: "й" is one character."""
    return unicodedata.normalize("NFC", text.lower())


def drop_accents(word: str) -> str:
    """A word without accents: drop_accents("élysée") == "elysee".

    It is in NFD, without all characters that have a combining class; the signs of Indic vowels
    have none and stay. The weights of topics were trained on it.
    """
    letters = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def drop_marks(word: pl.Expr) -> pl.Expr:
    """Words without accents and vowel signs: in NFKD, without all of \\p{M}.

    The frequencies of terms were counted on it.
    """
    return word.str.normalize("NFKD").str.replace_all(r"\p{M}", "")


DIGIT = re.compile(r"(?![0-9])\d")

EDGES = " \t\"'()[]{}:;.,…!?|<>-_*•·▶►→›‹#/\\"


def strip_edges(text: pl.Expr) -> pl.Expr:
    """Without the punctuation around it: "» Read more: " becomes "Read more"."""
    return text.str.strip_chars(EDGES)


# Scripts


class Script(NamedTuple):
    """A script, and how its words and characters count."""

    name: str  # of Unicode's property: \p{Thai} in Polars and DuckDB
    blocks: str = ""  # of its letters, for a class in brackets; empty where no class needs them
    is_spaced: bool = True  # spaces stand between its words
    is_wide: bool = False  # of East Asia: a letter is as wide as two Latin letters, and says more


# Where two have the same number of letters in a text, the first here is the script of the text.
SCRIPTS = (
    *map(Script, ("Latin", "Cyrillic", "Arabic", "Devanagari", "Bengali", "Greek", "Gujarati")),
    Script("Hebrew"),
    Script("Han", r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff", is_spaced=False, is_wide=True),
    Script("Hiragana", r"\u3040-\u309f", is_spaced=False, is_wide=True),
    Script("Katakana", r"\u30a0-\u30ff", is_spaced=False, is_wide=True),
    Script("Kannada"),
    Script("Hangul", r"\uac00-\ud7af", is_wide=True),
    *map(Script, ("Malayalam", "Gurmukhi", "Tamil", "Telugu")),
    Script("Thai", r"\u0e00-\u0e7f", is_spaced=False),
    *map(Script, ("Georgian", "Armenian", "Ethiopic")),
    Script("Khmer", r"\u1780-\u17ff", is_spaced=False),
    Script("Lao", r"\u0e80-\u0eff", is_spaced=False),
    Script("Myanmar", r"\u1000-\u109f", is_spaced=False),
    *map(Script, ("Sinhala", "Tibetan")),
)


def join_blocks(scripts: Iterable[Script]) -> str:
    """A class of the letters of scripts, by their blocks: re and Rust."""
    return f"[{''.join(script.blocks for script in scripts)}]"


def join_properties(scripts: Iterable[Script]) -> str:
    """A class of the letters of scripts, by Unicode's property: Rust and DuckDB."""
    names = "".join(rf"\p{{{script.name}}}" for script in scripts)
    return f"[{names}]"


UNSPACED = join_blocks(script for script in SCRIPTS if not script.is_spaced)
EAST_ASIAN = join_blocks(script for script in SCRIPTS if script.is_wide)
# With the punctuation of East Asia and its wide forms of Latin letters.
EAST_ASIAN_SIGN = r"[\u2e80-\ud7ff\uf900-\uffef]"
# What counts more in the size of a line. The weights of lines were trained with Thai in it.
DENSE_SCRIPTS = [script for script in SCRIPTS if script.is_wide or script.name == "Thai"]
DENSE = join_blocks(DENSE_SCRIPTS)
# What counts as a word, or half a word, by itself. Khmer, Lao and Myanmar have no spaces either,
# but their runs have always counted as one word each, and rows depend on it.
WORD_SIGN = join_blocks(script for script in DENSE_SCRIPTS if not script.is_spaced)
# The same by property. It lacks what several scripts share, such as the "ー" of Katakana; rows
# depend on that as well.
WORD_SIGN_PROPERTY = join_properties(script for script in DENSE_SCRIPTS if not script.is_spaced)

UNSPACED_SIGN = re.compile(UNSPACED)
WIDE_SIGN = re.compile(EAST_ASIAN)
WIDE_SIGN_OR_MARK = re.compile(EAST_ASIAN_SIGN)
# White space beside them, or beside the punctuation of East Asia, with quotes between or none.
WITHOUT_SPACE = rf"{UNSPACED[:-1]}\u3001-\u303f\uff01-\uff65]"
SPACE_BESIDE_UNSPACED = re.compile(
    rf"(?<={WITHOUT_SPACE})\s+|(?<!\s)\s+(?=[\"'“‘]{{0,2}}{WITHOUT_SPACE})"
)


def has_unspaced(text: str) -> bool:
    """Whether a text has letters of a script without spaces between words."""
    return not text.isascii() and UNSPACED_SIGN.search(text) is not None


# Letters


LETTER = r"[^\W\d_]"  # re; in Rust \p{L}
# For a class in brackets, re; in Rust \p{Lu}. Above U+2000 it has only signs and rare scripts.
CAPITALS = "".join(chr(code) for code in range(0x2000) if chr(code).isupper())
CAPITAL = f"[{CAPITALS}]"
# For a class in brackets: from Hebrew on, the scripts without capitals, or, as Georgian, without
# capitals at the start of a sentence.
UNCASED = r"\u05d0-\u1c7f"
NO_CAPITAL = rf"[^\W\d_{CAPITALS}]"  # re; a small letter, or one of a script without capitals


# Letters and vowel signs of scripts that have no capitals, for a class in brackets, re. Python
# counts no sign of a vowel as \w, and Persian writes a joiner inside words.
CASELESS = (
    "\u0590-\u05f4\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff"
    "\u0900-\u0963\u0971-\u09e3\u09f0-\u0a65\u0a70-\u0ae3\u0af0-\u0b65\u0b70-\u0be5\u0bf0-\u0c65"
    "\u0c70-\u0ce5\u0cf0-\u0d65\u0d70-\u0de5\u0df0-\u0e3a\u0e40-\u0e4e\u0e80-\u0ece\u1000-\u103f"
    "\u1050-\u108f\u10d0-\u10fa\u1200-\u135f\u1780-\u17d3\u200c\u200d\ufb1d-\ufdff\ufe70-\ufefc"
)


# Words


# Rust; of folded text: articles and quotations are compared in these. core.word_count in
# sql/core.sql counts the same in printed text, but for odd apostrophes.
WORD = WORD_SIGN_PROPERTY + r"|[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}]+)*"
# re; tells whole texts from summaries. An apostrophe separates words, and the fewest words of a
# whole text were swept so.
QUICK_WORD = WORD_SIGN + r"|\w+"
# re; of quotations. A hyphen joins words, and the fewest words of a quotation were chosen so.
JOINED_WORD = r"[^\W_]+(?:['’-][^\W_]+)*"


# Sentences


# All of Unicode's property Sentence_Terminal, which Polars knows and `re` does not; a test finds
# what a newer Unicode adds. Dots stand in numbers, names and addresses too: they end a sentence
# where a space follows. The others end one anywhere, as "。", "।", "۔", "።" and "։" do.
STOPS = ".!?․﹒．"
OTHER_STOPS = (
    "\u0589\u061d-\u061f\u06d4\u0700-\u0702\u07f9\u0837\u0839\u083d\u083e\u0964\u0965\u104a\u104b"
    "\u1362\u1367\u1368\u166e\u1735\u1736\u17d4\u17d5\u1803\u1809\u1944\u1945\u1aa8-\u1aab"
    "\u1b4e\u1b4f\u1b5a\u1b5b\u1b5e\u1b5f\u1b7d-\u1b7f\u1c3b\u1c3c\u1c7e\u1c7f\u203c\u203d"
    "\u2047-\u2049\u2cf9-\u2cfb\u2e2e\u2e3c\u2e53\u2e54\u3002\ua4ff\ua60e\ua60f\ua6f3\ua6f7"
    "\ua876\ua877\ua8ce\ua8cf\ua92f\ua9c8\ua9c9\uaa5d-\uaa5f\uaaf0\uaaf1\uabeb\ufe12\ufe15\ufe16"
    "\ufe56\ufe57\uff01\uff1f\uff61\U00010a56\U00010a57\U00010f55-\U00010f59\U00010f86-\U00010f89"
    "\U00011047\U00011048\U000110be-\U000110c1\U00011141-\U00011143\U000111c5\U000111c6\U000111cd"
    "\U000111de\U000111df\U00011238\U00011239\U0001123b\U0001123c\U000112a9\U000113d4\U000113d5"
    "\U0001144b\U0001144c\U000115c2\U000115c3\U000115c9-\U000115d7\U00011641\U00011642"
    "\U0001173c-\U0001173e\U00011944\U00011946\U00011a42\U00011a43\U00011a9b\U00011a9c"
    "\U00011c41\U00011c42\U00011ef7\U00011ef8\U00011f43\U00011f44\U00016a6e\U00016a6f\U00016af5"
    "\U00016b37\U00016b38\U00016b44\U00016d6e\U00016d6f\U00016e98\U0001bc9f\U0001da88"
)
SENTENCE_END = f"[{STOPS}{OTHER_STOPS}]"
# Behind a stop, and still of its sentence: also quotes that open one elsewhere, as in German and
# Urdu, and signs without width.
CLOSING = r"[\"'”’“‘»«›‹)\]」』）】》〉〕］\u200b-\u200f\u2060]*"
# Rust; how a line of prose ends, also with a colon or a closing quote. Two word separators are the
# full stop of Amharic as many type it. The weights of lines were trained on it.
LINE_END = rf"(?:[{STOPS}{OTHER_STOPS}…:;：；؛»”\"]|፡፡){CLOSING}$"
# Where one sentence of a text ends and the next begins; it breaks "Dr. Roe" as well.
SENTENCE_BREAK = rf"[{STOPS}]{CLOSING}\s|[{OTHER_STOPS}\n]|፡፡"
OMITTED = "\ufffc"  # stands for a character that was taken out of a text, so that offsets stay


# Alternations


def alternation(phrases: Iterable[str]) -> str:
    """A group that matches any of the phrases, the longest first; nothing where there are none.

    It is a prefix tree, because `re` tries a plain list of a thousand words one by one.

    >>> alternation(["mars", "mai"])
    '(?:ma(?:i|rs))'
    """
    tree: dict[str, dict] = {}
    for phrase in phrases:
        node = tree
        for character in phrase:
            node = node.setdefault(character, {})
        node[""] = {}
    return f"(?:{write_branches(tree)})" if tree else r"\b\B"


ESCAPED = {sign: f"\\{sign}" for sign in ".^$*+?{}[]\\|()"}


def write_branches(node: dict[str, dict]) -> str:
    branches = [
        ESCAPED.get(character, character) + write_branches(node[character])
        for character in sorted(node)
        if character
    ]
    if not branches:
        return ""
    body, is_end = "|".join(branches), "" in node
    if len(branches) == 1 and not is_end:
        return body
    return f"(?:{body})?" if is_end else f"(?:{body})"
