"""`make bench-compare`: seconds and memory of each part of the compare stage, and how they grow.

    .venv/bin/python -m bench.compare --growth 25000 50000 100000

Articles are invented in a process of their own and written to a build file; another process, new
for each size, finds their quotations and compares them as the pipeline does, but on one core: in
one process, Polars with one thread. Figures are printed, never asserted.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl

from bench import build_file
from bench.clock import Clock, Part, run_apart
from bench.figures import print_heading, print_row
from bench.invented import PLANTED, invent_articles
from flows import compare
from flows.describe.quotations import find_quotations

ARTICLES_A_STEP = 50_000  # whose quotations are found at once, as in the pipeline


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the compare stage.")
    parser.add_argument("--growth", type=int, nargs="+", default=[25_000, 50_000, 100_000])
    before: dict[str, Part] = {}
    for count in parser.parse_args().growth:
        with TemporaryDirectory(prefix="copydesk-bench-") as scratch:
            folder = Path(scratch)
            run_apart(write_articles, folder, count)
            parts, counts = run_apart(compare_articles, folder)
        print_heading(f"{count:,} articles", "seconds", "x before", "processor s", "peak MB")
        for name, part in parts.items():
            ratio = f"{part.seconds / before[name].seconds:.1f}" if before else "-"
            figures = f"{part.processor_seconds:.1f}", f"{part.peak_mb:,.0f}"
            print_row(name, f"{part.seconds:.1f}", ratio, *figures)
        print(", ".join(f"{value:{kind}} {name}" for name, kind, value in counts), flush=True)
        before = parts


def write_articles(folder: Path, count: int) -> None:
    """The build file with so many articles; their events, and which were copied from where."""
    articles = invent_articles(count)
    articles.select(PLANTED).write_parquet(folder / "planted.parquet")
    build_file.write_articles(folder, articles.drop("event", "origin", "is_copy"))


def compare_articles(folder: Path) -> tuple[dict[str, Part], list[tuple[str, str, float]]]:
    """What each part took, and figures of what was found."""
    clock = Clock("read and write")
    with build_file.open_build(folder) as build:
        for articles in build_file.read_articles(build).iter_slices(ARTICLES_A_STEP):
            quotations = clock.watch(find_quotations, "find_quotations")(articles)
            build_file.write_quotations(build, quotations)
        with clock.watching(compare, "find_families", "update_reuse", "find_stories"):
            compare.compare_articles(build_file.make_access(build))
        clock.end()
        counts = list(count_found(build, folder))
    return clock.parts | {"all": clock.sum_up()}, counts


def count_found(build: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[tuple[str, str, float]]:
    """(name, format, figure). Most false copies are short articles that quote the same words."""
    planted = pl.read_parquet(folder / "planted.parquet")
    others = planted.rename({"article_id": "other_article_id", "origin": "other_origin"})
    reuse = build.table("core.reuse").pl().join(planted, on="article_id")
    copies = reuse.join(others, on="other_article_id").filter(relation="duplicate")
    sizes = planted.filter(is_copy=True).group_by("origin").len()["len"].cast(pl.Int64)
    is_planted = pl.col("is_copy") & pl.col("is_copy_right")
    right = copies.filter(is_planted, pl.col("origin") == pl.col("other_origin")).height
    false = copies.filter(pl.col("origin") != pl.col("other_origin")).height
    quotations = build.table("core.quotations").pl()
    yield "quotations", ",", quotations.height
    yield "of them shared", ",", quotations["quotation_family_id"].count()
    yield "pairs", ",", reuse.height
    yield "of them passages", ",", reuse.filter(relation="shared_passage").height
    yield "of planted copies found", ".3f", right / (sizes * (sizes - 1) // 2).sum()
    yield "false copies", ",", false


if __name__ == "__main__":
    main()
