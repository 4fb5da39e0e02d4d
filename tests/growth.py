"""Time that grows with the length of what is read, and no faster."""

from collections.abc import Callable
from time import process_time


def assert_linear(work: Callable[[int], object], size: int) -> None:
    """`work(size)` takes at most eight times as long as `work(size // 4)`, and a fifth of a second.

    It is four times where time is linear and sixteen where each meets each: a ratio, so that no
    machine is too slow. The shorter is done twice, since the first of a process pays for what is
    read once. In processor seconds.
    """
    short = min(measure(work, size // 4) for _ in range(2))
    long = measure(work, size)
    assert long <= 8 * short + 0.2, f"{size // 4}: {short:.2f} s, {size}: {long:.2f} s"


def measure(work: Callable[[int], object], size: int) -> float:
    began = process_time()
    work(size)
    return process_time() - began
