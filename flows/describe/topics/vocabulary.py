"""Topics by vocabulary: which terms stand in an article, and what they speak for.

A term of seeds/topic_terms.csv speaks for its topic and all the topics above it. In
seeds/topics.csv a level-2 topic's parent is its level-1 topic; from level 3 on it is the nearest
that is known, at worst the level-2 topic (the IPTC table that we have names only these two). The
phrases of seeds/watch_topics.csv are found in the same way.
"""

import csv
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from flows.describe.topics.model import STOP, load_weights
from flows.seeds import SEEDS, name_watch_topic
from flows.text import fold_words, has_unspaced

HEADLINE_POINTS = 3

TERM_WORD = re.compile(r"\w+\*?")
TERM_PART = re.compile(rf"{TERM_WORD.pattern}|{STOP}")
REMEMBERED_WORDS = 200_000


class Topic(NamedTuple):
    level: int
    scheme: str
    line: tuple[str, ...]  # the topic itself first, its level-1 ancestor last


class Watch(NamedTuple):
    """A row of seeds/watch_topics.csv: what must, may and must not stand in an article."""

    topic_id: str
    language: str
    any_of: frozenset[str]
    all_of: frozenset[str]
    none_of: frozenset[str]


@dataclass(frozen=True, eq=False)
class Term:
    """A term with what it says in one language: "prisoner* of war" speaks for conflict too."""

    text: str
    words: tuple[tuple[str, bool], ...]  # a word or stop, and whether it is a prefix only
    topic_ids: tuple[str, ...]  # iptc topics, ancestors included
    families: frozenset[str]  # the level-1 ones of these


class Starts(NamedTuple):
    """The terms that start with one word: it alone, with a given second, with a prefix second."""

    alone: list[Term]
    by_second: dict[str, list[Term]]
    others: list[tuple[str, Term]]


class Hit(NamedTuple):
    start: int
    end: int
    term: Term
    printed: str


Points = dict[tuple[Term, str], float]


def count_points(in_headline: list[Hit], in_body: list[Hit], has_body: bool) -> Points:
    """What each term, as printed, is worth in an article.

    In the body 1 for the first, ever less for more (1 + log of their number); in the headline 3,
    where it stands for a body. A term of several level-1 topics is worth that much less to each.
    """
    headline_points = HEADLINE_POINTS if has_body else 1
    points = dict.fromkeys(((hit.term, hit.printed) for hit in in_headline), headline_points)
    for key, count in Counter((hit.term, hit.printed) for hit in in_body).items():
        points[key] = points.get(key, 0) + 1 + math.log(count)
    return {
        key: worth / len(key[0].families) if len(key[0].families) > 1 else worth
        for key, worth in points.items()
    }


def drop_overruled(hits: list[Hit]) -> list[Hit]:
    """Without hits inside a longer one that is about something else: no "war" in "trade war"."""
    longer = [hit for hit in hits if hit.end - hit.start > 1 and hit.term.families]
    if not longer:
        return hits
    longer_at: dict[int, list[Hit]] = defaultdict(list)
    for outer in longer:
        for position in range(outer.start, outer.end):
            longer_at[position].append(outer)
    return [
        hit
        for hit in hits
        if not any(is_overruled(hit, outer) for outer in longer_at.get(hit.start, ()))
    ]


def is_overruled(hit: Hit, outer: Hit) -> bool:
    families = hit.term.families
    return (
        hit.end <= outer.end
        and hit.end - hit.start < outer.end - outer.start
        and bool(families)
        and families.isdisjoint(outer.term.families)
    )


def collect_evidence(points: Points) -> dict[str, dict[str, float]]:
    """The printed terms of each IPTC topic, ancestors included, with their points."""
    evidence: dict[str, dict[str, float]] = defaultdict(dict)
    for (term, printed), worth in points.items():
        for topic_id in term.topic_ids:
            evidence[topic_id][printed] = worth
    return evidence


def find_watch_topics(lexicon: "Lexicon", points: Points) -> dict[str, dict[str, float]]:
    """The watch topics of which an article satisfies a row, with their evidence."""
    printed_as: dict[str, dict[str, float]] = defaultdict(dict)
    for (term, printed), worth in points.items():
        if term.text in lexicon.watches:
            printed_as[term.text][printed] = worth
    evidence: dict[str, dict[str, float]] = defaultdict(dict)
    for watch in dict.fromkeys(watch for text in printed_as for watch in lexicon.watches[text]):
        if (
            watch.none_of.isdisjoint(printed_as)
            and watch.all_of <= printed_as.keys()
            and not (watch.any_of and watch.any_of.isdisjoint(printed_as))
        ):
            for text in watch.any_of | watch.all_of:
                evidence[watch.topic_id] |= printed_as.get(text, {})
    return evidence


class WordCodes(dict[str, int]):
    """Twice a word's row in the table of weights, plus 1 where a term starts with it.

    Remembered, since news repeats its words.
    """

    def __init__(self, lexicon: "Lexicon"):
        super().__init__()
        self.lexicon = lexicon
        self.rows = load_weights().rows

    def __missing__(self, word: str) -> int:
        if len(self) > REMEMBERED_WORDS:
            self.clear()
            self.lexicon.starts.clear()
        terms = self.lexicon.starting_with(word)
        if terms:
            self.lexicon.starts[word] = group_terms(terms)
        self[word] = code = 2 * self.rows[word] + bool(terms)
        return code


class Lexicon:
    """The terms that apply to one language (to all of them: None), found by their first word."""

    def __init__(self, terms: list[Term], watches: list[Watch]):
        self.exact: dict[str, list[Term]] = defaultdict(list)
        self.prefixed: dict[str, list[Term]] = defaultdict(list)
        self.unspaced: dict[str, list[tuple[str, Term]]] = defaultdict(list)
        for term in terms:
            first, is_prefix = term.words[0]
            if has_unspaced(term.text):
                self.unspaced[term.text[0]].append((term.text.replace("*", ""), term))
            else:
                (self.prefixed if is_prefix else self.exact)[first].append(term)
        self.longest_prefix = max(map(len, self.prefixed), default=0)
        self.codes = WordCodes(self)
        self.starts: dict[str, Starts] = {}
        self.watches: dict[str, list[Watch]] = defaultdict(list)
        for watch in watches:
            for text in watch.any_of | watch.all_of | watch.none_of:
                self.watches[text].append(watch)

    def starting_with(self, word: str) -> list[Term]:
        """Terms whose first word is this one."""
        terms = list(self.exact.get(word, ()))
        for length in range(1, min(len(word), self.longest_prefix) + 1):
            terms += self.prefixed.get(word[:length], ())
        return terms

    def find_codes(self, words: list[str]) -> np.ndarray:
        return np.fromiter(map(self.codes.__getitem__, words), np.int64, len(words))

    def find_hits(self, text: str, words: list[str], codes: np.ndarray) -> list[Hit]:
        """Every term in a folded text of these words; one that is part of another too.

        Hits of terms without spaces have characters for positions, counted from the text's end.
        """
        hits = []
        for at in np.flatnonzero(codes & 1).tolist():
            alone, by_second, others = self.starts[words[at]]
            for term in alone:
                hits.append(Hit(at, at + 1, term, words[at]))
            following = words[at + 1] if at + 1 < len(words) else ""
            for term in by_second.get(following, ()):
                if continues(term, words, at):
                    hits.append(make_hit(term, text, words, at))
            for second, term in others:
                if following.startswith(second) and continues(term, words, at):
                    hits.append(make_hit(term, text, words, at))
        if self.unspaced and has_unspaced(text):
            hits += self.find_unspaced_hits(text)
        return hits

    def find_unspaced_hits(self, text: str) -> Iterator[Hit]:
        """Every substring that is a term."""
        for at, character in enumerate(text, -len(text)):
            for printed, term in self.unspaced.get(character, ()):
                if text.startswith(printed, at):
                    yield Hit(at, at + len(printed), term, printed)


def group_terms(terms: list[Term]) -> Starts:
    by_second: dict[str, list[Term]] = defaultdict(list)
    for term in terms:
        if len(term.words) > 1 and not term.words[1][1]:
            by_second[term.words[1][0]].append(term)
    return Starts(
        alone=[term for term in terms if len(term.words) == 1],
        by_second=by_second,
        others=[
            (term.words[1][0], term) for term in terms if len(term.words) > 1 and term.words[1][1]
        ],
    )


def continues(term: Term, words: list[str], start: int) -> bool:
    """Whether a term's words after the first follow too."""
    following = words[start + 1 : start + len(term.words)]
    return len(following) == len(term.words) - 1 and all(
        printed.startswith(word) if is_prefix else printed == word
        for printed, (word, is_prefix) in zip(following, term.words[1:], strict=True)
    )


def make_hit(term: Term, text: str, words: list[str], start: int) -> Hit:
    """A hit of several words, with what stands between them: prisoners-of-war."""
    end = start + len(term.words)
    printed = " ".join(words[start:end])
    if printed not in text:
        between = r"\W*".join(map(re.escape, words[start:end]))
        printed = re.search(between, text)[0]
    return Hit(start, end, term, printed)


@lru_cache
def read_topics(seeds: Path = SEEDS) -> dict[str, Topic]:
    """Every topic of seeds/topics.csv and seeds/watch_topics.csv by its id."""
    path = seeds / "topics.csv"
    rows = list(read_rows(path, ["topic_id", "name", "parent_topic_id", "level", "scheme"]))
    parents = {row["topic_id"]: row["parent_topic_id"] for _, row in rows}
    topics = {}
    for number, row in rows:
        where = f"seeds/{path.name} row {number}"
        line = [row["topic_id"]]
        while parent := parents[line[-1]]:
            if parent not in parents or parent in line:
                raise ValueError(
                    f"{where}: parent {parent!r} is no other topic; correct or empty it"
                )
            line.append(parent)
        if row["scheme"] != "iptc" or not row["level"].isdigit():
            raise ValueError(
                f"{where}: scheme must be iptc, level a number from 1; "
                "topics of your own go into seeds/watch_topics.csv"
            )
        if row["topic_id"] in topics:
            raise ValueError(f"{where}: {row['topic_id']} stands there twice; drop one")
        topics[row["topic_id"]] = Topic(int(row["level"]), row["scheme"], tuple(line))
    for watch in read_watches(seeds):
        topics[watch.topic_id] = Topic(1, "watch", (watch.topic_id,))
    return topics


@lru_cache
def read_terms(seeds: Path = SEEDS) -> dict[str, list[tuple[str, str]]]:
    """The (topic_id, language) of each folded term of seeds/topic_terms.csv."""
    topics = read_topics(seeds)
    path = seeds / "topic_terms.csv"
    uses: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for number, row in read_rows(path, ["topic_id", "term", "language"]):
        term = fold_term(row["term"])
        fault, topic_id = find_fault(term), row["topic_id"]
        if topic_id not in topics:
            fault = f"topic {topic_id!r} is unknown; add it to seeds/topics.csv or correct it"
        elif not row["language"]:
            fault = "no language; write a code such as en, or * for every language"
        if fault:
            raise ValueError(f"seeds/{path.name} row {number}: {fault}")
        uses[term].append((topic_id, row["language"]))
    return uses


@lru_cache
def read_watches(seeds: Path = SEEDS) -> list[Watch]:
    """The rows of seeds/watch_topics.csv; phrases in a field are parted by ;"""
    path = seeds / "watch_topics.csv"
    watches = []
    for number, row in read_rows(path, ["name", "language", "any", "all", "none"]):
        phrases = [
            frozenset(fold_term(phrase) for phrase in row[rule].split(";") if phrase.strip())
            for rule in ("any", "all", "none")
        ]
        faults = map(find_fault, sorted(frozenset().union(*phrases)))
        fault = next(filter(None, faults), None)
        if not name_watch_topic(row["name"]):
            fault = "the name has no word; write one"
        elif not row["language"]:
            fault = "no language; write a code such as en, or * for every language"
        elif not phrases[0] | phrases[1]:
            fault = "no phrase to look for; write one under any or all"
        if fault:
            raise ValueError(f"seeds/{path.name} row {number}: {fault}")
        watches.append(Watch(name_watch_topic(row["name"]), row["language"], *phrases))
    return watches


def read_rows(path: Path, columns: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a seed with their line numbers, as an editor shows them; the header is 1."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != columns:
            raise ValueError(f"seeds/{path.name} row 1: the header must be {','.join(columns)}")
        for row in reader:
            if None in row or None in row.values():
                raise ValueError(
                    f"seeds/{path.name} row {reader.line_num}: {len(columns)} fields are needed; "
                    "write a field that has a comma between double quotes"
                )
            yield reader.line_num, row


def fold_term(text: str) -> str:
    return " ".join(fold_words(text).split())


def find_fault(term: str) -> str | None:
    """What is wrong with a term and what to do, if anything."""
    if not TERM_WORD.search(term):
        return f"the term {term!r} has no word; write one or drop it"
    if "*" in TERM_WORD.sub("", term) or re.search(r"\*\w", term):
        return f"in the term {term!r} a * may only end a word, as in prisoner* of war"
    return None


@lru_cache(maxsize=128)
def read_lexicon(language: str | None, seeds: Path = SEEDS) -> Lexicon:
    """The terms of one language and of `*`; of every language where it is None."""
    topics = read_topics(seeds)
    spoken = (language, "*")
    watches = [
        watch for watch in read_watches(seeds) if language is None or watch.language in spoken
    ]
    lines = {text: [] for watch in watches for text in sorted(frozenset().union(*watch[2:]))}
    for text, uses in read_terms(seeds).items():
        applying = [
            topics[topic_id].line for topic_id, of in uses if language is None or of in spoken
        ]
        if applying:
            lines[text] = applying
    return Lexicon([make_term(text, found) for text, found in lines.items()], watches)


def make_term(text: str, lines: list[tuple[str, ...]]) -> Term:
    return Term(
        text=text,
        words=tuple((part.rstrip("*"), part[-1] == "*") for part in TERM_PART.findall(text)),
        topic_ids=tuple(sorted({topic_id for line in lines for topic_id in line})),
        families=frozenset(line[-1] for line in lines),
    )
