"""The language of a text, by langdetect."""

from functools import lru_cache

import polars as pl
from langdetect import DetectorFactory, LangDetectException
from langdetect.detector_factory import PROFILES_DIRECTORY

from flows.seeds import read_seed

LANGUAGES = pl.Schema({"language_code": pl.String, "language_probability": pl.Float64})

FEWEST_LETTERS = 20
READ_CHARACTERS = 600  # one trial over 600 characters: 4 times as fast as seven over all of it
TRIALS = 1
SCRIPTS = [
    *("Latin", "Cyrillic", "Arabic", "Devanagari", "Bengali", "Greek", "Gujarati", "Hebrew", "Han"),
    *("Hiragana", "Katakana", "Kannada", "Hangul", "Malayalam", "Gurmukhi", "Tamil", "Telugu"),
    *("Thai", "Georgian", "Armenian", "Ethiopic", "Khmer", "Lao", "Myanmar", "Sinhala", "Tibetan"),
]


def describe_languages(texts: pl.DataFrame) -> pl.DataFrame:
    """Add the language of each text; same rows, same order.

    Needs: text.
    Adds:
        language_code         String   ISO 639-1; null under 20 letters, where langdetect finds no
                                       language, or where the text's main script is not one of it
        language_probability  Float64  langdetect's, 0 to 1
    Source: langdetect 1.0.9 (Nakatani 2010), seed 0, one trial, first 600 characters.

    >>> describe_languages(pl.DataFrame({"text": ["Der Hafen bleibt am Montag geschlossen."]}))[
    ...     "language_code"
    ... ].item()
    'de'
    """
    distinct = texts.select("text").unique(maintain_order=True)
    scripts = distinct.select(script=name_script(pl.col("text")))["script"]
    pairs = zip(distinct["text"], scripts, strict=True)
    found = [detect_language(text, script) for text, script in pairs]
    languages = pl.DataFrame(found, schema=LANGUAGES, orient="row")
    return texts.join(distinct.hstack(languages), on="text", how="left", maintain_order="left")


def name_script(text: pl.Expr) -> pl.Expr:
    """The script of most letters among the first 600 characters; null under 20 letters."""
    head = text.str.slice(0, READ_CHARACTERS)
    counts = [head.str.count_matches(rf"\p{{{script}}}") for script in SCRIPTS]
    letters = head.str.count_matches(r"\p{L}")
    most = pl.concat_list(counts).list.arg_max()
    names = pl.lit(pl.Series(SCRIPTS)).implode().list.get(most)
    return pl.when(letters >= FEWEST_LETTERS).then(names)


def detect_language(text: str, script: str | None) -> tuple[str | None, float | None]:
    priors = read_priors().get(script)
    if priors is None:
        return None, None
    detector = load_profiles().create()
    detector.n_trial = TRIALS
    detector.set_prior_map(priors)  # else short Chinese texts come out Korean
    detector.append(text[:READ_CHARACTERS])
    try:
        found = detector.get_probabilities()
    except LangDetectException:  # no letters that any profile knows
        return None, None
    if not found or found[0].lang not in priors:
        return None, None
    return found[0].lang.removesuffix("-cn").removesuffix("-tw"), min(found[0].prob, 1.0)


@lru_cache
def load_profiles() -> DetectorFactory:
    DetectorFactory.seed = 0
    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    return factory


@lru_cache
def read_priors() -> dict[str, dict[str, float]]:
    """Script -> its languages, each as likely as the others."""
    languages: dict[str, list[str]] = {}
    for language, script in read_seed("language_scripts").iter_rows():
        names = ["zh-cn", "zh-tw"] if language == "zh" else [language]
        languages.setdefault(script, []).extend(names)
    return {script: dict.fromkeys(names, 1 / len(names)) for script, names in languages.items()}
