"""Time that grows with the length of what is read, and no faster."""

import gc
from collections.abc import Callable
from time import process_time


def assert_linear(work: Callable[[int], object], size: int) -> None:
    """`work(size)` takes at most eight times as long as `work(size // 4)`, and a fifth of a second.

    It is four times where time is linear and sixteen where each meets each: a ratio, so that no
    machine is too slow. Each is done three times and the shortest counts, without the collector of
    garbage, which reads whatever other tests have left in memory. In processor seconds.
    """
    short = measure(work, size // 4)
    long = measure(work, size)
    assert long <= 8 * short + 0.2, f"{size // 4}: {short:.2f} s, {size}: {long:.2f} s"


def measure(work: Callable[[int], object], size: int) -> float:
    tries: list[float] = []
    for _ in range(3):
        gc.collect()
        gc.disable()
        try:
            began = process_time()
            work(size)
            tries.append(process_time() - began)
        finally:
            gc.enable()
    return min(tries)
