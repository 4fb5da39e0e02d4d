"""Search finds words in any script, marks what it found, and takes nothing for SQL or a pattern."""

import json
import re
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import cli
from flows.errors import Unusable
from flows.search_terms import (
    IN_RE2,
    Filters,
    Term,
    drop_accent,
    list_variants,
    read_terms,
    spell_letters,
    spell_pattern,
)
from flows.shipped import SQL
from flows.text import has_unspaced
from flows.view.search import search_articles
from flows.warehouse import models

ARTICLES = {
    "a": ("Ferry strike", "The ferries of Port Amber stay. A FERRY came back, café and all."),
    "b": ("Étude", "L’élection de la ferryboat fut un coup d’ETUDE."),
    "c": ("Пором повернувся", "Екіпаж порома вітали сотні людей. Їжак."),
    "d": ("渡し船の再開", "港町の渡し船は月曜日に再開した。"),
    "e": ("عبارة تعود", "عادت العبارة إلى الميناء يوم الاثنين."),
    "f": (None, "100% of port; amber_x (a+b) 'quoted' -- and election\u0301 notes."),
    "g": ("G7サミット", "हिन्दी में खबर; a G7 of seven."),
    "h": ("Η ΏΡΑ", "Ήρθε η ΩΡΑΣ ώρας."),
    "i": ("İSTANBUL", "Bir KADIN ve bir kadın geldi."),
}


EVERYWHERE = Filters()
COLUMNS = "article_id, headline, body, outlet_id, published_day, language_code, word_count"


@pytest.fixture(scope="module")
def articles():
    with duckdb.connect() as connection:
        connection.execute((SQL / "core.sql").read_text())
        models.build_marts(connection)
        models.build_macros(connection)
        connection.execute("""
            insert into core.quotations
                (article_id, quotation_no, text, speaker, start_char, end_char)
            values ('a', 1, 'We stay, said nobody', 'Ada Quill', 0, 20);
            insert into core.article_topics
                (article_id, topic_id, score, rank, is_assigned, evidence)
            values ('a', 'medtop:1', 1, 1, true, []), ('b', 'medtop:1', 0, 1, false, []);
        """)
        for number, (key, (headline, body)) in enumerate(ARTICLES.items()):
            connection.execute(
                f"insert into core.articles ({COLUMNS}, is_complete, reason_undated, word_codes)"
                " select $1, $2, $3, $4, $5::date, 'xx', 9, true, null,"
                " core.word_codes(concat_ws(chr(10), $2, $3))",
                [key, headline, body, f"outlet-{key}", f"2024-03-1{number}"],
            )
        connection.execute("""
            update core.articles set authors = ['Ada Quill', 'Jan Żeler'] where article_id = 'a';
            update core.articles set authors = ['Ніна Лиман'] where article_id = 'f';
        """)
        yield connection


def search_in_sql(
    connection: duckdb.DuckDBPyConnection, words: str, filters: Filters = EVERYWHERE
) -> list[str]:
    """The articles that the macro finds."""
    given = {name: value for name, value in filters._asdict().items() if value is not None}
    named = "".join(f", {name} := ${name}" for name in given)
    rows = connection.execute(f"from search($words{named})", given | {"words": words})
    at = [column[0] for column in rows.description].index("article_id")
    return [row[at] for row in rows.fetchall()]


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
        ('"port  amber"', "a"),
        ("amb*", "af"),
        ("amber*", "af"),
        ("ambers*", ""),
        ('"of port*"', "af"),
        ("हिन्दी", "g"),
        ("हिन्द", ""),
        ("ΏΡΑΣ", "h"),
        ("ωρας", "h"),
        ("kadın", "i"),
        ("KADIN", "i"),
        ("istanbul", "i"),
        ("g7", "g"),
        ("G7サミット", "g"),
        ("port -渡し船", "af"),
        ("-port пором", "c"),
        ("x' or 1=1 --", ""),
        ("nothing", ""),
    ],
)
def test_words_are_found(words, ids, articles):
    count, found = search_articles(articles, words)
    assert sorted(one.article["article_id"] for one in found) == sorted(ids)
    assert count == len(ids)
    assert search_in_sql(articles, words) == [one.article["article_id"] for one in found]
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
        (Filters(author="żeler"), "a"),
        (Filters(author="Zeler"), "a"),
        (Filters(author="ada jan"), ""),
        (Filters(author="Ніна"), "f"),
        (Filters(place="headline"), ""),
    ],
)
def test_filters(filters, ids, articles):
    _, found = search_articles(articles, "port", filters)
    assert sorted(one.article["article_id"] for one in found) == sorted(ids)
    assert sorted(search_in_sql(articles, "port", filters)) == sorted(ids)


def test_words_in_quotations_and_of_speakers(articles):
    for words, count in (("nobody", 1), ("quill", 1), ("port", 0)):
        quoted = Filters(place="quotation")
        assert search_articles(articles, words, quoted)[0] == count
        assert len(search_in_sql(articles, words, quoted)) == count


@pytest.mark.parametrize("words", ["", "-ferry", "... --", "a" * 201, "a " * 13])
def test_what_cannot_be_searched_for_is_told(words, articles):
    with pytest.raises(Unusable):
        search_articles(articles, words)
    if len(words) < 200:
        with pytest.raises(duckdb.InvalidInputException, match=r"wants a word|12 words"):
            search_in_sql(articles, words)


def test_a_place_that_the_macro_does_not_know_is_told(articles):
    with pytest.raises(duckdb.InvalidInputException, match="knows no place body"):
        search_in_sql(articles, "port", Filters(place="body"))


def test_sql_knows_the_letters_that_python_does(articles):
    signs = [chr(code) for code in range(1, 0xFFFF) if not 0xD800 <= code < 0xE000]
    ((letters, unspaced),) = articles.execute(
        "select core.accented_letters(), list_filter($1, lambda sign: core.has_unspaced(sign))",
        [signs],
    ).fetchall()
    assert letters == [forms for _, forms in sorted(list_variants().items())]
    assert unspaced == [sign for sign in signs if has_unspaced(sign)]


def test_letters_that_stand_for_one_another_have_one_number(articles):
    """Else an article would be passed over that says the word."""
    signs = [chr(code) for code in range(0x20000) if chr(code).isalpha()]
    pairs = [
        (sign, form)
        for sign in signs
        for form in {sign.lower(), sign.upper(), *list_variants().get(drop_accent(sign), "")}
        if len(form) == 1 and re.fullmatch(spell_letters(sign), form)
    ]
    assert len(pairs) > 90_000
    query = """
        select sign, form
        from (select unnest($1) as sign, unnest($2) as form)
        where core.word_codes(sign) <> core.word_codes(form)
    """
    assert articles.execute(query, list(map(list, zip(*pairs, strict=True)))).fetchall() == []


@given(
    texts=st.lists(st.text("abéÉeßσςΣıIİiйИё -'’.\n\u0301漢字か1_", max_size=30), max_size=6),
    words=st.text('abéÉeßσςΣıIİiйИё -"*\u0301漢字か1_', min_size=1, max_size=12),
)
@settings(max_examples=150, deadline=None)
def test_what_is_passed_over_does_not_say_it(texts, words, articles):
    try:
        terms = read_terms(words)
    except Unusable:
        return
    rows = articles.execute(
        """
        select text, list_has_all(core.word_codes(text), core.search_codes($2))
        from (select unnest($1::varchar[]) as text)
        """,
        [texts, words],
    ).fetchall()
    for text, is_read in rows:
        is_said = all(
            articles.execute(
                "select regexp_matches($1, $2)", [text, spell_pattern(term, IN_RE2)]
            ).fetchall()[0][0]
            for term in terms
            if not term.is_excluded
        )
        assert is_read or not is_said, (text, words)


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
    assert told.endswith("1 of 1 article\n")
    assert cli.main(["search", "zebra", "--warehouse", str(warehouse)]) == 0
    assert capsys.readouterr().out == "No article says that.\n"


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--outlet", "nobody", "no outlet_id of core.outlets is that"),
        ("--topic", "nothing", "no topic_id of core.topics is that"),
        ("--language", "english", "no language_code of core.articles is that"),
    ],
)
def test_the_command_says_what_the_warehouse_does_not_have(warehouse, capsys, option, value, told):
    assert cli.main(["search", "ferry", option, value, "--warehouse", str(warehouse)]) == 0
    printed = capsys.readouterr()
    assert printed.out == "No article says that.\n"
    assert printed.err == f"warning: {option} {value}: {told}\n"


def test_the_command_prints_json(warehouse, capsys):
    arguments = ["search", "FERRY", "--json", "--warehouse", str(warehouse)]
    assert cli.main(arguments) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["article_count"] == len(told["articles"]) == 1
    (snippet,) = told["articles"][0]["snippets"]
    assert snippet["text"].startswith("The ferry") and snippet["marks"][0][0] > 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["ferry", "--from", "yesterday"],
        ["ferry", "--from", "2024-03-02", "--to", "2024-03-01"],
        ["ferry", "--limit", "0"],
        ["-", "--json"],
    ],
)
def test_bad_arguments_are_one_line(arguments, warehouse, capsys):
    try:
        status = cli.main(["search", *arguments, "--warehouse", str(warehouse)])
    except SystemExit as ended:
        status = ended.code
    assert status == 2
    assert "Traceback" not in capsys.readouterr().err
