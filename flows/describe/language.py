"""The language of a text: by langdetect's profiles, and by letters where it has none."""

import math
from collections import Counter
from functools import lru_cache

import polars as pl

from flows.profiles import WEIGHT_UNITS, Weighed, list_languages, load_profiles, weigh_texts
from flows.seeds import read_seed
from flows.text import SCRIPTS, fold_letters, join_properties

Found = tuple[str | None, float | None]  # a language and its probability
LANGUAGES = pl.Schema({"language_code": pl.String, "language_probability": pl.Float64})

# Swept by `make bench-language`; bench/NOTES.md has the results.
FEWEST_LETTERS = 20
# The first, the middle and the last, so that a long quotation in front does not decide alone.
PIECE_COUNT, PIECE_CHARACTERS = 3, 200
# By how much the language must outweigh the next one for each e-fold of the odds. Of sentences told
# with .5 to .9, .75 are right; with .9 to .99, .9.
EVIDENCE_UNIT = 4.5
LEAST_PROBABILITY = 0.7
# Of what as many n-grams of the language itself weigh; less is a language without a profile.
LEAST_FIT = 0.77
SHORTEST_FITTED = 65  # characters; the names in a headline have few of its language's n-grams
# Of the letters: so many more must be foreign to the language found than to another.
LEAST_MISFIT_SHARE = 0.04
FITTING = frozenset(script.name for script in SCRIPTS if script.is_spaced)


def describe_languages(texts: pl.DataFrame) -> pl.DataFrame:
    """Add the language of each text; same rows, same order.

    Needs: text.
    Adds:
        language_code         String   ISO 639-1; null if the text has under 20 letters, if two
                                       languages are as likely, if langdetect has no language of the
                                       main script, or if the letters, or the pairs and triples of
                                       letters, are of a language that it does not know, unless
                                       its own letters name it
        language_probability  Float64  0.7 to 1, how sure it is of it among the languages of the
                                       script; 1 where there is one; null where language_code is
    Source: the profiles of langdetect 1.0.9 (Nakatani 2010), all n-grams of three pieces of 200
    characters. On SIB-200 in 36 languages 98.9 % of sentences were right and 0.3 % wrong, 100 % of
    articles right; 3,000 articles a second.

    >>> describe_languages(pl.DataFrame({"text": ["Der Hafen bleibt am Montag geschlossen."]}))[
    ...     "language_code"
    ... ].item()
    'de'
    """
    distinct = texts.select("text").unique(maintain_order=True)
    samples = distinct.select(sample=cut_pieces(pl.col("text")))
    samples = samples.with_columns(script=find_script(pl.col("sample"))).with_row_index("row")
    found: list[Found] = [(None, None)] * samples.height
    for (script,), part in samples.drop_nulls("script").group_by("script"):
        told = detect_languages(part["sample"].to_list(), str(script))
        for row, language in zip(part["row"], told, strict=True):
            found[row] = language
    languages = pl.DataFrame(found, schema=LANGUAGES, orient="row")
    return texts.join(distinct.hstack(languages), on="text", how="left", maintain_order="left")


def cut_pieces(text: pl.Expr) -> pl.Expr:
    """A short text as it is; of a longer one pieces at equal distances, its start and end too.

    >>> pl.select(cut_pieces(pl.lit("a" * 300 + "b" * 300 + "c" * 300)).str.count_matches("b"))[
    ...     "literal"
    ... ].item()
    200
    """
    last = text.str.len_chars().cast(pl.Int64) - PIECE_CHARACTERS
    starts = [last * number // (PIECE_COUNT - 1) for number in range(PIECE_COUNT)]
    pieces = [text.str.slice(start, PIECE_CHARACTERS) for start in starts]
    is_long = text.str.len_chars() > PIECE_COUNT * PIECE_CHARACTERS
    return pl.when(is_long).then(pl.concat_str(pieces, separator=" ")).otherwise(text)


def find_script(text: pl.Expr) -> pl.Expr:
    """The script of most letters; null if there are under 20 letters."""
    counts = [text.str.count_matches(join_properties([script])) for script in SCRIPTS]
    letters = text.str.count_matches(r"\p{L}")
    most = pl.concat_list(counts).list.arg_max()
    names = pl.lit(pl.Series([script.name for script in SCRIPTS])).implode().list.get(most)
    return pl.when(letters >= FEWEST_LETTERS).then(names)


def detect_languages(texts: list[str], script: str) -> list[Found]:
    """The language of each text in a script, with its probability."""
    languages = read_profiles().get(script)
    if not languages:
        return [(None, None)] * len(texts)
    weighed = weigh_texts(texts, load_profiles(languages), with_latin=script == "Latin")
    return [
        choose_language(text, script, languages, own)
        for text, own in zip(texts, weighed, strict=True)
    ]


def choose_language(text: str, script: str, languages: tuple[str, ...], weighed: Weighed) -> Found:
    """The language for which a text speaks most, with its probability; None where it is unsure."""
    best = max(range(len(languages)), key=weighed.sums.__getitem__)
    language = fold_variant(languages[best])
    rivals: dict[str, int] = {}  # language -> by how much it is behind
    for name, weight in zip(map(fold_variant, languages), weighed.sums, strict=True):
        behind = weighed.sums[best] - weight
        rivals[name] = min(behind, rivals.get(name, behind))
    odds = [math.exp(-behind / (WEIGHT_UNITS * EVIDENCE_UNIT)) for behind in rivals.values()]
    probability = round(1 / math.fsum(odds), 4)
    if not weighed.sums[best] or probability < LEAST_PROBABILITY:
        return name_by_letters(text, script)
    # Han and Kana have so many signs that a text has few of the n-grams that a profile has.
    is_fitted = script in FITTING and len(text) >= SHORTEST_FITTED
    is_alien = is_fitted and weighed.sums[best] < LEAST_FIT * weighed.usual[best]
    if is_alien or is_of_another(text, language, script):
        return name_by_letters(text, script)
    return language, probability


def fold_variant(name: str) -> str:
    """langdetect's name of a language as ISO 639-1 has it: "zh-tw" is "zh"."""
    return name.partition("-")[0]


def is_of_another(text: str, language: str, script: str) -> bool:
    """Whether the letters of the text fit a language better that langdetect does not know.

    >>> is_of_another("Ўчора ў горадзе былі выбары", "uk", "Cyrillic")  # Belarusian
    True
    """
    alphabets, profiled = read_letters("letters"), read_profiles()[script]
    if (language, script) not in alphabets:
        return False
    letters = {
        letter: count
        for letter, count in Counter(fold_letters(text)).items()
        if letter.isalpha() and (script == "Latin" or not letter.isascii())
    }
    own = read_letters("own_letters").get((language, script))
    if own and own.isdisjoint(letters):  # Macedonian without ѓ, ѕ and ќ may as well be Serbian
        return True
    misfit = count_foreign(letters, alphabets[language, script])
    most = misfit - LEAST_MISFIT_SHARE * sum(letters.values())
    return misfit > 0 and any(
        count_foreign(letters, alphabet) <= most
        for (other, its_script), alphabet in alphabets.items()
        if its_script == script and other not in profiled
    )


def name_by_letters(text: str, script: str) -> Found:
    """The language that langdetect does not know and that a text is in, if its letters alone tell:
    it has letters that no other language of the script has, and none that this one has not.

    >>> name_by_letters("Грађани су јуче гласали за нову луку", "Cyrillic")
    ('sr', 0.7)
    """
    letters = Counter(filter(str.isalpha, fold_letters(text)))
    letters = {one: count for one, count in letters.items() if not one.isascii()}
    alphabets, profiled = read_letters("letters"), read_profiles()[script]
    found = [
        language
        for (language, its_script), own in read_letters("own_letters").items()
        if its_script == script
        and language not in profiled
        and not own.isdisjoint(letters)
        and not count_foreign(letters, alphabets[language, script])
    ]
    return (found[0], LEAST_PROBABILITY) if len(found) == 1 else (None, None)


def count_foreign(letters: dict[str, int], alphabet: frozenset[str]) -> int:
    """How many letters of a text are not in an alphabet."""
    return sum(count for letter, count in letters.items() if letter not in alphabet)


@lru_cache
def read_profiles() -> dict[str, tuple[str, ...]]:
    """Script -> those of its languages that langdetect knows, sorted."""
    profiles: dict[str, set[str]] = {}
    for language, script in read_seed("language_scripts").select("language", "script").iter_rows():
        names = {"zh-cn", "zh-tw"} if language == "zh" else {language}
        profiles.setdefault(script, set()).update(names & list_languages())
    return {script: tuple(sorted(names)) for script, names in profiles.items()}


@lru_cache
def read_letters(column: str) -> dict[tuple[str, str], frozenset[str]]:
    """(language, script) -> its letters, or its own ones, if the seed says them."""
    rows = read_seed("language_scripts").drop_nulls(column)
    return {
        (language, script): frozenset(letters)
        for language, script, letters in rows.select("language", "script", column).iter_rows()
    }
