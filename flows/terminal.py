"""What people see in a terminal: progress, and page text that cannot act on the terminal."""

import atexit
import os
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

SLOW_SECONDS = 2  # a faster stage has no line
TELL_SECONDS = 30  # between two lines about a stage, where there is no terminal


def silence_teardown() -> None:
    """Hide DuckDB 2.0's list of "leaked" types when Python ends while Prefect's threads run."""
    sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


atexit.register(silence_teardown)  # registered before Prefect's own, so it runs after them


class Screen(Console):
    """A console that goes on where nobody reads any more, as behind `copydesk run | head`: what a
    command does and how it ends does not depend on its reader.
    """

    def on_broken_pipe(self) -> None:
        self.quiet = True
        stop_writing()


def stop_writing() -> None:
    """Send what is still written to standard output nowhere, so that Python's end is quiet."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


shown: Progress | None = None  # the bar that is on the terminal
console = Screen(markup=False, emoji=False, highlight=False, soft_wrap=True)
errors = Screen(stderr=True, markup=False, emoji=False, highlight=False, soft_wrap=True)


def escape_controls(text: str) -> str:
    """Text of a page or a file name, safe to print on one line: control characters are visible.

    >>> escape_controls("\\x1b[31mred")
    '␛[31mred'
    """
    return "".join(map(escape_character, text))


def escape_character(character: str) -> str:
    if character == "\t":
        return " "
    if ord(character) < 32:
        return chr(0x2400 + ord(character))
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"):
        return f"\\u{{{ord(character):x}}}"
    return character


@contextmanager
def show_stage(name: str, units: str = "") -> Iterator[Callable[[int, int], None]]:
    """Show how far a stage is; the block gets a function to call with (done, total).

    In a terminal this is a bar with the speed and the time left; elsewhere a line now and then, and
    one at the end, if the stage takes long.

    Args:
        units: what is counted: "pages".
    """
    if not errors.is_terminal:
        yield from tell_now_and_then(name, units)
        return
    global shown
    shown = progress = Progress(
        TextColumn("{task.description:<10}"),
        BarColumn(),
        MofNCompleteColumn(),
        SpeedColumn(units),
        TimeRemainingColumn(),
        TimeElapsedColumn(),
        console=errors,
        transient=True,
    )
    with progress:
        bar = progress.add_task(name, total=None)
        yield lambda done, total: progress.update(bar, completed=done, total=total)
    shown = None


def stop_progress() -> None:
    """Take the bar from the terminal and give the cursor back, from whatever thread."""
    if shown:
        shown.stop()


def tell_now_and_then(name: str, units: str) -> Iterator[Callable[[int, int], None]]:
    """The same in lines."""
    began = told = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal told
        now = time.monotonic()
        if 0 < done < total and now - told > TELL_SECONDS:
            told, speed = now, done / (now - began)
            left = (total - done) / speed
            errors.print(
                f"{name}: {done:,} of {total:,} {units}, {speed:,.0f} a second, {left:.0f} s left"
            )

    yield tell
    seconds = time.monotonic() - began
    if seconds > SLOW_SECONDS:
        errors.print(f"{name}: {seconds:.0f} s")


class SpeedColumn(ProgressColumn):
    """How many are done a second."""

    def __init__(self, units: str):
        super().__init__()
        self.units = units

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f} {self.units}/s" if speed and self.units else "")
