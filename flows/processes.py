"""The processes of a run: a signal ends it at once and in one line, and none outlives it.

A run is safe to kill: the build file is a transaction, the warehouse a link that is moved at the
end, a batch a folder that is there or not. So a signal does what a kill does, and says so.
"""

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import active_children, parent_process, resource_tracker

STOPPING = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
LAST_WORDS_SECONDS = 3
PARENT = "COPYDESK_PARENT"  # process id of `copydesk schedule`, for the runs that it starts

outcome = "the warehouse is as it was"  # what a run that is stopped now leaves
last_words: list[Callable[[str], object]] = []  # called with the reason before a signal ends us


def end_on_signals(tell: Callable[[str], object], status: int | None = None) -> None:
    """End this process on Ctrl-C, SIGTERM or SIGHUP, whatever it is doing.

    The signals are blocked in all threads and awaited in one of their own, so that no exception
    rises in the middle of other people's code; child processes inherit the block, so that Ctrl-C
    in a terminal, which is sent to all of them, is answered once.

    Args:
        tell: gets the line for the user.
        status: of the exit; the signal's own (130 for Ctrl-C) if it is None.
    """

    def end(number: int, _: object = None) -> None:
        name = "Ctrl-C" if number == signal.SIGINT else signal.Signals(number).name
        with suppress(OSError):  # the terminal is gone
            tell(name)
        say_last_words(f"stopped by {name}")
        for child in active_children():
            child.kill()
        os._exit(128 + number if status is None else status)

    for number in STOPPING:  # should a thread that is older than this have them unblocked
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, end)
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    waiting = threading.Thread(target=lambda: end(signal.sigwait(STOPPING)), daemon=True)
    waiting.start()


def say_last_words(reason: str) -> None:
    """Call all of them, and wait for them for a moment."""
    words = [
        threading.Thread(target=word, args=(reason,), daemon=True) for word in reversed(last_words)
    ]
    for word in words:
        word.start()
    deadline = time.monotonic() + LAST_WORDS_SECONDS
    for word in words:
        word.join(max(0.0, deadline - time.monotonic()))


def start_tracker() -> None:
    """Start the helper of multiprocessing before it starts itself: the thread that starts it has
    SIGINT and SIGTERM unblocked afterwards. It warns of what a stopped run has not closed.
    """
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    warnings = os.environ.get("PYTHONWARNINGS")
    os.environ["PYTHONWARNINGS"] = "ignore"
    try:
        resource_tracker.ensure_running()
    finally:
        os.environ.pop("PYTHONWARNINGS")
        if warnings is not None:
            os.environ["PYTHONWARNINGS"] = warnings
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


def begin_worker() -> None:
    """What a process that does batches begins with: it leaves Ctrl-C to its parent, and ends with
    it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if parent := parent_process():
        threading.Thread(target=lambda: (parent.join(), os._exit(1)), daemon=True).start()


def end_with_schedule() -> None:
    """Where `copydesk schedule` began this process: end when it ends."""
    if parent := os.environ.get(PARENT):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)  # Prefect stops a run with SIGTERM
        threading.Thread(target=end_with, args=(int(parent),), daemon=True).start()


def end_with(process: int) -> None:
    with suppress(ProcessLookupError):
        while True:
            os.kill(process, 0)  # asks whether it is there
            time.sleep(0.5)
    os._exit(1)
