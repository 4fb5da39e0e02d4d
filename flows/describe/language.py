"""The language of a text: by langdetect, and by letters for languages that it does not know."""

from collections import Counter
from functools import lru_cache
from pathlib import Path

import polars as pl
from langdetect import DetectorFactory, LangDetectException
from langdetect.detector_factory import PROFILES_DIRECTORY

from flows.seeds import read_seed
from flows.text import SCRIPTS, fold_letters, join_properties

LANGUAGES = pl.Schema({"language_code": pl.String, "language_probability": pl.Float64})

# Swept by `make bench-language`; bench/NOTES.md has the results.
FEWEST_LETTERS = 20
# The first, the middle and the last, so that a long quotation in front does not decide alone.
PIECE_COUNT, PIECE_CHARACTERS = 3, 200
TRIAL_COUNT = 5
LEAST_PROBABILITY = 0.7  # four of the five trials agree
# Of the letters: so many more must be foreign to the language found than to another.
LEAST_MISFIT_SHARE = 0.04


def describe_languages(texts: pl.DataFrame) -> pl.DataFrame:
    """Add the language of each text; same rows, same order.

    Needs: text.
    Adds:
        language_code         String   ISO 639-1; null if the text has under 20 letters, if the
                                       trials disagree, if langdetect knows no language of the main
                                       script, or if the letters are of a language it does not know
        language_probability  Float64  langdetect's, 0 to 1; null where language_code is
    Source: langdetect 1.0.9 (Nakatani 2010), seed 0, five trials over three pieces of 200
    characters, among the languages of the text's main script. On SIB-200 in 36 languages 98.9 % of
    sentences were right and 0.3 % wrong, 100 % of articles right; 1,000 articles a second.

    >>> describe_languages(pl.DataFrame({"text": ["Der Hafen bleibt am Montag geschlossen."]}))[
    ...     "language_code"
    ... ].item()
    'de'
    """
    distinct = texts.select("text").unique(maintain_order=True)
    samples = distinct.select(sample=cut_pieces(pl.col("text")))
    rows = samples.with_columns(script=find_script(pl.col("sample"))).iter_rows()
    found = [detect_language(sample, script) for sample, script in rows]
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


def detect_language(text: str, script: str | None) -> tuple[str | None, float | None]:
    """The language of a text, with its probability."""
    languages = read_profiles().get(script) if script else None
    if script is None or not languages:
        return None, None
    language, probability = languages[0], 1.0
    if len(languages) > 1:
        detector = load_profiles(script).create()
        detector.n_trial = TRIAL_COUNT
        detector.append(text)
        try:
            found = detector.get_probabilities()
        except LangDetectException:  # no letters that any profile knows
            return None, None
        if not found or found[0].prob < LEAST_PROBABILITY:
            return None, None
        language, probability = found[0].lang, min(found[0].prob, 1.0)
    language = language.removesuffix("-cn").removesuffix("-tw")
    if is_of_another(text, language, script):
        return None, None
    return language, probability


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


def count_foreign(letters: dict[str, int], alphabet: frozenset[str]) -> int:
    """How many letters of a text are not in an alphabet."""
    return sum(count for letter, count in letters.items() if letter not in alphabet)


@lru_cache
def load_profiles(script: str) -> DetectorFactory:
    """What makes detectors for the languages of a script; their order is the same everywhere."""
    DetectorFactory.seed = 0
    factory = DetectorFactory()
    paths = [Path(PROFILES_DIRECTORY) / language for language in read_profiles()[script]]
    factory.load_json_profile([path.read_text(encoding="utf-8") for path in paths])
    return factory


@lru_cache
def read_profiles() -> dict[str, list[str]]:
    """Script -> those of its languages that langdetect knows, sorted."""
    known = {path.name for path in Path(PROFILES_DIRECTORY).iterdir()}
    profiles: dict[str, list[str]] = {}
    for language, script in read_seed("language_scripts").select("language", "script").iter_rows():
        names = {"zh-cn", "zh-tw"} if language == "zh" else {language}
        profiles.setdefault(script, []).extend(sorted(names & known))
    return {script: sorted(names) for script, names in profiles.items()}


@lru_cache
def read_letters(column: str) -> dict[tuple[str, str], frozenset[str]]:
    """(language, script) -> its letters, or its own ones, if the seed says them."""
    rows = read_seed("language_scripts").drop_nulls(column)
    return {
        (language, script): frozenset(letters)
        for language, script, letters in rows.select("language", "script", column).iter_rows()
    }
