"""Seconds and memory of the parts of a run. Memory is Linux's; elsewhere it is 0."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import wraps
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from types import ModuleType
from typing import Any, NamedTuple


class Part(NamedTuple):
    """What a part of a run took."""

    seconds: float = 0
    processor_seconds: float = 0
    peak_mb: float = 0  # of the process
    added_mb: float = 0  # the most that the part held beside what was there when it began

    def add(self, other: "Part") -> "Part":
        """Both parts, one after the other."""
        return Part(
            self.seconds + other.seconds,
            self.processor_seconds + other.processor_seconds,
            max(self.peak_mb, other.peak_mb),
            max(self.added_mb, other.added_mb),
        )


class Clock:
    """What each part of a run took; `rest` is what no watched function does.

    One part runs at a time: a function that is called inside another one interrupts it.
    """

    def __init__(self, rest: str) -> None:
        self.parts: dict[str, Part] = {}
        self.begin(rest)

    def begin(self, name: str) -> None:
        self.parts.setdefault(name, Part())
        self.name, self.held_mb = name, read_mb("self", "VmRSS")
        if (peak := Path("/proc/self/clear_refs")).exists():
            peak.write_text("5")  # VmHWM starts again
        self.began, self.processor_began = perf_counter(), process_time()

    def end(self) -> None:
        seconds, processor_seconds = perf_counter(), process_time()
        peak_mb = read_mb("self", "VmHWM")
        took = Part(
            seconds - self.began,
            processor_seconds - self.processor_began,
            peak_mb,
            peak_mb - self.held_mb,
        )
        self.parts[self.name] = self.parts[self.name].add(took)

    def watch(self, function: Callable, name: str) -> Callable:
        """The function, whose calls are the part of this name."""

        @wraps(function)
        def watched(*arguments: Any, **named: Any) -> Any:
            interrupted = self.name
            self.end()
            self.begin(name)
            try:
                return function(*arguments, **named)
            finally:
                self.end()
                self.begin(interrupted)

        return watched

    @contextmanager
    def watching(self, module: ModuleType, *names: str) -> Iterator[None]:
        """Watch these functions of a module."""
        functions = {name: self.watch(getattr(module, name), name) for name in names}
        with replaced(module, **functions):
            yield

    def sum_up(self) -> Part:
        """All parts together."""
        whole = Part()
        for part in self.parts.values():
            whole = whole.add(part)
        return whole


@contextmanager
def replaced(module: ModuleType, **values: object) -> Iterator[None]:
    """The module with other constants or functions."""
    before = {name: getattr(module, name) for name in values}
    for name, value in values.items():
        setattr(module, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(module, name, value)


def run_apart(function: Callable, *arguments: Any) -> Any:
    """What a function gives in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def read_work(pid: int | str) -> float:
    """The seconds of all cores that a process has taken."""
    file = Path(f"/proc/{pid}/stat")
    if not file.exists():
        return 0
    fields = file.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def read_mb(pid: int | str, name: str) -> float:
    """A figure of a process: VmRSS is what it holds, VmHWM the most that it held."""
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))
