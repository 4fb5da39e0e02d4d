"""How long the dashboard's pages take: `python -m bench.dashboard WAREHOUSE`.

Each kind of page is asked for five times; printed is the median until its first byte and until
its last one, in milliseconds, what the server's cores worked for it, which others on the machine
change least, and its size. Then 50 readers ask at once.
"""

import argparse
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from bench.clock import read_mb, read_work
from bench.figures import print_heading, print_row
from bench.screenshots import find_addresses, start_server

TIMES = 5
READERS, READ_PAGES = 50, 200


def ask(address: str) -> tuple[float, float, int]:
    """Milliseconds until the first byte and until the last one, and bytes."""
    began = time.perf_counter()
    with urllib.request.urlopen(address) as answer:
        size = len(answer.read(1))
        first = time.perf_counter()
        size += len(answer.read())
    return 1000 * (first - began), 1000 * (time.perf_counter() - began), size


def main(warehouse: str) -> None:
    with start_server(Path(warehouse)) as (address, process):
        paths = find_addresses(address) | {"articles.csv": "/articles.csv"}
        print_heading("page", "first byte, ms", "whole, ms", "work, ms", "bytes")
        for name, path in paths.items():
            before = read_work(process)
            asked = [ask(address + path) for _ in range(TIMES)]
            work = f"{1000 * (read_work(process) - before) / TIMES:.0f}"
            firsts, wholes, sizes = zip(*asked, strict=True)
            figures = (f"{median(firsts):.0f}", f"{median(wholes):.0f}", work, f"{sizes[0]:,}")
            print_row(name, *figures)
        pages = [path for name, path in paths.items() if name != "articles.csv"]
        many = [address + pages[number % len(pages)] for number in range(READ_PAGES)]
        began = time.perf_counter()
        with ThreadPoolExecutor(READERS) as readers:
            wholes = sorted(whole for _, whole, _ in readers.map(ask, many))
        seconds = time.perf_counter() - began
        print_heading(f"{READERS} readers at once", "pages", "seconds", "median, ms")
        print_row("", f"{READ_PAGES}", f"{seconds:.1f}", f"{median(wholes):.0f}")
        print_row("memory of the server", f"{read_mb(process, 'VmHWM'):,.0f} MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("warehouse", help="for example one of bench.multiplied")
    main(parser.parse_args().warehouse)
