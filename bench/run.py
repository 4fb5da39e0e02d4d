"""`make bench`: speed and memory of a run, how well pages are cut, and one law.

    COPYDESK_REFERENCE=../reference make bench
    COPYDESK_REFERENCE=../reference .venv/bin/python -m bench.run --quick --speed-only

COPYDESK_REFERENCE is a folder with pages/{dev,silver,dev_composite}.parquet and pages/score.py.
Figures are printed, never asserted. Compare ratios: seconds are the machine's as well. Memory is
read from Linux's /proc; elsewhere it is shown as 0.
"""

import argparse
import inspect
import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import duckdb
import polars as pl

from bench.clock import Clock, Part, replaced, run_apart
from bench.figures import print_heading, print_row
from bench.reference import find_reference
from bench.whole_run import make_prefect_database, run_copydesk
from flows.ingest import ingest_files
from flows.segment import segment_pages

FILES = ("dev.parquet", "silver.parquet", "dev_composite.parquet")
QUICK_PAGES = 10  # of each file
QUALITY = ("body_f1", "contamination", "embedded_f1", "no_lead_pages", "missing_pages")
REST = "read, load and resolve"  # what no other stage takes
OF_PAGES = ("ingest_files", "segment_pages", "describe_placements")
OF_PAGES += ("build_marts", "run_checks", "publish_build", REST)
COUNTS = """
    select (select count(*) from core.pages), new_page_count + recut_page_count
    from ops.runs order by run_id desc limit 1
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure Copydesk on reference pages.")
    parser.add_argument("--quick", action="store_true", help="few pages and fewer runs of them")
    parts = parser.add_mutually_exclusive_group()
    for name in ("--speed-only", "--quality-only", "--partition"):
        parts.add_argument(name, dest="part", action="store_const", const=name)
    options = parser.parse_args()
    reference = find_reference(*(f"pages/{name}" for name in (*FILES, "score.py"))) / "pages"
    with TemporaryDirectory(prefix="copydesk-bench-") as scratch:
        scratch = Path(scratch)
        for name in FILES if options.quick else ():
            pl.read_parquet(reference / name).head(QUICK_PAGES).write_parquet(scratch / name)
        dev, silver, composite = ((scratch if options.quick else reference) / n for n in FILES)
        if options.part in (None, "--speed-only"):
            if not options.quick:
                make_prefect_database(scratch)
            print_runs([dev, silver], scratch, 1 if options.quick else 2)
            print_stages([dev, silver], scratch)
        if options.part in (None, "--quality-only"):
            golds = [composite] if options.quick else [dev, composite]
            print_quality(golds, reference / "score.py", scratch)
        if options.part in (None, "--partition"):
            print_partition([dev, silver, composite], scratch / "partition")


# A whole run


def print_runs(raws: list[Path], scratch: Path, run_count: int) -> None:
    """A run with every page new, then one with none; each starts a Prefect server of its own."""
    print_heading("Whole run", "seconds", "pages/s", "peak MB", "KB/page")
    for _ in range(run_count):
        ran = run_copydesk(raws, warehouse := scratch / "whole.duckdb")
        with duckdb.connect(warehouse, read_only=True) as connection:
            page_count, done_count = connection.execute(COUNTS).fetchall()[0]
        page_kb = f"{warehouse.stat().st_size / 1024 / page_count:.1f}"
        speed = (f"{ran.seconds:.1f}", f"{done_count / ran.seconds:.0f}")
        memory = f"{ran.memory.divided:.0f}"
        print_row(f"{done_count:,} pages to do", *speed, memory, page_kb)


# Its stages


def print_stages(raws: list[Path], scratch: Path) -> None:
    stages, counts = run_apart(run_stages, raws, scratch / "stages.duckdb")
    print_heading("Stage, cold, one core", "seconds", "a second", "x segment", "added MB")
    for name in (*(name for name in stages if name != REST), REST):
        what = "pages" if name in OF_PAGES else "articles"
        rate = f"{counts[what] / stages[name].seconds:,.0f} {what}"
        ratio = f"{stages[name].seconds / stages['segment_pages'].seconds:.2f}"
        print_row(name, f"{stages[name].seconds:.2f}", rate, ratio, f"{stages[name].added_mb:.0f}")


def run_stages(raws: list[Path], warehouse: Path) -> tuple[dict[str, Part], dict[str, int]]:
    """The flow in this process, on one core and without Prefect: what each stage took, counts."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    from flows import batches, compare, pipeline  # with Prefect, behind the choice of a core
    from flows.warehouse import models, publish

    plain = {
        "step": lambda function, **_: function,
        "map_batches": lambda stage, paths, _hands: [
            batches.run_batch(stage.name, path) for path in paths
        ],
    }
    clock = Clock(REST)
    with replaced(pipeline, **plain), ExitStack() as stack:
        for module, names in (
            (pipeline, ["ingest_files"]),
            (batches, list_imported(batches)),
            (compare, list_imported(compare)),
            (models, ["build_marts", "run_checks"]),
            (publish, ["publish_build"]),
        ):
            stack.enter_context(clock.watching(module, *names))
        folder = stack.enter_context(publish.hold_lock(warehouse, None))
        run = pipeline.start_run(full_refresh=False)
        names = [str(raw) for raw in raws]
        summary = pipeline.update_warehouse(
            warehouse, run, names, pipeline.Hands(1), folder / "work", folder
        )
    clock.end()
    return clock.parts, summary.counts


def list_imported(module: ModuleType) -> list[str]:
    """The functions that a module takes from others: of batches and compare, their stages."""
    own = module.__name__
    return [
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__.startswith("flows.") and function.__module__ != own
    ]


# Quality


def print_quality(golds: list[Path], scorer: Path, scratch: Path) -> None:
    print(
        "\nThe weights were trained on these pages too; `make eval` cuts pages that they never saw."
    )
    print_heading("Quality", *QUALITY)
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
    print_heading("Partition", "pages", "segments", "gaps", "overlaps")
    counts = (pages.height, segments.height, (steps > 0).sum(), (steps < 0).sum())
    print_row("all files", *(f"{count:,}" for count in counts))


if __name__ == "__main__":
    main()
