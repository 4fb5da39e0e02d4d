"""The law of increments: what is added, changed or removed gives the rows of a whole rebuild."""

import os
import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.compare import index as index_module
from flows.compare import reuse
from flows.compare.index import Index
from flows.compare.reuse import COMPARED, find_reuse, groups, pairs, prints, shelf, touched
from flows.compare.reuse.relations import REUSE

EXAMPLES = int(os.environ.get("COPYDESK_EXAMPLES", "60"))  # of the long version
MAY = datetime(2025, 5, 1)
PIECES = 5  # passages of which all bodies are made
SLOTS = 16  # ids of articles
STEPS = 6
# Seeds of steps, by the most articles that are all paired, in which all that should occur does.
SEEDS = {2: (10, 0), 3: (10, 0)}


def write_piece(number: int) -> str:
    rng = random.Random(number)
    if number == 0:  # characters of half a word
        return "".join(chr(0x4E00 + rng.randrange(3_000)) for _ in range(40))
    return " ".join(f"w{rng.randrange(10**9)}" for _ in range(rng.randint(14, 30)))


def write_body(rng: random.Random, is_complete: bool) -> str:
    """A few of the passages, the first ones most often, some of them edited, and own words."""
    pieces = [write_piece(min(rng.randrange(PIECES), rng.randrange(PIECES)))]
    if not is_complete:
        return " ".join(pieces[0].split(" ")[: rng.choice([5, 9])])
    for _ in range(rng.choice([0, 0, 1, 2])):
        pieces.append(write_piece(rng.randrange(PIECES)))
    words = " ".join(pieces).split(" ")
    for at in rng.sample(range(len(words)), min(len(words), rng.choice([0, 0, 0, 1, 4]))):
        words[at] = "edited"
    return " ".join(words + [f"own{rng.randrange(10**9)}" for _ in range(rng.choice([0, 3, 40]))])


def write_article(rng: random.Random, slot: int) -> dict:
    is_complete = rng.random() < 0.8
    days = rng.choice([None, *[rng.randrange(20) for _ in range(3)], rng.randrange(200)])
    url = rng.choice([None, None, 1, 2])
    return dict.fromkeys(COMPARED) | {
        "article_id": f"a{slot:02}",
        "headline": rng.choice([None, "Ferry", "Cheese"]),
        "deck": rng.choice([None, write_piece(1)]),
        "body": write_body(rng, is_complete),
        "url": url and f"https://post.example/{url}",
        "outlet_id": rng.choice([None, "post", "post", "globe", "wire"]),
        "wire_outlet_id": rng.choice([None, None, "wire"]),
        "first_captured": None if days is None else MAY + timedelta(days),
        "is_complete": is_complete,
    }


def write_steps(rng: random.Random) -> Iterator[dict[int, dict | None]]:
    """By slot: the article that is new or changed, or None: it goes."""
    yield {slot: write_article(rng, slot) for slot in rng.sample(range(SLOTS), rng.randrange(12))}
    for _ in range(STEPS):
        slots = rng.sample(range(SLOTS), rng.choice([1, 2, 3, 6]))
        yield {slot: write_article(rng, slot) if rng.random() < 0.7 else None for slot in slots}


class Library:
    """Articles that come, change and go, their rows, and the index of them."""

    def __init__(self) -> None:
        self.index = Index(duckdb.connect())
        self.articles: dict[int, dict] = {}
        self.rows = REUSE.to_frame()

    def frame(self) -> pl.DataFrame:
        return pl.DataFrame(list(self.articles.values()), schema=COMPARED)

    def read(self, article_ids: pl.Series) -> pl.DataFrame:
        return self.frame().filter(pl.col("article_id").is_in(article_ids.implode()))

    def change(self, step: dict[int, dict | None], is_first: bool) -> None:
        self.articles |= {slot: article for slot, article in step.items() if article}
        for slot in (slot for slot, article in step.items() if not article):
            self.articles.pop(slot, None)
        ids = pl.Series([f"a{slot:02}" for slot in step], dtype=pl.String)
        found = reuse.update_reuse(self.read(ids), None if is_first else ids, self.index, self.read)
        self.index.commit()
        if found.article_ids is None:
            self.rows = found.reuse
            return
        replaced = found.article_ids.implode()
        named = pl.col("article_id").is_in(replaced) | pl.col("other_article_id").is_in(replaced)
        rows = pl.concat([self.rows.filter(~named), found.reuse])
        self.rows = rows.sort("article_id", "other_article_id")


def list_stock(library: Library) -> set[tuple[str, int]]:
    rows = library.index.connection.sql(
        "select article_id, key from stock join articles using (number)"
    )
    return set(rows.fetchall())


def list_groups(library: Library) -> set[str]:
    rows = library.index.connection.sql(
        "select distinct article_id from groups join articles on articles.number = groups.first"
    )
    return {article_id for (article_id,) in rows.fetchall()}


def lower_limits(monkeypatch: pytest.MonkeyPatch, most_paired: int, stock: int) -> None:
    for module in (pairs, groups, touched):
        monkeypatch.setattr(module, "MOST_PAIRED", most_paired)
    monkeypatch.setattr(prints, "STOCK_ARTICLES", stock)
    monkeypatch.setattr(prints, "STOCK_OUTLET_ARTICLES", 2)
    monkeypatch.setattr(index_module, "ROWS_A_PART", 60)
    for module in (shelf, touched, reuse):
        monkeypatch.setattr(module, "ARTICLES_A_STEP", 7)
    monkeypatch.setattr(reuse, "WORDS_A_STEP", 700)


def try_steps(seed: int, seen: Counter) -> None:
    """The steps of a seed, each of which gives the rows of a rebuild; what has occurred."""
    library = Library()
    for at, step in enumerate(write_steps(random.Random(seed))):
        before = None if at == 0 else (list_stock(library), list_groups(library))
        library.change(step, is_first=at == 0)
        assert library.rows.to_dicts() == find_reuse(library.frame()).to_dicts()
        if before:
            unchanged = {f"a{slot:02}" for slot in library.articles.keys() - step.keys()}
            stock, groups_now = list_stock(library), list_groups(library)
            seen["stock"] += any(name in unchanged for name, _ in stock - before[0])
            seen["no stock"] += any(name in unchanged for name, _ in before[0] - stock)
            seen["group"] += bool((groups_now - before[1]) & unchanged)
            seen["no group"] += bool((before[1] - groups_now) & unchanged)
        seen["gone"] += None in step.values()
        seen["undated"] += library.frame()["first_captured"].null_count() > 0
        seen.update(library.rows["relation"])
        seen.update(library.rows["direction_basis"])


def check_seen(seen: Counter) -> None:
    kinds = {"stock", "no stock", "group", "no group", "gone", "undated", "duplicate", "version"}
    kinds |= {"shared_passage", "teaser_headline", "teaser_beginning", "captured"}
    assert {kind for kind in kinds if not seen[kind]} == set(), seen


LIMITS = pytest.mark.parametrize(("most_paired", "stock"), [(2, 3), (3, 4)])


@LIMITS
def test_increments_give_the_rows_of_a_rebuild(
    monkeypatch: pytest.MonkeyPatch, most_paired: int, stock: int
):
    lower_limits(monkeypatch, most_paired, stock)
    seen = Counter()
    for seed in SEEDS[most_paired]:
        try_steps(seed, seen)
    check_seen(seen)


@pytest.mark.slow
@LIMITS
def test_increments_of_any_kind_give_the_rows_of_a_rebuild(
    monkeypatch: pytest.MonkeyPatch, most_paired: int, stock: int
):
    lower_limits(monkeypatch, most_paired, stock)
    seen = Counter()

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=EXAMPLES < 100)
    @given(st.integers(0, 2**32))
    def try_seed(seed: int) -> None:
        try_steps(seed, seen)

    try_seed()
    check_seen(seen)
