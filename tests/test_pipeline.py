"""The whole flow: what accumulates, what is made again; order and batches do not matter."""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows import batches, cli, compare, reader_versions, rules, shipped
from flows.summary import tell_changes
from flows.warehouse import cuts, models
from flows.warehouse.publish import find_folder

SAMPLE = shipped.ROOT / "data" / "raw"
FIVE = (  # two that carry the same story, wire copy and its reprint, another language
    "aggregators/dredging.txt",
    "aggregators/exchange.txt",
    "english/mw-20240312-0931.txt",
    "english/port-amber-dredge.txt",
    "europe/faehrstreik.txt",
)


def story(number: int) -> str:
    """A fictional page with one article, different for each number."""
    return (
        "Harbour Post\nNews\nSport\n\n"
        f"Ferry number {number} returns to Port Amber after the storm\n\n"
        f"Ferry number {number} returned to Port Amber on Monday morning, and its crew of {number} "
        "was welcomed on the quay by several hundred people, the harbour master said.\n\n"
        "“We have waited for this day since the storm,” said Ada Quill, who has kept the light on "
        f"the northern mole for {number} years and saw the ship before anybody else did.\n\n"
        "The ship will stay in the dock until its engine has been repaired, which may take until "
        "the end of the month if the parts arrive by rail as planned.\n"
    )


def write_rows(path: Path, *pages: dict) -> None:
    path.write_text("".join(json.dumps(page) + "\n" for page in pages))


def copy_sample(raw: Path, *names: str) -> None:
    for name in names:
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SAMPLE / name, raw / name)
        manifest = Path(name).parent / "manifest.csv"
        if (SAMPLE / manifest).exists():
            shutil.copy(SAMPLE / manifest, raw / manifest)


@pytest.fixture
def raw(tmp_path) -> Path:
    (tmp_path / "raw").mkdir()
    return tmp_path / "raw"


@pytest.fixture
def warehouse(tmp_path) -> Path:
    return tmp_path / "copydesk.duckdb"


@pytest.fixture(scope="module")
def five_at_once(tmp_path_factory, run_flow, dump) -> dict:
    """The tables of the five sample pages, read in one run."""
    folder = tmp_path_factory.mktemp("five")
    copy_sample(folder / "raw", *FIVE)
    run_flow(folder / "copydesk.duckdb", folder / "raw")
    tables = dump(folder / "copydesk.duckdb")
    marts = ("quotation_families", "outlet_reuse", "stories", "story_outlets")
    for name in ("core.quotations", "core.reuse", *(f"marts.{mart}" for mart in marts)):
        assert tables[name]  # else the laws below say nothing of them
    return tables


# Same input, same rows


def test_the_same_input_twice_changes_nothing(raw, warehouse, run_flow, dump, query, monkeypatch):
    shutil.copytree(SAMPLE, raw, dirs_exist_ok=True)
    first = run_flow(warehouse, raw).run
    tables = dump(warehouse)
    assert {name.split(".")[0] for name in tables} == {"core", "marts"}
    assert tables["core.pages"] and tables["core.articles"] and tables["marts.outlets"]
    monkeypatch.setattr(batches, "run_batch", None)
    monkeypatch.setattr(compare, "compare_articles", None)
    monkeypatch.setattr(models, "build_marts", None)
    second = run_flow(warehouse, raw).run
    assert dump(warehouse) == tables
    assert second["skipped_file_count"] == first["read_file_count"] > 10
    assert [second[name] for name in ("read_file_count", "new_page_count", "recut_page_count")] == [
        0,
        0,
        0,
    ]
    assert query(warehouse, "select count(*) from ops.runs") == [(2,)]


@pytest.mark.parametrize(
    ("last", "pages_a_batch"), [(0, 1), (1, 2), (2, 5_000), (3, 1), (4, 2)], ids=lambda value: None
)
def test_four_files_then_a_fifth_equal_all_at_once(
    raw, warehouse, run_flow, dump, monkeypatch, five_at_once, last, pages_a_batch
):
    monkeypatch.setattr(cuts, "PAGES_A_BATCH", pages_a_batch)
    copy_sample(raw, *FIVE)
    (raw / FIVE[last]).unlink()
    assert run_flow(warehouse, raw).run["new_page_count"] == 4
    copy_sample(raw, FIVE[last])
    assert run_flow(warehouse, raw).run["read_file_count"] == 1
    assert dump(warehouse) == five_at_once


def test_one_file_a_run_in_another_order_equals_all_at_once(
    raw, warehouse, run_flow, dump, five_at_once
):
    for name in reversed(FIVE):
        copy_sample(raw, name)
        run_flow(warehouse, raw)
    assert dump(warehouse) == five_at_once


def test_two_processes_give_the_same_tables(
    raw, warehouse, run_flow, dump, monkeypatch, five_at_once
):
    monkeypatch.setattr(cuts, "PAGES_A_BATCH", 2)
    copy_sample(raw, *FIVE)
    run_flow(warehouse, raw, workers=2)
    assert dump(warehouse) == five_at_once


def test_a_late_page_renames_its_story_and_ops_says_so(raw, warehouse, run_flow, query):
    write_rows(raw / "a.jsonl", {"text": story(1), "captured_at": "2025-05-03T08:00:00Z"})
    run_flow(warehouse, raw)
    ((before,),) = query(warehouse, "select story_id from core.stories")
    write_rows(raw / "b.jsonl", {"text": story(2), "captured_at": "2025-05-04T08:00:00Z"})
    run_flow(warehouse, raw)
    assert query(warehouse, "select story_id, article_count from core.stories") == [(before, 2)]
    assert query(warehouse, "from ops.story_changes") == []
    write_rows(raw / "c.jsonl", {"text": story(3), "captured_at": "2025-05-02T08:00:00Z"})
    run_id = run_flow(warehouse, raw).run["run_id"]
    ((after, count),) = query(warehouse, "select story_id, article_count from core.stories")
    assert count == 3
    changes = "select run_id, old_story_id, new_story_id from ops.story_changes"
    assert query(warehouse, changes) == [(run_id, before, after)]


def test_a_killed_run_goes_on_from_its_batches(
    raw, warehouse, run_flow, dump, monkeypatch, five_at_once
):
    copy_sample(raw, *FIVE)
    with monkeypatch.context() as broken:
        broken.setattr(cuts, "load_quotations", lambda connection, results: results / 0)
        with pytest.raises(TypeError):
            run_flow(warehouse, raw)
    assert not warehouse.exists()
    monkeypatch.setattr(batches, "segment_pages", None)
    monkeypatch.setattr(batches, "describe_topics", None)
    monkeypatch.setattr(batches, "describe_attributions", None)
    monkeypatch.setattr(batches, "find_quotations", None)
    run_flow(warehouse, raw)
    assert dump(warehouse) == five_at_once


# Sources that change, vanish and return


def test_changed_content_replaces_the_pages(raw, warehouse, tmp_path, run_flow, dump):
    (raw / "a.txt").write_text(story(1))
    write_rows(raw / "b.jsonl", {"text": story(2)}, {"text": story(3)}, {"text": story(4)})
    run_flow(warehouse, raw)
    (raw / "a.txt").write_text(story(5))
    write_rows(raw / "b.jsonl", {"text": story(4)}, {"text": story(2)})
    run = run_flow(warehouse, raw).run
    assert (run["new_page_count"], run["removed_page_count"]) == (1, 2)
    run_flow(tmp_path / "fresh.duckdb", raw)
    assert dump(warehouse) == dump(tmp_path / "fresh.duckdb")


def test_pages_that_only_go_take_their_articles_along(raw, warehouse, tmp_path, run_flow, dump):
    write_rows(raw / "a.jsonl", {"text": story(1)}, {"text": story(2)})
    run_flow(warehouse, raw)
    write_rows(raw / "a.jsonl", {"text": story(2)})
    run = run_flow(warehouse, raw).run
    assert (run["new_page_count"], run["removed_page_count"]) == (0, 1)
    run_flow(tmp_path / "fresh.duckdb", raw)
    assert dump(warehouse) == dump(tmp_path / "fresh.duckdb")


def test_a_file_that_turns_unreadable_keeps_its_pages(raw, warehouse, run_flow, dump, query):
    (raw / "a.txt").write_text(story(1))
    run_flow(warehouse, raw)
    tables = dump(warehouse)
    (raw / "a.txt").write_text("")
    run_flow(warehouse, raw)
    assert dump(warehouse) == tables
    assert query(warehouse, "select source, reason from ops.rejects") == [("a.txt", "empty")]


def test_a_vanished_file_keeps_its_pages(raw, warehouse, tmp_path, run_flow, dump, query):
    missing = "select source, missing_since from ops.files order by source"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "c.txt").write_text(story(3))
    (raw / "a.txt").write_text(story(1))
    (raw / "b.txt").write_text(story(2))
    run_flow(warehouse, raw, tmp_path / "other")
    tables = dump(warehouse)
    (raw / "a.txt").unlink()
    run = run_flow(warehouse, raw).run
    assert run["missing_file_count"] == 1
    since = run["started_at"]
    assert query(warehouse, missing) == [("a.txt", since), ("b.txt", None), ("c.txt", None)]
    assert run_flow(warehouse, raw).run["missing_file_count"] == 0
    assert query(warehouse, missing)[0] == ("a.txt", since)
    (raw / "a.txt").write_text(story(1))
    run_flow(warehouse, raw)
    assert query(warehouse, missing)[0] == ("a.txt", None)
    assert dump(warehouse) == tables


def test_a_text_under_two_urls_is_two_pages_and_one_article(raw, warehouse, run_flow, query):
    urls = ["https://one.example/a", "https://two.example/a"]
    write_rows(raw / "a.jsonl", *({"text": story(1), "url": url} for url in urls))
    run_flow(warehouse, raw)
    counts = "select count(*), count(distinct text_id), count(distinct url) from core.pages"
    assert query(warehouse, counts) == [(2, 1, 2)]
    for table, columns in (
        ("placements", "placement_no, article_id, role, start_char, end_char"),
        ("segments", "segment_no, start_char, end_char, kind, placement_no"),
    ):
        cut = f"select list(({columns}) order by all) from core.{table} group by page_id"
        one, other = query(warehouse, cut)
        assert one == other


def test_a_page_in_two_files_stays_while_one_has_it(raw, warehouse, run_flow, query):
    (raw / "a.txt").write_text(story(1))
    (raw / "b.txt").write_text(story(1))
    run_flow(warehouse, raw)
    assert query(warehouse, "select source from core.pages") == [("a.txt",)]
    assert query(warehouse, "select source from core.page_sources order by all") == [
        ("a.txt",),
        ("b.txt",),
    ]
    (raw / "a.txt").write_text(story(2))
    run_flow(warehouse, raw)
    rows = query(warehouse, "select source, text like '%number 1 %' from core.pages order by all")
    assert rows == [("a.txt", False), ("b.txt", True)]


def test_an_earlier_capture_that_comes_later_represents_the_page(
    raw, warehouse, tmp_path, run_flow, dump, query
):
    page = {"text": story(1), "url": "https://one.example/a"}
    write_rows(raw / "a.jsonl", page)
    run_flow(warehouse, raw)
    write_rows(raw / "b.jsonl", page | {"captured_at": "2024-03-12T08:00:00Z"})
    run_flow(warehouse, raw)
    write_rows(raw / "c.jsonl", page | {"captured_at": "2024-03-11"})
    run = run_flow(warehouse, raw).run
    counts = ("new_page_count", "recut_page_count", "redescribed_page_count")
    assert [run[name] for name in counts] == [0, 0, 1]
    assert query(warehouse, "select source, captured_at, captured_latest from core.pages") == [
        ("c.jsonl#1", datetime(2024, 3, 11, tzinfo=UTC), datetime(2024, 3, 12, tzinfo=UTC))
    ]
    run_flow(tmp_path / "fresh.duckdb", raw)
    assert dump(warehouse) == dump(tmp_path / "fresh.duckdb")


AGED = (
    "\n\nRelated Articles\n\n\nValley Ledger\nan hour ago\n- Valley Ledger\n"
    "Ferry crews walk out at Port Amber for the second time this year\n"
    "Ferry crews at Port Amber left their ships for the second time since 2022, the line said on "
    "Saturday (June 7). The crews ask for longer rests between two crossings, and for a second "
    "engineer on each of the four ships that cross the bay at night. The line answered that it "
    "could not find so many people, and would run two of its ships with crews from the mainland.\n"
)


def test_an_inferred_capture_stands_with_the_page_and_makes_no_new_work(
    raw, warehouse, run_flow, dump, query
):
    page = {"text": story(1) + AGED}
    write_rows(raw / "a.jsonl", page)
    run_flow(warehouse, raw)
    pages = "select captured_at, captured_basis, captured_earliest < '2025-06-08' from core.pages"
    assert query(warehouse, pages) == [(None, "inferred", True)]
    stories = "select role, published_basis, published_precision from core.placements order by all"
    rows = [("embedded", "inferred", "month"), ("lead", "inferred", None)]
    assert query(warehouse, stories) == rows
    before = dump(warehouse)
    write_rows(raw / "a.jsonl", page, page)
    run = run_flow(warehouse, raw).run
    assert (run["new_page_count"], run["recut_page_count"]) == (0, 0)
    assert query(warehouse, pages) == [(None, "inferred", True)]
    run_flow(warehouse, raw, full_refresh=True)
    assert dump(warehouse)["core.placements"] == before["core.placements"]
    write_rows(raw / "b.jsonl", page | {"captured_at": "2025-06-08T08:00:00Z"})
    run_flow(warehouse, raw)
    assert query(warehouse, pages) == [(datetime(2025, 6, 8, 8, tzinfo=UTC), "metadata", False)]
    assert query(warehouse, stories)[0] == ("embedded", "relative", "hour")


# Everything again


def test_a_full_refresh_needs_no_raw_files(
    raw, warehouse, run_flow, dump, query, five_at_once, monkeypatch
):
    copy_sample(raw, *FIVE)
    run_flow(warehouse, raw)
    shutil.rmtree(raw)
    cut = []

    def segment_noted(pages, segment_pages=batches.segment_pages):
        cut.extend(pages["page_id"])
        return segment_pages(pages)

    monkeypatch.setattr(batches, "segment_pages", segment_noted)
    run = run_flow(warehouse, full_refresh=True).run
    assert run["recut_page_count"] == 5
    assert len(cut) == 5
    assert dump(warehouse) == five_at_once
    assert query(warehouse, "select count(*) from ops.runs") == [(2,)]
    assert query(warehouse, "select count(*) from ops.files where missing_since is null") == [(5,)]
    assert query(warehouse, "select count(*) from ops.article_changes") == [(0,)]


def change_rules(monkeypatch, **versions: str) -> None:
    """Make the rules of these stages other ones."""
    other = rules.find_versions()._replace(**versions)
    monkeypatch.setattr(rules, "find_versions", lambda: other)


def count_work(monkeypatch) -> dict[str, list]:
    """What the stages are given from now on: ids of pages or articles by stage."""
    given: dict[str, list] = {}

    def note(name: str, key: str) -> None:
        function = getattr(batches, name)

        def noted(frame, *others):
            given.setdefault(name, []).extend(frame[key])
            return function(frame, *others)

        monkeypatch.setattr(batches, name, noted)

    note("segment_pages", "page_id")
    note("describe_placements", "page_id")
    note("describe_topics", "article_id")
    note("find_quotations", "article_id")
    return given


@pytest.mark.parametrize(
    ("stage", "redone"),
    [
        ("describe", {"describe_placements", "find_quotations"}),
        ("topics", {"describe_topics"}),
        ("compare", set()),
    ],
)
def test_new_rules_of_a_stage_do_again_what_depends_on_them_only(
    raw, warehouse, run_flow, dump, query, monkeypatch, capfd, five_at_once, stage, redone
):
    copy_sample(raw, *FIVE)
    run_flow(warehouse, raw)
    change_rules(monkeypatch, **{stage: "other rules"})
    given = count_work(monkeypatch)
    run = run_flow(warehouse, raw).run
    assert "have changed: " in capfd.readouterr().err
    assert given.keys() == redone
    article_count = len(five_at_once["core.articles"])
    for name, ids in given.items():
        assert len(ids) == (5 if name == "describe_placements" else article_count)
    assert run["recut_page_count"] == 0
    assert run["redescribed_page_count"] == (5 if stage == "describe" else 0)
    assert dump(warehouse) == five_at_once
    given.clear()
    run_flow(warehouse, raw)
    assert given == {}


def test_new_rules_of_reading_read_the_files_again_that_are_there(
    raw, warehouse, run_flow, dump, monkeypatch, capfd
):
    (raw / "a.txt").write_text(story(1))
    (raw / "b.txt").write_text(story(2))
    run_flow(warehouse, raw)
    tables = dump(warehouse)
    (raw / "b.txt").unlink()
    change_rules(monkeypatch, reading="other rules")
    change_readers(monkeypatch, text="other reader")
    run = run_flow(warehouse, raw).run
    told = capfd.readouterr().err
    assert "reading files of text have changed: of 2 files, those that are still there" in told
    assert "1 file is read again: its reader changed (text 1)" in told
    names = ("read", "reread", "skipped", "missing", "outdated")
    assert [run[f"{name}_file_count"] for name in names] == [1, 1, 0, 1, 1]
    assert run["new_page_count"] == run["recut_page_count"] == 0
    assert dump(warehouse) == tables
    run = run_flow(warehouse, raw).run
    assert [run[f"{name}_file_count"] for name in names] == [0, 0, 1, 0, 1]


def test_another_reader_of_one_format_reads_its_files_again_and_no_others(
    raw, warehouse, run_flow, dump, query, monkeypatch, capfd
):
    (raw / "a.txt").write_text(story(1))
    (raw / "b.jsonl").write_text(json.dumps({"text": story(2)}) + "\n")
    (raw / "c.html").write_text(f"<html><body><p>{story(3)}</p></body></html>")
    run_flow(warehouse, raw)
    tables = dump(warehouse)
    for number, name in enumerate(("html", "jsonl")):
        change_readers(monkeypatch, **{name: f"other {number}"})
        summary = run_flow(warehouse, raw)
        names = ("read", "reread", "skipped", "outdated")
        assert [summary.run[f"{name}_file_count"] for name in names] == [1, 1, 2, 0]
        assert summary.run["new_page_count"] == summary.run["recut_page_count"] == 0
        assert "1 file read again as the reader changed" in tell_changes(summary.run)
        assert dump(warehouse) == tables
        for table in ("ops.files", "core.page_sources"):
            rows = query(warehouse, f"select format, reader_version from {table} order by all")
            versions = reader_versions.find_reader_versions()
            assert rows == [(name, versions[name]) for name in ("html", "jsonl", "text")]
    assert run_flow(warehouse, raw).run["read_file_count"] == 0


def change_readers(monkeypatch, **versions: str) -> None:
    """Make the readers of these formats other ones."""
    other = reader_versions.find_reader_versions() | versions
    monkeypatch.setattr(reader_versions, "find_reader_versions", lambda: other)


def test_a_published_file_has_an_empty_worklist(raw, warehouse, run_flow, query):
    (raw / "a.txt").write_text(story(1))
    run_flow(warehouse, raw)
    run_flow(warehouse, raw, full_refresh=True)
    for name in ("pages", "articles", "old_placements", "old_story_articles"):
        assert query(warehouse, f"from work.{name}") == []


def test_new_rules_cut_every_page_and_name_the_changed_articles(
    raw, warehouse, run_flow, dump, query, monkeypatch
):
    (raw / "a.txt").write_text(story(1))
    (raw / "b.txt").write_text(story(2))
    run_flow(warehouse, raw)
    tables = dump(warehouse)
    old_ids = dict(query(warehouse, "select page_id, article_id from core.placements"))
    ((old_story,),) = query(warehouse, "select story_id from core.stories")

    change_rules(monkeypatch, cut="other rules, same cut")
    assert run_flow(warehouse, raw).run["recut_page_count"] == 2
    assert dump(warehouse) == tables
    assert query(warehouse, "select count(*) from ops.article_changes") == [(0,)]

    def segment_otherwise(pages, segment_pages=batches.segment_pages):
        segments, placements = segment_pages(pages)
        return segments, placements.with_columns(pl.col("article_id").str.reverse())

    change_rules(monkeypatch, cut="other rules, other ids")
    monkeypatch.setattr(batches, "segment_pages", segment_otherwise)
    run = run_flow(warehouse, raw).run
    changes = "select page_id, run_id, old_article_id, new_article_id from ops.article_changes"
    assert {row[0]: row[1:] for row in query(warehouse, changes)} == {
        page_id: (run["run_id"], article_id, article_id[::-1])
        for page_id, article_id in old_ids.items()
    }
    assert len(old_ids) == 2
    ((new_story,),) = query(warehouse, "select story_id from core.stories")
    changes = "select old_story_id, new_story_id from ops.story_changes"
    assert query(warehouse, changes) == [(old_story, new_story)]


# When something is wrong


def test_a_failing_check_leaves_the_old_warehouse(raw, warehouse, tmp_path, run_flow, dump, call):
    (raw / "a.txt").write_text(story(1))
    assert call("run", raw, "--warehouse", warehouse).returncode == 0
    tables, target = dump(warehouse), warehouse.readlink()
    (raw / "b.txt").write_text(story(2))
    checks = tmp_path / "checks"
    (checks / "fail").mkdir(parents=True)
    (checks / "fail" / "pages_are_no_ferries.sql").write_text(
        "select source, chr(27) || 'x' as evil from core.pages order by source"
    )
    before = (
        "from pathlib import Path; from flows.warehouse import models\n"
        "run_checks = models.run_checks\n"
        "models.run_checks = lambda build, **named:"
        f" run_checks(build, Path({str(checks)!r}), **named)"
    )
    failed = call("run", raw, "--warehouse", warehouse, before=before)
    assert failed.returncode == 1
    assert failed.stdout == ""
    slow = re.compile(r"\w+: \d+ s|Starting …")  # a stage of more than two seconds says so
    told, check, *examples = [
        line for line in failed.stderr.splitlines() if not slow.fullmatch(line)
    ]
    assert told == "copydesk: a check failed, the warehouse stays as it was"
    assert check.startswith("pages_are_no_ferries: 2 row")
    assert examples == ["  source='a.txt', evil='\\x1bx'", "  source='b.txt', evil='\\x1bx'"]
    assert warehouse.readlink() == target
    assert dump(warehouse) == tables
    run_flow(warehouse, raw)
    run_flow(tmp_path / "fresh.duckdb", raw)
    assert dump(warehouse) == dump(tmp_path / "fresh.duckdb")


def test_a_missing_folder_is_one_line_and_leaves_nothing(tmp_path, capsys):
    warehouse = tmp_path / "new" / "copydesk.duckdb"
    assert cli.main(["run", str(tmp_path / "gone"), "--warehouse", str(warehouse)]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.splitlines() == [
        f"copydesk: {tmp_path}/gone: there is no such file or folder"
    ]
    assert list(tmp_path.iterdir()) == []


def test_what_somebody_else_made_is_not_overwritten(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("Words")
    (tmp_path / "notes.duckdb").write_text("my notes")
    (tmp_path / "link.duckdb").symlink_to("notes.duckdb")
    (tmp_path / "folder").mkdir()
    for name in ("notes.duckdb", "link.duckdb", "folder", "what?.duckdb"):
        path = tmp_path / name
        assert cli.main(["run", str(tmp_path / "a.txt"), "--warehouse", str(path)]) == 2
        assert capsys.readouterr().err.startswith(f"copydesk: {path}: ")
    assert (tmp_path / "notes.duckdb").read_text() == "my notes"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a.txt",
        "folder",
        "link.duckdb",
        "notes.duckdb",
    ]


def test_hostile_files_are_rejects_and_good_pages_land(raw, tmp_path, call, query):
    names = write_hostile(raw, tmp_path)
    warehouse = tmp_path / 'it\'s [a] "house"; *.duckdb'
    done = call("run", raw, "--warehouse", warehouse)
    assert (done.returncode, "Traceback" in done.stderr, "ERROR" in done.stderr) == (
        0,
        False,
        False,
    )
    assert query(warehouse, "select source, reason from ops.rejects order by all") == names["bad"]
    assert query(warehouse, "select distinct file from core.page_sources order by all") == [
        (name,) for name in names["good"]
    ]
    gaps = """
        select source
        from core.pages
        join core.segments using (page_id)
        group by all
        having sum(end_char - start_char) <> any_value(char_count)
    """
    assert query(warehouse, gaps) == []
    lines = query(warehouse, "select max(char_count) from core.pages")
    assert lines[0][0] > 2_000_000
    assert f"{len(names['bad'])} rejected" in done.stdout


def write_hostile(raw: Path, outside: Path) -> dict:
    """One of everything that is wrong, between good pages; what should become of each."""
    text = story(1)
    row = json.dumps({"text": story(2)}).encode()
    good = {
        "bom.txt": b"\xef\xbb\xbf" + story(3).encode(),
        "html.txt": f"<html><body><p>{story(4)}</p><script>alert(1)</script>".encode(),
        'it\'s "so"; drop table.txt': story(5).encode(),
        "latin-1.txt": story(6).replace("“", "\xab").replace("”", "\xbb").encode("latin-1"),
        "line.txt": b"The ferry came back. " * 100_000,
        "new\nline.txt": story(7).encode(),
        "nul.txt": story(8).replace("Sport", "Sp\0ort").encode(),
        "rows.jsonl": b"\n".join([row, b"{", b"[]", b'{"text": 1}', b'{"text": "\\ud800"}', b"{}"]),
        "utf-16.txt": text.encode("utf-16"),
    }
    bad = {
        "archive.jsonl.gz": (b"\x1f\x8b\x08\0no archive", "broken archive"),
        "archive.jsonl.zst": (b"no archive", "broken archive"),
        "binary.txt": (bytes(range(256)) * 40, "binary"),
        "blank.txt": (b" \n\t\n", "blank"),
        "empty.txt": (b"", "empty"),
        "page.pdf": (b"%PDF", "unknown file type"),
        "table.parquet": (b"PAR1 no table PAR1", "broken Parquet"),
    }
    for name, content in good.items():
        (raw / name).write_bytes(content)
    for name, (content, _) in bad.items():
        (raw / name).write_bytes(content)
    (raw / os.fsdecode(b"caf\xe9.txt")).write_text(story(9))
    pq.write_table(pa.table({"text": [story(10), None]}), raw / "rows.parquet")
    (outside / "outside.txt").write_text("Not for you")
    (raw / "out.txt").symlink_to(outside / "outside.txt")
    (raw / "loop").symlink_to(raw)
    (raw / "manifest.csv").write_text("path,url\ngone.txt,https://one.example/gone\n")
    rejects = {
        "gone.txt": "not found",
        "loop": "link to a folder",
        "out.txt": "link out",
        "rows.jsonl#2": "not JSON",
        "rows.jsonl#3": "not JSON",
        "rows.jsonl#4": "text not a string",
        "rows.jsonl#5": "lone surrogate",
        "rows.jsonl#6": "no text field",
        "rows.parquet#2": "no text field",
    } | {name: reason for name, (_, reason) in bad.items()}
    return {
        "bad": sorted(rejects.items()),
        "good": sorted([*good, "caf\\xe9.txt", "rows.parquet"]),
    }


# What a run says of itself


def test_counts_of_a_run(raw, warehouse, run_flow, query):
    from prefect.client.orchestration import get_client

    write_rows(raw / "a.jsonl", {"text": story(1)}, {"text": 5}, {"text": story(2)})
    (raw / "b.txt").write_text(story(3))
    summary = run_flow(warehouse, raw)
    counts = {
        "new_page_count": 3,
        "recut_page_count": 0,
        "removed_page_count": 0,
        "read_file_count": 2,
        "skipped_file_count": 0,
        "missing_file_count": 0,
        "reject_count": 1,
    }
    assert query(warehouse, f"select {', '.join(counts)} from ops.runs") == [tuple(counts.values())]
    assert query(
        warehouse, "select source, page_count, reject_count, encoding from ops.files order by all"
    ) == [("a.jsonl", 2, 1, "utf-8"), ("b.txt", 1, 0, "utf-8")]
    assert summary.run.items() >= counts.items()
    assert summary.counts["pages"] == 3
    with get_client(sync_client=True) as client:
        (artifact,) = client.request(
            "POST",
            "/artifacts/latest/filter",
            json={"artifacts": {"key": {"any_": ["copydesk-run"]}}},
        ).json()
    table = {row["what"]: row["value"] for row in json.loads(artifact["data"])}
    assert table["run_id"] == summary.run["run_id"]
    assert (table["new_page_count"], table["pages"], table["reject_count"]) == ("3", "3", "1")


# What a review found


def test_a_full_refresh_after_a_kill_replays_the_log_of_the_killed_run(
    raw, warehouse, run_flow, dump
):
    """A run killed between its commit and its checkpoint leaves its rows in a log."""
    copy_sample(raw, "loose/saltmarsh-notes.txt")
    run_flow(warehouse, raw)
    expected = dump(warehouse)
    build = find_folder(warehouse) / "build.duckdb"
    code = (
        "import duckdb, os, sys\n"
        "build = duckdb.connect(sys.argv[1])\n"
        "build.execute('create table ops.unsaved (one integer)')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(build)], check=False)
    assert build.with_name("build.duckdb.wal").exists()

    run_flow(warehouse, raw, full_refresh=True)
    assert dump(warehouse) == expected
    run_flow(warehouse, raw)
    assert dump(warehouse) == expected


def test_a_file_that_only_the_manifest_still_has_is_missing(raw, warehouse, run_flow, query):
    page = raw / "one.txt"
    page.write_text(story(1))
    (raw / "manifest.csv").write_text("path,url\none.txt,https://one.example/1\n")
    run_flow(warehouse, raw)
    page.unlink()
    run_flow(warehouse, raw)
    run_flow(warehouse, raw)
    assert query(warehouse, "select missing_since is not null from ops.files") == [(True,)]
    assert query(warehouse, "select reason from ops.rejects") == [("not found",)]


def test_a_file_that_breaks_twice_is_told_of_twice(raw, warehouse, run_flow, query):
    page = raw / "one.txt"
    for content in ("", story(1), ""):
        page.write_text(content)
        run_flow(warehouse, raw)
    assert query(warehouse, "select reason from ops.rejects") == [("empty",), ("empty",)]


REJECTS = "select source, reason, is_mended from ops.rejects order by run_id, source, reason"


def test_a_reject_that_is_gone_is_marked_and_comes_back_as_a_row_of_its_own(
    raw, warehouse, run_flow, query
):
    other = raw.parent / "other"
    other.mkdir()
    (other / "b.txt").write_text("")
    write_rows(raw / "a.jsonl", {"text": story(1)}, {"text": 2}, {"text": 3})
    (raw / "out.txt").symlink_to(other / "b.txt")
    run_flow(warehouse, raw, other)
    before = [("a.jsonl#2", "text not a string"), ("a.jsonl#3", "text not a string")]
    before += [("b.txt", "empty"), ("out.txt", "link out")]
    assert query(warehouse, REJECTS) == [(*row, False) for row in before]

    write_rows(raw / "a.jsonl", {"text": story(1)}, {"text": story(2)}, {"text": 3})
    (raw / "out.txt").unlink()
    assert run_flow(warehouse, raw).run["reject_count"] == 1
    again = before.pop(1)  # was read again, and has a row of this run in place of the old one
    # The other folder was not searched.
    told = [(*row, number in (0, 2)) for number, row in enumerate(before)]
    assert query(warehouse, REJECTS) == [*told, (*again, False)]

    write_rows(raw / "a.jsonl", {"text": story(1)}, {"text": 2})
    (raw / "out.txt").symlink_to(other / "b.txt")
    assert run_flow(warehouse, raw).run["reject_count"] == 2
    assert query(warehouse, f"from ({REJECTS}) where not is_mended") == [
        ("b.txt", "empty", False),
        ("a.jsonl#2", "text not a string", False),
        ("out.txt", "link out", False),
    ]


def test_a_file_that_could_not_be_read_for_a_while_is_mended(
    raw, warehouse, run_flow, query, monkeypatch
):
    page = raw / "one.txt"
    page.write_text(story(1))
    run_flow(warehouse, raw)
    with monkeypatch.context() as patch:
        patch.setenv("COPYDESK_TEXT_LIMIT_MB", "1")
        page.write_text(story(1) * 5_000)
        run_flow(warehouse, raw)
        run_flow(warehouse, raw)
    assert query(warehouse, REJECTS) == [("one.txt", "too large", False)]
    assert query(warehouse, "select missing_since is null from ops.files") == [(True,)]
    page.write_text(story(1))
    summary = run_flow(warehouse, raw)
    assert query(warehouse, REJECTS) == [("one.txt", "too large", True)]
    assert summary.run["reject_count"] == 0


def test_a_broken_manifest_is_told_by_every_run_and_takes_no_url_away(
    raw, warehouse, run_flow, query, capsys
):
    (raw / "one.txt").write_text(story(1))
    manifest = raw / "manifest.csv"
    manifest.write_text("path,url\none.txt,https://one.example/1\n")
    run_flow(warehouse, raw)
    manifest.write_text("name,url\none.txt,https://one.example/1\n")
    for _ in range(2):
        summary = run_flow(warehouse, raw)
        assert (summary.run["reject_count"], summary.run["skipped_file_count"]) == (1, 1)
        assert "manifest.csv cannot be read" in capsys.readouterr().err
    assert query(warehouse, "select url from core.pages") == [("https://one.example/1",)]
    assert query(warehouse, REJECTS) == [("manifest.csv", "broken manifest", False)] * 2
    manifest.write_text("path,url\none.txt,https://one.example/1\n")
    run_flow(warehouse, raw)
    assert query(warehouse, REJECTS) == [("manifest.csv", "broken manifest", True)] * 2
