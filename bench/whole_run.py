"""A whole run, `copydesk run`, as other processes see it: its seconds, and the memory it holds.

Memory is read from Linux's /proc; elsewhere it is shown as 0.
"""

import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, sleep
from typing import NamedTuple

from bench import ENVIRONMENT
from bench.clock import read_mb

SECONDS_BETWEEN_LOOKS = 0.3


class Memory(NamedTuple):
    """The most that the processes of a run held, in MB."""

    divided: float = 0  # what several hold in common counts once (PSS)
    counted: float = 0  # it counts for each (RSS)
    largest: float = 0  # one process


class Ran(NamedTuple):
    """What a run took."""

    seconds: float
    processor_seconds: float  # of all its processes
    memory: Memory
    told: str  # the last line that it had told when it held most


def run_copydesk(raws: list[Path], warehouse: Path, *options: str | Path) -> Ran:
    """Run on all cores, with a Prefect of its own; ends the program if the run fails."""
    copydesk = Path(sys.executable).with_name("copydesk")
    command = [copydesk, "run", *raws, "--warehouse", warehouse, *options]
    environment = ENVIRONMENT | {"PREFECT_HOME": str(warehouse.parent / "prefect")}
    log = warehouse.with_suffix(".log")
    began, worked, memory, told = perf_counter(), read_children(), Memory(), ""
    with log.open("w") as output:
        run = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
        while run.poll() is None:
            now = read_memory(run.pid)
            if now.divided > memory.divided:
                told = log.read_text().strip().rpartition("\n")[2]
            memory = Memory(*map(max, memory, now))
            sleep(SECONDS_BETWEEN_LOOKS)
    if run.returncode:
        sys.exit(f"{log.read_text()}copydesk run ended with {run.returncode}")
    return Ran(perf_counter() - began, read_children() - worked, memory, told)


def make_prefect_database(folder: Path) -> None:
    """Let an empty run make what only the first run of a Prefect makes."""
    (folder / "empty").mkdir()
    run_copydesk([folder / "empty"], folder / "empty.duckdb")


def read_children() -> float:
    """The processor seconds of all processes that ended below this one."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def read_memory(pid: int) -> Memory:
    """What a process and all below it hold now."""
    processes = list(list_tree(pid))
    counted = [read_mb(process, "VmRSS") for process in processes]
    return Memory(sum(map(read_divided, processes)), sum(counted), max(counted, default=0))


def list_tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = [
            int(child)
            for path in Path(f"/proc/{pid}/task").glob("*/children")
            for child in path.read_text().split()
        ]
    except OSError:  # it has just ended
        return
    for child in children:
        yield from list_tree(child)


def read_divided(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))
