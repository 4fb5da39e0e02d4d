"""What whole runs cost by how many pages there are, what 100 pages more cost, and a run in which
nothing is new.

    COPYDESK_REFERENCE=../reference .venv/bin/python -m bench.growth 1000 10000
    COPYDESK_REFERENCE=../reference .venv/bin/python -m bench.growth 1000 --fresh

Seconds are of processors, all processes of a run together. Those of 100 pages more and of nothing
new are beyond the start, which is a run of no page at all. `x trafilatura` compares pages a second
of a core with trafilatura's bare extraction of the HTML in pages/html, in this same run. Memory is
that of all processes together, what several hold in common counted once. With --fresh the warehouse
is built anew at the end, and the tables whose rows differ are counted.
"""

import argparse
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from bench.beside import measure_tool
from bench.figures import print_heading, print_row
from bench.many_pages import write_pages
from bench.reference import find_reference
from bench.whole_run import Ran, make_prefect_database, run_copydesk

MORE = 100
WIDTHS = 10, 15
COLUMNS = ("articles", "seconds", "processor s", "ms/page", "x trafilatura", "MB", "KB/page")
COLUMNS += ("100 more", "nothing new", "anew")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("counts", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--fresh", action="store_true", help="build anew as well, and compare rows")
    parser.add_argument("--folder", type=Path, help="where to write; it is kept")
    options = parser.parse_args()
    reference = find_reference("pages/dev.parquet", "pages/silver.parquet") / "pages"
    base = measure_base(reference)
    print_heading("pages", *COLUMNS, widths=WIDTHS)
    with TemporaryDirectory(prefix="copydesk-bench-") as scratch:
        folder = options.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        make_prefect_database(folder)
        start = run_copydesk([folder / "empty"], folder / "none.duckdb")
        for count in options.counts:
            measure(reference, count, folder / str(count), start, base, options.fresh)


def measure_base(reference: Path) -> float | None:
    """The seconds that trafilatura takes for a page; None if it is not installed."""
    if find_spec("trafilatura") is None:
        return None
    measured = measure_tool("trafilatura", is_quick=False)
    return measured.seconds / len(measured.bodies)


def measure(
    reference: Path, count: int, folder: Path, start: Ran, base: float | None, is_fresh: bool
) -> None:
    write_pages(reference, raw := folder / "raw", range(count), count)
    first = run_copydesk([raw], warehouse := folder / "copydesk.duckdb")
    page_kb = warehouse.stat().st_size / 1024 / count
    with duckdb.connect(warehouse, read_only=True) as connection:
        found = connection.execute("select count(*) from core.articles").fetchall()[0][0]
    write_pages(reference, raw, range(count, count + MORE), count)
    more, nothing = (
        run_copydesk([raw], warehouse).processor_seconds - start.processor_seconds for _ in range(2)
    )
    each = (first.processor_seconds - start.processor_seconds) / count
    print_row(
        f"{count:,}",
        f"{found:,}",
        f"{first.seconds:,.0f}",
        f"{first.processor_seconds:,.0f}",
        f"{each * 1000:.1f}",
        f"{base / each:.2f}" if base else "-",
        f"{first.memory.divided:,.0f}",
        f"{page_kb:.1f}",
        f"{more:.1f}",
        f"{nothing:.1f}",
        count_differing(raw, warehouse, folder) if is_fresh else "-",
        widths=WIDTHS,
    )
    print(f"most memory behind: {first.told}")


def count_differing(raw: Path, warehouse: Path, folder: Path) -> str:
    """How many tables have other rows in a warehouse that is built at once."""
    run_copydesk([raw], fresh := folder / "fresh.duckdb")
    command = [sys.executable, "-m", "bench.same_rows", warehouse, fresh]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout)
    return "other rows" if done.returncode else "same rows"


if __name__ == "__main__":
    main()
