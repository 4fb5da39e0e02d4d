"""What a run renews of marts and checks: the same rows as if all were made anew."""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from flows.shipped import SQL
from flows.warehouse import models
from flows.warehouse.build import Connection, connect
from flows.warehouse.changes import KEYS, limit_query, read_limit
from flows.warehouse.descriptions import SqlBroken
from flows.warehouse.models import run_check

QUERIES = {path.stem: path for path in sorted((SQL / "marts").glob("*.sql"))}
CHECKS = sorted((SQL / "checks").glob("*/*.sql"))
LIMITED = [name for name, path in QUERIES.items() if read_limit(path.read_text(), name)]
STEPS, SEED = 5, 5

OUTLETS = {
    "11alive.com": "11Alive",
    "12news.com": "12 News",
    "islander.example": "Islander",
    "ferryman.example": "Ferryman",
}
PEOPLE = ("Orla Penhale", "Bo Dal", "Ada Quill", "Rosa Kelemen", "Jonas Reval")
THINGS = ("ferry", "bridge", "mill", "harbour", "canal", "school", "museum", "lighthouse")
DEEDS = ("reopened", "was sold to its workers", "closed for repairs", "caught fire", "was flooded")


@pytest.fixture
def empty() -> Connection:
    """A warehouse without rows or marts."""
    connection = duckdb.connect()
    connection.execute((SQL / "core.sql").read_text())
    return connection


class Article(NamedTuple):
    headline: str
    day: int
    sentences: list[str]


class Invention:
    """Articles and pages that a seed invents, one after the other."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.articles = [self.invent_article() for _ in range(8)]

    def invent_name(self) -> str:
        syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
        return "".join(self.rng.choices(syllables, k=3)).capitalize()

    def invent_article(self) -> Article:
        """An event with names of its own, so that it is a story of its own."""
        pick, number = self.rng.choice, self.rng.randrange(100, 999)
        thing, deed = pick(THINGS), pick(DEEDS)
        town, river, clerk, firm = (self.invent_name() for _ in range(4))
        work = "Repairs" if number % 2 else "Repairs and dredging of the harbour"  # is watched
        sentences = [
            f"The {thing} of {town} on the {river} {deed} on Tuesday after {number} years.",
            f"“Nobody in {town} expected the {thing} to end like this, and {number} people saw"
            f" it,” said {clerk} {firm} of the {river} office.",
            f"{firm} Limited, which owns the {thing}, will meet the council of {town} again in"
            f" {pick(range(2, 9))} weeks, {clerk} told a crowd of {number + 7} at the {river}.",
            f"{work} are put at {number} million crowns, of which {town} has saved a third.",
        ]
        headline = f"{thing.capitalize()} of {town} {deed}, says {firm}"
        return Article(headline, self.rng.randrange(1, 14), sentences)

    def invent_page(self) -> dict[str, str]:
        """A page with an article that other pages may have too, and teasers of others."""
        rng = self.rng
        if rng.random() < 0.4:
            self.articles.append(self.invent_article())
        domain, name = rng.choice(list(OUTLETS.items()))
        article, *others = rng.sample(self.articles[-10:], 3)
        sentences = article.sentences
        if rng.random() < 0.4:  # another wording of the same text, which is another article
            sentences = [*sentences, f"{self.invent_name()} will be heard next."]
        title = f"The {name}" if domain.endswith(".example") and rng.random() < 0.5 else name
        lines = [title, "Front page", "Sport", f"Weather in {name}", "", article.headline]
        day = max(1, article.day - rng.randrange(3))
        lines += [f"By {rng.choice(PEOPLE)}", f"{day} March 2024", ""]
        lines += [*sentences, "", "Share this story", "Related Articles", ""]
        other = rng.choice([known for known in OUTLETS.values() if known != name])
        lines += [
            other,
            "34 minutes ago",
            f"- {other}",
            others[0].headline,
            " ".join(others[0].sentences),
        ]
        lines += ["", "Most read", others[1].headline, "", f"© 2024 {title}", "Imprint"]
        return {
            "url": f"https://{domain}/{rng.randrange(10**6)}",
            "captured_at": f"2024-03-{rng.randrange(14, 20)}T06:00:00Z",
            "text": "\n".join(lines),
        }

    def change_page(self, page: dict[str, str]) -> dict[str, str]:
        """Captured at another time, with another line, or another page in its place."""
        way = self.rng.randrange(3)
        if way == 0:
            return page | {"captured_at": f"2024-03-{self.rng.randrange(20, 28)}T06:00:00Z"}
        if way == 1:
            return page | {"text": page["text"].replace("Sport\n", "Sport and games\n")}
        return self.invent_page()


# Limits


def test_every_limit_is_a_column_that_is_known():
    for path in [*QUERIES.values(), *CHECKS]:
        assert read_limit(path.read_text(), path.name) in {None, *KEYS}
    assert LIMITED


def test_unknown_limits_are_told():
    with pytest.raises(SqlBroken, match=r"^a\.sql: cannot be limited by mood, only by page_id, "):
        read_limit("-- Limit: mood\n\nselect 1", "a.sql")


def test_tables_with_the_column_have_changed_rows_only(empty: Connection):
    empty.execute("""
        insert into core.pages (page_id, text_id, source, char_count, text)
        select 'p' || n, 't', n || '.txt', 1, 'x' from range(4) as numbers (n);
        insert into core.placements (page_id, placement_no, article_id, role, start_char, end_char)
        select page_id, 1, 'a', 'lead', 0, 1 from core.pages;
        insert into core.topics values ('t', 'weather', null, 1, 'iptc');
        insert into work.changed_pages values ('p2'), ('p3'), ('gone');
    """)
    query = """
        select pages.page_id, others.article_id, topics.name
        from core.pages
        join core.placements as others using (page_id)
        cross join core.topics
        where 'from core.pages' <> ''
            and (select count(*) from core.known_articles()) = 0
        order by all
    """
    limited = limit_query(empty, query, "page_id")
    assert empty.execute(limited).fetchall() == [("p2", "a", "weather"), ("p3", "a", "weather")]


def test_a_limited_check_looks_at_what_has_changed(empty: Connection):
    path = SQL / "checks" / "fail" / "char_count_matches_text.sql"
    empty.execute("""
        insert into core.pages (page_id, text_id, source, char_count, text)
        select 'p' || n, 't', n || '.txt', 2, 'x' from range(4) as numbers (n);
        insert into work.changed_pages values ('p2');
    """)
    assert run_check(empty, path, "fail").failed_rows == 4
    limited = run_check(empty, path, "fail", is_limited=True)
    assert (limited.examples, limited.is_limited) == ([("p2", 2, 1)], True)


# The law


@pytest.fixture
def update(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Path]:
    """update() -> the build file after a run, without Prefect, on the files of tmp_path/raw."""
    from flows import batches, pipeline
    from flows.warehouse import publish

    def map_batches(stage: batches.Stage, paths: list[Path], _hands: pipeline.Hands) -> list[Path]:
        return [batches.run_batch(stage.name, path) for path in paths]

    monkeypatch.setattr(pipeline, "step", lambda function, **_: function)
    monkeypatch.setattr(pipeline, "map_batches", map_batches)
    monkeypatch.setattr(pipeline, "log", print)

    def run() -> Path:
        link = tmp_path / "copydesk.duckdb"
        with publish.hold_lock(link, None) as folder:
            pipeline.update_warehouse(
                link,
                pipeline.start_run(full_refresh=False),
                [str(tmp_path / "raw")],
                pipeline.Hands(1),
                folder / "work",
                folder,
            )
        return folder / "build.duckdb"

    return run


Rows = dict[str, Counter]


def read_marts(connection: Connection) -> Rows:
    """How often each row stands in each mart."""
    return {
        name: Counter(map(repr, connection.execute(f'from marts."{name}"').fetchall()))
        for name in QUERIES
    }


def compare_with_anew(build: Path) -> Rows:
    """The rows of the marts as a run left them, which are those that they have anew."""
    with connect(build) as connection:
        left = read_marts(connection)
        connection.execute("begin")
        models.build_marts(connection)
        anew = read_marts(connection)
        connection.execute("rollback")
    differing = {name: (left[name] - anew[name], anew[name] - left[name]) for name in QUERIES}
    assert {name: rows for name, rows in differing.items() if any(rows)} == {}
    return left


def grow(update: Callable[[], Path], folder: Path, seed: int) -> Iterator[Rows]:
    """The marts after each of some runs, between which pages come, change and go."""
    invention, pages = Invention(seed), []
    for step in range(STEPS):
        for number in invention.rng.sample(range(len(pages)), min(2, len(pages))):
            pages[number] = invention.change_page(pages[number])
        pages += [invention.invent_page() for _ in range(3 if step else 8)]
        for number, page in enumerate(pages):
            path = folder / f"{number}.jsonl"
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(page) + "\n")
        yield compare_with_anew(update())


def test_renewed_marts_have_the_rows_of_new_ones(
    update: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    renewals = []

    def renew(*arguments):
        renewals.append(arguments)
        return renew_marts(*arguments)

    renew_marts = models.renew_marts
    monkeypatch.setattr(models, "renew_marts", renew)
    kept, gone, new = Counter(), Counter(), Counter()
    for before, left in pairwise(grow(update, tmp_path / "raw", SEED)):
        for name in LIMITED:
            kept[name] += (left[name] & before[name]).total()
            gone[name] += (before[name] - left[name]).total()
            new[name] += (left[name] - before[name]).total()
    assert len(renewals) == STEPS - 1
    for counts in (kept, gone, new):
        assert {name for name in LIMITED if counts[name] == 0} == set()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_so_have_those_of_other_pages(update: Callable, tmp_path: Path, seed: int):
    assert len(list(grow(update, tmp_path / "raw", seed))) == STEPS
