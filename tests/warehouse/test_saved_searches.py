"""Saved searches are told as watch topics are, and find what the command finds."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from flows.describe.topics.vocabulary import read_topics
from flows.rules import find_versions
from flows.search_terms import Filters
from flows.seeds import read_frame, read_seed
from flows.view.feeds import watch_feed
from flows.view.search import search_articles

PAGE = "{}\n\nBy Ada Quill\n\n{}\n"
SENTENCES = "The harbour trust said that the quay would open in May and close in June. " * 5
HEADER = "name,words,outlet,topic,language,place\n"
SEARCHES = HEADER + (
    'Quay openings,"""close in june"" quay* -ferry",,,,\n'
    "Причал,причал*,,,uk,headline\n"
    "Never,zzyzx,,,,\n"
)
MATCHES = "select topic_id, source from marts.watch_matches join core.article_places"
MATCHES += " using (article_id) order by all"


@pytest.fixture
def own_seeds(tmp_path: Path, monkeypatch) -> Iterator[Path]:
    folder = tmp_path / "seeds"
    folder.mkdir()
    monkeypatch.setenv("COPYDESK_SEEDS", str(folder))
    (folder / "saved_searches.csv").write_text(SEARCHES)
    forget_seeds()
    yield folder
    forget_seeds()


def forget_seeds() -> None:
    """Read them anew, as another process would."""
    for function in (read_frame, find_versions, read_topics):
        function.cache_clear()


def write(raw: Path, name: str, headline: str, body: str = SENTENCES) -> None:
    raw.mkdir(exist_ok=True)
    (raw / name).write_text(PAGE.format(headline, body))


def test_saved_searches_become_matches(tmp_path: Path, own_seeds: Path, run_flow, query):
    raw, warehouse = tmp_path / "raw", tmp_path / "copydesk.duckdb"
    write(raw, "a.txt", "The old quay opens in spring")
    write(raw, "b.txt", "The ferry opens in spring", SENTENCES + "The ferry sails.")
    ukrainian = "Новий причал відкриють у травні, сказала начальниця порту. " * 8
    write(raw, "c.txt", "Причали порту відкриють у травні", ukrainian)
    first = run_flow(warehouse, raw)
    assert {found.topic_id: found.count for found in first.matches} == {
        "watch:quay-openings": 1,
        "watch:причал": 1,
    }
    write(raw, "d.txt", "The new quay opens in spring", SENTENCES.replace("trust", "board"))
    second = run_flow(warehouse, raw)
    assert [(found.topic_id, found.count) for found in second.matches] == [
        ("watch:quay-openings", 1)
    ]
    found = [
        ("watch:quay-openings", "a.txt"),
        ("watch:quay-openings", "d.txt"),
        ("watch:причал", "c.txt"),
    ]
    assert query(warehouse, MATCHES) == found
    with duckdb.connect(warehouse, read_only=True) as connection:
        for name, words, _, _, language, place in read_seed("saved_searches").iter_rows():
            filters = Filters(language=language, place=place or "anywhere")
            count, _ = search_articles(connection, words, filters)
            counted = "select count(*) from marts.watch_matches where topic_name = $1"
            assert connection.execute(counted, [name]).fetchall() == [(count,)]
        feed = watch_feed(connection, "Quay openings", "http://127.0.0.1:8790") or b""
        assert feed.count(b"<entry>") == 2
    assert run_flow(warehouse, raw, full_refresh=True).matches == []
    assert query(warehouse, MATCHES) == found

    (own_seeds / "saved_searches.csv").write_text(HEADER + "Ferries,ferry,,,,\n")
    forget_seeds()
    assert [found.topic_id for found in run_flow(warehouse, raw).matches] == ["watch:ferries"]
    assert query(warehouse, MATCHES) == [("watch:ferries", "b.txt")]
