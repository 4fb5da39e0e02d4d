"""What a second Dask worker gives: the stages of batches with one worker and with two.

    COPYDESK_REFERENCE=../reference .venv/bin/python -m bench.cluster 2000

A scheduler and the workers are processes of their own, with a folder that all see; each worker has
a core of its own where the machine lets us choose. Seconds are those that the run tells of its
stages. The rows of each warehouse are compared with those of a run without Dask.
"""

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import print_heading, print_row
from bench.many_pages import write_pages
from bench.reference import find_reference
from bench.whole_run import run_copydesk
from flows.batches import STAGES

TOLD = re.compile(r"^(?P<stage>\w+): (?P<seconds>\d+) s$", re.MULTILINE)
COUNTS = (1, 2)
BEGUN = re.compile(r"Scheduler at:\s+(?P<address>tcp://\S+)")
REGISTERED = "Registered to:"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("count", type=int, nargs="?", default=2_000, help="pages")
    count = parser.parse_args().count
    reference = find_reference("pages/dev.parquet", "pages/silver.parquet") / "pages"
    with TemporaryDirectory(prefix="copydesk-bench-") as scratch:
        folder = Path(scratch)
        write_pages(reference, folder / "raw", range(count), count)
        run_copydesk([folder / "raw"], plain := folder / "plain.duckdb")
        print_heading(f"{count:,} pages", "stages, s", "x one worker", "rows")
        one = None
        for worker_count in COUNTS:
            warehouse = folder / f"{worker_count}.duckdb"
            with start_cluster(folder, worker_count) as address:
                shared = folder / "shared"
                run_copydesk([folder / "raw"], warehouse, "--dask", address, "--work", shared)
            seconds = sum_stages(warehouse.with_suffix(".log"))
            one = one or seconds
            rows = compare_rows(plain, warehouse)
            print_row(f"{worker_count} workers", f"{seconds}", f"{one / seconds:.2f}", rows)


def sum_stages(log: Path) -> int:
    """The seconds that a run told of its stages of batches."""
    titles = {stage.title for stage in STAGES.values()}
    told = TOLD.finditer(log.read_text())
    return max(1, sum(int(line["seconds"]) for line in told if line["stage"] in titles))


def compare_rows(plain: Path, other: Path) -> str:
    command = [sys.executable, "-m", "bench.same_rows", plain, other]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout)
    return "other" if done.returncode else "same"


@contextmanager
def start_cluster(folder: Path, worker_count: int) -> Iterator[str]:
    """The address of a scheduler with so many workers, which end with the block."""
    with ExitStack() as stack:
        asked = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        address = stack.enter_context(start(folder / "scheduler.log", asked, BEGUN))["address"]
        for number in range(worker_count):
            asked = ["worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny"]
            asked += ["--local-directory", str(folder / f"worker-{number}")]
            process = start(folder / f"worker-{number}.log", asked, re.compile(REGISTERED), number)
            stack.enter_context(process)
        yield address


@contextmanager
def start(
    log: Path, asked: list[str], sign: re.Pattern[str], core: int | None = None
) -> Iterator[re.Match[str]]:
    """Start a program of Dask and wait until it says that it has begun; what it said."""
    command = [sys.executable, "-m", "distributed.cli.dask_" + asked[0], *asked[1:]]
    with log.open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    if core is not None and hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(process.pid, {cores[core % len(cores)]})
    try:
        yield wait_for(process, log, sign)
    finally:
        process.terminate()
        process.wait()


def wait_for(process: subprocess.Popen, log: Path, sign: re.Pattern[str]) -> re.Match[str]:
    while process.poll() is None:
        if found := sign.search(log.read_text()):
            return found
        try:
            process.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            continue
    sys.exit(f"{log.read_text()}Dask ended with {process.returncode}")


if __name__ == "__main__":
    main()
