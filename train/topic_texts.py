"""The texts that teach topics: headlines, sentences, terms, lines of pages, and runs of words."""

import csv
import random
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from flows.describe.topics import vocabulary
from flows.seeds.topics import TOP_TOPIC_IDS

SENTENCES = Path(__file__).with_name("topic_sentences.csv")
LABELS = Path(__file__).with_name("topic_labels.csv")
# IPTC has no geography as news: SIB's sentences on it teach nothing here.
SIB_TOPICS = {
    "science/technology": "medtop:13000000",
    "travel": "medtop:10000000",
    "politics": "medtop:11000000",
    "sports": "medtop:15000000",
    "health": "medtop:07000000",
    "entertainment": "medtop:01000000",
}
# Languages that the teacher knows, as SIB names them.
TAUGHT = re.findall("...", "arbdeuengfraitajpnkornldpolporrusspathaturzho")


class Example(NamedTuple):
    """A text, and what it may teach."""

    source: str
    language: str
    group: str  # texts of one group are in one fold: translations, lines of a publisher
    topic_nos: list[int]  # from 1, the first is the best; none: it has no label
    text: str


class Examples(NamedTuple):
    """Many of them, in columns."""

    source: np.ndarray
    language: np.ndarray
    group: np.ndarray
    topic_nos: list[list[int]]  # from 1, the first is the best
    texts: list[str]

    def take(self, chosen: np.ndarray) -> "Examples":
        at = np.flatnonzero(chosen).tolist()
        return Examples(
            self.source[at],
            self.language[at],
            self.group[at],
            [self.topic_nos[i] for i in at],
            [self.texts[i] for i in at],
        )


def gather_examples(reference: Path) -> Examples:
    """Every text, labelled or not, in a fixed order."""
    rows = [
        *read_headlines(reference),
        *read_sib(reference),
        *read_iptc(reference),
        *read_terms(),
        *read_sentences(),
        *read_pages(reference),
    ]
    rows += cut_runs(rows)
    return Examples(
        np.array([row.source for row in rows]),
        np.array([row.language for row in rows]),
        np.array([row.group for row in rows]),
        [row.topic_nos for row in rows],
        [row.text for row in rows],
    )


def find_topic_no(topic_id: str) -> int:
    return TOP_TOPIC_IDS.index(topic_id) + 1


def read_headlines(reference: Path) -> Iterator[Example]:
    headlines = pl.read_parquet(reference / "topics" / "headlines_by_topic.parquet")
    for number, (topic_id, text) in enumerate(headlines.select("topic_id", "text").iter_rows()):
        yield Example("headlines", "en", f"headline {number}", [find_topic_no(topic_id)], text)


def read_sib(reference: Path) -> Iterator[Example]:
    """The sentences stand in one order in every language: a number is a sentence."""
    sentences = pl.read_parquet(reference / "topics" / "sib200_train.parquet")
    seen: Counter[str] = Counter()
    for language, topic, text in sentences.select("language", "topic", "text").iter_rows():
        seen[language] += 1
        topic_nos = [find_topic_no(SIB_TOPICS[topic])] if topic in SIB_TOPICS else []
        yield Example("sib", language, f"sib {seen[language]}", topic_nos, text)


def read_iptc(reference: Path) -> Iterator[Example]:
    concepts = pl.read_parquet(reference / "topics" / "iptc_media_topics.parquet")
    for topic_id, locale, name, definition in concepts.select(
        "level1", "locale", "name", "definition"
    ).iter_rows():
        text = f"{name}. {definition or ''}"
        yield Example("iptc", locale, "iptc", [find_topic_no(topic_id)], text)


def read_terms() -> Iterator[Example]:
    topics = vocabulary.read_topics()
    for term, uses in vocabulary.read_terms().items():
        for topic_id, language in uses:
            topic_no = find_topic_no(topics[topic_id].line[-1])
            yield Example("terms", language, "terms", [topic_no], term.replace("*", ""))


def read_sentences() -> Iterator[Example]:
    """Our own. Each language has the same ones of a topic in the same order: a place is a group."""
    seen: Counter[tuple[str, str]] = Counter()
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = row["topic_id"], row["language"]
            seen[key] += 1
            group = f"own {row['topic_id']} {seen[key] // 3}"
            topic_nos = [find_topic_no(row["topic_id"])]
            yield Example("own", row["language"], group, topic_nos, row["text"])


def read_labels() -> dict[str, list[int]]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        return {
            row["page_id"]: [find_topic_no(topic_id) for topic_id in row["topic_ids"].split()]
            for row in csv.DictReader(file)
        }


def read_pages(reference: Path) -> Iterator[Example]:
    """The labelled openings of articles, and the lines of all pages without a label."""
    labels = read_labels()
    dev = pl.read_parquet(reference / "pages" / "dev.parquet")
    silver = pl.read_parquet(reference / "pages" / "silver.parquet")
    stories = pl.read_parquet(reference / "stories" / "event_labelled.parquet")
    columns = ["page_id", "publisher", "language", "text", "headline", "body"]
    dev = dev.rename({"gold_headline": "headline", "gold_body": "body"}).select(columns)
    silver = silver.with_columns(publisher="page_id", headline=pl.lit(""), body="silver_body")
    pages = [*dev.rows(), *silver.select(columns).rows()]
    for page_id, publisher, language, text, headline, body in pages:
        if page_id in labels:
            opening = f"{headline or ''}\n{body or ''}"[:600]
            yield Example("pages", language, publisher, labels[page_id], opening)
        yield from list_lines(language, publisher, dict.fromkeys(text.split("\n")))
    for event, headline, body in stories.select("event", "headline", "body").iter_rows():
        yield from list_lines("en", f"story {event}", (headline, *body.split("\n")))


def list_lines(language: str, group: str, lines: Iterable[str]) -> Iterator[Example]:
    for line in lines:
        if len(line) >= 25:
            yield Example("lines", language, group, [], " ".join(line.split())[:300])


def cut_runs(rows: list[Example]) -> Iterator[Example]:
    """Runs of 5 to 14 words out of lines and of SIB's sentences: as short as headlines are."""
    chance = random.Random(3)
    seen = set()
    for source, language, group, _, text in rows:
        is_taught = source == "sib" and language[:3] in TAUGHT
        if source != "lines" and not is_taught:
            continue
        share = 0.4 if language in ("en", "de") else 0.8
        words = text.split()
        at = 0
        while at < len(words) - 4:
            length = chance.randint(5, 14)
            run = " ".join(words[at : at + length])
            if chance.random() < share and run not in seen:
                seen.add(run)
                yield Example("runs", language, group, [], run)
            at += length


def choose_fold(group: str, count: int) -> int:
    """The fold of a group, of so many."""
    return zlib.crc32(group.encode()) % count
