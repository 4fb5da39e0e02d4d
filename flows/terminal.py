"""What people see in a terminal: progress, and page text that cannot act on the terminal."""

import atexit
import os
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

SLOW_SECONDS = 2  # a faster stage has no line


def silence_teardown() -> None:
    """Hide DuckDB 2.0's list of "leaked" types when Python ends while Prefect's threads run."""
    sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


atexit.register(silence_teardown)  # registered before Prefect's own, so it runs after them

console = Console(markup=False, emoji=False, highlight=False, soft_wrap=True)
errors = Console(stderr=True, markup=False, emoji=False, highlight=False, soft_wrap=True)


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
def show_stage(name: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far a stage is; the block gets a function to call with (done, total).

    In a terminal this is a bar; elsewhere a line at the end, if the stage took long.
    """
    began = time.monotonic()
    progress = Progress(
        TextColumn("{task.description:<10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=errors,
        transient=True,
        disable=not errors.is_terminal,  # there, it would print an empty line
    )
    with progress:
        bar = progress.add_task(name, total=None)
        yield lambda done, total: progress.update(bar, completed=done, total=total)
    seconds = time.monotonic() - began
    if seconds > SLOW_SECONDS and not errors.is_terminal:
        errors.print(f"{name}: {seconds:.0f} s")
