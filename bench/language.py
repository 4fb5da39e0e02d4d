"""`make bench-language`: how sure, and how fast, languages are told, and what other settings give.

COPYDESK_REFERENCE names the folder with topics/sib200_train.parquet (sentences of 40 languages)
and pages/dev.parquet. Articles are eight sentences of one language in a row; of a mixed one, five
of 16 are of another language. Speed is of one core; compare ratios.
"""

import os
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import process_time

import polars as pl

from flows.describe import language

CODES = {"ces": "cs", "deu": "de", "ell": "el", "est": "et", "hye": "hy", "kat": "ka"}
CODES |= {"bul": "bg", "jpn": "ja", "lit": "lt"}
CODES |= {"nob": "no", "pes": "fa", "pol": "pl", "por": "pt", "slk": "sk", "spa": "es"}
CODES |= {"srp": "sr", "swe": "sv", "tur": "tr", "ind": "id", "zho": "zh"}  # else two letters do
SENTENCES = 100  # of each language
ARTICLES = 50
ARTICLE_SENTENCES = 8
MIXED = 200
MAIN, OTHER = 11, 5  # sentences of a mixed article
VARIANTS = [
    {},
    *[{"TRIAL_COUNT": trials, "LEAST_PROBABILITY": 0} for trials in (1, 3, 5, 7)],
    {"TRIAL_COUNT": 3, "LEAST_PROBABILITY": 0.9},
    {"LEAST_PROBABILITY": 0.9},
    {"TRIAL_COUNT": 7},
    {"PIECE_COUNT": 2, "PIECE_CHARACTERS": 300},
    {"PIECE_CHARACTERS": 100},
    {"PIECE_CHARACTERS": 300},
    {"PIECE_COUNT": 4, "PIECE_CHARACTERS": 150},
    *[{"LEAST_MISFIT_SHARE": share} for share in (0.02, 0.03, 0.05)],
]


def main() -> None:
    reference = Path(os.environ.get("COPYDESK_REFERENCE") or "nowhere")
    if not (reference / "topics" / "sib200_train.parquet").is_file():
        sys.exit("COPYDESK_REFERENCE must name a folder with topics/ and pages/")
    sets = read_sets(reference)
    print("Right / wrong, of 100; the rest has none. A second: articles, on one core.")
    print(f"{'':<42}" + "".join(f"{name:>24}" for name in [*sets, "a second"]))
    for changes in VARIANTS:
        with ExitStack() as stack:
            for name, value in changes.items():
                stack.enter_context(replaced(name, value))
            print_variant(", ".join(f"{k} {v}" for k, v in changes.items()) or "as it is", sets)
    with replaced("read_profiles", list_every_profile()):
        print_variant("all profiles, whatever the script", sets)
    with replaced("is_of_another", lambda *_: False):
        print_variant("whatever the letters", sets)
    for name in ("no profile, sentences", "no profile, articles"):
        described = language.describe_languages(sets[name])
        print(
            name, Counter(described.select("language", "language_code").iter_rows()).most_common()
        )


def print_variant(name: str, sets: dict[str, pl.DataFrame]) -> None:
    cells = []
    for texts in sets.values():
        described = language.describe_languages(texts)
        is_right = described["language_code"] == described["language"]
        right = is_right.sum() / texts.height
        wrong = described["language_code"].is_not_null().sum() / texts.height - right
        cells.append(f"{100 * right:.2f} / {100 * wrong:.2f}")
    articles = sets["articles"].select("text")
    began = process_time()
    language.describe_languages(articles)
    cells.append(f"{articles.height / (process_time() - began):,.0f}")
    print(f"{name:<42}" + "".join(f"{cell:>24}" for cell in cells), flush=True)


@contextmanager
def replaced(name: str, value: object) -> Iterator[None]:
    """The language stage with another constant or function."""
    before = getattr(language, name)
    setattr(language, name, value)
    language.load_profiles.cache_clear()
    yield
    setattr(language, name, before)
    language.load_profiles.cache_clear()


def list_every_profile() -> Callable[[], dict[str, list[str]]]:
    """read_profiles, but every script with every profile, as langdetect comes."""
    profiles = language.read_profiles()
    every = sorted({name for names in profiles.values() for name in names})
    return lambda: dict.fromkeys(profiles, every)


def read_sets(reference: Path) -> dict[str, pl.DataFrame]:
    """Name -> texts with their language; those without a profile are sets of their own."""
    sib = pl.read_parquet(reference / "topics" / "sib200_train.parquet").select(
        language=pl.col("language").str.slice(0, 3).replace(CODES).str.slice(0, 2), text="text"
    )
    known = {name for names in language.read_profiles().values() for name in names} | {"zh"}
    number = pl.int_range(pl.len()).over("language")
    sentences = sib.filter(number < SENTENCES)
    articles = (
        sib.with_columns(article_no=number // ARTICLE_SENTENCES)
        .group_by("language", "article_no", maintain_order=True)
        .agg(pl.col("text").str.join(" "))
        .filter(pl.col("article_no") < ARTICLES)
    )
    dev = pl.read_parquet(reference / "pages" / "dev.parquet")
    is_known = pl.col("language").is_in(sorted(known))
    return {
        "sentences": sentences.filter(is_known),
        "articles": articles.filter(is_known),
        "dev bodies": dev.select("language", text="gold_body"),
        "other in front": mix_articles(sib.filter(is_known), in_front=True),
        "other inside": mix_articles(sib.filter(is_known), in_front=False),
        "half and half": mix_articles(sib.filter(is_known), in_front=False, is_half=True),
        "no profile, sentences": sentences.filter(~is_known),
        "no profile, articles": articles.filter(~is_known),
    }


def mix_articles(sib: pl.DataFrame, in_front: bool, is_half: bool = False) -> pl.DataFrame:
    """Articles with sentences of another language of the same script (language, other, text)."""
    chance = random.Random(5)
    texts = dict(sib.group_by("language", maintain_order=True).agg("text").iter_rows())
    latin = {name for name, script in language.read_letters("letters") if script == "Latin"}
    rows = []
    for _ in range(MIXED):
        main_language, other = chance.sample(sorted(latin & set(texts)), 2)
        own = chance.sample(texts[main_language], MAIN if not is_half else ARTICLE_SENTENCES)
        others = chance.sample(texts[other], OTHER if not is_half else ARTICLE_SENTENCES)
        at = 0 if in_front else len(own) if is_half else len(own) // 2
        rows.append((main_language, other, " ".join([*own[:at], *others, *own[at:]])))
    return pl.DataFrame(rows, schema=["language", "other", "text"], orient="row")


if __name__ == "__main__":
    main()
