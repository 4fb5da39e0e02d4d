"""`make fuzz`: many mutated pages through every stage, and then through the flow.

    COPYDESK_REFERENCE=../reference make fuzz
    .venv/bin/python -m tests.fuzz --pages 2000 --seed 7
    .venv/bin/python -m tests.fuzz --show 7/1234 > page.txt

Ends with 1 if a page raises, is slow, or is cut otherwise alone than among others; if segments
leave a gap or overlap; or if the flow fails or has faults. A finding is named seed/number, as
--show takes it; the same reference pages must be there.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import duckdb

from tests.fuzz.batches import (
    Report,
    count_findings,
    fuzz_batch,
    join_reports,
    read_all_originals,
)
from tests.fuzz.mutate import Page, make_page, make_pages
from tests.fuzz.stages import Faults, count_faults

PAGES_A_BATCH = 50
PAGES_A_RUN = 5_000  # of the flow
ENVIRONMENT = dict(os.environ)  # of the flow, which takes the cores that it finds
os.environ["POLARS_MAX_THREADS"] = "1"  # of each process that cuts pages; Polars reads this once


def main() -> None:
    parser = argparse.ArgumentParser(description="Look for pages that break a stage.")
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first page")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--no-flow", action="store_true", help="the stages alone")
    parser.add_argument("--show", metavar="SEED/NUMBER", help="print the text of one page")
    options = parser.parse_args()
    if options.show:
        seed, number = map(int, options.show.split("/"))
        sys.stdout.buffer.write(make_page(seed, number, read_all_originals()).text.encode())
        return
    numbers = range(options.first, options.first + options.pages)
    is_sound = print_report(fuzz_stages(options.seed, numbers, options.workers))
    if not options.no_flow:
        is_sound &= fuzz_flow(options.seed, numbers)
    sys.exit(0 if is_sound else 1)


def split(numbers: range, size: int) -> list[range]:
    return [numbers[at : at + size] for at in range(0, len(numbers), size)]


# Through the stages


def fuzz_stages(seed: int, numbers: range, workers: int) -> Report:
    """What was found in all batches; tells how far it is."""
    began, reports = monotonic(), []
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:  # Polars has threads
        for report in pool.map(partial(fuzz_batch, seed), split(numbers, PAGES_A_BATCH)):
            reports.append(report)
            done, found = sum(one.page_count for one in reports), count_findings(reports)
            seconds = monotonic() - began
            tell(f"{done:,} of {len(numbers):,} pages, {seconds:.0f} s, {found} findings")
    tell("\n")
    return join_reports(reports)


def tell(line: str) -> None:
    print(f"\r{line}", end="", file=sys.stderr, flush=True)


def print_report(report: Report) -> bool:
    """Say what was found; whether it is nothing."""
    print(f"{report.page_count:,} pages")
    print(f"exceptions: {len(report.errors)}")
    for error, (page, char_count, count) in find_smallest(report.errors).items():
        print(f"  {count} x {error}; smallest: {page}, {char_count:,} characters")
    print(f"slowest: {report.slowest[0]:.2f} s per 100,000 characters ({report.slowest[1]})")
    print(f"gaps: {report.faults.gap_count}, overlaps: {report.faults.overlap_count}")
    print(f"cut otherwise alone: {len(report.others)}", *report.others[:20], sep="\n  ")
    return not count_findings([report])


def find_smallest(errors: list[tuple[str, str, int]]) -> dict[str, tuple[str, int, int]]:
    """Of each error its smallest page with its characters, and how many pages have it."""
    found: dict[str, tuple[str, int, int]] = {}
    for error, page, char_count in sorted(errors, key=lambda error: error[2]):
        first_page, first_count, count = found.get(error, (page, char_count, 0))
        found[error] = (first_page, first_count, count + 1)
    return found


# Through the flow


def fuzz_flow(seed: int, numbers: range) -> bool:
    """Each part of the pages to a published warehouse; whether all is as it should be."""
    is_sound = True
    for part in split(numbers, PAGES_A_RUN):
        name = f"flow, pages {part[0]:,} to {part[-1]:,}"
        with TemporaryDirectory(prefix="copydesk-fuzz-") as folder:
            findings = list(run_flow(seed, part, Path(folder)))
        print(f"{name}: {'; '.join(findings) or 'sound'}")
        is_sound &= not findings
    return is_sound


def run_flow(seed: int, numbers: range, folder: Path) -> Iterator[str]:
    """What is wrong with a run of the flow on these pages."""
    pages = write_pages(make_pages(seed, numbers, read_all_originals()), folder / "pages.jsonl")
    warehouse = folder / "copydesk.duckdb"
    command = [sys.executable, "-m", "flows.cli", "run", pages, "--warehouse", warehouse]
    environment = ENVIRONMENT | {"PREFECT_HOME": str(folder / "prefect")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        yield f"it ended with {done.returncode}\n{done.stderr[-2_000:]}"
        return
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        yield from find_faults(connection)
        faults = count_warehouse_faults(connection)
        if any(faults):
            yield f"{faults.gap_count} gaps, {faults.overlap_count} overlaps"


def write_pages(pages: Iterator[Page], path: Path) -> Path:
    path.write_text("".join(f"{json.dumps(page._asdict())}\n" for page in pages))
    return path


def find_faults(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """The kinds of rows in ops.faults, each with an example."""
    tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
    if ("ops", "faults") not in tables:
        return
    query = "select count(*), error, place, min(source) from ops.faults group by all order by all"
    for count, error, place, source in connection.execute(query).fetchall():
        yield f"{count} faults: {error} at {place}, such as {source}"


def count_warehouse_faults(connection: duckdb.DuckDBPyConnection) -> Faults:
    pages = connection.sql("select page_id, text from core.pages").pl()
    segments = "select page_id, segment_no, start_char, end_char from core.segments"
    return count_faults(pages, connection.sql(segments).pl())


if __name__ == "__main__":
    main()
