"""Topics by vocabulary: which terms stand in an article, and which topics they speak for.

A term of seeds/topic_terms.csv speaks for its topic and for all topics above it. In
seeds/topics.csv the parent of a topic of level 3 or more is the nearest one that is known, and may
be its topic of level 2: the IPTC table that we have names only the topics of levels 1 and 2. The
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

from flows.describe.topics.model import STOP, load_weights
from flows.seeds import read_seed, read_topic_seed
from flows.seeds.topics import TERM_WORD, fold_term, make_watch_topic_id, split_phrases
from flows.text import has_unspaced

HEADLINE_POINTS = 3.0

TERM_PART = re.compile(rf"{TERM_WORD.pattern}|{STOP}")
REMEMBERED_WORDS = 200_000


Evidence = dict[str, dict[str, float]]  # topic -> term as printed -> its points


class Topic(NamedTuple):
    level: int
    scheme: str
    line: tuple[str, ...]  # ids: the topic itself first, its top topic last


class Watch(NamedTuple):
    """A row of seeds/watch_topics.csv: which phrases an article must and must not have."""

    topic_id: str
    language: str
    any_of: frozenset[str]
    all_of: frozenset[str]
    none_of: frozenset[str]

    @property
    def wanted(self) -> frozenset[str]:
        return self.any_of | self.all_of

    @property
    def phrases(self) -> frozenset[str]:
        return self.wanted | self.none_of


@dataclass(frozen=True, eq=False)
class Term:
    """A term and the topics that it speaks for in one language.

    "prisoner* of war" speaks for its own topic and for the conflicts above it.
    """

    text: str
    words: tuple[tuple[str, bool], ...]  # a word or stop, and whether it is only a beginning
    topic_ids: tuple[str, ...]  # with those above
    top_topic_ids: frozenset[str]


class Starts(NamedTuple):
    """The terms that start with one word."""

    alone: list[Term]  # of this word only
    by_second: dict[str, list[Term]]  # by a whole second word
    others: list[tuple[str, Term]]  # with what the second word begins with


class Hit(NamedTuple):
    """A term that stands in a text."""

    start: int  # in words; for a term without spaces in characters from the end, below 0
    end: int
    term: Term
    printed: str


Points = dict[tuple[Term, str], float]


def count_points(in_headline: list[Hit], in_body: list[Hit], has_body: bool) -> Points:
    """The points of each term, as printed, in an article.

    The body gives 1 + log of how often it stands there. The headline gives 3, but only 1 if there
    is no body. A term of several top topics has its points divided among them.
    """
    headline_points = HEADLINE_POINTS if has_body else 1.0
    points = dict.fromkeys(((hit.term, hit.printed) for hit in in_headline), headline_points)
    for key, count in Counter((hit.term, hit.printed) for hit in in_body).items():
        points[key] = points.get(key, 0) + 1 + math.log(count)
    return {
        (term, printed): found / max(1, len(term.top_topic_ids))
        for (term, printed), found in points.items()
    }


def drop_overruled(hits: list[Hit]) -> list[Hit]:
    """The hits that are not part of a longer one about something else: no "war" in "trade war"."""
    longer = [hit for hit in hits if hit.end - hit.start > 1 and hit.term.top_topic_ids]
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
    top_topic_ids = hit.term.top_topic_ids
    return (
        hit.end <= outer.end
        and hit.end - hit.start < outer.end - outer.start
        and bool(top_topic_ids)
        and top_topic_ids.isdisjoint(outer.term.top_topic_ids)
    )


def collect_evidence(points: Points) -> Evidence:
    """The terms of each IPTC topic and of those below it, with their points."""
    evidence: Evidence = defaultdict(dict)
    for (term, printed), found in points.items():
        for topic_id in term.topic_ids:
            evidence[topic_id][printed] = found
    return evidence


def find_watch_topics(lexicon: "Lexicon", points: Points) -> Evidence:
    """The topics to watch that have a row which fits an article, with the phrases found."""
    printed_as: Evidence = defaultdict(dict)  # by phrase
    for (term, printed), found in points.items():
        if term.text in lexicon.watches:
            printed_as[term.text][printed] = found
    evidence: Evidence = defaultdict(dict)
    for watch in dict.fromkeys(watch for text in printed_as for watch in lexicon.watches[text]):
        if (
            watch.none_of.isdisjoint(printed_as)
            and watch.all_of <= printed_as.keys()
            and not (watch.any_of and watch.any_of.isdisjoint(printed_as))
        ):
            for text in watch.wanted:
                evidence[watch.topic_id] |= printed_as.get(text, {})
    return evidence


class WordCodes(dict[str, int]):
    """Word -> twice its row in the table of weights, plus 1 if a term starts with it.

    Codes are remembered, because the same words come again and again in news.
    """

    def __init__(self, lexicon: "Lexicon"):
        super().__init__()
        self.lexicon = lexicon
        self.rows = load_weights().rows

    def __missing__(self, word: str) -> int:
        if len(self) > REMEMBERED_WORDS:
            self.clear()
            self.lexicon.starts.clear()
        terms = self.lexicon.find_starting(word)
        if terms:
            self.lexicon.starts[word] = group_terms(terms)
        self[word] = code = 2 * self.rows[word] + bool(terms)
        return code


def decode_rows(codes: np.ndarray) -> np.ndarray:
    """The rows of words in the table of weights."""
    return codes >> 1


class Lexicon:
    """The terms that count in a text of one language, found by their first word."""

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
            for text in watch.phrases:
                self.watches[text].append(watch)

    def find_starting(self, word: str) -> list[Term]:
        """The terms that may start with a word."""
        terms = list(self.exact.get(word, ()))
        for length in range(1, min(len(word), self.longest_prefix) + 1):
            terms += self.prefixed.get(word[:length], ())
        return terms

    def find_codes(self, words: list[str]) -> np.ndarray:
        return np.fromiter(map(self.codes.__getitem__, words), np.int64, len(words))

    def find_hits(self, text: str, words: list[str], codes: np.ndarray) -> list[Hit]:
        """Every term in a folded text of these words, those inside of others too."""
        hits = []
        for at in np.flatnonzero(codes & 1).tolist():
            alone, by_second, others = self.starts[words[at]]
            for term in alone:
                hits.append(Hit(at, at + 1, term, words[at]))
            following = words[at + 1] if at + 1 < len(words) else ""
            for term in by_second.get(following, ()):
                if is_continued(term, words, at):
                    hits.append(make_hit(term, text, words, at))
            for second, term in others:
                if following.startswith(second) and is_continued(term, words, at):
                    hits.append(make_hit(term, text, words, at))
        if self.unspaced and has_unspaced(text):
            hits += self.find_unspaced_hits(text)
        return hits

    def find_unspaced_hits(self, text: str) -> Iterator[Hit]:
        """Every term without spaces, wherever it stands in a text."""
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


def is_continued(term: Term, words: list[str], start: int) -> bool:
    """Whether the other words of a term follow its first one."""
    following = words[start + 1 : start + len(term.words)]
    return len(following) == len(term.words) - 1 and all(
        printed.startswith(word) if is_prefix else printed == word
        for printed, (word, is_prefix) in zip(following, term.words[1:], strict=True)
    )


def make_hit(term: Term, text: str, words: list[str], start: int) -> Hit:
    """A hit of several words, with what stands between them: "prisoners-of-war"."""
    end = start + len(term.words)
    printed = " ".join(words[start:end])
    if printed not in text:
        found = re.search(r"\W*".join(map(re.escape, words[start:end])), text)
        printed = found[0] if found else printed
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
    """The terms of one language and of `*`; those of all languages if it is not known."""
    topics = read_topics()
    spoken = (language, "*")
    watches = [watch for watch in read_watches() if language is None or watch.language in spoken]
    lines: dict[str, list[tuple[str, ...]]] = {
        text: [] for watch in watches for text in sorted(watch.phrases)
    }
    for text, uses in read_terms().items():
        of_language = [
            topics[topic_id].line for topic_id, of in uses if language is None or of in spoken
        ]
        if of_language:
            lines[text] = of_language
    return Lexicon([make_term(text, found) for text, found in lines.items()], watches)


def make_term(text: str, lines: list[tuple[str, ...]]) -> Term:
    return Term(
        text=text,
        words=tuple((part.rstrip("*"), part[-1] == "*") for part in TERM_PART.findall(text)),
        topic_ids=tuple(sorted({topic_id for line in lines for topic_id in line})),
        top_topic_ids=frozenset(line[-1] for line in lines),
    )
