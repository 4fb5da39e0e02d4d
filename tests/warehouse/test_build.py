"""The build file: how it is opened, what a new one takes over, and the worklist."""

import duckdb
import pytest

from flows.errors import Unusable
from flows.rules import Versions
from flows.warehouse.build import (
    INDEX_FILE,
    MEMORY_LIMIT,
    ORDINARY_MB,
    Redo,
    WarehouseBroken,
    connect,
    find_redo,
    is_corrupt,
    open_build,
    settle,
)

VERSIONS = Versions("reading", "cut", "describe", "topics", "compare")
RUN = """
    insert into ops.runs by name
    select
        'run-1' as run_id, now() as started_at, now() as finished_at, 'rules' as rules_version,
        'models' as models_version, false as is_full_refresh, 1 as new_page_count,
        0 as recut_page_count, 0 as removed_page_count, 1 as read_file_count,
        0 as skipped_file_count, 0 as missing_file_count, 0 as reject_count,
        'reading' as reading_version, 'cut' as cut_version, 'describe' as describe_version,
        'topics' as topics_version, 'compare' as compare_version
"""
PAGE = """
    insert into core.pages (page_id, text_id, source, char_count, text)
    values ('page', 'text', 'a.txt', 5, 'Words');
    insert into core.page_sources (page_id, source, file) values ('page', 'a.txt', 'a.txt');
    insert into core.placements (page_id, placement_no, article_id, role, start_char, end_char)
    values ('page', 1, 'article', 'lead', 0, 5);
    insert into core.articles (article_id, body, word_count, is_complete)
    values ('article', 'Words', 1, true);
"""


@pytest.fixture
def folder(tmp_path):
    """A folder with the build file of one run that read one page."""
    with open_build(tmp_path, VERSIONS, full_refresh=False) as (connection, redo):
        assert redo == Redo()
        connection.execute(RUN)
        connection.execute(PAGE)
    return tmp_path


def read_worklist(folder, versions, full_refresh=False) -> tuple:
    with open_build(folder, versions, full_refresh) as (connection, redo):
        pages = connection.execute("select page_id, first_stage from work.pages").fetchall()
        articles = connection.execute(
            "select article_id, must_resolve, must_quote, must_find_topics from work.articles"
        ).fetchall()
    return redo, pages, articles


def test_the_same_rules_leave_nothing_to_do(folder):
    assert read_worklist(folder, VERSIONS) == (Redo(), [], [])


def test_new_rules_of_cutting_list_every_page(folder):
    redo, pages, articles = read_worklist(folder, VERSIONS._replace(cut="other"))
    assert (redo, pages, articles) == (Redo(cut=True), [("page", "cut")], [])


def test_a_full_refresh_lists_every_page(folder):
    redo, pages, _ = read_worklist(folder, VERSIONS, full_refresh=True)
    assert (redo, pages) == (Redo(cut=True), [("page", "cut")])


def test_what_checks_found_is_taken_over(folder):
    with connect(folder / "build.duckdb") as connection:
        connection.execute(
            "insert into ops.checks values ('pages_are_good', 'warn', 1, 'run-1', false)"
        )
        connection.execute(
            "insert into ops.check_rows"
            " values ('pages_are_good', 'warn', 'run-1', 1, 'page', 'a.txt', '{}')"
        )
    read_worklist(folder, VERSIONS._replace(cut="other"))
    with connect(folder / "build.duckdb") as connection:
        assert len(connection.execute("from ops.checks").fetchall()) == 1
        assert len(connection.execute("from ops.check_rows").fetchall()) == 1


def test_new_rules_of_describing_list_pages_and_articles(folder):
    redo, pages, articles = read_worklist(folder, VERSIONS._replace(describe="other"))
    assert (redo, pages) == (Redo(describe=True), [("page", "describe")])
    assert articles == [("article", True, True, False)]


def test_new_rules_of_topics_list_articles_only(folder):
    redo, pages, articles = read_worklist(folder, VERSIONS._replace(topics="other"))
    assert (redo, pages) == (Redo(topics=True), [])
    assert articles == [("article", False, False, True)]


def test_a_run_that_fails_leaves_the_file_as_it_was(folder):
    with (
        pytest.raises(ZeroDivisionError),
        open_build(folder, VERSIONS, full_refresh=False) as (connection, _),
    ):
        connection.execute("delete from core.pages")
        raise ZeroDivisionError
    with connect(folder / "build.duckdb") as connection:
        assert connection.execute("select count(*) from core.pages").fetchall() == [(1,)]


def count_pages(folder) -> int:
    with connect(folder / "build.duckdb") as connection:
        return connection.execute("select count(*) from core.pages").fetchall()[0][0]


def test_what_is_settled_of_a_run_that_fails_counts_for_nothing(tmp_path, folder):
    (new := tmp_path / "new").mkdir()
    for place, kept in ((folder, 1), (new, 0)):
        with pytest.raises(ZeroDivisionError), open_build(place, VERSIONS, False) as (build, _):
            build.execute("delete from core.pages")
            settle(build)
            raise ZeroDivisionError
        with open_build(place, VERSIONS, full_refresh=False):
            pass
        assert count_pages(place) == kept


def test_a_new_file_holds_what_was_settled(tmp_path):
    with open_build(tmp_path, VERSIONS, full_refresh=False) as (connection, _):
        connection.execute(PAGE)
        settle(connection)
    assert count_pages(tmp_path) == 1


def test_a_file_made_before_there_was_a_version_a_stage_is_cut_again(folder):
    """Its pages and runs are taken over, its other columns are null."""
    with connect(folder / "build.duckdb") as connection:
        for stage in Versions._fields:
            connection.execute(f"alter table ops.runs drop column {stage}_version")
        connection.execute("drop view work.first_sources; drop schema work cascade")
        connection.execute("drop table core.story_articles")
    assert find_redo(folder / "build.duckdb", VERSIONS, full_refresh=False) == Redo(*[True] * 5)
    redo, pages, _ = read_worklist(folder, VERSIONS)
    assert redo.cut and pages == [("page", "cut")]
    with connect(folder / "build.duckdb") as connection:
        runs = connection.execute("select run_id, cut_version from ops.runs").fetchall()
        assert runs == [("run-1", None)]


def test_a_changed_seed_reaches_the_reference_tables(folder):
    with connect(folder / "build.duckdb") as connection:
        before = connection.execute("from core.outlets order by all").fetchall()
        connection.execute("delete from core.outlets where outlet_id = 'bbc-news'")
        connection.execute("update core.outlets set name = 'Other' where outlet_id = 'reuters'")
    read_worklist(folder, VERSIONS)
    with connect(folder / "build.duckdb") as connection:
        assert connection.execute("from core.outlets order by all").fetchall() == before


def test_the_memory_of_the_database_can_be_bounded(tmp_path, monkeypatch):
    for value in ("", "1024", "2048"):
        monkeypatch.setenv(MEMORY_LIMIT, value)
        with connect(tmp_path / f"{value}.duckdb") as connection:
            found = connection.execute("select current_setting('memory_limit')").fetchall()
        if value:
            assert found == [(f"{int(value) // 1024}.0 GiB",)]
    monkeypatch.setenv(MEMORY_LIMIT, "much")
    with pytest.raises(Unusable, match=MEMORY_LIMIT):
        connect(tmp_path / "much.duckdb")


def test_no_database_in_its_place_is_one_line(tmp_path):
    (tmp_path / "build.duckdb").write_bytes(b"no database" * 1_000)
    with pytest.raises(WarehouseBroken, match=r"build\.duckdb cannot be opened: "):
        connect(tmp_path / "build.duckdb")


def test_the_file_can_be_read_by_older_shells(folder):
    with duckdb.connect(folder / "build.duckdb", read_only=True) as connection:
        tags = connection.execute(
            "select tags['storage_version'] from duckdb_databases() where database_name = 'build'"
        ).fetchall()
    assert tags[0][0].startswith("v1.5")


def damage_middle(content: bytes) -> bytes:
    return content[:300_000] + bytes(len(content) - 300_000)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: b"no database",
        lambda content: content[: len(content) // 2],
        lambda content: content[:4096] + bytes(4096) + content[8192:],
        damage_middle,
    ],
)
def test_a_damaged_file_is_told_from_one_that_cannot_be_reached(damage, tmp_path):
    path = tmp_path / "a.duckdb"
    with connect(path) as connection:
        connection.execute(
            "create table a as select repeat('x' || range, 50) as b from range(20000)"
        )
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises((WarehouseBroken, duckdb.Error)) as raised, connect(path) as connection:
        connection.execute("select sum(length(b)) from a").fetchall()
    assert is_corrupt(raised.value)


@pytest.mark.parametrize(
    "error",
    [
        duckdb.IOException('Could not write file "a": No space left on device'),
        duckdb.FatalException("Failed to commit: No space left on device"),
        duckdb.IOException('Could not set lock on file "a": Conflicting lock is held'),
        duckdb.BinderException("corrupt"),
        duckdb.InternalException("Failed to bind column reference"),
        duckdb.IOException('Cannot open file "/data/wal/corrupt.duckdb": Is a directory'),
        duckdb.IOException("Cannot open /home/wal/corrupt.duckdb: Is a directory"),
        ValueError("not a valid DuckDB database file"),
    ],
)
def test_what_is_no_damage(error):
    assert not is_corrupt(error)


def read_memory(path) -> str:
    with connect(path) as connection:
        return connection.execute("select current_setting('memory_limit')").fetchall()[0][0]


def read_size(text: str) -> float:
    """Mebibytes: read_size("2.0 GiB") == 2048."""
    number, unit = text.split()
    return float(number) * {"MiB": 1, "GiB": 1024, "TiB": 1024**2}[unit]


def test_memory_is_bounded_and_the_index_has_half_as_much(tmp_path, monkeypatch):
    monkeypatch.delenv("COPYDESK_DATABASE_MEMORY_MB", raising=False)
    build, index = (
        read_size(read_memory(tmp_path / name)) for name in ("build.duckdb", INDEX_FILE)
    )
    ((most,),) = duckdb.execute("select current_setting('memory_limit')").fetchall()
    share = read_size(most) / 2  # of its four fifths
    assert build == pytest.approx(min(share, ORDINARY_MB), rel=0.1)
    assert index == pytest.approx(build / 2, rel=0.1)
    with connect(tmp_path / "build.duckdb", is_large=True) as connection:
        ((large,),) = connection.execute("select current_setting('memory_limit')").fetchall()
    assert read_size(large) == pytest.approx(share, rel=0.1)
    monkeypatch.setenv("COPYDESK_DATABASE_MEMORY_MB", "2048")
    assert read_memory(tmp_path / "build.duckdb") == "2.0 GiB"
    assert read_memory(tmp_path / INDEX_FILE) == "1.0 GiB"
    monkeypatch.setenv("COPYDESK_DATABASE_MEMORY_MB", "much")
    with pytest.raises(Unusable, match="COPYDESK_DATABASE_MEMORY_MB"):
        read_memory(tmp_path / "build.duckdb")
