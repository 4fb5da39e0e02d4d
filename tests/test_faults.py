"""A fault in one page or article: the run goes on, says so, and a later one mends it."""

import json
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows import batches, compare, ingest, rules
from flows.compare import terms
from flows.compare.reuse import touched
from flows.faults import Failure, find_culprit
from flows.summary import tell_faults
from flows.warehouse import build, faults, operations

PLACES = ("Amber", "Basalt", "Cobalt", "Dover", "Ember")
BAD = "Cobalt"


def story(place: str) -> str:
    return (
        "Harbour Post\nNews\nSport\n\n"
        f"Ferry returns to Port {place} after the storm\n\n"
        f"The ferry returned to Port {place} on Monday morning, and its crew was welcomed on the "
        f"quay of {place} by several hundred people, the harbour master of {place} said.\n\n"
        f"“We have waited in {place} for this day since the storm,” said Ada Quill, who has kept "
        "the light on the northern mole for years and saw the ship before anybody else did.\n\n"
        "The government will vote on Tuesday on money for the war-damaged harbours of the coast, "
        "Reuters reported.\n"
    )


@pytest.fixture
def raw(tmp_path) -> Path:
    (tmp_path / "raw").mkdir()
    for place in PLACES:
        (tmp_path / "raw" / f"{place}.txt").write_text(story(place))
    return tmp_path / "raw"


@pytest.fixture(scope="module")
def whole(tmp_path_factory, run_flow, dump) -> dict[str, list[tuple]]:
    """The tables without any fault."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "raw").mkdir()
    for place in PLACES:
        (folder / "raw" / f"{place}.txt").write_text(story(place))
    run_flow(folder / "copydesk.duckdb", folder / "raw")
    tables = dump(folder / "copydesk.duckdb")
    for name in ("quotations", "attributions", "article_topics", "stories"):
        assert tables[f"core.{name}"]  # else the plants below say nothing of them
    return tables


def find_bad(rows: pl.DataFrame) -> bool:
    column = next(name for name in ("text", "body") if name in rows.columns)
    return rows[column].str.contains(BAD).any()


def plant(monkeypatch: pytest.MonkeyPatch, module, name: str, error: type = ValueError) -> None:
    real = getattr(module, name)

    def fail(rows: pl.DataFrame, *others):
        if find_bad(rows):
            raise error(f"planted in {name}")
        return real(rows, *others)

    monkeypatch.setattr(module, name, fail)


PLANTS = [
    (batches, "segment_pages", "cut", "1 page could not be cut: see ops.faults (Cobalt.txt)"),
    (batches, "describe_placements", "describe", "1 page could not be described: see"),
    (batches, "describe_topics", "topics", "1 article could not be given topics: see"),
    (batches, "describe_attributions", "quotations", "1 article could not be searched for"),
    (batches, "find_quotations", "quotations", "1 article could not be searched for quotations"),
    (compare, "find_families", "families", "1 article could not be compared by its quotations"),
    (touched, "index_articles", "reuse", "1 article could not be compared for shared text"),
    (terms, "find_terms", "stories", "1 article could not be put into a story"),
]
COUNTS = """
    select
        (select count(*) from core.pages),
        (select count(*) from core.placements where role = 'lead'),
        (select count(*) from core.articles where is_complete)
"""
STAY = "select stage, source, error, is_transient, is_mended from ops.faults"


@pytest.mark.parametrize(("module", "name", "stage", "told"), PLANTS)
def test_a_planted_exception_is_one_row_and_other_code_mends_it(
    raw, tmp_path, whole, run_flow, query, dump, monkeypatch, module, name, stage, told
):
    warehouse = tmp_path / "copydesk.duckdb"
    with monkeypatch.context() as planted:
        plant(planted, module, name)
        summary = run_flow(warehouse, raw)
    (line,) = tell_faults(summary)
    assert line.startswith(told)
    assert summary.run["fault_count"] == 1
    fault = (stage, "Cobalt.txt", f"ValueError: planted in {name}", False)
    assert query(warehouse, STAY) == [(*fault, False)]
    # All other pages have landed, and this one's text is there.
    cut_count = len(PLACES) - (stage == "cut")
    assert query(warehouse, COUNTS) == [(len(PLACES), cut_count, cut_count)]
    kinds = query(
        warehouse,
        "select kind, end_char - start_char = char_count from core.segments"
        " join core.pages using (page_id) where source = 'Cobalt.txt'",
    )
    assert (kinds == [("other", True)]) == (stage == "cut")

    # The same code and the same rules do not try it again.
    with monkeypatch.context() as planted:
        plant(planted, module, name)
        assert run_flow(warehouse, raw).run["recut_page_count"] == 0
    assert query(warehouse, STAY) == [(*fault, False)]
    # Even if all is compared again, the article is left out, and the rest stays as it is.
    (raw / "more.txt").write_text("A page\n\nWith little on it.")
    run_flow(warehouse, raw)
    assert query(warehouse, STAY) == [(*fault, False)]
    (raw / "more.txt").write_text(story("Amber"))
    run_flow(warehouse, raw)

    monkeypatch.setattr(faults, "digest_code", lambda: "other")
    summary = run_flow(warehouse, raw)
    assert list(tell_faults(summary)) == []
    assert query(warehouse, STAY) == [(*fault, True)]
    (raw / "more.txt").unlink()
    tables = dump(warehouse)
    for table in ("core.segments", "core.articles", "core.article_topics", "core.quotations"):
        assert tables[table] == whole[table], table
    for table in ("core.attributions", "core.reuse", "core.stories", "core.story_articles"):
        assert tables[table] == whole[table], table


@pytest.mark.parametrize("name", ["make_page", "read_contents"])
def test_a_row_that_cannot_be_read_is_a_fault_of_its_own(
    name, tmp_path, run_flow, query, monkeypatch
):
    (tmp_path / "raw").mkdir()
    rows = [json.dumps({"text": story(place)}) for place in PLACES]
    (tmp_path / "raw" / "a.jsonl").write_text("\n".join(rows))
    (tmp_path / "raw" / "b.txt").write_text(story("Fjord"))
    warehouse, raw = tmp_path / "copydesk.duckdb", tmp_path / "raw"
    real = getattr(ingest, name)

    def fail(first, *others):
        is_bad = BAD in first["text"] if name == "make_page" else first.source == "a.jsonl"
        if is_bad:
            raise RecursionError("planted")
        return real(first, *others)

    with monkeypatch.context() as planted:
        planted.setattr(ingest, name, fail)
        summary = run_flow(warehouse, raw)
        source = {"make_page": "a.jsonl#3", "read_contents": "a.jsonl"}[name]
        assert list(tell_faults(summary)) == [f"1 row could not be read: see ops.faults ({source})"]
        landed = 5 if name == "make_page" else 1
        assert query(warehouse, "select count(*) from core.pages") == [(landed,)]
        assert run_flow(warehouse, raw).run["read_file_count"] == 0
    monkeypatch.setattr(faults, "digest_code", lambda: "other")
    assert run_flow(warehouse, raw).run["read_file_count"] == 1
    assert query(warehouse, "select count(*) from core.pages") == [(6,)]
    assert query(warehouse, "select stage, source, is_mended from ops.faults") == [
        ("reading", source, True)
    ]


def test_what_fails_again_is_one_row_of_the_newer_run(raw, tmp_path, run_flow, query, monkeypatch):
    warehouse = tmp_path / "copydesk.duckdb"
    plant(monkeypatch, batches, "segment_pages")
    monkeypatch.setattr(batches, "attempt_apart", batches.attempt_here)  # there is no plant apart
    run_flow(warehouse, raw)
    monkeypatch.setattr(faults, "digest_code", lambda: "other")
    run_id = run_flow(warehouse, raw).run["run_id"]
    assert query(warehouse, "select run_id, is_mended from ops.faults") == [(run_id, False)]


def test_new_rules_try_all_faults_again(raw, tmp_path, run_flow, query, dump, whole, monkeypatch):
    warehouse = tmp_path / "copydesk.duckdb"
    with monkeypatch.context() as planted:
        plant(planted, batches, "segment_pages")
        run_flow(warehouse, raw)
    versions = rules.find_versions()._replace(cut="other")
    monkeypatch.setattr(rules, "find_versions", lambda: versions)
    run_flow(warehouse, raw)
    assert query(warehouse, "select is_mended from ops.faults") == [(True,)]
    assert dump(warehouse)["core.segments"] == whole["core.segments"]


def test_a_fault_of_a_page_that_is_gone_is_mended(raw, tmp_path, run_flow, query, monkeypatch):
    warehouse = tmp_path / "copydesk.duckdb"
    with monkeypatch.context() as planted:
        plant(planted, batches, "segment_pages")
        run_flow(warehouse, raw)
    (raw / f"{BAD}.txt").write_text(story("Fjord"))
    run_flow(warehouse, raw)
    assert query(warehouse, "select is_mended from ops.faults") == [(True,)]


def test_what_the_machine_could_not_do_every_run_tries_again(
    raw, tmp_path, run_flow, query, dump, whole, monkeypatch
):
    warehouse = tmp_path / "copydesk.duckdb"
    with monkeypatch.context() as planted:
        plant(planted, batches, "segment_pages", MemoryError)
        planted.setattr(
            batches, "attempt_apart", lambda stage, rows: batches.attempt_here(stage, rows)
        )
        summary = run_flow(warehouse, raw)
    assert summary.run["fault_count"] == 1
    assert query(warehouse, "select is_transient, is_mended from ops.faults") == [(True, False)]
    summary = run_flow(warehouse, raw)
    assert (summary.run["recut_page_count"], summary.run["new_page_count"]) == (1, 0)
    assert query(warehouse, "select is_transient, is_mended from ops.faults") == [(True, True)]
    assert dump(warehouse)["core.segments"] == whole["core.segments"]


def test_a_run_with_faults_exits_0_and_names_the_pages(raw, tmp_path, call):
    before = """
from flows import batches
real = batches.segment_pages
def fail(pages):
    if pages["text"].str.contains("Amber|Basalt|Cobalt|Dover").any():
        raise ValueError("planted")
    return real(pages)
batches.segment_pages = fail
"""
    warehouse = tmp_path / "copydesk.duckdb"
    run = call("run", raw, "--warehouse", warehouse, before=before)
    assert run.returncode == 0
    names = "Amber.txt, Basalt.txt, Cobalt.txt, …"
    assert f"warning: 4 pages could not be cut: see ops.faults ({names})" in run.stderr
    run = call("run", raw, "--warehouse", warehouse, "--json")
    told = json.loads(run.stdout)
    assert told["warehouse"]["pages"] == 5
    assert told["run"]["fault_count"] == 0
    assert told["faults"] == []


@pytest.mark.parametrize("told", ["", "150"])
def test_a_run_that_cannot_do_with_the_usual_memory_gets_more(
    raw, tmp_path, run_flow, monkeypatch, told
):
    limits, real = [], operations.load_run

    def fail_at_first(connection, run):
        limits.append(connection.sql("select current_setting('memory_limit')").fetchall()[0][0])
        if len(limits) == 1:
            raise duckdb.OutOfMemoryException("planted")
        return real(connection, run)

    monkeypatch.setenv(build.MEMORY_LIMIT, told)
    monkeypatch.setattr(build, "ORDINARY_MB", 200)
    monkeypatch.setattr(operations, "load_run", fail_at_first)
    if told:
        with pytest.raises(duckdb.OutOfMemoryException):
            run_flow(tmp_path / "copydesk.duckdb", raw)
        assert limits == ["150.0 MiB"]
    else:
        run_flow(tmp_path / "copydesk.duckdb", raw)
        assert limits[0] == "200.0 MiB" != limits[1]


def test_a_full_refresh_tries_all_faults_again(raw, tmp_path, run_flow, query, monkeypatch):
    warehouse = tmp_path / "copydesk.duckdb"
    with monkeypatch.context() as planted:
        plant(planted, touched, "index_articles")
        plant(planted, batches, "segment_pages")
        run_flow(warehouse, raw)
        assert query(warehouse, "select stage, is_mended from ops.faults") == [("cut", False)]
    with monkeypatch.context() as planted:
        plant(planted, touched, "index_articles")
        run_flow(warehouse, raw, full_refresh=True)
    run_flow(warehouse, raw, full_refresh=True)
    assert query(warehouse, "select stage, is_mended from ops.faults order by stage") == [
        ("cut", True),
        ("reuse", True),
    ]


def test_other_rules_of_describing_do_not_keep_a_page_from_being_cut(
    raw, tmp_path, run_flow, query, dump, whole, monkeypatch
):
    warehouse = tmp_path / "copydesk.duckdb"
    with monkeypatch.context() as planted:
        plant(planted, batches, "segment_pages", MemoryError)
        planted.setattr(batches, "attempt_apart", batches.attempt_here)
        run_flow(warehouse, raw)
    versions = rules.find_versions()._replace(describe="other")
    monkeypatch.setattr(rules, "find_versions", lambda: versions)
    run_flow(warehouse, raw)
    assert query(warehouse, "select is_mended from ops.faults") == [(True,)]
    assert dump(warehouse)["core.segments"] == whole["core.segments"]


def test_a_fault_is_not_mended_by_an_empty_table(tmp_path, run_flow, query, monkeypatch):
    (tmp_path / "Cobalt.txt").write_text(story(BAD))
    warehouse = tmp_path / "copydesk.duckdb"
    plant(monkeypatch, batches, "segment_pages")
    run_flow(warehouse, tmp_path / "Cobalt.txt")
    (tmp_path / "more.jsonl").write_text('{"text": "broken"')
    run_flow(warehouse, tmp_path / "more.jsonl")
    assert query(warehouse, "select count(*) from core.articles") == [(0,)]
    assert query(warehouse, "select is_mended from ops.faults") == [(False,)]


def test_a_row_that_cannot_be_read_any_more_keeps_its_page(tmp_path, run_flow, query, monkeypatch):
    source, warehouse = tmp_path / "a.jsonl", tmp_path / "copydesk.duckdb"
    rows = [json.dumps({"text": story(place)}) for place in PLACES]
    source.write_text("\n".join(rows))
    run_flow(warehouse, source)
    real = ingest.make_page

    def fail(fields, *others):
        if BAD in fields["text"]:
            raise ValueError("planted")
        return real(fields, *others)

    monkeypatch.setattr(ingest, "make_page", fail)
    source.write_text("\n".join([*rows, json.dumps({"text": story("Fjord")})]))
    run_flow(warehouse, source)
    assert query(warehouse, "select count(*) from core.pages") == [(6,)]
    source.unlink()
    (tmp_path / "b.txt").write_text(story("Garnet"))
    monkeypatch.setattr(faults, "digest_code", lambda: "other")
    run_flow(warehouse, tmp_path / "b.txt")
    plant(monkeypatch, batches, "segment_pages")  # nothing is done when nothing is new
    monkeypatch.setattr(compare, "compare_articles", None)
    assert run_flow(warehouse, tmp_path / "b.txt").run["new_page_count"] == 0


def test_a_failed_run_does_not_hand_its_faults_to_the_next_one(
    raw, tmp_path, run_flow, query, monkeypatch
):
    warehouse = tmp_path / "copydesk.duckdb"
    with monkeypatch.context() as planted:
        plant(planted, batches, "segment_pages", MemoryError)
        planted.setattr(batches, "attempt_apart", batches.attempt_here)
        planted.setattr(operations, "load_run", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run_flow(warehouse, raw)
    run_flow(warehouse, raw)
    assert query(warehouse, "from ops.faults") == []


# The search for a culprit


@pytest.mark.parametrize("bad", ["a", "c", "f"])
def test_the_culprit_is_found_wherever_it_stands(bad):
    articles = pl.DataFrame({"article_id": list("fedcbaabc")})
    tried = []

    def find(rows: pl.DataFrame) -> None:
        tried.append(rows.height)
        if bad in rows["article_id"]:
            raise ValueError

    failure = Failure("all of them", "", False)
    article_id, found = find_culprit(find, articles, failure)
    assert article_id == bad
    assert found.error in ("ValueError: ", "all of them")
    assert len(tried) <= 3
