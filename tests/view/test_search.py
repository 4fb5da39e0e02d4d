"""Search finds words in any script, marks what it found, and takes nothing for SQL or a pattern."""

import json
from pathlib import Path

import duckdb
import pytest

from flows import cli
from flows.errors import Unusable
from flows.view.search import Filters, Term, read_terms, search_articles

ARTICLES = {
    "a": ("Ferry strike", "The ferries of Port Amber stay. A FERRY came back, café and all."),
    "b": ("Étude", "L’élection de la ferryboat fut un coup d’ETUDE."),
    "c": ("Пором повернувся", "Екіпаж порома вітали сотні людей. Їжак."),
    "d": ("渡し船の再開", "港町の渡し船は月曜日に再開した。"),
    "e": ("عبارة تعود", "عادت العبارة إلى الميناء يوم الاثنين."),
    "f": (None, "100% of port; amber_x (a+b) 'quoted' -- and election\u0301 notes."),
}


@pytest.fixture
def articles():
    with duckdb.connect() as connection:
        connection.execute("""
            create schema core;
            create table core.articles (article_id varchar, headline varchar, body varchar,
                outlet_id varchar, published_day date, language_code varchar, word_count integer,
                is_complete boolean);
            create table core.outlets (outlet_id varchar, name varchar);
            create table core.quotations (article_id varchar, text varchar, speaker varchar);
            create table core.article_topics (article_id varchar, topic_id varchar,
                is_assigned boolean);
            insert into core.quotations values ('a', 'We stay, said nobody', 'Ada Quill');
            insert into core.article_topics values ('a', 'medtop:1', true), ('b', 'medtop:1', false)
        """)
        for number, (key, (headline, body)) in enumerate(ARTICLES.items()):
            connection.execute(
                "insert into core.articles values ($1, $2, $3, $4, $5::date, 'xx', 9, true)",
                [key, headline, body, f"outlet-{key}", f"2024-03-1{number}"],
            )
        yield connection


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("ferry", "a"),
        ("FERRY strike", "a"),
        ("ferr*", "ab"),
        ('"port amber"', "a"),
        ('"amber port"', ""),
        ("port -ferry", "f"),
        ('port -"port amber"', "f"),
        ("etude", "b"),
        ("ÉTUDE", "b"),
        ("cafe", "a"),
        ("élection", "bf"),
        ("election", "bf"),
        ("пором", "c"),
        ("ПОРОМ*", "c"),
        ("їжак", "c"),
        ("渡し船", "d"),
        ("し船は", "d"),
        ("العبارة", "e"),
        ("العبا", ""),
        ("(a+b)", "f"),
        ("amber_x", "f"),
        ("100%", "f"),
        ("x' or 1=1 --", ""),
        ("nothing", ""),
    ],
)
def test_words_are_found(words, ids, articles):
    count, found = search_articles(articles, words)
    assert sorted(one.article["article_id"] for one in found) == sorted(ids)
    assert count == len(ids)
    for one in found:
        marked = [
            snippet.text[start - snippet.start : end - snippet.start]
            for snippet in one.snippets
            for start, end in snippet.marks
        ]
        assert marked + one.headline_marks


def test_what_is_marked_are_the_characters_that_were_found(articles):
    ((found,),) = (search_articles(articles, "ferry café")[1],)
    assert found.headline_marks == [(0, 5)]
    body = ARTICLES["a"][1]
    marks = [body[start:end] for snippet in found.snippets for start, end in snippet.marks]
    assert marks == ["FERRY", "café"]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(), "af"),
        (Filters(outlet="outlet-f"), "f"),
        (Filters(topic="medtop:1"), "a"),
        (Filters(first_day="2024-03-11"), "f"),  # pyright: ignore[reportArgumentType]
        (Filters(last_day="2024-03-11"), "a"),  # pyright: ignore[reportArgumentType]
        (Filters(language="yy"), ""),
        (Filters(place="headline"), ""),
    ],
)
def test_filters(filters, ids, articles):
    _, found = search_articles(articles, "port", filters)
    assert sorted(one.article["article_id"] for one in found) == sorted(ids)


def test_words_in_quotations_and_of_speakers(articles):
    for words, count in (("nobody", 1), ("quill", 1), ("port", 0)):
        assert search_articles(articles, words, Filters(place="quotation"))[0] == count


@pytest.mark.parametrize("words", ["", "-ferry", "... --", "a" * 201, "a " * 13])
def test_what_cannot_be_searched_for_is_told(words, articles):
    with pytest.raises(Unusable):
        search_articles(articles, words)


def test_terms_are_words_phrases_and_exclusions():
    assert read_terms('ferr* "Port Amber" -strike -"and so"') == [
        Term("ferr", is_beginning=True),
        Term("Port Amber"),
        Term("strike", is_excluded=True),
        Term("and so", is_excluded=True),
    ]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory, run_flow) -> Path:
    """A page that attacks a terminal, published."""
    folder = tmp_path_factory.mktemp("search")
    (folder / "raw").mkdir()
    (folder / "raw" / "page.txt").write_text(
        "Ferry returns \x1b[31m to Port Amber\n\nThe ferry came back on Monday, the harbour master"
        " said on the quay,\x1b]0;owned\x07 and its crew was welcomed by several hundred people who"
        " had waited since the storm of last May.\n"
    )
    run_flow(folder / "copydesk.duckdb", folder / "raw")
    return folder / "copydesk.duckdb"


def test_the_command_prints_what_it_found(warehouse, capsys):
    assert cli.main(["search", "ferry", "--warehouse", str(warehouse)]) == 0
    told = capsys.readouterr().out
    assert "ferry came back" in told and "\x1b" not in told
    assert told.endswith("1 of 1 articles\n")
    assert cli.main(["search", "zebra", "--warehouse", str(warehouse)]) == 0
    assert capsys.readouterr().out == "No article says that.\n"


def test_the_command_prints_json(warehouse, capsys):
    arguments = ["search", "FERRY", "--json", "--warehouse", str(warehouse)]
    assert cli.main(arguments) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["article_count"] == len(told["articles"]) == 1
    (snippet,) = told["articles"][0]["snippets"]
    assert snippet["text"].startswith("The ferry") and snippet["marks"][0][0] > 0


@pytest.mark.parametrize(
    "arguments", [["ferry", "--from", "yesterday"], ["ferry", "--limit", "0"], ["-", "--json"]]
)
def test_bad_arguments_are_one_line(arguments, warehouse, capsys):
    try:
        status = cli.main(["search", *arguments, "--warehouse", str(warehouse)])
    except SystemExit as ended:
        status = ended.code
    assert status == 2
    assert "Traceback" not in capsys.readouterr().err
