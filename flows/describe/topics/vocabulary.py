"""Topics by vocabulary: which terms stand in an article, and what they speak for.

A term of seeds/topic_terms.csv speaks for its topic and all the topics above it. In
seeds/topics.csv a level-2 topic's parent is its level-1 topic; from level 3 on it is the nearest
that is known, at worst the level-2 topic (the IPTC table that we have names only these two). The
phrases of seeds/watch_topics.csv are found in the same way.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from flows.describe.topics.model import STOP, has_unspaced, load_weights
from flows.seeds import read_seed, read_topic_seed
from flows.seeds.topics import TERM_WORD, fold_term, make_watch_topic_id, split_phrases

HEADLINE_POINTS = 3

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
def read_topics() -> dict[str, Topic]:
    """Every topic of seeds/topics.csv and seeds/watch_topics.csv by its id."""
    columns = ("topic_id", "parent_topic_id", "level", "scheme")
    rows = read_topic_seed().select(columns).rows()
    parents = {topic_id: parent for topic_id, parent, _, _ in rows}
    topics = {}
    for topic_id, _, level, scheme in rows:
        line = [topic_id]
        while parent := parents[line[-1]]:
            line.append(parent)
        topics[topic_id] = Topic(level, scheme, tuple(line))
    return topics


@lru_cache
def read_terms() -> dict[str, list[tuple[str, str]]]:
    """The (topic_id, language) of each folded term of seeds/topic_terms.csv."""
    uses: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for topic_id, term, language in read_seed("topic_terms").iter_rows():
        uses[fold_term(term)].append((topic_id, language))
    return uses


@lru_cache
def read_watches() -> list[Watch]:
    """The rows of seeds/watch_topics.csv."""
    return [
        Watch(
            make_watch_topic_id(name),
            language,
            any_of=split_phrases(any_of or ""),
            all_of=split_phrases(all_of or ""),
            none_of=split_phrases(none_of or ""),
        )
        for name, language, any_of, all_of, none_of in read_seed("watch_topics").iter_rows()
    ]


@lru_cache(maxsize=128)
def read_lexicon(language: str | None) -> Lexicon:
    """The terms of one language and of `*`; of every language where it is None."""
    topics = read_topics()
    spoken = (language, "*")
    watches = [watch for watch in read_watches() if language is None or watch.language in spoken]
    lines = {text: [] for watch in watches for text in sorted(frozenset().union(*watch[2:]))}
    for text, uses in read_terms().items():
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
