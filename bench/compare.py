"""Measure the compare stage: seconds and memory of each part, and how they grow.

    .venv/bin/python -m bench.compare --growth 25000 50000 100000

Articles are invented in a process of their own and written to a build file; another process, new
for each size, compares them as the pipeline does, but on one core: in one process, Polars with one
thread.
Figures are printed, never asserted. Memory is Linux's; elsewhere it is shown as 0.
"""

import argparse
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from bench.run import read_mb
from flows.batches import quote_batch
from flows.compare.families import find_families
from flows.compare.reuse import find_reuse
from flows.compare.stories import find_stories
from flows.compare.terms import read_frequencies
from flows.warehouse import load

VOCABULARY = 60_000  # words of a language as news use them, by Zipf's law
# So that 1,700 articles share a print by chance in 200 pairs, as those of the reference do.
PHRASES, PHRASE_WORDS, PHRASE_SHARE = 300_000, 7, 0.05
ARTICLE_WORDS, SENTENCE_WORDS = (80, 700), 20
EVENT_WORDS, EVENT_SHARE = 40, 0.12  # words that an event's articles share, and how often
EVENT_ARTICLES = (1, 6)  # written by outlets themselves
WIRE_SHARE = 0.09  # of events, with a text that so many outlets carry within two days:
CARRIERS = (2, 20)  # a fifth of all articles
STATEMENTS, STATEMENT_WORDS = 3, (6, 40)  # of an event; each article quotes most of them
QUOTED_SHARE = 0.6
OWN_QUOTATIONS = (0, 6)
VERSION_SHARE, TEASER_SHARE = 0.04, 0.1  # of articles, with another one such
OUTLETS, APPEALING_OUTLETS, APPEAL_WORDS = 300, 100, 30
FIRST_DAY, DAYS = datetime(2025, 1, 1), 365


class Part(NamedTuple):
    """What a part of the stage took."""

    seconds: float
    processor_seconds: float
    peak_mb: float


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the compare stage.")
    parser.add_argument("--growth", type=int, nargs="+", default=[25_000, 50_000, 100_000])
    before: dict[str, Part] = {}
    for count in parser.parse_args().growth:
        with TemporaryDirectory(prefix="copydesk-bench-") as scratch:
            folder = Path(scratch)
            run_apart(write_articles, folder, count)
            parts, counts = run_apart(compare_articles, folder)
        print_row(f"\n{count:,} articles", "seconds", "x before", "processor s", "peak MB")
        for name, part in parts.items():
            ratio = f"{part.seconds / before[name].seconds:.1f}" if before else "-"
            figures = f"{part.processor_seconds:.1f}", f"{part.peak_mb:,.0f}"
            print_row(name, f"{part.seconds:.1f}", ratio, *figures)
        print(", ".join(f"{value:{kind}} {name}" for name, kind, value in counts), flush=True)
        before = parts


def print_row(name: str, *cells: str) -> None:
    print(f"{name:<24}" + "".join(f"{cell:>14}" for cell in cells), flush=True)


def run_apart(function: Callable, *arguments: Any) -> Any:
    """What a function gives in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


# The stage


def compare_articles(folder: Path) -> tuple[dict[str, Part], list[tuple[str, str, float]]]:
    """What each part took, and figures of what was found."""
    parts: dict[str, Part] = {}

    def time(name: str, function: Callable, *arguments: Any) -> Any:
        if (peak := Path("/proc/self/clear_refs")).exists():
            peak.write_text("5")  # VmHWM starts again
        began, processor_began = perf_counter(), process_time()
        result = function(*arguments)
        took = perf_counter() - began, process_time() - processor_began, read_mb("self", "VmHWM")
        sums = zip(parts.get(name, Part(0, 0, 0)), took, strict=True)
        seconds, processor_seconds, peak_mb = sums
        parts[name] = Part(sum(seconds), sum(processor_seconds), max(peak_mb))
        return result

    with load.connect(folder / "build.duckdb") as build:
        build.execute("create temp table changed_articles as select article_id from core.articles")
        paths = time("read and write", load.plan_descriptions, build, folder, "bench")
        results = time("find_quotations", list, map(quote_batch, paths))
        time("read and write", load.load_quotations, build, results)
        articles = time("read and write", load.read_compared, build, "quotations")
        families = time("find_families", find_families, articles)
        time("read and write", load.load_families, build, families)
        articles = time("read and write", load.read_compared, build, "reuse")
        reuse = time("find_reuse", find_reuse, articles)
        time("read and write", load.load_reuse, build, reuse)
        articles = time("read and write", load.read_compared, build, "stories")
        stories = time("find_stories", find_stories, articles)
        time("read and write", load.load_stories, build, stories, "run", False)
        counts = list(count_found(build, folder))
    *sums, peaks = zip(*parts.values(), strict=True)
    return parts | {"all": Part(*map(sum, sums), max(peaks))}, counts


def count_found(build: load.Connection, folder: Path) -> Iterator[tuple[str, str, float]]:
    """(name, format, figure). Most false copies are short articles that quote the same words."""
    origins = pl.read_parquet(folder / "origins.parquet")
    sides = origins.rename({"article_id": "other_article_id", "origin": "other_origin"})
    reuse = build.table("core.reuse").pl().join(origins, on="article_id")
    copies = reuse.join(sides, on="other_article_id").filter(relation="duplicate")
    planted = origins.filter(is_copy=True).group_by("origin").len()["len"].cast(pl.Int64)
    is_planted = pl.col("is_copy") & pl.col("is_copy_right")
    right = copies.filter(is_planted, pl.col("origin") == pl.col("other_origin")).height
    false = copies.filter(pl.col("origin") != pl.col("other_origin")).height
    quotations = build.table("core.quotations").pl()
    yield "quotations", ",", quotations.height
    yield "of them shared", ",", quotations["quotation_family_id"].count()
    yield "pairs", ",", reuse.height
    yield "of them passages", ",", reuse.filter(relation="shared_passage").height
    yield "of planted copies found", ".3f", right / (planted * (planted - 1) // 2).sum()
    yield "false copies", ",", false


# Invented articles


class Words:
    """A language: words by Zipf's law, some of them in phrases that many use."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        known = read_frequencies()[0].filter(language="en").sort("share", "stem", descending=True)
        spelled = [spell(number) for number in range(VOCABULARY - known.height)]
        self.words = np.array([*known["stem"], *spelled], dtype=object)
        self.totals = np.cumsum(1 / np.arange(2, VOCABULARY + 2))
        phrases = self.draw(PHRASES * PHRASE_WORDS).reshape(PHRASES, PHRASE_WORDS)
        self.phrases = [" ".join(phrase) for phrase in phrases.tolist()]
        self.phrase_totals = np.cumsum(1 / np.arange(500, PHRASES + 500))

    def draw(self, count: int) -> np.ndarray:
        drawn = self.rng.random(count) * self.totals[-1]
        return self.words[np.searchsorted(self.totals, drawn)]

    def draw_phrases(self, count: int) -> list[str]:
        drawn = self.rng.random(count) * self.phrase_totals[-1]
        return [self.phrases[at] for at in np.searchsorted(self.phrase_totals, drawn)]

    def write(self, rng: random.Random, own: list[str], quotations: list[str]) -> list[str]:
        """The sentences of an article that uses an event's own words, quotations among them."""
        quoted_count = sum(quotation.count(" ") for quotation in quotations)
        length = max(ARTICLE_WORDS[0] // 2, rng.randint(*ARTICLE_WORDS) - quoted_count)
        words = self.draw(length)
        own_count = int(EVENT_SHARE * length)
        words[self.rng.integers(length, size=own_count)] = rng.choices(own, k=own_count)
        phrases = self.draw_phrases(int(PHRASE_SHARE * length / PHRASE_WORDS))
        words[self.rng.integers(length, size=len(phrases))] = phrases
        starts = range(0, length, SENTENCE_WORDS)
        sentences = [say(words[at : at + SENTENCE_WORDS].tolist()) for at in starts]
        for quotation in quotations:
            sentences.insert(rng.randrange(len(sentences)) + 1, quotation)
        return sentences

    def quote(self, rng: random.Random, statement: list[str]) -> str:
        if rng.random() < 0.3:  # clipped
            statement = statement[rng.randint(0, len(statement) // 2) :]
        speaker = " ".join(word.capitalize() for word in self.draw(2))
        return f"“{' '.join(statement).capitalize()},” said {speaker} of the harbour office."


def spell(number: int) -> str:
    """The number in syllables: spell(1234) == "badiku"."""
    syllables = ""
    for _ in range(3):
        number, at = divmod(number, 100)
        syllables = "bcdfghklmnprstvwzjqx"[at // 5] + "aeiou"[at % 5] + syllables
    return syllables


def say(words: list[str]) -> str:
    return f"{' '.join(words).capitalize()}."


def write_articles(folder: Path, count: int) -> None:
    """The build file with so many articles; their events, and which were copied from where."""
    rows = list(invent_articles(count, random.Random(count)))
    names = ["article_id", "event", "origin", "is_copy", "headline", "body", "outlet_id"]
    names += ["wire_outlet_id", "published_earliest", "url", "is_complete"]
    articles = pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)
    articles.select(names[:4]).write_parquet(folder / "origins.parquet")
    with load.connect(folder / "build.duckdb") as build:
        build.execute((load.SQL / "core.sql").read_text())
        build.register("invented", articles)
        build.execute("""
            insert into core.articles by name
            select
                * exclude (event, origin, is_copy, url),
                published_earliest + interval 1 minute as published_latest,
                0 as published_utc_offset_minutes,
                'minute' as published_precision,
                'printed' as published_basis,
                'en' as language_code,
                core.word_count(body) as word_count,
            from invented;

            insert into core.pages by name
            select
                article_id as page_id,
                article_id as text_id,
                article_id as source,
                url,
                published_earliest + interval 1 hour as captured_at,
                published_earliest + interval 1 hour as captured_latest,
                'metadata' as captured_basis,
                length(body) as char_count,
                '' as text,
            from invented;

            insert into core.placements by name
            select
                article_id as page_id,
                1 as placement_no,
                article_id,
                if(is_complete, 'lead', 'teaser') as role,
                0 as start_char,
                length(body) as end_char,
            from invented;
        """)


def invent_articles(count: int, rng: random.Random) -> Iterator[tuple]:
    """Rows of articles of a year: events that outlets write of, copy from an agency and quote."""
    words = Words(count)
    appeals = {at: say(words.draw(APPEAL_WORDS).tolist()) for at in range(APPEALING_OUTLETS)}
    weights = [1 / (rank + 20) for rank in range(OUTLETS)]
    number = event_number = origin = 0
    while number < count:
        event, event_number = Event(words, rng), event_number + 1
        texts = [(1, False)] * rng.randint(*EVENT_ARTICLES)
        texts += [(rng.randint(*CARRIERS), True)] if rng.random() < WIRE_SHARE else []
        for carrier_count, is_copy in texts:
            origin += 1
            sentences, headline = event.write(), event.name()
            wire = "agency" if is_copy and rng.random() < 0.5 else None
            for outlet in sorted(set(rng.choices(range(OUTLETS), weights, k=carrier_count))):
                number += 1
                own = carry(sentences, words, rng) if is_copy else sentences
                lines = [*own, *filter(None, [appeals.get(outlet)])]
                body = "\n".join(" ".join(lines[at : at + 3]) for at in range(0, len(lines), 3))
                name, site = f"{spell(number * 7919 % 10**6)}{number:08}", f"outlet{outlet:03}"
                url = f"https://{site}.example/{name}"
                moment = event.day + timedelta(minutes=rng.randrange(36 * 60))
                facts = headline, body, site, wire, moment, url, True
                yield name, event_number, origin, is_copy, *facts
                if rng.random() < VERSION_SHARE:
                    body, moment = f"{words.draw(1)[0]} {body}", moment + timedelta(hours=2)
                    facts = headline, body, site, wire, moment, url, True
                    yield f"{name}v", event_number, origin, False, *facts
                if rng.random() < TEASER_SHARE:
                    facts = headline, own[0], site, None, moment, None, False
                    yield f"{name}t", event_number, origin, False, *facts


class Event:
    """A day, the words that its articles share, and what is said on it."""

    def __init__(self, words: Words, rng: random.Random) -> None:
        self.words, self.rng = words, rng
        self.own = words.words[words.rng.integers(1_000, VOCABULARY, EVENT_WORDS)].tolist()
        self.said = [self.state() for _ in range(STATEMENTS)]
        self.day = FIRST_DAY + timedelta(minutes=rng.randrange(DAYS * 24 * 60))

    def state(self) -> list[str]:
        return self.words.draw(self.rng.randint(*STATEMENT_WORDS)).tolist()

    def name(self) -> str:
        return " ".join(self.rng.sample(self.own, 5) + self.words.draw(3).tolist()).capitalize()

    def write(self) -> list[str]:
        said = [statement for statement in self.said if self.rng.random() < QUOTED_SHARE]
        said += [self.state() for _ in range(self.rng.randint(*OWN_QUOTATIONS))]
        quotations = [self.words.quote(self.rng, statement) for statement in said]
        return self.words.write(self.rng, self.own, quotations)


def carry(sentences: list[str], words: Words, rng: random.Random) -> list[str]:
    """A copy as outlets print it: whole, cut, lightly edited or with words of their own around."""
    way = rng.random()
    if way < 0.4:
        return sentences
    if way < 0.65:
        return sentences[: max(3, int(rng.uniform(0.4, 0.9) * len(sentences)))]
    if way < 0.85:
        edited = (
            words.draw(1)[0] if rng.random() < 0.05 else w for w in " ".join(sentences).split()
        )
        return [" ".join(edited)]
    around = [say(words.draw(SENTENCE_WORDS).tolist()) for _ in range(rng.randint(1, 6))]
    return [*around[::2], *sentences, *around[1::2]]


if __name__ == "__main__":
    main()
