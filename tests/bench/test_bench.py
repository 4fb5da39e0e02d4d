"""Each bench runs, small, and finds what it planted; so none drifts from what it measures."""

import ast
import importlib
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).parents[2]
Figures = dict[str, list[str]]


@pytest.fixture(scope="session")
def measure() -> Callable[..., Figures]:
    """measure("reuse", "--quick", ...) -> the figures of each row that it printed."""

    def run(
        name: str, *options: str, code: int = 0, timeout: int = 120, **environment: str
    ) -> Figures:
        done = subprocess.run(
            [sys.executable, "-m", f"bench.{name}", *options],
            cwd=ROOT,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            timeout=timeout,
        )
        assert done.returncode == code, done.stderr
        rows = [re.split(r"\s\s+", line.strip()) for line in done.stdout.split("\n")]
        return {row[0]: row[1:] for row in rows}

    return run


@pytest.mark.parametrize("path", sorted((ROOT / "bench").glob("*.py")), ids=lambda path: path.stem)
def test_it_can_be_imported(path: Path):
    importlib.import_module(f"bench.{path.stem}")


# Of invented articles


@pytest.mark.slow
def test_the_compare_stage_is_measured(measure):
    figures = measure("compare", "--growth", "200")
    parts = ["find_quotations", "find_families", "update_reuse", "find_stories", "all"]
    assert {"read and write", *parts} < figures.keys()
    (found,) = [row for row in figures if "quotations," in row]
    counts = {name: float(count) for count, name in re.findall(r"([\d.]+) ([a-z ]+)", found)}
    assert counts["of planted copies found"] > 0.9
    assert counts["of them shared"] > 0


@pytest.mark.slow
def test_the_growth_of_stories_is_measured(measure):
    story_count, f1, *_ = measure("stories", "--growth", "200")["200"]
    assert 20 < int(story_count) < 200
    assert float(f1) > 0.6


@pytest.mark.slow
def test_articles_more_are_measured(measure):
    assert [float(seconds) > 0 for seconds in measure("increments", "200")["200"]] == [True] * 4


@pytest.mark.slow
def test_hostile_quotations_are_measured(measure):
    figures = measure("quotations", "--hostile", "--quick")
    assert len(figures["processor s of"]) == 2


@pytest.mark.slow
def test_planted_quotations_are_measured(measure):
    *_, recall, precision = measure("quotations", "--quick", COPYDESK_REFERENCE="")["2,000"]
    assert float(recall) > 0.9 < float(precision)


@pytest.mark.slow
def test_no_record_of_an_archive_is_lost(measure):
    _, records, pages, rejects, others, lost, *_ = measure("archives", "1", "--only", "warc")[
        "warc, 1 MB"
    ]
    assert lost == "0"
    assert int(records) == int(pages) + int(rejects) + int(others)


# Of the reference


@pytest.mark.slow
def test_quotations_of_the_reference_are_measured(measure, reference: Path):
    assert {"dev", "silver", "stories"} < measure("quotations", "--quick").keys()


@pytest.mark.slow
def test_reuse_is_measured(measure, reference: Path):
    figures = measure("reuse", "--quick")
    assert float(figures["50 articles"][5]) > 0.9


@pytest.mark.slow
def test_stories_are_measured(measure, reference: Path):
    figures = measure("stories", "--quick")
    assert figures["wikinews 3 each"]
    assert float(figures["wikinews"][-1]) > 0.7


@pytest.mark.slow
def test_whole_runs_are_measured(measure, reference: Path):
    figures = measure("growth", "20", "--fresh", timeout=900)
    articles, *_, more, nothing, rows = figures["20"]
    assert int(articles) > 20
    assert float(more) > float(nothing)
    assert rows == "same rows"


@pytest.mark.slow
def test_workers_of_a_cluster_are_measured(measure, reference: Path):
    pytest.importorskip("distributed")
    figures = measure("cluster", "20", timeout=900)
    assert [figures[f"{count} workers"][-1] for count in (1, 2)] == ["same", "same"]


@pytest.mark.slow
def test_languages_are_measured(measure, reference: Path):
    figures = measure("language", "--quick")
    assert {"as it is", "whatever the letters"} < figures.keys()
    right, _, wrong = figures["as it is"][1].split()
    assert float(right) > 90 > 5 > float(wrong)


@pytest.fixture
def measure_run(measure, prefect_url: str, reference: Path) -> Callable[[str], Figures]:
    """measure_run("--partition") -> the figures of that part of `make bench`, of few pages."""
    return lambda part: measure("run", "--quick", part, PREFECT_API_URL=prefect_url)


@pytest.mark.slow
def test_a_run_and_its_stages_are_measured(measure_run):
    figures = measure_run("--speed-only")
    assert "read, load and resolve" in figures
    assert {"ingest_files", "segment_pages", "find_stories", "publish_build"} < figures.keys()
    assert [row for row in figures if row.endswith("pages to do")] == ["19 pages to do"]


@pytest.mark.slow
def test_quality_is_measured(measure_run):
    figures = measure_run("--quality-only")
    scores = dict(zip(figures["Quality"], figures["dev_composite"], strict=True))
    assert float(scores["body_f1"]) > 0.9
    assert scores["missing_pages"] == "0"


@pytest.mark.slow
def test_the_partition_is_measured(measure_run):
    figures = measure_run("--partition")
    counts = dict(zip(figures["Partition"], figures["all files"], strict=True))
    assert (counts["pages"], counts["gaps"], counts["overlaps"]) == ("30", "0", "0")


# Two warehouses


@pytest.fixture
def warehouses(tmp_path: Path) -> list[Path]:
    """Two warehouses with one row of two that is other."""
    paths = [tmp_path / "before.duckdb", tmp_path / "after.duckdb"]
    for number, path in enumerate(paths):
        with duckdb.connect(path) as connection:
            connection.execute("create schema core; create schema marts")
            connection.execute(f"create table core.articles as values ('a'), ('b{number}')")
    return paths


@pytest.mark.slow
def test_warehouses_are_compared(measure, warehouses: list[Path]):
    before, after = map(str, warehouses)
    assert "1 tables compared, 2 rows before" in measure("same_rows", before, before)
    differing = measure("same_rows", before, after, code=1)
    assert "core.articles: 1 row(s) only before" in differing


# Rooms


@pytest.mark.parametrize(
    ("room", "other"), [("bench", "train"), ("train", "bench"), ("flows", "*")]
)
def test_measuring_and_training_know_nothing_of_each_other(room: str, other: str):
    others = ("bench", "train") if other == "*" else (other,)
    found = [
        f"{path.name} imports {name}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for name in list_imports(path)
        if name.split(".")[0] in others
    ]
    assert found == []


def list_imports(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return names
