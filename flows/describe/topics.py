"""Topics of articles by vocabulary: IPTC Media Topics and the user's watch topics.

A topic is found by the terms of seeds/topic_terms.csv; the terms that matched are its evidence. A
term speaks for its topic and all the topics above it. In seeds/topics.csv a level-2 topic's parent
is its level-1 topic; from level 3 on it is the nearest that is known, at worst the level-2 topic
(the IPTC table that we have names only these two).

Rank 1 at level 1, in sample (English terms and the calibration were tuned on these texts; in a
politics section conflict counts as right):
                                        with a hit   right of these   assigned   right of these
    6,000 English headlines, 13 topics         .73              .49        .11              .68
    SIB-200 sentences, de fr es           .63-.70         .61-.63    .15-.19         .84-.88
                       ru uk ar           .49-.69         .64-.67    .09-.19         .83-.88
    109 news bodies, section of their URL      .96              .73        .50              .87
Right by one reader's eye among dev's assigned, some terms and one threshold before the last: level
1 37 of 40, level 2 40 of 45, level 3 32 of 35. On one core 2,500 to 3,700 articles of 310 words a
second, a quarter fewer where the language is unknown, 2,000 in Chinese and Japanese.
"""

import csv
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import polars as pl

SEEDS = Path(__file__).parents[2] / "seeds"

ARTICLE_TOPICS = pl.Schema(
    {
        "article_id": pl.String,
        "topic_id": pl.String,
        "score": pl.Float64,
        "rank": pl.Int32,
        "is_assigned": pl.Boolean,
        "evidence": pl.List(pl.String),
    }
)

RULES = ("any", "all", "none")
KEPT_TOPICS = 5  # per article, scheme and level
KEPT_EVIDENCE = 10

HEADLINE_POINTS = 3
# Level 1: logistic in the log odds of a topic's points against its rivals' points and DOUBT, fitted
# on headlines, SIB-200 and URL sections together. DOUBT .5 / .75 / 1 / 1.5 / 2: log loss .521 /
# .517 / .515 / .514 / .517. Growing with the square root of the body's length made it worse
# (.544 -> .548), and so did 3 points for a headline without a body (.544 instead of .515).
DOUBT = 1.5
INTERCEPT, SLOPE = 0.92, 1.49
# Deeper levels have no rivals, and no labels to fit: 2 points are even odds, more in longer bodies.
DEEP_DOUBT = 2
# A deeper topic is sure only below one of the article's first three: 2 -> 3 adds 16 to the 378
# assigned on dev, 13 of them right.
LEADING_FAMILIES = 3
# Level 1 from .55 / .6 / .65 / .7 / .8, on bodies: share .78 / .73 / .63 / .50 / .34,
# right .80 / .81 / .83 / .87 / .89. Deeper: judged by eye at .5, see above.
ASSIGNED_FROM = {1: 0.7, 2: 0.5}

GAP = re.compile(r"(\W+)")
TERM_WORD = re.compile(r"(\w+)(\*?)")
GAP_STOPS = frozenset("\n.,;:!?…()[]|/·•")
# Scripts written without spaces (Thai, Lao, Burmese, Khmer, kana, Han): a term is a substring.
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


class Topic(NamedTuple):
    level: int
    scheme: str
    line: tuple[str, ...]  # the topic itself first, its level-1 ancestor last


class Use(NamedTuple):
    """One row of seeds/topic_terms.csv, without its term."""

    topic_id: str
    language: str
    rule: str


@dataclass(frozen=True, eq=False)
class Term:
    """A term with what it says in one language: "prisoner* of war" speaks for conflict too."""

    text: str
    words: tuple[tuple[str, bool], ...]  # a word, and whether it is a prefix only
    gaps: tuple[str, ...]
    topic_ids: tuple[str, ...]  # iptc topics, ancestors included
    families: frozenset[str]  # the level-1 ones of these
    watch_uses: tuple[Use, ...]


class Hit(NamedTuple):
    start: int
    end: int
    term: Term
    printed: str


def describe_topics(articles: pl.DataFrame) -> pl.DataFrame:
    """The topics of each article in whose text their vocabulary stands, as ARTICLE_TOPICS.

    An article without a hit has no row. Ranks run from 1 within article, scheme and level;
    every article is looked at alone, so that its rows are the same in any batch.

    Needs: article_id, headline (nullable), body, language_code (null: every language's terms).
    Raises:
        ValueError: a row of seeds/topics.csv or seeds/topic_terms.csv is wrong, and which.
        polars.exceptions.ColumnNotFoundError: a needed column is missing.
    """
    rows = [
        (article_id, *topic_row)
        for article_id, headline, body, language in articles.select(
            "article_id", "headline", "body", "language_code"
        ).iter_rows()
        for topic_row in rank_topics(headline or "", body or "", language)
    ]
    topics = read_topics()
    levels = pl.Series("level", [topics[row[1]].level for row in rows], pl.Int32)
    return (
        pl.DataFrame(rows, schema=ARTICLE_TOPICS, orient="row")
        .with_columns(levels)
        .sort("article_id", "level", "rank", "topic_id")
        .drop("level")
    )


def rank_topics(headline: str, body: str, language: str | None) -> list[tuple]:
    """One article's rows, without its id: (topic_id, score, rank, is_assigned, evidence)."""
    topics = read_topics()
    lexicon = read_lexicon(language)
    points = count_points(lexicon, headline, body)
    evidence: dict[str, dict[str, float]] = defaultdict(dict)
    for (term, printed), worth in points.items():
        for topic_id in term.topic_ids:
            evidence[topic_id][printed] = worth
    scores = score_topics(evidence, len(body))
    for topic_id, found in find_watch_topics(lexicon, points):
        evidence[topic_id] = found
        worth = math.fsum(found.values())
        scores["watch", topics[topic_id].level][topic_id] = round(worth / (worth + 1), 4)

    leading = best_first(scores["iptc", 1])[:LEADING_FAMILIES]
    rows = []
    for (scheme, level), found in scores.items():
        for rank, topic_id in enumerate(best_first(found)[:KEPT_TOPICS], 1):
            is_sure = found[topic_id] >= ASSIGNED_FROM[min(level, 2)]
            is_assigned = scheme == "watch" or (is_sure and topics[topic_id].line[-1] in leading)
            printed = best_first(evidence[topic_id])[:KEPT_EVIDENCE]
            rows.append((topic_id, found[topic_id], rank, is_assigned, printed))
    return rows


def score_topics(
    evidence: dict[str, dict[str, float]], char_count: int
) -> dict[tuple[str, int], dict[str, float]]:
    """Scores of iptc topics by (scheme, level): a level-1 topic's against its rivals."""
    topics = read_topics()
    worth = {topic_id: math.fsum(found.values()) for topic_id, found in evidence.items()}
    total = math.fsum(worth[topic_id] for topic_id in worth if topics[topic_id].level == 1)
    deep_doubt = DEEP_DOUBT * math.sqrt(1 + char_count / 600)
    scores: dict[tuple[str, int], dict[str, float]] = defaultdict(dict)
    for topic_id, own in worth.items():
        if topics[topic_id].level == 1:
            odds = own / (total - own + DOUBT)
            score = 1 / (1 + math.exp(-INTERCEPT - SLOPE * math.log(odds)))
        else:
            score = own / (own + deep_doubt)
        scores["iptc", topics[topic_id].level][topic_id] = round(score, 4)
    return scores


def best_first(scores: dict[str, float]) -> list[str]:
    """Keys by falling value, ties by name: best_first({"b": 1, "a": 1, "c": 2}) is [c, a, b]."""
    return sorted(scores, key=lambda key: (-scores[key], key))


def count_points(lexicon: "Lexicon", headline: str, body: str) -> dict[tuple[Term, str], float]:
    """What each term, as printed, is worth in an article.

    In the body 1 for the first, ever less for more (1 + log of their number); in the headline 3,
    where it stands for a body. A term of several level-1 topics is worth that much less to each.
    """
    in_headline = count_hits(lexicon, headline)
    in_body = count_hits(lexicon, body)
    headline_points = HEADLINE_POINTS if body else 1
    points = {}
    for key in in_headline | in_body:
        worth = headline_points if key in in_headline else 0
        if key in in_body:
            worth += 1 + math.log(in_body[key])
        points[key] = worth / max(1, len(key[0].families))
    return points


def count_hits(lexicon: "Lexicon", text: str) -> Counter[tuple[Term, str]]:
    """How often each term stands in a text, as printed there (folded)."""
    hits = drop_overruled(lexicon.find_hits(fold(text)))
    return Counter((hit.term, hit.printed) for hit in hits)


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


def find_watch_topics(
    lexicon: "Lexicon", points: dict[tuple[Term, str], float]
) -> Iterator[tuple[str, dict[str, float]]]:
    """Each watch topic whose rules an article satisfies, with its evidence.

    Satisfied: an `any` term where the topic has such, every `all` term (of `*` and of one
    language), and no `none` term.
    """
    evidence: dict[str, dict[str, float]] = defaultdict(dict)
    present: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for (term, printed), worth in points.items():
        for use in term.watch_uses:
            present[use.topic_id][use.rule].add(term.text)
            evidence[use.topic_id][printed] = worth
    for topic_id, found in present.items():
        asked = lexicon.asked[topic_id]
        by_language = asked["all"]
        everywhere = by_language.get("*", set())
        choices = [needed for language, needed in by_language.items() if language != "*"]
        if (
            not found["none"]
            and (found["any"] or not asked["any"])
            and everywhere <= found["all"]
            and (not choices or any(needed <= found["all"] for needed in choices))
        ):
            yield topic_id, evidence[topic_id]


class Lexicon:
    """The terms that apply to one language (to all of them: None), found by their first word."""

    def __init__(self, terms: list[Term]):
        self.exact: dict[str, list[Term]] = defaultdict(list)
        self.prefixed: dict[str, list[Term]] = defaultdict(list)
        self.unspaced: dict[str, list[tuple[str, Term]]] = defaultdict(list)
        self.asked: dict[str, dict[str, dict[str, set[str]]]] = {}
        for term in terms:
            for topic_id, language, rule in term.watch_uses:
                asked = self.asked.setdefault(topic_id, {rule: {} for rule in RULES})
                asked[rule].setdefault(language, set()).add(term.text)
            first, is_prefix = term.words[0]
            if UNSPACED.search(term.text):
                self.unspaced[term.text[0]].append((term.text.replace("*", ""), term))
            else:
                (self.prefixed if is_prefix else self.exact)[first].append(term)
        self.longest_prefix = max(map(len, self.prefixed), default=0)
        self.seen_words: dict[str, tuple[Term, ...]] = {}

    def starting_with(self, word: str) -> tuple[Term, ...]:
        """Terms whose first word is this one; remembered, since news repeats its words."""
        terms = list(self.exact.get(word, ()))
        for length in range(1, min(len(word), self.longest_prefix) + 1):
            terms += self.prefixed.get(word[:length], ())
        if len(self.seen_words) > 200_000:
            self.seen_words.clear()
        self.seen_words[word] = tuple(terms)
        return self.seen_words[word]

    def find_hits(self, text: str) -> list[Hit]:
        """Every term in a folded text; one that is part of another too."""
        parts = GAP.split(text)  # word, gap, word, gap, word
        seen_words = self.seen_words
        hits = []
        for start, word in enumerate(parts[::2]):
            terms = seen_words.get(word)
            if terms is None:
                terms = self.starting_with(word)
            for term in terms:
                end = start + len(term.words)
                if end == start + 1:
                    hits.append(Hit(start, end, term, word))
                elif continues(term, parts, 2 * start):
                    hits.append(Hit(start, end, term, "".join(parts[2 * start : 2 * end - 1])))
        if self.unspaced and UNSPACED.search(text):
            hits += self.find_unspaced_hits(text)
        return hits

    def find_unspaced_hits(self, text: str) -> Iterator[Hit]:
        """Every substring that is a term; positions are characters, below those of words."""
        for at, character in enumerate(text, -len(text)):
            for printed, term in self.unspaced.get(character, ()):
                if text.startswith(printed, at):
                    yield Hit(at, at + len(printed), term, printed)


def continues(term: Term, parts: list[str], at: int) -> bool:
    """Whether a term's words after the first follow too, with no stop between that it lacks."""
    if at + 2 * len(term.words) - 1 > len(parts):
        return False
    for (word, is_prefix), gap in zip(term.words[1:], term.gaps, strict=True):
        printed_gap, printed = parts[at + 1 : at + 3]
        if not (printed.startswith(word) if is_prefix else printed == word):
            return False
        if printed_gap != gap and not GAP_STOPS.isdisjoint(printed_gap):
            return False
        at += 2
    return True


def fold(text: str) -> str:
    """Text as terms are compared with it: fold("ＷAR, Straße") == "war, strasse"."""
    if text.isascii():
        return text.lower()
    text = text.replace("ʼ", "'")  # the Ukrainian apostrophe counts as a letter
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


@lru_cache
def read_topics(seeds: Path = SEEDS) -> dict[str, Topic]:
    """Every topic of seeds/topics.csv by its id."""
    path = seeds / "topics.csv"
    rows = dict(read_rows(path, ["topic_id", "name", "parent_topic_id", "level", "scheme"]))
    parents = {row["topic_id"]: row["parent_topic_id"] for row in rows.values()}
    topics = {}
    for number, row in rows.items():
        where = f"seeds/{path.name} row {number}"
        line = [row["topic_id"]]
        while parent := parents[line[-1]]:
            if parent not in parents or parent in line:
                raise ValueError(
                    f"{where}: parent {parent!r} is no other topic; correct or empty it"
                )
            line.append(parent)
        if row["scheme"] not in ("iptc", "watch") or not row["level"].isdigit():
            raise ValueError(f"{where}: scheme must be iptc or watch, level a number from 1")
        if row["topic_id"] in topics:
            raise ValueError(f"{where}: {row['topic_id']} stands there twice; drop one")
        topics[row["topic_id"]] = Topic(int(row["level"]), row["scheme"], tuple(line))
    return topics


@lru_cache
def read_terms(seeds: Path = SEEDS) -> dict[str, tuple[Use, ...]]:
    """The rows of seeds/topic_terms.csv by their folded term."""
    topics = read_topics(seeds)
    path = seeds / "topic_terms.csv"
    uses: dict[str, list[Use]] = defaultdict(list)
    for number, row in read_rows(path, ["topic_id", "term", "language", "rule"]):
        term = " ".join(fold(row["term"]).split())
        use = Use(row["topic_id"], row["language"], row["rule"])
        if fault := find_fault(term, use, topics):
            raise ValueError(f"seeds/{path.name} row {number}: {fault}")
        uses[term].append(use)
    return {term: tuple(found) for term, found in uses.items()}


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


def find_fault(term: str, use: Use, topics: dict[str, Topic]) -> str | None:
    """What is wrong with a row of topic_terms.csv and what to do, if anything."""
    if use.topic_id not in topics:
        return f"topic {use.topic_id!r} is unknown; add it to seeds/topics.csv or correct it"
    if use.rule not in RULES:
        return f"rule {use.rule!r} is unknown; write any, all or none"
    if use.rule != "any" and topics[use.topic_id].scheme != "watch":
        return f"rule {use.rule} is for watch topics only; write any"
    if not use.language:
        return "no language; write a code such as en, or * for every language"
    if not TERM_WORD.search(term):
        return "the term has no word; write one or drop the row"
    if "*" in TERM_WORD.sub(" ", term) or re.search(r"\*\w", term):
        return "a * may only end a word, as in prisoner* of war"
    return None


@lru_cache(maxsize=128)
def read_lexicon(language: str | None, seeds: Path = SEEDS) -> Lexicon:
    """The terms of one language and of `*`; of every language where it is None."""
    topics = read_topics(seeds)
    terms = []
    for text, uses in read_terms(seeds).items():
        applying = [use for use in uses if language is None or use.language in (language, "*")]
        if applying:
            terms.append(make_term(text, applying, topics))
    return Lexicon(terms)


def make_term(text: str, uses: list[Use], topics: dict[str, Topic]) -> Term:
    watch_uses = tuple(use for use in uses if topics[use.topic_id].scheme == "watch")
    lines = [topics[use.topic_id].line for use in uses if use not in watch_uses]
    return Term(
        text=text,
        words=tuple((word, star == "*") for word, star in TERM_WORD.findall(text)),
        gaps=tuple(TERM_WORD.split(text)[3:-1:3]),
        topic_ids=tuple(sorted({topic_id for line in lines for topic_id in line})),
        families=frozenset(line[-1] for line in lines),
        watch_uses=watch_uses,
    )
