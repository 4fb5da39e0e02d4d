"""Measure what 100 articles more cost each part of the compare stage, by how many there are.

    .venv/bin/python -m bench.increments 1000 10000 100000

Invented articles are compared, then the last of them taken out, and compared again as new ones. One
core; processor seconds. Figures are printed, never asserted.
"""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from bench import build_file
from bench.clock import Clock, Part, run_apart
from bench.compare import ARTICLES_A_STEP, write_articles
from bench.figures import print_heading, print_row
from flows import compare
from flows.compare.index import Index
from flows.describe.quotations import find_quotations

MORE = 100
STEPS = ("find_families", "update_reuse", "find_stories")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure 100 articles more.")
    parser.add_argument("counts", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    print_heading("articles", *STEPS, "read and write")
    for count in parser.parse_args().counts:
        with TemporaryDirectory(prefix="copydesk-bench-") as scratch:
            run_apart(write_articles, Path(scratch), count)
            parts = run_apart(compare_more, Path(scratch))
        seconds = (parts[name].processor_seconds for name in (*STEPS, "read and write"))
        print_row(f"{count:,}", *(f"{value:.2f}" for value in seconds))


def compare_more(folder: Path) -> dict[str, Part]:
    """What each part of comparing takes for articles more."""
    with build_file.open_build(folder) as build, duckdb.connect(folder / "index") as connection:
        index = Index(connection)
        for articles in build_file.read_articles(build).iter_slices(ARTICLES_A_STEP):
            build_file.write_quotations(build, find_quotations(articles))
        build_file.take_newest(build, MORE)
        compare.compare_articles(build_file.make_access(build, index))
        index.commit()
        build_file.put_back(build)
        clock = Clock("read and write")
        with clock.watching(compare, *STEPS):
            compare.compare_articles(build_file.make_access(build, index, is_known=True))
        clock.end()
    return clock.parts


if __name__ == "__main__":
    main()
