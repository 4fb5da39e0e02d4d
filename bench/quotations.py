"""Measure quotations: how fast they are found, and which of planted ones are found again.

    COPYDESK_REFERENCE=../reference .venv/bin/python -m bench.quotations
    .venv/bin/python -m bench.quotations --families 500000
    .venv/bin/python -m bench.quotations --hostile

The first prints figures of the reference's bodies (dev, silver, stories) as well; without it only
invented quotations are measured. The last times bodies that are all marks: twice as many should
take twice as long. One core. Figures are printed, never asserted.
"""

import argparse
import os
import random
from itertools import accumulate, combinations
from resource import RUSAGE_SELF, getrusage
from time import perf_counter, process_time

import polars as pl

from bench.figures import print_heading, print_row
from bench.reference import find_reference, read_bodies
from flows.compare.families import find_families
from flows.describe.quotations import find_quotations, pair_marks

VOCABULARY = 60_000  # stems of a language as news use them, by Zipf's law
STATEMENT_WORDS = (6, 40)
QUICK_BODIES, QUICK_QUOTATIONS = 100, 2_000
MOST_CARRIERS = 30  # articles that a statement travels to, most of them few
REPEATS = 3
HOSTILE = (
    "“He said that the end ",
    '"He said that the end ',
    "“We are here to stay”                    ",
    "“We are here to stay,” he said, and Ann Lee, Bob Moe ",
)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure quotations and their families.")
    parser.add_argument("--families", type=int, nargs="*", default=[62_500, 125_000, 250_000])
    parser.add_argument("--hostile", action="store_true", help="bodies that are all marks")
    parser.add_argument("--quick", action="store_true", help="few bodies and few quotations")
    options = parser.parse_args()
    if options.hostile:
        return print_hostile((50, 100) if options.quick else (500, 1_000, 2_000, 4_000))
    if os.environ.get("COPYDESK_REFERENCE"):
        files = "pages/dev.parquet", "pages/silver.parquet", "stories/event_labelled.parquet"
        bodies = read_bodies(find_reference(*files))
        print_found(bodies.sample(QUICK_BODIES, seed=1) if options.quick else bodies)
    return print_families([QUICK_QUOTATIONS] if options.quick else options.families)


# The reference's bodies


def print_found(articles: pl.DataFrame) -> None:
    seconds = []
    for _ in range(REPEATS):
        began = perf_counter()
        quotations = find_quotations(articles)
        seconds.append(perf_counter() - began)
    char_count = articles["body"].str.len_chars().sum()
    print_heading("articles", "quotations", "with speaker", "articles/s", "M chars/s")
    rate = articles.height / min(seconds)
    named = quotations["speaker"].is_not_null().sum()
    speed = f"{char_count / min(seconds) / 1e6:.1f}"
    print_row(f"{articles.height:,}", f"{quotations.height:,}", f"{named:,}", f"{rate:,.0f}", speed)

    print_heading("set", "quotations", "with speaker", "families", "marks unpaired")
    undated = quotations.with_columns(known_at=pl.lit(None, dtype=pl.Datetime("us")))
    families = find_families(undated).families.drop_nulls()
    for (origin,), of_set in articles.group_by("origin", maintain_order=True):
        found = quotations.join(of_set.select("article_id"), on="article_id", how="semi")
        shared = families.join(of_set.select("article_id"), on="article_id", how="semi")
        named = f"{found['speaker'].is_not_null().mean():.2f}"
        unpaired = f"{sum(map(count_unpaired, of_set['body'])) / of_set.height:.2f} a text"
        family_count = f"{shared['quotation_family_id'].n_unique():,}"
        print_row(str(origin), f"{found.height:,}", named, family_count, unpaired)


def count_unpaired(body: str) -> int:
    """Double marks that belong to no pair, repeated ones at a line's start left out."""
    used = {at for s in pair_marks(body) for at in (s.outer_start, s.end, s.outer_end - 1)}
    return sum(
        mark in '"“”„«»' and at not in used and body[at - 1 : at] not in ("", "\n")
        for at, mark in enumerate(body)
    )


# Bodies that are all marks


def print_hostile(counts: tuple[int, ...]) -> None:
    print_heading("processor s of", *(f"{count:,} times" for count in counts))
    for piece in HOSTILE:
        print_row(
            f"{piece[0]}…{piece.strip()[-12:]}",
            *(f"{time_hostile(piece * count):.2f}" for count in counts),
        )


def time_hostile(body: str) -> float:
    articles = pl.DataFrame({"article_id": ["a"], "body": [body], "language_code": ["en"]})
    seconds = []
    for _ in range(REPEATS):
        began = process_time()
        find_quotations(articles)
        seconds.append(process_time() - began)
    return min(seconds)


# Planted quotations


def print_families(counts: list[int]) -> None:
    print_heading("quotations", "articles", "seconds", "peak MB", "recall", "precision")
    for count in counts:
        quotations, statement_of = invent_quotations(count, random.Random(count))
        began = perf_counter()
        families = find_families(quotations).families.drop_nulls()
        seconds = perf_counter() - began
        recall, precision = score(families, statement_of)
        article_count = f"{quotations['article_id'].n_unique():,}"
        peak_mb = f"{getrusage(RUSAGE_SELF).ru_maxrss / 1024:,.0f}"
        cells = (f"{seconds:.1f}", peak_mb, f"{recall:.3f}", f"{precision:.3f}")
        print_row(f"{quotations.height:,}", article_count, *cells)


def invent_quotations(count: int, rng: random.Random) -> tuple[pl.DataFrame, dict]:
    """Five an article; a third stands in other articles too: whole, clipped, re-ordered, edited."""
    words = [f"w{number}x{number % 97}" for number in range(VOCABULARY)]
    weights = [1 / (rank + 2) for rank in range(VOCABULARY)]
    common = ["the", "of", "and", "we", "will", "not", "to", "in", "is", "it"]
    totals = list(accumulate(weights))
    rows, statement_of, statement = [], {}, 0
    while len(rows) < count:
        statement += 1
        telling = rng.choices(words, cum_weights=totals, k=rng.randint(*STATEMENT_WORDS))
        said = [rng.choice(common) if rng.random() < 0.4 else word for word in telling]
        carriers = 1 if rng.random() < 0.85 else min(MOST_CARRIERS, int(rng.paretovariate(1.2)) + 1)
        for _ in range(carriers):
            rows.append((said if carriers == 1 else alter(said, words, rng), statement))
    rng.shuffle(rows)
    frame = []
    for at, (said, statement) in enumerate(rows[:count]):
        article_id, number = f"a{at // 5:07}", at % 5 + 1
        frame.append((article_id, number, " ".join(said)))
        statement_of[article_id, number] = statement
    quotations = pl.DataFrame(
        frame,
        schema={"article_id": pl.String, "quotation_no": pl.Int32, "text": pl.String},
        orient="row",
    )
    return quotations.with_columns(known_at=pl.lit(None, dtype=pl.Datetime("us"))), statement_of


def alter(said: list[str], words: list[str], rng: random.Random) -> list[str]:
    way = rng.random()
    if way < 0.35:
        return said
    if way < 0.65:  # clipped to half or more
        length = rng.randint(max(5, len(said) // 2), max(5, len(said)))
        start = rng.randint(0, max(0, len(said) - length))
        return said[start : start + length]
    if way < 0.8:  # two parts change places
        at = rng.randint(1, len(said) - 1)
        return said[at:] + said[:at]
    return [rng.choice(words) if rng.random() < 0.1 else word for word in said]  # 10 % edited


def score(families: pl.DataFrame, statement_of: dict) -> tuple[float, float]:
    """Of pairs of one statement, in two articles: those in one family; and the reverse."""
    family_of = {(a, n): family for a, n, family in families.iter_rows()}
    groups: dict[int, list] = {}
    for key, statement in statement_of.items():
        groups.setdefault(statement, []).append(key)
    pairs = [
        pair
        for keys in groups.values()
        for pair in combinations(keys, 2)
        if pair[0][0] != pair[1][0]
    ]
    both = sum(a in family_of and family_of[a] == family_of.get(b) for a, b in pairs)
    members: dict[str, list] = {}
    for key, family in family_of.items():
        members.setdefault(family, []).append(statement_of[key])
    together = [pair for statements in members.values() for pair in combinations(statements, 2)]
    right = sum(a == b for a, b in together)
    return both / len(pairs), right / max(1, len(together))


if __name__ == "__main__":
    main()
