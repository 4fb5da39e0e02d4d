"""Articles that nobody wrote: the events of a year, told, copied, quoted and announced."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np
import polars as pl

from flows.compare.terms import read_frequencies

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

# What an article is, and what was planted in it.
INVENTED = pl.Schema(
    {
        "article_id": pl.String,
        "event": pl.Int64,
        "origin": pl.Int64,  # the text that it is, or is a copy of
        "is_copy": pl.Boolean,
        "headline": pl.String,
        "body": pl.String,
        "outlet_id": pl.String,
        "wire_outlet_id": pl.String,
        "published_earliest": pl.Datetime("us"),
        "url": pl.String,
        "is_complete": pl.Boolean,
    }
)
PLANTED = ("article_id", "event", "origin", "is_copy")


def invent_articles(count: int) -> pl.DataFrame:
    """So many articles or a few more (INVENTED)."""
    rows = list(write_articles(count, random.Random(count)))
    return pl.DataFrame(rows, schema=INVENTED, orient="row")


def write_articles(count: int, rng: random.Random) -> Iterator[tuple]:
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
