"""sql/macros.sql: from a number to the characters behind it, in each shell and under any name."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from flows.view.search import search_articles

SHELL = Path(sys.executable).parent / "duckdb"  # 1.5, on purpose
HOSTILE = "outlets'; drop table core.pages; --"
ARTICLE_COLUMNS = ["article_count", "teaser_count", "original_article_count"]
SHARED_COLUMNS = ["duplicate_count", "carried_duplicate_count", "supplied_duplicate_count"]
SHARED_COLUMNS += ["passage_count", "carried_passage_count", "supplied_passage_count"]

# Each mart with its keys, and the columns whose numbers must be those of its traces.
TRACED = {
    "outlets": (["outlet_id"], [*ARTICLE_COLUMNS, "carried_article_count"]),
    "outlet_days": (["outlet_id", "day"], [*ARTICLE_COLUMNS, "carried_article_count"]),
    "outlet_topics": (["outlet_id", "topic_id"], [*ARTICLE_COLUMNS, "carried_article_count"]),
    "topics": (["topic_id"], [*ARTICLE_COLUMNS, "carried_article_count"]),
    "topic_days": (["topic_id", "day"], [*ARTICLE_COLUMNS, "carried_article_count"]),
    "aggregator_outlets": (["aggregator_outlet_id", "outlet_id"], ARTICLE_COLUMNS),
    "stories": (["story_id"], ARTICLE_COLUMNS),
    "story_outlets": (["story_id", "outlet_id"], ARTICLE_COLUMNS),
    "outlet_reuse": (["outlet_id", "other_outlet_id"], [*SHARED_COLUMNS, "wire_copy_count"]),
    "quotation_families": (["quotation_family_id", "outlet_id"], ["article_count"]),
}


def find_differences(connection: DuckDBPyConnection, mart: str) -> list[tuple]:
    """The rows of a mart of which a number is not that of the articles in its traces."""
    keys, columns = TRACED[mart]
    counts = ", ".join(
        f"count(distinct article_id) filter (list_contains(counted_in, '{column}')) as {column}"
        for column in columns
    )
    numbers = ", ".join(f"coalesce({column}, 0) as {column}" for column in columns)
    return connection.execute(f"""
        select {", ".join(keys)}, {numbers} from marts.{mart}
        except
        select {", ".join(keys)}, {counts} from trace('{mart}') group by {", ".join(keys)}
    """).fetchall()


@pytest.mark.parametrize("mart", TRACED)
def test_numbers_are_those_of_their_traces(warehouse: DuckDBPyConnection, mart: str):
    assert warehouse.execute(f"from marts.{mart}").fetchall()
    assert find_differences(warehouse, mart) == []


@pytest.mark.parametrize("mart", TRACED)
def test_numbers_of_the_sample_are_those_of_their_traces(sample: Path, mart: str):
    with duckdb.connect(sample, read_only=True) as connection:
        assert find_differences(connection, mart) == []


def test_a_number_that_is_wrong_is_found(sandbox: DuckDBPyConnection):
    sandbox.execute("update marts.outlets set teaser_count = teaser_count + 1")
    assert len(find_differences(sandbox, "outlets")) == 4


def test_characters_are_those_of_the_page(warehouse: DuckDBPyConnection):
    traced = "from trace('outlets', outlet_id := 'post') where kind = 'headline'"
    found = warehouse.execute(f"select headline, characters {traced} order by all").fetchall()
    assert found == [
        ("Council votes on the bridge", "Council votes on the bridge\n"),
        ("Museum opens", "Museum opens\n"),
        ("Storm closes the school", "Storm closes the school\n"),  # it carries that
    ]
    differing = """
        select
            count(*),
            count(*) filter (text[start_char + 1 : end_char] is distinct from characters),
        from core.traces
        join core.pages using (page_id)
    """
    counts = warehouse.execute(differing).fetchall()[0]
    assert counts[0] > 100 and counts[1] == 0


def test_quoted_words_are_traced_to_the_page(sample: Path, query):
    quoted = query(
        sample,
        """
        select
            quotations.text,
            string_agg(traces.characters, '' order by traces.start_char),
            quotations.article_id,
        from core.traces
        join core.quotations
            on quotations.article_id = traces.article_id
            and quotations.quotation_no = traces.segment_no
        where mart = 'quotation_families'
        group by all
        """,
    )
    assert len(quoted) > 5
    assert [text for text, characters, _ in quoted if text != characters] == []


def test_keys_that_are_given_limit_the_rows(warehouse: DuckDBPyConnection):
    def find(arguments: str) -> set[str]:
        rows = warehouse.execute(f"select distinct article_id from trace({arguments})").fetchall()
        return {article_id for (article_id,) in rows}

    assert find("'outlets', outlet_id := 'post'") == {"council", "museum", "storm"}
    assert find("'outlet_days', outlet_id := 'post', day := '2025-05-18'") == {"museum"}
    assert find("'outlet_topics', outlet_id := 'wire', topic_id := 'watch:school'") == {"storm"}
    assert find("'topics', topic_id := 'medtop:1'") == {"council", "museum", "budget"}
    assert find("'stories', story_id := 'voting'") == {"council", "museum", "budget"}
    assert find("'aggregator_outlets', aggregator_outlet_id := 'post'") == set()


@pytest.mark.parametrize("mart", ["zebras", HOSTILE])
def test_a_mart_that_is_not_known_is_named_with_those_that_are(
    warehouse: DuckDBPyConnection, mart: str
):
    with pytest.raises(duckdb.InvalidInputException, match="it knows outlets, outlet_days"):
        warehouse.execute("from trace($1)", [mart]).fetchall()
    assert warehouse.execute("from trace('outlets', outlet_id := $1)", [mart]).fetchall() == []
    assert warehouse.execute("from article($1)", [mart]).fetchall() == []
    assert warehouse.execute("from page_text($1)", [mart]).fetchall() == []


@pytest.mark.parametrize("name", ["p2.txt", "https://p2.example/1", "p2"])
def test_a_page_is_all_its_characters(sandbox: DuckDBPyConnection, name: str):
    sandbox.execute(
        "update core.page_sources set url = 'https://p2.example/1' where page_id = 'p2'"
    )
    whole = "select string_agg(characters, '' order by segment_no) from page_text($1)"
    text = "select text from core.pages where page_id = 'p2'"
    rows = sandbox.execute(whole, [name]).fetchall()
    assert rows == sandbox.execute(text).fetchall()


def test_an_article_has_all_its_placements(sandbox: DuckDBPyConnection):
    placed = "select source, role, published_text from article($1)"
    expected = [("p1.txt", "embedded", None), ("p2.txt", "lead", None)]
    assert sandbox.execute(placed, ["council"]).fetchall() == expected
    assert sandbox.execute(placed, ["counci"]).fetchall() == expected
    assert sandbox.execute(placed, ["coun"]).fetchall() == []
    assert sandbox.execute(placed, ["https://p2.example/1"]).fetchall() == expected


def test_articles_as_people_read_them(warehouse: DuckDBPyConnection):
    columns = "outlet_name, headline, published_day::varchar, topics, watch_topics, url, page_role"
    readable = f"select {columns} from core.readable_articles where article_id = $1"
    assert warehouse.execute(readable, ["storm"]).fetchall() == [
        (
            "Wire",
            "Storm closes the school",
            "2025-05-19",
            ["weather"],
            ["schools"],
            "https://p1.example/1",
            "embedded",
        )
    ]
    counts = "select (select count(*) from core.readable_articles) = count(*) from core.articles"
    assert warehouse.execute(counts).fetchall() == [(True,)]


MACROS = [
    "select count(*) > 0 from trace('outlets', outlet_id := 'meridian-wire')",
    "select count(*) > 0 from article('https://inlandpost.example/counties/ferry-crews-strike')",
    "select count(*) > 9 from page_text('english/ferry-strike.txt')",
    "select count(*) > 9 from core.readable_articles",
    "select count(*) > 9 from core.traces",
    "select count(*) = {found} from search('ferry \"port amber\" -zebra', place := 'anywhere')",
]


@pytest.mark.parametrize("query", MACROS)
@pytest.mark.parametrize(
    "before", ["", "attach '{}' as desk (read_only); use desk; "], ids=["opened", "attached"]
)
def test_the_shell_of_1_5_has_them(sample: Path, before: str, query: str):
    with duckdb.connect(sample, read_only=True) as connection:
        found, _ = search_articles(connection, 'ferry "port amber" -zebra')
    query = query.format(found=found)
    files = ["-readonly", str(sample)] if not before else []
    command = [str(SHELL), *files, "-noheader", "-list", "-c", before.format(sample) + query]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.stdout.strip().splitlines()[-1:], done.stderr) == (["true"], "")


def test_views_need_no_use(sample: Path):
    with duckdb.connect() as connection:
        connection.execute(f"attach '{sample}' as desk (read_only)")
        for view in ("readable_articles", "article_places", "traces"):
            assert connection.execute(f"select count(*) from desk.core.{view}").fetchall()[0][0] > 9


def test_all_are_described_in_the_file(sample: Path, query):
    comments = """
        select function_name, comment
        from duckdb_functions()
        where function_type = 'table_macro' and schema_name = 'main' and not internal
    """
    found = dict(query(sample, comments))
    assert found.keys() == {"trace", "article", "page_text", "search"}
    assert all(len(comment) > 80 for comment in found.values())
