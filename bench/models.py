"""What marts and checks cost when few pages come to many.

    python -m bench.models WAREHOUSE [--sizes 10000,100000] [--added 100]

Multiplies the pages of a warehouse (with other words and days) until there are so many, and builds
marts and checks of them; then adds pages, with all that a run finds on them, and brings marts and
checks up to date. `seconds` are those of the clock, `processor s` those of all cores.
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from bench.figures import print_heading, print_row
from bench.multiplied import add_copy, attach_small, list_copy
from flows.shipped import SQL
from flows.warehouse import models
from flows.warehouse.build import Connection, connect

FIRST_CHECKPOINT = "4GB"  # one at the end, not one a copy


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--sizes", default="10000,100000", help="pages before, parted by commas")
    parser.add_argument("--added", type=int, default=100, help="pages that come")
    options = parser.parse_args()
    print_heading("Marts and checks", "pages", "seconds", "processor s")
    for size in map(int, options.sizes.split(",")):
        with TemporaryDirectory(prefix="copydesk-bench-") as folder:
            measure(options.warehouse, size, options.added, Path(folder) / "build.duckdb")


def measure(warehouse: Path, size: int, added: int, build: Path) -> None:
    """A row for marts and one for checks: of all pages, then of those that came."""
    with connect(build) as connection:
        connection.execute((SQL / "core.sql").read_text())
        connection.execute(f"set checkpoint_threshold = '{FIRST_CHECKPOINT}'")
        attach_small(connection, warehouse)
        number = multiply(connection, size)
        print_part("marts, all", size, models.build_marts, connection)
        models.build_macros(connection)
        models.comment_tables(connection)
        print_part("checks, all", size, models.run_checks, connection)
        connection.execute("checkpoint")
        connection.execute("begin")
        add_copy(connection, number, added)
        list_copy(connection, number)
        print_part("marts, added", size, models.renew_marts, connection)
        print_part("checks, added", size, run_limited, connection)


def multiply(connection: Connection, size: int) -> int:
    """Add copies until there are so many pages; how many copies there are."""
    number = 0
    while connection.execute("select count(*) from core.pages").fetchall()[0][0] < size:
        add_copy(connection, number)
        number += 1
    connection.execute("checkpoint")
    return number


def run_limited(connection: Connection) -> None:
    models.run_checks(connection, is_limited=True)


def print_part(name: str, size: int, part: Callable, connection: Connection) -> None:
    began, processor_began = perf_counter(), process_time()
    part(connection)
    took = perf_counter() - began, process_time() - processor_began
    print_row(name, f"{size:,}", *(f"{seconds:.2f}" for seconds in took))


if __name__ == "__main__":
    main()
