"""Measure Copydesk on reference pages: speed and memory, how well pages are cut, and one law.

    COPYDESK_REFERENCE=../reference make bench
    COPYDESK_REFERENCE=../reference .venv/bin/python bench/run.py --quick --speed-only

COPYDESK_REFERENCE is a folder with pages/{dev,silver,dev_composite}.parquet and pages/score.py.
Figures are printed, never asserted. Compare ratios: seconds are the machine's as well. Memory is
read from Linux's /proc; elsewhere it is shown as 0.
"""

import argparse
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import Any

RUN_ENVIRONMENT = dict(os.environ)  # a whole run takes the cores that it finds
os.environ["POLARS_MAX_THREADS"] = "1"  # and a stage just one; Polars reads this once

import duckdb  # noqa: E402
import polars as pl  # noqa: E402

from flows import batches, rules  # noqa: E402
from flows.compare.families import find_families  # noqa: E402
from flows.compare.reuse import find_reuse  # noqa: E402
from flows.compare.stories import find_stories  # noqa: E402
from flows.ingest import ingest_files  # noqa: E402
from flows.segment import segment_pages  # noqa: E402
from flows.warehouse import load, models, publish  # noqa: E402

FILES = ("dev.parquet", "silver.parquet", "dev_composite.parquet")
QUICK_PAGES = 100  # of each file
OF_ARTICLES = ("describe_articles", "find_quotations", "find_families", "find_reuse")
OF_ARTICLES += ("find_stories",)
QUALITY = ("body_f1", "contamination", "embedded_f1", "no_lead_pages", "missing_pages")
Stages = dict[str, tuple[float, float]]  # seconds; most MB that it held beside what was there
COUNTS = """
    select (select count(*) from core.pages), new_page_count + recut_page_count
    from ops.runs order by run_id desc limit 1
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure Copydesk on reference pages.")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_PAGES} pages of each file")
    parts = parser.add_mutually_exclusive_group()
    for name in ("--speed-only", "--quality-only", "--partition"):
        parts.add_argument(name, dest="part", action="store_const", const=name)
    options = parser.parse_args()
    reference = Path(os.environ.get("COPYDESK_REFERENCE") or "nowhere") / "pages"
    if missing := [name for name in (*FILES, "score.py") if not (reference / name).is_file()]:
        parser.error(f"COPYDESK_REFERENCE must name a folder with pages/: no {', '.join(missing)}")
    with TemporaryDirectory(prefix="copydesk-bench-") as scratch:
        scratch = Path(scratch)
        for name in FILES if options.quick else ():
            pl.read_parquet(reference / name).head(QUICK_PAGES).write_parquet(scratch / name)
        dev, silver, composite = ((scratch if options.quick else reference) / n for n in FILES)
        if options.part in (None, "--speed-only"):
            print_runs([dev, silver], scratch)
            print_stages([dev, silver], scratch)
        if options.part in (None, "--quality-only"):
            print_quality([dev, composite], reference / "score.py", scratch)
        if options.part in (None, "--partition"):
            print_partition([dev, silver, composite], scratch / "partition")


def print_row(name: str, *cells: str) -> None:
    print(f"{name:<24}" + "".join(f"{cell:>16}" for cell in cells), flush=True)


def print_runs(raws: list[Path], scratch: Path) -> None:
    """A run with every page new and one with none; both start Prefect's server."""
    print_row("\nWhole run", "seconds", "pages/s", "peak MB", "KB/page")
    (scratch / "empty").mkdir()
    run_copydesk([scratch / "empty"], scratch / "empty.duckdb")  # makes Prefect's database
    for _ in range(2):
        seconds, peak_mb = run_copydesk(raws, warehouse := scratch / "whole.duckdb")
        with duckdb.connect(warehouse, read_only=True) as connection:
            page_count, done_count = connection.execute(COUNTS).fetchall()[0]
        page_kb = f"{warehouse.stat().st_size / 1024 / page_count:.1f}"
        speed = (f"{seconds:.1f}", f"{done_count / seconds:.0f}", f"{peak_mb:.0f}")
        print_row(f"{done_count:,} pages to do", *speed, page_kb)


def run_copydesk(raws: list[Path], warehouse: Path) -> tuple[float, float]:
    """(seconds, peak MB of the process and its children) of a run with a Prefect of its own."""
    command = [Path(sys.executable).with_name("copydesk"), "run", *raws, "--warehouse", warehouse]
    environment = RUN_ENVIRONMENT | {"PREFECT_HOME": str(warehouse.parent / "prefect")}
    log = warehouse.with_suffix(".log")
    began, peak_mb = perf_counter(), 0.0
    with log.open("w") as output:
        run = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
        while run.poll() is None:
            peak_mb = max(peak_mb, sum(read_tree(run.pid)))
            sleep(0.1)
    if run.returncode:
        sys.exit(f"{log.read_text()}copydesk run ended with {run.returncode}")
    return perf_counter() - began, peak_mb


def read_tree(pid: int) -> Iterator[float]:
    """Resident MB of a process and of each below it; what two of them share counts twice."""
    try:
        tasks = Path(f"/proc/{pid}/task").glob("*/children")
        children = " ".join(path.read_text() for path in tasks).split()
        yield read_mb(pid, "VmRSS")
    except OSError:  # it has just ended
        return
    for child in children:
        yield from read_tree(int(child))


def read_mb(pid: int | str, name: str) -> float:
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


def print_stages(raws: list[Path], scratch: Path) -> None:
    stages: Stages = defaultdict(lambda: (0.0, 0.0))
    counts = run_stages(raws, scratch / "stages.duckdb", partial(clock, stages))
    print_row("\nStage, cold, one core", "seconds", "a second", "x segment", "added MB")
    for name, (seconds, added_mb) in stages.items():
        what = "articles" if name in OF_ARTICLES else "pages"
        rate = f"{counts[what] / seconds:,.0f} {what}"
        ratio = f"{seconds / stages['segment_pages'][0]:.2f}"
        print_row(name, f"{seconds:.2f}", rate, ratio, f"{added_mb:.0f}")


def run_stages(raws: list[Path], warehouse: Path, stage: Callable) -> dict[str, int]:
    """pipeline.build_warehouse without Prefect; what the warehouse holds then."""
    for name in ("segment_pages", "describe_placements", "describe_articles", "find_quotations"):
        setattr(batches, name, stage(name, getattr(batches, name)))
    stage_load = partial(stage, "load and resolve")
    version, started_at = rules.digest_rules(), datetime.now(UTC)
    run = {"run_id": "run-bench", "started_at": started_at, "rules_version": version}
    run |= {"models_version": rules.digest_models(), "is_full_refresh": False}
    with publish.hold_lock(warehouse, print) as folder:
        work = folder / "work"
        with load.open_build(folder, version, full_refresh=False) as (build, is_recut):
            build.execute("set threads = 1")
            ingested = stage("ingest_files", ingest_files)(raws, {}, work / "pages")
            touched = stage_load(load.load_pages)(build, ingested, is_recut)
            paths = stage_load(load.plan_cuts)(build, work, version)
            stage_load(load.load_articles)(build, list(map(batches.cut_batch, paths)))
            paths = stage_load(load.plan_descriptions)(build, work, version)
            stage_load(load.load_descriptions)(build, list(map(batches.describe_batch, paths)))
            stage_load(load.load_quotations)(build, list(map(batches.quote_batch, paths)))
            quotations = stage_load(load.read_compared)(build, "quotations")
            families = stage("find_families", find_families)(quotations)
            stage_load(load.load_families)(build, families)
            articles = stage_load(load.read_compared)(build, "reuse")
            stage_load(load.load_reuse)(build, stage("find_reuse", find_reuse)(articles))
            articles = stage_load(load.read_compared)(build, "stories")
            stories = stage("find_stories", find_stories)(articles)
            stage_load(load.load_stories)(build, stories, "run", is_recut=False)
            run |= stage_load(load.load_files)(build, ingested, touched, run, is_recut)
            stage("marts", models.build_marts)(build)
            load.load_checks(build, stage("checks", models.run_checks)(build), run["run_id"])
            counts = stage_load(load.load_run)(build, run)
            stage_load(build.execute)("commit; checkpoint; begin")  # else untimed, at the end
        stage("publish", publish.publish_build)(folder / "build.duckdb", warehouse, "run-bench")
    return counts


def clock(stages: Stages, name: str, function: Callable) -> Callable:
    """The function, which adds what each call takes to its stage."""

    def clocked(*arguments: Any) -> Any:
        if (peak := Path("/proc/self/clear_refs")).exists():
            peak.write_text("5")  # VmHWM starts again
        (seconds, most_mb), held_mb, began = stages[name], read_mb("self", "VmRSS"), perf_counter()
        result = function(*arguments)
        seconds += perf_counter() - began
        stages[name] = seconds, max(most_mb, read_mb("self", "VmHWM") - held_mb)
        return result

    return clocked


def print_quality(golds: list[Path], scorer: Path, scratch: Path) -> None:
    print(
        "\nThe weights were trained on these pages too; `make eval` cuts pages that they never saw."
    )
    print_row("Quality", *QUALITY)
    for gold in golds:
        run_copydesk([gold], warehouse := scratch / f"{gold.stem}.duckdb")
        command = [sys.executable, scorer, gold, warehouse, "--json"]
        scores = json.loads(subprocess.check_output(command, text=True))
        print_row(gold.stem, *(str(scores.get(name, "-")) for name in QUALITY))


def print_partition(raws: list[Path], work: Path) -> None:
    """Whether each segment begins where the one before it ends, and a page ends with its last."""
    pages = pl.concat(map(pl.read_parquet, ingest_files(raws, {}, work).page_files))
    pages = pages.with_columns(page_id="source")  # a page that stands there twice counts twice
    segments, _ = segment_pages(pages)
    length = pl.col("text").str.len_chars().cast(pl.Int32)
    ends = pages.select("page_id", start_char=length, end_char=length)
    end_before = pl.col("end_char").shift(1, fill_value=0).over("page_id")
    spans = pl.concat([segments.select(ends.columns), ends])
    steps = spans.select(step=pl.col("start_char") - end_before)["step"]
    print_row("\nPartition", "pages", "segments", "gaps", "overlaps")
    counts = (pages.height, segments.height, (steps > 0).sum(), (steps < 0).sum())
    print_row("all files", *(f"{count:,}" for count in counts))


if __name__ == "__main__":
    main()
