"""`make bench-language`: how sure, and how fast, languages are told, and what other settings give.

COPYDESK_REFERENCE names the folder with topics/sib200_train.parquet (sentences of 40 languages)
and pages/dev.parquet. Articles are eight sentences of one language in a row; of a mixed one, five
of 16 are of another language. Speed is of one core; compare ratios.
"""

import argparse
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time
from typing import NamedTuple

import polars as pl

from bench.clock import replaced
from bench.figures import print_heading, print_row
from bench.reference import find_reference
from flows import profiles
from flows.describe import language

CODES = {"ces": "cs", "deu": "de", "ell": "el", "est": "et", "hye": "hy", "kat": "ka"}
CODES |= {"bul": "bg", "jpn": "ja", "lit": "lt"}
CODES |= {"nob": "no", "pes": "fa", "pol": "pl", "por": "pt", "slk": "sk", "spa": "es"}
CODES |= {"srp": "sr", "swe": "sv", "tur": "tr", "ind": "id", "zho": "zh"}  # else two letters do
ARTICLE_SENTENCES = 8
MAIN, OTHER = 11, 5  # sentences of a mixed article
WIDTHS = 42, 24
VARIANTS = [
    {},
    *[{"ORDER_WEIGHTS": weights} for weights in ((1, 1, 1), (0, 1, 1), (0, 1, 2), (1, 2, 3))],
    *[{"FLOOR": share} for share in (0.00001, 0.000025, 0.00005)],
    {"LEAST_PROBABILITY": 0},
    {"LEAST_PROBABILITY": 0.9},
    *[{"EVIDENCE_UNIT": unit} for unit in (1, 4, 5, 8)],
    *[{"LEAST_FIT": fit} for fit in (0, 0.74, 0.75, 0.76, 0.78, 0.8)],
    {"PIECE_COUNT": 2, "PIECE_CHARACTERS": 300},
    {"PIECE_CHARACTERS": 100},
    {"PIECE_CHARACTERS": 300},
    {"PIECE_COUNT": 4, "PIECE_CHARACTERS": 150},
    *[{"LEAST_MISFIT_SHARE": share} for share in (0.02, 0.03, 0.05)],
]


class Size(NamedTuple):
    """How many texts a set has."""

    sentences: int  # of each language
    articles: int  # of each language
    mixed: int
    bodies: int | None  # of dev; None: all


WHOLE, QUICK = Size(100, 50, 200, None), Size(3, 1, 5, 20)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how languages are told.")
    parser.add_argument("--quick", action="store_true", help="few texts, few settings")
    is_quick = parser.parse_args().quick
    reference = find_reference("topics/sib200_train.parquet", "pages/dev.parquet")
    sets = read_sets(reference, QUICK if is_quick else WHOLE)
    print("Right / wrong, of 100; the rest has none. A second: articles, on one core.")
    print_heading("", *sets, "a second", widths=WIDTHS)
    for changes in VARIANTS[:2] if is_quick else VARIANTS:
        with changed(**changes):
            print_variant(", ".join(f"{k} {v}" for k, v in changes.items()) or "as it is", sets)
    with changed(read_profiles=list_every_profile()):
        print_variant("all profiles, whatever the script", sets)
    with changed(is_of_another=lambda *_: False):
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
        told = described.drop_nulls("language_code")
        right = told.filter(pl.col("language_code") == pl.col("language")).height / texts.height
        wrong = told.height / texts.height - right
        cells.append(f"{100 * right:.2f} / {100 * wrong:.2f}")
    articles = sets["articles"].select("text")
    began = process_time()
    language.describe_languages(articles)
    cells.append(f"{articles.height / (process_time() - began):,.0f}")
    print_row(name, *cells, widths=WIDTHS)


@contextmanager
def changed(**values: object) -> Iterator[None]:
    """The language stage with other constants or functions."""
    of_profiles = {
        name: value for name, value in values.items() if name in ("FLOOR", "ORDER_WEIGHTS")
    }
    others = {name: value for name, value in values.items() if name not in of_profiles}
    with replaced(profiles, **of_profiles), replaced(language, **others):
        profiles.load_profiles.cache_clear()
        yield
    profiles.load_profiles.cache_clear()


def list_every_profile() -> Callable[[], dict[str, tuple[str, ...]]]:
    """read_profiles, but every script with every profile, as langdetect comes."""
    of_scripts = language.read_profiles()
    every = tuple(sorted({name for names in of_scripts.values() for name in names}))
    return lambda: dict.fromkeys(of_scripts, every)


def read_sets(reference: Path, size: Size) -> dict[str, pl.DataFrame]:
    """Name -> texts with their language; those without a profile are sets of their own."""
    sib = pl.read_parquet(reference / "topics" / "sib200_train.parquet").select(
        language=pl.col("language").str.slice(0, 3).replace(CODES).str.slice(0, 2), text="text"
    )
    known = {name for names in language.read_profiles().values() for name in names} | {"zh"}
    number = pl.int_range(pl.len()).over("language")
    sentences = sib.filter(number < size.sentences)
    articles = (
        sib.with_columns(article_no=number // ARTICLE_SENTENCES)
        .group_by("language", "article_no", maintain_order=True)
        .agg(pl.col("text").str.join(" "))
        .filter(pl.col("article_no") < size.articles)
    )
    dev = pl.read_parquet(reference / "pages" / "dev.parquet")
    is_known = pl.col("language").is_in(sorted(known))
    known_sib, half = sib.filter(is_known), (ARTICLE_SENTENCES, ARTICLE_SENTENCES)
    in_capitals = pl.col("text").str.to_uppercase()
    is_turkish = pl.col("language") == "tr"
    capitals = sentences.filter(is_known).with_columns(
        text=pl.when(is_turkish).then(pl.col("text").str.replace_all("i", "İ")).otherwise("text")
    )
    return {
        "sentences": sentences.filter(is_known),
        "in capitals": capitals.with_columns(in_capitals),
        "articles": articles.filter(is_known),
        "dev bodies": dev.head(size.bodies or dev.height).select("language", text="gold_body"),
        "other in front": mix_articles(known_sib, size.mixed, MAIN, OTHER, 0),
        "other inside": mix_articles(known_sib, size.mixed, MAIN, OTHER, MAIN // 2),
        "half and half": mix_articles(known_sib, size.mixed, *half, ARTICLE_SENTENCES),
        "no profile, sentences": sentences.filter(~is_known),
        "no profile, articles": articles.filter(~is_known),
    }


def mix_articles(
    sib: pl.DataFrame, count: int, own_count: int, other_count: int, place: int
) -> pl.DataFrame:
    """Articles with sentences of another language of the same script (language, other, text).

    place: how many of an article's own sentences stand before the others.
    """
    chance = random.Random(5)
    texts = dict(sib.group_by("language", maintain_order=True).agg("text").iter_rows())
    latin = {name for name, script in language.read_letters("letters") if script == "Latin"}
    rows = []
    for _ in range(count):
        main_language, other = chance.sample(sorted(latin & set(texts)), 2)
        own = chance.sample(texts[main_language], own_count)
        others = chance.sample(texts[other], other_count)
        text = " ".join([*own[:place], *others, *own[place:]])
        rows.append((main_language, other, text))
    return pl.DataFrame(rows, schema=["language", "other", "text"], orient="row")


if __name__ == "__main__":
    main()
