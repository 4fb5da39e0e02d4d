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


# As Unicode and Polars have it, and core.white_space() in sql/core.sql.
WHITE_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Python counts these separators of old files as white space too: str.split, str.isspace and \s.
SEPARATORS = "\x1c-\x1f"
RUN_OF_SPACE = rf"[\s{SEPARATORS}]{{2,}}|[\s{SEPARATORS}--\x20]"  # Rust; but not one plain space


# Folds


QUOTES = dict.fromkeys("‘’‚‛`′ʼ", "'") | dict.fromkeys("“”„‟«»〝〞", '"')
DASHES = dict.fromkeys("‐‒–—―−", "-")
# Marks that are written in several ways, and the one way of each. All are looked up in text after
# NFKC, which has already turned "´" into a space with an accent and "－" into "-".
MARKS = QUOTES | DASHES
MARK = re.compile(f"[{''.join(MARKS)}]")


def unify_marks(text: pl.Expr) -> pl.Expr:
    """Text in NFKC with one kind of quote and dash; capitals stay, as they tell names."""
    return text.str.normalize("NFKC").str.replace_many(MARKS)


def fold(text: pl.Expr) -> pl.Expr:
    """Text as seeds are compared with it: NFKC, lower case, one kind of quote, dash and space."""
    return (
        text.str.normalize("NFKC")
        .str.to_lowercase()
        .str.replace_many(MARKS)
        .str.replace_all(RUN_OF_SPACE, " ")
        .str.strip_chars(" ")
    )


@lru_cache(maxsize=100_000)
def fold_text(text: str) -> str:
    """`fold` for one string: fold_text("Étude – «A»") == 'étude - "a"'."""
    return fold_marks_and_space(unicodedata.normalize("NFKC", text).lower())


def fold_identity(text: str) -> str:
    """Text as two printings of one article are compared: `fold_text`, but "ß" is "ss" as well.

    Ids of articles are made of it, so any change here renames articles.
    """
    return fold_marks_and_space(unicodedata.normalize("NFKC", text).casefold())


def fold_marks_and_space(text: str) -> str:
    # str.translate takes three times as long where most characters are no marks.
    return " ".join(MARK.sub(lambda mark: MARKS[mark[0]], text).split())


def fold_words(text: str) -> str:
    """Text as terms of topics are compared with it: fold_words("ＷAR, Straße") == "war, strasse".

    Marks and line ends stay, as they part terms. The weights of topics were trained on it.
    """
    if text.isascii():
        return text.lower()
    text = text.replace("ʼ", "'")  # the Ukrainian apostrophe counts as a letter
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def fold_case(text: str) -> str:
    """Text in lower case, with as many characters as before: "HAZİRAN" -> "haziran".

    Words of dates are compared so where they stand in a line: str.lower makes two of the "İ".
    """
    return text.replace("İ", "i").lower()


def fold_letters(text: str) -> str:
    """Text in lower case and NFC, as alphabets list their letters: "й" is one character."""
    return unicodedata.normalize("NFC", text.lower())


def drop_accents(word: str) -> str:
    """A word without accents: drop_accents("élysée") == "elysee".

    NFD, and all of a combining class go: signs of Indic vowels, which have none, stay. The weights
    of topics were trained on it.
    """
    letters = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def drop_marks(word: pl.Expr) -> pl.Expr:
    """Words without accents and any other sign that is no letter: NFKD, and all of \\p{M} go.

    The frequencies of terms were counted so.
    """
    return word.str.normalize("NFKD").str.replace_all(r"\p{M}", "")


EDGES = " \t\"'()[]{}:;.,…!?|<>-_*•·▶►→›‹#/\\"


def strip_edges(text: pl.Expr) -> pl.Expr:
    """Without the punctuation around it: "» Read more: " becomes "Read more"."""
    return text.str.strip_chars(EDGES)


# Scripts


class Script(NamedTuple):
    """A script, and what its letters are to those who count words and characters."""

    name: str  # of Unicode's property: \p{Thai} in Polars and DuckDB
    blocks: str = ""  # of its letters, for a class in brackets; none where no class needs them
    is_spaced: bool = True  # spaces stand between its words
    is_wide: bool = False  # of East Asia: a letter is as wide as two Latin ones, and says more


# Of two with as many letters in a text, the one that stands first here is the text's.
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
# What counts more in the size of a line. The weights of lines were trained with Thai among it.
DENSE_SCRIPTS = [script for script in SCRIPTS if script.is_wide or script.name == "Thai"]
DENSE = join_blocks(DENSE_SCRIPTS)
# What counts as a word, or half of one. Khmer, Lao and Myanmar have no spaces either, but their
# text was always counted and compared in whole runs: to part it too would change rows.
WORD_SIGN = join_blocks(script for script in DENSE_SCRIPTS if not script.is_spaced)
# The same by property lacks what several scripts share, such as the long "ー" and the dot of
# Katakana, which would change rows as well.
WORD_SIGN_PROPERTY = join_properties(script for script in DENSE_SCRIPTS if not script.is_spaced)

UNSPACED_SIGN = re.compile(UNSPACED)


def has_unspaced(text: str) -> bool:
    return not text.isascii() and UNSPACED_SIGN.search(text) is not None


# Letters


LETTER = r"[^\W\d_]"  # re; in Rust \p{L}
# For a class in brackets, re; in Rust \p{Lu}. Beyond are signs and scripts of the past.
CAPITALS = "".join(chr(code) for code in range(0x2000) if chr(code).isupper())
CAPITAL = f"[{CAPITALS}]"
NO_CAPITAL = rf"[^\W\d_{CAPITALS}]"  # re; a small letter, or one of a script without capitals


# Words


# Rust; of folded text: what articles and quotations share is counted in these. core.word_count in
# sql/core.sql counts the same in text as printed.
WORD = WORD_SIGN_PROPERTY + r"|[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}]+)*"
# re; how long a text is before it is an article: an apostrophe parts words. FEWEST_WORDS of
# segment/assemble.py was swept on it.
QUICK_WORD = WORD_SIGN + r"|\w+"
# re; of quotations, whose shortest lengths were chosen with it: a hyphen joins words.
JOINED_WORD = r"[^\W_]+(?:['’-][^\W_]+)*"


# Sentences


STOPS, EAST_ASIAN_STOPS = ".!?", "。！？"
CLOSING = r"[\"'”’»)\]]*"  # what may stand behind a stop and is of the same sentence
# Rust; how a line of prose ends. Headlines hardly ever end so, with a colon or a closing quote
# either; the weights of lines were trained on it.
LINE_END = rf"[{STOPS}…:;{EAST_ASIAN_STOPS}：؟।»”\"]{CLOSING}$"
# Where one sentence of a text ends and the next begins; "Dr. Roe" is parted too.
SENTENCE_BREAK = rf"[{STOPS}]{CLOSING}\s|[{EAST_ASIAN_STOPS}\n]"
# Abbreviations that stand before a name, or behind it.
TITLES = ("Capt", "Col", "Dott", "Dr", "Gen", "Gov", "Lt", "Maj", "Mme", "Mr", "Mrs", "Ms")
TITLES += ("Prof", "Rep", "Rev", "Sen", "Sgt", "Sig", "St")
SUFFIXES = ("Jr", "Sr")
OMITTED = "\ufffc"  # stands for a character that was taken out of a text, so that offsets stay


def make_name_aware_break() -> str:
    """SENTENCE_BREAK, in re, where it matters who is named.

    It does not break behind "Dr.", "No." or an initial, and only where a capital, a number or
    what was taken out follows.
    """
    stop = f"[{STOPS}…]"
    no_initial = rf"(?<![\s.]{CAPITAL}{stop})"
    no_title = "".join(rf"(?<!\b{title}{stop})" for title in (*TITLES, "No"))
    return rf"{stop}{no_initial}{no_title}{stop}*[)\]]?\s+(?=[^\s\w]*[{CAPITALS}\d{OMITTED}])|\n"


# Alternations


def alternation(phrases: Iterable[str]) -> str:
    """An expression of either phrase, the longest first; it matches nothing where there is none.

    It is a prefix tree, as a plain list of a thousand words is tried word by word.

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


def write_branches(node: dict[str, dict]) -> str:
    branches = [
        re.sub(r"([.^$*+?{}\[\]\\|()])", r"\\\1", character) + write_branches(node[character])
        for character in sorted(node)
        if character
    ]
    if not branches:
        return ""
    body, is_end = "|".join(branches), "" in node
    if len(branches) == 1 and not is_end:
        return body
    return f"(?:{body})?" if is_end else f"(?:{body})"
